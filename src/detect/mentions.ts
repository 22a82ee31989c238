import type { Segment } from '../terms/prompt.ts'
import { fold } from './fold.ts'
import type { Phrases } from './fold.ts'

/** Slots for words. Many, so that two words seldom share one: a shared one costs a look, and no finding. */
const SLOTS = 1 << 20
/** Letters from here on are not folded one by one: a text that has one may mention anything. */
const FOREIGN = 0x600

/** Words, by their slots. */
export type Keys = readonly number[]

/** What labels have to have of a text: of each phrase its longest word. */
export const keysOf = (...known: readonly Phrases[]): Keys => [
  ...new Set(known.flatMap((phrases) => [...phrases.values()].flat().map((phrase) => slotOf(longestOf(phrase))))),
]

const longestOf = (phrase: string): string =>
  phrase
    .trim()
    .split(' ')
    .reduce((longest, word) => (word.length >= longest.length ? word : longest), '')

const slotOf = (word: string): number => {
  let slot = 0
  for (let at = 0; at < word.length; at++) slot = next(slot, word.charCodeAt(at))
  return slot
}

const next = (slot: number, code: number): number => (Math.imul(slot, 31) + code) & (SLOTS - 1)

/** Each character as `fold` writes it; 0 where it ends a word, 1 where it is dropped. */
const FOLDED = Uint16Array.from({ length: FOREIGN }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/\p{M}/u.test(char)) return 1
  const folded = /[\p{L}]/u.test(char) ? fold(char).trim() : ''
  return folded === '' ? 0 : folded.charCodeAt(0)
})
const SHARP_S = 0xdf

/** Which words a text has: those of the last one that was read. */
type Words = { stamp: number; readonly stamps: Uint16Array; readonly known: WeakMap<Segment, Read> }
/** A text that was read for a segment. It lives no longer than the segment. */
type Read = { readonly text: string; readonly stamp: number; readonly isForeign: boolean }
const fresh = (): Words => ({ stamp: 0, stamps: new Uint16Array(SLOTS), known: new WeakMap() })
/** Many detectors ask of the same text, and of the same path. */
const TEXTS = fresh()
const PATHS = fresh()

/**
 * True when a text, or the path that it stands at, may have one of the words: never false when `contextOf` could see a label there.
 * One pass over the text for all that ask.
 */
export const mentions = (text: string, segment: Segment, keys: Keys): boolean =>
  has(TEXTS, segment, text, keys) || has(PATHS, segment, segment.path, keys)

function has(words: Words, segment: Segment, text: string, keys: Keys): boolean {
  const known = words.known.get(segment)
  const read = known?.text === text && known.stamp === words.stamp ? known : readIn(words, text)
  if (read !== known) words.known.set(segment, read)
  return read.isForeign || keys.some((slot) => words.stamps[slot] === read.stamp)
}

function readIn(words: Words, text: string): Read {
  if (words.stamp === 0xffff) words.stamps.fill(0)
  words.stamp = (words.stamp % 0xffff) + 1
  let isForeign = false
  const { stamp, stamps } = words
  let slot = 0
  let wasLower = false
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code >= FOREIGN && !(code >= 0x2000 && code < 0x2c00)) isForeign = true
    const folded = code < FOREIGN ? (FOLDED[code] ?? 0) : 0
    if (folded === 1) continue
    const isLower = code >= 97 && code <= 122
    const isUpper = code >= 65 && code <= 90
    if (slot !== 0 && (folded === 0 || (isUpper && wasLower))) {
      stamps[slot] = stamp
      slot = 0
    }
    wasLower = isLower
    if (folded === 0) continue
    slot = next(slot, folded)
    if (code === SHARP_S) slot = next(slot, folded)
  }
  return { text, stamp, isForeign }
}
