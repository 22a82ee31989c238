import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject } from '../../terms/json.ts'
import { REDACTABLE } from './manifest.ts'
import type { Redaction } from './manifest.ts'

/** The record without what an export is to leave out. */
export function redacted(record: JsonObject, redactions: readonly Redaction[]): JsonObject {
  const caller = record['caller']
  if (redactions.length === 0 || !isJsonObject(caller)) return record
  const gone: ReadonlySet<string> = new Set(redactions.map((name) => REDACTABLE[name]))
  return { ...record, caller: Object.fromEntries(Object.entries(caller).filter(([name]) => !gone.has(name))) }
}
