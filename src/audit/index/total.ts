import type { DatabaseSync } from 'node:sqlite'
import type { ReadScope } from '../../terms/reading.ts'
import { countOf, knownCount, MOST_ROWS } from './few.ts'
import { FILTERS, FILTER_NAMES } from './filter.ts'
import type { Filter, FilterName } from './filter.ts'
import { SEEN_COLUMNS } from './roll-up-schema.ts'
import type { Column } from './schema.ts'
import { requestsWith } from './suggest.ts'
import { BY_TIME } from './schema.ts'
import { endsOf } from './ends.ts'
import { toWhere, toWhereAlike } from './where.ts'

/** How many requests fit. */
export type Total = {
  readonly count: number
  /** False: there are at least so many. */
  readonly isExact: boolean
}

const MOST_COUNTED = 10_000

/**
 * Counts requests with bounded work: all of them where roll-ups know how many there are, and else no more than 10,000, among the newest 100,000
 * that may be read at that time. How it counts, and so whether it is exact, depends on nothing that the reader may not read.
 */
export function totalOf(
  db: DatabaseSync,
  { filter, scope }: { readonly filter: Filter; readonly scope: ReadScope },
): Total {
  const where = toWhereAlike(db, filter, scope)
  if (where === null) return { count: 0, isExact: true }
  const { since, until } = endsOf(db, filter)
  const readable = toWhere(db, { ...filter, named: {} }, scope)
  if (readable === null) return { count: 0, isExact: true }
  const known = knownCount(db, where, readable, filter)
  if (known !== null) return { count: known, isExact: true }
  const seen = seenOf(filter)
  if (seen !== null) return { count: requestsWith(db, readable, FILTERS[seen.name], seen.values), isExact: true }
  const isBounded = countOf(db, readable, since, until) <= MOST_ROWS
  if (where.index !== BY_TIME && (isBounded || scope.some((part) => Object.keys(part).length === 0)))
    return counted(db, `SELECT 1 FROM requests INDEXED BY ${where.index} WHERE ${where.sql}`, where.params)
  const walked = `SELECT * FROM requests INDEXED BY ${readable.index} WHERE ${readable.sql} ORDER BY time DESC, seq DESC LIMIT ${String(MOST_ROWS)}`
  const { count, isExact } = counted(db, `SELECT 1 FROM (${walked}) WHERE ${where.timeless}`, readable.params)
  return { count, isExact: isExact && isBounded }
}

/** The one name that is asked for, of any time, if it is one of which it is known how often it was seen. */
function seenOf({
  since,
  until,
  named,
}: Filter): { readonly name: FilterName; readonly values: readonly string[] } | null {
  const [name, ...others] = FILTER_NAMES.filter((one) => named[one] !== undefined)
  const isEver = !Number.isFinite(since) && !Number.isFinite(until)
  if (name === undefined || others.length > 0 || !isEver) return null
  return (SEEN_COLUMNS as readonly Column[]).includes(FILTERS[name]) ? { name, values: named[name] ?? [] } : null
}

function counted(db: DatabaseSync, select: string, params: readonly number[]): Total {
  const row = db.prepare(`SELECT count(*) AS n FROM (${select} LIMIT ${String(MOST_COUNTED + 1)})`).get(...params)
  const n = Number(row?.['n'])
  return { count: Math.min(n, MOST_COUNTED), isExact: n <= MOST_COUNTED }
}
