import { STEPS } from './roll-up-schema.ts'
import type { Step } from './roll-up-schema.ts'

/** A part of a time: lines of a roll-up of this step, or rows. From `since` on and before `until`. */
export type Piece = { readonly step: Step | null; readonly since: number; readonly until: number }

/**
 * A time, cut into the longest lines that lie in it whole, of these steps (shortest first), and rows at both ends. Rows alone when no step is
 * given.
 */
export function piecesOf(since: number, until: number, steps: readonly Step[]): readonly Piece[] {
  if (since >= until) return []
  const step = steps.at(-1)
  if (step === undefined) return [{ step: null, since, until }]
  const length = STEPS[step]
  const [first, last] = [Math.ceil(since / length) * length, Math.floor(until / length) * length]
  const shorter = steps.slice(0, -1)
  if (first >= last) return piecesOf(since, until, shorter)
  return [...piecesOf(since, first, shorter), { step, since: first, until: last }, ...piecesOf(last, until, shorter)]
}
