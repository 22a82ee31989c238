import type { DatabaseSync } from 'node:sqlite'
import { ALL_RECORDS } from '../../terms/reading.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { Filter, Group } from '../index/filter.ts'
import type { LedgerIndex } from '../index/ledger-index.ts'
import { countBy } from '../index/count-by.ts'
import { pageOf } from '../index/query.ts'
import type { CountedGroup } from '../index/count-by.ts'
import { keptDestinations, readPolicy } from '../index/zones.ts'

export type Period = { readonly since: number; readonly until: number }

export type PolicyChange = {
  readonly seq: number
  readonly time: string
  readonly event: string
  readonly policy: string
  readonly sha256: string
}

export type Used = {
  readonly destination: string
  readonly zone: string | null
  readonly region: string | null
  readonly provider: string | null
  readonly requests: number
  readonly tokens: number
  readonly cost: number
}

/** What a reader should look at: how many, and the newest of them. */
export type Matter = { readonly what: string; readonly count: number; readonly newest: readonly JsonObject[] }

/** What a report shows of a period. Groups are those of the index: most first. */
export type Gathered = {
  /** The first and the last request of the period, milliseconds since 1970; null when there is none. */
  readonly from: number | null
  readonly to: number | null
  readonly requests: number
  readonly callers: number
  readonly byEffect: readonly CountedGroup[]
  /** By day or by month, and by effect. */
  readonly step: 'day' | 'month'
  readonly overTime: readonly CountedGroup[]
  /** As the last policy of the period orders them, and then those that it does not know. */
  readonly levels: readonly string[]
  readonly byTeam: readonly CountedGroup[]
  readonly byLevelAndZone: readonly CountedGroup[]
  readonly deniedByRule: readonly CountedGroup[]
  readonly refusedBy: readonly { readonly problem: string; readonly requests: number }[]
  readonly deniedByTeam: readonly CountedGroup[]
  readonly newestDenied: readonly JsonObject[]
  readonly matters: readonly Matter[]
  readonly policies: readonly PolicyChange[]
  /** Other records of the period that are not requests, by type. */
  readonly events: readonly { readonly type: string; readonly count: number }[]
  readonly used: readonly Used[]
  readonly costByTeam: readonly CountedGroup[]
  readonly costByModel: readonly CountedGroup[]
}

const NEWEST = 25
const DAY = 86_400_000
const MOST_DAYS = 100

/** Gathers what a report shows, from an index that has all that the ledger has. Throws BadQuestion where there are too many groups. */
export function gather(index: LedgerIndex, period: Period): Gathered {
  const { db } = index
  const all = (named: Filter['named'] = {}): Filter => ({ ...period, named })
  const count = (groups: readonly Group[], named: Filter['named'] = {}) =>
    countBy(db, { filter: all(named), scope: ALL_RECORDS, groups })
  const page = (named: Filter['named']) =>
    pageOf(db, { filter: all(named), scope: ALL_RECORDS, limit: NEWEST }).requests
  const { from, to } = endsOf(db, period)
  const step = from !== null && to !== null && to - from > MOST_DAYS * DAY ? 'month' : 'day'
  const byEffect = count(['effect'])
  const byLevelAndZone = count(['level', 'to']).groups
  const policies = policyChanges(db, period)
  const { order, top } = orderOf(index.dir, policies.at(-1)?.sha256 ?? null)
  const found = [...new Set(byLevelAndZone.map(({ by }) => by['level'] ?? 'none'))]
  const matters: readonly (readonly [string, Filter['named']])[] = [
    ...(top === null ? [] : [[`of level ${top}, and may have reached a cloud destination`, { level: [top], to: ['cloud'] }] as const]), // prettier-ignore
    ['may have gone to a place of which no kept policy says where it is', { to: ['unknown'] }],
    ['permitted, and how they ended is not recorded', { outcome: ['unknown', 'open'] }],
    ['recorded too late, and therefore not sent', { outcome: ['late'] }],
  ]
  return {
    ...{ from, to, requests: byEffect.requests, byEffect: byEffect.groups, step },
    callers: distinctCallers(db, period),
    overTime: count([step, 'effect']).groups,
    levels: [...order.filter((level) => found.includes(level)), ...found.filter((level) => !order.includes(level))],
    byTeam: count(['team', 'level']).groups,
    byLevelAndZone,
    deniedByRule: count(['rule'], { effect: ['deny'] }).groups,
    deniedByTeam: count(['team'], { effect: ['deny'] }).groups,
    refusedBy: problems(db, period),
    newestDenied: page({ effect: ['deny'] }),
    matters: matters.map(([what, named]) => ({ what, count: count([], named).requests, newest: page(named) })),
    policies,
    events: eventsOf(db, period),
    used: usedOf(index, period),
    costByTeam: count(['team']).groups,
    costByModel: count(['model']).groups,
  }
}

