/** A real ledger of made-up requests, evenly over a time that has passed: for a Cordon to go on with. */
import { createHash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { openLedger } from '../src/audit/ledger.ts'
import type { JsonObject } from '../src/terms/json.ts'
import { request } from './a-year.ts'

export type HistoryParts = {
  readonly dir: string
  readonly origin: string
  readonly key: KeyObject
  readonly requests: number
  /** Milliseconds since 1970. */
  readonly since: number
  readonly until: number
  /** How many are written at once, and so have one time. */
  readonly atOnce?: number
  /** Where in the time the nth share of the requests is, both from 0 to 1; evenly without. */
  readonly when?: (share: number) => number
  /** By which everything was decided; one that says where its destinations are, and no more, without. */
  readonly policy?: DecidedBy
  /** The records of the nth request; those of `a-year.ts` without. */
  readonly requestOf?: (nth: number) => readonly JsonObject[]
  readonly onProgress?: (done: number) => void
}

/** A policy as a ledger keeps it: its canonical text, and what records call it. */
export type DecidedBy = {
  readonly id: string
  readonly version: string
  readonly sha256: string
  readonly text: string
}

const DESTINATIONS = [
  { name: 'lan', zone: 'lan' },
  { name: 'openrouter-eu', zone: 'cloud', region: 'eu' },
  { name: 'openrouter', zone: 'cloud' },
]
const AT_ONCE = 256

/** Writes it, signed like any other. A clock that is handed in makes it old: how far it goes on with each record is how far apart they are. */
export async function writeHistory({
  requestOf = request,
  when = (share) => share,
  atOnce = AT_ONCE,
  ...parts
}: HistoryParts): Promise<void> {
  const { requests, since, until } = parts
  let at = since
  const { text, ...decidedBy } = parts.policy ?? placesOnly()
  const ledger = await openLedger({
    ...{ dir: parts.dir, origin: parts.origin, writer: 'history', deadlineMs: 600_000, pid: process.pid, log: QUIET },
    ...{ now: () => at, monotonic: () => at - since, signers: [parts.key] },
    policy: { digest: decidedBy.sha256, text, serial: null },
    about: { policy: { name: decidedBy.id, version: decidedBy.version, sha256: decidedBy.sha256, kept: true } },
  })
  const write = async (records: readonly JsonObject[]) => {
    for (const record of records) {
      const named = record['type'] === 'decision' ? { ...record, received: at, policy: decidedBy } : record
      await ledger.append(named)
    }
  }
  for (let done = 0; done < requests; done += atOnce) {
    at = since + Math.floor(when(done / requests) * (until - since))
    const count = Math.min(atOnce, requests - done)
    await Promise.all(Array.from({ length: count }, (_, more) => write(requestOf(done + more))))
    parts.onProgress?.(done + count)
  }
  await ledger.close()
}

function placesOnly(): DecidedBy {
  const text = JSON.stringify({ name: 'acme-llm-egress', levels: ['public', 'internal', 'confidential', 'restricted'], destinations: DESTINATIONS }) // prettier-ignore
  return { id: 'acme-llm-egress', version: '2026.11.1', sha256: createHash('sha256').update(text).digest('hex'), text }
}

const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
