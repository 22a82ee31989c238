import type { SQLOutputValue } from 'node:sqlite'
import type { JsonObject } from '../../terms/json.ts'
import { COLUMNS, isSet, NUMBERS } from './schema.ts'
import type { Column } from './schema.ts'
import type { TextOf } from './texts.ts'
import { membersOf } from './where.ts'

/** A row in words: `seq` of the decision, `ended` of the outcome, `time` as ISO 8601, the columns of the schema, and in `found` how many values of each type. */
export function toFound(row: Record<string, SQLOutputValue>, textOf: TextOf): JsonObject {
  const word = (column: Column) => {
    const id = row[column] ?? null
    if (id === null) return isSet(column) ? [] : null
    const text = textOf(Number(id))
    return isSet(column) ? membersOf(column, text) : text
  }
  const number = (name: string) => (row[name] === null || row[name] === undefined ? null : Number(row[name]))
  return {
    request: String(row['request']),
    seq: Number(row['seq']),
    ended: number('ended'),
    time: new Date(Number(row['time'])).toISOString(),
    ...Object.fromEntries(COLUMNS.map((column) => [column, word(column)])),
    ...Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
    found: typeof row['found'] === 'string' ? (JSON.parse(row['found']) as JsonObject) : {},
  }
}
