import type { DatabaseSync } from 'node:sqlite'
import { READ_FIELDS } from '../../terms/reading.ts'
import type { ReadScope } from '../../terms/reading.ts'
import { APART, rowsBetween } from './ends.ts'
import { FILTERS, FILTER_NAMES } from './filter.ts'
import type { Filter } from './filter.ts'
import { BY_LEVEL_AND_REACHED, BY_TIME, indexOf, isIndexed, isSet, isTimed } from './schema.ts'
import type { Column } from './schema.ts'

/** A condition in SQL. Everything in it that comes from a question is a number or a parameter. */
export type Where = {
  readonly sql: string
  readonly params: readonly number[]
  readonly index: string
  /** The same without the times, and the columns that it asks for: roll-ups that have these answer it too. */
  readonly timeless: string
  readonly columns: readonly Column[]
  /** The index of what is rarest of it, rare or not, and how many rows that is about. */
  readonly rarest: { readonly index: string; readonly count: number } | null
}

type Term = { readonly column: Column; readonly ids: readonly number[]; readonly count: number }

/** So few rows are sorted faster than the rows of a time are walked through. */
export const FEW = 20_000
const PAGE = 50

/**
 * A question and what somebody may read, as one condition; null when no row can fulfil it. Each part is translated or refused, and none is
 * ever left out.
 */
export function toWhere(db: DatabaseSync, { since, until, named }: Filter, scope: ReadScope): Where | null {
  const terms = FILTER_NAMES.flatMap((name) => {
    const values = named[name]
    return values === undefined ? [] : [withSome(db, FILTERS[name], values)]
  })
  const scopes = scope.map((part) => scopeTerms(db, part)).filter((part) => part.every(({ ids }) => ids.length > 0))
  if (scopes.length === 0 || terms.some(({ ids }) => ids.length === 0)) return null
  const all = scopes.length === 1 ? [...terms, ...(scopes[0] ?? [])] : terms
  const timeless = [
    ...all.map(toSql),
    ...(scopes.length === 1 ? [] : [`(${scopes.map((part) => conjunction(part.map(toSql))).join(' OR ')})`]),
  ]
  const times = [...(Number.isFinite(since) ? ['time >= ?'] : []), ...(Number.isFinite(until) ? ['time < ?'] : [])]
  const params = [since, until].filter((at) => Number.isFinite(at))
  const columns = [...new Set([...terms, ...scopes.flat()].map(({ column }) => column))]
  const [rarest] = all.filter(({ column }) => isIndexed(column)).sort((one, other) => one.count - other.count)
  const where = {
    ...{ sql: conjunction([...timeless, ...times]), params, index: BY_TIME, timeless: conjunction(timeless), columns },
    rarest: rarest === undefined ? null : { index: indexOf(rarest.column), count: rarest.count },
  }
  if (rarest !== undefined && rarest.count <= FEW) return { ...where, index: indexOf(rarest.column) }
  if (rarest !== undefined && rarest.count * APART < toWalk(db, all, since, until)) return { ...where, index: indexOf(rarest.column) } // prettier-ignore
  if (isRareTogether(db, all)) return { ...where, index: BY_LEVEL_AND_REACHED }
  const inOrder = all.find(({ column, ids, count }) => isTimed(indexOf(column)) && ids.length === 1 && isApart(db, count)) // prettier-ignore
  return inOrder === undefined ? where : { ...where, index: indexOf(inOrder.column) }
}

/** Whether so few of all rows are looked up one by one sooner than all are walked through. */
export const isApart = (db: DatabaseSync, count: number): boolean =>
  count * APART < rowsBetween(db, -Infinity, Infinity)

/**
 * The same, but null only for whoever may read nothing: a value that no record has is asked for like one that others' records alone have, so that
 * how it is answered does not tell the two apart.
 */
export function toWhereAlike(db: DatabaseSync, filter: Filter, scope: ReadScope): Where | null {
  const readable = toWhere(db, { ...filter, named: {} }, scope)
  const asked = FILTER_NAMES.flatMap((name) => (filter.named[name] === undefined ? [] : [FILTERS[name]]))
  if (readable === null) return null
  const columns = [...new Set([...asked, ...readable.columns])]
  return toWhere(db, filter, scope) ?? { ...readable, ...NEVER, columns, sql: `(${readable.sql} AND 0)` }
}

const NEVER = { index: BY_TIME, timeless: '0', rarest: null }

/** About how many rows of a time are walked through for a page of those that fulfil all of these: as if each had nothing to do with the others. */
function toWalk(db: DatabaseSync, all: readonly Term[], since: number, until: number): number {
  if (all.length < 2) return 0
  const rows = rowsBetween(db, -Infinity, Infinity)
  const share = all.reduce((product, { count }) => product * Math.min(1, count / Math.max(1, rows)), 1)
  return Math.min(PAGE / share, rowsBetween(db, since, until))
}

/** Of two that are not rare, few rows may have both: counted in their index, and no further than to where they would not be few. */
function isRareTogether(db: DatabaseSync, all: readonly Term[]): boolean {
  const both = all.filter(({ column }) => column === 'level' || column === 'reached')
  if (!['level', 'reached'].every((name) => both.some(({ column }) => column === name))) return false
  const rows = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM requests INDEXED BY ${BY_LEVEL_AND_REACHED} WHERE ${both.map(toSql).join(' AND ')} LIMIT ${String(FEW + 1)})`,
  )
  return Number(rows.get()?.['n']) <= FEW
}

const conjunction = (parts: readonly string[]) => (parts.length === 0 ? '1' : `(${parts.join(' AND ')})`)
const toSql = ({ column, ids }: Term) => `${column} IN (${ids.join(', ')})`

/** Throws for a field that is not known: a scope that is not understood lets nobody read. */
function scopeTerms(db: DatabaseSync, part: ReadScope[number]): readonly Term[] {
  return Object.entries(part).map(([name, values]) => {
    const field = READ_FIELDS.find((known) => known === name)
    if (field === undefined) throw new Error('a limit on what may be read cannot be translated')
    return withNothingBut(db, field, values)
  })
}

/** Rows that have one of the values. */
function withSome(db: DatabaseSync, column: Column, values: readonly string[]): Term {
  const find = db.prepare(
    'SELECT id, count FROM words WHERE id IN (SELECT word FROM members WHERE kind = ? AND text = ?)',
  )
  const found = values.flatMap((value) => find.all(column, value))
  return term(column, found)
}

/** Rows that have values, and all of them from this list. */
function withNothingBut(db: DatabaseSync, column: Column, values: readonly string[]): Term {
  const { ids } = withSome(db, column, values)
  const find = db.prepare('SELECT id, count, text FROM words WHERE id = ?')
  const found = ids.flatMap((id) => find.all(id)).filter(({ text }) => membersOf(column, String(text)).every((member) => values.includes(member))) // prettier-ignore
  return term(column, found)
}

function term(column: Column, found: readonly Record<string, unknown>[]): Term {
  const counts = new Map(found.map(({ id, count }) => [Number(id), Number(count)]))
  return { column, ids: [...counts.keys()], count: [...counts.values()].reduce((sum, count) => sum + count, 0) }
}

/** The words of a cell. */
export const membersOf = (column: Column, text: string): readonly string[] =>
  isSet(column) ? (JSON.parse(text) as readonly string[]) : [text]
