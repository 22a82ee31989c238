import type { JsonObject } from '../../src/terms/json.ts'
import type { Api } from '../../src/terms/prompt.ts'

export type PostApi = Exclude<Api, 'models'>

/** What must become of a field that a client sends, in the terms of what is read. */
export type Does =
  /** 400, naming this field. */
  | { readonly refused: string | null }
  /** Sent to neither zone, and recorded. */
  | { readonly stripped: readonly string[] }
  /** Sent to both zones as it is; each of `read` is a text that is looked at. */
  | { readonly sent: JsonObject; readonly read?: readonly string[] }
  /** Cannot be read: it counts as the top level, and goes to the LAN or nowhere. */
  | { readonly unread: string }
  /** Kept apart, to be sent as a pseudonym. */
  | { readonly user: string }
  /** Sent as the policy's `provider` object narrowed by the caller's; null: no provider is left, so nothing is sent. */
  | { readonly narrowed: JsonObject | null }

/** One row of the table of client fields that could weaken a policy, in one API. */
export type Case = {
  readonly row: number
  readonly api: PostApi
  readonly name: string
  readonly ask: JsonObject
  readonly does: Does
}

const TEXTS: readonly PostApi[] = ['chat_completions', 'responses', 'messages', 'completions']
const TALKS: readonly PostApi[] = ['chat_completions', 'responses', 'messages', 'count_tokens']
export const ALL: readonly PostApi[] = [...TALKS, 'completions', 'embeddings']

/** The smallest request of each API. */
export const LEAST: Readonly<Record<PostApi, JsonObject>> = {
  chat_completions: { messages: [{ role: 'user', content: 'x' }] },
  responses: { input: [{ role: 'user', content: 'x' }] },
  messages: { max_tokens: 10, messages: [{ role: 'user', content: 'x' }] },
  count_tokens: { messages: [{ role: 'user', content: 'x' }] },
  completions: { prompt: 'x' },
  embeddings: { input: 'x' },
}

/** The part or block after a text, in the message of a user. */
const beside = (api: PostApi, part: JsonObject): JsonObject => {
  const words = api === 'responses' ? 'input_text' : 'text'
  const content = [{ type: words, text: 'x' }, part]
  return api === 'embeddings'
    ? { input: { content } }
    : { [api === 'responses' ? 'input' : 'messages']: [{ role: 'user', content }] }
}
const PLACE: Readonly<Partial<Record<PostApi, string>>> = {
  chat_completions: 'messages[0].content[1]',
  responses: 'input[0].content[1]',
  messages: 'messages[0].content[1]',
  count_tokens: 'messages[0].content[1]',
  embeddings: 'input.content[1]',
}

const each = (apis: readonly PostApi[], row: number, name: string, ask: JsonObject, does: Does): readonly Case[] =>
  apis.map((api) => ({ row, api, name, ask, does }))

/** Top-level fields, each refused by its own name. */
const refused = (apis: readonly PostApi[], row: number, fields: JsonObject): readonly Case[] =>
  Object.entries(fields).flatMap(([field, value]) => each(apis, row, field, { [field]: value }, { refused: field }))
const stripped = (apis: readonly PostApi[], row: number, fields: JsonObject): readonly Case[] =>
  Object.entries(fields).flatMap(([field, value]) => each(apis, row, field, { [field]: value }, { stripped: [field] }))
const sent = (apis: readonly PostApi[], row: number, fields: JsonObject, read?: readonly string[]): readonly Case[] =>
  Object.entries(fields).flatMap(([field, value]) =>
    each(apis, row, field, { [field]: value }, { sent: { [field]: value }, ...(read === undefined ? {} : { read }) }),
  )
/** A part that is refused by the name of one of its fields. */
const inPart = (row: number, name: string, parts: Readonly<Partial<Record<PostApi, readonly [JsonObject, string]>>>) =>
  ALL.flatMap((api): readonly Case[] => {
    const [part, field] = parts[api] ?? []
    if (part === undefined || field === undefined) return []
    return [{ row, api, name, ask: beside(api, part), does: { refused: `${PLACE[api] ?? ''}.${field}` } }]
  })
