import { lineStart } from './chars.ts'
import { ofLastText } from './memo.ts'
import { lastFrom } from './view.ts'

/** A stretch of lines that are cut into the same number of cells, under a line that names them. */
type Table = {
  readonly start: number
  readonly end: number
  readonly delimiter: string
  readonly names: readonly string[]
}

const DELIMITERS = ['|', '\t', ';', ',']
const LONGEST_LINE = 2048

/**
 * The tables of a text (CSV, TSV, Markdown), each with the names at the top of its columns. One pass over the lines.
 * A first line that holds numbers of four digits or more is no header.
 */
export const tablesIn: (text: string) => readonly Table[] = ofLastText((text) => {
  if (!text.includes('\n') || !/[|\t;,]/.test(text)) return []
  const tables: Table[] = []
  let header: { readonly start: number; readonly delimiter: string; readonly names: readonly string[] } | null = null
  let rows = 0
  for (let start = 0; start < text.length;) {
    const stop = text.indexOf('\n', start)
    const end = stop === -1 ? text.length : stop
    const line = end - start <= LONGEST_LINE ? text.slice(start, end) : ''
    if (header !== null && line.split(header.delimiter).length === header.names.length) {
      rows++
      if (rows === 1) tables.push({ ...header, end })
      else tables[tables.length - 1] = { ...header, end }
    } else {
      header = headerOf(line, start)
      rows = 0
    }
    start = end + 1
  }
  return tables
})

function headerOf(line: string, start: number): Omit<Table, 'end'> | null {
  if (line === '' || /\d{4}/.test(line)) return null
  const delimiter = DELIMITERS.find((one) => line.includes(one))
  if (delimiter === undefined) return null
  const names = line.split(delimiter)
  const isName = (name: string) => name.length <= 40 && name.trim().split(/\s+/).length <= 4 && !/[.!?:]/.test(name)
  return names.every(isName) ? { start, delimiter, names } : null
}

/** The name above the cell that a place is in; null outside of tables. */
export function columnAt(text: string, tables: readonly Table[], at: number): string | null {
  const table = lastFrom(tables, at)
  if (table === undefined || at > table.end) return null
  const before = text.slice(lineStart(text, at, LONGEST_LINE), at)
  return table.names[before.split(table.delimiter).length - 1] ?? null
}
