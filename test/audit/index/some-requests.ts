import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { IndexWriter } from '../../../src/audit/index/index-writer.ts'
import { createIndexes, createTables } from '../../../src/audit/index/schema.ts'
import type { Filter, FilterName } from '../../../src/audit/index/filter.ts'
import type { JsonObject } from '../../../src/terms/json.ts'
import type { ReadScope } from '../../../src/terms/reading.ts'
import { aDecision, anOutcome } from './a-ledger-to-ask.ts'

/** A request as a test knows it: what an index must find again. */
export type Some = {
  readonly time: number
  readonly tenant: readonly string[]
  readonly team: readonly string[]
  readonly level: string
  readonly caller: string
  readonly entities: readonly string[]
  readonly to: string
  readonly end: 'answered' | 'failed' | 'open' | 'late' | 'deny' | 'refuse'
  readonly isPinned: boolean
  /** What could not be looked at: a part of it, nothing, or what a detector that failed should have. */
  readonly missed: 'part' | 'detector' | null
  readonly ms: number
}

export const WEEK = 604_800_000
export const START = Date.parse('2026-03-04T05:06:07Z')

const names = (from: readonly string[]) => fc.subarray([...from], { maxLength: 2 })

/** So close to each other that some lie on either side of any limit. */
export const soon: fc.Arbitrary<number> = fc.integer({ min: 0, max: 40 }).map((nth) => START + WEEK + nth * 1_234_567)

export const someRequests: fc.Arbitrary<readonly Some[]> = fc.array(
  fc.record({
    time: fc.oneof(fc.integer({ min: START, max: START + 4 * WEEK }), soon),
    tenant: names(['acme', 'rival']),
    team: names(['sales', 'hr']),
    level: fc.constantFrom('public', 'internal', 'restricted'),
    caller: fc.constantFrom('ps1_a', 'ps1_b', 'ps1_B2'),
    entities: names(['PERSON', 'US_SSN', 'IBAN_CODE']),
    to: fc.constantFrom('lan', 'openrouter-eu', 'openrouter'),
    end: fc.constantFrom('answered', 'answered', 'answered', 'failed', 'open', 'late', 'deny', 'refuse'),
    isPinned: fc.boolean(),
    missed: fc.constantFrom(null, null, 'part' as const, 'detector' as const),
    ms: fc.double({ min: 0.3, max: 100_000, noNaN: true }),
  }),
  { minLength: 1, maxLength: 80, size: 'max' },
)

