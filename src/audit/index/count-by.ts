import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { ReadScope } from '../../terms/reading.ts'
import { cellsOf, sourceOf } from './cells.ts'
import type { Cell } from './cells.ts'
import { endsOf } from './ends.ts'
import { BadQuestion, FILTERS } from './filter.ts'
import type { Filter, Group } from './filter.ts'
import { BY_TIME } from './schema.ts'
import type { Column } from './schema.ts'
import { textsOf } from './texts.ts'
import type { TextOf } from './texts.ts'
import { membersOf, toWhere } from './where.ts'
import type { Where } from './where.ts'

type Cells = Record<string, SQLOutputValue>

export type Counted = {
  /** Requests in all. */
  readonly requests: number
  /** Most first. A request with several entities, say, is in several groups. */
  readonly groups: readonly CountedGroup[]
}

export type CountedGroup = {
  readonly by: Readonly<Record<string, string | null>>
  readonly requests: number
  readonly tokens_in: number
  readonly tokens_out: number
  /** US dollars, as far as destinations reported them. */
  readonly cost: number
}

export type CountQuestion = { readonly filter: Filter; readonly scope: ReadScope; readonly groups: readonly Group[] }

/** More groups than anybody reads; memory is bounded by it. */
const MOST_GROUPS = 100_000

/** Counts requests by something, with tokens and cost: from roll-ups, if they know it. Throws BadQuestion when there are too many groups. */
export function countBy(db: DatabaseSync, { filter, scope, groups }: CountQuestion): Counted {
  const where = toWhere(db, filter, scope)
  if (where === null) return { requests: 0, groups: [] }
  const cells = [...new Set(groups.map(cellOf))]
  const found = new Map<string, Counted['groups'][number]>()
  const textOf = textsOf(db)
  let requests = 0
  for (const row of countedRows(db, where, filter, groups, cells)) {
    requests += Number(row['n'])
    for (const by of namesOf(row, groups, cells, textOf)) {
      const key = JSON.stringify(by)
      found.set(key, plus(found.get(key) ?? { by, ...NOTHING }, row))
      if (found.size > MOST_GROUPS) throw new BadQuestion('count-by', 'there are too many groups: ask for less')
    }
  }
  const sorted = [...found.values()].sort((one, other) => other.requests - one.requests)
  return { requests, groups: requests === 0 ? [] : sorted }
}

/** Counts, with what they are by as `c0`, `c1`, …; a group may come more than once. */
function* countedRows(
  db: DatabaseSync,
  where: Where,
  filter: Filter,
  groups: readonly Group[],
  cells: readonly string[],
): Iterable<Cells> {
  const columns = [
    ...new Set(groups.flatMap((group) => (group === 'day' || group === 'month' ? [] : [FILTERS[group]]))),
  ]
  const isByDay = cells.includes(DAY_CELL)
  const asked = { where, ...endsOf(db, filter), columns, bucket: isByDay ? DAY : null }
  if (sourceOf(asked) !== null) {
    for (const cell of cellsOf(db, asked)) yield toRow(cell, columns, cells)
    return
  }
  const by = cells.length === 0 ? '' : `GROUP BY ${cells.map((_cell, at) => String(at + 1)).join(', ')}`
  const sums = 'count(*) AS n, sum(tokens_in) AS tokens_in, sum(tokens_out) AS tokens_out, sum(cost) AS cost'
  const named = [...cells.map((cell, at) => `${cell} AS c${String(at)}`), sums].join(', ')
  yield* rowsOf(db, where, filter, `SELECT ${named} FROM requests`, by)
}

function toRow(
  { at, ids, n, tokensIn, tokensOut, cost }: Cell,
  columns: readonly Column[],
  cells: readonly string[],
): Cells {
  const valueOf = (cell: string) => (cell === DAY_CELL ? at / DAY : (ids[columns.findIndex((name) => name === cell)] ?? 0) || null) // prettier-ignore
  const values = cells.map((cell, nth) => [`c${String(nth)}`, valueOf(cell)] as const)
  return { ...Object.fromEntries(values), n, tokens_in: tokensIn, tokens_out: tokensOut, cost }
}

/** Records of one piece: SQLite sorts the rows of a piece in memory to group them. */
const PIECE = 250_000

/**
 * The groups of one piece of the ledger after the other, to be added up: memory is bounded by a piece, and rows are read in the order in which
 * they lie. Rare rows are found by their index, all at once.
 */
function* rowsOf(db: DatabaseSync, where: Where, filter: Filter, select: string, by: string): Iterable<Cells> {
  const { sql, params, index } = where
  if (index !== BY_TIME) {
    yield* db.prepare(`${select} INDEXED BY ${index} WHERE ${sql} ${by}`).iterate(...params)
    return
  }
  const { first, last } = placesOf(db, filter)
  const piece = db.prepare(`${select} NOT INDEXED WHERE seq >= ? AND seq < ? AND ${sql} ${by}`)
  for (let from = first; from <= last; from += PIECE)
    yield* piece.all(from, Math.min(from + PIECE, last + 1), ...params)
}

/** The numbers between which all records of a time lie; the clock may have been set back, so the time says no more than that. */
function placesOf(db: DatabaseSync, { since, until }: Filter): { readonly first: number; readonly last: number } {
  const all = 'SELECT min(seq) AS first, max(seq) AS last FROM requests'
  const isAll = !Number.isFinite(since) && !Number.isFinite(until)
  const [from, to] = [Math.max(since, Number.MIN_SAFE_INTEGER), Math.min(until, Number.MAX_SAFE_INTEGER)]
  const row = isAll
    ? db.prepare(`SELECT (SELECT min(seq) FROM requests) AS first, (SELECT max(seq) FROM requests) AS last`).get()
    : db.prepare(`${all} INDEXED BY ${BY_TIME} WHERE time >= ? AND time < ?`).get(from, to)
  return { first: Number(row?.['first'] ?? 0), last: Number(row?.['last'] ?? -1) }
}

const NOTHING = { requests: 0, tokens_in: 0, tokens_out: 0, cost: 0 }

const plus = (group: CountedGroup, row: Cells): CountedGroup => ({
  by: group.by,
  requests: group.requests + Number(row['n']),
  tokens_in: group.tokens_in + Number(row['tokens_in'] ?? 0),
  tokens_out: group.tokens_out + Number(row['tokens_out'] ?? 0),
  cost: group.cost + Number(row['cost'] ?? 0),
})

const DAY = 86_400_000
const DAY_CELL = `time / ${String(DAY)}`
const cellOf = (group: Group): string => (group === 'day' || group === 'month' ? DAY_CELL : FILTERS[group])

/** The groups that a row of SQL counts for: one for each combination of the members of its sets. */
function namesOf(
  row: Cells,
  groups: readonly Group[],
  cells: readonly string[],
  textOf: TextOf,
): readonly CountedGroup['by'][] {
  let made: readonly CountedGroup['by'][] = [{}]
  for (const group of groups) {
    const value = row[`c${String(cells.indexOf(cellOf(group)))}`] ?? null
    const names = value === null ? [null] : wordsOf(group, Number(value), textOf)
    made = made.flatMap((by) => names.map((name) => ({ ...by, [group]: name })))
  }
  return made
}

function wordsOf(group: Group, value: number, textOf: TextOf): readonly string[] {
  if (group === 'day') return [new Date(value * DAY).toISOString().slice(0, 10)]
  if (group === 'month') return [new Date(value * DAY).toISOString().slice(0, 7)]
  return membersOf(FILTERS[group], textOf(value))
}
