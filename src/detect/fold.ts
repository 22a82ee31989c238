import { isAlphanumeric, isDigit, isLetter } from './chars.ts'
import { KNOWN, addKind } from './word-kinds.ts'

/**
 * The words of a text, lower case, without marks, apart at camelCase and snake_case, with one space on each side of each:
 * `Patient_SSN:` gives ` patient ssn `. So a phrase is looked for as a whole, and `lic` is not in `public`.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  let folded = ' '
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 128) return foldMarked(text)
    if (!isAlphanumeric(code)) continue
    const start = at
    if (isDigit(code)) while (isDigit(text.charCodeAt(at + 1))) at++
    else while (isLetter(text.charCodeAt(at + 1)) && !isCamel(text, at)) at++
    folded += `${lower.slice(start, at + 1)} `
  }
  return folded
}

/** True where a lower-case letter stands before an upper-case one. */
const isCamel = (text: string, at: number): boolean => text.charCodeAt(at) >= 97 && text.charCodeAt(at + 1) <= 90

function foldMarked(text: string): string {
  return words(text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss'), /\p{L}+|\p{N}+/gu)
}

function words(text: string, word: RegExp): string {
  const apart = text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const found = apart.match(word)
  return found === null ? ' ' : ` ${found.join(' ')} `
}

/** Phrases as `fold` writes them, by their last word, so that most words of a text are told off at one look. */
export type Phrases = ReadonlyMap<string, readonly string[]>

export function phrases(...some: readonly string[]): Phrases {
  const byLast = Map.groupBy(
    some.flatMap((line) => line.split(',').map((phrase) => fold(phrase))).filter((phrase) => phrase.trim() !== ''),
    (phrase) => phrase.slice(phrase.lastIndexOf(' ', phrase.length - 2) + 1, -1),
  )
  addKind(KNOWN, byLast.keys())
  return byLast
}
