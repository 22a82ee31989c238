import type { Detector, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { isLetter, runLeft } from './chars.ts'
import { codeIn, isInCode } from './code.ts'
import { columnAt, tablesIn } from './columns.ts'
import { DOUBTFUL_NAMES, FIRST_NAMES } from './first-names.ts'
import { fold } from './fold.ts'
import { alphabetOf } from './has-run.ts'
import { lowerCaseNames } from './lower-case-names.ts'
import { APPOSITION, NAME_COLUMN, saidBefore } from './name-contexts.ts'
import type { Says } from './name-contexts.ts'
import { COMPANY, STREET_KINDS } from './name-nouns.ts'
import { isFirstSurname, isSurnameFirst } from './name-order.ts'
import { keyOf, nameRuns } from './name-runs.ts'
import type { Word } from './name-runs.ts'
import { saysOf } from './name-says.ts'
import { isFirstName, nameScore } from './name-score.ts'
import { BODIES, COMMON, PARTICLES, PLACES, PRODUCTS, THINGS, TITLES } from './name-words.ts'
import { namesInScripts } from './script-names.ts'
import { LEAST, spot } from './spot.ts'
import { SURNAMES } from './surnames.ts'

/** Words that may be a name, and how sure they are one. */
type Name = { readonly words: readonly Word[]; readonly score: number; readonly end: number }

/**
 * Names of persons: after a title, a greeting or a label, by lists of first names and surnames and the shapes of those, beside
 * other names, and wherever a part of a name comes again that was given in full in the same text. A name by itself is never sure,
 * and code is no place for names.
 */
export const personName: Detector = {
  id: 'person-name',
  types: ['PERSON'],
  detect: (text, segment) => {
    const code = codeIn(text)
    const isInText = (run: readonly Word[]) => !isInCode(text, code, run[0]?.start ?? 0)
    const runs = nameRuns(text)
    const isCell = cellsOf(text)
    const names = besideOthers(
      text,
      runs.flatMap((run) => {
        const name = nameIn(text, segment, { run, isCell })
        return name === null || isNothing(name) || !isInText(run) ? [] : name
      }),
    )
    const known = new Set(names.filter(({ score, words }) => score >= 0.55 && words.length > 1).flatMap(partsOf))
    return [
      ...names.flatMap(({ words, score, end }) => spot('PERSON', score, words[0]?.start ?? 0, end)),
      ...(known.size === 0 ? [] : again(runs.filter(isInText), names, known)),
      ...lowerCaseNames(text),
      ...namesInScripts(text),
      ...inverted(text),
      ...onTickets(text),
    ]
  },
}

/** One word that is no name, and that no name beside it makes one. */
const isNothing = ({ words, score }: Name): boolean => score === 0 && words.length === 1

/** `Smith, John`, as lists write it: both parts have to be listed. */
function inverted(text: string): readonly Spotted[] {
  if (!mayBeInverted(text)) return []
  return [...text.matchAll(INVERTED)].flatMap((match) => {
    const [all, surname = '', name = ''] = match
    if (AFTER_NAME.test(text.slice(Math.max(0, match.index - 24), match.index))) return []
    const isListed = SURNAMES.has(keyOf(surname)) && !FIRST_NAMES.has(keyOf(surname)) && FIRST_NAMES.has(keyOf(name))
    return isListed && !DOUBTFUL_NAMES.has(keyOf(name))
      ? spot('PERSON', 0.7, match.index, match.index + all.length)
      : []
  })
}

/** `Hewlett Packard, Philip Morris` are two names in a list. */
const AFTER_NAME = /\p{Lu}\p{L}{0,20}[ -]$/u
const INVERTED =
  /(?<![\p{L}\p{N}])(\p{Lu}\p{L}{1,20}), (\p{Lu}\p{L}{1,20})(?![\p{L}\p{N}]|-\p{Lu}| (?!And|Or)\p{Lu}\p{Ll})/gu

const ON_TICKET = /(?<![A-Z/\d])([A-Z]{2,24})\/([A-Z]{2,24}(?: [A-Z]{2,24})?) ?(?:MR|MRS|MS|MISS|MSTR|DR)(?![A-Z/])/g

const MAY_BE_TICKET = /\/[A-Z]{2,24}(?: [A-Z]{2,24})? ?(?:MRS?|MS|MISS|MSTR|DR)(?![A-Z/])/

/** `DOE/JANE MRS`, as airlines write names (IATA resolution 722). */
const onTickets = (text: string): readonly Spotted[] =>
  MAY_BE_TICKET.test(text)
    ? [...text.matchAll(ON_TICKET)].flatMap(({ index, 1: surname = '', 2: name = '' }) =>
        COMMON.has(keyOf(surname)) || COMMON.has(keyOf(name))
          ? []
          : spot('PERSON', 0.8, index, index + surname.length + 1 + name.length),
      )
    : []

/** Whether a comma stands before a capital, or before a letter that is not ASCII. */
function mayBeInverted(text: string): boolean {
  for (let at = text.indexOf(', '); at !== -1; at = text.indexOf(', ', at + 2)) {
    const code = text.charCodeAt(at + 2)
    if ((code >= 65 && code <= 90) || code > 127) return true
  }
  return false
}

const partsOf = ({ words }: Name): readonly string[] =>
  words.filter(({ key }) => key.length >= 3 && !COMMON.has(key) && !BODIES.has(key)).map(({ key }) => key)

function again(
  runs: readonly (readonly Word[])[],
  names: readonly Name[],
  known: ReadonlySet<string>,
): readonly Spotted[] {
  const sure = names.filter(({ score }) => score >= 0.5)
  const taken = new Set(sure.flatMap(({ words }) => words.map(({ start }) => start)))
  return runs.flatMap((run) => stretchesOf(run, (word) => known.has(word.key) && !taken.has(word.start)))
}

/** Words of a run that stand side by side are one name: `Elan Shanker`, and not two. */
function stretchesOf(run: readonly Word[], isPart: (word: Word) => boolean): readonly Spotted[] {
  const stretches: { start: number; end: number }[] = []
  let last: { start: number; end: number } | null = null
  for (const word of run) {
    if (!isPart(word)) last = null
    else if (last !== null) last.end = word.end
    else stretches.push((last = { start: word.start, end: word.end }))
  }
  return stretches.flatMap(({ start, end }) => spot('PERSON', 0.6, start, end))
}

const AND = /^(?:,|;|,? (?:and|und|et|y|e|en|i|or|oder|ou|o|of|lub|mit|with|avec|con|com|met|z)) $/

/** Two words that no list knows are somebody's where a name stands before or after them in a list. */
function besideOthers(text: string, names: readonly Name[]): readonly Name[] {
  const isBeside = (one: Name | undefined, other: Name | undefined, sure: Name | undefined): boolean =>
    one !== undefined &&
    other !== undefined &&
    (sure?.score ?? 0) >= 0.6 &&
    (sure?.words.length ?? 0) > 1 &&
    AND.test(text.slice(one.end, Math.min(one.end + 12, other.words[0]?.start ?? 0)))
  return names.map((name, i) => {
    const { words, score } = name
    const isUsual = words.length > 1 && words.length <= 3 && score < 0.5 && !words.some(isKnownOtherwise)
    const [before, after] = [names[i - 1], names[i + 1]]
    return isUsual && (isBeside(before, name, before) || isBeside(name, after, after)) ? { ...name, score: 0.55 } : name
  })
}

const isKnownOtherwise = ({ key, isCapitals, isInitial }: Word): boolean =>
  COMMON.has(key) || BODIES.has(key) || PLACES.has(key) || STREET_KINDS.has(key) || (isCapitals && !isInitial)

/** True for a place that begins a cell under the name of a column of names. The tables are looked for once, when asked. */
function cellsOf(text: string): (at: number) => boolean {
  let tables: ReturnType<typeof tablesIn> | null = null
  return (at) => {
    if (BEFORE_CELL[text.charCodeAt(at - 1)] !== 1 && !/[|;,\t]\s$/.test(text.slice(Math.max(0, at - 2), at)))
      return false
    tables ??= tablesIn(text)
    const column = tables.length === 0 ? null : columnAt(text, tables, at)
    return column !== null && NAME_COLUMN.test(fold(column))
  }
}

const BEFORE_CELL = alphabetOf('\n|;,\t"')

type Run = { readonly run: readonly Word[]; readonly isCell: (at: number) => boolean }

/** The name in a run of words with capitals, if there is one; with its score, which may be none. */
function nameIn(text: string, segment: Segment, { run, isCell }: Run): Name | null {
  const title = run.findLastIndex((word, i) => isTitle(word, i) && i < run.length - 1)
  const from = title === -1 ? run.findIndex((word, i) => !isLead(word, run[i + 1])) : title + 1
  const isOpened = isLabelled(text, segment, { first: run[0], next: run[1], isCell })
  const words = from === -1 ? [] : withoutSuffix(untilCommon(isOpened ? run : withoutOpening(run.slice(from))))
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined) return null
  const at = run.indexOf(first)
  const lead = run[at - 1]
  const hasTitle = lead !== undefined && isTitle(lead, at - 1)
  const opened = hasTitle ? first : withSmallWords(text, first)
  const early = opened === first ? 'none' : saysOf(text, segment, { first: opened, isCell })
  const isEarly = early === 'title' || early === 'label' || early === 'strong'
  const says = hasTitle ? 'title' : isEarly ? early : saysOf(text, segment, { first, isCell })
  if (words.length === 1 && says === 'none' && !isFirstName(first.key)) return null
  const isTold = says === 'title' || says === 'label'
  if (hasTitle && !mayFollowTitle(words)) return null
  if ((isProduct(words) || THINGS.has(`${first.key} ${last.key}`)) && !isTold) return null
  const next = run.slice(run.indexOf(last) + 1)
  const isPlace =
    (lead !== undefined && PLACES.has(lead.key)) || [lead, first].some((one) => STREET_KINDS.has(one?.key ?? ''))
  const isBody =
    [...words, ...next].some(({ key }) => BODIES.has(key)) || COMPANY.test(text.slice(last.end, last.end + 16))
  if ((isPlace || (isBody && !isSomebody(text, words, says))) && !isTold) return null
  const behind = withSuffix(text, words, last.end)
  const end = says === 'label' || says === 'role' ? withFirstName(text, words, behind) : behind
  const score = end > behind ? 0.9 : nameScore(text, words, says)
  return { words: isEarly ? [opened, ...words.slice(1)] : words, score: score < LEAST ? 0 : score, end }
}

