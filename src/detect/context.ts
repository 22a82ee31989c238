import type { Segment } from '../terms/prompt.ts'
import { columnAt, tablesIn } from './columns.ts'
import { fold } from './fold.ts'
import type { Phrases } from './fold.ts'
import { jsonKeysAt, jsonValuesIn } from './json-keys.ts'

/** What the words around a place say about it, folded. */
export type Surroundings = {
  /** The words before, and the same without one to five filler words at their end: where a label would stand. */
  readonly labels: readonly string[]
  readonly before: string
  /** The words after, up to the end of the clause. */
  readonly after: string
  /** JSON keys and column names that the place belongs to. */
  readonly keys: readonly string[]
  /** True when the label or key is that of a number that is nobody's. */
  readonly isOther: boolean
  /** True when the label names one of the numbers below: words further away do not speak for this one then. */
  readonly isTaken: boolean
  /** Every word of all that. */
  readonly words: ReadonlySet<string>
}

export type Evidence = 'label' | 'near' | 'none' | 'against'

export type Context = { readonly around: (start: number, end: number) => Surroundings }

const BEFORE = 96
const AFTER = 48
const FILLERS = new Set(
  (
    'number numbers no nr num n is are was of the my our his her their your a an and it its as to id code value for s os ' +
    'de der die das des ist lautet meine mein est le la les mon ma es el mi son numero numer nummer na del il mio e e sono o os ' +
    'in file ends with following'
  ).split(' '),
)
const CONNECTORS = new Set('and or und oder et ou y o e en of to'.split(' '))
/** Labels of numbers that are nobody's: what they stand before is that. */
const NEGATIVE = new Set(
  (
    'order invoice rechnung bestellung commande facture pedido factura ordine fattura version build release commit ticket issue request ' +
    'tracking isbn issn doi sku part item model article product catalog batch lot revision rfc section chapter page figure port pid line ' +
    'error timestamp time epoch hash checksum sha md uuid guid seed bytes size offset price total transaction reference ref case trace ' +
    'span session event serial population count'
  ).split(' '),
)

/** Labels of numbers that are somebody's, each of one kind. */
const TAKEN = new Set('account acct iban mrn npi zip postcode plz routing'.split(' '))

type Before = Pick<Surroundings, 'labels' | 'before'>

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
  const known = new Map<number, Before>()
  const beforeAt = (start: number): Before => {
    const before = wordsBefore(text, start)
    return { labels: withoutFillers(before), before }
  }
  return {
    around: (start, end) => {
      tables ??= tablesIn(text)
      const column = columnAt(text, tables, start)
      const isWhole = end - start >= text.length - 16
      values ??= jsonValuesIn(text)
      const names = [isWhole ? keysOf(segment.path) : [], jsonKeysAt(values, start, end)].flatMap(withBoth)
      const keys = [...(column === null ? [] : [column]), ...names].map(fold)
      const left = known.get(start) ?? beforeAt(start)
      known.set(start, left)
      const after = wordsAfter(text, end)
      const labels = [...left.labels, ...keys].map(lastWord)
      const words = new Set(`${left.before}${after}${keys.join('')}`.split(' '))
      return {
        ...left,
        after,
        keys,
        isOther: labels.some((label) => NEGATIVE.has(label)),
        isTaken: labels.some((label) => TAKEN.has(label)),
        words,
      }
    },
  }
}

/** What the words say about a place: that it is labelled so, that such words are near, nothing, or that it is something else. */
export function evidence(
  { labels, before, after, keys, isOther, isTaken, words }: Surroundings,
  known: Phrases,
): Evidence {
  let says: Evidence = 'none'
  for (const word of words)
    for (const phrase of known.get(word) ?? []) {
      if (keys.some((key) => key.includes(phrase)) || labels.some((label) => label.endsWith(phrase))) return 'label'
      if (before.includes(phrase) || after.includes(phrase)) says = 'near'
    }
  if (says === 'near' && !isTaken) return 'near'
  return isOther ? 'against' : 'none'
}

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

/**
 * A word speaks for the next value, not for the one after: what stands before an earlier number is left out, unless only
 * commas and "and" stand between the two, as in a list.
 */
function wordsBefore(text: string, start: number): string {
  const from = Math.max(0, start - BEFORE)
  const raw = text.slice(from, start)
  const words = fold(from > 0 ? raw.slice(raw.search(/[\s,;:]|$/)) : raw)
  if (!/\d/.test(words)) return words
  const all = words.split(' ')
  let end = all.length
  for (let i = all.length - 1; i >= 0; i--) {
    const word = all[i] ?? ''
    if (!/\d{4}/.test(word) && !(/^\d+$/.test(word) && /\d/.test(all[i - 1] ?? ''))) continue
    if (all.slice(i + 1, end).some((other) => other !== '' && !CONNECTORS.has(other) && !/^\d+$/.test(other)))
      return ` ${all.slice(i + 1).join(' ')}`
    end = i
  }
  return words
}

function wordsAfter(text: string, end: number): string {
  const raw = text.slice(end, end + AFTER)
  const stop = raw.search(/[:=#|\n;,.?!"]/)
  if (stop === -1) return fold(raw.length === AFTER ? raw.slice(0, raw.lastIndexOf(' ') + 1) : raw)
  return /[:=#]/.test(raw.charAt(stop)) ? ' ' : fold(raw.slice(0, stop))
}

function withoutFillers(before: string): readonly string[] {
  const labels = [before]
  let words = before.trimEnd()
  for (let i = 0; i < 5; i++) {
    const cut = words.lastIndexOf(' ')
    if (cut === -1 || !FILLERS.has(words.slice(cut + 1))) break
    words = words.slice(0, cut)
    labels.push(`${words} `)
  }
  return labels
}
