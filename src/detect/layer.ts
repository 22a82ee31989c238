import type { Normalised } from './normalise.ts'
import { spanIn } from './view.ts'

/** A text that was made of another, with the way back to it. */
export type Layer = {
  readonly text: string
  /** The span of the text it was made of that a span of this one stands for. */
  readonly span: (start: number, end: number) => readonly [start: number, end: number]
  /** True when something in a span was not to be read there before. What was is looked at already. */
  readonly isNew: (start: number, end: number) => boolean
  /** True when all of it has one and the same place: things at the same place are different things then. */
  readonly isOpaque: boolean
}

/** A text by itself: it is where it is, and all of it is new. */
export const asItIs = (text: string): Layer => ({
  text,
  span: (start, end) => [start, end],
  isNew: () => true,
  isOpaque: false,
})

/** A layer with its text normalised. */
export function normalisedLayer(layer: Layer, { text, map }: Normalised): Layer {
  if (map === null) return layer
  const back = (start: number, end: number) => spanIn(map, Math.max(0, start), Math.min(text.length, end))
  return {
    text,
    span: (start, end) => layer.span(...back(start, end)),
    isNew: (start, end) => layer.isNew(...back(start, end)),
    isOpaque: layer.isOpaque,
  }
}

/** A layer of a layer, with the way back through both. */
export const through = (outer: Layer, inner: Layer): Layer => ({
  ...inner,
  isOpaque: outer.isOpaque || inner.isOpaque,
  span: (start, end) => outer.span(...inner.span(start, end)),
})