/** What auditors may read: nothing, all, and whatever lies between. */
export const someScope: fc.Arbitrary<ReadScope> = fc.oneof(
  fc.constantFrom<ReadScope>(
    [{}],
    [{ tenant: ['acme'] }],
    [{ tenant: ['acme', 'rival'] }],
    [{ team: ['sales', 'hr'] }],
  ),
  fc.array(
    fc.record(
      {
        tenant: names(['acme', 'rival', 'nobody']),
        team: names(['sales', 'hr']),
        level: names(['public', 'internal', 'restricted']),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 2 },
  ),
)

const FILTER_VALUES = {
  level: ['public', 'restricted', 'none-such'],
  destination: ['lan', 'openrouter'],
  outcome: ['answered', 'open'],
  effect: ['permit', 'deny'],
  tenant: ['acme'],
  team: ['hr'],
  caller: ['ps1_a'],
  entity: ['US_SSN'],
  pinned: ['held', 'unread', 'unserved'],
  role: ['employee', 'nobody'],
  considered: ['lan'],
} as const satisfies Partial<Record<FilterName, readonly string[]>>

export const someNamed: fc.Arbitrary<Filter['named']> = fc.record(
  Object.fromEntries(
    Object.entries(FILTER_VALUES).map(([name, values]) => [name, fc.subarray([...values], { minLength: 1 })]),
  ),
  { requiredKeys: [] },
)

/** The few filters that somebody sets at a time. */
export const fewNamed: fc.Arbitrary<Filter['named']> = fc
  .tuple(someNamed, fc.subarray(Object.keys(FILTER_VALUES), { maxLength: 2 }))
  .map(([named, chosen]) => Object.fromEntries(Object.entries(named).filter(([name]) => chosen.includes(name))))

/** Whether somebody may read it, and whether it was asked for: as the documentation says, one by one. */
export function fits(some: Some, scope: ReadScope, { since, until, named }: Filter): boolean {
  const mayRead = scope.some(({ tenant, team, level }) =>
    [[some.tenant, tenant] as const, [some.team, team] as const, [[some.level], level] as const].every(
      ([values, list]) => list === undefined || (values.length > 0 && values.every((value) => list.includes(value))),
    ),
  )
  const said = wordsOf(some)
  const isAsked = Object.entries(named).every(([name, list]) => said[name]?.some((value) => list?.includes(value)))
  return mayRead && isAsked && some.time >= since && some.time < until
}

export const effectOf = ({ end }: Some): 'deny' | 'refuse' | 'permit' =>
  end === 'deny' || end === 'refuse' ? end : 'permit'
export const isUnserved = ({ isPinned, end }: Some): boolean => isPinned && end === 'failed'
export const isFailedLocal = (some: Some): boolean => some.isPinned && some.missed !== null && !isUnserved(some)
export const destinationOf = (some: Some): string | null =>
  effectOf(some) !== 'permit' || some.end === 'late' ? null : some.to

export function wordsOf(some: Some): Readonly<Record<string, readonly string[]>> {
  const destination = destinationOf(some)
  return {
    ...{ level: [some.level], tenant: some.tenant, team: some.team, caller: [some.caller], entity: some.entities },
    effect: [effectOf(some)],
    outcome: effectOf(some) === 'permit' ? [some.end] : [],
    destination: destination === null ? [] : [destination],
    pinned: [some.isPinned ? (isUnserved(some) ? 'unserved' : isFailedLocal(some) ? 'unread' : 'held') : 'no'],
    provider: some.end === 'answered' && some.to !== 'lan' ? ['mistral'] : [],
    ...{ role: ['employee'], considered: ['lan', 'openrouter'] },
  }
}

const PLACES: Readonly<Record<string, { readonly zone: string; readonly region: string | null }>> = {
  lan: { zone: 'lan', region: null },
  'openrouter-eu': { zone: 'cloud', region: 'eu' },
  openrouter: { zone: 'cloud', region: null },
}

/** Puts them into an index: decisions first, in the order of their times, then what became of them; written after each `batch` of records. */
export function indexWith(all: readonly Some[], batch: number): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  createTables(db)
  const newWriter = () => new IndexWriter(db, (_policy, name) => PLACES[name] ?? null)
  let writer = newWriter()
  const sorted = all.map((some, at) => ({ some, request: `req_${String(at)}` })).sort((one, other) => one.some.time - other.some.time) // prettier-ignore
  const records: readonly JsonObject[] = [
    ...sorted.map(({ some, request }) => decisionOf(some, request)),
    ...sorted.flatMap(({ some, request }) => endOf(some, request)),
  ]
  for (const [seq, record] of records.entries()) {
    writer.add({ time: START + 5 * WEEK, ...record, seq })
    if (seq % batch !== batch - 1) continue
    writer.flush()
    if (batch % 2 === 0) writer = newWriter() // as after a restart, when nothing is remembered
  }
  writer.flush()
  createIndexes(db)
  return db
}

function decisionOf(some: Some, request: string): JsonObject {
  const { tenant, team, level, caller, entities, to, isPinned, missed, time } = some
  const unread = missed === 'part' ? [{ kind: 'image', count: 1 }] : []
  const failed = missed === 'detector' ? [{ detector: 'd', why: 'threw' }] : []
  return { ...aDecision({ request, tenant, team, level, caller, entities, to, effect: effectOf(some) }), pinned: isPinned, unread, failed, time } // prettier-ignore
}

function endOf({ end, to, ms }: Some, request: string): readonly JsonObject[] {
  if (end === 'late') return [{ type: 'audit.late', records: [{ type: 'decision', request }] }]
  if (end === 'answered') return [{ ...anOutcome({ request, to }), ms }]
  if (end === 'failed')
    return [{ ...anOutcome({ request, to, result: 'failed' }), ms, status: 503, tokens: {}, cost: null }]
  return []
}
