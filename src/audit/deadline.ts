/** One timer for all that wait, which goes off when the first of them has waited long enough. */
export class Deadline {
  readonly #monotonic: () => number
  readonly #sweep: (at: number) => number
  #timer: NodeJS.Timeout | null = null
  /** Monotonic milliseconds at which the timer goes off. */
  #armedFor = Infinity

  /** `sweep` refuses whoever has waited too long, and gives the time at which the next one will have; Infinity when nobody waits. */
  constructor(monotonic: () => number, sweep: (at: number) => number) {
    this.#monotonic = monotonic
    this.#sweep = sweep
  }

  /** Somebody waits until then. */
  expect(expires: number, at: number): void {
    if (expires < this.#armedFor) this.#arm(expires, at)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #arm(expires: number, at: number): void {
    this.stop()
    this.#armedFor = expires
    // A stalled event loop runs timers before it hears from the disk: what was durable in time is let through first.
    this.#timer = setTimeout(() => setImmediate(() => this.#goOff()), Math.max(5, expires - at))
  }

  #goOff(): void {
    this.#timer = null
    this.#armedFor = Infinity
    const at = this.#monotonic()
    const next = this.#sweep(at)
    if (next < Infinity) this.#arm(next, at)
  }
}
