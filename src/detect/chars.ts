/** Scripts that put no space between a word and a number do not make the two one. */
const LETTER_OR_NUMBER = /(?=[\p{L}\p{N}])[^\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}]/u

export const isDigit = (code: number): boolean => code >= 48 && code <= 57

export const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122

export const isUpper = (code: number): boolean => code >= 65 && code <= 90

export const isAlphanumeric = (code: number): boolean => isDigit(code) || isLetter(code)

export const isHex = (code: number): boolean => isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102)

/** Space, tab and line breaks. */
export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

/** For each UTF-16 unit that was asked for, 1 for a letter or digit of any script, and 2 for anything else. */
const IS_WORD = new Uint8Array(0x10000)
for (let code = 0; code < 128; code++) IS_WORD[code] = isAlphanumeric(code) ? 1 : 2

/** True for a letter or digit of any script. */
export function isWordCode(code: number): boolean {
  const known = IS_WORD[code]
  if (known !== 0) return known === 1
  const is = LETTER_OR_NUMBER.test(String.fromCharCode(code))
  IS_WORD[code] = is ? 1 : 2
  return is
}

/** True when the character at a place is a letter or digit of any script; false beyond either end. */
export const isWordAt = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && isWordCode(text.charCodeAt(at))

/** True when nothing of a word touches the span from either side. */
export const standsAlone = (text: string, start: number, end: number): boolean =>
  !isWordAt(text, start - 1) && !isWordAt(text, end)

/** From a place to the right, while a class of ASCII characters lasts, at most so many. */
export function runRight(text: string, from: number, belongs: (code: number) => boolean, most: number): number {
  let at = from
  const stop = Math.min(text.length, from + most)
  while (at < stop && belongs(text.charCodeAt(at))) at++
  return at
}

/** From a place to the left, while a class of ASCII characters lasts, at most so many. */
export function runLeft(text: string, from: number, belongs: (code: number) => boolean, most: number): number {
  let at = from
  const stop = Math.max(0, from - most)
  while (at > stop && belongs(text.charCodeAt(at - 1))) at--
  return at
}

/** Where the line that a place is in begins, looking at most so many characters back. */
export function lineStart(text: string, at: number, most: number): number {
  const from = Math.max(0, at - most)
  return from + text.slice(from, at).lastIndexOf('\n') + 1
}

/** Where the line that a place is in ends, looking at most so many characters ahead. */
export function lineEnd(text: string, at: number, most: number): number {
  const ahead = text.slice(at, at + most).indexOf('\n')
  return ahead === -1 ? Math.min(text.length, at + most) : at + ahead
}
