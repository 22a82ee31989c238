import { isLetter, isWordAt } from './chars.ts'

/** Words and phrases to be found in texts, by how they begin. */
export type Vocabulary = {
  /** 1 where a word may begin with three such characters. */
  readonly heads: Uint8Array
  /** By the first three characters, lower case, the longest first. */
  readonly phrases: ReadonlyMap<string, readonly string[]>
}

const HEADS = 1 << 16
const lower = (code: number): number =>
  (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) ? code | 32 : code
const headAt = (text: string, at: number): number =>
  ((lower(text.charCodeAt(at)) * 31 + lower(text.charCodeAt(at + 1))) * 31 + lower(text.charCodeAt(at + 2))) &
  (HEADS - 1)

/** A vocabulary of phrases of three characters or more, separated by commas. Case does not matter. */
export function vocabularyOf(...lines: readonly string[]): Vocabulary {
  const all = lines.flatMap((line) => line.split(',').map((phrase) => phrase.trim().toLowerCase())).filter(Boolean)
  const heads = new Uint8Array(HEADS)
  for (const phrase of all) heads[headAt(phrase, 0)] = 1
  const longest = all.toSorted((a, b) => b.length - a.length)
  return { heads, phrases: Map.groupBy(longest, (phrase) => phrase.slice(0, 3)) }
}

/**
 * Hands over each phrase of a vocabulary where it stands as whole words. Most words are told off by three characters, so that this
 * costs little more than reading the text; linear in it.
 */
export function phrasesIn(
  text: string,
  { heads, phrases }: Vocabulary,
  visit: (start: number, end: number) => void,
): void {
  let isInside = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const isWord = code < 128 ? isLetter(code) || (code >= 48 && code <= 57) : isWordAt(text, at)
    if (isWord && !isInside && heads[headAt(text, at)] === 1) {
      const end = endOf(text, at, phrases.get(text.slice(at, at + 3).toLowerCase()) ?? [])
      if (end > at) {
        visit(at, end)
        at = end - 1
      }
    }
    isInside = isWord
  }
}

function endOf(text: string, at: number, phrases: readonly string[]): number {
  for (const phrase of phrases) {
    const end = at + phrase.length
    if (text.slice(at, end).toLowerCase() === phrase && !isWordAt(text, end)) return end
  }
  return at
}
