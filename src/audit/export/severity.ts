import type { JsonObject } from '../../terms/json.ts'
import { number, objects, text } from './fields.ts'

const INFORMATIONAL = 1
const LOW = 2
const MEDIUM = 3
const HIGH = 4

/** OCSF's severity_id of a record: how soon somebody should look at it, not how sensitive the prompt was. */
export function severityOf(record: JsonObject): number {
  const type = text(record['type']) ?? ''
  if (type === 'sink.poisoned' || type === 'audit.late' || type === 'audit.gap_accepted') return HIGH
  if (type === 'audit.mirror' && record['state'] === 'failed') return HIGH
  if (record['event'] === 'reload_refused') return MEDIUM
  if (Array.isArray(record['breaches']) && record['breaches'].length > 0) return HIGH
  if (objects(record['failed']).length > 0) return MEDIUM
  if (record['effect'] === 'deny') return MEDIUM
  if (record['effect'] === 'refuse') return LOW
  if (type === 'outcome' && (number(record['status']) ?? 200) >= 500) return LOW
  return INFORMATIONAL
}
