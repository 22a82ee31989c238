import { COLUMNS } from './columns.ts'
import type { Cell, Column, Row } from './columns.ts'

/** What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV injection). */
const FORMULA = new Set(['=', '+', '-', '@', '\t', '\r'])

/** One line of RFC 4180, with its CRLF. */
const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`

export const CSV_HEAD: string = line(COLUMNS.map(({ name }) => name))

/** A line of RFC 4180 with any cells; what a spreadsheet would run as a formula has `'` before it. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  line(cells.map((value) => (typeof value === 'string' ? quoted(safe(value)) : value === null ? '' : String(value))))

/** A record as a row of RFC 4180. A text that a spreadsheet would run as a formula has `'` before it; times are ISO 8601 in UTC. */
export function csvRow(row: Row): string {
  return line(COLUMNS.map((column) => cell(column, column.of(row))))
}

function cell({ kind }: Column, value: Cell): string {
  if (value === null) return ''
  if (kind === 'time') return isoTime(Number(value))
  return kind === 'text' ? quoted(safe(String(value))) : String(value)
}

/** A time that no calendar has stays a number: a damaged record must not stop an export. */
function isoTime(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString()
}

const safe = (value: string) => (FORMULA.has(value.charAt(0)) ? `'${value}` : value)

const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
