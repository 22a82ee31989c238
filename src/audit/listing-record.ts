import type { JsonObject } from '../terms/json.ts'
import type { Facts, RecordParts } from './request-record.ts'
import { requestFields } from './request-record.ts'

/** The record of a caller that asked which models it may use, and was told so many. */
export function listingRecord(facts: Facts & { readonly models: number }, parts: RecordParts): JsonObject {
  return { type: 'listing', ...requestFields(facts, parts), models: facts.models }
}
