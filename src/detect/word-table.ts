import { isDigit } from './chars.ts'
import { fold } from './fold.ts'
import { ALL_DIGITS, FOUR_DIGITS, HAS_DIGIT, KNOWN, kindOf } from './word-kinds.ts'

/** The words of a stretch of text as `fold` writes them, each with its place, so that they are read once for all who ask. */
export type WordTable = {
  /** Where the run of characters begins and ends that a word was made of. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** All words, folded, with one space on each side of each. */
  readonly folded: string
  /** Where the space before each word is in that, and the one after the last. */
  readonly at: readonly number[]
  /** What kinds of word each is (`word-kinds.ts`). */
  readonly kinds: readonly number[]
  /** The word, where some phrase ends with it; else null. */
  readonly known: readonly (string | null)[]
}

const OTHER = 0
const LOWER = 1
const UPPER = 2
const DIGIT = 3
const FOREIGN = 4
const CLASS = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  if (isDigit(code)) CLASS[code] = DIGIT
  else if (code >= 97 && code <= 122) CLASS[code] = LOWER
  else if (code >= 65 && code <= 90) CLASS[code] = UPPER
}
const classAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  return code < 128 ? (CLASS[code] ?? OTHER) : FOREIGN
}
const SEPARATE = /[^\p{L}\p{M}\p{N}]/u

type Making = {
  readonly starts: number[]
  readonly ends: number[]
  readonly at: number[]
  readonly kinds: number[]
  readonly known: (string | null)[]
  folded: string
}

/** The words between two places of a text. A word that is cut by either has no meaning. One pass. */
export function wordTable(text: string, from: number, to: number): WordTable {
  const lower = text.slice(from, to).toLowerCase()
  const isPlain = lower.length === to - from // a letter may be two in lower case
  const making: Making = { starts: [], ends: [], at: [0], kinds: [], known: [], folded: ' ' }
  for (let start = from; start < to;) {
    const kind = classAt(text, start)
    if (kind === OTHER) {
      start++
      continue
    }
    let end = start + 1
    let isForeign = kind === FOREIGN
    if (kind === DIGIT) {
      while (end < to && classAt(text, end) === DIGIT) end++
      isForeign = end < to && classAt(text, end) === FOREIGN
    } else
      for (let before = kind; end < to && !isForeign; end++) {
        const next = classAt(text, end)
        isForeign = next === FOREIGN
        if (next === OTHER || next === DIGIT || (next === UPPER && before === LOWER)) break
        before = next
      }
    if (isForeign) end = addForeign(making, text, start, to)
    else add(making, start, end, isPlain ? lower.slice(start - from, end - from) : text.slice(start, end).toLowerCase())
    start = end
  }
  return making
}

function add(making: Making, start: number, end: number, word: string): void {
  const isNumber = isDigit(word.charCodeAt(0))
  const kind = isNumber ? HAS_DIGIT | ALL_DIGITS | (word.length >= 4 ? FOUR_DIGITS : 0) : 0
  push(making, { start, end, word, kind })
}

type Word = { readonly start: number; readonly end: number; readonly word: string; readonly kind: number }

function push(making: Making, { start, end, word, kind }: Word): void {
  making.starts.push(start)
  making.ends.push(end)
  const kinds = kind | kindOf(word)
  making.kinds.push(kinds)
  making.known.push((kinds & KNOWN) !== 0 ? word : null)
  making.folded += `${word} `
  making.at.push(making.folded.length - 1)
}

/** What stands together with a character that is not ASCII is folded as a whole; its words share its place. */
function addForeign(making: Making, text: string, start: number, to: number): number {
  let end = start
  while (end < to && isInside(text, end)) end++
  if (end === start) return start + 1
  for (const word of fold(text.slice(start, end)).split(' ')) {
    if (word === '') continue
    const kind =
      (/\d/.test(word) ? HAS_DIGIT : 0) | (/^\d+$/.test(word) ? ALL_DIGITS : 0) | (/\d{4}/.test(word) ? FOUR_DIGITS : 0)
    push(making, { start, end, word, kind })
  }
  return end
}

const isInside = (text: string, at: number): boolean => {
  const kind = classAt(text, at)
  return kind === FOREIGN ? !isSeparate(text, at) : kind !== OTHER
}

/** Halves of characters are taken for letters: `fold` sees them together. */
function isSeparate(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code < 0xd800 || code > 0xdfff) && SEPARATE.test(text.charAt(at))
}

/** The first word that begins at a place or after it. */
export function firstFrom({ starts }: WordTable, at: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
