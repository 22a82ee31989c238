import { modelName } from './model-name.ts'
import { providerObject } from './provider-object.ts'
import { CACHE, CHANGES_TEXT, ELSEWHERE, IDENTITY, MEDIA, OPERATIONS, OTHER_MODELS, PROGRAM_CODE } from './reasons.ts'
import { SEARCH, SERVER_TOOLS, THIRD_PARTIES } from './reasons.ts'
import { allow, forbid, pseudonymise, set, strip } from './shape.ts'
import type { Field } from './shape.ts'
import { object } from './structures.ts'
import { exactly, flag, text } from './values.ts'

/** Rows of the top level that several APIs share. A field of OpenRouter or of a local server is known in all of them. */

export const TYPE = allow('type', text, 'says what it is')
export const CACHE_CONTROL = strip('cache_control', CACHE)
export const CACHE_BREAKPOINT = strip('prompt_cache_breakpoint', CACHE)
export const METADATA = strip('metadata', IDENTITY)

export const MODEL = set('model', modelName, 'each attempt asks for its own model')
export const STREAM = set('stream', flag, 'sent as it was read')
export const STREAM_OPTIONS = set(
  'stream_options',
  object([
    allow('include_usage', flag, 'the caller sees usage only if it asked for it'),
    strip('include_obfuscation', 'not every server knows it'),
    strip('continuous_usage_stats', 'not every server knows it'),
    strip('reasoning_summary_delivery', 'not every server knows it'),
  ]),
  'usage is always asked for',
)
export const USAGE = strip('usage', 'usage is always asked for')
export const USER = pseudonymise('user', text, 'identifies a person')
export const PROVIDER: Field = {
  field: 'provider',
  do: 'narrow',
  zones: 'any',
  is: providerObject,
  why: "can only narrow the policy's",
}

export const ROUTING: readonly Field[] = [
  strip('models', OTHER_MODELS),
  strip('route', OTHER_MODELS),
  strip('fallbacks', OTHER_MODELS),
  strip('plugins', 'they bring in third parties, who see the prompt'),
  strip('transforms', CHANGES_TEXT),
  strip('truncate_prompt_tokens', CHANGES_TEXT),
  strip('debug', 'it would echo the prompt'),
  strip('max_tool_calls', SERVER_TOOLS),
  strip('stop_server_tools_when', SERVER_TOOLS),
]

export const WHO_ASKS: readonly Field[] = [
  strip('trace', IDENTITY),
  strip('session_id', IDENTITY),
  strip('request_id', IDENTITY),
  strip('safety_identifier', IDENTITY),
  strip('prompt_cache_key', IDENTITY),
]

export const CACHING: readonly Field[] = [
  strip('prompt_cache_options', CACHE),
  strip('prompt_cache_retention', CACHE),
  strip('cache_salt', 'it keeps the caches of tenants apart, so a caller may not choose it'),
]

export const STORING: readonly Field[] = [
  strip('store', 'nothing is stored', exactly(false)),
  strip('background', 'every request is answered at once', exactly(false)),
]

export const RUNNING: readonly Field[] = [
  strip('keep_alive', OPERATIONS),
  strip('ttl', OPERATIONS),
  strip('priority', OPERATIONS),
  strip('id_slot', OPERATIONS),
  strip('draft_model', 'a local server could download it'),
  strip('adapters', 'a local server could download them'),
]

/** What stands for text that is kept somewhere. `prompt` is not among them: one API has its text there. */
export const STORED: readonly Field[] = [
  forbid('preset', 'a preset holds text and tools that nobody has read'),
  forbid('previous_response_id', ELSEWHERE),
  forbid('conversation', ELSEWHERE),
]

export const SEARCHES: readonly Field[] = [
  forbid('web_search_options', SEARCH),
  forbid('web_search', SEARCH),
  forbid('search', SEARCH),
  forbid('search_parameters', SEARCH),
  forbid('x_search_filter', SEARCH),
]

export const OUTPUT_MEDIA: readonly Field[] = [forbid('audio', MEDIA), forbid('image_config', MEDIA)]

export const ELSEWHERE_RUN: readonly Field[] = [
  forbid('mcp_servers', THIRD_PARTIES),
  forbid('container', THIRD_PARTIES),
  forbid('thread', THIRD_PARTIES),
  forbid('diagnostics', THIRD_PARTIES),
  forbid('workspace_id', THIRD_PARTIES),
  forbid('user_profile_id', THIRD_PARTIES),
  forbid('inference_geo', 'where a prompt is answered is for the policy to say'),
]

export const SERVER_CODE: readonly Field[] = [
  forbid('chat_template', 'a template is a program that rewrites the prompt after it was read'),
  forbid('mm_processor_kwargs', PROGRAM_CODE),
  forbid('vllm_xargs', PROGRAM_CODE),
  forbid('kv_transfer_params', 'it names other hosts that would be given the prompt'),
  forbid('options', "these are Ollama's own; use the fields of this API"),
]

/** What no API sends, and what none accepts. */
export const ALWAYS_STRIPPED: readonly Field[] = [...ROUTING, ...WHO_ASKS, ...CACHING, ...RUNNING]
export const ALWAYS_REFUSED: readonly Field[] = [
  ...STORED,
  ...SEARCHES,
  ...OUTPUT_MEDIA,
  ...ELSEWHERE_RUN,
  ...SERVER_CODE,
]
