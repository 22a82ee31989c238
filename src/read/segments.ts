import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Segment, Unread } from '../terms/prompt.ts'
import { holdsBlob, withoutPayload } from './blob.ts'
import type { ApiTable } from './api-table.ts'
import type { Limits } from './limits.ts'
import { pointerToken, toPlaces } from './place.ts'
import type { Places } from './place.ts'
import { refuse } from './refuse.ts'
import type { Notes } from './shape.ts'
import { KNOWN_KEYS, KNOWN_WORDS, ROLES } from './vocabulary.ts'

/** A number with this many digits can be an account, a card or a person. */
const TELLING_DIGITS = 7
/** A list of this many numbers can spell a text, as token ids or character codes. */
const SPELLING = 64
/** A blob up to this many characters is looked at all the same: it costs nothing. */
const SHORT = 1024

type Walk = {
  readonly segments: Segment[]
  readonly unread: Unread[]
  /** What is known to be unread already. */
  readonly known: Places
  /** What is sealed by its maker. There is nothing to read in it. */
  readonly sealed: Places
  readonly maxPath: number
}
type Texts = Pick<Walk, 'segments' | 'unread'>

/** Where the walk is. `key` is empty in a list. */
type Here = {
  readonly path: string
  readonly role: string
  readonly key: string
  readonly isKnown: boolean
  readonly isSealed: boolean
}

/**
 * Every text of a request: each string, each key that is not the API's own, and each number with seven digits or more, in
 * the order of the body. It knows nothing of what a field means, so it cannot miss a field. Notes as unread, beside `noted`,
 * what is encoded and not written; only the payload of a long string that is nothing else is left out of the texts.
 */
export function textsOf(table: ApiTable, body: JsonObject, noted: Notes['unread'], { maxPath }: Limits): Texts {
  const sealed = toPlaces(noted.filter(({ kind }) => kind === 'encrypted').map(({ at }) => at))
  const walk: Walk = { segments: [], unread: [], known: toPlaces(noted.map(({ at }) => at)), sealed, maxPath }
  for (const key of Object.keys(body)) {
    const value = body[key] ?? null
    const isDialogue = key === table.dialogue
    const role =
      key === 'tools' || key === 'functions' ? 'tools' : isDialogue && typeof value === 'string' ? 'user' : 'field'
    const here = step({ path: '', role, key: '', isKnown: false, isSealed: false }, body, key, walk)
    readKey(key, here, walk)
    if (isDialogue && Array.isArray(value)) readMessages(value, here, walk)
    else readValue(value, here, walk)
  }
  return walk
}

function readMessages(messages: readonly JsonValue[], at: Here, walk: Walk): void {
  messages.forEach((message, index) => {
    readValue(message, step({ ...at, role: roleOf(message) }, messages, index, walk), walk)
  })
}

/** Who speaks. Calls of tools and their results say so by their type, where they stand beside the messages. */
function roleOf(message: JsonValue): string {
  if (!isJsonObject(message)) return 'field'
  const { role, type } = message
  if (typeof role === 'string') return ROLES.has(role) ? role : 'field'
  if (typeof type !== 'string') return 'field'
  return type.endsWith('_output') ? 'tool' : 'assistant'
}

function step(at: Here, holder: JsonObject | readonly JsonValue[], key: string | number, walk: Walk): Here {
  const path = `${at.path}/${pointerToken(key)}`
  if (path.length > walk.maxPath) throw refuse(null, 'The names of nested fields are too long.', 'path_too_long')
  const isKnown = at.isKnown || walk.known.get(holder)?.has(key) === true
  const isSealed = walk.sealed.get(holder)?.has(key) === true
  return { path, role: at.role, key: typeof key === 'string' ? key : '', isKnown, isSealed }
}

function readValue(value: JsonValue, here: Here, walk: Walk): void {
  if (typeof value === 'string') readText(value, here, walk)
  else if (typeof value === 'number') readNumber(value, here, walk)
  else if (Array.isArray(value)) readList(value, here, walk)
  else if (isJsonObject(value)) readObject(value, here, walk)
}

function readObject(value: JsonObject, at: Here, walk: Walk): void {
  for (const key of Object.keys(value)) {
    const here = step(at, value, key, walk)
    readKey(key, here, walk)
    readValue(value[key] ?? null, here, walk)
  }
}

function readList(list: readonly JsonValue[], at: Here, walk: Walk): void {
  const isSpelling = !at.isKnown && list.length >= SPELLING && list.every((item) => typeof item === 'number')
  if (isSpelling) walk.unread.push({ path: at.path, kind: 'token_ids' })
  list.forEach((item, index) => readValue(item, step(at, list, index, walk), walk))
}

function readKey(key: string, here: Here, walk: Walk): void {
  if (!KNOWN_KEYS.has(key)) read(key, here, walk, 'key')
}

function readText(text: string, here: Here, walk: Walk): void {
  if (!here.isSealed && KNOWN_WORDS.get(here.key)?.has(text) !== true) read(text, here, walk, 'value')
}

function readNumber(value: number, { path, role }: Here, walk: Walk): void {
  if (Number.isInteger(value) && Math.abs(value) < 10 ** (TELLING_DIGITS - 1)) return
  const text = String(value)
  if (text.replace(/\D/g, '').length >= TELLING_DIGITS) walk.segments.push({ path, role, kind: 'value', text })
}

function read(text: string, { path, role, isKnown }: Here, walk: Walk, kind: Segment['kind']): void {
  if (text === '') return
  if (!isKnown && holdsBlob(text)) walk.unread.push({ path, kind: 'blob' })
  const readable = text.length <= SHORT ? text : withoutPayload(text)
  if (readable !== '') walk.segments.push({ path, role, kind, text: readable })
}
