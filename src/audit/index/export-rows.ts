import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { ReadScope } from '../../terms/reading.ts'
import { csvLine } from '../export/csv.ts'
import { knownCount } from './few.ts'
import type { Filter } from './filter.ts'
import type { Place } from './cursor.ts'
import { toFound } from './found.ts'
import { textsOf } from './texts.ts'
import { toWhere } from './where.ts'

/** `csv`: RFC 4180, a line of names first · `jsonl`: an object a line, as a page has them. */
export const ROW_FORMATS = ['csv', 'jsonl'] as const
export type RowFormat = (typeof ROW_FORMATS)[number]

/** More than this is for `audit export`. */
export const MOST_EXPORTED = 100_000

export type ExportSize = {
  readonly rows: number
  /** There are more than may be exported at once. */
  readonly isCut: boolean
  /** The last record that counts: what is recorded later is left out. */
  readonly head: number
}

export type ExportQuestion = { readonly filter: Filter; readonly scope: ReadScope }

/** How many requests an export will have. The work is bounded by the time that is asked for. */
export function exportSize(
  db: DatabaseSync,
  { filter, scope }: ExportQuestion,
  most: number = MOST_EXPORTED,
): ExportSize {
  const where = toWhere(db, filter, scope)
  if (where === null) return { rows: 0, isCut: false, head: -1 }
  const head = Number(db.prepare('SELECT max(seq) AS seq FROM requests').get()?.['seq'] ?? -1)
  const readable = toWhere(db, { ...filter, named: {} }, scope)
  const known = readable === null ? null : knownCount(db, where, readable, filter)
  if (known !== null) return { rows: Math.min(known, most), isCut: known > most, head }
  const select = `SELECT 1 FROM requests INDEXED BY ${where.index} WHERE ${where.sql} LIMIT ${String(most + 1)}`
  const n = Number(db.prepare(`SELECT count(*) AS n FROM (${select})`).get(...where.params)?.['n'])
  return { rows: Math.min(n, most), isCut: n > most, head }
}

export type ChunkQuestion = ExportQuestion & {
  readonly format: RowFormat
  readonly head: number
  /** The row that the chunk before ended with; null for the first. */
  readonly after: Place | null
  readonly limit: number
}

export type Chunk = { readonly text: string; readonly rows: number; readonly last: Place | null }

/** The next rows of an export, newest first; `last` is null behind the last one. */
export function exportChunk(db: DatabaseSync, question: ChunkQuestion): Chunk {
  const { filter, scope, format, head, after, limit } = question
  const start = format === 'csv' && after === null ? CSV_NAMES : ''
  const where = toWhere(db, filter, scope)
  if (where === null) return { text: start, rows: 0, last: null }
  const behind = after === null ? '' : ' AND (time, seq) < (?, ?)'
  const rows = db
    .prepare(
      `SELECT * FROM requests INDEXED BY ${where.index} WHERE ${where.sql}${behind} AND seq <= ? ORDER BY time DESC, seq DESC LIMIT ?`,
    )
    .all(...where.params, ...(after === null ? [] : [after.time, after.seq]), head, limit)
  const textOf = textsOf(db)
  const lines = rows.map((row) => LINES[format](toFound(row, textOf)))
  const last = rows.length < limit ? undefined : rows.at(-1)
  return {
    text: start + lines.join(''),
    rows: rows.length,
    last: last === undefined ? null : { time: Number(last['time']), seq: Number(last['seq']) },
  }
}

/** What stands at the end of an export that was cut. */
export function cutNote(format: RowFormat): string {
  const cut = `cut: there are more than ${String(MOST_EXPORTED)} requests; ask for a shorter time, or use cordon audit export` // prettier-ignore
  return format === 'csv' ? csvLine([cut]) : `${JSON.stringify({ cut })}\n`
}

/** The columns of the CSV, in the order of a list. New ones are added at the end. */
const CSV_COLUMNS = [
  ...['time', 'request', 'effect', 'outcome', 'level', 'pinned', 'destination', 'zone', 'region', 'reached'],
  ...['provider', 'model', 'served_model', 'rule', 'found', 'caller', 'team', 'tenant', 'role', 'client', 'api'],
  ...['status', 'ms', 'tokens_in', 'tokens_out', 'cost', 'problem', 'policy', 'considered', 'seq', 'ended'],
] as const
const CSV_NAMES = csvLine(CSV_COLUMNS)

const LINES: Readonly<Record<RowFormat, (found: JsonObject) => string>> = {
  csv: (found) => csvLine(CSV_COLUMNS.map((name) => toCell(found[name] ?? null))),
  jsonl: (found) => `${JSON.stringify(found)}\n`,
}

/** Lists are joined with `;`, and what was found is told as `US_SSN×2;PERSON×1`. */
function toCell(value: JsonValue): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(';')
  const counts = Object.entries(value).map(([type, count]) => `${type}×${String(count)}`)
  return counts.length === 0 ? null : counts.join(';')
}
