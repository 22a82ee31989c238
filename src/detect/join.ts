import { normalise } from './normalise.ts'
import type { OffsetMap, Place } from './view.ts'
import { spanIn } from './view.ts'

/** What there is to know of neighbouring segments that are read as one, beside their text. */
export type Window = {
  /** Where each of the segments ends. */
  readonly ends: readonly number[]
  /** Where findings have to begin to be this one's: what lies before and after is there to be read with it. */
  readonly owned: { readonly from: number; readonly to: number }
  /** True when only what lies on both sides of a border has a place. */
  readonly cutOnly: boolean
}

/** Neighbouring segments read as one. */
export type Joined = Window & {
  readonly text: string
  readonly locate: (start: number, end: number) => Place | null
  /** All that the window is, beside its text: how it is joined, and where. */
  readonly shape: string
}

/** Tells whether a border lies within a span. */
export function cutBetween(ends: readonly number[]): (start: number, end: number) => boolean {
  return (start, end) => (ends[firstAfter(ends, start)] ?? end) < end
}

/** How far from a border between segments something is looked for that the border cuts. */
const REACH = 96
/** Short segments in a row are read in windows of about this size, with what is to their left and right. */
const OWNED = 2_048
const LEFT = 192
const RIGHT = 1_024

/** A part of a segment that is near a border, normalised. */
export type Edge = {
  readonly segment: number
  readonly text: string
  /** The span in the segment's own text that a span of this stands for. */
  readonly locate: (start: number, end: number) => readonly [start: number, end: number]
}

/**
 * What stands at the borders between segments, in order. A segment longer than twice the reach ends a stretch: its middle was
 * looked at already. Only what is near a border is normalised.
 */
export function stretchesOf(texts: readonly string[]): readonly (readonly Edge[])[] {
  const stretches: Edge[][] = [[]]
  texts.forEach((text, segment) => {
    const head = headOf(text)
    stretches.at(-1)?.push({ segment, ...head.edge })
    if (head.isAll) return
    stretches.push([{ segment, ...tailOf(text) }])
  })
  return stretches.filter((edges) => edges.length > 1)
}

type Read = Omit<Edge, 'segment'>

/** The first normalised characters of a text, or all of it where it is short. Reads on while there is little but what is dropped. */
function headOf(text: string): { readonly edge: Read; readonly isAll: boolean } {
  for (let size = 2 * REACH; ; size *= 4) {
    const isAll = size >= text.length
    const { text: plain, map } = normalise(isAll ? text : text.slice(0, wholeBefore(text, size)))
    if (isAll && plain.length <= 2 * REACH) return { edge: readOf(plain, map, 0, 0), isAll: true }
    if (isAll || plain.length >= REACH) return { edge: readOf(plain.slice(0, REACH), map, 0, 0), isAll: false }
  }
}

function tailOf(text: string): Read {
  for (let size = 2 * REACH; ; size *= 4) {
    const from = size >= text.length ? 0 : wholeBefore(text, text.length - size)
    const { text: plain, map } = normalise(text.slice(from))
    if (from === 0 || plain.length >= REACH)
      return readOf(plain.slice(-REACH), map, from, Math.max(0, plain.length - REACH))
  }
}

/** `at`, or one less where that is the middle of a character. */
const wholeBefore = (text: string, at: number): number => at - Number(/[\ud800-\udbff]/.test(text.charAt(at - 1)))

/** Something normalised from `base` on, of which the first `skipped` characters are left out. */
const readOf = (text: string, map: OffsetMap | null, base: number, skipped: number): Read => ({
  text,
  locate: (start, end) => {
    const [from, to] = map === null ? [start + skipped, end + skipped] : spanIn(map, start + skipped, end + skipped)
    return [from + base, to + base]
  },
})

/**
 * A stretch in windows, with `glue` between the segments. What comes to the end of a stretch leaves the windows before it as
 * they were, so that they are known again in the next turn of a conversation. All of them together are at most two times as
 * long as the stretch. With `cutOnly`, only findings on both sides of a border have a place. It is in the segment where they begin.
 */
export function windowsOf(edges: readonly Edge[], glue: string, cutOnly: boolean): readonly Joined[] {
  const windows: Joined[] = []
  for (let from = 0; from < edges.length;) {
    const to = reachFrom(edges, from, OWNED, 1)
    const right = reachFrom(edges, to, RIGHT, 1)
    const end = right === edges.length ? right : to // what is left at the end needs no window of its own
    const left = reachFrom(edges, from - 1, LEFT, -1) + 1
    windows.push(windowOf(edges.slice(left, right), { glue, cutOnly, skip: from - left, own: end - from }))
    from = end
  }
  return windows
}

/** The place after as many edges as it takes to read so many characters. */
function reachFrom(edges: readonly Edge[], from: number, most: number, step: 1 | -1): number {
  let at = from
  for (let size = 0; at >= 0 && at < edges.length && size < most; at += step) size += (edges[at]?.text.length ?? 0) + 1
  return at
}

type Cut = { readonly glue: string; readonly cutOnly: boolean; readonly skip: number; readonly own: number }
type Piece = Edge & { readonly from: number; readonly to: number }

function windowOf(edges: readonly Edge[], { glue, cutOnly, skip, own }: Cut): Joined {
  const pieces: Piece[] = []
  let text = ''
  for (const edge of edges) {
    if (pieces.length > 0) text += glue
    pieces.push({ ...edge, from: text.length, to: text.length + edge.text.length })
    text += edge.text
  }
  const ends = pieces.map(({ to }) => to)
  const owned = { from: skip === 0 ? 0 : (pieces[skip]?.from ?? 0), to: pieces[skip + own]?.from ?? text.length }
  return {
    text,
    ends,
    owned,
    cutOnly,
    shape: [glue, owned.from, owned.to, ...ends].join(','),
    locate: (start, end) => {
      const piece = pieces[firstAfter(ends, start)]
      if (piece === undefined || (cutOnly && end <= piece.to)) return null
      const from = Math.max(start, piece.from) - piece.from
      const to = Math.min(end, piece.to) - piece.from
      if (to <= from) return null
      const [first, last] = piece.locate(from, to)
      return { segment: piece.segment, start: first, end: last }
    },
  }
}

/** The first of some ends in order that lies after a place, by halving. */
function firstAfter(ends: readonly number[], at: number): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}
