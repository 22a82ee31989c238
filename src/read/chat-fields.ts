import { message } from './chat-messages.ts'
import { textPart } from './chat-parts.ts'
import { LOCAL_SAMPLING, SAMPLING } from './chat-sampling.ts'
import { functionChoice, legacyFunction, tool, toolChoice } from './chat-tools.ts'
import { modelName } from './model-name.ts'
import { providerObject } from './provider-object.ts'
import { allow, forbid, strip } from './shape.ts'
import type { Field } from './shape.ts'
import { byType, listOf, object } from './structures.ts'
import { either, exactly, flag, freeObject, identifier, oneOf, text } from './values.ts'

const TYPE = allow('type', text, 'says what it is')

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

const streamOptions = object([
  allow('include_usage', flag, 'the caller sees usage only if it asked for it'),
  strip('include_obfuscation', 'not every server knows it'),
  strip('continuous_usage_stats', 'not every server knows it'),
])

const OTHER_MODELS = 'it names other models or providers than the one that is decided on'
const ELSEWHERE = 'it stands for text that is stored elsewhere and that nobody has read'
const SEARCH = 'it would send the prompt to a search engine'
const MEDIA = 'answers other than text are not served'
const IDENTITY = 'it tells the other side who asks, and nothing that the model needs'
const CACHE = "it would lengthen the provider's cache of the prompt"
const OPERATIONS = 'how a server runs is not the business of a caller'
const THIRD_PARTIES = 'it brings in third parties or state outside of this request'
const CHANGES_TEXT = 'it changes the text after it was read'

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

const set = (field: string, is: Field['is'], why: string): Field => ({ field, do: 'set', zones: 'any', is, why })

const OURS: readonly Field[] = [
  set('model', modelName, 'each attempt asks for its own model'),
  set('stream', flag, 'sent as it was read'),
  set('stream_options', streamOptions, 'usage is always asked for'),
  { field: 'user', do: 'pseudonymise', zones: 'any', is: text, why: 'identifies a person' },
  { field: 'provider', do: 'narrow', zones: 'any', is: providerObject, why: "can only narrow the policy's" },
]

const STRIPPED: readonly Field[] = [
  strip('models', OTHER_MODELS),
  strip('route', OTHER_MODELS),
  strip('fallbacks', OTHER_MODELS),
  strip('plugins', 'they bring in third parties, who see the prompt'),
  strip('transforms', CHANGES_TEXT),
  strip('truncate_prompt_tokens', CHANGES_TEXT),
  strip('debug', 'it would echo the prompt'),
  strip('max_tool_calls', "it is for a server's own tools, and there are none"),
  strip('stop_server_tools_when', "it is for a server's own tools, and there are none"),
  strip('metadata', IDENTITY),
  strip('trace', IDENTITY),
  strip('session_id', IDENTITY),
  strip('request_id', IDENTITY),
  strip('safety_identifier', IDENTITY),
  strip('prompt_cache_key', IDENTITY),
  strip('prompt_cache_options', CACHE),
  strip('prompt_cache_retention', CACHE),
  strip('cache_control', CACHE),
  strip('cache_salt', 'it keeps the caches of tenants apart, so a caller may not choose it'),
  strip('store', 'nothing is stored', exactly(false)),
  strip('background', 'every request is answered at once', exactly(false)),
  strip('usage', 'usage is always asked for'),
  strip('keep_alive', OPERATIONS),
  strip('ttl', OPERATIONS),
  strip('priority', OPERATIONS),
  strip('id_slot', OPERATIONS),
  strip('draft_model', 'a local server could download it'),
  strip('adapters', 'a local server could download them'),
]

const REFUSED: readonly Field[] = [
  forbid('preset', 'a preset holds text and tools that nobody has read'),
  forbid('prompt', ELSEWHERE),
  forbid('previous_response_id', ELSEWHERE),
  forbid('conversation', ELSEWHERE),
  forbid('web_search_options', SEARCH),
  forbid('web_search', SEARCH),
  forbid('search', SEARCH),
  forbid('search_parameters', SEARCH),
  forbid('x_search_filter', SEARCH),
  forbid('audio', MEDIA),
  forbid('image_config', MEDIA),
  forbid('mcp_servers', THIRD_PARTIES),
  forbid('container', THIRD_PARTIES),
  forbid('thread', THIRD_PARTIES),
  forbid('diagnostics', THIRD_PARTIES),
  forbid('workspace_id', THIRD_PARTIES),
  forbid('user_profile_id', THIRD_PARTIES),
  forbid('inference_geo', 'where a prompt is answered is for the policy to say'),
  forbid('chat_template', 'a template is a program that rewrites the prompt after it was read'),
  forbid('mm_processor_kwargs', 'it is handed to program code of the model server'),
  forbid('vllm_xargs', 'it is handed to program code of the model server'),
  forbid('kv_transfer_params', 'it names other hosts that would be given the prompt'),
  forbid('options', "these are Ollama's own; use the fields of this API"),
]

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
