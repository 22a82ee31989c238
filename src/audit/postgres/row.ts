import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { COLUMNS } from '../export/columns.ts'
import type { Cell, ColumnKind } from '../export/columns.ts'
import type { Followed } from '../deliver/follow.ts'
import { leafHash } from '../leaf.ts'

export type LoadedRow = {
  readonly seq: number
  /** Base64, as the next record names it. */
  readonly leaf: string
  readonly prev: string
  /** The row of `cordon.record`, as JSON. */
  readonly json: JsonObject
}

/** A record as a row. PostgreSQL's texts hold no NUL and no half of a surrogate pair: these become U+FFFD there, and `leaf` is that of the true bytes. */
export function rowOf(origin: string, { seq, line }: Followed): LoadedRow {
  const record = clean(JSON.parse(line.toString('utf8')) as JsonValue)
  if (!isJsonObject(record)) throw new Error(`record ${String(seq)} is no record`)
  const leaf = leafHash(line)
  const row = { record, leaf: Buffer.from(leaf, 'base64').toString('hex') }
  const cells = COLUMNS.map(({ name, kind, of }) => [name, cellOf(kind, of(row))] as const)
  const prev = typeof record['prev'] === 'string' ? record['prev'] : ''
  return { seq, leaf, prev, json: { ...Object.fromEntries(cells), origin, seq, record } }
}

function cellOf(kind: ColumnKind, cell: Cell): JsonValue {
  if (typeof cell !== 'number') return cell
  if (kind === 'int') return Number.isSafeInteger(Math.trunc(cell)) ? Math.trunc(cell) : null
  if (kind !== 'time') return cell
  const date = new Date(cell)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function clean(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd')
  if (Array.isArray(value)) return value.map((item: JsonValue) => clean(item))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [String(clean(key)), clean(item)]))
}