const unread = (row: number, api: PostApi, name: string, ask: JsonObject, kind: string): Case => ({
  ...{ row, api, name, ask },
  does: { unread: kind },
})

/** What the policy of these tests sends to OpenRouter. */
export const POLICY_PROVIDER: JsonObject = {
  zdr: true,
  data_collection: 'deny',
  only: ['mistral', 'anthropic'],
  ignore: ['azure'],
  allow_fallbacks: false,
  require_parameters: true,
  max_price: { prompt: '2' },
}
const narrowed = (row: number, name: string, provider: JsonObject, to: JsonObject | null): readonly Case[] =>
  each(ALL, row, `provider: ${name}`, { provider }, { narrowed: to === null ? null : { ...POLICY_PROVIDER, ...to } })

const PROVIDER: readonly Case[] = [
  ...narrowed(1, 'an order keeps what the policy lets in', { order: ['deepinfra', 'mistral'] }, { order: ['mistral'] }),
  ...narrowed(1, 'an order of others is dropped', { order: ['deepinfra'] }, {}),
  ...narrowed(2, 'only is intersected', { only: ['mistral', 'deepinfra'] }, { only: ['mistral'] }),
  ...narrowed(2, 'only others leaves nothing', { only: ['deepinfra'] }, null),
  ...narrowed(2, 'an empty only leaves nothing', { only: [] }, null),
  ...narrowed(3, 'ignore is united', { ignore: ['mistral'] }, { ignore: ['azure', 'mistral'] }),
  ...narrowed(3, 'ignoring all leaves nothing', { ignore: ['mistral', 'anthropic'] }, null),
  ...narrowed(
    4,
    'fallbacks cannot be switched on',
    { allow_fallbacks: true, order: ['mistral'] },
    { order: ['mistral'] },
  ),
  ...narrowed(5, 'collection cannot be allowed', { data_collection: 'allow' }, {}),
  ...narrowed(6, 'retention cannot be allowed', { zdr: false }, {}),
  ...narrowed(
    7,
    'sorting stays within a model',
    { sort: { by: 'price', partition: 'none' } },
    { sort: { by: 'price', partition: 'model' } },
  ),
  ...narrowed(
    7,
    'orderings are sent',
    { sort: 'latency', quantizations: ['fp8'], preferred_max_latency: 2 },
    { sort: 'latency', quantizations: ['fp8'], preferred_max_latency: 2 },
  ),
  ...each(ALL, 7, 'provider.sort of no known name', { provider: { sort: 'cheapest' } }, { refused: 'provider.sort' }),
  ...each(
    ALL,
    7,
    'provider.quantizations of no known name',
    { provider: { quantizations: ['fp9'] } },
    { refused: 'provider.quantizations[0]' },
  ),
  ...narrowed(
    8,
    'the lower price counts',
    { max_price: { prompt: 3, completion: 4 } },
    { max_price: { prompt: '2', completion: 4 } },
  ),
  ...narrowed(8, 'a lower price counts', { max_price: { prompt: 1 } }, { max_price: { prompt: 1 } }),
  ...narrowed(9, 'parameters cannot be made optional', { require_parameters: false }, {}),
  ...each(ALL, 10, 'provider with an unknown key', { provider: { anything: true } }, { refused: 'provider.anything' }),
]

const model = (row: number, ...names: readonly string[]): readonly Case[] =>
  names.flatMap((name) => each(ALL, row, `model ${name}`, { model: name }, { refused: 'model' }))

