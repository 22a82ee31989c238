/** Counts what passes the door and the ledger, each where it happens, so that the ledger can be held against it. */
import type { JsonObject } from './terms/json.ts'

export type Counters = {
  /** A request arrived. */
  readonly arrived: () => void
  /** The egress guard let a request out. A retry is no other request. */
  readonly sent: () => void
  /** Counts records that the ledger has acknowledged, on their way through. */
  readonly through: (append: Append) => Append
  /** Cumulative since the start, as they are now. */
  readonly values: () => {
    readonly requests: number
    readonly decisions: number
    readonly permits: number
    readonly outcomes: number
    readonly sent: number
  }
}

type Append = (record: JsonObject) => Promise<unknown>

export function createCounters(): Counters {
  const counts = { requests: 0, decisions: 0, permits: 0, outcomes: 0, sent: 0 }
  return {
    arrived: () => void (counts.requests += 1),
    sent: () => void (counts.sent += 1),
    through: (append) => async (record) => {
      const done = await append(record)
      if (record['type'] === 'decision') counts.decisions += 1
      if (record['type'] === 'decision' && record['effect'] === 'permit') counts.permits += 1
      if (record['type'] === 'outcome') counts.outcomes += 1
      return done
    },
    values: () => ({ ...counts }),
  }
}