/** `To: Ethan Park <…>`: surnames that are words for places as well, after a first name where somebody is meant. */
function isSomebody(text: string, words: readonly Word[], says: Says): boolean {
  const [first, last] = [words[0], words.at(-1)]
  if (isSurnameFirst(words.map(({ key }) => key))) return true
  if (first === undefined || last === undefined || words.length !== 2 || !LIKE_PLACES.has(last.key)) return false
  if (!isFirstName(first.key) || DOUBTFUL_NAMES.has(first.key)) return false
  return says === 'role' || says === 'relation' || APPOSITION.test(text.slice(last.end, last.end + 42))
}

const LIKE_PLACES = new Set(
  'park lane hall church hill hills castle banks forest rivers heights house bridge street court'.split(' '),
)

const SUFFIXES = new Set('jr sr ii iii iv'.split(' '))
const SUFFIX = /,? (?:[JS]r(?!\p{L})\.?|I{2,3}(?!\p{L})|IV(?!\p{L}))/uy

/** `Robert Downey Jr.`, without what tells him from his father. */
const withoutSuffix = (words: readonly Word[]): readonly Word[] =>
  words.length > 2 && SUFFIXES.has(words.at(-1)?.key ?? '') ? words.slice(0, -1) : words

function withSuffix(text: string, words: readonly Word[], end: number): number {
  SUFFIX.lastIndex = end
  return words.length > 1 && SUFFIX.test(text) ? SUFFIX.lastIndex : end
}