const DESTINATIONS: readonly Case[] = [
  ...stripped(ALL, 11, { models: ['x/y'], route: 'fallback', fallbacks: [{ model: 'x/y' }] }),
  ...model(12, 'x/y:online', 'x/y:free', 'x/y:nitro', 'x/y:floor', 'x/y:exacto', 'x/y:beta', 'x/y:thinking:online'),
  ...model(13, 'openrouter/auto', 'openrouter/fusion', 'OpenRouter/free', '~anthropic/claude-latest', ''),
  ...each(ALL, 13, 'a missing model', { model: null }, { refused: 'model' }),
  ...model(14, '@preset/mine', 'x/y@preset/mine'),
  ...refused(ALL, 14, { preset: 'mine' }),
  ...stripped(ALL, 15, { plugins: [{ id: 'web' }, { id: 'file-parser' }] }),
]

const SERVER_TOOLS = [
  'web_search',
  'web_search_preview_2025_03_11',
  'openrouter:bash',
  'code_interpreter',
  'mcp',
  'namespace',
]
const F = { type: 'function', name: 'f' }
const chatTool = { type: 'function', function: { name: 'f' } }
const claudeTool = { name: 'f', input_schema: {} }
const one = (row: number, api: PostApi, name: string, ask: JsonObject, does: Does): Case => ({
  row,
  api,
  name,
  ask,
  does,
})
const item = (more: JsonObject): JsonObject => ({ input: [{ role: 'user', content: 'x' }, more] })

const TOOLS: readonly Case[] = [
  ...SERVER_TOOLS.map((type) =>
    one(16, 'chat_completions', type, { tools: [chatTool, { type }] }, { refused: 'tools[1].type' }),
  ),
  ...[
    'web_search',
    'web_search_preview',
    'openrouter:bash',
    'code_interpreter',
    'mcp',
    'file_search',
    'image_generation',
  ].map((type) => one(16, 'responses', type, { tools: [F, { type }] }, { refused: 'tools[1].type' })),
  one(
    16,
    'responses',
    'in a namespace',
    { tools: [{ type: 'namespace', name: 'n', tools: [F, { type: 'mcp' }] }] },
    { refused: 'tools[0].tools[1].type' },
  ),
  one(
    16,
    'responses',
    'in additional_tools',
    item({ type: 'additional_tools', role: 'developer', tools: [{ type: 'web_search' }] }),
    { refused: 'input[1].tools[0].type' },
  ),
  one(16, 'responses', 'in tool_search_output', item({ type: 'tool_search_output', tools: [{ type: 'web_search' }] }), {
    refused: 'input[1].tools[0].type',
  }),
  ...(['messages', 'count_tokens'] as const).flatMap((api) =>
    ['web_search_20250305', 'bash_20250124', 'advisor_20260301', 'mcp_toolset', 'function'].map((type) =>
      one(16, api, type, { tools: [claudeTool, { type, name: 'x' }] }, { refused: 'tools[1].type' }),
    ),
  ),
  one(
    16,
    'messages',
    'in tool_addition',
    {
      messages: [
        { role: 'user', content: 'x' },
        {
          role: 'system',
          content: [
            {
              type: 'tool_addition',
              tool: { type: 'tool_definition', definition: { type: 'web_search_20250305', name: 'w' } },
            },
          ],
        },
      ],
    },
    { refused: 'messages[1].content[0].tool.definition.type' },
  ),
  one(
    17,
    'chat_completions',
    'a server tool',
    { tools: [chatTool], tool_choice: { type: 'web_search' } },
    { refused: 'tool_choice.type' },
  ),
  one(
    17,
    'chat_completions',
    'a function that is not offered',
    { tools: [chatTool], tool_choice: { type: 'function', function: { name: 'web_search' } } },
    { refused: 'tool_choice' },
  ),
  one(
    17,
    'chat_completions',
    'allowed_tools',
    {
      tools: [chatTool],
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'openrouter:bash' }] } },
    },
    { refused: 'tool_choice.allowed_tools.tools[0].type' },
  ),
  one(
    17,
    'responses',
    'a server tool',
    { tools: [F], tool_choice: { type: 'web_search_preview' } },
    { refused: 'tool_choice.type' },
  ),
  one(
    17,
    'responses',
    'a function that is not offered',
    { tools: [F], tool_choice: { type: 'function', name: 'web_search' } },
    { refused: 'tool_choice' },
  ),
  one(
    17,
    'responses',
    'allowed_tools',
    { tools: [F], tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp', server_label: 's' }] } },
    { refused: 'tool_choice.tools[0].type' },
  ),
  one(
    17,
    'messages',
    'a tool that is not offered',
    { tools: [claudeTool], tool_choice: { type: 'tool', name: 'web_search' } },
    { refused: 'tool_choice' },
  ),
  one(
    17,
    'messages',
    'a server tool',
    { tools: [claudeTool], tool_choice: { type: 'web_search' } },
    { refused: 'tool_choice.type' },
  ),
  ...refused(ALL, 18, { web_search_options: {}, x_search_filter: {}, search_parameters: {}, web_search: true }),
  ...stripped(ALL, 19, { max_tool_calls: 30, stop_server_tools_when: [{ type: 'step_count' }] }),
  ...stripped(ALL, 20, { transforms: ['middle-out'], truncate_prompt_tokens: 10 }),
  ...stripped(['responses'], 20, { truncation: 'auto' }),
]

