import { isDigit, isLetter, isWordCode } from './chars.ts'
import { codesOf } from './codes.ts'
import { ofLastText } from './memo.ts'

/** The words of a text: runs of letters and digits of any script, in order. */
export type WordStarts = {
  /** Where each begins. */
  readonly places: readonly number[]
  /** Its number as `wordNumber` gives it; 0 for a word that is not of ASCII letters alone, or of digits alone. */
  readonly numbers: readonly number[]
  /** True when there is anything that is not ASCII: such letters may stand directly before a word of another script. */
  readonly isMixed: boolean
}

const LETTER = 1
const DIGIT = 2
/** What a character of ASCII is in a word; 0 for what is in none. */
const WORD = Uint8Array.from({ length: 128 }, (_, code) => (isDigit(code) ? DIGIT : Number(isLetter(code))))

/** A character more of a word in ASCII. Its case does not matter; digits are mixed up with others, which is no harm. */
const step = (number: number, code: number): number => Math.imul(number ^ (code | 32), 0x9e3779b1) >>> 3

/** A number for a word of ASCII letters, or of digits, in either letter case. Others may have the same. 0 for any other word. */
export function wordNumber(word: string): number {
  if (!/^(?:[a-z]+|[0-9]+)$/i.test(word)) return 0
  let number = 0
  for (let at = 0; at < word.length; at++) number = step(number, word.charCodeAt(at))
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
    let [number, kinds] = [0, 0]
    do {
      if (code > 127) [isMixed, kinds] = [true, LETTER | DIGIT]
      else {
        number = step(number, code)
        kinds |= WORD[code] as number
      }
      code = codes[++at] as number
    } while (code < 128 ? WORD[code] !== 0 : isWordCode(code))
    if (code > 127) isMixed = true
    numbers.push(kinds === (LETTER | DIGIT) ? 0 : number)
  }
  return { places, numbers, isMixed }
})
