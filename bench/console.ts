/**
 * What each question of the console costs, over a year of requests: pages and every filter, overviews, suggestions, looking on, an export. It asks
 * from one core where `taskset` is there. On a machine that does other work too, the time of the processor says more than that of the clock.
 *
 *     npm run -s bench:console [ROWS] [-- --file FILE] [--json]     ROWS: requests, 1,000,000 without; FILE: an index that is kept, and filled once
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { exportChunk, exportSize } from '../src/audit/index/export-rows.ts'
import { BadQuestion } from '../src/audit/index/filter.ts'
import type { Filter, FilterName } from '../src/audit/index/filter.ts'
import { FILTER_NAMES } from '../src/audit/index/filter.ts'
import { lastSeen, newerThan } from '../src/audit/index/newer.ts'
import { overviewOf } from '../src/audit/index/overview.ts'
import { countBy } from '../src/audit/index/count-by.ts'
import { findRequest, pageOf } from '../src/audit/index/query.ts'
import { createIndexes, settle } from '../src/audit/index/schema.ts'
import { suggest } from '../src/audit/index/suggest.ts'
import { totalOf } from '../src/audit/index/total.ts'
import { ALL_RECORDS } from '../src/terms/reading.ts'
import type { ReadScope } from '../src/terms/reading.ts'
import { BEGIN, fillIndex, idOf, YEAR } from './a-year.ts'

const { values, positionals } = parseArgs({ options: { file: { type: 'string' }, json: { type: 'boolean' } }, allowPositionals: true }) // prettier-ignore
const ROWS = Number(positionals[0] ?? 1_000_000)
const [END, DAY] = [BEGIN + YEAR, 86_400_000]
const ever = { since: -Infinity, until: Infinity }
const last = (days: number) => ({ since: END - days * DAY + 1_234_567, until: END - 1_234_567 })
const filter = (named: Filter['named'], time: Omit<Filter, 'named'> = ever): Filter => ({ ...time, named })

/** Values that there are, and for some names one that is rare. */
const VALUES: Readonly<Record<FilterName, readonly string[]>> = {
  ...{ caller: ['ps1_caller_77'], team: ['team-7'], tenant: ['tenant-1'], role: ['employee'], client: ['app-3'] },
  ...{ level: ['internal', 'restricted'], entity: ['PERSON', 'US_SSN'], rule: ['staff-4', 'stays'] },
  ...{ destination: ['openrouter'], considered: ['openrouter'], to: ['cloud', 'unknown'], provider: ['provider-2'] },
  ...{ outcome: ['answered', 'aborted'], effect: ['deny'], model: ['model-3'], region: ['eu'], pinned: ['held'] },
  ...{ api: ['chat_completions'], problem: ['rate_limited'] },
}

/** Two at a time: rare together, and not. */
const TWO: readonly Filter['named'][] = [
  { rule: ['staff-4'], client: ['app-3'] },
  { entity: ['US_SSN'], to: ['cloud'] },
  { team: ['team-7'], effect: ['deny'] },
  { level: ['restricted'], to: ['cloud'] },
  { caller: ['ps1_caller_77'], level: ['internal'] },
  { model: ['model-3'], provider: ['provider-2'] },
]

const READERS: readonly (readonly [string, ReadScope])[] = [
  ['all', ALL_RECORDS],
  ['a tenant', [{ tenant: ['tenant-1'] }]],
  ['a team', [{ team: ['team-7'] }]],
]

type Question = { readonly kind: string; readonly what: string; readonly ask: (db: DatabaseSync, scope: ReadScope) => number } // prettier-ignore

const everyFilter = FILTER_NAMES.flatMap((name) => VALUES[name].map((value) => [name, value] as const))
const everyTwo = TWO.map((named) => [Object.keys(named).join(' and '), named] as const)
const page = (asked: Filter) => (db: DatabaseSync, scope: ReadScope) =>
  pageOf(db, { filter: asked, scope, limit: 50 }).requests.length
const overview = (asked: Filter) => (db: DatabaseSync, scope: ReadScope) =>
  overviewOf(db, { filter: asked, scope }).totals.requests

