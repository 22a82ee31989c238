import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'

/** How much of a long list and of a long text is kept, from the gentlest cut to the hardest. */
const CUTS = [
  { items: 256, chars: 4096 },
  { items: 64, chars: 1024 },
  { items: 16, chars: 256 },
  { items: 4, chars: 128 },
  { items: 1, chars: 64 },
] as const

/** Which fields are kept when even the hardest cut is not enough. */
const ESSENTIAL = [
  'request',
  'effect',
  'level',
  'pinned',
  'rule',
  'destination',
  'problem',
  'status',
  'result',
] as const

/**
 * The record's JSON in at most `limit` bytes. A record that is too long is never dropped: lists, then texts, are cut until
 * it fits, and it says so: `truncated: true`, and `lengths` with how long each cut list at the top was.
 */
export function toBody(fields: JsonObject, limit: number): string {
  const whole = JSON.stringify(fields)
  if (fits(whole, limit)) return whole
  const lengths = Object.entries(fields).flatMap(([key, value]) => (Array.isArray(value) ? [[key, value.length]] : []))
  const marks = { truncated: true, lengths: Object.fromEntries(lengths) as JsonObject }
  for (const cut of CUTS) {
    const body = JSON.stringify({ ...(shorter(fields, cut) as JsonObject), ...marks })
    if (fits(body, limit)) return body
  }
  const kept = ESSENTIAL.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]] as const]))
  return JSON.stringify({ ...(shorter(Object.fromEntries(kept), CUTS[4]) as JsonObject), truncated: true })
}

function fits(text: string, limit: number): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8, so most records need no second look.
  return text.length * 3 <= limit || Buffer.byteLength(text) <= limit
}

function shorter(value: JsonValue, cut: (typeof CUTS)[number]): JsonValue {
  if (typeof value === 'string') return value.slice(0, cut.chars)
  if (Array.isArray(value)) return value.slice(0, cut.items).map((item: JsonValue) => shorter(item, cut))
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).slice(0, Math.max(cut.items, 32))
  return Object.fromEntries(entries.map(([key, inner]) => [key.slice(0, cut.chars), shorter(inner, cut)]))
}
