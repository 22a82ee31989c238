import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { APART, rowsBetween } from './ends.ts'
import { piecesOf } from './pieces.ts'
import type { Piece } from './pieces.ts'
import {
  audienceOf,
  FLOW_COLUMNS,
  FLOW_LINES,
  hasKind,
  HOUR,
  isKind,
  KIND_SHAPE,
  KINDS,
  STEPS,
} from './roll-up-schema.ts'
import type { Audience, Kind, Step } from './roll-up-schema.ts'
import { BY_LEVEL_AND_REACHED, BY_TIME, isTimed } from './schema.ts'
import type { Column } from './schema.ts'
import { addedTimes, packSlots, slotOf } from './times.ts'
import { FEW, isApart } from './where.ts'
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

type Source = {
  /** Null: those that tell most. */
  readonly kind: Kind | null
  readonly audience: Audience
  /** Shortest first. */
  readonly steps: readonly Step[]
}

/**
 * Counts requests from roll-ups as far as these have what is asked, and else from rows. The same cell may come more than once: to be added
 * up. Times are finite.
 */
export function* cellsOf(db: DatabaseSync, asked: CellQuestion): Iterable<Cell> {
  const source = sourceOf(asked)
  for (const piece of piecesOf(asked.since, asked.until, source?.steps ?? [])) {
    const rows = source === null || piece.step === null ? rowsIn(db, asked, piece, source === null) : linesIn(db, asked, piece, source, STEPS[piece.step]) // prettier-ignore
    const isLines = source !== null && piece.step !== null
    for (const row of rows) yield toCell(row as readonly SQLOutputValue[], asked.columns.length, isLines ? timesOfLines : timesOfRows) // prettier-ignore
  }
}

/** Where an answer comes from: null when it is from rows alone. */
export function sourceOf({ where, columns, bucket, times }: CellQuestion): Source | null {
  const named = [...columns, ...where.columns].filter((name) => name !== 'tenant' && name !== 'team')
  const audience = audienceOf([...columns, ...where.columns])
  const fitting = (steps: readonly Step[]) => steps.filter((step) => bucket === null || bucket % STEPS[step] === 0)
  if (named.every(isIn(FLOW_COLUMNS))) return { kind: null, audience, steps: fitting(FLOW_LINES[audience]) }
  const [kind, ...others] = new Set(named.filter(isKind))
  const isOfKind = others.length === 0 && times !== true && named.every((name) => name === kind || isIn(KIND_SHAPE)(name)) // prettier-ignore
  if (kind === undefined || !isOfKind || !hasKind(kind, audience)) return null
  return { kind, audience, steps: fitting(['day']) }
}

const isIn = (columns: readonly Column[]) => (name: Column) => columns.includes(name)

const SUMS = 'sum(n), sum(tokens_in), sum(tokens_out), sum(cost)'

/** Whoever may read those of some tenants alone is led to their lines by the key. */
function linesIn(
  db: DatabaseSync,
  { where, columns, bucket, times }: CellQuestion,
  { since, until }: Piece,
  { kind, audience }: Source,
  step: number,
) {
  const by = [bucketOf(`start * ${String(HOUR)}`, bucket), ...columns]
  const sums = `${SUMS}, ${times === true ? 'group_concat(hex(times))' : 'NULL'}`
  const lines = kind === null ? `flows ON who = whos.id AND step = ${String(step / HOUR)}` : linesOf(kind, where)
  const statement = db.prepare(
    `SELECT ${[...by, sums].join(', ')} FROM (
      SELECT tenant, team, start, n, tokens_in, tokens_out, cost, ${[...(kind === null ? ['times'] : [`word AS ${kind}`]), ...FLOW_COLUMNS].join(', ')}
        FROM whos CROSS JOIN ${lines} CROSS JOIN shapes ON shapes.id = shape
        WHERE audience = ? AND start >= ? AND start < ? AND n > 0
      ) WHERE ${where.timeless} ${groupBy(by)}`,
  )
  statement.setReturnArrays(true)
  return statement.all(audience, since / HOUR, until / HOUR) as unknown as readonly (readonly SQLOutputValue[])[]
}

/** Those of a kind lie by their words: where none is asked for, it is said which there are. */
function linesOf(kind: Kind, { columns }: Where): string {
  const all = columns.includes(kind) ? '' : `AND word IN (SELECT 0 UNION ALL SELECT id FROM words WHERE words.kind = '${kind}')` // prettier-ignore
  return `kinds ON who = whos.id AND kinds.kind = ${String(KINDS.indexOf(kind))} ${all}`
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
  const packed = times === true ? `group_concat(CASE WHEN ${ANSWERED} THEN ms END)` : 'NULL'
  const index = isAll ? indexFor(db, where, since, until) : BY_TIME
  const statement = db.prepare(
    `SELECT ${[...by, ...sums, packed].join(', ')} FROM requests INDEXED BY ${index}
      WHERE time >= ? AND time < ? AND ${where.timeless} ${groupBy(by)}`,
  )
  statement.setReturnArrays(true)
  return statement.all(since, until) as unknown as readonly (readonly SQLOutputValue[])[]
}

/** What is rarest, if it is about much less than all rows of that time; or what is rare together. */
function indexFor(db: DatabaseSync, { index, rarest }: Where, since: number, until: number): string {
  const rows = rowsBetween(db, since, until)
  if (rarest !== null && (rarest.count * APART < rows || (isTimed(rarest.index) && isApart(db, rarest.count))))
    return rarest.index
  return index === BY_LEVEL_AND_REACHED && FEW * APART < rows ? index : BY_TIME
}

const ANSWERED = "outcome = (SELECT id FROM words WHERE kind = 'outcome' AND text = 'answered')"

const groupBy = (by: readonly string[]) => `GROUP BY ${by.map((_name, at) => String(at + 1)).join(', ')}`

/** The bucket that a time lies in, also before 1970. */
function bucketOf(name: string, bucket: number | null): string {
  if (bucket === null) return '0'
  const length = String(bucket)
  return `${name} - ((${name} % ${length}) + ${length}) % ${length}`
}

type TimesOf = (joined: string) => Uint8Array | null

function toCell(row: readonly SQLOutputValue[], count: number, timesOf: TimesOf): Cell {
  const number = (at: number) => Number(row[at] ?? 0)
  const times = row[count + 5]
  return {
    at: number(0),
    ids: row.slice(1, count + 1).map(Number),
    n: number(count + 1),
    tokensIn: number(count + 2),
    tokensOut: number(count + 3),
    cost: number(count + 4),
    times: typeof times === 'string' ? timesOf(times) : null,
  }
}

/** SQL only puts them next to each other: to call back for each line would take longer than all the rest. */
const timesOfLines = (joined: string) => addedTimes(joined.split(',').map((hex) => Buffer.from(hex, 'hex')))
const timesOfRows = (joined: string) => packSlots(joined.split(',').map((ms) => slotOf(Number(ms))))