const QUESTIONS: readonly Question[] = [
  { kind: 'page', what: 'the first page', ask: page(filter({})) },
  ...everyFilter.map(([name, value]) => ({
    kind: 'page',
    what: `${name} ${value}`,
    ask: page(filter({ [name]: [value] })),
  })),
  ...everyTwo.map(([what, named]) => ({ kind: 'page', what, ask: page(filter(named)) })),
  { kind: 'page', what: 'provider, model and rule', ask: page(filter({ provider: ['provider-2'], model: ['model-3'], rule: ['staff-4'] })) }, // prettier-ignore
  { kind: 'page', what: 'the hundredth page of a level', ask: hundredth },
  { kind: 'total', what: 'all', ask: (db, scope) => totalOf(db, { filter: filter({}), scope }).count },
  ...everyFilter.map(([name, value]) => ({ kind: 'total', what: `${name} ${value}`, ask: (db: DatabaseSync, scope: ReadScope) => totalOf(db, { filter: filter({ [name]: [value] }), scope }).count })), // prettier-ignore
  ...[1, 7, 30, 365].map((days) => ({ kind: 'overview', what: `${String(days)} days`, ask: overview(filter({}, last(days))) })), // prettier-ignore
  ...everyFilter.map(([name, value]) => ({ kind: 'overview, filtered', what: `7 days, ${name} ${value}`, ask: overview(filter({ [name]: [value] }, last(7))) })), // prettier-ignore
  ...everyFilter.map(([name, value]) => ({ kind: 'overview, filtered', what: `365 days, ${name} ${value}`, ask: overview(filter({ [name]: [value] }, last(365))) })), // prettier-ignore
  ...[7, 30, 365].flatMap((days) => everyTwo.map(([what, named]) => ({ kind: 'overview, filtered', what: `${String(days)} days, ${what}`, ask: overview(filter(named, last(days))) }))), // prettier-ignore
  ...everyTwo.map(([what, named]) => ({ kind: 'total', what, ask: (db: DatabaseSync, scope: ReadScope) => totalOf(db, { filter: filter(named), scope }).count })), // prettier-ignore
  ...FILTER_NAMES.map((name) => ({ kind: 'suggestions', what: name, ask: (db: DatabaseSync, scope: ReadScope) => suggest(db, { scope, name, text: '' }).length })), // prettier-ignore
  { kind: 'suggestions', what: 'caller, with a text', ask: (db, scope) => suggest(db, { scope, name: 'caller', text: '77' }).length }, // prettier-ignore
  { kind: 'newer', what: 'behind the last thousand', ask: (db, scope) => newerThan(db, { filter: filter({}), scope, after: lastSeq(db) - 1000, limit: 200 }).requests.length }, // prettier-ignore
  { kind: 'newer', what: 'nothing', ask: (db, scope) => newerThan(db, { filter: filter({}), scope, after: lastSeq(db), limit: 200 }).requests.length }, // prettier-ignore
  ...everyFilter.map(([name, value]) => ({ kind: 'newer', what: `${name} ${value}`, ask: (db: DatabaseSync, scope: ReadScope) => newerThan(db, { filter: filter({ [name]: [value] }), scope, after: lastSeq(db) - 1000, limit: 200 }).requests.length })), // prettier-ignore
  { kind: 'newer', what: 'where to begin', ask: (db, scope) => lastSeen(db, scope) },
  { kind: 'counts', what: 'the year, by month and level', ask: (db, scope) => countBy(db, { filter: filter({}), scope, groups: ['month', 'level'] }).groups.length }, // prettier-ignore
  { kind: 'counts', what: 'a month, by team and level', ask: (db, scope) => countBy(db, { filter: filter({}, last(30)), scope, groups: ['team', 'level'] }).groups.length }, // prettier-ignore
  { kind: 'export', what: 'a thousand rows as CSV', ask: (db, scope) => exportChunk(db, { filter: filter({}), scope, format: 'csv', head: lastSeq(db), after: null, limit: 1000 }).rows }, // prettier-ignore
  { kind: 'export', what: 'how many it will have', ask: (db, scope) => exportSize(db, { filter: filter({}), scope }).rows }, // prettier-ignore
  { kind: 'one', what: 'by its id', ask: (db, scope) => (findRequest(db, idOf(ROWS >> 1), scope) === null ? 0 : 1) },
]

