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
import { LedgerIndex } from '../src/audit/index/ledger-index.ts'
import type { Filter, Group } from '../src/audit/index/filter.ts'
import { countBy } from '../src/audit/index/count-by.ts'
import { findRequest, pageOf } from '../src/audit/index/query.ts'
import { createIndexes } from '../src/audit/index/schema.ts'
import { openLedger } from '../src/audit/ledger.ts'
import { ALL_RECORDS } from '../src/terms/reading.ts'
import { BEGIN, fillIndex, idOf, request, YEAR } from './a-year.ts'

const ROWS = Number(process.argv[2] ?? 10_000_000)
const LEDGER_REQUESTS = 125_000
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
  const begin = performance.now()
  const records = fillIndex(db, ROWS)
  const filled = performance.now()
  createIndexes(db)
  const ms = performance.now() - filled
  console.log(
    `${ROWS.toLocaleString('en')} requests: ${rate(records, filled - begin)} records/s, with the making of the records; ` +
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
