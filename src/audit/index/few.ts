import type { DatabaseSync } from 'node:sqlite'
import type { ReadScope } from '../../terms/reading.ts'
import { cellsOf } from './cells.ts'
import { FILTERS, FILTER_NAMES } from './filter.ts'
import type { Filter } from './filter.ts'
import { requestsWith } from './suggest.ts'
import { toWhere } from './where.ts'

const [MOST_AT_THAT_TIME, MOST_WITH_A_VALUE] = [100_000, 20_000]

/**
 * Whether so few requests are asked for that their rows may be read: there are few at that time, or few with one of the values. Only what
 * the reader may read is counted, so that an answer, or that there is none, tells nothing else.
 */
export function isFew(db: DatabaseSync, filter: Filter & { readonly scope: ReadScope }): boolean {
  const { since, until, named, scope } = filter
  const readable = toWhere(db, { since, until, named: {} }, scope)
  if (readable === null) return true
  let count = 0
  for (const { n } of cellsOf(db, { where: readable, since, until, columns: [], bucket: null })) count += n
  if (count <= MOST_AT_THAT_TIME) return true
  return FILTER_NAMES.some((name) => {
    const values = named[name]
    return values !== undefined && requestsWith(db, readable, FILTERS[name], values) <= MOST_WITH_A_VALUE
  })
}
