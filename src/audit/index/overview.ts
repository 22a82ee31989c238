import type { DatabaseSync } from 'node:sqlite'
import type { ReadScope } from '../../terms/reading.ts'
import type { Cell } from './cells.ts'
import { MOST_ROWS } from './few.ts'
import { BadQuestion } from './filter.ts'
import type { Filter } from './filter.ts'
import { cellsFor, planOf, totalCells } from './overview-cells.ts'
import type { OverviewCells } from './overview-cells.ts'
import { Sums } from './sums.ts'
import type { Totals } from './sums.ts'
import { textsOf } from './texts.ts'
import type { TextOf } from './texts.ts'
import { membersOf } from './where.ts'

const [MINUTE, HOUR] = [60_000, 3_600_000]

/** How long a point of a series may be. Those of a day and longer begin with those of UTC; a week begins on a Thursday, as 1970 did. */
export const BUCKETS = {
  minute: MINUTE,
  '5 minutes': 5 * MINUTE,
  hour: HOUR,
  '6 hours': 6 * HOUR,
  day: 24 * HOUR,
  week: 168 * HOUR,
  '4 weeks': 672 * HOUR,
} as const
export type Bucket = keyof typeof BUCKETS

/** More points than this are no better to look at. */
const MOST_POINTS = 120

/** What a line of a series tells of: each count belongs to the point of the same place. */
export type Line = { readonly name: string | null; readonly counts: readonly number[] }

export type Overview = {
  readonly since: string
  readonly until: string
  /** What everything here is of, where that is less than what was asked for: the newest part, or its whole days. Null: all of it. */
  readonly counted: { readonly since: string; readonly until: string } | null
  readonly bucket: Bucket
  readonly totals: Totals
  /** Of the time before, as long as this one; null where there is too much of it to look through, or not all of this was counted. */
  readonly before: Totals | null
  readonly series: {
    /** Where each point begins; the first and the last may be cut by the time that was asked for. */
    readonly at: readonly string[]
    readonly levels: readonly Line[]
    readonly destinations: readonly (Line & { readonly zone: string | null })[]
    /** How requests ended: an outcome, or `denied` or `refused`. */
    readonly endings: readonly Line[]
  }
  /** Where permitted requests went, most first. Where `services` is null, providers are not told apart. */
  readonly left: readonly Left[]
  /** Who served them, most first; null where that is not kept for these filters, and how long it took neither. */
  readonly services: readonly Service[] | null
  /** What was found most often; null where that takes too long to count for these filters. */
  readonly entities: readonly { readonly type: string; readonly requests: number }[] | null
}

type Sent = { readonly destination: string | null; readonly zone: string | null; readonly provider: string | null }
export type Left = Sent & { readonly region: string | null; readonly level: string | null } & Spent
export type Service = Sent & { readonly model: string | null } & Totals
type Spent = Pick<Totals, 'requests' | 'tokens_in' | 'tokens_out' | 'cost'>

export type OverviewQuestion = { readonly filter: Filter; readonly scope: ReadScope }

const [MOST_ENTITIES, MOST_SERVICES] = [20, 100]

/**
 * What went where in a time, how it ended, how long it took and what it cost. Percentiles are approximate: see `times.ts`. Where lines do not know the
 * filters, and more than `most` rows would have to be looked through, it is of a part of the time and says so. Throws BadQuestion for a time
 * without an end, and one that is too long.
 */
export function overviewOf(db: DatabaseSync, { filter, scope }: OverviewQuestion, most: number = MOST_ROWS): Overview {
  const { since, until } = filter
  bucketFor(since, until, 0) // refuses a time before anything is read
  const plan = planOf(db, { filter, scope, most })
  const counted = plan ?? { since, until }
  const bucket = bucketFor(counted.since, counted.until, plan?.from === 'kind' ? BUCKETS.day : 0)
  const textOf = textsOf(db)
  const cells = plan === null ? NOTHING : cellsFor(db, plan, BUCKETS[bucket], most)
  const isWhole = counted.since === since && counted.until === until
  return {
    since: toText(since),
    until: toText(until),
    counted: isWhole ? null : { since: toText(counted.since), until: toText(counted.until) },
    bucket,
    totals: totalsOf(cells.sent, textOf),
    before: isWhole ? before(db, { filter, scope }, most, textOf) : null,
    series: seriesOf(cells.series, counted.since, counted.until, BUCKETS[bucket], textOf),
    left: leftOf(cells.sent, textOf),
    services: cells.hasServices ? servicesOf(cells.sent, textOf) : null,
    entities: cells.found === null ? null : entitiesOf(cells.found, textOf),
  }
}

const NOTHING: OverviewCells = { sent: [], series: [], found: [], hasServices: true }
const toText = (time: number) => new Date(time).toISOString()

function before(db: DatabaseSync, { filter, scope }: OverviewQuestion, most: number, textOf: TextOf): Totals | null {
  const earlier = { ...filter, since: 2 * filter.since - filter.until, until: filter.since }
  const plan = planOf(db, { filter: earlier, scope, most })
  if (plan === null) return new Sums().totals()
  return plan.since === earlier.since && plan.until === earlier.until ? totalsOf(totalCells(db, plan), textOf) : null
}

