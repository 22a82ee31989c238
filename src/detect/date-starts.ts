import { isDigit, isLetter, isWordAt } from './chars.ts'
import { digitGroups } from './digit-groups.ts'
import { alphabetOf } from './has-run.ts'

/** The longest name of a month, and the dot or space after it. */
const MOST_WORD = 16

/**
 * Where a sticky pattern for the beginning of a date fits: at one to four digits or eight with a space, a hyphen, a dot, a slash or a
 * letter behind them, and at the word before digits, which may be a month or only a label. Nothing that begins within digits that fitted
 * before.
 */
export function* dateStarts(text: string, pattern: RegExp): Generator<number> {
  const { count, starts, ends } = digitGroups(text)
  let done = 0
  for (let i = 0; i < count; i++) {
    const digit = starts[i] as number
    const word = wordBefore(text, digit)
    for (const start of mayBeginDate(text, digit, ends[i] as number) ? [word, digit] : [word]) {
      if (start < done) continue
      pattern.lastIndex = start
      if (!pattern.test(text)) continue
      done = start < digit ? digit : Math.max(pattern.lastIndex, start + 1)
      yield start
    }
  }
}

const AFTER = alphabetOf(' -./')
const LONGEST = 4
/** `19800312` */
const RUN_TOGETHER = 8

/** Whether digits may be the first of a date, by how many they are and what stands beside them. Any pattern asks for as much. */
function mayBeginDate(text: string, start: number, end: number): boolean {
  if (isLetter(text.charCodeAt(start - 1))) return false
  if (end - start === RUN_TOGETHER) return true
  const after = text.charCodeAt(end)
  return end - start <= LONGEST && (AFTER[after] === 1 || isLetter(after) || after > 127)
}

/** Where the word begins that stands directly before a place, but for a dot and a space or hyphen; -1 when there is none. */
function wordBefore(text: string, at: number): number {
  const between = text.charCodeAt(at - 1)
  if (between !== 32 && between !== 45) return -1
  const end = text.charCodeAt(at - 2) === 46 ? at - 2 : at - 1
  let start = end
  while (end - start < MOST_WORD && isWordAt(text, start - 1) && !isDigit(text.charCodeAt(start - 1))) start--
  return start < end ? start : -1
}