const IN = 'time >= ? AND time < ?'

function paramsOf({ since, until }: Period): [number, number] {
  return [Number.isFinite(since) ? since : 0, Number.isFinite(until) ? until : Number.MAX_SAFE_INTEGER]
}

function endsOf(db: DatabaseSync, period: Period): { readonly from: number | null; readonly to: number | null } {
  const row = db.prepare(`SELECT min(time) AS first, max(time) AS last FROM requests WHERE ${IN}`)
  const { first, last } = row.get(...paramsOf(period)) ?? {}
  return { from: typeof first === 'number' ? first : null, to: typeof last === 'number' ? last : null }
}

function distinctCallers(db: DatabaseSync, period: Period): number {
  const row = db.prepare(`SELECT count(DISTINCT caller) AS n FROM requests WHERE ${IN}`).get(...paramsOf(period))
  return Number(row?.['n'] ?? 0)
}

function problems(db: DatabaseSync, period: Period): Gathered['refusedBy'] {
  const rows = db
    .prepare(
      `SELECT w.text AS problem, count(*) AS n FROM requests r JOIN words w ON w.id = r.problem
      WHERE r.time >= ? AND r.time < ? GROUP BY 1 ORDER BY 2 DESC LIMIT 50`,
    )
    .all(...paramsOf(period))
  return rows.map(({ problem, n }) => ({ problem: String(problem), requests: Number(n) }))
}

/** Each policy when it came into force: where a start or a reload names another one than before. */
function policyChanges(db: DatabaseSync, period: Period): readonly PolicyChange[] {
  const [since, until] = paramsOf(period)
  const rows = db
    .prepare("SELECT seq, time, fields FROM events WHERE type = 'lifecycle' AND time < ? ORDER BY seq")
    .iterate(until)
  let last: string | null = null
  const changes: PolicyChange[] = []
  for (const { seq, time, fields } of rows) {
    const { event, policy } = JSON.parse(String(fields)) as JsonObject
    if (!isJsonObject(policy) || typeof policy['sha256'] !== 'string' || policy['sha256'] === last) continue
    last = policy['sha256']
    const change = {
      ...{ seq: Number(seq), time: new Date(Number(time)).toISOString(), event: said(event), sha256: last },
      policy: `${said(policy['name'])} ${said(policy['version'])}`,
    }
    if (Number(time) < since) changes.length = 0 // the one that was in force when the period began stays
    changes.push(change)
  }
  return changes
}

const said = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '–')

function eventsOf(db: DatabaseSync, period: Period): Gathered['events'] {
  const rows = db
    .prepare(`SELECT type, count(*) AS n FROM events WHERE ${IN} GROUP BY type ORDER BY type`)
    .all(...paramsOf(period))
  return rows.map(({ type, n }) => ({ type: String(type), count: Number(n) }))
}

/** Who answered, as the outcomes say, and where that was by the policy that decided. */
function usedOf({ db, dir }: LedgerIndex, period: Period): readonly Used[] {
  const rows = db
    .prepare(
      `SELECT d.text AS destination, p.text AS provider, y.text AS policy, count(*) AS n, sum(tokens_in) + sum(tokens_out) AS tokens,
        sum(cost) AS cost FROM requests r JOIN words d ON d.id = r.destination JOIN words o ON o.id = r.outcome
        LEFT JOIN words p ON p.id = r.provider LEFT JOIN words y ON y.id = r.policy
        WHERE r.time >= ? AND r.time < ? AND o.text = 'answered' GROUP BY 1, 2, 3`,
    )
    .all(...paramsOf(period))
  const kept = keptDestinations(dir)
  const found = new Map<string, Used>()
  for (const { destination, provider, policy, n, tokens, cost } of rows) {
    const name = String(destination)
    const at = kept(typeof policy === 'string' ? policy : null, name)
    const one = { destination: name, zone: at?.zone ?? null, region: at?.region ?? null, provider: typeof provider === 'string' ? provider : null } // prettier-ignore
    const key = JSON.stringify(one)
    const before = found.get(key) ?? { ...one, requests: 0, tokens: 0, cost: 0 }
    found.set(key, { ...before, requests: before.requests + Number(n), tokens: before.tokens + Number(tokens ?? 0), cost: before.cost + Number(cost ?? 0) }) // prettier-ignore
  }
  return [...found.values()].sort((one, other) => other.requests - one.requests)
}

function orderOf(
  dir: string,
  policy: string | null,
): { readonly order: readonly string[]; readonly top: string | null } {
  const levels = policy === null ? null : readPolicy(dir, policy)?.['levels']
  const order = Array.isArray(levels) ? levels.filter((level: JsonValue) => typeof level === 'string') : []
  return { order, top: order.at(-1) ?? null }
}
