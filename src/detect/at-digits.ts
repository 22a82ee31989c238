import { digitGroups } from './digit-groups.ts'

/** Something found at a place. */
export type At = { readonly index: number; readonly match: RegExpExecArray }

/**
 * The matches of a sticky pattern that begins at a run of digits, or `before` characters in front of one. So a pattern is tried only
 * where there are digits, and not at every character; `mayBegin` tells most of those off by what stands beside the digits. Matches do not
 * overlap.
 */
export function* atDigits(
  text: string,
  pattern: RegExp,
  before = 0,
  mayBegin: (start: number, end: number) => boolean = () => true,
): Generator<At> {
  const { count, starts, ends } = digitGroups(text)
  let done = 0
  for (let i = 0; i < count; i++) {
    const index = (starts[i] as number) - before
    if (index < done || !mayBegin(starts[i] as number, ends[i] as number)) continue
    pattern.lastIndex = index
    const match = pattern.exec(text)
    if (match === null) continue
    done = pattern.lastIndex
    yield { index, match }
  }
}
