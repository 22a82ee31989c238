import type { JsonObject } from '../terms/json.ts'

/** Milliseconds that the wall clock may gain or lose between two looks. */
const STEP = 2000

/**
 * Compares the wall clock with one that never goes back (FC-4). Gives the record of a step of more than two seconds since the
 * last look: somebody set the clock, or the machine was asleep. A clock that is slowed or hurried a little makes none.
 */
export function createClockWatch(now: () => number, monotonic: () => number): () => JsonObject | null {
  let apart = now() - monotonic()
  return () => {
    const time = now()
    const step = time - monotonic() - apart
    apart += step
    return Math.abs(step) > STEP ? { type: 'clock.step', from: Math.round(time - step), to: Math.round(time) } : null
  }
}
