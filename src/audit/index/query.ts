import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../terms/json.ts'
import type { ReadScope } from '../../terms/reading.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Filter } from './filter.ts'
import { toFound } from './found.ts'
import { BY_REQUEST } from './schema.ts'
import { textsOf } from './texts.ts'
import { toWhere } from './where.ts'

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
    .prepare(
      `SELECT * FROM requests INDEXED BY ${BY_REQUEST} WHERE request = ? AND ${where.sql} ORDER BY seq DESC LIMIT 1`,
    )
    .get(request)
  return row === undefined ? null : toFound(row, textsOf(db))
}
