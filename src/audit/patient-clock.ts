/** Milliseconds between two looks at the time. */
const TICK = 20
/** The most that may pass between two looks and still be waiting. */
const MOST = 50

export type PatientClock = { readonly now: () => number; readonly stop: () => void }

/**
 * Milliseconds for how long somebody waits for the disk. While this process is busy it does not hear that the disk has long been done, so of each
 * stretch in which it heard nothing no more than 50 ms count: a wait is longer by what Cordon itself was busy, and never refused because of it.
 */
export function patientClock(monotonic: () => number): PatientClock {
  let last = monotonic()
  let passed = last
  const now = () => {
    const at = monotonic()
    passed += Math.min(Math.max(0, at - last), MOST)
    last = at
    return passed
  }
  const ticker = setInterval(now, TICK).unref()
  return { now, stop: () => clearInterval(ticker) }
}
