import { digitGroups } from './digit-groups.ts'

/** A street is much shorter, even where its name stands behind another's. */
const MOST_AHEAD = 512

/** Whether there are digits within reach behind a place, for places in order. */
export function nearDigits(text: string): (at: number) => boolean {
  const { count, starts, ends } = digitGroups(text)
  let next = 0
  return (at) => {
    while (next < count && (ends[next] as number) <= at) next++
    return next < count && (starts[next] as number) - at <= MOST_AHEAD
  }
}
