/** What a fake node says, before it has the form of any API. */
export type Says = {
  readonly model: string
  /** The answer in the pieces in which it is streamed; empty when it only calls tools. */
  readonly words: readonly string[]
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[]
  /** Something that only its maker can read, where the API has a place for it. */
  readonly sealed: string | null
  /** What OpenRouter adds. */
  readonly provider: string | null
  readonly metadata: object | null
  /** True when a stream of the older APIs was asked for its usage. */
  readonly usage: boolean
}

type Body = Readonly<Record<string, unknown>>
type Form = {
  readonly whole: (says: Says, body: Body) => object
  readonly events: (says: Says) => readonly string[]
}

type Event = { readonly type: string; readonly [field: string]: unknown }

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`
const named = (value: Event) => `event: ${value.type}\n${data(value)}`
const DONE = 'data: [DONE]\n\n'
const OLD_USAGE = { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16, cost: 0.0021 }
const NEW_USAGE = {
  input_tokens: 11,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 16,
  cost: 0.0021,
}
const extra = ({ provider, metadata }: Says) => ({
  ...(provider === null ? {} : { provider }),
  ...(metadata === null ? {} : { openrouter_metadata: metadata }),
})
const textOf = ({ words }: Says) => words.join('')

/** A stream of one of the older APIs: metadata comes with its last chunk. */
function chunks(says: Says, object: string, choices: readonly object[], finish: object): readonly string[] {
  const { model, provider } = says
  const chunk = (rest: object) =>
    data({ id: 'gen-1', object, created: 1, model, ...(provider === null ? {} : { provider }), ...rest })
  const last = says.usage ? { choices: [], usage: OLD_USAGE, ...extra(says) } : { choices: [finish], ...extra(says) }
  const before = says.usage ? [chunk({ choices: [finish] })] : []
  return [...choices.map((choice) => chunk({ choices: [choice] })), ...before, chunk(last), DONE]
}

const sealedDetails = (sealed: string | null) =>
  sealed === null
    ? {}
    : { reasoning_details: [{ type: 'reasoning.encrypted', data: sealed, format: 'fake', index: 0 }] }
const chatCalls = ({ calls }: Says) =>
  calls.map(({ id, name, arguments: args }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: args },
  }))

const chat: Form = {
  whole: (says) => {
    const calls = chatCalls(says).map(({ id, type, function: called }) => ({ id, type, function: called }))
    const content = calls.length > 0 ? null : textOf(says)
    const message = { role: 'assistant', content, ...(calls.length > 0 ? { tool_calls: calls } : {}) }
    const choice = { index: 0, message: { ...message, ...sealedDetails(says.sealed) }, finish_reason: finishOf(says) }
    const head = { id: 'gen-1', object: 'chat.completion', created: 1, model: says.model, ...extra(says) }
    return { ...head, choices: [choice], usage: OLD_USAGE }
  },
  events: (says) => {
    const choice = (delta: object) => ({ index: 0, delta, finish_reason: null })
    const first = choice({ role: 'assistant', ...sealedDetails(says.sealed) })
    const words = says.words.map((content) => choice({ content }))
    const calls = chatCalls(says).flatMap(({ index, id, type, function: { name, arguments: args } }) => [
      choice({ tool_calls: [{ index, id, type, function: { name, arguments: '' } }] }),
      choice({ tool_calls: [{ index, function: { arguments: args.slice(0, 3) } }] }),
      choice({ tool_calls: [{ index, function: { arguments: args.slice(3) } }] }),
    ])
    const finish = { index: 0, delta: {}, finish_reason: finishOf(says) }
    return chunks(says, 'chat.completion.chunk', [first, ...words, ...calls], finish)
  },
}
const finishOf = ({ calls }: Says) => (calls.length > 0 ? 'tool_calls' : 'stop')

const completions: Form = {
  whole: (says) => {
    const choices = [{ index: 0, text: textOf(says), logprobs: null, finish_reason: 'stop' }]
    const head = { id: 'gen-1', object: 'text_completion', created: 1, model: says.model, ...extra(says) }
    return { ...head, choices, usage: OLD_USAGE }
  },
  events: (says) => {
    const choice = (text: string, finish: string | null) => ({ index: 0, text, logprobs: null, finish_reason: finish })
    const pieces = says.words.map((word) => choice(word, null))
    return chunks(says, 'text_completion', pieces, choice('', 'stop'))
  },
}

const embeddings: Form = {
  whole: (says, body) => {
    const inputs =
      Array.isArray(body['input']) && typeof body['input'][0] !== 'number' ? body['input'] : [body['input']]
    const vector = [0.25, -0.5, 1]
    const written = Buffer.from(new Float32Array(vector).buffer).toString('base64')
    const embedding = body['encoding_format'] === 'base64' ? written : vector
    const list = inputs.map((_, index) => ({ object: 'embedding', index, embedding }))
    const usage = { prompt_tokens: 11, total_tokens: 11 }
    return { object: 'list', data: list, model: says.model, usage, ...extra(says) }
  },
  events: () => [],
}

type Item = { readonly id: string; readonly type: string; readonly [field: string]: unknown }

const itemsOf = (says: Says): readonly Item[] => {
  const { sealed, calls } = says
  const thought = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: sealed }
  const content = [{ type: 'output_text', text: textOf(says), annotations: [], logprobs: [] }]
  const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }
  const called = calls.map(({ id, name, arguments: args }) => {
    return { id: `fc_${id}`, type: 'function_call', status: 'completed', call_id: id, name, arguments: args }
  })
  return [...(sealed === null ? [] : [thought]), ...(says.words.length > 0 ? [message] : []), ...called]
}

const response = (says: Says, status: string, output: readonly object[]) => ({
  ...{ id: 'resp_1', object: 'response', created_at: 1, model: says.model, status, output, error: null },
  ...{ incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: true, temperature: 1 },
  ...{ top_p: 1, tool_choice: 'auto', tools: [], usage: status === 'completed' ? NEW_USAGE : null },
})

const responses: Form = {
  whole: (says) => ({ ...response(says, 'completed', itemsOf(says)), ...extra(says) }),
  events: (says) => {
    const items = itemsOf(says)
    const begun = response(says, 'in_progress', [])
    const all: readonly Event[] = [
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      ...items.flatMap((item, at) => itemEvents(says, item, at)),
      { type: 'response.completed', response: { ...response(says, 'completed', items), ...extra(says) } },
    ]
    return all.map((event, at) => named({ ...event, sequence_number: at }))
  },
}

function itemEvents(says: Says, item: Item, at: number): readonly Event[] {
  const added = (fields: object) => ({
    type: 'response.output_item.added',
    output_index: at,
    item: { ...item, ...fields },
  })
  const done = { type: 'response.output_item.done', output_index: at, item }
  const place = { item_id: item.id, output_index: at, content_index: 0 }
  if (item.type === 'message') {
    const part = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] })
    return [
      added({ status: 'in_progress', content: [] }),
      { type: 'response.content_part.added', ...place, part: part('') },
      ...says.words.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
      { type: 'response.output_text.done', ...place, text: textOf(says), logprobs: [] },
      { type: 'response.content_part.done', ...place, part: part(textOf(says)) },
      done,
    ]
  }
  if (item.type !== 'function_call') return [added({}), done]
  const args = String(item['arguments'])
  return [
    added({ status: 'in_progress', arguments: '' }),
    { type: 'response.function_call_arguments.delta', item_id: item.id, output_index: at, delta: args },
    { type: 'response.function_call_arguments.done', item_id: item.id, output_index: at, arguments: args },
    done,
  ]
}

type Block = { readonly type: string; readonly [field: string]: unknown }

const blocksOf = (says: Says): readonly Block[] => [
  ...(says.sealed === null
    ? []
    : [
        { type: 'thinking', thinking: 'Hm.', signature: `${says.sealed}-signature` },
        { type: 'redacted_thinking', data: says.sealed },
      ]),
  ...(says.words.length > 0 ? [{ type: 'text', text: textOf(says) }] : []),
  ...says.calls.map(({ id, name, arguments: args }) => {
    return { type: 'tool_use', id, name, input: JSON.parse(args) as unknown }
  }),
]
const stopOf = ({ calls }: Says) => (calls.length > 0 ? 'tool_use' : 'end_turn')
const BEGUN_USAGE = { input_tokens: 7, cache_read_input_tokens: 4, cache_creation_input_tokens: 0, output_tokens: 1 }

const messages: Form = {
  whole: (says) => ({
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: says.model, content: blocksOf(says) },
    ...{ stop_reason: stopOf(says), stop_sequence: null, usage: { ...BEGUN_USAGE, output_tokens: 5 } },
    ...extra(says),
  }),
  events: (says) => {
    const message = {
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: says.model, content: [] },
      ...{ stop_reason: null, stop_sequence: null, usage: BEGUN_USAGE },
    }
    const stopped = { stop_reason: stopOf(says), stop_sequence: null }
    return [
      named({ type: 'message_start', message }),
      named({ type: 'ping' }),
      ...blocksOf(says).flatMap((block, index) => blockEvents(says, block, index).map(named)),
      named({ type: 'message_delta', delta: stopped, usage: { output_tokens: 5 } }),
      named({ type: 'message_stop', ...extra(says) }),
    ]
  },
}

function blockEvents(says: Says, block: Block, index: number): readonly Event[] {
  const start = (fields: object) => ({ type: 'content_block_start', index, content_block: { ...block, ...fields } })
  const delta = (fields: object) => ({ type: 'content_block_delta', index, delta: fields })
  const stop = { type: 'content_block_stop', index }
  if (block.type === 'text') {
    return [start({ text: '' }), ...says.words.map((text) => delta({ type: 'text_delta', text })), stop]
  }
  if (block.type === 'tool_use') {
    const json = JSON.stringify(block['input'])
    const pieces = [json.slice(0, 3), json.slice(3)]
    const deltas = pieces.map((partial) => delta({ type: 'input_json_delta', partial_json: partial }))
    return [start({ input: {} }), ...deltas, stop]
  }
  if (block.type !== 'thinking') return [start({}), stop]
  const thinking = delta({ type: 'thinking_delta', thinking: block['thinking'] })
  const signature = delta({ type: 'signature_delta', signature: block['signature'] })
  return [start({ thinking: '', signature: '' }), thinking, signature, stop]
}

const countTokens: Form = { whole: () => ({ input_tokens: 11 }), events: () => [] }

const FORMS: readonly (readonly [string, Form])[] = [
  ['/chat/completions', chat],
  ['/completions', completions],
  ['/embeddings', embeddings],
  ['/responses', responses],
  ['/messages/count_tokens', countTokens],
  ['/messages', messages],
]

/** The form of the API at a path; null where there is none. */
export function formAt(path: string): Form | null {
  return FORMS.find(([ending]) => path.endsWith(ending))?.[1] ?? null
}