/** `Claude`, `Claude Code`, `Claude Opus`; `Claude Monet` is somebody. */
const isProduct = ([first, ...others]: readonly Word[]): boolean =>
  first !== undefined && PRODUCTS.has(first.key) && others.every(({ key }) => PRODUCTS.has(key) || COMMON.has(key))

const FIRST_AFTER = /, (\p{Lu}[\p{L}'-]{1,20})(?: \p{Lu}\p{L}{0,20}\.?)?(?=\s*(?:[\n;|)."']|$))/uy

/** After a label, `Schneider, Maria` is one name: where it ends then. */
function withFirstName(text: string, words: readonly Word[], end: number): number {
  const [first] = words
  if (first === undefined || words.length > 2) return end
  if (FIRST_NAMES.has(first.key) && (words.length > 1 || !SURNAMES.has(first.key))) return end
  FIRST_AFTER.lastIndex = end
  const name = FIRST_AFTER.exec(text)?.[1]
  return name !== undefined && FIRST_NAMES.has(keyOf(name)) ? FIRST_AFTER.lastIndex : end
}

/** Before a first name and a surname there is at most a verb that begins the sentence: `Kontaktiere Anna Weber`. */
function withoutOpening(words: readonly Word[]): readonly Word[] {
  const [opening, first] = words
  if (opening === undefined || first === undefined || words.length < 2) return words
  const isName =
    isFirstSurname(opening.key) ||
    FIRST_NAMES.has(opening.key) ||
    SURNAMES.has(opening.key) ||
    opening.isInitial ||
    opening.isCapitals
  const isFollowed = isFirstName(first.key) && !DOUBTFUL_NAMES.has(first.key)
  return !isName && isFollowed && words.length > 2 ? words.slice(1) : words
}

