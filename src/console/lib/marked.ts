/** A text cut where something that was found in it begins or ends, so that what overlaps can be drawn side by side. */

export type Range = { readonly start: number; readonly end: number }
/** `of`: which of the ranges cover this piece; empty for none. */
export type MarkedPiece = { readonly start: number; readonly end: number; readonly of: readonly number[] }

/** Ranges are in UTF-16 units. What reaches over an end of the text is cut there, and an empty range marks nothing. */
export function markedPieces(length: number, ranges: readonly Range[]): readonly MarkedPiece[] {
  const inside = ranges.map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(length, end) }))
  const cuts = new Set([0, length, ...inside.flatMap(({ start, end }) => (start < end ? [start, end] : []))])
  const sorted = [...cuts].sort((one, other) => one - other)
  return sorted.slice(0, -1).map((start, at) => {
    const end = sorted[at + 1] ?? length
    return { start, end, of: inside.flatMap((range, nth) => (range.start <= start && range.end >= end ? [nth] : [])) }
  })
}
