import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../terms/json.ts'

/** A record that is no request: its place, its time in milliseconds since 1970, and what it says. */
export type LedgerEvent = {
  readonly seq: number
  readonly time: number
  readonly type: string
  readonly fields: JsonObject
}

/** All records of these types, in order. Only for types that are rare. */
export function eventsIn(db: DatabaseSync, types: readonly string[]): readonly LedgerEvent[] {
  const names = types.map(() => '?').join(', ')
  const rows = db.prepare(`SELECT seq, time, type, fields FROM events WHERE type IN (${names}) ORDER BY seq`)
  return rows.all(...types).map(({ seq, time, type, fields }) => ({
    ...{ seq: Number(seq), time: Number(time), type: String(type) },
    fields: JSON.parse(String(fields)) as JsonObject,
  }))
}
