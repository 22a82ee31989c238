import type { JsonObject } from '../terms/json.ts'
import type { ReadScope } from '../terms/reading.ts'
import type { Facts, RecordParts } from './request-record.ts'
import { requestFields } from './request-record.ts'

export type ReadFacts = Facts & {
  /** `records`: a page of them · `record`: one, whole · `aggregates`: counts. */
  readonly what: string
  /** What was asked for; a value only where the ledger has it anyway, else a digest. */
  readonly asked: JsonObject
  /** What the reader may read; null when that was not found out. */
  readonly scope: ReadScope | null
  /** How many were read or counted; null when nothing was. */
  readonly rows: number | null
}

/** The record of somebody who read records over the admin API, or tried to. It is durable before they are answered. */
export function readRecord(facts: ReadFacts, parts: RecordParts): JsonObject {
  const { what, asked, scope, rows } = facts
  return { type: 'audit.read', ...requestFields(facts, parts), what, asked, scope: scope as JsonObject['scope'] ?? null, rows } // prettier-ignore
}
