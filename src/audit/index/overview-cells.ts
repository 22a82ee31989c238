import type { DatabaseSync } from 'node:sqlite'
import type { ReadScope } from '../../terms/reading.ts'
import { cellsOf, sourceOf } from './cells.ts'
import type { Cell } from './cells.ts'
import { isFewEver, isFewThen, mostFor, newestPart, rowsAtEnds } from './few.ts'
import type { Filter } from './filter.ts'
import { STEPS } from './roll-up-schema.ts'
import type { Column } from './schema.ts'
import { toWhere, toWhereAlike } from './where.ts'
import type { Where } from './where.ts'

export const ENDS = ['effect', 'outcome', 'pinned', 'zone'] as const satisfies readonly Column[]
/** Where something was sent; its first columns are `ENDS`. */
export const SENT = [...ENDS, 'destination', 'provider', 'served_model', 'region', 'level'] as const satisfies readonly Column[] // prettier-ignore
export const SERIES = ['effect', 'outcome', 'level', 'destination', 'zone'] as const satisfies readonly Column[]
const FOUND = ['entity'] as const satisfies readonly Column[]
/** What lines of a kind know of it. */
const LESS = [...ENDS, 'destination', 'region', 'level'] as const satisfies readonly Column[]

/**
 * Where an overview comes from: `lines` know all of it; `rows`, which are few; lines of one `kind`, by day, which know neither who served it nor how
 * long it took; or, where no lines know the filters, the `newest` rows of the time.
 */
export type Plan = {
  readonly from: 'lines' | 'rows' | 'kind' | 'newest'
  readonly where: Where
  /** What is asked for but the filters. */
  readonly readable: Where
  /** The part of the time that is counted. */
  readonly since: number
  readonly until: number
}

export type PlanQuestion = { readonly filter: Filter; readonly scope: ReadScope; readonly most: number }

/** Null for whoever may read nothing. */
export function planOf(db: DatabaseSync, { filter, scope, most }: PlanQuestion): Plan | null {
  const where = toWhereAlike(db, filter, scope)
  const readable = toWhere(db, { ...filter, named: {} }, scope)
  if (where === null || readable === null) return null
  const { since, until } = filter
  const plan = { where, readable, since, until }
  const lines = { where, since, until, columns: SENT, bucket: null, times: true }
  if (sourceOf(lines) !== null) return { ...plan, from: 'lines' }
  const rows = mostFor(readable, most)
  if (isFewThen(db, readable, filter, rows)) return { ...plan, from: 'rows' }
  const isOfAll = readable.columns.length === 0
  const isRare = () => isFewEver(db, readable, filter, most)
  if (isOfAll && isRare()) return { ...plan, from: 'rows' }
  const part = partOfKind(db, plan, rows)
  if (part !== null) return part
  if (!isOfAll && isRare()) return { ...plan, from: 'rows' }
  return { ...plan, from: 'newest', since: newestPart(db, readable, since, until, rows) }
}

/** All of the time, or its whole days; null where lines of a kind do not know the filters, or there is no whole day. */
function partOfKind(db: DatabaseSync, plan: Omit<Plan, 'from'>, most: number): Plan | null {
  const { where, readable, since, until } = plan
  const kind = { where, since, until, columns: LESS, bucket: null }
  if (sourceOf(kind) === null) return null
  if (rowsAtEnds(db, readable, kind) <= most) return { ...plan, from: 'kind' }
  const [first, last] = [Math.ceil(since / STEPS.day) * STEPS.day, Math.floor(until / STEPS.day) * STEPS.day]
  return first < last ? { ...plan, from: 'kind', since: first, until: last } : null
}

export type OverviewCells = {
  /** By `SENT`. */
  readonly sent: readonly Cell[]
  readonly series: readonly Cell[]
  /** By what was found; null where that would need too many rows. */
  readonly found: readonly Cell[] | null
  /** False where lines do not tell who served them. */
  readonly hasServices: boolean
}

/** What an overview is made of. Rows, and lines of a kind, are read once. */
export function cellsFor(db: DatabaseSync, plan: Plan, bucket: number, most: number): OverviewCells {
  const { from, where, readable, since, until } = plan
  const time = { where, since, until }
  if (from === 'lines') {
    const found = { ...time, columns: FOUND, bucket: null }
    const hasFound = rowsAtEnds(db, readable, found) <= ENOUGH * most
    return {
      sent: [...cellsOf(db, { ...time, columns: SENT, bucket: null, times: true })],
      series: [...cellsOf(db, { ...time, columns: SERIES, bucket })],
      found: hasFound ? [...cellsOf(db, found)] : null,
      hasServices: true,
    }
  }
  const isOfKind = from === 'kind'
  const hasFound = !isOfKind || where.columns.includes('entity')
  const columns: readonly Column[] = [...(isOfKind ? LESS : SENT), ...(hasFound ? FOUND : [])]
  const all = [...cellsOf(db, { ...time, columns, bucket, times: !isOfKind })]
  const picked = (names: readonly Column[]) => {
    const at = names.map((name) => columns.indexOf(name))
    return all.map((cell) => ({ ...cell, ids: at.map((nth) => cell.ids[nth] ?? 0) }))
  }
  return { sent: picked(SENT), series: picked(SERIES), found: hasFound ? picked(FOUND) : null, hasServices: !isOfKind }
}

/** To count what was found, more rows may be read: that takes less of each. */
const ENOUGH = 3

/** The cells of totals, by `ENDS`. */
export const totalCells = (db: DatabaseSync, { from, where, since, until }: Plan): readonly Cell[] => [
  ...cellsOf(db, { where, since, until, columns: ENDS, bucket: null, times: from !== 'kind' }),
]
