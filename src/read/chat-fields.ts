import { message } from './chat-messages.ts'
import { textPart } from './chat-parts.ts'
import { LOCAL_SAMPLING, SAMPLING } from './chat-sampling.ts'
import { functionChoice, legacyFunction, tool, toolChoice } from './chat-tools.ts'
import { ELSEWHERE, JUDGES, MEDIA } from './reasons.ts'
import { allow, forbid } from './shape.ts'
import type { Field } from './shape.ts'
import {
  ALWAYS_REFUSED,
  ALWAYS_STRIPPED,
  CACHE_CONTROL,
  METADATA,
  MODEL,
  PROVIDER,
  STORING,
  STREAM,
  STREAM_OPTIONS,
  TYPE,
  USAGE,
  USER,
} from './shared-fields.ts'
import { byType, listOf, object } from './structures.ts'
import { either, flag, freeObject, identifier, oneOf, text } from './values.ts'

const jsonSchema = object(
  [
    allow('name', identifier, 'what the model sees'),
    allow('description', text, 'read like any text'),
    allow('schema', freeObject, 'a JSON Schema: every key and every text in it is read'),
    allow('strict', flag, 'hold the model to the schema'),
  ],
  ['name'],
)
const responseFormat = byType(
  {
    text: object([TYPE], ['type']),
    json_object: object([TYPE], ['type']),
    json_schema: object([TYPE, allow('json_schema', jsonSchema, 'form of the answer')], ['type', 'json_schema']),
    grammar: object([TYPE, allow('grammar', text, 'read like any text')], ['type', 'grammar']),
    python: object([TYPE], ['type']),
  },
  oneOf('text', 'json_object', 'json_schema', 'grammar', 'python'),
)

const prediction = object(
  [
    allow('type', oneOf('content'), 'says what it is'),
    allow('content', either(text, listOf(byType({ text: textPart }, oneOf('text')))), 'read like any text'),
  ],
  ['type', 'content'],
)

const CONVERSATION: readonly Field[] = [
  allow('messages', listOf(message, { least: 1 }), 'the prompt'),
  allow('tools', listOf(tool), 'functions that the caller runs'),
  allow('tool_choice', toolChoice, 'must name one of the tools'),
  allow('functions', listOf(legacyFunction), 'the older form of tools'),
  allow('function_call', functionChoice, 'the older form of tool_choice'),
  allow('response_format', responseFormat, 'form of the answer'),
  allow('prediction', prediction, 'what the answer will mostly be; read like any text'),
  allow('modalities', listOf(oneOf('text')), MEDIA),
  allow('service_tier', oneOf('auto', 'default'), 'other tiers are other endpoints'),
]

const OURS: readonly Field[] = [MODEL, STREAM, STREAM_OPTIONS, USER, PROVIDER]

const STRIPPED: readonly Field[] = [...ALWAYS_STRIPPED, METADATA, CACHE_CONTROL, ...STORING, USAGE]

const REFUSED: readonly Field[] = [...ALWAYS_REFUSED, forbid('prompt', ELSEWHERE), forbid('moderation', JUDGES)]

/** Every field of a chat completion request, and what becomes of it. A field that is not here is refused by name. */
export const CHAT_FIELDS: readonly Field[] = [
  ...CONVERSATION,
  ...SAMPLING,
  ...LOCAL_SAMPLING,
  ...OURS,
  ...STRIPPED,
  ...REFUSED,
]

export const chatRequest = object(CHAT_FIELDS, ['model', 'messages'])
