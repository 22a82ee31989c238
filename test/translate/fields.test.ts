import { describe, expect, test } from '@jest/globals'
import { MESSAGES } from '../../src/read/messages-table.ts'
import { RESPONSES } from '../../src/read/responses-table.ts'
import { fieldsIn } from '../../src/read/shape.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { to } from './chat-answers.ts'

/* Every setting that a LAN server may be given is decided here: what it becomes, or that only its own API has it. */

const PROMPT = { messages: { messages: [{ role: 'user', content: 'x' }] }, responses: { input: 'x' } }
const SCHEMA = { type: 'json_schema', schema: { type: 'object' } }
const strictly = { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' }, strict: true } }
const switched = (on: boolean) => ({ chat_template_kwargs: { enable_thinking: on, thinking: on } })
const effort = (word: string) => ({ reasoning_effort: word, chat_template_kwargs: { reasoning_effort: word } })
const TOOL = { function: { name: 'f', parameters: { type: 'object' } }, type: 'function' }

type Row = { readonly given: JsonObject; readonly becomes: JsonObject }
const same = (given: JsonObject): Row => ({ given, becomes: given })
const left = (given: JsonObject): Row => ({ given, becomes: {} })

const SAMPLING: readonly Row[] = [
  same({ temperature: 0.5 }),
  same({ top_p: 0.5 }),
  same({ top_k: 5 }),
  same({ min_p: 0.5 }),
  same({ frequency_penalty: 1 }),
  same({ presence_penalty: 1 }),
  same({ repetition_penalty: 1 }),
  same({ seed: 7 }),
  same({ enable_thinking: false }),
  same({ chat_template_kwargs: { enable_thinking: false } }),
]

const ROWS: Readonly<Record<'messages' | 'responses', readonly Row[]>> = {
  messages: [
    ...SAMPLING,
    same({ max_tokens: 5 }),
    {
      given: { system: 'S' },
      becomes: {
        messages: [
          { role: 'system', content: 'S' },
          { role: 'user', content: 'x' },
        ],
      },
    },
    { given: { messages: [{ role: 'user', content: 'y' }] }, becomes: { messages: [{ role: 'user', content: 'y' }] } },
    { given: { stop_sequences: ['END'] }, becomes: { stop: ['END'] } },
    { given: { output_config: { format: SCHEMA } }, becomes: { response_format: strictly } },
    { given: { output_format: SCHEMA }, becomes: { response_format: strictly } },
    { given: { output_config: { effort: 'low' } }, becomes: effort('low') },
    { given: { output_config: { effort: 'max' } }, becomes: effort('high') },
    { given: { thinking: { type: 'disabled' }, output_config: { effort: 'max' } }, becomes: switched(false) },
    { given: { thinking: { type: 'enabled', budget_tokens: 9 } }, becomes: { chat_template_kwargs: { ...switched(true).chat_template_kwargs, thinking_budget: 9 } } }, // prettier-ignore
    { given: { thinking: { type: 'disabled' } }, becomes: switched(false) },
    { given: { thinking: { type: 'enabled' }, chat_template_kwargs: { thinking: false } }, becomes: { chat_template_kwargs: { enable_thinking: true, thinking: false } } }, // prettier-ignore
    left({ thinking: { type: 'adaptive' } }),
    { given: { tools: [{ name: 'f', input_schema: { type: 'object' } }] }, becomes: { tools: [TOOL] } },
    { given: { tools: [{ name: 'f', input_schema: { type: 'object' }, strict: true }] }, becomes: { tools: [{ ...TOOL, function: { ...TOOL.function, strict: true } }] } }, // prettier-ignore
    { given: { tools: [{ name: 'f', input_schema: { type: 'object' } }], tool_choice: { type: 'tool', name: 'f' } }, becomes: { tools: [TOOL], tool_choice: { type: 'function', function: { name: 'f' } } } }, // prettier-ignore
    { given: { tools: [{ name: 'f', input_schema: { type: 'object' } }], tool_choice: { type: 'none' } }, becomes: { tools: [TOOL], tool_choice: 'none' } }, // prettier-ignore
    left({ tool_choice: { type: 'auto', disable_parallel_tool_use: true } }), // a server takes none of it without tools
    left({ context_management: { edits: [{ type: 'clear_thinking_20251015' }] } }),
    left({ compaction: { type: 'summarize' } }),
    left({ cache_control: { type: 'ephemeral' } }),
    left({ speed: 'standard' }),
    left({ service_tier: 'auto' }),
  ],
  responses: [
    ...SAMPLING,
    { given: { max_output_tokens: 5 }, becomes: { max_tokens: 5 } },
    { given: { instructions: 'S' }, becomes: { messages: [{ role: 'system', content: 'S' }, { role: 'user', content: 'x' }] } }, // prettier-ignore
    { given: { input: 'y' }, becomes: { messages: [{ role: 'user', content: 'y' }] } },
    { given: { text: { format: { ...SCHEMA, name: 'n' } } }, becomes: { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } } } }, // prettier-ignore
    { given: { text: { format: { type: 'json_object' } } }, becomes: { response_format: { type: 'json_object' } } },
    left({ text: { format: { type: 'text' } } }),
    { given: { text: { verbosity: 'low' } }, becomes: { verbosity: 'low' } },
    { given: { reasoning: { effort: 'minimal', summary: 'auto' } }, becomes: effort('low') },
    { given: { reasoning: { effort: 'none' } }, becomes: switched(false) },
    { given: { reasoning: { enabled: true } }, becomes: switched(true) },
    same({ stop: 'END' }),
    same({ logit_bias: { '5': 1 } }),
    same({ structured_outputs: { regex: 'a' } }),
    same({ ignore_eos: true }),
    same({ skip_special_tokens: true }),
    same({ include_stop_str_in_output: true }),
    { given: { tools: [{ type: 'function', name: 'f', parameters: { type: 'object' } }], tool_choice: 'required', parallel_tool_calls: true }, becomes: { tools: [TOOL], tool_choice: 'required', parallel_tool_calls: true } }, // prettier-ignore
    left({ parallel_tool_calls: true }),
    left({ tool_choice: 'auto' }),
    left({ include: ['reasoning.encrypted_content'] }),
    left({ top_logprobs: 2 }),
    left({ context_management: [{ type: 'compaction' }] }),
    left({ modalities: ['text'] }),
    left({ service_tier: 'auto' }),
  ],
}

describe.each(['messages', 'responses'] as const)('in %s', (api) => {
  const plain = to(api).request(PROMPT[api])
  test.each(ROWS[api])('$given', ({ given, becomes }) => {
    expect(to(api).request({ ...PROMPT[api], ...given })).toEqual({ ...plain, ...becomes })
  })

  test('there is a row for every field that a LAN server may be given', () => {
    const { request } = { messages: MESSAGES, responses: RESPONSES }[api]
    const allowed = fieldsIn(request).flatMap(({ path, row }) =>
      row.do === 'allow' && isTop(path, row.field) ? [row.field] : [],
    )
    const known = new Set(ROWS[api].flatMap(({ given }) => Object.keys(given)))
    expect(allowed.length).toBeGreaterThan(15)
    expect(new Set(allowed)).toEqual(known)
  })
})

const isTop = (path: string, field: string): boolean => path === field

test('a count asks for one token of an answer, and is asked of the same prompt', () => {
  const body = {
    ...PROMPT.messages,
    system: 'S',
    tools: [{ name: 'f', input_schema: {} }],
    thinking: { type: 'disabled' },
  }
  expect(to('count_tokens').request(body)).toEqual({ ...to('messages').request(body), max_tokens: 1 })
})
