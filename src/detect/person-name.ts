import type { Detector, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { codeIn, isInCode } from './code.ts'
import { DOUBTFUL_NAMES, FIRST_NAMES } from './first-names.ts'
import { fold } from './fold.ts'
import { keyOf, nameRuns } from './name-runs.ts'
import type { Word } from './name-runs.ts'
import { lowerCaseNames } from './lower-case-names.ts'
import {
  ABOUT,
  BODIES,
  COMMON,
  DOES,
  LABEL,
  PLACES,
  PRODUCTS,
  SAYS,
  SIGN_OFF,
  STRONG,
  TITLES,
  WEAK,
} from './name-words.ts'
import { spot } from './spot.ts'
import { SURNAMES } from './surnames.ts'

/** Words that a name can end up being written as again, once it was given in full. */
type Name = Spotted & { readonly words: readonly Word[] }

/**
 * Names of persons: after a title, a greeting or a label, by lists of first names and surnames, and wherever a part of a name
 * comes again that was given in full in the same text. A name by itself is never sure, and code is no place for names.
 */
export const personName: Detector = {
  id: 'person-name',
  types: ['PERSON'],
  detect: (text, segment) => {
    const code = codeIn(text)
    const runs = nameRuns(text).filter((run) => !isInCode(text, code, run[0]?.start ?? 0))
    const names = runs.flatMap((run) => nameIn(text, segment, run))
    const known = new Set(names.filter(({ score, words }) => score >= 0.6 && words.length > 1).flatMap(partsOf))
    return [
      ...names.map(({ words: _, ...spotted }) => spotted),
      ...again(runs, names, known),
      ...lowerCaseNames(text),
      ...inverted(text),
    ]
  },
}

/** `Smith, John`, as lists write it: both parts have to be listed. */
function inverted(text: string): readonly Spotted[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])(\p{Lu}\p{L}{1,20}), (\p{Lu}\p{L}{1,20})(?![\p{L}\p{N}])/gu)].flatMap(
    (match) => {
      const [all, surname = '', name = ''] = match
      const isListed = SURNAMES.has(keyOf(surname)) && !FIRST_NAMES.has(keyOf(surname)) && FIRST_NAMES.has(keyOf(name))
      return isListed && !DOUBTFUL_NAMES.has(keyOf(name))
        ? spot('PERSON', 0.7, match.index, match.index + all.length)
        : []
    },
  )
}

const partsOf = ({ words }: Name): readonly string[] =>
  words.filter(({ key }) => key.length >= 3 && !COMMON.has(key) && !BODIES.has(key)).map(({ key }) => key)

function again(
  runs: readonly (readonly Word[])[],
  names: readonly Name[],
  known: ReadonlySet<string>,
): readonly Spotted[] {
  if (known.size === 0) return []
  const taken = new Set(names.flatMap(({ words }) => words.map(({ start }) => start)))
  return runs.flatMap((run) =>
    run.flatMap((word) =>
      known.has(word.key) && !taken.has(word.start) ? spot('PERSON', 0.6, word.start, word.end) : [],
    ),
  )
}

const BEFORE = 64

/** The name in a run of words with capitals, if there is one. */
function nameIn(text: string, segment: Segment, run: readonly Word[]): readonly Name[] {
  const from = run.findIndex((word, i) => !isLead(word, run.length - i))
  const words = from === -1 ? [] : untilCommon(withoutOpening(run.slice(from)))
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined) return []
  const lead = run[run.indexOf(first) - 1]
  const hasTitle = lead !== undefined && TITLES.has(lead.key)
  const isPlace = lead !== undefined && PLACES.has(lead.key)
  const isBody = [...words, ...run.slice(run.indexOf(last) + 1, run.indexOf(last) + 2)].some(({ key }) =>
    BODIES.has(key),
  )
  const says = hasTitle ? 'title' : saysOf(text, segment, first)
  if (isProduct(words) && !hasTitle && says !== 'label') return []
  const score = (isPlace || isBody) && !hasTitle && says !== 'label' ? 0 : scoreOf(text, words, says)
  return spot('PERSON', score, first.start, last.end).map((spotted) => ({ ...spotted, words }))
}

/** `Claude`, `Claude Code`, `Claude Opus`; `Claude Monet` is somebody. */
const isProduct = ([first, ...others]: readonly Word[]): boolean =>
  first !== undefined && PRODUCTS.has(first.key) && others.every(({ key }) => PRODUCTS.has(key) || COMMON.has(key))

/** Before a first name and a surname there is at most a verb that begins the sentence: `Kontaktiere Anna Weber`. */
function withoutOpening(words: readonly Word[]): readonly Word[] {
  const [opening, first] = words
  if (opening === undefined || first === undefined || words.length < 2) return words
  const isName = FIRST_NAMES.has(opening.key) || SURNAMES.has(opening.key) || opening.isInitial || opening.isCapitals
  const isFollowed = FIRST_NAMES.has(first.key) && !DOUBTFUL_NAMES.has(first.key) && !SURNAMES.has(first.key)
  return !isName && isFollowed && words.length > 2 ? words.slice(1) : words
}

