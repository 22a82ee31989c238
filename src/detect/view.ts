import type { Finding } from '../terms/finding.ts'

/** Where something is in the prompt. */
export type Place = Pick<Finding, 'segment' | 'start' | 'end'>

/** The original offsets of each UTF-16 unit of a changed text. */
export type OffsetMap = { readonly starts: readonly number[]; readonly ends: readonly number[] }

/** The original span of a span in a changed text. */
export const spanIn = ({ starts, ends }: OffsetMap, start: number, end: number): readonly [number, number] => [
  starts[start] ?? 0,
  ends[end - 1] ?? 0,
]

/** The last of some sorted spans that begins at or before a place, by halving. */
export function lastFrom<Span extends { readonly start: number }>(
  spans: readonly Span[],
  at: number,
): Span | undefined {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.start ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return spans[low - 1]
}
