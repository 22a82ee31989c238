/**
 * What a question to the index costs: how fast the index takes in a real ledger and how fast so many rows as are asked for, then pages and counts over
 * all of them, and the memory that it takes.
 *
 *     npm run -s bench:query [ROWS] [DIR]      ROWS: requests, 10,000,000 without; DIR: where the files lie, without: a temporary directory
 */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { IndexWriter } from '../src/audit/index/index-writer.ts'
import { LedgerIndex } from '../src/audit/index/ledger-index.ts'
import type { Filter, Group } from '../src/audit/index/filter.ts'
import { countBy, findRequest, pageOf } from '../src/audit/index/query.ts'
import { createIndexes, createTables } from '../src/audit/index/schema.ts'
import { openLedger } from '../src/audit/ledger.ts'
import { ALL_RECORDS } from '../src/terms/reading.ts'
import type { JsonObject } from '../src/terms/json.ts'

const ROWS = Number(process.argv[2] ?? 10_000_000)
const LEDGER_REQUESTS = 125_000
const BATCH = 10_000
/** A year of requests, at the same distance from each other. */
const [BEGIN, YEAR] = [Date.parse('2025-11-01T00:00:00Z'), 365 * 86_400_000]

/** Repeatable, and good enough to mix values. */
let seed = 20261121
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
const pick = <T>(...weighted: readonly (readonly [number, T])[]): T => {
  let at = random()
  return (weighted.find(([share]) => (at -= share) < 0) ?? weighted[0])?.[1] as T
}
const some = (names: string, count: number) => `${names}${String(Math.floor(random() * count))}`
const idOf = (at: number) => `req_${String(at).padStart(26, '0')}`
const ZONES: Readonly<Record<string, string>> = { lan: 'lan', 'openrouter-eu': 'cloud', openrouter: 'cloud' }
const DIGEST = 'ab'.repeat(32)

