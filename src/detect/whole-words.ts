import { caseless } from './caseless.ts'

/** A word of a text, with capital and small letters and marks made one, and where it stands. */
export type Word = { readonly key: string; readonly start: number; readonly end: number }

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

/** The words of a text, in order. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  for (let at = 0; at < text.length; at++) {
    if (!isOfWord(text, at)) continue
    const start = at
    while (at < text.length && isOfWord(text, at)) at++
    if (at - start <= MOST_WORD) words.push({ key: keyOf(text.slice(start, at)), start, end: at })
  }
  return words
}

/** The parts of words that are written as one: `projectHeron` is two, `HTTPServer` as well. */
export function partsOf(text: string, words: readonly Word[]): readonly Word[] {
  return words.flatMap((word) => {
    const raw = text.slice(word.start, word.end)
    const cuts = [...raw.matchAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu)].map(({ index }) => index)
    if (cuts.length === 0) return [word]
    return [0, ...cuts].map((from, i) => {
      const to = cuts[i] ?? raw.length
      return { key: keyOf(raw.slice(from, to)), start: word.start + from, end: word.start + to }
    })
  })
}

type Node = { readonly next: Map<string, Node>; isEnd: boolean }
const node = (): Node => ({ next: new Map(), isEnd: false })

/** Phrases by their words: looking for all of them costs no more than looking for one. */
export type PhraseTree = Node

/** A phrase is also looked for as one word, `ProjectHeron` and `PROJECTHERON`. One without letters and digits is none. */
export function phraseTree(phrases: readonly string[]): PhraseTree {
  const root = node()
  for (const phrase of phrases) {
    const keys = wordsOf(phrase).map(({ key }) => key)
    if (keys.length === 0) continue
    add(root, keys)
    if (keys.length > 1) add(root, [keys.join('')])
  }
  return root
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
export function phrasesIn(words: readonly Word[], root: PhraseTree): readonly Omit<Word, 'key'>[] {
  const found: Omit<Word, 'key'>[] = []
  for (let at = 0; at < words.length; at++) {
    const start = words[at]?.start ?? 0
    let last = -1
    let place: Node | undefined = root
    for (let i = at; i < words.length; i++) {
      const word = words[i]
      if (word === undefined || (i > at && word.start - (words[i - 1]?.end ?? 0) > MOST_GAP)) break
      place = place.next.get(word.key)
      if (place === undefined) break
      if (place.isEnd) last = i
    }
    const end = words[last]?.end
    if (end === undefined) continue
    found.push({ start, end })
    at = last
  }
  return found
}
