import type { Spotted } from '../terms/finding.ts'
import type { Evidence } from './context.ts'

/** Findings less sure than this are chance, and are not reported. */
export const LEAST = 0.35

export type Scores = Readonly<Record<Evidence, number>>

/** A finding at a place, or none where its score is below what is worth reporting. */
export const spot = (type: string, score: number, start: number, end: number): readonly Spotted[] =>
  score < LEAST ? [] : [{ type, score: Math.round(score * 100) / 100, start, end }]
