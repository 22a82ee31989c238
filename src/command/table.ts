import { styles } from './io.ts'

/** What could move a cursor or hide text in a terminal: a claim of a token may hold it. */
// eslint-disable-next-line no-control-regex -- these are what is replaced
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text that a terminal shows as it is. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '�')

/** Columns under their names, as wide as what stands in them, with a line end. */
export function table(names: readonly string[], rows: readonly (readonly string[])[], colour: boolean): string {
  const safe = rows.map((row) => row.map(printable))
  const widths = names.map((name, at) => safe.reduce((wide, row) => Math.max(wide, row[at]?.length ?? 0), name.length))
  const line = (cells: readonly string[]) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd() // prettier-ignore
  return `${[styles(colour).bold(line(names)), ...safe.map(line)].join('\n')}\n`
}
