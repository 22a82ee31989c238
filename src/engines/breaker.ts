export type BreakerParts = {
  /** So many failures in a row open the circuit. */
  readonly failures: number
  /** Milliseconds for which it stays open; then one call is let through. */
  readonly cooldownMs: number
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  /** Told each time the circuit opens, also after a trial that failed. */
  readonly onRest?: () => void
}

/** Keeps calls from something that fails anyway. Every call that is allowed ends in `ended`. */
export type Breaker = {
  /** Takes the one trial when the circuit was open for long enough. */
  readonly allows: () => boolean
  /** `none`: the call says nothing about the other side. */
  readonly ended: (how: 'good' | 'bad' | 'none') => void
}

export function createBreaker({ failures, cooldownMs, now, onRest }: BreakerParts): Breaker {
  let inARow = 0
  let openUntil: number | null = null
  let isTrying = false
  return {
    allows: () => {
      if (openUntil === null) return true
      if (isTrying || now() < openUntil) return false
      isTrying = true
      return true
    },
    ended: (how) => {
      isTrying = false
      if (how === 'none') return
      inARow = how === 'good' ? 0 : inARow + 1
      const rests = inARow >= failures
      if (rests && (openUntil === null || now() >= openUntil)) onRest?.()
      openUntil = rests ? now() + cooldownMs : null
    },
  }
}
