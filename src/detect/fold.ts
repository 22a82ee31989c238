/**
 * The words of a text, lower case, without marks, apart at camelCase and snake_case, with one space on each side of each:
 * `Patient_SSN:` gives ` patient ssn `. So a phrase is looked for as a whole, and `lic` is not in `public`.
 */
export function fold(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return words(text, /[a-z]+|[0-9]+/g)
  return words(text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss'), /\p{L}+|\p{N}+/gu)
}

function words(text: string, word: RegExp): string {
  const apart = text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const found = apart.match(word)
  return found === null ? ' ' : ` ${found.join(' ')} `
}

/** Phrases as `fold` writes them, by their last word, so that most words of a text are told off at one look. */
export type Phrases = ReadonlyMap<string, readonly string[]>

export const phrases = (...some: readonly string[]): Phrases =>
  Map.groupBy(
    some.flatMap((line) => line.split(',').map((phrase) => fold(phrase))).filter((phrase) => phrase.trim() !== ''),
    (phrase) => phrase.slice(phrase.lastIndexOf(' ', phrase.length - 2) + 1, -1),
  )
