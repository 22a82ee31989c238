import { REASONING, LOCAL_SAMPLING, SAMPLING } from './chat-sampling.ts'
import { inputItem } from './responses-items.ts'
import { responsesTool, responsesToolChoice } from './responses-tools.ts'
import { CHANGES_TEXT, ELSEWHERE, IDENTITY, JUDGES, MEDIA } from './reasons.ts'
import { allow, forbid, rowsOf, strip } from './shape.ts'
import type { Field } from './shape.ts'
import { ALWAYS_REFUSED, ALWAYS_STRIPPED, CACHE_CONTROL, METADATA, MODEL, PROVIDER } from './shared-fields.ts'
import { STORING, STREAM, STREAM_OPTIONS, TYPE, USER } from './shared-fields.ts'
import { byType, listOf, object } from './structures.ts'
import { either, flag, freeObject, identifier, integer, number, oneOf, text } from './values.ts'

const TOKENS = 10_000_000

const format = byType(
  {
    text: object([TYPE], ['type']),
    json_object: object([TYPE], ['type']),
    json_schema: object(
      [
        TYPE,
        allow('name', identifier, 'what the model sees'),
        allow('description', text, 'read like any text'),
        allow('schema', freeObject, 'a JSON Schema: every key and every text in it is read'),
        allow('strict', flag, 'hold the model to the schema'),
      ],
      ['type', 'name', 'schema'],
    ),
  },
  oneOf('text', 'json_object', 'json_schema'),
)
const textOptions = object([
  allow('format', format, 'form of the answer'),
  allow('verbosity', oneOf('low', 'medium', 'high', 'max'), 'length of the answer'),
])

const reasoning = object([
  ...REASONING,
  allow('generate_summary', oneOf('auto', 'concise', 'detailed'), 'the older name of summary'),
  allow('context', oneOf('auto', 'current_turn', 'all_turns'), 'which thoughts of earlier turns count'),
  allow('mode', oneOf('standard', 'pro'), 'how much to think'),
])

const contextManagement = object(
  [
    allow('type', oneOf('compaction'), 'what is done with a long conversation'),
    allow('compact_threshold', integer(0, TOKENS), 'from which length on'),
  ],
  ['type'],
)

const CONVERSATION: readonly Field[] = [
  allow('input', either(text, listOf(inputItem, { least: 1 })), 'the prompt'),
  allow('instructions', text, 'read like any text'),
  allow('tools', listOf(responsesTool), 'tools that the caller runs'),
  allow('tool_choice', responsesToolChoice, 'must name one of the tools'),
  allow('text', textOptions, 'form of the answer'),
  allow('context_management', listOf(contextManagement), 'its result is sealed, and goes back only where it came from'),
  allow(
    'include',
    listOf(oneOf('reasoning.encrypted_content', 'message.output_text.logprobs')),
    'anything else would be output of tools that run elsewhere',
  ),
  allow('modalities', listOf(oneOf('text')), MEDIA),
  allow('service_tier', oneOf('auto', 'default'), 'other tiers are other endpoints'),
]

const SAMPLERS: readonly Field[] = [
  allow('max_output_tokens', integer(0, TOKENS), 'length of the answer'),
  allow('reasoning', reasoning, 'how much to think'),
  allow('temperature', number(0, 100), 'sampling'),
  ...rowsOf(SAMPLING, [
    'top_p',
    'top_k',
    'min_p',
    'frequency_penalty',
    'presence_penalty',
    'repetition_penalty',
    'seed',
  ]),
  ...rowsOf(SAMPLING, ['stop', 'top_logprobs', 'logit_bias', 'parallel_tool_calls']),
  ...rowsOf(LOCAL_SAMPLING, ['structured_outputs', 'ignore_eos', 'skip_special_tokens', 'include_stop_str_in_output']),
  ...rowsOf(LOCAL_SAMPLING, ['chat_template_kwargs', 'enable_thinking']),
]

const OURS: readonly Field[] = [MODEL, STREAM, STREAM_OPTIONS, USER, PROVIDER]

const STRIPPED: readonly Field[] = [
  ...ALWAYS_STRIPPED,
  strip('truncation', CHANGES_TEXT),
  METADATA,
  strip('client_metadata', IDENTITY),
  strip('access_programs', IDENTITY),
  CACHE_CONTROL,
  ...STORING,
]

const REFUSED: readonly Field[] = [
  ...ALWAYS_REFUSED,
  forbid('prompt', ELSEWHERE),
  forbid('previous_input_messages', 'earlier turns stand among the items of input'),
  forbid('image', CHANGES_TEXT),
  forbid('moderation', JUDGES),
]

/** A Responses request to the last field. */
export const responsesRequest = object(
  [...CONVERSATION, ...SAMPLERS, ...OURS, ...STRIPPED, ...REFUSED],
  ['model', 'input'],
)
