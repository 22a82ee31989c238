import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../terms/json.ts'
import type { ReadScope } from '../../terms/reading.ts'
import type { Filter } from './filter.ts'
import { BY_ENDED, BY_LEVEL_AND_REACHED, BY_TIME, isTimed } from './schema.ts'
import { textsOf } from './texts.ts'
import { toFound } from './found.ts'
import { toWhere } from './where.ts'

export type Newer = {
  /** Oldest first, as they are now; a request comes when it was decided, and once more when it ended. */
  readonly requests: readonly JsonObject[]
  /** Where to go on; what was asked for when there was nothing. */
  readonly next: number
}

export type NewerQuestion = {
  readonly filter: Filter
  readonly scope: ReadScope
  /** The number of a record: what came behind it. */
  readonly after: number
  readonly limit: number
}

/** What was recorded of requests behind a record, for whoever looks on. Nothing is left out when there is more than the limit: it comes next. */
export function newerThan(db: DatabaseSync, { filter, scope, after, limit }: NewerQuestion): Newer {
  const where = toWhere(db, filter, scope)
  if (where === null) return { requests: [], next: after }
  const rare = inRecords(where.index)
  const read = (sql: string) => db.prepare(`SELECT * FROM requests ${sql} LIMIT ?`)
  const decided = read(`${rare} WHERE seq > ? AND ${where.sql} ORDER BY seq`).all(after, ...where.params, limit + 1)
  const ended = read(`INDEXED BY ${BY_ENDED} WHERE ended > ? AND seq <= ? AND ${where.sql} ORDER BY ended`).all(after, after, ...where.params, limit + 1) // prettier-ignore
  const all = [
    ...decided.map((row) => ({ row, at: Number(row['seq']) })),
    ...ended.map((row) => ({ row, at: Number(row['ended']) })),
  ].sort((one, other) => one.at - other.at)
  const shown = all.slice(0, limit)
  const isWhole = all.length === shown.length
  const textOf = textsOf(db)
  const seen = shown.flatMap(({ row, at }) => [at, isWhole ? Number(row['ended'] ?? at) : at])
  return { requests: shown.map(({ row }) => toFound(row, textOf)), next: Math.max(after, ...seen) }
}

/** The number of the last record of a request that may be read: where looking on begins. -1 without any. */
export function lastSeen(db: DatabaseSync, scope: ReadScope): number {
  const where = toWhere(db, { since: -Infinity, until: Infinity, named: {} }, scope)
  if (where === null) return -1
  const rare = where.index === BY_TIME ? 'NOT INDEXED' : `INDEXED BY ${where.index}`
  const last = (column: 'seq' | 'ended', index: string) =>
    Number(db.prepare(`SELECT ${column} AS at FROM requests ${index} WHERE ${column} > -1 AND ${where.timeless} ORDER BY ${column} DESC LIMIT 1`).get()?.['at'] ?? -1) // prettier-ignore
  return Math.max(last('seq', rare), last('ended', `INDEXED BY ${BY_ENDED}`))
}

/** What is new lies at the end of all records: an index leads there only if it has them in their order. */
const inRecords = (index: string) => (index === BY_TIME || index === BY_LEVEL_AND_REACHED || isTimed(index) ? 'NOT INDEXED' : `INDEXED BY ${index}`) // prettier-ignore