const SMALL_WORDS = /(?<![\p{L}])(?:(?:van|von|vom|de|der|den|ter|ten|zu|di|da|del|della|dos|af) ){1,3}$/u

/** `dhr. de Jong`, `Name: von Arnim` and `mw. A.M. Boer` begin with a small word, or with initials in one piece. */
function withSmallWords(text: string, first: Word): Word {
  const small = endsInSmallWord(text, first.start)
    ? (SMALL_WORDS.exec(text.slice(Math.max(0, first.start - 24), first.start))?.[0] ?? '')
    : ''
  const start = first.start - small.length
  const isGlued = text.charCodeAt(start - 1) === DOT || text.charCodeAt(start - 2) === DOT
  const initials = isGlued ? (INITIALS.exec(text.slice(Math.max(0, start - 12), start))?.[0] ?? '') : ''
  return start - initials.length === first.start ? first : { ...first, start: start - initials.length }
}

const DOT = 46
const INITIALS = /(?<![\p{L}\p{N}.])(?:\p{Lu}\.){2,4} ?$/u

const SMALL = new Set('van von vom de der den ter ten zu di da del della dos af'.split(' '))
const LONGEST_SMALL = 5

function endsInSmallWord(text: string, at: number): boolean {
  const start = runLeft(text, at - 1, isLetter, LONGEST_SMALL)
  return text.charCodeAt(at - 1) === 32 && SMALL.has(text.slice(start, at - 1))
}

type Opening = { readonly first: Word | undefined; readonly next: Word | undefined; readonly isCell: Run['isCell'] }

/** After a label, `El Amrani` and `Le Gall` are names from their first word on. */
function isLabelled(text: string, segment: Segment, { first, next, isCell }: Opening): boolean {
  if (first === undefined || next === undefined || !OPENERS.has(first.key) || COMMON.has(next.key)) return false
  const says = saysOf(text, segment, { first, isCell })
  return says === 'label' || says === 'title' || says === 'strong'
}

/** `Sig. De Luca`, and not `Doctor Appointment Form`. */
const mayFollowTitle = ([first, next]: readonly Word[]): boolean =>
  first !== undefined &&
  (next === undefined
    ? !TITLES.has(first.key) && !COMMON.has(first.key)
    : !COMMON.has(first.key) || first.isInitial || SURNAMES.has(first.key) || OPENERS.has(first.key))

/** A title; the letter M is one at the beginning, for `Monsieur`, and an initial later. */
const isTitle = ({ key, isInitial }: Word, at: number): boolean =>
  TITLES.has(key) && (!isInitial || (key === 'm' && at === 0))

/** A title, a word for somebody, or one that begins a sentence and no name. */
function isLead(word: Word, next: Word | undefined): boolean {
  const { key } = word
  if (next === undefined) return COMMON.has(key)
  if (isDotted(word, next)) return false
  if (TITLES.has(key)) return true
  if (!FIRST_NAMES.has(key)) return COMMON.has(key) || saidBefore(` ${key} `) === 'relation'
  return COMMON.has(key) && saidBefore(` ${key} `) === 'greeting' && FIRST_NAMES.has(next.key)
}

/** Small words that begin a surname where a first name stands before: `Yannick Le Bihan`, `Sofia El Amrani`. */
const OPENERS = new Set([...PARTICLES, ...'lo li o ben san st saint mc abu abd'.split(' ')])

/** `A. Smith`: an initial with a dot. */
const isDotted = (word: Word | undefined, next: Word | undefined): boolean =>
  word?.isInitial === true && next !== undefined && next.start - word.end === 2

/** A name ends before a word that is none. */
function untilCommon(words: readonly Word[]): readonly Word[] {
  const isOpener = (i: number): boolean => {
    const [before, next] = [words[i - 1], words[i + 1]]
    if (before === undefined || next === undefined || !OPENERS.has(words[i]?.key ?? '')) return false
    return FIRST_NAMES.has(before.key) && !COMMON.has(next.key)
  }
  const isInitialOf = (i: number): boolean => isDotted(words[i], words[i + 1])
  const stop = words.findIndex(
    ({ key }, i) => i > 0 && COMMON.has(key) && !SURNAMES.has(key) && !isInitialOf(i) && !isOpener(i),
  )
  return words.slice(0, Math.min(stop === -1 ? words.length : stop, 4))
}
