import { RE2JS } from 're2js'
import { nameOfDetector } from '../terms/custom-detector.ts'
import type { CustomDetector } from '../terms/custom-detector.ts'
import type { Detector, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { caseless } from './caseless.ts'
import { contextOf, evidence } from './context.ts'
import { readPattern } from './custom-pattern.ts'
import type { PatternFault, PatternShape } from './custom-pattern.ts'
import { DETECTORS } from './detectors.ts'
import { phrases } from './fold.ts'
import { normalise } from './normalise.ts'
import { LEAST, spot } from './spot.ts'
import { partsOf, phrasesIn, phraseTree, wordsOf } from './whole-words.ts'
import type { Place } from './whole-words.ts'

/** Every detector there is, and those that a policy brings along. Throws for one that `faultsIn` finds fault with. */
export const detectorsWith = (custom: readonly CustomDetector[] = []): readonly Detector[] =>
  custom.length === 0 ? DETECTORS : [...DETECTORS, ...custom.map(customDetector)]

/** What is wrong with a custom detector, by its key. */
export type CustomFault = {
  readonly key: 'pattern' | 'words' | 'context'
  readonly index?: number
  readonly message: string
}

/** Words of a phrase, at most. */
const MOST_WORDS = 8
/** Instructions of the engine, at most: time per character follows them. */
const MOST_PROGRAM = 1_000

/** Why a detector cannot be used: what cannot be matched in linear time, or would never match. None when it can. */
export function faultsIn({ pattern, words, context }: CustomDetector): readonly CustomFault[] {
  return [
    ...(pattern === null ? [] : patternFaults(pattern)),
    ...(words ?? []).flatMap((phrase, index) => phraseFaults(phrase).map((message) => ({ key: 'words' as const, index, message }))), // prettier-ignore
    ...context.flatMap((phrase, index) => phraseFaults(phrase).map((message) => ({ key: 'context' as const, index, message }))), // prettier-ignore
  ]
}

function patternFaults(pattern: string): readonly CustomFault[] {
  const plain = normalise(pattern).text
  if (plain !== pattern)
    return [
      { key: 'pattern', message: `texts are read in plain characters, so this would never match: write ${plain}` },
    ]
  const shape = readPattern(pattern)
  if ('message' in shape)
    return [{ key: 'pattern', message: `at character ${String(shape.at)} of the pattern: ${shape.message}` }]
  try {
    const size = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).matcher('').programSize()
    return size > MOST_PROGRAM ? [{ key: 'pattern', message: 'the pattern is too large: use smaller counts' }] : []
  } catch (cause) {
    return [{ key: 'pattern', message: `the pattern cannot be read: ${cause instanceof Error ? cause.message : ''}` }]
  }
}

function phraseFaults(phrase: string): readonly string[] {
  const words = wordsOf(phrase).places
  if (words.length === 0) return ['has no letter and no digit, so it would never match']
  if (words.length > MOST_WORDS) return [`a phrase has at most ${String(MOST_WORDS)} words`]
  return []
}

/**
 * The detector that a policy describes. Matches of a pattern are found anywhere, words as whole words; capital and small letters
 * are one. Linear: a pattern has a fixed text that is looked for first, and no endless repetition, so only windows around that text
 * go to the engine, which does not backtrack. Throws for a description that `faultsIn` finds fault with.
 */
export function customDetector(custom: CustomDetector): Detector {
  const [fault] = faultsIn(custom)
  if (fault !== undefined) throw new Error(`${custom.type}: ${fault.message}`)
  const { type, pattern, words, context, score } = custom
  const near = phrases(...context)
  const scored = (text: string, segment: Segment) => {
    if (context.length === 0) return () => score
    const { around } = contextOf(text, segment)
    return (start: number, end: number) => {
      const says = evidence(around(start, end), near)
      return says === 'label' || says === 'near' ? score : Math.min(score, LEAST)
    }
  }
  const places = pattern === null ? inWords(words ?? []) : ofPattern(pattern)
  return {
    id: nameOfDetector(type),
    types: [type],
    mayHold: places.mayHold,
    detect: (text, segment) => {
      const scoreOf = scored(text, segment)
      const found: Spotted[] = []
      for (const { start, end } of places.find(text, segment))
        found.push(...spot(type, scoreOf(start, end), start, end))
      return found
    },
  }
}

type Places = {
  readonly mayHold: (text: string, segment: Segment) => boolean
  readonly find: (text: string, segment: Segment) => Iterable<Place>
}

/** What several detectors ask about one text lives as long as its segment. */
function oncePerText<T>(make: (text: string) => T): (text: string, segment: Segment) => T {
  const seen = new WeakMap<Segment, { readonly text: string; readonly made: T }>()
  return (text, segment) => {
    const known = seen.get(segment)
    if (known?.text === text) return known.made
    const made = make(text)
    seen.set(segment, { text, made })
    return made
  }
}

const smallOf = oncePerText(caseless)

const readWords = oncePerText((text) => {
  const words = wordsOf(text)
  return { words, parts: partsOf(words) }
})

function inWords(list: readonly string[]): Places {
  const tree = phraseTree(list)
  return {
    mayHold: () => true,
    find: (text, segment) => {
      const { words, parts } = readWords(text, segment)
      const whole = phrasesIn(words, tree)
      return parts === null ? whole : united(whole, phrasesIn(parts, tree))
    },
  }
}

/** Both, without those of the second that begin in one of the first. */
function united(one: readonly Place[], other: readonly Place[]): readonly Place[] {
  const starts = new Set(one.map(({ start }) => start))
  return [...one, ...other.filter(({ start }) => !starts.has(start))]
}

/** So many units are searched at once from where the fixed text was found. */
const STRETCH = 256

function ofPattern(pattern: string): Places {
  const engine = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  const { needs, most } = readPattern(pattern) as Exclude<PatternShape | PatternFault, PatternFault>
  return {
    mayHold: (text, segment) => {
      const small = smallOf(text, segment)
      return needs.some((need) => small.includes(need))
    },
    find: function* (text, segment) {
      const next = nextOf(smallOf(text, segment), needs)
      let at = 0
      for (let hit = next(at); hit !== -1; hit = next(at)) {
        // Every match that holds this text begins and ends in the window; one unit more on each side tells \b what is there.
        const first = Math.max(at, hit - most)
        const from = Math.max(0, first - 1)
        const owned = hit + STRETCH
        const window = text.slice(from, owned + most + 1)
        at = owned
        if (!engine.test(window)) continue // without places, the engine is many times as fast
        const matcher = engine.matcher(window)
        for (let isFound = matcher.find(first - from); isFound; isFound = matcher.find()) {
          const [start, end] = [from + matcher.start(), from + matcher.end()]
          if (start >= owned) break
          yield { start, end }
          at = Math.max(owned, end)
        }
      }
    },
  }
}

/** Where the next of some texts begins. Asked with places in ascending order, each text is looked for once through all of it. */
function nextOf(small: string, needs: readonly string[]): (from: number) => number {
  const known = needs.map((need) => ({ need, at: small.indexOf(need) }))
  return (from) => {
    let first = -1
    for (const one of known) {
      if (one.at !== -1 && one.at < from) one.at = small.indexOf(one.need, from)
      if (one.at !== -1 && (first === -1 || one.at < first)) first = one.at
    }
    return first
  }
}
