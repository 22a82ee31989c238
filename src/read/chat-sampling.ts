import { allow, onLan } from './shape.ts'
import type { Field } from './shape.ts'
import { listOf, object } from './structures.ts'
import { either, flag, freeObject, integer, mapOf, number, oneOf, text } from './values.ts'

const TOKENS = 10_000_000
const EFFORT = oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')
const tokenIds = listOf(integer(0, TOKENS), { most: 1024 })
const words = listOf(text, { most: 1024 })

export const REASONING: readonly Field[] = [
  allow('effort', EFFORT, 'how much to think'),
  allow('summary', oneOf('auto', 'concise', 'detailed'), 'whether to sum it up'),
  allow('max_tokens', integer(0, TOKENS), 'how much to think'),
  allow('exclude', flag, 'whether to return it'),
  allow('enabled', flag, 'whether to think'),
]

/** How an answer is drawn: numbers and switches, with the few texts among them read like any other. */
export const SAMPLING: readonly Field[] = [
  allow('max_tokens', integer(-1, TOKENS), 'length of the answer'),
  allow('max_completion_tokens', integer(-1, TOKENS), 'length of the answer'),
  allow('temperature', number(0, 100), 'sampling'),
  allow('top_p', number(0, 1), 'sampling'),
  allow('top_k', integer(-1, TOKENS), 'sampling'),
  allow('top_a', number(0, 1), 'sampling'),
  allow('min_p', number(0, 1), 'sampling'),
  allow('frequency_penalty', number(-2, 2), 'sampling'),
  allow('presence_penalty', number(-2, 2), 'sampling'),
  allow('repetition_penalty', number(0, 10), 'sampling'),
  allow('seed', integer(Number.MIN_SAFE_INTEGER), 'sampling'),
  allow('n', integer(1, 128), 'how many answers'),
  allow('stop', either(text, listOf(text, { most: 64 })), 'read like any text'),
  allow('logprobs', flag, 'what the answer tells'),
  allow('top_logprobs', integer(0, 20), 'what the answer tells'),
  allow(
    'logit_bias',
    mapOf('an object of token ids, each with a number from -100 to 100', {
      keys: /^\d{1,7}$/,
      values: number(-100, 100),
      most: 1024,
    }),
    'sampling; its keys are read, as token ids can spell a text',
  ),
  allow('reasoning', object(REASONING), 'how much to think'),
  allow('reasoning_effort', EFFORT, 'how much to think'),
  allow('include_reasoning', flag, 'what the answer tells'),
  allow('verbosity', oneOf('low', 'medium', 'high', 'max'), 'length of the answer'),
  allow('parallel_tool_calls', flag, 'how tools are called'),
]

const grammar = 'vLLM, SGLang, llama.cpp: form of the answer; read like any text'
const sampler = 'vLLM, SGLang, llama.cpp: sampling'
const output = 'vLLM: what the answer tells'

const templateSwitches = object([
  allow('enable_thinking', flag, 'whether to think'),
  allow('thinking', flag, 'whether to think'),
  allow('thinking_budget', integer(0, TOKENS), 'how much to think'),
  allow('reasoning_effort', EFFORT, 'how much to think'),
  allow('preserve_thinking', flag, 'whether earlier thoughts are kept'),
  allow('clear_thinking', flag, 'whether earlier thoughts are kept'),
  allow('add_vision_id', flag, 'whether images are numbered'),
])

/** What local servers know and OpenRouter does not: it would hand these on to a provider, unread by itself. */
export const LOCAL_SAMPLING: readonly Field[] = [
  onLan('guided_json', either(text, freeObject), grammar),
  onLan('guided_regex', text, grammar),
  onLan('guided_choice', words, grammar),
  onLan('guided_grammar', text, grammar),
  onLan('guided_whitespace_pattern', text, grammar),
  onLan('structured_outputs', freeObject, grammar),
  onLan('grammar', text, grammar),
  onLan('json_schema', either(text, freeObject), grammar),
  onLan('regex', text, grammar),
  onLan('ebnf', text, grammar),
  onLan('documents', listOf(freeObject, { most: 1024 }), 'vLLM: texts to answer from; read like any text'),
  onLan('bad_words', words, 'vLLM: words to avoid; read like any text'),
  onLan('stop_token_ids', tokenIds, sampler),
  onLan('min_tokens', integer(0, TOKENS), sampler),
  onLan('ignore_eos', flag, sampler),
  onLan('length_penalty', number(-10, 10), sampler),
  onLan('use_beam_search', flag, sampler),
  onLan('repeat_penalty', number(0, 10), sampler),
  onLan('repeat_last_n', integer(-1, TOKENS), sampler),
  onLan('typical_p', number(0, 1), sampler),
  onLan('mirostat', integer(0, 2), sampler),
  onLan('mirostat_tau', number(0, 100), sampler),
  onLan('mirostat_eta', number(0, 100), sampler),
  onLan('skip_special_tokens', flag, output),
  onLan('spaces_between_special_tokens', flag, output),
  onLan('include_stop_str_in_output', flag, output),
  onLan('return_tokens_as_token_ids', flag, output),
  onLan('separate_reasoning', flag, 'SGLang: what the answer tells'),
  onLan('stream_reasoning', flag, 'SGLang: what the answer tells'),
  onLan('cache_prompt', flag, 'llama.cpp: whether its own memory keeps the prompt'),
  onLan('add_generation_prompt', flag, 'vLLM: whose turn it is'),
  onLan('continue_final_message', flag, 'vLLM: whose turn it is'),
  onLan('enable_thinking', flag, 'whether to think'),
  onLan(
    'chat_template_kwargs',
    templateSwitches,
    'switches of a chat template, named one by one: any other could replace it',
  ),
]
