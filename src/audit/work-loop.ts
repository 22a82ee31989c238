export type WorkParts = {
  readonly monotonic: () => number
  /** The next thing that is to be done; null when there is nothing. */
  readonly next: () => (() => Promise<void>) | null
  /** True when something came up since `next` said that there was nothing. */
  readonly hasWork: () => boolean
  /** What was being done has thrown. */
  readonly broke: (bug: unknown) => void
}

/** Does one thing at a time, for as long as there is something to do, and knows since when it has been at it. */
export class WorkLoop {
  readonly #parts: WorkParts
  #running = false
  #busySince: number | null = null
  #onIdle: (() => void)[] = []

  constructor(parts: WorkParts) {
    this.#parts = parts
  }

  get isRunning(): boolean {
    return this.#running
  }

  /** True when what is being done has taken longer than this. */
  isSlow(limitMs: number, at: number): boolean {
    return this.#busySince !== null && at - this.#busySince > limitMs
  }

  /** There may be something to do. One turn of the event loop is let pass, so that all that arrives in it goes out together. */
  wake(): void {
    if (this.#running) return
    this.#running = true
    setImmediate(() => void this.#run())
  }

  /** What was being done is done, whatever is still to be told of it. */
  rest(): void {
    this.#busySince = null
  }

  async #run(): Promise<void> {
    const { next, broke, hasWork } = this.#parts
    try {
      for (let work = next(); work !== null; work = next()) await this.#timed(work)
    } catch (bug) {
      broke(bug)
    }
    this.#running = false
    if (hasWork()) return this.wake()
    for (const resolve of this.#onIdle.splice(0)) resolve()
  }

  async #timed(work: () => Promise<void>): Promise<void> {
    this.#busySince = this.#parts.monotonic()
    try {
      await work()
    } finally {
      this.#busySince = null
    }
  }

  /** Calls this the next time that there is nothing to do. */
  whenIdle(then: () => void): void {
    this.#onIdle.push(then)
  }

  /** Resolves when nothing is being done, or after so many milliseconds. */
  async idle(ms: number): Promise<void> {
    if (!this.#running) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.whenIdle(resolve)
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }
}
