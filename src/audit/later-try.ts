/** Tries again after a pause, which doubles each time up to a limit. */
export class LaterTry {
  readonly #firstMs: number
  readonly #mostMs: number
  #pause: number
  #timer: NodeJS.Timeout | null = null

  constructor({ retryMs, retryMaxMs }: { readonly retryMs: number; readonly retryMaxMs: number }) {
    this.#firstMs = retryMs
    this.#mostMs = retryMaxMs
    this.#pause = retryMs
  }

  /** In place of a try that was still to come. It keeps no process running. */
  schedule(work: () => void): void {
    this.stop()
    this.#timer = setTimeout(work, this.#pause).unref()
    this.#pause = Math.min(this.#pause * 2, this.#mostMs)
  }

  /** It went well: the next pause is the first again. */
  reset(): void {
    this.#pause = this.#firstMs
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}
