import { isJsonObject } from '../terms/json.ts'
import type { ApiTable } from './api-table.ts'
import { contentPart } from './chat-parts.ts'
import { textOf } from './look.ts'
import { allow, onLan } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import {
  ALWAYS_REFUSED,
  ALWAYS_STRIPPED,
  CACHE_CONTROL,
  METADATA,
  MODEL,
  PROVIDER,
  STORING,
  USER,
} from './shared-fields.ts'
import { listOf, object } from './structures.ts'
import { texts, tokenIds } from './token-ids.ts'
import { either, flag, integer, oneOf, text } from './values.ts'

const parts = object(
  [allow('content', listOf(contentPart, { least: 1 }), 'text is read; anything else is unread')],
  ['content'],
)

const list = listOf(parts, { least: 1 })
/** Fits only a list of objects, so that a fault in any other list is told of the whole. */
const severalParts: Shape = {
  ...list,
  fits: (value, at, notes) => Array.isArray(value) && value.every(isJsonObject) && list.fits(value, at, notes),
}

const INPUT: readonly Field[] = [
  allow('input', either(text, texts, tokenIds, parts, severalParts), 'the prompt; as token ids it is unread'),
  allow('dimensions', integer(1, 100_000), 'length of the answer'),
  allow('encoding_format', oneOf('float', 'base64'), 'form of the answer'),
  allow('input_type', text, 'OpenRouter: what the text is for; read like any text'),
  onLan('instruction', text, 'vLLM, TEI: what the text is for; read like any text'),
  onLan('prompt_name', text, 'TEI: what the text is for; read like any text'),
  onLan('normalize', flag, 'vLLM, TEI: form of the answer'),
  onLan('add_special_tokens', flag, 'vLLM: how the text becomes tokens'),
]

const STRIPPED: readonly Field[] = [...ALWAYS_STRIPPED, METADATA, CACHE_CONTROL, ...STORING]

/** OpenAI's `POST /v1/embeddings`, with OpenRouter's and the local servers' fields. */
export const EMBEDDINGS: ApiTable = {
  api: 'embeddings',
  request: object([...INPUT, MODEL, USER, PROVIDER, ...STRIPPED, ...ALWAYS_REFUSED], ['model', 'input']),
  dialogue: null,
  check: () => {}, // its shape says all
  offersTools: () => false,
  wantsUsage: () => true, // every answer of this API has it
  userOf: (body) => textOf(body['user']) || null,
  turnsOf: () => [], // nothing is answered that could come back
  sessionsOf: (body) => [textOf(body['session_id'])].filter((name) => name !== ''),
}
