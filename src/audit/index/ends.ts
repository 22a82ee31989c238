import type { DatabaseSync } from 'node:sqlite'
import type { Filter } from './filter.ts'

/** The time of a filter; where it has no end, that of the first or the last request. */
export function endsOf(db: DatabaseSync, { since, until }: Filter): { readonly since: number; readonly until: number } {
  const row = db.prepare('SELECT (SELECT min(time) FROM requests) AS first, (SELECT max(time) FROM requests) AS last')
  const { first, last } = row.get() ?? {}
  return {
    since: Number.isFinite(since) ? since : Number(first ?? 0),
    until: Number.isFinite(until) ? until : Number(last ?? -1) + 1,
  }
}
