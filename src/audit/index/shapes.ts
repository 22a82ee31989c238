import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { FLOW_COLUMNS, KIND_SHAPE } from './roll-up-schema.ts'
import type { Column } from './schema.ts'

/** What lines tell requests apart by: all of it, and what those of a kind tell. */
export type Shape = { readonly flow: number; readonly kind: number }

/** Shapes are few; what is forgotten is looked up again. */
const REMEMBERED = 100_000

/** Numbers the shapes of lines, each once. */
export class Shapes {
  readonly #known = new Map<string, Shape>()
  readonly #find: StatementSync
  readonly #insert: StatementSync

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(`SELECT id FROM shapes WHERE ${FLOW_COLUMNS.map((name) => `${name} = ?`).join(' AND ')}`)
    this.#insert = db.prepare(`INSERT INTO shapes (${FLOW_COLUMNS.join(', ')}) VALUES (${FLOW_COLUMNS.map(() => '?').join(', ')}) RETURNING id`) // prettier-ignore
  }

  shapeOf(ids: Readonly<Record<Column, number | null>>): Shape {
    const values = FLOW_COLUMNS.map((name) => ids[name] ?? 0)
    const key = values.join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const less = FLOW_COLUMNS.map((name) => (KIND_SHAPE.includes(name) ? (ids[name] ?? 0) : 0))
    const shape = { flow: this.#idOf(values), kind: this.#idOf(less) }
    if (this.#known.size >= REMEMBERED) this.#known.clear()
    this.#known.set(key, shape)
    return shape
  }

  #idOf(values: readonly number[]): number {
    return Number((this.#find.get(...values) ?? this.#insert.get(...values))?.['id'])
  }
}
