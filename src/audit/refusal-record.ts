import type { JsonObject } from '../terms/json.ts'
import type { Problem } from '../terms/problem.ts'
import type { Facts, RecordParts } from './request-record.ts'
import { requestFields } from './request-record.ts'

/** The decision record of a request that was turned away before the policy's answer was complete, with what was known by then. */
export function refusalRecord(facts: Facts & { readonly problem: Problem }, parts: RecordParts): JsonObject {
  return { type: 'decision', effect: 'refuse', ...requestFields(facts, parts) }
}