/** A decision and its outcome, as a proxy of a company with 5,000 callers, 40 teams and 3 tenants writes them. */
function request(at: number): readonly JsonObject[] {
  const level = pick([0.55, 'internal'], [0.3, 'public'], [0.1, 'confidential'], [0.05, 'restricted'])
  const effect = pick([0.96, 'permit'], [0.03, 'deny'], [0.01, 'refuse'])
  const to = level === 'restricted' ? 'lan' : pick([0.6, 'lan'], [0.3, 'openrouter-eu'], [0.1, 'openrouter'])
  const entities = pick<readonly string[]>([0.7, []], [0.2, ['PERSON']], [0.08, ['PERSON', 'EMAIL_ADDRESS']], [0.02, ['US_SSN']]) // prettier-ignore
  const isPermitted = effect === 'permit'
  const decision: JsonObject = {
    ...{ type: 'decision', effect, request: idOf(at), received: 1, api: 'chat_completions' },
    caller: {
      ...{ id: some('ps1_caller_', 5_000), roles: ['employee'], department: null, client: some('app-', 12) },
      ...{ tenant: [some('tenant-', 3)], team: [some('team-', 40)], issuer: 'https://idp.example', ip: '10.1.2.3' },
    },
    prompt: { operation: 'chat_completions', model: some('model-', 8), bytes: 1834, hmac: 'hm1_0', stream: true },
    findings: entities.map((type) => ({ type, count: 1, detectors: ['d'] })),
    ...{ level, policy: { id: 'p', version: '1', sha256: DIGEST } },
    considered: Object.keys(ZONES).map((name) => ({ to: name, permitted: name === to, ground: 'allowed_by_rule', rule: 'staff' })), // prettier-ignore
    ...{ destination: isPermitted ? to : null, rule: isPermitted ? some('staff-', 20) : 'stays' },
    attempts: isPermitted ? [{ to, node: null, model: 'm' }] : [],
  }
  if (!isPermitted) return [decision]
  const result = pick([0.98, 'answered'], [0.015, 'failed'], [0.005, 'aborted'])
  const provider = to === 'lan' ? null : some('provider-', 6)
  const outcome: JsonObject = {
    ...{ type: 'outcome', request: idOf(at), status: 200, result, verified: null, breaches: [] },
    attempts: [{ to, node: null, model: 'm', result, status: 200, peer: '10.0.0.1:80', ms: 800 }],
    served: result === 'answered' ? { to, node: null, peer: '10.0.0.1:80', model: 'm', provider } : null,
    ...{ tokens: { prompt: 400, completion: 200 }, cost: to === 'lan' ? null : 0.001, bytes_out: 900, ms: 800 },
  }
  return [decision, outcome]
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`
const rate = (count: number, ms: number) => Math.round((count / ms) * 1000).toLocaleString('en')

async function takeInLedger(dir: string): Promise<void> {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const ledger = await openLedger({
    ...{ dir: join(dir, 'ledger'), origin: 'bench', writer: 'bench', deadlineMs: 60_000, pid: process.pid, log: quiet },
    ...{ now: () => Date.now(), monotonic: () => performance.now(), signers: [generateKeyPairSync('ed25519').privateKey] }, // prettier-ignore
  })
  for (let at = 0; at < LEDGER_REQUESTS; at += 256) {
    const made = Array.from({ length: Math.min(256, LEDGER_REQUESTS - at) }, (_, more) => request(at + more))
    await Promise.all(made.map(async (records) => {
      for (const record of records) await ledger.append(record)
    })) // prettier-ignore
  }
  await ledger.close()
  const index = LedgerIndex.open({ dir: join(dir, 'ledger'), path: join(dir, 'ledger.sqlite') })
  const begin = performance.now()
  const { records } = await index.catchUp()
  const ms = performance.now() - begin
  index.close()
  console.log(`a real ledger: ${records.toLocaleString('en')} records taken in, ${rate(records, ms)} records/s`)
}

function fill(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;') // as the index has them
  createTables(db)
  const writer = new IndexWriter(db, (_policy, name) => ({ zone: ZONES[name] ?? 'unknown', region: null }))
  const begin = performance.now()
  let seq = 0
  for (let at = 0; at < ROWS;) {
    db.exec('BEGIN IMMEDIATE')
    for (const end = Math.min(ROWS, at + BATCH); at < end; at += 1) {
      const time = BEGIN + Math.floor((at / ROWS) * YEAR)
      for (const record of request(at)) writer.add({ ...record, seq: seq++, time })
    }
    writer.flush()
    db.exec('COMMIT')
  }
  const filled = performance.now()
  createIndexes(db)
  const ms = performance.now() - filled
  console.log(
    `${ROWS.toLocaleString('en')} requests: ${rate(seq, filled - begin)} records/s, with the making of the records; ` +
      `the indexes of a first filling in ${(ms / 1000).toFixed(1)} s`,
  )
  return db
}

const END = BEGIN + YEAR
const DAY = 86_400_000
const whole = { since: -Infinity, until: Infinity }
const filter = (named: Filter['named'], time: Omit<Filter, 'named'> = whole): Filter => ({ ...time, named })
const week = { since: END - 7 * DAY, until: END }
const month = { since: END - 61 * DAY, until: END - 31 * DAY }

const PAGES: readonly (readonly [string, Filter])[] = [
  ['the newest', filter({})],
  ['a level, the last week', filter({ level: ['restricted'] }, week)],
  ['one caller, ever', filter({ caller: ['ps1_caller_77'] })],
  ['one team, denied, a month', filter({ team: ['team-7'], effect: ['deny'] }, month)],
  ['a rare entity to the cloud', filter({ entity: ['US_SSN'], to: ['cloud'] })],
  ['provider, model and rule', filter({ provider: ['provider-2'], model: ['model-3'], rule: ['staff-4'] })],
  ['restricted to the cloud: none', filter({ level: ['restricted'], to: ['cloud'] }, month)],
  ['restricted to the cloud, ever: none', filter({ level: ['restricted'], to: ['cloud'] })],
]

const COUNTS: readonly (readonly [string, Filter, readonly Group[]])[] = [
  ['a month, by level and destination', filter({}, month), ['level', 'destination']],
  ['a month, by team and level', filter({}, month), ['team', 'level']],
  ['a month, by day', filter({}, month), ['day']],
  ['a month of one tenant, by entity', filter({ tenant: ['tenant-1'] }, month), ['entity']],
  ['the year, by month and level', filter({}), ['month', 'level']],
]

function timed(what: string, times: number, ask: () => number): void {
  const ms = Array.from({ length: times }, () => {
    const begin = performance.now()
    ask()
    return performance.now() - begin
  })
  const sorted = [...ms].sort((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor((times - 1) * share)] ?? 0).toFixed(1).padStart(9)
  console.log(`${what.padEnd(42)} ${at(0).toString()} ${at(0.5)} ${at(1)}   ${String(ask())} rows`)
}

const dir = await mkdtemp(join(process.argv[3] ?? tmpdir(), 'cordon-query-'))
try {
  await takeInLedger(dir)
  const path = join(dir, 'rows.sqlite')
  const db = fill(path)
  const before = process.memoryUsage().rss
  console.log(`on disk ${megabytes((await stat(path)).size)}, in memory ${megabytes(before)}\n`)
  console.log(`${'pages of 50'.padEnd(42)}   best ms       p50      worst`)
  for (const [what, asked] of PAGES)
    timed(what, 9, () => pageOf(db, { filter: asked, scope: ALL_RECORDS, limit: 50 }).requests.length)
  const third = filter({ level: ['confidential'] }, month)
  timed('the hundredth page of a level', 1, () => {
    let page = pageOf(db, { filter: third, scope: ALL_RECORDS, limit: 50 })
    for (let more = 1; more < 100 && page.next !== null; more += 1)
      page = pageOf(db, { filter: third, scope: ALL_RECORDS, limit: 50, after: page.next })
    return page.requests.length
  })
  timed('one request by its id', 9, () => (findRequest(db, idOf(ROWS >> 1), ALL_RECORDS) === null ? 0 : 1))
  console.log('\ncounts')
  for (const [what, asked, groups] of COUNTS)
    timed(what, 3, () => countBy(db, { filter: asked, scope: ALL_RECORDS, groups }).groups.length)
  const grown = process.memoryUsage().rss - before
  console.log(`\nthe process grew by ${megabytes(Math.max(0, grown))} with all these questions`)
  db.close()
} finally {
  await rm(dir, { recursive: true })
}
