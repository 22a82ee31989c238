/** Runs something once after `ms`; returns what cancels it. */
export type Later = (ms: number, run: () => void) => () => void

/** A timer that does not keep the process alive. */
export const laterUnheld: Later = (ms, run) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
