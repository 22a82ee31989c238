import type { Segment } from '../terms/prompt.ts'
import { columnAt, tablesIn } from './columns.ts'
import { fold } from './fold.ts'
import type { Phrases } from './fold.ts'
import { jsonKeysAt, jsonValuesIn } from './json-keys.ts'
import { sqlValuesIn } from './sql-values.ts'
import { KNOWN, NEGATIVE, TAKEN, kindOf } from './word-kinds.ts'
import type { WordTable } from './word-table.ts'
import { blocksOf, wordsAfter, wordsBefore } from './words-around.ts'
import type { Left, Right } from './words-around.ts'

/** What the words around a place say about it. Nothing is cut out of a text before a word of it says something. */
export type Surroundings = {
  readonly left: Left
  readonly right: Right
  /** JSON keys and column names that the place belongs to, folded. */
  readonly keys: readonly string[]
  /** True when the label or key is that of a number that is nobody's. */
  readonly isOther: boolean
  /** True when the label names one of the numbers below: words further away do not speak for this one then. */
  readonly isTaken: boolean
  /** Every word of those with which some phrase ends: no other says anything. */
  readonly keyWords: readonly string[]
}

export type Evidence = 'label' | 'near' | 'none' | 'against'

export type Context = { readonly around: (start: number, end: number) => Surroundings }

/** Several detectors ask about the same places of the same text: the answers live as long as its segment. */
const SEEN = new WeakMap<Segment, { readonly text: string; readonly context: Context }>()

/** Reads what stands around places in one text. Tables are looked for once, and only when asked. */
export function contextOf(text: string, segment: Segment): Context {
  const seen = SEEN.get(segment)
  if (seen?.text === text) return seen.context
  const context = createContext(text, segment)
  SEEN.set(segment, { text, context })
  return context
}

function createContext(text: string, segment: Segment): Context {
  let tables: ReturnType<typeof tablesIn> | null = null
  let values: ReturnType<typeof jsonValuesIn> | null = null
  const tableAt = blocksOf(text)
  const lefts = new Map<number, Left>()
  const folded = new Map<string, string>()
  const foldedOnce = (name: string): string => {
    const known = folded.get(name)
    if (known !== undefined) return known
    const is = fold(name)
    folded.set(name, is)
    return is
  }
  const asked = new Map<number, { readonly end: number; readonly is: Surroundings }[]>()
  const keysAt = (start: number, end: number): readonly string[] => {
    tables ??= tablesIn(text)
    values ??= namedValuesIn(text)
    const column = columnAt(text, tables, start)
    const isWhole = end - start >= text.length - 16
    if (column === null && !isWhole && values.length === 0) return NONE
    const inJson = jsonKeysAt(values, start, end)
    if (column === null && !isWhole && inJson.length === 0) return NONE
    const names = [isWhole ? keysOf(segment.path) : NONE, inJson].flatMap(withBoth)
    return [...(column === null ? [] : [column]), ...names].map(foldedOnce)
  }
  const leftOf = (start: number): Left => {
    const known = lefts.get(start)
    if (known !== undefined) return known
    const left = wordsBefore(text, start, tableAt)
    lefts.set(start, left)
    return left
  }
  return {
    around: (start, end) => {
      const some = asked.get(start)
      const known = some?.find((one) => one.end === end)
      if (known !== undefined) return known.is
      const is = surroundingsOf(leftOf(start), wordsAfter(text, end, tableAt), keysAt(start, end))
      if (some === undefined) asked.set(start, [{ end, is }])
      else some.push({ end, is })
      return is
    },
  }
}

/** The values in the JSON and in the SQL of a text, in its order. */
function namedValuesIn(text: string): ReturnType<typeof jsonValuesIn> {
  const [json, sql] = [jsonValuesIn(text), sqlValuesIn(text)]
  return sql.length === 0 ? json : [...json, ...sql].sort((a, b) => a.start - b.start)
}

const NONE: readonly string[] = []

function surroundingsOf(left: Left, right: Right, keys: readonly string[]): Surroundings {
  if (keys.length === 0) return { left, right, keys, keyWords: NONE, isOther: left.isOther, isTaken: left.isTaken }
  const kinds = keys.reduce((some, key) => some | kindOf(lastWord(key)), 0)
  return {
    left,
    right,
    keys,
    keyWords: keys
      .join('')
      .split(' ')
      .filter((word) => (kindOf(word) & KNOWN) !== 0),
    isOther: left.isOther || (kinds & NEGATIVE) !== 0,
    isTaken: left.isTaken || (kinds & TAKEN) !== 0 || keys.some((key) => key.endsWith(' id ')),
  }
}

/** What the words say about a place: that it is labelled so, that such words are near, nothing, or that it is something else. */
export function evidence({ left, right, keys, keyWords, isOther, isTaken }: Surroundings, known: Phrases): Evidence {
  for (const word of keyWords)
    if (known.get(word)?.some((phrase) => keys.some((key) => key.includes(phrase))) === true) return 'label'
  const last = lastSaid(left, known)
  if (last !== -1 && last >= left.last - left.labels) return 'label'
  if (!isTaken && (last !== -1 || lastSaid(right, known) !== -1)) return 'near'
  return isOther ? 'against' : 'none'
}

/** The last word that one of the phrases ends with, by its number; -1 for none. */
function lastSaid({ table, first, last }: Right, known: Phrases): number {
  for (let i = last - 1; i >= first; i--) {
    const word = table.known[i] ?? null
    if (word !== null && known.get(word)?.some((phrase) => endsWith(table, i, phrase, first)) === true) return i
  }
  return -1
}

/** Whether a phrase stands there that ends with a word, and begins no earlier than the first. */
function endsWith({ folded, at }: WordTable, word: number, phrase: string, first: number): boolean {
  const from = (at[word + 1] ?? 0) + 1 - phrase.length
  return from >= (at[first] ?? 0) && folded.startsWith(phrase, from)
}

/** The words before, and the same without one to five filler words at their end: where a label would stand. */
export const labelsOf = ({ left: { table, first, last, labels } }: Surroundings): readonly string[] =>
  Array.from({ length: labels }, (_, fillers) =>
    table.folded.slice(table.at[first], (table.at[last - fillers] ?? 0) + 1),
  )

const lastWord = (words: string): string => words.slice(words.lastIndexOf(' ', words.length - 2) + 1, -1)

/** The last two names in a JSON pointer that are not positions in a list. */
function keysOf(path: string): readonly string[] {
  return path
    .split('/')
    .filter((token) => token !== '' && !/^\d+$/.test(token))
    .slice(-2)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** `{"patient": {"id": …}}` is a patient id. */
const withBoth = (names: readonly string[]): readonly string[] =>
  names.length < 2 ? names : [...names, names.join(' ')]
