/** A year of made-up requests of a company, repeatable: what the benches of the index ask about. */
import type { DatabaseSync } from 'node:sqlite'
import { IndexWriter } from '../src/audit/index/index-writer.ts'
import { createTables, settle } from '../src/audit/index/schema.ts'
import type { JsonObject } from '../src/terms/json.ts'

/** A year of requests, at the same distance from each other. */
export const [BEGIN, YEAR] = [Date.parse('2025-11-01T00:00:00Z'), 365 * 86_400_000]

/** Repeatable, and good enough to mix values. */
let seed = 20261121
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
const pick = <T>(...weighted: readonly (readonly [number, T])[]): T => {
  let at = random()
  return (weighted.find(([share]) => (at -= share) < 0) ?? weighted[0])?.[1] as T
}
const some = (names: string, count: number) => `${names}${String(Math.floor(random() * count))}`
export const idOf = (at: number) => `req_${String(at).padStart(26, '0')}`
const ZONES: Readonly<Record<string, string>> = { lan: 'lan', 'openrouter-eu': 'cloud', openrouter: 'cloud' }
const REGIONS: Readonly<Record<string, string>> = { 'openrouter-eu': 'eu' }
const DIGEST = 'ab'.repeat(32)

/** A decision and its outcome, as a proxy of a company with 5,000 callers, each of one of 40 teams and of one of 3 tenants, writes them. */
export function request(at: number): readonly JsonObject[] {
  const level = pick([0.55, 'internal'], [0.3, 'public'], [0.1, 'confidential'], [0.05, 'restricted'])
  const effect = pick([0.96, 'permit'], [0.03, 'deny'], [0.01, 'refuse'])
  const to = level === 'restricted' ? 'lan' : pick([0.6, 'lan'], [0.3, 'openrouter-eu'], [0.1, 'openrouter'])
  const entities = pick<readonly string[]>([0.7, []], [0.2, ['PERSON']], [0.08, ['PERSON', 'EMAIL_ADDRESS']], [0.02, ['US_SSN']]) // prettier-ignore
  const model = some('model-', 8)
  const person = Math.floor(random() * 5_000)
  const isPermitted = effect === 'permit'
  const decision: JsonObject = {
    ...{ type: 'decision', effect, request: idOf(at), received: 1, api: 'chat_completions' },
    caller: {
      ...{ id: `ps1_caller_${String(person)}`, roles: ['employee'], department: null, client: some('app-', 12) },
      ...{
        tenant: [`tenant-${String(person % 3)}`],
        team: [`team-${String(person % 40)}`],
        issuer: 'https://idp.example',
        ip: '10.1.2.3',
      },
    },
    prompt: { operation: 'chat_completions', model, bytes: 1834, hmac: 'hm1_0', stream: true },
    findings: entities.map((type) => ({ type, count: 1, detectors: ['d'] })),
    ...{ level, pinned: level === 'restricted', policy: { id: 'p', version: '1', sha256: DIGEST } },
    considered: Object.keys(ZONES).map((name) => ({ to: name, permitted: name === to, ground: 'allowed_by_rule', rule: 'staff' })), // prettier-ignore
    ...{ destination: isPermitted ? to : null, rule: isPermitted ? some('staff-', 20) : 'stays' },
    attempts: isPermitted ? [{ to, node: null, model }] : [],
  }
  if (!isPermitted) return [decision]
  const result = pick([0.98, 'answered'], [0.015, 'failed'], [0.005, 'aborted'])
  const provider = to === 'lan' ? null : some('provider-', 6)
  const ms = Math.round(200 * 2 ** (6 * random()))
  const outcome: JsonObject = {
    ...{ type: 'outcome', request: idOf(at), status: 200, result, verified: null, breaches: [] },
    attempts: [{ to, node: null, model, result, status: 200, peer: '10.0.0.1:80', ms }],
    served: result === 'answered' ? { to, node: null, peer: '10.0.0.1:80', model, provider } : null,
    ...{ tokens: { prompt: 400, completion: 200 }, cost: to === 'lan' ? nodeCost(ms) : 0.001, bytes_out: 900, ms }, // prettier-ignore
  }
  return [decision, outcome]
}

/** Of a node for $2.40 an hour that answers four at a time. */
const nodeCost = (ms: number) => Number(((ms / 3_600_000) * 0.6).toFixed(9))

/** Requests in one transaction: as many as the indexer takes. */
const BATCH = 50_000

/** Fills an empty index with so many of them, as the indexer does, and returns how many records they are. */
export function fillIndex(db: DatabaseSync, rows: number): number {
  settle(db)
  createTables(db)
  const writer = new IndexWriter(db, (_policy, name) => ({
    zone: ZONES[name] ?? 'unknown',
    region: REGIONS[name] ?? null,
  }))
  let seq = 0
  for (let at = 0; at < rows;) {
    db.exec('BEGIN IMMEDIATE')
    for (const end = Math.min(rows, at + BATCH); at < end; at += 1) {
      const time = BEGIN + Math.floor((at / rows) * YEAR)
      for (const record of request(at)) writer.add({ ...record, seq: seq++, time })
    }
    writer.flush()
    db.exec('COMMIT')
  }
  return seq
}
