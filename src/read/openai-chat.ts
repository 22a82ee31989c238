import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Prompt } from '../terms/prompt.ts'
import { chatRequest } from './chat-fields.ts'
import { checkChosenTools } from './chat-tools.ts'
import { checkModelName } from './model-name.ts'
import type { Limits } from './limits.ts'
import { pointerOf, toPlaces } from './place.ts'
import { refuse } from './refuse.ts'
import { textsOf } from './segments.ts'
import type { Notes } from './shape.ts'
import { without } from './without.ts'

/**
 * A chat completion request (OpenAI's `POST /v1/chat/completions`, with OpenRouter's and the local servers' fields), from
 * parsed JSON. Throws `invalid_request` naming the field when one is unknown, refused or of the wrong type.
 */
export function readOpenAiChat(body: JsonValue, bytes: number, limits: Limits): Prompt {
  const notes: Notes = { unread: [], drops: [], stripped: new Set() }
  if (!isJsonObject(body) || !chatRequest.fits(body, null, notes)) {
    throw refuse(null, 'The body must be an object.', 'field_type')
  }
  const model = textOf(body['model'])
  checkModelName(model)
  checkChosenTools(body)
  const texts = textsOf(body, toPlaces(notes.unread.map(({ at }) => at)), limits)
  return {
    api: 'chat_completions',
    model,
    stream: body['stream'] === true,
    wantsUsage: objectOf(body['stream_options'])?.['include_usage'] === true,
    tools: isFilled(body['tools']) || isFilled(body['functions']),
    bytes,
    segments: texts.segments,
    unread: [...notes.unread.map(({ at, kind }) => ({ path: pointerOf(at), kind })), ...texts.unread],
    body: bodyOf(body, notes),
    provider: providerOf(body['provider']),
    user: textOf(body['user']) || null,
    stripped: [...notes.stripped],
  }
}

function bodyOf(body: JsonObject, { drops }: Notes): Prompt['body'] {
  const lan = drops.filter(({ from }) => from === 'any')
  return { lan: without(body, lan), cloud: lan.length === drops.length ? without(body, lan) : without(body, drops) }
}

/** The caller's wishes without those it left open: `null` is no wish. */
function providerOf(value: JsonValue | undefined): JsonObject | null {
  const provider = objectOf(value)
  if (provider === null) return null
  return Object.fromEntries(Object.entries(provider).filter(([, wish]) => wish !== null))
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')
const objectOf = (value: JsonValue | undefined): JsonObject | null => (isJsonObject(value) ? value : null)
const isFilled = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length > 0
