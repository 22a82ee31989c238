import { isDigit, isLetter, isWordAt, runLeft } from './chars.ts'

/** No code here begins with more letters. */
const MOST_LETTERS = 16
/** Before a space or hyphen, a code has a short prefix and not a word. */
const MOST_PREFIX = 5
const SEPARATORS = new Set([...' -/'].map((char) => char.charCodeAt(0)))

/**
 * Hands over where a code with digits may begin: at each number, and at one or two groups of letters before it. `letters` is how many
 * of them come first. At most three visits for a number, so the cost follows the numbers of a text.
 */
export function codeStarts(text: string, visit: (start: number, letters: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at))) continue
    startsBefore(text, at, visit)
    while (isDigit(text.charCodeAt(at + 1))) at++
  }
}

function startsBefore(text: string, digit: number, visit: (start: number, letters: number) => void): void {
  let start = runLeft(text, digit, isLetter, MOST_LETTERS)
  let letters = digit - start
  if (isWordAt(text, start - 1)) return
  visit(start, letters)
  for (let groups = 0; groups < 2 && SEPARATORS.has(text.charCodeAt(start - 1)); groups++) {
    const before = runLeft(text, start - 1, isLetter, MOST_PREFIX + 1)
    const more = start - 1 - before
    if (more === 0 || more > MOST_PREFIX || isWordAt(text, before - 1)) return
    start = before
    letters += more
    visit(start, letters)
  }
}