/** The shortest bucket that is not too many, and not shorter than this. */
function bucketFor(since: number, until: number, shortest: number): Bucket {
  const isFine = Number.isFinite(since) && Number.isFinite(until) && since < until
  const names = Object.keys(BUCKETS) as Bucket[]
  const found = names.find((name) => BUCKETS[name] >= shortest && until - since <= MOST_POINTS * BUCKETS[name])
  if (!isFine) throw new BadQuestion('since', 'an overview is of a time that begins before it ends')
  if (found === undefined) throw new BadQuestion('since', 'an overview is of nine years at most')
  return found
}

/** Cells whose first columns are `ENDS`. */
function totalsOf(cells: readonly Cell[], textOf: TextOf): Totals {
  const sums = new Sums()
  for (const cell of cells) sums.add(cell, endOf(cell, textOf))
  return sums.totals()
}

const word = (id: number | undefined, textOf: TextOf) => (id === undefined || id === 0 ? null : textOf(id))

const endOf = ({ ids }: Cell, textOf: TextOf) => ({
  effect: word(ids[0], textOf),
  outcome: word(ids[1], textOf),
  pinned: word(ids[2], textOf),
  zone: word(ids[3], textOf),
})

function seriesOf(cells: readonly Cell[], since: number, until: number, bucket: number, textOf: TextOf) {
  const first = Math.floor(since / bucket) * bucket
  const at = Array.from({ length: Math.ceil((until - first) / bucket) }, (_point, nth) => first + nth * bucket)
  const [levels, destinations, endings] = [new Map<string, number[]>(), new Map<string, number[]>(), new Map<string, number[]>()] // prettier-ignore
  const add = (lines: Map<string, number[]>, name: readonly (string | null)[], cell: Cell) => {
    const key = JSON.stringify(name)
    const counts = lines.get(key) ?? at.map(() => 0)
    const nth = (cell.at - first) / bucket
    counts[nth] = (counts[nth] ?? 0) + cell.n
    lines.set(key, counts)
  }
  for (const cell of cells) {
    const [effect, outcome, level, destination, zone] = cell.ids.map((id) => word(id, textOf))
    add(levels, [level ?? null], cell)
    add(endings, [effect === 'permit' ? (outcome ?? null) : (ENDINGS[effect ?? ''] ?? null)], cell)
    if (destination !== null) add(destinations, [destination ?? null, zone ?? null], cell)
  }
  const linesOf = (lines: ReadonlyMap<string, readonly number[]>) =>
    [...lines]
      .map(([key, counts]) => ({ names: JSON.parse(key) as readonly (string | null)[], counts }))
      .sort((one, other) => sum(other.counts) - sum(one.counts))
  const plain = (lines: ReadonlyMap<string, readonly number[]>) =>
    linesOf(lines).map(({ names, counts }) => ({ name: names[0] ?? null, counts }))
  return {
    at: at.map((time) => new Date(time).toISOString()),
    levels: plain(levels),
    destinations: linesOf(destinations).map(({ names, counts }) => ({ name: names[0] ?? null, zone: names[1] ?? null, counts })), // prettier-ignore
    endings: plain(endings),
  }
}

const ENDINGS: Readonly<Record<string, string>> = { deny: 'denied', refuse: 'refused' }
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

function leftOf(cells: readonly Cell[], textOf: TextOf): readonly Left[] {
  return grouped(cells, textOf, [4, 3, 5, 7, 8])
    .map(({ names: [destination, zone, provider, region, level], totals }) => {
      const { requests, tokens_in, tokens_out, cost } = totals
      return { ...sentTo(destination, zone, provider), region: region ?? null, level: level ?? null, requests, tokens_in, tokens_out, cost } // prettier-ignore
    })
    .slice(0, MOST_SERVICES)
}

function servicesOf(cells: readonly Cell[], textOf: TextOf): readonly Service[] {
  return grouped(cells, textOf, [4, 3, 5, 6])
    .map(({ names: [destination, zone, provider, model], totals }) => ({
      ...sentTo(destination, zone, provider),
      model: model ?? null,
      ...totals,
    })) // prettier-ignore
    .slice(0, MOST_SERVICES)
}

type Name = string | null | undefined
const sentTo = (destination: Name, zone: Name, provider: Name) => ({ destination: destination ?? null, zone: zone ?? null, provider: provider ?? null }) // prettier-ignore

/** What was sent somewhere, by these of `SENT`; most first. */
function grouped(cells: readonly Cell[], textOf: TextOf, by: readonly number[]) {
  const found = new Map<string, { readonly ids: readonly number[]; readonly sums: Sums }>()
  for (const cell of cells) {
    if (cell.ids[4] === 0) continue
    const ids = by.map((nth) => cell.ids[nth] ?? 0)
    const key = ids.join()
    const group = found.get(key) ?? { ids, sums: new Sums() }
    found.set(key, group)
    group.sums.add(cell, endOf(cell, textOf))
  }
  return [...found.values()]
    .map(({ ids, sums }) => ({ names: ids.map((id) => word(id, textOf)), totals: sums.totals() }))
    .sort((one, other) => other.totals.requests - one.totals.requests)
}

function entitiesOf(cells: readonly Cell[], textOf: TextOf): NonNullable<Overview['entities']> {
  const counts = new Map<string, number>()
  for (const { ids, n } of cells) {
    const [id = 0] = ids
    for (const type of id === 0 ? [] : membersOf('entity', textOf(id))) counts.set(type, (counts.get(type) ?? 0) + n)
  }
  return [...counts]
    .map(([type, requests]) => ({ type, requests }))
    .sort((one, other) => other.requests - one.requests)
    .slice(0, MOST_ENTITIES)
}
