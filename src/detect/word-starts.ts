import { isAlphanumeric, isWordAt } from './chars.ts'
import { ofLastText } from './memo.ts'

/** Where the words of a text begin, in order, each with its first three characters as one number. */
export type WordStarts = {
  readonly places: readonly number[]
  readonly heads: readonly number[]
  /** True when there is anything that is not ASCII: such letters may stand directly before a word of another script. */
  readonly isMixed: boolean
}

/** So many different heads there are. */
export const HEADS = 1 << 16

const lower = (code: number): number =>
  (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) ? code | 32 : code

/** Three characters as one number, in either letter case; others may have the same. */
export const headAt = (text: string, at: number): number =>
  ((lower(text.charCodeAt(at)) * 31 + lower(text.charCodeAt(at + 1))) * 31 + lower(text.charCodeAt(at + 2))) &
  (HEADS - 1)

/** The words of a text, found once for all who look words up. One pass. */
export const wordStarts: (text: string) => WordStarts = ofLastText((text) => {
  const places: number[] = []
  const heads: number[] = []
  let isInside = false
  let isMixed = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 128) isMixed = true
    const isWord = code < 128 ? WORD[code] === 1 : isWordAt(text, at)
    if (isWord && !isInside) {
      places.push(at)
      heads.push(headAt(text, at))
    }
    isInside = isWord
  }
  return { places, heads, isMixed }
})

const WORD = Uint8Array.from({ length: 128 }, (_, code) => Number(isAlphanumeric(code)))
