import { toOcsf } from './ocsf.ts'
import { cefLine } from './cef.ts'
import type { Product } from './cef.ts'
import type { Row } from './columns.ts'
import { CSV_HEAD, csvRow } from './csv.ts'
import type { Format } from './manifest.ts'
import { OutFile } from './out-file.ts'
import type { FileEntry } from './out-file.ts'
import { ParquetTable } from './parquet.ts'

/** Takes records one by one and makes one file of them. `row` and `bytes`, the ledger's own line, are valid during the call. */
export type RecordsWriter = {
  readonly add: (row: () => Row, bytes: Uint8Array) => void
  readonly finish: () => FileEntry
  /** After a failure, instead of `finish`. */
  readonly abandon: () => void
}

/** What the file of each format is called, without `.gz`. */
export const FILE_NAMES: Readonly<Record<Format, string>> = {
  jsonl: 'records.jsonl',
  csv: 'records.csv',
  ocsf: 'records.ocsf.jsonl',
  cef: 'records.cef',
  parquet: 'records.parquet',
}

/** Opens the file of a format in `dir`. Parquet is compressed by itself. */
export function recordsWriter(format: Format, dir: string, gzip: boolean, product: Product): RecordsWriter {
  const out = new OutFile(dir, FILE_NAMES[format], gzip && format !== 'parquet')
  const abandon = () => out.close()
  if (format === 'parquet') {
    const table = new ParquetTable(out)
    return { add: (row) => table.add(row()), finish: () => (table.finish(), out.finish()), abandon }
  }
  if (format === 'csv') out.write(CSV_HEAD)
  const line = LINES[format]
  return { add: (row, bytes) => out.write(line(row, bytes, product)), finish: () => out.finish(), abandon }
}

const LF = Buffer.of(0x0a)

const LINES: Readonly<
  Record<Exclude<Format, 'parquet'>, (row: () => Row, bytes: Uint8Array, product: Product) => string | Uint8Array>
> = {
  jsonl: (_row, bytes) => Buffer.concat([bytes, LF]),
  csv: (row) => csvRow(row()),
  ocsf: (row, _bytes, product) => `${JSON.stringify(toOcsf(row(), product))}\n`,
  cef: (row, _bytes, product) => `${cefLine(row(), product)}\n`,
}