/** A title, or a word that begins a sentence and no name. */
const isLead = ({ key }: Word, left: number): boolean =>
  (TITLES.has(key) && left > 1) || (COMMON.has(key) && !(FIRST_NAMES.has(key) && left > 1))

/** A name ends before a word that is none. */
function untilCommon(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(({ key }, i) => i > 0 && COMMON.has(key) && !SURNAMES.has(key))
  return words.slice(0, Math.min(stop === -1 ? words.length : stop, 4))
}

type Says = 'title' | 'label' | 'strong' | 'weak' | 'about' | 'none'

/** The name of a tool, where it is offered and where it is called, is none of a person. */
const isOfTool = (role: string, path: string): boolean =>
  role === 'tools' ||
  path === '/input/name' ||
  (role === 'assistant' && /\/(?:content|function|custom)\/name$/.test(path))

function saysOf(text: string, { path, role }: Segment, { start }: Word): Says {
  const from = Math.max(0, start - BEFORE)
  const before = text.slice(from, start)
  if (LABEL.test(before)) return 'label'
  if (
    start < 2 &&
    !isOfTool(role, path) &&
    /(?:^|[/_])(?:full_?|first_?|last_?|given_?|family_?|customer_?|patient_?)?name$/i.test(path)
  )
    return 'label'
  const words = fold(before)
  if (/[.?!]["')]?\s+$/.test(before)) return 'none' // a sentence ended
  const isNextLine = /\n\s*[-*–]{0,2}\s*$/.test(before)
  if (SIGN_OFF.test(words)) return 'strong'
  if (isNextLine) return 'none'
  if (STRONG.test(words)) return 'strong'
  if (WEAK.test(words)) return 'weak'
  return ABOUT.test(words) ? 'about' : 'none'
}

function scoreOf(text: string, words: readonly Word[], says: Says): number {
  const named = words.filter(({ isInitial }) => !isInitial)
  const [first, last] = [named[0], named.at(-1)]
  if (first === undefined || last === undefined) return 0
  const isFirst = FIRST_NAMES.has(first.key) || first.key.split('-').every((part) => FIRST_NAMES.has(part))
  const isSure = isFirst && !DOUBTFUL_NAMES.has(first.key)
  const isSurname = words.length > 1 && last !== first && last.key.split(/[-']/).some((part) => SURNAMES.has(part))
  const isAcronym = named.every(({ isCapitals }) => isCapitals)
  const isClosed = /^\s*(?:[\n,;."'`|)\]}]|$)/.test(text.slice(last.end, last.end + 3))
  if (says === 'title' || says === 'label' || says === 'strong')
    return afterTrigger(
      { count: words.length, isFirst, isSurname, isAcronym, isLast: SURNAMES.has(last.key), isClosed },
      says,
    )
  if (words.length === 1) return alone(text, first, { isSure, says })
  if (isFirst && isSurname) return isSure ? 0.85 : 0.65
  if (isAcronym) return 0
  if (isFirst && first.isCapitals !== last.isCapitals) return 0
  if (isFirst) return (isSure ? 0.6 : 0.4) + (says === 'weak' ? 0.15 : 0)
  if (isSurname) return says === 'weak' ? 0.65 : 0.45
  const isUsual = words.length > 1 && words.length <= 3 && !named.some(({ key }) => COMMON.has(key))
  if (isUsual && SAYS.test(text.slice(last.end, last.end + 16))) return 0.55
  return isUsual && says === 'weak' ? 0.45 : 0
}

type Known = {
  readonly count: number
  readonly isFirst: boolean
  readonly isSurname: boolean
  readonly isAcronym: boolean
  readonly isLast: boolean
  /** True when nothing of an expression or a sentence goes on after the name. */
  readonly isClosed: boolean
}

function afterTrigger({ count, isFirst, isSurname, isAcronym, isLast, isClosed }: Known, says: Says): number {
  if (isFirst || isSurname) return 0.9
  if (isAcronym) return count > 1 || says === 'title' ? 0.5 : 0
  if (count > 1 || isLast) return 0.8
  return says === 'label' ? (isClosed ? 0.5 : 0.4) : 0.65
}

/** One word: only a first name that is nothing else, and only where something speaks for it. */
function alone(
  text: string,
  { end, isCapitals, isInitial }: Word,
  { isSure, says }: { isSure: boolean; says: Says },
): number {
  if (!isSure || isCapitals || isInitial) return 0
  if (says === 'weak') return 0.65
  const after = text.slice(end, end + 24)
  const next = /^(?:, (?:and |und |et |y |e )?| and | und | et | y | e | & )(\p{Lu}\p{L}+)/u.exec(after)?.[1]
  const isListed = next !== undefined && FIRST_NAMES.has(keyOf(next)) && !DOUBTFUL_NAMES.has(keyOf(next))
  return isListed || says === 'about' || DOES.test(after) ? 0.5 : 0
}
