import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { refuse } from './refuse.ts'

/** Where a key stands in a JSON text, with its quotes. */
export type KeyPlace = { readonly start: number; readonly end: number }

/**
 * What JSON.parse should make of a text in which keys are written with escapes. The engine of Node 24 (V8 13.6) takes such a key for one
 * that an object of the same shape had before, when its first letters as they are written are that key: after `{"a":1,"\\":2}`, the
 * text `{"a":1,"\u0061":2}` has a key `\`. So each gets a plain name for as long as it is parsed, and its own afterwards; strings that are
 * values are read rightly. Throws SyntaxError as JSON.parse does, and a Problem for a key that stands twice or is `__proto__`.
 */
export function parseWithEscapedKeys(text: string, keys: readonly KeyPlace[]): JsonValue {
  const mark = unusedIn(text)
  const names: string[] = []
  const parts: string[] = []
  let done = 0
  for (const { start, end } of keys) {
    parts.push(text.slice(done, start), `"${mark}${String(names.length)}"`)
    names.push(stringOf(text.slice(start, end)))
    done = end
  }
  const value = JSON.parse(parts.join('') + text.slice(done)) as JsonValue
  return renamed(value, (key) => (key.startsWith(mark) ? (names[Number(key.slice(mark.length))] ?? key) : key))
}

/** A private letter, oftener in a row than anywhere in the text. */
const LETTER = '\uf8ff'
function unusedIn(text: string): string {
  const longest = (text.match(/\uf8ff+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0)
  return LETTER.repeat(longest + 1)
}

const stringOf = (literal: string): string => (JSON.parse(`[${literal}]`) as readonly [string])[0]

function renamed(value: JsonValue, nameOf: (key: string) => string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => renamed(item, nameOf))
  if (!isJsonObject(value)) return value
  const all: Record<string, JsonValue> = {}
  for (const [key, item] of Object.entries(value as JsonObject)) {
    const name = nameOf(key)
    if (name === '__proto__') throw refuse(null, 'An object has a key that is not accepted.', 'proto_key')
    if (Object.hasOwn(all, name)) throw refuse(null, 'An object has the same key twice.', 'duplicate_key')
    all[name] = renamed(item ?? null, nameOf)
  }
  return all
}
