import type { Cell } from './cells.ts'
import { addTimes, noTimes, percentile } from './times.ts'

/** Requests, added up. Percentiles are of answered ones, in milliseconds, and approximate; null where none was answered. */
export type Totals = {
  readonly requests: number
  readonly permitted: number
  readonly denied: number
  readonly refused: number
  /** Held to the LAN. */
  readonly pinned: number
  /** Of these, because something could not be read, or a detector failed; but for those that no node served. */
  readonly failed_local: number
  /** Of these, not served, since no node there could: 503. */
  readonly unserved: number
  /** Permitted, and sent to a cloud destination, or to be sent there first. */
  readonly cloud: number
  readonly answered: number
  readonly tokens_in: number
  readonly tokens_out: number
  /** US dollars, as far as destinations reported them. */
  readonly cost: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

type End = {
  readonly effect: string | null
  readonly outcome: string | null
  readonly pinned: string | null
  readonly zone: string | null
}

type Counts = { -readonly [Name in Exclude<keyof Totals, 'p50' | 'p95' | 'p99'>]: number }

/** Adds up cells. */
export class Sums {
  readonly #times = noTimes()
  readonly #counts: Counts = {
    ...{
      requests: 0,
      permitted: 0,
      denied: 0,
      refused: 0,
      pinned: 0,
      failed_local: 0,
      unserved: 0,
      cloud: 0,
      answered: 0,
    },
    ...{ tokens_in: 0, tokens_out: 0, cost: 0 },
  }

  add({ n, tokensIn, tokensOut, cost, times }: Cell, { effect, outcome, pinned, zone }: End): void {
    const counts = this.#counts
    counts.requests += n
    counts.tokens_in += tokensIn
    counts.tokens_out += tokensOut
    counts.cost += cost
    if (effect === 'permit') counts.permitted += n
    if (effect === 'deny') counts.denied += n
    if (effect === 'refuse') counts.refused += n
    if (pinned !== null && pinned !== 'no') counts.pinned += n
    if (pinned === 'unread') counts.failed_local += n
    if (pinned === 'unserved') counts.unserved += n
    if (zone === 'cloud') counts.cloud += n
    if (outcome === 'answered') counts.answered += n
    if (times !== null) addTimes(this.#times, times)
  }

  totals(): Totals {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(this.#times, share))
    return { ...this.#counts, cost: cents(this.#counts.cost), p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null }
  }
}

/** Sums of fractions, in whatever order they were added. */
const cents = (cost: number) => Number(cost.toFixed(6))
