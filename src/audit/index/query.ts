import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { JsonObject } from '../../terms/json.ts'
import type { ReadScope } from '../../terms/reading.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { BadQuestion, FILTERS } from './filter.ts'
import type { Filter, Group } from './filter.ts'
import { toFound } from './found.ts'
import { BY_TIME } from './schema.ts'
import { textsOf } from './texts.ts'
import type { TextOf } from './texts.ts'
import { membersOf, toWhere } from './where.ts'
import type { Where } from './where.ts'

export type Page = {
  /** Newest first; see `toFound` for what one says. */
  readonly requests: readonly JsonObject[]
  /** Where the next page begins; null when this is the last. */
  readonly next: string | null
}

export type PageQuestion = {
  readonly filter: Filter
  readonly scope: ReadScope
  readonly limit: number
  /** A cursor that the page before gave. */
  readonly after?: string | undefined
}

type Cells = Record<string, SQLOutputValue>

/** One page of requests, newest first. A cursor goes on behind a row, whatever was added since. Throws BadQuestion for one of another question. */
export function pageOf(db: DatabaseSync, { filter, scope, limit, after }: PageQuestion): Page {
  const start = after === undefined ? null : readCursor(after, filter, scope)
  const where = toWhere(db, filter, scope)
  if (where === null) return { requests: [], next: null }
  const behind = start === null ? '' : ' AND (time, seq) < (?, ?)'
  const rows = db
    .prepare(
      `SELECT * FROM requests INDEXED BY ${where.index} WHERE ${where.sql}${behind} ORDER BY time DESC, seq DESC LIMIT ?`,
    )
    .all(...where.params, ...(start === null ? [] : [start.time, start.seq]), limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const textOf = textsOf(db)
  return {
    requests: shown.map((row) => toFound(row, textOf)),
    next:
      rows.length <= limit || last === undefined
        ? null
        : writeCursor({ time: Number(last['time']), seq: Number(last['seq']) }, filter, scope),
  }
}

/** The request of this id, or null when there is none that may be read: nobody can tell the two apart. */
export function findRequest(db: DatabaseSync, request: string, scope: ReadScope): JsonObject | null {
  const where = toWhere(db, { since: -Infinity, until: Infinity, named: {} }, scope)
  if (where === null) return null
  const row = db
    .prepare(`SELECT * FROM requests WHERE request = ? AND ${where.sql} ORDER BY seq DESC LIMIT 1`)
    .get(request)
  return row === undefined ? null : toFound(row, textsOf(db))
}

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

/** Counts requests by something, with tokens and cost. Throws BadQuestion when there are too many groups. */
export function countBy(db: DatabaseSync, { filter, scope, groups }: CountQuestion): Counted {
  const where = toWhere(db, filter, scope)
  if (where === null) return { requests: 0, groups: [] }
  const cells = [...new Set(groups.map(cellOf))]
  const by = cells.length === 0 ? '' : `GROUP BY ${cells.map((_cell, at) => String(at + 1)).join(', ')}`
  const sums = 'count(*) AS n, sum(tokens_in) AS tokens_in, sum(tokens_out) AS tokens_out, sum(cost) AS cost'
  const columns = [...cells.map((cell, at) => `${cell} AS c${String(at)}`), sums].join(', ')
  const found = new Map<string, Counted['groups'][number]>()
  const textOf = textsOf(db)
  let requests = 0
  for (const row of piecesOf(db, where, filter, `SELECT ${columns} FROM requests`, by)) {
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

/** Records of one piece: SQLite sorts the rows of a piece in memory to group them. */
const PIECE = 250_000

/**
 * The groups of one piece of the ledger after the other, to be added up: memory is bounded by a piece, and rows are read in the order in which
 * they lie. Rare rows are found by their index, all at once.
 */
function* piecesOf(db: DatabaseSync, where: Where, filter: Filter, select: string, by: string): Iterable<Cells> {
  const { sql, params, index } = where
  if (index !== BY_TIME) {
    yield* db.prepare(`${select} INDEXED BY ${index} WHERE ${sql} ${by}`).iterate(...params)
    return
  }
  const { first, last } = endsOf(db, filter)
  const piece = db.prepare(`${select} NOT INDEXED WHERE seq >= ? AND seq < ? AND ${sql} ${by}`)
  for (let from = first; from <= last; from += PIECE)
    yield* piece.all(from, Math.min(from + PIECE, last + 1), ...params)
}

/** The numbers between which all records of a time lie; the clock may have been set back, so the time says no more than that. */
function endsOf(db: DatabaseSync, { since, until }: Filter): { readonly first: number; readonly last: number } {
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
const cellOf = (group: Group): string =>
  group === 'day' || group === 'month' ? `time / ${String(DAY)}` : FILTERS[group]

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
