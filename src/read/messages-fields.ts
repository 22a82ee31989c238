import { LOCAL_SAMPLING, SAMPLING } from './chat-sampling.ts'
import { messagesMessage, system } from './messages-blocks.ts'
import { CACHED } from './messages-parts.ts'
import { messagesTool, messagesToolChoice } from './messages-tools.ts'
import { IDENTITY, JUDGES, OTHER_MODELS } from './reasons.ts'
import { allow, forbid, pseudonymise, rowsOf, strip } from './shape.ts'
import type { Field } from './shape.ts'
import { ALWAYS_REFUSED, ALWAYS_STRIPPED, MODEL, PROVIDER, STREAM, TYPE, USER } from './shared-fields.ts'
import { byType, listOf, object } from './structures.ts'
import { either, flag, freeObject, integer, number, oneOf, text } from './values.ts'

const TOKENS = 10_000_000
const tokens = integer(0, TOKENS)
const counted = (type: string) => object([TYPE, allow('value', tokens, `how many ${type}`)], ['type', 'value'])

const binding = object([
  allow('prefix_mismatch_behavior', oneOf('error', 'drop_block'), 'what is done with thoughts of another conversation'),
])
const THOUGHTS = [
  allow('display', oneOf('summarized', 'omitted', 'updates'), 'what the answer tells'),
  allow('block_binding', binding, 'what is done with thoughts of another conversation'),
]
const thinking = byType(
  {
    enabled: object([TYPE, allow('budget_tokens', tokens, 'how much to think'), ...THOUGHTS], ['type']),
    adaptive: object([TYPE, ...THOUGHTS], ['type']),
    between_tools: object([TYPE], ['type']),
    disabled: object([TYPE], ['type']),
  },
  oneOf('enabled', 'adaptive', 'between_tools', 'disabled'),
)

const jsonSchema = object(
  [
    allow('type', oneOf('json_schema'), 'how it is written'),
    allow('schema', freeObject, 'a JSON Schema: every key and every text in it is read'),
  ],
  ['type', 'schema'],
)
const budget = object(
  [
    allow('type', oneOf('tokens'), 'what is counted'),
    allow('total', tokens, 'length of the answers'),
    allow('remaining', tokens, 'length of the answers'),
  ],
  ['type'],
)
const outputConfig = object([
  allow('effort', oneOf('low', 'medium', 'high', 'xhigh', 'max'), 'how much to think'),
  allow('format', jsonSchema, 'form of the answer'),
  allow('task_budget', budget, 'length of the answers'),
])

const trigger = byType(
  { input_tokens: counted('tokens'), tool_uses: counted('calls') },
  oneOf('input_tokens', 'tool_uses'),
)
const keptThoughts = either(
  oneOf('all'),
  byType({ all: object([TYPE], ['type']), thinking_turns: counted('turns') }, oneOf('all', 'thinking_turns')),
)
const edit = byType(
  {
    clear_tool_uses_20250919: object(
      [
        TYPE,
        allow('trigger', trigger, 'from when on'),
        allow('keep', byType({ tool_uses: counted('calls') }, oneOf('tool_uses')), 'what is kept'),
        allow('clear_at_least', byType({ input_tokens: counted('tokens') }, oneOf('input_tokens')), 'how much goes'),
        allow('exclude_tools', listOf(text), 'read like any text'),
        allow('clear_tool_inputs', either(flag, listOf(text)), 'read like any text'),
      ],
      ['type'],
    ),
    clear_thinking_20251015: object([TYPE, allow('keep', keptThoughts, 'what is kept')], ['type']),
    compact_20260112: object(
      [
        TYPE,
        allow('trigger', trigger, 'from when on'),
        allow('instructions', text, 'read like any text'),
        allow('pause_after_compaction', flag, 'whether the answer ends there'),
      ],
      ['type'],
    ),
  },
  oneOf('clear_tool_uses_20250919', 'clear_thinking_20251015', 'compact_20260112'),
)
const contextManagement = object([allow('edits', listOf(edit), 'what is left out of a long conversation')])
const compaction = object(
  [
    allow('type', oneOf('summarize'), 'what is done with a long conversation'),
    allow('instructions', text, 'read like any text'),
  ],
  ['type'],
)

/** What a message is made from, and what its tokens are counted of. */
const CONVERSATION: readonly Field[] = [
  allow('messages', listOf(messagesMessage, { least: 1 }), 'the prompt'),
  allow('system', system, 'read like any text'),
  allow('tools', listOf(messagesTool), 'tools that the caller runs'),
  allow('tool_choice', messagesToolChoice, 'must name one of the tools'),
  allow('thinking', thinking, 'how much to think'),
  allow('output_config', outputConfig, 'form of the answer'),
  allow('output_format', jsonSchema, 'the older name of output_config.format'),
  allow('context_management', contextManagement, 'what is left out of a long conversation'),
  allow('compaction', compaction, 'how a long conversation is summed up'),
  CACHED,
  allow('speed', oneOf('standard'), 'other speeds are other endpoints'),
]

const ANSWER: readonly Field[] = [
  allow('max_tokens', tokens, 'length of the answer'),
  allow('stop_sequences', listOf(text, { most: 1024 }), 'read like any text'),
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
  ...rowsOf(LOCAL_SAMPLING, ['chat_template_kwargs', 'enable_thinking']),
  allow('service_tier', oneOf('auto', 'standard_only'), 'other tiers are other endpoints'),
]

const OURS: readonly Field[] = [
  STREAM,
  USER,
  pseudonymise(
    'metadata',
    object([pseudonymise('user_id', text, 'identifies a person')]),
    'it says who asks; only its user_id leaves, as a pseudonym',
  ),
]

const STRIPPED: readonly Field[] = [
  ...ALWAYS_STRIPPED,
  strip('fallback_credit_token', OTHER_MODELS),
  strip('billing_policy', IDENTITY),
]

const REFUSED: readonly Field[] = [
  ...ALWAYS_REFUSED,
  forbid('prompt', 'the prompt stands in messages'),
  forbid('safeguards', JUDGES),
]

/** A Messages request to the last field. */
export const messagesRequest = object(
  [...CONVERSATION, ...ANSWER, MODEL, PROVIDER, ...OURS, ...STRIPPED, ...REFUSED],
  ['model', 'messages'],
)

/** A request to count the tokens of the same. */
export const countTokensRequest = object(
  [...CONVERSATION, MODEL, PROVIDER, ...STRIPPED, ...REFUSED],
  ['model', 'messages'],
)
