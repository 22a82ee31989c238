import { isDigit, isWordAt } from './chars.ts'
import { digitGroups } from './digit-groups.ts'

/** The longest name of a month, and the dot or space after it. */
const MOST_WORD = 16

/**
 * Where a sticky pattern for the beginning of a date fits: at digits, and at the word before digits, which may be a month. Nothing that
 * begins within what fitted before.
 */
export function* dateStarts(text: string, pattern: RegExp): Generator<number> {
  const { count, starts } = digitGroups(text)
  let done = 0
  for (let i = 0; i < count; i++) {
    const digit = starts[i] ?? 0
    for (const start of [wordBefore(text, digit), digit]) {
      if (start < done) continue
      pattern.lastIndex = start
      if (!pattern.test(text)) continue
      done = Math.max(pattern.lastIndex, start + 1)
      yield start
    }
  }
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