const DATA = 'data:application/pdf;base64,JVBERi0='
const REMOTE = 'https://a.example/x?q=y'
const source = (type: string, block: string, more: JsonObject): JsonObject => ({
  type: block,
  source: { type, ...more },
})

const ELSEWHERE: readonly Case[] = [
  ...refused(['chat_completions', 'responses', 'messages', 'count_tokens', 'embeddings'], 21, {
    prompt: { id: 'pmpt_1', variables: { a: 'b' } },
  }),
  ...refused(ALL, 22, { previous_response_id: 'resp_1', conversation: 'conv_1' }),
  ...refused(ALL, 22, { store: true, background: true }),
  ...stripped(['chat_completions', 'responses', 'completions', 'embeddings'], 22, { store: false, background: false }),
  one(22, 'responses', 'item_reference', item({ type: 'item_reference', id: 'msg_1' }), { refused: 'input[1]' }),
  unread(
    23,
    'chat_completions',
    'file_id',
    beside('chat_completions', { type: 'file', file: { file_id: 'file_1' } }),
    'reference',
  ),
  unread(
    23,
    'responses',
    'file_id of a file',
    beside('responses', { type: 'input_file', file_id: 'file_1' }),
    'reference',
  ),
  unread(
    23,
    'responses',
    'file_id of an image',
    beside('responses', { type: 'input_image', file_id: 'file_1' }),
    'reference',
  ),
  unread(
    23,
    'responses',
    'a container',
    item({ type: 'code_interpreter_call', id: 'i', code: 'x', container_id: 'cntr_1' }),
    'reference',
  ),
  one(
    23,
    'responses',
    'vector_store_ids',
    { tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] },
    { refused: 'tools[0].type' },
  ),
  unread(
    23,
    'messages',
    'file_id of an image',
    beside('messages', source('file', 'image', { file_id: 'file_1' })),
    'reference',
  ),
  unread(
    23,
    'messages',
    'file_id of a document',
    beside('messages', source('file', 'document', { file_id: 'file_1' })),
    'reference',
  ),
  unread(
    23,
    'messages',
    'container_upload',
    beside('messages', { type: 'container_upload', file_id: 'file_1' }),
    'reference',
  ),
  ...inPart(24, 'an image', {
    chat_completions: [{ type: 'image_url', image_url: { url: REMOTE } }, 'image_url.url'],
    responses: [{ type: 'input_image', image_url: REMOTE }, 'image_url'],
    messages: [source('url', 'image', { url: REMOTE }), 'source.url'],
    count_tokens: [source('url', 'image', { url: REMOTE }), 'source.url'],
    embeddings: [{ type: 'image_url', image_url: { url: REMOTE } }, 'image_url.url'],
  }),
  ...inPart(24, 'a file', {
    chat_completions: [{ type: 'file', file: { file_data: REMOTE } }, 'file.file_data'],
    responses: [{ type: 'input_file', file_url: REMOTE }, 'file_url'],
    messages: [source('url', 'document', { url: REMOTE }), 'source.url'],
  }),
  ...inPart(24, 'a video', {
    chat_completions: [{ type: 'video_url', video_url: { url: REMOTE } }, 'video_url.url'],
    responses: [{ type: 'input_video', video_url: REMOTE }, 'video_url'],
  }),
  one(
    24,
    'messages',
    'the source of a search result',
    beside('messages', { type: 'search_result', source: REMOTE, title: 't', content: [] }),
    { unread: 'reference' },
  ),
  ...(['image', 'file', 'audio', 'video'] as const).map((kind, at) => {
    const parts: readonly JsonObject[] = [
      { type: 'image_url', image_url: { url: DATA } },
      { type: 'file', file: { file_data: DATA } },
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { type: 'video_url', video_url: { url: DATA } },
    ]
    return unread(25, 'chat_completions', kind, beside('chat_completions', parts[at] ?? {}), kind)
  }),
  unread(25, 'responses', 'image', beside('responses', { type: 'input_image', image_url: DATA }), 'image'),
  unread(25, 'responses', 'file', beside('responses', { type: 'input_file', file_data: DATA }), 'file'),
  unread(
    25,
    'responses',
    'audio',
    beside('responses', { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }),
    'audio',
  ),
  ...(['messages', 'count_tokens'] as const).flatMap((api) => [
    unread(
      25,
      api,
      'image',
      beside(api, source('base64', 'image', { media_type: 'image/png', data: 'AAAA' })),
      'image',
    ),
    unread(
      25,
      api,
      'PDF',
      beside(api, source('base64', 'document', { media_type: 'application/pdf', data: 'AAAA' })),
      'file',
    ),
  ]),
  unread(
    25,
    'completions',
    'a data: URL in the prompt',
    { prompt: 'Look: data:image/png;base64,iVBORw0KGgoAAAANSUhEUg' },
    'blob',
  ),
  unread(25, 'embeddings', 'image', beside('embeddings', { type: 'image_url', image_url: { url: DATA } }), 'image'),
  unread(26, 'completions', 'a list', { prompt: [1, 2, 3] }, 'token_ids'),
  unread(26, 'completions', 'lists', { prompt: [[1], [2]] }, 'token_ids'),
  unread(26, 'embeddings', 'a list', { input: [1, 2, 3] }, 'token_ids'),
  unread(26, 'embeddings', 'lists', { input: [[1], [2]] }, 'token_ids'),
]

