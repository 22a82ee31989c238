import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { APART, rowsBetween } from './ends.ts'
import { piecesOf } from './pieces.ts'
import type { Piece } from './pieces.ts'
import { audienceOf, FLOW_COLUMNS, KIND_COLUMNS, LINES, STEPS } from './roll-up-schema.ts'
import type { Audience, Step } from './roll-up-schema.ts'
import { BY_TIME } from './schema.ts'
import type { Column } from './schema.ts'
import { addTimes, noTimes, packSlots, packTimes, slotOf } from './times.ts'
import type { Where } from './where.ts'

/** What is asked of requests: how many there were, of each of these columns, and of each bucket of time. */
export type CellQuestion = {
  readonly where: Where
  readonly since: number
  readonly until: number
  readonly columns: readonly Column[]
  /** How long a bucket is; null: the whole time is one. A multiple of a step, or shorter than an hour. */
  readonly bucket: number | null
  readonly times?: boolean
}

/** Requests of one bucket whose columns say the same; in `ids`, 0 is a column that says nothing. */
export type Cell = {
  readonly at: number
  readonly ids: readonly number[]
  readonly n: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  /** Packed, see `times.ts`. */
  readonly times: Uint8Array | null
}

type Source = { readonly table: 'flows' | 'kinds'; readonly audience: Audience; readonly steps: readonly Step[] }

/**
 * Counts requests from roll-ups as far as these have what is asked, and else from rows. The same cell may come more than once: to be added
 * up. Times are finite.
 */
export function* cellsOf(db: DatabaseSync, asked: CellQuestion): Iterable<Cell> {
  if (asked.times === true) addTimesOf(db)
  const source = sourceOf(asked)
  for (const piece of piecesOf(asked.since, asked.until, source?.steps ?? [])) {
    const rows = source === null || piece.step === null ? rowsIn(db, asked, piece, source === null) : linesIn(db, asked, piece, source, STEPS[piece.step]) // prettier-ignore
    for (const row of rows) yield toCell(row as readonly SQLOutputValue[], asked.columns.length)
  }
}

/** Where an answer comes from: null when it is from rows alone. */
export function sourceOf({ where, columns, bucket, times }: CellQuestion): Source | null {
  const named = [...columns, ...where.columns]
  const hasAll = (known: readonly Column[]) => named.every((name) => name === 'tenant' || name === 'team' || known.includes(name)) // prettier-ignore
  const table = hasAll(FLOW_COLUMNS) ? 'flows' : hasAll(KIND_COLUMNS) && times !== true ? 'kinds' : null
  if (table === null) return null
  const audience = audienceOf(named)
  const steps = LINES[table][audience].filter((step) => bucket === null || bucket % STEPS[step] === 0)
  return { table, audience, steps }
}

const SUMS = 'sum(n), sum(tokens_in), sum(tokens_out), sum(cost)'

/** Whoever may read those of some tenants alone is led to their lines by the key. */
function linesIn(
  db: DatabaseSync,
  { where, columns, bucket, times }: CellQuestion,
  { since, until }: Piece,
  { table, audience }: Source,
  step: number,
) {
  const by = [bucketOf('start', bucket), ...columns]
  const sums = `${SUMS}, ${times === true ? 'sum_times(times)' : 'NULL'}`
  const statement = db.prepare(
    `SELECT ${[...by, sums].join(', ')} FROM whos CROSS JOIN ${table} ON who = whos.id
      WHERE audience = ? AND step = ? AND start >= ? AND start < ? AND n > 0 AND ${where.timeless} ${groupBy(by)}`,
  )
  statement.setReturnArrays(true)
  return statement.all(audience, step, since, until) as unknown as readonly (readonly SQLOutputValue[])[]
}

function rowsIn(
  db: DatabaseSync,
  { where, columns, bucket, times }: CellQuestion,
  { since, until }: Piece,
  isAll: boolean,
) {
  // prettier-ignore
  const by = [bucketOf('time', bucket), ...columns.map((name) => `ifnull(${name}, 0)`)]
  const sums = ['count(*)', ...['tokens_in', 'tokens_out', 'cost'].map((name) => `ifnull(sum(${name}), 0)`)]
  const packed = times === true ? `times_of(CASE WHEN ${ANSWERED} THEN ms END)` : 'NULL'
  const index = isAll ? indexFor(db, where, since, until) : BY_TIME
  const statement = db.prepare(
    `SELECT ${[...by, ...sums, packed].join(', ')} FROM requests INDEXED BY ${index}
      WHERE time >= ? AND time < ? AND ${where.timeless} ${groupBy(by)}`,
  )
  statement.setReturnArrays(true)
  return statement.all(since, until) as unknown as readonly (readonly SQLOutputValue[])[]
}

/** What is rarest, if it is about much less than all rows of that time. */
function indexFor(db: DatabaseSync, { index, rarest }: Where, since: number, until: number): string {
  if (index !== BY_TIME || rarest === null) return index
  return rarest.count * APART < rowsBetween(db, since, until) ? rarest.index : BY_TIME
}

const ANSWERED = "outcome = (SELECT id FROM words WHERE kind = 'outcome' AND text = 'answered')"

const groupBy = (by: readonly string[]) => `GROUP BY ${by.map((_name, at) => String(at + 1)).join(', ')}`

/** The bucket that a time lies in, also before 1970. */
function bucketOf(name: string, bucket: number | null): string {
  if (bucket === null) return '0'
  const length = String(bucket)
  return `${name} - ((${name} % ${length}) + ${length}) % ${length}`
}

function toCell(row: readonly SQLOutputValue[], count: number): Cell {
  const number = (at: number) => Number(row[at] ?? 0)
  const times = row[count + 5]
  return {
    at: number(0),
    ids: row.slice(1, count + 1).map(Number),
    n: number(count + 1),
    tokensIn: number(count + 2),
    tokensOut: number(count + 3),
    cost: number(count + 4),
    times: times instanceof Uint8Array ? times : null,
  }
}

/** Teaches SQL to add up times: of rows, and of what roll-ups have packed. */
function addTimesOf(db: DatabaseSync): void {
  db.aggregate('times_of', {
    start: () => new Map() as unknown as null, // most groups of rows are small
    step: (all, ms) => {
      const slots = all as unknown as Map<number, number>
      if (typeof ms === 'number') slots.set(slotOf(ms), (slots.get(slotOf(ms)) ?? 0) + 1)
      return all
    },
    result: (all) => packSlots(all as unknown as ReadonlyMap<number, number>),
  })
  db.aggregate('sum_times', {
    start: () => noTimes() as unknown as null,
    step: (all, packed) => {
      if (packed instanceof Uint8Array) addTimes(all as unknown as Float64Array, packed)
      return all
    },
    result: (all) => packTimes(all as unknown as Float64Array),
  })
}
