import { codesOf } from './codes.ts'
import type { Phrases } from './fold.ts'
import { forgetTexts, ofLastText } from './memo.ts'

/** Whether one of some words is in a text. Says yes too often rather than too rarely. */
export type Keywords = {
  readonly isIn: (text: string) => boolean
  /** The same for all words of a text, for whoever asks for many lists. */
  readonly isAmong: (said: Said) => boolean
}

/** Words that many phrases share, and most texts hold. */
const GENERAL = new Set(
  'number numbers numero numer nummer code kod codigo codice address data card name file account good through until no nr id of de date'.split(
    ' ',
  ),
)

/**
 * One word of each of some phrases, as a whole word of `fold`: where none of them is, nothing has one of the phrases as evidence. The
 * words of everybody are looked for together, in one pass over a text, in either letter case, with marks or without.
 */
export const keywordsOf = (...some: readonly Phrases[]): Keywords =>
  keywordsIn(some.flatMap((phrases) => [...phrases.values()].flat()).map((phrase) => tellingOf(phrase)))

/**
 * The same for words, each as `fold` writes one. Those of an expression that takes either letter case everywhere, `pOstfach`, are
 * `caseless`: `fold` would see two words there.
 */
export function keywordsIn(words: readonly string[], isCaseless: 'caseless' | 'cased' = 'cased'): Keywords {
  const isForeign = words.some((word) => /[^\0-\u024f]/.test(word))
  const list = count++
  forgetTexts() // what was found in them, was found without these words
  for (const word of words) {
    const hash = hashOf(word)
    BITS[(hash >>> 3) & MASK] = (BITS[(hash >>> 3) & MASK] ?? 0) | (1 << (hash & 7))
    LISTS.set(hash, [...(LISTS.get(hash) ?? []), list])
  }
  const isAmong = (said: Said): boolean =>
    said.lists.has(list) || (isForeign && said.isForeign) || (isCaseless === 'caseless' && said.isCamel)
  return { isAmong, isIn: (text) => isAmong(wordsIn(text)) }
}

/** The longest word, but a general one only where there is no other. */
function tellingOf(phrase: string): string {
  const words = phrase.trim().split(' ')
  const some = words.filter((word) => !GENERAL.has(word))
  return (some.length === 0 ? words : some).reduce((a, b) => (b.length > a.length ? b : a))
}

/** By the hash of a word, whose it is. Words with the same hash are taken for one another. */
const LISTS = new Map<number, readonly number[]>()
let count = 0
/** One bit for each hash that there is, by its last bits. */
const MASK = 0xffff
const BITS = new Uint8Array(MASK + 1)

const step = (hash: number, letter: number): number => Math.imul(hash ^ letter, 0x9e3779b1) >>> 3

const hashOf = (word: string): number => {
  let hash = 0
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i))
  return hash
}

/** Letters of Latin scripts, without marks, in lower case; 0 for anything else. Digits are words of their own. */
const LATIN = 0x250
const LETTERS = new Uint16Array(LATIN)
const UPPER = new Uint8Array(LATIN)
for (let code = 0; code < LATIN; code++) {
  const char = String.fromCharCode(code)
  if (!/\p{L}/u.test(char)) continue
  LETTERS[code] = char.toLowerCase().normalize('NFD').charCodeAt(0)
  UPPER[code] = Number(char !== char.toLowerCase())
}
/** Letters that are not Latin. Whether a number may stand beside one is another question. */
const FOREIGN = /\p{L}/u
const SHARP_S = 0xdf
const LETTER_S = 0x73

/** The lists with a word in a text; whether there are letters that are not Latin, and capitals right behind small letters. */
export type Said = { readonly lists: ReadonlySet<number>; readonly isForeign: boolean; readonly isCamel: boolean }

/** What all lists have of a text. */
export const wordsIn: (text: string) => Said = ofLastText((text): Said => {
  const lists = new Set<number>()
  const codes = codesOf(text)
  const { length } = text
  let [isForeign, isCamel] = [false, false]
  for (let at = 0; at < length; at++) {
    const code = codes[at] as number
    let letter = code < LATIN ? (LETTERS[code] as number) : 0
    if (letter === 0) {
      if (code >= LATIN) isForeign ||= code >= 0xd800 || FOREIGN.test(text.charAt(at))
      else if (code >= 48 && code <= 57) at = addNumber(codes, at, lists)
      continue
    }
    let hash = 0
    let isUpper: boolean
    let next = code
    do {
      if (next === SHARP_S) hash = step(hash, LETTER_S)
      hash = step(hash, next === SHARP_S ? LETTER_S : letter)
      isUpper = UPPER[next] === 1
      next = codes[++at] as number
      while (next >= 0x300 && next < 0x370) next = codes[++at] as number // a mark of its own
      letter = next < LATIN ? (LETTERS[next] as number) : 0
    } while (letter !== 0 && (isUpper || UPPER[next] === 0))
    add(hash, lists)
    if (letter !== 0) isCamel = true
    at--
  }
  return { lists, isForeign, isCamel }
})

function addNumber(codes: Uint16Array, from: number, lists: Set<number>): number {
  let at = from
  let hash = 0
  for (let code = codes[at] as number; code >= 48 && code <= 57; code = codes[++at] as number) hash = step(hash, code)
  add(hash, lists)
  return at - 1
}

function add(hash: number, lists: Set<number>): void {
  if (((BITS[(hash >>> 3) & MASK] as number) & (1 << (hash & 7))) === 0) return
  for (const list of LISTS.get(hash) ?? []) lists.add(list)
}
