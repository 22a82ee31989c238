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

/** An API's own field: its name as a pointer has it, with the slash, and those of its values that tell nothing. */
type Known = { readonly token: string; readonly words: ReadonlySet<string> | undefined }
const KNOWN: ReadonlyMap<string, Known> = new Map(
  [...KNOWN_KEYS].map((key) => [key, { token: `/${pointerToken(key)}`, words: KNOWN_WORDS.get(key) }]),
)

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

/** Where the walk is. */
type Here = {
  readonly path: string
  readonly role: string
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
    const here = enter(
      { path: '', role: roleAtTop(key, value, isDialogue), isKnown: false, isSealed: false },
      body,
      key,
      walk,
    )
    if (!KNOWN.has(key)) read(key, here, walk, 'key')
    if (isDialogue && Array.isArray(value)) readMessages(value, here, walk)
    else readValue(value, here, walk)
  }
  return walk
}

function roleAtTop(key: string, value: JsonValue, isDialogue: boolean): string {
  if (key === 'tools' || key === 'functions') return 'tools'
  return isDialogue && typeof value === 'string' ? 'user' : 'field'
}

function readMessages(messages: readonly JsonValue[], at: Here, walk: Walk): void {
  messages.forEach((message, index) => {
    readValue(message, enter({ ...at, role: roleOf(message) }, messages, index, walk), walk)
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

function enter(at: Here, holder: JsonObject | readonly JsonValue[], key: string | number, walk: Walk): Here {
  const path = at.path + (typeof key === 'number' ? `/${key}` : (KNOWN.get(key)?.token ?? `/${pointerToken(key)}`))
  if (path.length > walk.maxPath) throw refuse(null, 'The names of nested fields are too long.', 'path_too_long')
  if (walk.known.size === 0) return { path, role: at.role, isKnown: false, isSealed: false }
  const isKnown = at.isKnown || walk.known.get(holder)?.has(key) === true
  const isSealed = walk.sealed.get(holder)?.has(key) === true
  return { path, role: at.role, isKnown, isSealed }
}

function readValue(value: JsonValue, here: Here, walk: Walk): void {
  if (typeof value === 'string') readText(value, here, walk)
  else if (typeof value === 'number') readNumber(value, here, walk)
  else if (Array.isArray(value)) readList(value, here, walk)
  else if (isJsonObject(value)) readObject(value, here, walk)
}

function readObject(value: JsonObject, at: Here, walk: Walk): void {
  for (const key of Object.keys(value)) {
    const inner = value[key] ?? null
    const known = KNOWN.get(key)
    if (known !== undefined && saysNothing(inner, known.words)) continue
    const here = enter(at, value, key, walk)
    if (known === undefined) read(key, here, walk, 'key')
    readValue(inner, here, walk)
  }
}

function readList(list: readonly JsonValue[], at: Here, walk: Walk): void {
  const isSpelling = !at.isKnown && list.length >= SPELLING && list.every((item) => typeof item === 'number')
  if (isSpelling) walk.unread.push({ path: at.path, kind: 'token_ids' })
  list.forEach((item, index) => {
    if (!saysNothing(item, undefined)) readValue(item, enter(at, list, index, walk), walk)
  })
}

/** Asked before anything else, because many values are such and the pointer to one costs more than to ask. */
function saysNothing(value: JsonValue, words: ReadonlySet<string> | undefined): boolean {
  if (typeof value === 'string') return words?.has(value) === true
  return typeof value === 'number' ? isShort(value) : value === null || typeof value === 'boolean'
}

const isShort = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 10 ** (TELLING_DIGITS - 1)

function readText(text: string, here: Here, walk: Walk): void {
  if (!here.isSealed) read(text, here, walk, 'value')
}

function readNumber(value: number, { path, role }: Here, walk: Walk): void {
  if (isShort(value)) return
  const text = String(value)
  if (text.replace(/\D/g, '').length >= TELLING_DIGITS) walk.segments.push({ path, role, kind: 'value', text })
}

function read(text: string, { path, role, isKnown }: Here, walk: Walk, kind: Segment['kind']): void {
  if (text === '') return
  if (!isKnown && holdsBlob(text)) walk.unread.push({ path, kind: 'blob' })
  const readable = text.length <= SHORT ? text : withoutPayload(text)
  if (readable !== '') walk.segments.push({ path, role, kind, text: readable })
}
