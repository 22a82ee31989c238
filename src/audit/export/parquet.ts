import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { COLUMNS } from './columns.ts'
import type { Cell, Column, ColumnKind, Row } from './columns.ts'
import type { OutFile } from './out-file.ts'

/** Rows that are held before they are written. */
const GROUP = 10_000

const TYPES = { text: 'STRING', int: 'INT64', double: 'DOUBLE', bool: 'BOOLEAN', time: 'TIMESTAMP' } as const

type Held = string | bigint | number | boolean | Date | null

/** A table of records as Apache Parquet, one row group at a time; Snappy, typed, every column but `seq` may be null. */
export class ParquetTable {
  readonly #out: OutFile
  readonly #bytes = new ByteWriter()
  readonly #writer: ParquetWriter
  #rows: Row[] = []

  constructor(out: OutFile) {
    this.#out = out
    const columnData = COLUMNS.map((column) => ({ ...shapeOf(column), data: [] }))
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema: schemaFromColumnData({ columnData }), createdBy: 'cordon' }) // prettier-ignore
  }

  add(row: Row): void {
    this.#rows.push(row)
    if (this.#rows.length >= GROUP) this.#write()
  }

  finish(): void {
    this.#write()
    void this.#writer.finish() // nothing of it waits: the writer is memory, which is handed on here
    this.#flush()
  }

  #write(): void {
    if (this.#rows.length === 0) return
    const columnData = COLUMNS.map((column) => ({
      name: column.name,
      data: this.#rows.map((row) => held(column.kind, column.of(row))),
    }))
    this.#rows = []
    void this.#writer.write({ columnData, rowGroupSize: GROUP })
    this.#flush()
  }

  #flush(): void {
    this.#out.write(new Uint8Array(this.#bytes.buffer, 0, this.#bytes.index).slice())
    this.#bytes.index = 0
  }
}

const shapeOf = ({ name, kind }: Column) => ({ name, type: TYPES[kind], nullable: name !== 'seq' })

function held(kind: ColumnKind, cell: Cell): Held {
  if (cell === null) return null
  if (kind === 'int') return typeof cell === 'number' && Number.isFinite(cell) ? BigInt(Math.trunc(cell)) : null
  return kind === 'time' ? new Date(Number(cell)) : cell
}