function hundredth(db: DatabaseSync, scope: ReadScope): number {
  const question = { filter: filter({ level: ['confidential'] }), scope, limit: 50 }
  let found = pageOf(db, question)
  for (let more = 1; more < 99 && found.next !== null; more += 1) found = pageOf(db, { ...question, after: found.next })
  const begin = performance.now()
  if (found.next !== null) found = pageOf(db, { ...question, after: found.next })
  lastPageMs = performance.now() - begin
  return found.requests.length
}
/** Of the hundredth page alone, without those before. */
let lastPageMs: number | null = null

const lastSeq = (db: DatabaseSync) => Number(db.prepare('SELECT max(seq) AS seq FROM requests').get()?.['seq'])

async function filled(): Promise<{
  readonly db: DatabaseSync
  readonly path: string
  readonly end: () => Promise<void>
}> {
  const dir = values.file === undefined ? await mkdtemp(join(tmpdir(), 'cordon-console-')) : null
  const path = values.file ?? join(dir ?? '', 'rows.sqlite')
  const isThere = existsSync(path)
  const db = new DatabaseSync(path)
  settle(db)
  const end = async () => {
    db.close()
    if (dir !== null) await rm(dir, { recursive: true })
  }
  if (isThere) return { db, path, end }
  const begin = performance.now()
  const records = fillIndex(db, ROWS)
  const ms = performance.now() - begin
  createIndexes(db)
  const indexed = performance.now() - begin - ms
  say(`${String(ROWS)} requests filled in: ${((records / ms) * 1000).toFixed(0)} records/s with the making of them; indexes in ${(indexed / 1000).toFixed(1)} s`) // prettier-ignore
  return { db, path, end }
}

const say = (text: string) => (values.json === true ? undefined : console.log(text))

/** A question that is refused for being too much is asked once. */
function timed({ ask }: Question, db: DatabaseSync, scope: ReadScope) {
  let rows: number | null = 0
  const once = () => {
    lastPageMs = null
    const [begin, used] = [performance.now(), process.cpuUsage()]
    try {
      rows = ask(db, scope)
    } catch (cause) {
      if (!(cause instanceof BadQuestion)) throw cause
      rows = null
    }
    const { user, system } = process.cpuUsage(used)
    return { wall: lastPageMs ?? performance.now() - begin, cpu: lastPageMs ?? (user + system) / 1000 }
  }
  const all = Array.from({ length: 3 }, once)
  const sorted = (name: 'wall' | 'cpu') => all.map((one) => one[name]).sort((one, other) => one - other)
  const [wall, cpu] = [sorted('wall'), sorted('cpu')]
  return { median: wall[1] ?? 0, worst: wall[2] ?? 0, cpu: cpu[1] ?? 0, worstCpu: cpu[2] ?? 0, rows }
}

const isPinned = spawnSync('taskset', ['-acp', '0', String(process.pid)]).status === 0
const { db, path, end } = await filled()
try {
  say(`on disk ${((await stat(path)).size / 2 ** 20).toFixed(0)} MB; ${isPinned ? 'one core' : 'all cores'}`)
  const found = READERS.flatMap(([reader, scope]) => {
    say(`\n${`reader of ${reader}`.padEnd(52)} median ms     worst   cpu, median and worst`)
    return QUESTIONS.map((question) => {
      const { kind, what } = question
      const { median, worst, cpu, worstCpu, rows } = timed(question, db, scope)
      const columns = [median, worst, cpu, worstCpu].map((ms) => ms.toFixed(1).padStart(9)).join(' ')
      say(`${`${kind}: ${what}`.padEnd(52)} ${columns}   ${rows === null ? 'too much' : String(rows)}`)
      return { reader, kind, what, median, worst, cpu, worstCpu, rows }
    })
  })
  if (values.json === true) console.log(JSON.stringify({ rows: ROWS, isPinned, found }))
  const worst = found.reduce((one, other) => (one.worst > other.worst ? one : other))
  say(`\nthe worst: ${worst.kind} ${worst.what}, by a reader of ${worst.reader}, ${worst.worst.toFixed(0)} ms`)
} finally {
  await end()
}
