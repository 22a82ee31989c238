import { alphabetOf } from './has-run.ts'
import { ALL_DIGITS, CONNECTOR, FILLER, FOUR_DIGITS, HAS_DIGIT, NEGATIVE, TAKEN, addKind } from './word-kinds.ts'
import { firstFrom, wordTable } from './word-table.ts'
import type { WordTable } from './word-table.ts'

/** The words before: those of a table from `first` to the one before `last`, and how many of them may end a label. */
export type Left = {
  readonly table: WordTable
  readonly first: number
  readonly last: number
  readonly labels: number
  readonly isOther: boolean
  readonly isTaken: boolean
}

/** The words after, up to the end of the clause: those of a table from `first` to the one before `last`. */
export type Right = Pick<Left, 'table' | 'first' | 'last'>

const BEFORE = 96
const AFTER = 48
const MOST_LABELS = 6
addKind(
  FILLER,
  (
    'number numbers no nr num n is are was of the my our his her their your a an and it its as to id code value for s os ' +
    'de der die das des ist lautet meine mein est le la les mon ma es el mi son numero numer nummer na del il mio e e sono o os ' +
    'in file ends with following'
  ).split(' '),
)
addKind(CONNECTOR, 'and or und oder et ou y o e en of to'.split(' '))
addKind(
  NEGATIVE,
  (
    'order invoice rechnung bestellung commande facture pedido factura ordine fattura version build release commit ticket issue request ' +
    'tracking isbn issn doi sku part item model article product catalog batch lot revision rfc section chapter page figure port pid line ' +
    'error timestamp time epoch hash checksum sha md uuid guid seed bytes size offset price total transaction reference ref case trace ' +
    'span session event serial population count'
  ).split(' '),
)
addKind(TAKEN, 'account acct iban mrn npi zip postcode plz routing'.split(' '))

/** Words are read block by block, where somebody asks; each block with as much on both sides as belongs to a place in it. */
const BLOCK = 1024
const LEFT_ROOM = 2 * BEFORE
const RIGHT_ROOM = 160

type Block = WordTable & { readonly from: number; readonly to: number }

/** The words in the block that a place is in. */
export function blocksOf(text: string): (at: number) => Block {
  const blocks = new Map<number, Block>()
  let last: Block | null = null
  let lastNumber = -1
  return (at) => {
    const number = Math.floor(at / BLOCK)
    if (last !== null && number === lastNumber) return last
    lastNumber = number
    const known = blocks.get(number)
    if (known !== undefined) return (last = known)
    const from = Math.max(0, number * BLOCK - LEFT_ROOM)
    const to = Math.min(text.length, (number + 1) * BLOCK + RIGHT_ROOM)
    const block = { ...wordTable(text, from, to), from, to }
    blocks.set(number, block)
    return (last = block)
  }
}

/**
 * A word speaks for the next value, not for the one after: what stands before an earlier number is left out, unless only
 * commas and "and" stand between the two, as in a list.
 */
export function wordsBefore(text: string, start: number, tableAt: (at: number) => Block): Left {
  const from = start - BEFORE > 0 ? separatorFrom(text, start - BEFORE, start) : 0
  const table = tableAt(start)
  const first = firstFrom(table, from)
  const last = firstFrom(table, start) // the one after the last
  if (last > 0 && (table.ends[last - 1] ?? 0) > start) return beforeInWord(text.slice(from, start))
  return wordsOf(table, afterNumber(table, first, last), last)
}

/** Where a word may begin: the next white space, comma, colon or semicolon. */
function separatorFrom(text: string, from: number, to: number): number {
  let at = from
  while (at < to && !isSeparator(text, at)) at++
  return at
}

function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) return SEPARATORS[code] === 1
  return /\s/.test(text.charAt(at))
}

const SEPARATORS = alphabetOf(' \t\n\v\f\r,:;')

/** The first word that still speaks for what comes after the last. */
function afterNumber({ kinds }: WordTable, first: number, last: number): number {
  let end = last
  for (let i = last - 1; i >= first; i--) {
    const kind = kinds[i] ?? 0
    if ((kind & HAS_DIGIT) === 0) continue
    const isAfterDigits = i > first && ((kinds[i - 1] ?? 0) & HAS_DIGIT) !== 0
    if ((kind & FOUR_DIGITS) === 0 && !((kind & ALL_DIGITS) !== 0 && isAfterDigits)) continue
    for (let j = i + 1; j < end; j++) if (((kinds[j] ?? 0) & (ALL_DIGITS | CONNECTOR)) === 0) return i + 1
    end = i
  }
  return first
}

function wordsOf(table: WordTable, first: number, last: number): Left {
  let labels = 1
  let kinds = 0
  for (let end = last; end > first; end--) {
    const kind = table.kinds[end - 1] ?? 0
    kinds |= kind
    if ((kind & FILLER) === 0 || labels === MOST_LABELS) break
    labels++
  }
  return { table, first, last, labels, isOther: (kinds & NEGATIVE) !== 0, isTaken: (kinds & TAKEN) !== 0 }
}

/** A place in the middle of a word ends that word. */
function beforeInWord(raw: string): Left {
  const table = wordTable(raw, 0, raw.length)
  const { length } = table.starts
  return wordsOf(table, afterNumber(table, 0, length), length)
}

export function wordsAfter(text: string, end: number, tableAt: (at: number) => Block): Right {
  const most = Math.min(text.length, end + AFTER)
  let stop = end
  while (stop < most && STOPS[text.charCodeAt(stop)] !== 1) stop++
  if (stop < most && GOES_ON[text.charCodeAt(stop)] === 1) return NOTHING
  if (stop === most && most - end === AFTER) stop = spaceBefore(text, end, most) + 1
  const table = tableAt(end)
  if (stop > table.to) return afterInWord(text.slice(end, stop))
  const [first, last] = [firstFrom(table, end), firstFrom(table, stop)]
  if (first > 0 && (table.ends[first - 1] ?? 0) > end) return afterInWord(text.slice(end, stop))
  return { table, first, last }
}

const NOTHING: Right = { table: wordTable('', 0, 0), first: 0, last: 0 }

/** The last space there, or the place before: never further back, as that would be the whole text. */
function spaceBefore(text: string, from: number, to: number): number {
  let at = to - 1
  while (at >= from && text.charCodeAt(at) !== 32) at--
  return at
}

function afterInWord(raw: string): Right {
  const table = wordTable(raw, 0, raw.length)
  return { table, first: 0, last: table.starts.length }
}

/** What ends a clause; and what says that the words before it speak for something else. */
const STOPS = alphabetOf(':=#|\n;,.?!"')
const GOES_ON = alphabetOf(':=#')
