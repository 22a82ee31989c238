import { isWordAt } from './chars.ts'
import { HEADS, headAt, wordStarts } from './word-starts.ts'

/** Words and phrases to be found in texts, by how they begin. */
export type Vocabulary = {
  /** 1 where a word may begin with three such characters. */
  readonly heads: Uint8Array
  /** By the first three characters, lower case, the longest first; each with what it is. */
  readonly phrases: ReadonlyMap<string, readonly Entry[]>
}
type Entry = { readonly phrase: string; readonly kind: string }

/** A vocabulary of phrases of two characters or more, separated by commas, by what they are. Case does not matter. */
export function vocabularyOf(lists: Readonly<Record<string, readonly string[]>>): Vocabulary {
  const all = Object.entries(lists).flatMap(([kind, lines]) =>
    lines.flatMap((line) => line.split(',').map((phrase) => ({ phrase: phrase.trim().toLowerCase(), kind }))),
  )
  const real = all.filter(({ phrase }) => phrase !== '').toSorted((a, b) => b.phrase.length - a.phrase.length)
  const heads = new Uint8Array(HEADS)
  for (const { phrase } of real) heads[headAt(phrase, 0)] = 1
  return { heads, phrases: Map.groupBy(real, ({ phrase }) => phrase.slice(0, 3)) }
}

/**
 * Hands over each phrase of a vocabulary where it stands as whole words. Most words are told off by three characters, so that this
 * costs little more than reading the text; linear in it.
 */
export function phrasesIn(
  text: string,
  { heads, phrases }: Vocabulary,
  visit: (kind: string, start: number, end: number) => void,
): void {
  const starts = wordStarts(text)
  let done = 0
  for (let i = 0; i < starts.places.length; i++) {
    if (heads[starts.heads[i] ?? 0] !== 1) continue
    const at = starts.places[i] ?? 0
    if (at < done) continue
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
