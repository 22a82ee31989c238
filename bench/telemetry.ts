/**
 * What watching one request costs: the same steps through rooms that do nothing, bare and watched, in turns within one run. Watched: every step is
 * timed, and at its end the request is counted.
 *
 *     npm run -s bench:telemetry [REQUESTS]     default: 20,000 in each of 9 turns
 */
import { performance } from 'node:perf_hooks'
import { handle } from '../src/pipeline.ts'
import type { Exchange, Rooms, Seen } from '../src/pipeline.ts'
import { createTelemetryRoom } from '../src/telemetry-room.ts'
import type { Attempt, AttemptResult, Outcome } from '../src/terms/attempt.ts'
import type { Caller } from '../src/terms/caller.ts'
import type { Decision } from '../src/terms/decision.ts'
import type { Log } from '../src/terms/logger.ts'
import type { Prompt } from '../src/terms/prompt.ts'
import type { Witness } from '../src/terms/witness.ts'

const REQUESTS = Number(process.argv[2] ?? 20_000)
const TURNS = 9

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const telemetry = createTelemetryRoom({ log })
const caller = { issuer: 'i', subject: 's' } as Caller
const prompt = { model: 'm', unread: [] } as unknown as Prompt
const finding = { detector: 'd', type: 'PERSON', score: 1, segment: 0, start: 0, end: 1, via: 'plain' } as const
const detection = { findings: [finding, finding, { ...finding, type: 'EMAIL_ADDRESS' }], failed: [] }
const decision = { kind: 'permit', level: 'internal', reasons: [], considered: [], permitted: [], broken: [], shadow: [], pinned: false } as unknown as Decision // prettier-ignore
const attempt = { destination: 'lan', node: 'n1', model: 'm' }
const result: AttemptResult = { ...attempt, result: 'answered', status: 200, peer: null, ms: 5 }
const outcome: Outcome = {
  ...{ attempts: [result], status: 200, result: 'answered', verification: null, queuedMs: 0, bytesOut: 900, firstByteMs: 5, ms: 6 },
  served: { destination: 'lan', node: 'n1', peer: null, model: 'm', provider: null, standIn: false },
  usage: { promptTokens: 100, completionTokens: 50, cost: null },
} // prettier-ignore

const rooms: Rooms = {
  authenticate: async () => caller,
  raises: () => [],
  excuse: () => null,
  read: () => prompt,
  recall: () => ({ level: null, unread: [], ties: [] }),
  attend: () => ({ witness: {} as Witness, keep: () => {} }),
  models: () => [],
  detect: async () => detection,
  decide: () => decision,
  rehearse: () => null,
  prove: async () => {},
  route: () => ({ kind: 'attempts', attempts: [{ ...attempt } as Attempt] }),
  forward: async ({ plan }) => {
    telemetry.began(plan.attempts[0])(result)
    return { outcome, problem: null }
  },
  record: { decision: () => ({}), outcome: () => ({}) },
  append: async () => {},
  log,
}

const exchange = { id: 'r', api: 'chat_completions', receivedAt: 0, ip: null, rawHeaders: [], levels: [], reasons: [], body: async () => new Uint8Array(0) } as unknown as Exchange // prettier-ignore
const bare = () => handle(rooms, exchange, { exchange })
const watched = () => {
  const seen: Seen = { exchange }
  return telemetry.watched({ rooms, arrived: exchange, seen }, (timed, watch) =>
    handle(timed, { ...exchange, body: watch.timed('receive', exchange.body) }, seen),
  )
}

async function microseconds(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  for (let at = 0; at < REQUESTS; at += 1) await work()
  return ((performance.now() - from) * 1000) / REQUESTS
}

const turns: { readonly bare: number; readonly watched: number }[] = []
for (let turn = 0; turn < TURNS; turn += 1) turns.push({ bare: await microseconds(bare), watched: await microseconds(watched) }) // prettier-ignore
const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN
const [plain, timed] = [median(turns.map((turn) => turn.bare)), median(turns.map((turn) => turn.watched))]
process.stdout.write(
  `one request through rooms that do nothing, median of ${String(TURNS)} turns of ${String(REQUESTS)}\n` +
    `bare     ${plain.toFixed(1).padStart(7)} µs\nwatched  ${timed.toFixed(1).padStart(7)} µs\nwatching ${(timed - plain).toFixed(1).padStart(7)} µs\n`,
)
await telemetry.stop()
