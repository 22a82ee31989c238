import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Segment, Unread } from '../terms/prompt.ts'
import { holdsBlob, isAllBlob } from './blob.ts'
import { pointerToken } from './place.ts'
import { KNOWN_KEYS, KNOWN_WORDS } from './vocabulary.ts'

/** A number with this many digits can be an account, a card or a person. */
const TELLING_DIGITS = 7
/** A list of this many numbers can spell a text, as token ids or character codes. */
const SPELLING = 64
/** A blob up to this many characters is looked at all the same: it costs nothing. */
const SHORT = 1024

/** What the walk has found so far, and how it names what it finds now. */
type Walk = {
  readonly segments: Segment[]
  readonly unread: Unread[]
  /** Paths that are known to be unread already. */
  readonly known: ReadonlySet<string>
}

type Here = { readonly path: string; readonly role: string; readonly key: string; readonly isKnown: boolean }

/**
 * Every text of a request: each string, each key that is not the API's own, and each number with seven digits or more, in
 * the order of the body. It knows nothing of what a field means, so it cannot miss a field. Notes as unread, beside `known`,
 * what is encoded and not written; only a long string that is nothing else is left out of the texts.
 */
export function textsOf(body: JsonObject, known: readonly Unread[]): Pick<Walk, 'segments' | 'unread'> {
  const walk: Walk = { segments: [], unread: [], known: new Set(known.map(({ path }) => path)) }
  for (const [key, value] of Object.entries(body)) {
    const path = `/${pointerToken(key)}`
    const role = key === 'tools' || key === 'functions' ? 'tools' : 'field'
    readKey(key, { path, role, key, isKnown: false }, walk)
    if (key === 'messages' && Array.isArray(value)) readMessages(value, path, walk)
    else readValue(value, { path, role, key, isKnown: false }, walk)
  }
  return walk
}

function readMessages(messages: readonly JsonValue[], path: string, walk: Walk): void {
  messages.forEach((message, index) => {
    const role = isJsonObject(message) && typeof message['role'] === 'string' ? message['role'] : 'field'
    readValue(message, { path: `${path}/${index}`, role, key: '', isKnown: false }, walk)
  })
}

function readValue(value: JsonValue, here: Here, walk: Walk): void {
  if (typeof value === 'string') readText(value, here, walk)
  else if (typeof value === 'number') readNumber(value, here, walk)
  else if (Array.isArray(value)) readList(value, here, walk)
  else if (isJsonObject(value)) readObject(value, here, walk)
}

function readObject(value: JsonObject, { path, role, isKnown }: Here, walk: Walk): void {
  const known = isKnown || walk.known.has(path)
  for (const key of Object.keys(value)) {
    const inner = { path: `${path}/${pointerToken(key)}`, role, key, isKnown: known }
    readKey(key, inner, walk)
    readValue(value[key] ?? null, inner, walk)
  }
}

function readList(list: readonly JsonValue[], { path, role, isKnown }: Here, walk: Walk): void {
  if (list.length >= SPELLING && list.every((item) => typeof item === 'number'))
    walk.unread.push({ path, kind: 'token_ids' })
  const known = isKnown || walk.known.has(path)
  list.forEach((item, index) => readValue(item, { path: `${path}/${index}`, role, key: '', isKnown: known }, walk))
}

function readKey(key: string, here: Here, walk: Walk): void {
  if (!KNOWN_KEYS.has(key)) read(key, here, walk, 'key')
}

function readText(text: string, here: Here, walk: Walk): void {
  if (KNOWN_WORDS.get(here.key)?.has(text) !== true) read(text, here, walk, 'value')
}

function readNumber(value: number, { path, role }: Here, walk: Walk): void {
  if (Number.isInteger(value) && Math.abs(value) < 10 ** (TELLING_DIGITS - 1)) return
  const text = String(value)
  if (text.replace(/\D/g, '').length >= TELLING_DIGITS) walk.segments.push({ path, role, kind: 'value', text })
}

function read(text: string, { path, role, isKnown }: Here, walk: Walk, kind: Segment['kind']): void {
  if (text === '') return
  if (!isKnown && !walk.known.has(path) && holdsBlob(text)) walk.unread.push({ path, kind: 'blob' })
  if (text.length <= SHORT || !isAllBlob(text)) walk.segments.push({ path, role, kind, text })
}
