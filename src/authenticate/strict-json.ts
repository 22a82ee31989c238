import type { JsonValue } from '../terms/json.ts'

export type JsonFlaw = 'utf8' | 'json' | 'dup_key' | 'depth'
export type StrictJson = { readonly value: JsonValue; readonly flaw: null } | { readonly flaw: JsonFlaw }

// A byte order mark is kept, so that JSON.parse refuses it (RFC 8259 §8.1 forbids it).
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
// Strings and structure; linear, because no two branches can start on the same character.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g

/**
 * JSON with exactly one meaning: well-formed UTF-8, no object with two keys of the same name (RFC 8259 §4 leaves open
 * which one counts, and parsers differ), and at most `maxDepth` levels of nesting.
 */
export function parseStrictJson(bytes: Uint8Array, maxDepth: number): StrictJson {
  const text = decode(bytes)
  if (text === null) return { flaw: 'utf8' }
  try {
    const value = JSON.parse(text) as JsonValue
    const flaw = structuralFlaw(text, maxDepth)
    return flaw === null ? { value, flaw } : { flaw }
  } catch {
    return { flaw: 'json' }
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes)
  } catch {
    return null
  }
}

/** For text that JSON.parse has accepted. Keys are compared as they are read, so `s\u0075b` is `sub`. */
function structuralFlaw(text: string, maxDepth: number): 'dup_key' | 'depth' | null {
  const open: Set<string>[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ':') last = token
    else if (!isNewKey(open.at(-1), last)) return 'dup_key'
    if (open.length > maxDepth) return 'depth'
  }
  return null
}

function isNewKey(keys: Set<string> | undefined, quoted: string): boolean {
  const key = JSON.parse(quoted) as string
  if (keys === undefined || keys.has(key)) return false
  keys.add(key)
  return true
}
