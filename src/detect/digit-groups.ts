import { codesOf } from './codes.ts'
import { ofLastText } from './memo.ts'

/** Every run of ASCII digits in a text, in order, without anything between. */
export type DigitGroups = {
  readonly count: number
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** All digits of the text in a row, and where in it those of each group begin; one place more for the end. */
  readonly digits: string
  readonly at: readonly number[]
}

/** The digits of a text, found once for all detectors that ask. One pass. */
export const digitGroups: (text: string) => DigitGroups = ofLastText((text) => {
  const starts: number[] = []
  const ends: number[] = []
  const at = [0]
  let digits = ''
  const codes = codesOf(text)
  const { length } = text
  for (let i = 0; i < length; i++) {
    if (!isDigitCode(codes[i] as number)) continue
    const start = i
    do i++
    while (isDigitCode(codes[i] as number))
    starts.push(start)
    ends.push(i)
    digits += text.slice(start, i)
    at.push(digits.length)
  }
  return { count: starts.length, starts, ends, digits, at }
})

const isDigitCode = (code: number): boolean => code >= 48 && code <= 57
