import { isAlphanumeric, isWordCode } from './chars.ts'
import { codesOf } from './codes.ts'
import { ofLastText } from './memo.ts'

/** The words of a text: runs of letters and digits of any script, in order. */
export type WordStarts = {
  /** Where each begins. */
  readonly places: readonly number[]
  /** Its number as `wordNumber` gives it; 0 for a word that is not in ASCII. */
  readonly numbers: readonly number[]
  /** True when there is anything that is not ASCII: such letters may stand directly before a word of another script. */
  readonly isMixed: boolean
}

const WORD = Uint8Array.from({ length: 128 }, (_, code) => Number(isAlphanumeric(code)))

/** A character more of a word in ASCII. Its case does not matter; digits are mixed up with others, which is no harm. */
const step = (number: number, code: number): number => Math.imul(number ^ (code | 32), 0x9e3779b1) >>> 3

/** A number for a word in ASCII, in either letter case. Others may have the same; 0 when it is not in ASCII, or empty. */
export function wordNumber(word: string): number {
  let number = 0
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    if (code > 127) return 0
    number = step(number, code)
  }
  return number
}

/** The words of a text, found once for all who look words up. One pass. */
export const wordStarts: (text: string) => WordStarts = ofLastText((text) => {
  const places: number[] = []
  const numbers: number[] = []
  const codes = codesOf(text)
  const { length } = text
  let isMixed = false
  for (let at = 0; at < length; at++) {
    let code = codes[at] as number
    if (code < 128 ? WORD[code] === 0 : !isWordCode(code)) {
      if (code > 127) isMixed = true
      continue
    }
    places.push(at)
    let number = 0
    let isAscii = true
    do {
      if (code > 127) isAscii = false
      else number = step(number, code)
      code = codes[++at] as number
    } while (code < 128 ? WORD[code] === 1 : isWordCode(code))
    if (!isAscii || code > 127) isMixed = true
    numbers.push(isAscii ? number : 0)
  }
  return { places, numbers, isMixed }
})
