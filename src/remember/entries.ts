type Entry = { value: string; expires: number }

/**
 * A bounded memory of short texts under digests. The one that has not been used for longest goes first; one whose time is over is
 * not found any more. Every step takes the same time, however much is in it.
 */
export class Entries {
  readonly #entries = new Map<string, Entry>()
  readonly #most: number
  readonly #ttlMs: number
  readonly #now: () => number

  constructor(most: number, ttlMs: number, now: () => number) {
    this.#most = most
    this.#ttlMs = ttlMs
    this.#now = now
  }

  get size(): number {
    return this.#entries.size
  }

  /** Being asked for extends a life. */
  get(key: string): string | null {
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    this.#entries.delete(key)
    if (entry.expires <= this.#now()) return null
    this.#put(key, entry.value)
    return entry.value
  }

  set(key: string, value: string): void {
    this.#entries.delete(key)
    this.#put(key, value)
    if (this.#entries.size <= this.#most) return
    for (const [oldest] of this.#entries) {
      this.#entries.delete(oldest)
      return
    }
  }

  #put(key: string, value: string): void {
    this.#entries.set(key, { value, expires: this.#now() + this.#ttlMs })
  }
}
