import type { Finding } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'

/** Where something is in the prompt. */
export type Place = Pick<Finding, 'segment' | 'start' | 'end'>

/** One way to look at a part of the prompt: a text to search in, and the way back to the original. */
export type View = {
  readonly text: string
  readonly via: Finding['via']
  /** Stands for the key path and role of what is looked at. */
  readonly segment: Segment
  /** The place in the original prompt that a span of this text came from; null when the view does not vouch for it. */
  readonly locate: (start: number, end: number) => Place | null
}

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
