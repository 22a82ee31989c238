import { isWordAt } from './chars.ts'
import { wordSetOf } from './word-set.ts'
import type { WordSet } from './word-set.ts'
import { wordStarts } from './word-starts.ts'

/** Words and phrases to be found in texts, by how they begin. */
export type Vocabulary = {
  /** The first word of each phrase, where it is in ASCII. */
  readonly firsts: WordSet
  /** 1 where a word may begin with three such characters. */
  readonly heads: Uint8Array
  /** By the first three characters, lower case, the longest first; each with what it is. */
  readonly phrases: ReadonlyMap<string, readonly Entry[]>
}
type Entry = { readonly phrase: string; readonly kind: string }

/** So many different heads there are. */
const HEADS = 1 << 16

const lower = (code: number): number =>
  (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) ? code | 32 : code

/** Three characters as one number, in either letter case; others may have the same. */
const headAt = (text: string, at: number): number =>
  ((lower(text.charCodeAt(at)) * 31 + lower(text.charCodeAt(at + 1))) * 31 + lower(text.charCodeAt(at + 2))) &
  (HEADS - 1)

/** A vocabulary of phrases of two characters or more, separated by commas, by what they are. Case does not matter. */
export function vocabularyOf(lists: Readonly<Record<string, readonly string[]>>): Vocabulary {
  const all = Object.entries(lists).flatMap(([kind, lines]) =>
    lines.flatMap((line) => line.split(',').map((phrase) => ({ phrase: phrase.trim().toLowerCase(), kind }))),
  )
  const real = all.filter(({ phrase }) => phrase !== '').toSorted((a, b) => b.phrase.length - a.phrase.length)
  const heads = new Uint8Array(HEADS)
  for (const { phrase } of real) heads[headAt(phrase, 0)] = 1
  const firsts = wordSetOf(real.map(({ phrase }) => /^[a-z0-9]*/.exec(phrase)?.[0] ?? ''))
  return { firsts, heads, phrases: Map.groupBy(real, ({ phrase }) => phrase.slice(0, 3)) }
}

/**
 * Hands over each phrase of a vocabulary where it stands as whole words. Most words are told off by their numbers, so that this
 * costs little more than reading the text; linear in it.
 */
export function phrasesIn(
  text: string,
  { firsts, heads, phrases }: Vocabulary,
  visit: (kind: string, start: number, end: number) => void,
): void {
  const { places, numbers } = wordStarts(text)
  let done = 0
  for (let i = 0; i < places.length; i++) {
    const number = numbers[i] as number
    if (number !== 0 && !firsts.mayHave(number)) continue
    const at = places[i] as number
    if (at < done || heads[headAt(text, at)] !== 1) continue
    const entry = entryAt(text, at, phrases.get(text.slice(at, at + 3).toLowerCase()) ?? [])
    if (entry === undefined) continue
    done = at + entry.phrase.length
    visit(entry.kind, at, done)
  }
}

const entryAt = (text: string, at: number, entries: readonly Entry[]): Entry | undefined =>
  entries.find(({ phrase }) => {
    const end = at + phrase.length
    return text.slice(at, end).toLowerCase() === phrase && !isWordAt(text, end)
  })
