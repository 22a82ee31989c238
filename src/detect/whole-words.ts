import { caseless } from './caseless.ts'

export type Place = { readonly start: number; readonly end: number }

/** Between two words of a phrase there may be so many signs that are none of a word. */
const MOST_GAP = 8
/** Longer runs are no words. */
const MOST_WORD = 64

const IS_WORD: (boolean | undefined)[] = new Array<boolean | undefined>(0x10000)
const isOfWord = (text: string, at: number): boolean =>
  (IS_WORD[text.charCodeAt(at)] ??= /[\p{L}\p{N}\p{M}]/u.test(text.charAt(at)))

/** A word as it is compared: caseless, without marks. */
export function keyOf(word: string): string {
  if (!/\P{ASCII}/u.test(word)) return word.toLowerCase()
  return caseless(word.normalize('NFD').replace(/\p{M}/gu, '')).replaceAll('ß', 'ss')
}

/** Where words begin and end, and their keys as soon as somebody asks. */
export type Words = {
  readonly text: string
  readonly places: readonly Place[]
  readonly keys: (string | undefined)[]
}

/** The words of a text, in order. */
export function wordsOf(text: string): Words {
  const places: Place[] = []
  for (let at = 0; at < text.length; at++) {
    if (!isOfWord(text, at)) continue
    const start = at
    while (at < text.length && isOfWord(text, at)) at++
    if (at - start <= MOST_WORD) places.push({ start, end: at })
  }
  return { text, places, keys: [] }
}

const CUT = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu
const MAY_BE_CUT = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u

/** The parts of words that are written as one: `projectHeron` is two, `HTTPServer` as well. Null where there are none such. */
export function partsOf({ text, places }: Words): Words | null {
  if (!MAY_BE_CUT.test(text)) return null
  const parts = places.flatMap((place) => {
    const cuts = [...text.slice(place.start, place.end).matchAll(CUT)].map(({ index }) => place.start + index)
    return [place.start, ...cuts].map((start, i) => ({ start, end: cuts[i] ?? place.end }))
  })
  return { text, places: parts, keys: [] }
}

const keyAt = ({ text, places, keys }: Words, at: number): string =>
  (keys[at] ??= keyOf(text.slice(places[at]?.start, places[at]?.end)))

type Node = { readonly next: Map<string, Node>; isEnd: boolean }
const node = (): Node => ({ next: new Map(), isEnd: false })

/** Phrases by their words: looking for all of them costs no more than looking for one. */
export type PhraseTree = {
  readonly root: Node
  /** By length and first letter, whether a phrase begins with such a word in ASCII: most words are told off by that. */
  readonly begins: Uint8Array
}

/** A phrase is also looked for as one word, `ProjectHeron` and `PROJECTHERON`. One without letters and digits is none. */
export function phraseTree(phrases: readonly string[]): PhraseTree {
  const root = node()
  for (const phrase of phrases) {
    const words = wordsOf(phrase)
    const keys = words.places.map((_, at) => keyAt(words, at))
    if (keys.length === 0) continue
    add(root, keys)
    if (keys.length > 1) add(root, [keys.join('')])
  }
  const begins = new Uint8Array((MOST_WORD + 1) * 128)
  for (const key of root.next.keys())
    if (key.length <= MOST_WORD) begins[key.length * 128 + (key.charCodeAt(0) & 127)] = 1
  return { root, begins }
}

function add(root: Node, keys: readonly string[]): void {
  let at = root
  for (const key of keys) {
    const next = at.next.get(key) ?? node()
    at.next.set(key, next)
    at = next
  }
  at.isEnd = true
}

/** Where phrases stand among words, the longest at each place, none within another. Linear: a phrase has few words. */
export function phrasesIn(words: Words, { root, begins }: PhraseTree): readonly Place[] {
  const { text, places } = words
  const found: Place[] = []
  for (let at = 0; at < places.length; at++) {
    const { start, end } = places[at] as Place
    const first = text.charCodeAt(start)
    if (
      first < 128 &&
      begins[(end - start) * 128 + (first > 64 ? first | 32 : first)] === 0 &&
      isPlain(text, start, end)
    )
      continue
    let last = -1
    let place: Node | undefined = root
    for (let i = at; i < places.length; i++) {
      if (i > at && (places[i]?.start ?? 0) - (places[i - 1]?.end ?? 0) > MOST_GAP) break
      place = place.next.get(keyAt(words, i))
      if (place === undefined) break
      if (place.isEnd) last = i
    }
    if (last === -1) continue
    found.push({ start, end: places[last]?.end ?? end })
    at = last
  }
  return found
}

/** True for a word in ASCII: in small letters it is as long as it was. */
function isPlain(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) > 127) return false
  return true
}