const IDENTITY = { trace: { trace_name: 'a' }, safety_identifier: 'a', session_id: 'session-1', prompt_cache_key: 'a' }
const SCHEMA = { type: 'object', properties: { a: { const: 'Maria' } } }
const edits = { edits: [{ type: 'compact_20260112', instructions: 'Keep Maria.' }] }
const chatFormat = { type: 'json_schema', json_schema: { name: 'n', schema: SCHEMA } }

const FIELDS: readonly Case[] = [
  ...stripped(ALL, 27, { debug: { echo_upstream_body: true } }),
  ...stripped(ALL, 28, IDENTITY),
  ...stripped(['chat_completions', 'responses', 'completions', 'embeddings'], 28, { metadata: { team: 'billing' } }),
  ...each(
    ['chat_completions', 'responses', 'completions', 'embeddings'],
    28,
    'user',
    { user: 'maria' },
    { user: 'maria' },
  ),
  ...each(['messages'], 28, 'metadata.user_id', { metadata: { user_id: 'maria' } }, { user: 'maria' }),
  ...refused(['chat_completions', 'responses', 'messages'], 29, { service_tier: 'priority', speed: 'fast' }),
  ...refused(['completions', 'embeddings'], 29, { service_tier: 'priority', speed: 'fast' }),
  ...refused(['count_tokens'], 29, { speed: 'fast' }),
  ...sent(['chat_completions', 'responses', 'messages'], 29, { service_tier: 'auto' }),
  ...stripped(ALL, 30, { prompt_cache_options: { ttl: '12h' }, prompt_cache_retention: '24h' }),
  ...stripped(['chat_completions', 'responses', 'completions', 'embeddings'], 30, {
    cache_control: { type: 'ephemeral', ttl: '1h' },
  }),
  ...each(
    ['messages', 'count_tokens'],
    30,
    'cache_control, cut to five minutes',
    { cache_control: { type: 'ephemeral', ttl: '1h' } },
    { sent: { cache_control: { type: 'ephemeral' } } },
  ),
  ...refused(['messages', 'count_tokens'], 31, { safeguards: [{ type: 'x', classifier_context: 'Maria' }] }),
  ...sent(['messages', 'count_tokens'], 31, { context_management: edits }, ['Keep Maria.']),
  ...sent(['messages', 'count_tokens'], 31, { output_config: { format: { type: 'json_schema', schema: SCHEMA } } }, [
    'Maria',
  ]),
  ...sent(['messages'], 31, { stop_sequences: ['Maria'] }, ['Maria']),
  ...sent(['chat_completions', 'completions', 'responses'], 31, { stop: ['Maria'] }, ['Maria']),
  ...sent(
    ['chat_completions'],
    31,
    { response_format: chatFormat, prediction: { type: 'content', content: 'Maria' } },
    ['Maria'],
  ),
  ...sent(['responses'], 31, { text: { format: { type: 'json_schema', name: 'n', schema: SCHEMA } } }, ['Maria']),
  ...refused(ALL, 32, { mcp_servers: [{ url: REMOTE }], container: 'c', diagnostics: {}, thread: 't' }),
  ...refused(ALL, 32, { workspace_id: 'w', user_profile_id: 'u', inference_geo: 'us' }),
  ...refused(ALL, 33, { image_config: {}, audio: { voice: 'x' } }),
  ...each(
    ['chat_completions', 'responses'],
    33,
    'modalities',
    { modalities: ['text', 'image'] },
    { refused: 'modalities[1]' },
  ),
  ...refused(['messages', 'count_tokens', 'completions', 'embeddings'], 33, { modalities: ['image'] }),
  ...sent(['chat_completions', 'completions', 'responses'], 34, { logit_bias: { '1234567': 5 } }, ['1234567']),
  ...sent(TEXTS, 34, { seed: 7, temperature: 1, top_p: 0.5, top_k: 3, frequency_penalty: 1 }),
  ...sent(['chat_completions'], 34, { logprobs: true, top_logprobs: 3 }),
  ...refused(TEXTS, 34, { seed: 'Maria', temperature: 'Maria', top_p: 2, top_k: [1] }),
  ...refused(['chat_completions', 'completions', 'responses'], 34, { logit_bias: { Maria: 1 } }),
  ...refused(['chat_completions', 'completions'], 34, { logprobs: 'Maria' }),
  ...sent(['responses'], 35, { include: ['reasoning.encrypted_content', 'message.output_text.logprobs'] }),
  ...['file_search_call.results', 'web_search_call.action.sources', 'code_interpreter_call.outputs', 'x'].map((field) =>
    one(35, 'responses', field, { include: [field] }, { refused: 'include[0]' }),
  ),
  ...refused(ALL, 38, { anything: 1, safe_prompt: true, Provider: {}, MODEL: 'x', 'provider.only': [] }),
]

export const CASES: readonly Case[] = [...PROVIDER, ...DESTINATIONS, ...TOOLS, ...ELSEWHERE, ...FIELDS]
