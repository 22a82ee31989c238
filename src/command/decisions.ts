import { keptPolicies, readKeptPolicy } from '../audit/kept-policies.ts'
import { readDecision } from '../audit/read-decision.ts'
import { readRecords } from '../audit/read-records.ts'
import { fromCanonical } from '../policy/kept-policy.ts'
import type { Policy } from '../terms/policy.ts'
import type { Recorded } from '../terms/recorded.ts'
import type { Io } from './io.ts'
import type { Window } from './time-window.ts'

export type Decisions = {
  readonly ledger: string
  readonly window: Window
  readonly onDecision: (recorded: Recorded) => void
  /** A request that was refused before a policy was asked. */
  readonly onOther?: () => void
}

/**
 * Hands over every decision of a ledger that arrived within a window, in order. Resolves with how many lines could not be read. Shows on a
 * terminal how far it is.
 */
export async function eachDecision({ ledger, window, onDecision, onOther }: Decisions, io: Io): Promise<number> {
  const onProgress = progress(io)
  const { damaged } = await readRecords(ledger, { types: ['decision'], onProgress }, (record) => {
    const received = record['received']
    if (typeof received === 'number' && (received < window.since || received >= window.until)) return
    const recorded = readDecision(record)
    if (recorded === null) onOther?.()
    else onDecision(recorded)
  })
  if (io.colour) io.err('\r\u001b[K')
  return damaged
}

function progress({ colour, err }: Io) {
  let last = -1
  return ({ bytes, of }: { readonly bytes: number; readonly of: number }) => {
    const percent = of === 0 ? 100 : Math.floor((100 * bytes) / of)
    if (!colour || percent === last) return
    last = percent
    err(`\r${String(percent).padStart(3)} % of ${(of / 1e6).toFixed(0)} MB read`)
  }
}

/** Every policy that was in force while a ledger was written, by digest. */
export async function policiesOf(ledger: string): Promise<ReadonlyMap<string, Policy>> {
  const { digests } = await keptPolicies(ledger)
  const policies = new Map<string, Policy>()
  for (const digest of digests) {
    const text = await readKeptPolicy(ledger, digest)
    if (text !== null) policies.set(digest, fromCanonical(text, digest))
  }
  return policies
}

/** What to say when lines of a ledger were not read, and what to do about it. */
export const damagedSays = (damaged: number, ledger: string) =>
  `${damaged.toLocaleString('en')} lines of the ledger could not be read: cordon audit verify ${ledger} says why\n`
