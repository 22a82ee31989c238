import type { Place } from './view.ts'

/** Neighbouring segments read as one. */
export type Joined = {
  readonly text: string
  readonly locate: (start: number, end: number) => Place | null
}

/** How far from a border between segments something is looked for that the border cuts. */
const REACH = 96

type Piece = { readonly segment: number; readonly offset: number; readonly from: number; readonly to: number }

/**
 * What stands at the borders between segments, in order, with `glue` between them. A segment longer than twice the reach
 * ends a stretch: its middle was looked at already. So the result is never longer than the texts, and linear in them.
 * `isCut` asks for findings that lie on both sides of a border only. They are placed in the segment where they begin.
 */
export function joined(texts: readonly string[], glue: string, isCut: boolean): readonly Joined[] {
  const stretches: { text: string; pieces: Piece[] }[] = [{ text: '', pieces: [] }]
  const add = (segment: number, offset: number, part: string) => {
    const stretch = stretches[stretches.length - 1] ?? { text: '', pieces: [] }
    if (stretch.pieces.length > 0) stretch.text += glue
    stretch.pieces.push({ segment, offset, from: stretch.text.length, to: stretch.text.length + part.length })
    stretch.text += part
  }
  texts.forEach((text, segment) => {
    if (text.length <= 2 * REACH) return add(segment, 0, text)
    add(segment, 0, text.slice(0, REACH))
    stretches.push({ text: '', pieces: [] })
    return add(segment, text.length - REACH, text.slice(-REACH))
  })
  return stretches
    .filter(({ pieces }) => pieces.length > 1)
    .map(({ text, pieces }) => ({ text, locate: (start, end) => locate(pieces, { start, end, isCut }) }))
}

type Span = { readonly start: number; readonly end: number; readonly isCut: boolean }

function locate(pieces: readonly Piece[], { start, end, isCut }: Span): Place | null {
  const piece = pieces[firstEndingAfter(pieces, start)]
  if (piece === undefined || (isCut && end <= piece.to)) return null
  const from = Math.max(start, piece.from) - piece.from
  const to = Math.min(end, piece.to) - piece.from
  return to <= from ? null : { segment: piece.segment, start: piece.offset + from, end: piece.offset + to }
}

/** The first piece that ends after a place, by halving. */
function firstEndingAfter(pieces: readonly Piece[], at: number): number {
  let [low, high] = [0, pieces.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.to ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}
