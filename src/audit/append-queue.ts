import { Problem } from '../terms/problem.ts'
import type { Stamp } from './line.ts'

/** A record that waits to be durable. */
export type Entry = {
  readonly type: string
  readonly request: string | null
  readonly body: string
  readonly stamp: Stamp
  /** Monotonic milliseconds. */
  readonly expires: number
  readonly resolve: (at: { readonly seq: number }) => void
  readonly reject: (problem: Problem) => void
  /** True when its caller has been answered, one way or the other. */
  settled: boolean
}

/** What a caller gets whose record is not durable. `why` is for the operational log. */
export function auditUnavailable(why: string, cause?: unknown): Problem {
  return new Problem('audit_unavailable', why, { retryAfter: 1, cause })
}

/**
 * An outcome is kept until it can be written, even when its caller has been told that it was not in time: the request
 * has been sent, and the ledger should say how it went. Any other record that was refused is not written at all.
 */
export const outlivesRefusal = (entry: { readonly type: string }) => entry.type === 'outcome'

/** Records in the order in which they came, bounded by count and bytes. */
export class AppendQueue {
  readonly #maxRecords: number
  readonly #maxBytes: number
  #entries: Entry[] = []
  #bytes = 0

  constructor(maxRecords: number, maxBytes: number) {
    this.#maxRecords = maxRecords
    this.#maxBytes = maxBytes
  }

  get length(): number {
    return this.#entries.length
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  get full(): boolean {
    return this.#entries.length >= this.#maxRecords || this.#bytes >= this.#maxBytes
  }

  push(entry: Entry): void {
    this.#entries.push(entry)
    this.#bytes += entry.body.length
  }

  /** Takes the oldest records, at least one, and not many more than `bytes`. */
  take(bytes: number): readonly Entry[] {
    let count = 0
    for (let sum = 0; count < this.#entries.length && sum < bytes; count += 1)
      sum += this.#entries[count]?.body.length ?? 0
    const taken = this.#entries.splice(0, count)
    for (const entry of taken) this.#bytes -= entry.body.length
    return taken
  }

  /** Drops what has been refused and need not be written. */
  dropRefused(): void {
    this.#entries = this.#entries.filter((entry) => !entry.settled || outlivesRefusal(entry))
    this.#bytes = this.#entries.reduce((sum, entry) => sum + entry.body.length, 0)
  }
}

/** Refuses those that have not been answered; gives their number. */
export function refuse(entries: readonly Entry[], problem: Problem): number {
  const waiting = entries.filter(({ settled }) => !settled)
  for (const entry of waiting) {
    entry.settled = true
    entry.reject(problem)
  }
  return waiting.length
}

/** Refuses those that have waited long enough; gives their number, and when the next one will have: Infinity when nobody waits. */
export function refuseExpired(entries: readonly Entry[], at: number, why: string) {
  const waiting = entries.filter(({ settled }) => !settled)
  const expired = waiting.filter(({ expires }) => expires <= at)
  const left = waiting.filter(({ expires }) => expires > at)
  const next = left.reduce((soonest, { expires }) => Math.min(soonest, expires), Infinity)
  return { refused: expired.length === 0 ? 0 : refuse(expired, auditUnavailable(why)), next }
}
