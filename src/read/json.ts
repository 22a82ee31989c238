import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { parseWithEscapedKeys } from './escaped-keys.ts'
import type { KeyPlace } from './escaped-keys.ts'
import { notJson, surveyJson } from './json-text.ts'
import type { Limits } from './limits.ts'
import { refuse } from './refuse.ts'

// `ignoreBOM` keeps a byte order mark in the text, where the JSON grammar then refuses it.
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// With the u flag, a pair is one character and does not match.
const LONE_SURROGATE = /[\ud800-\udfff]/u

/**
 * Strict JSON (RFC 8259, and I-JSON's constraints of RFC 7493) from bytes, or a Problem: UTF-8 without a byte order mark,
 * no duplicate keys however they are escaped, no `__proto__`, no lone surrogates, no number that a double cannot keep,
 * within the limits. Whatever it returns is what JSON.parse should return. Time and memory are linear in the bytes.
 */
export function readJson(bytes: Uint8Array, limits: Limits): JsonValue {
  if (bytes.length > limits.maxBody) {
    const says = `The request body is larger than ${limits.maxBody} bytes.`
    throw new Problem('payload_too_large', 'body above the limit', { says })
  }
  const text = decode(bytes)
  const { members: written, escapedKeys } = surveyJson(text, limits)
  const value = parse(text, escapedKeys)
  // A surrogate can stand alone only where it was escaped: UTF-8 has no bytes for one.
  const mayBeAlone = text.includes('\\ud') || text.includes('\\uD')
  // Of two members with the same key, JSON.parse keeps one: then fewer are left than were written.
  if (membersOf(value, mayBeAlone) !== written) {
    throw refuse(null, 'An object has the same key twice.', 'duplicate_key')
  }
  return value
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes)
  } catch {
    throw refuse(null, 'The body is not valid UTF-8.', 'not_utf8')
  }
}

/** The parser's own error quotes the body, so it goes no further than this. */
function parse(text: string, escapedKeys: readonly KeyPlace[]): JsonValue {
  try {
    return escapedKeys.length === 0 ? (JSON.parse(text) as JsonValue) : parseWithEscapedKeys(text, escapedKeys)
  } catch (cause) {
    throw cause instanceof Problem ? cause : notJson()
  }
}

/** How many object members there are at any depth. Refuses, on the way, keys and strings that have no place in a request. */
function membersOf(value: JsonValue, checkText: boolean): number {
  if (typeof value === 'string') {
    if (checkText) checkWellFormed(value)
    return 0
  }
  let members = 0
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) members += membersOf(item, checkText)
    return members
  }
  if (!isJsonObject(value)) return 0
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw refuse(null, 'An object has a key that is not accepted.', 'proto_key')
    if (checkText) checkWellFormed(key)
    members += 1 + membersOf(value[key] ?? null, checkText)
  }
  return members
}

function checkWellFormed(text: string): void {
  if (LONE_SURROGATE.test(text)) throw refuse(null, 'A string has half of a surrogate pair.', 'lone_surrogate')
}
