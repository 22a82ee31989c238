import type { ApiTable } from './api-table.ts'
import { LOCAL_SAMPLING, SAMPLING } from './chat-sampling.ts'
import { objectOf, textOf } from './look.ts'
import { allow, rowsOf } from './shape.ts'
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
  USAGE,
  USER,
} from './shared-fields.ts'
import { object } from './structures.ts'
import { texts, tokenIds } from './token-ids.ts'
import { either, flag, integer, text } from './values.ts'

const PROMPT: readonly Field[] = [
  allow('prompt', either(text, texts, tokenIds), 'the prompt; as token ids it is unread'),
  allow('suffix', text, 'read like any text'),
  allow('echo', flag, 'whether the answer repeats the prompt'),
  allow('best_of', integer(1, 128), 'how many answers'),
  allow('logprobs', integer(0, 20), 'what the answer tells'),
]

/** These say how the turns of a conversation become one prompt. Here the prompt is one already. */
const OF_TURNS = ['add_generation_prompt', 'continue_final_message', 'chat_template_kwargs', 'documents']

const SAMPLERS: readonly Field[] = [
  ...rowsOf(SAMPLING, ['max_tokens', 'temperature', 'top_p', 'top_k', 'top_a', 'min_p', 'frequency_penalty']),
  ...rowsOf(SAMPLING, ['presence_penalty', 'repetition_penalty', 'seed', 'n', 'stop', 'logit_bias']),
  ...LOCAL_SAMPLING.filter(({ field }) => !OF_TURNS.includes(field)),
]

const STRIPPED: readonly Field[] = [...ALWAYS_STRIPPED, METADATA, CACHE_CONTROL, ...STORING, USAGE]

/** OpenAI's older `POST /v1/completions`, with OpenRouter's and the local servers' fields. */
export const COMPLETIONS: ApiTable = {
  api: 'completions',
  request: object(
    [...PROMPT, ...SAMPLERS, MODEL, STREAM, STREAM_OPTIONS, USER, PROVIDER, ...STRIPPED, ...ALWAYS_REFUSED],
    ['model', 'prompt'],
  ),
  dialogue: null,
  check: () => {}, // its shape says all
  offersTools: () => false,
  wantsUsage: (body) => objectOf(body['stream_options'])?.['include_usage'] === true,
  userOf: (body) => textOf(body['user']) || null,
  turnsOf: () => [], // a text is continued; there are no turns
  sessionsOf: (body) => [textOf(body['session_id'])].filter((name) => name !== ''),
}
