import type { DatabaseSync } from 'node:sqlite'
import type { Filter } from './filter.ts'
import { BY_TIME } from './schema.ts'

/** The time of a filter; where it has no end, that of the first or the last request. */
export function endsOf(db: DatabaseSync, { since, until }: Filter): { readonly since: number; readonly until: number } {
  const row = db.prepare('SELECT (SELECT min(time) FROM requests) AS first, (SELECT max(time) FROM requests) AS last')
  const { first, last } = row.get() ?? {}
  return {
    since: Number.isFinite(since) ? since : Number(first ?? 0),
    until: Number.isFinite(until) ? until : Number(last ?? -1) + 1,
  }
}

/** Rows that lie apart from each other take so many times as long as those that follow each other and do not fit. */
export const APART = 6

/** About how many rows there are of a time: most requests have two records. */
export function rowsBetween(db: DatabaseSync, since: number, until: number): number {
  const [from, to] = [Math.max(since, Number.MIN_SAFE_INTEGER), Math.min(until, Number.MAX_SAFE_INTEGER)]
  const end = (order: string) => db.prepare(`SELECT seq FROM requests INDEXED BY ${BY_TIME} WHERE time >= ? AND time < ? ORDER BY time ${order} LIMIT 1`).get(from, to)?.['seq'] // prettier-ignore
  return (Number(end('DESC') ?? 0) - Number(end('ASC') ?? 0)) / 2
}
