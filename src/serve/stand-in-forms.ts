/** What a stand-in says, before it has the form of any API. */
export type Said = {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  readonly model: string
  readonly text: string
  readonly tokens: { readonly in: number; readonly out: number }
  /** What OpenRouter adds to its answers. */
  readonly extra: object
}

/** An answer in the form of one API: as one JSON value, and as server-sent events. */
export type Form = {
  readonly path: string
  readonly whole: (said: Said) => object
  readonly events: (said: Said) => readonly string[]
}

const data = (value: object | string) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
const named = (value: { readonly type: string; readonly [field: string]: unknown }) =>
  `event: ${value.type}\n${data(value)}`
const words = (text: string) => text.split(/(?<= )/)
const usage = ({ tokens }: Said) => ({
  prompt_tokens: tokens.in,
  completion_tokens: tokens.out,
  total_tokens: tokens.in + tokens.out,
})

const chat: Form = {
  path: '/chat/completions',
  whole: (said) => ({
    ...{ id: said.id, object: 'chat.completion', created: said.created, model: said.model, ...said.extra },
    choices: [{ index: 0, message: { role: 'assistant', content: said.text }, finish_reason: 'stop' }],
    usage: usage(said),
  }),
  events: (said) => {
    const chunk = (fields: object) =>
      data({ id: said.id, object: 'chat.completion.chunk', created: said.created, model: said.model, ...fields })
    return [
      ...words(said.text).map((content) =>
        chunk({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] }),
      ),
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      chunk({ choices: [], usage: usage(said), ...said.extra }),
      data('[DONE]'),
    ]
  },
}

const completions: Form = {
  path: '/completions',
  whole: (said) => ({
    ...{ id: said.id, object: 'text_completion', created: said.created, model: said.model, ...said.extra },
    choices: [{ index: 0, text: said.text, logprobs: null, finish_reason: 'stop' }],
    usage: usage(said),
  }),
  events: (said) => {
    const chunk = (fields: object) =>
      data({ id: said.id, object: 'text_completion', created: said.created, model: said.model, ...fields })
    return [
      ...words(said.text).map((text) => chunk({ choices: [{ index: 0, text, logprobs: null, finish_reason: null }] })),
      chunk({ choices: [{ index: 0, text: '', logprobs: null, finish_reason: 'stop' }] }),
      chunk({ choices: [], usage: usage(said), ...said.extra }),
      data('[DONE]'),
    ]
  },
}

const response = (said: Said, status: string, output: readonly object[]) => ({
  ...{ id: `resp_${said.id}`, object: 'response', created_at: said.created, model: said.model, status, output },
  ...{ error: null, incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: true },
  ...{ temperature: 1, top_p: 1, tool_choice: 'auto', tools: [] },
  usage: {
    ...{ input_tokens: said.tokens.in, input_tokens_details: { cached_tokens: 0 } },
    ...{ output_tokens: said.tokens.out, output_tokens_details: { reasoning_tokens: 0 } },
    total_tokens: said.tokens.in + said.tokens.out,
  },
})

const outputText = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] })
const message = (said: Said, status: string, content: readonly object[]) => ({
  id: `msg_${said.id}`,
  type: 'message',
  role: 'assistant',
  status,
  content,
})

const responses: Form = {
  path: '/responses',
  whole: (said) => ({
    ...response(said, 'completed', [message(said, 'completed', [outputText(said.text)])]),
    ...said.extra,
  }),
  events: (said) => {
    const item = { item_id: `msg_${said.id}`, output_index: 0, content_index: 0 }
    const done = message(said, 'completed', [outputText(said.text)])
    const begun = response(said, 'in_progress', [])
    const all = [
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      { type: 'response.output_item.added', output_index: 0, item: message(said, 'in_progress', []) },
      { type: 'response.content_part.added', ...item, part: outputText('') },
      ...words(said.text).map((delta) => ({ type: 'response.output_text.delta', ...item, delta, logprobs: [] })),
      { type: 'response.output_text.done', ...item, text: said.text, logprobs: [] },
      { type: 'response.content_part.done', ...item, part: outputText(said.text) },
      { type: 'response.output_item.done', output_index: 0, item: done },
      { type: 'response.completed', response: { ...response(said, 'completed', [done]), ...said.extra } },
    ]
    return all.map((event, at) => named({ ...event, sequence_number: at }))
  },
}

const messages: Form = {
  path: '/messages',
  whole: (said) => ({
    ...{ id: `msg_${said.id}`, type: 'message', role: 'assistant', model: said.model },
    ...{ content: [{ type: 'text', text: said.text }], stop_reason: 'end_turn', stop_sequence: null },
    usage: { input_tokens: said.tokens.in, output_tokens: said.tokens.out },
    ...said.extra,
  }),
  events: (said) => {
    const begun = {
      ...{ id: `msg_${said.id}`, type: 'message', role: 'assistant', model: said.model, content: [] },
      ...{ stop_reason: null, stop_sequence: null, usage: { input_tokens: said.tokens.in, output_tokens: 0 } },
    }
    return [
      named({ type: 'message_start', message: begun }),
      named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
      ...words(said.text).map((text) =>
        named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      ),
      named({ type: 'content_block_stop', index: 0 }),
      named({
        ...{ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null } },
        usage: { output_tokens: said.tokens.out },
      }),
      named({ type: 'message_stop', ...said.extra }),
    ]
  },
}

export const FORMS: readonly Form[] = [chat, completions, responses, messages]
