import type { JsonObject, JsonValue } from '../../../src/terms/json.ts'
import type { Api } from '../../../src/terms/prompt.ts'

/** One place in which a prompt's text can stand, with a social security number in it. */
type Row = { readonly name: string; readonly api: Api; readonly body: JsonObject }

const SSN = '536-22-8726'
const SAYS = `My SSN is ${SSN}.`
const BASE64 = Buffer.from(SAYS).toString('base64')

type Blocks = Readonly<Record<string, JsonObject>>

const text = (words: string): JsonObject => ({ type: 'text', text: words })
const result = (type: string, content: JsonValue): JsonObject => ({ type, tool_use_id: 'toolu_1', content })
const cited = (type: string, more: JsonObject): JsonObject => ({
  ...text('x'),
  citations: [{ type, cited_text: 'x', ...more }],
})
const image = (source: JsonObject): JsonObject => ({ type: 'image', source })
const document = (source: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'document', source, ...more })
const plain = { type: 'text', media_type: 'text/plain', data: 'x' }
const found = { type: 'search_result', source: 'x', title: 'x', content: [text('x')] }
const call = (type: string, more: JsonObject): JsonObject => ({ type, id: 'toolu_1', name: 'f', input: {}, ...more })
const tool = { name: 'f', description: 'x', input_schema: { type: 'object' } }

const SAID: Blocks = {
  'text.text': text(SAYS),
  'text.citations[].cited_text': cited('char_location', { cited_text: SAYS }),
  'text.citations[].document_title': cited('page_location', { document_title: SAYS }),
  'text.citations[].title': cited('search_result_location', { title: SAYS }),
  'text.citations[].source': cited('search_result_location', { source: SAYS }),
  'text.citations[].url': cited('web_search_result_location', { url: `https://a.example/?q=${SSN}` }),
  'text.citations[].encrypted_index': cited('web_search_result_location', { encrypted_index: BASE64 }),
  'text.citations[].file_id': cited('content_block_location', { file_id: SSN }),
  'text.citations[] of an unknown type': cited('hologram_location', { cited_text: SAYS }),
  'image base64': image({ type: 'base64', media_type: 'image/png', data: BASE64 }),
  'image url': image({ type: 'url', url: `https://a.example/${SSN}.png` }),
  'image file': image({ type: 'file', file_id: SSN }),
  'image of an unknown source': image({ type: 'hologram', data: SAYS }),
  'document base64': document({ type: 'base64', media_type: 'application/pdf', data: BASE64 }),
  'document text': document({ ...plain, data: SAYS }),
  'document media_type': document({ ...plain, media_type: SAYS }),
  'document content as a string': document({ type: 'content', content: SAYS }),
  'document content as blocks': document({ type: 'content', content: [text(SAYS)] }),
  'document content with an image': document({
    type: 'content',
    content: [image({ type: 'base64', media_type: 'image/png', data: BASE64 })],
  }),
  'document url': document({ type: 'url', url: `https://a.example/${SSN}.pdf` }),
  'document file': document({ type: 'file', file_id: SSN }),
  'document title': document(plain, { title: SAYS }),
  'document context': document(plain, { context: SAYS }),
  'search_result source': { ...found, source: `https://a.example/${SSN}` },
  'search_result title': { ...found, title: SAYS },
  'search_result content': { ...found, content: [text(SAYS)] },
  'thinking.thinking': { type: 'thinking', thinking: SAYS, signature: '' },
  'thinking.signature': { type: 'thinking', thinking: 'x', signature: BASE64 },
  'redacted_thinking.data': { type: 'redacted_thinking', data: BASE64 },
  'a block of an unknown type': { type: 'hologram', beam: SAYS },
  'a key of a block of an unknown type': { type: 'hologram', [SAYS]: 1 },
}

const CALLED: Blocks = {
  'tool_use.name': call('tool_use', { name: SSN }),
  'tool_use.id': call('tool_use', { id: SSN }),
  'tool_use.input': call('tool_use', { input: { note: [SAYS] } }),
  'a key of tool_use.input': call('tool_use', { input: { [SAYS]: 1 } }),
  'a number in tool_use.input': call('tool_use', { input: { ssn: 536228726 } }),
  'JSON in tool_use.input': call('tool_use', { input: { body: JSON.stringify({ note: SAYS }) } }),
  'tool_use.toolset_name': call('tool_use', { toolset_name: SAYS }),
  'tool_use.caller': call('tool_use', { caller: { type: 'code_execution_20260120', tool_id: SSN } }),
  'server_tool_use.name': call('server_tool_use', { name: SSN }),
  'server_tool_use.input': call('server_tool_use', { name: 'web_search', input: { query: SAYS } }),
  'mcp_tool_use.name': call('mcp_tool_use', { name: SSN, server_name: 'x' }),
  'mcp_tool_use.server_name': call('mcp_tool_use', { server_name: SAYS }),
  'mcp_tool_use.input': call('mcp_tool_use', { server_name: 'x', input: SAYS }),
}

const state = (more: JsonObject) =>
  result('tool_result', [{ type: 'browser_state', tabs: [{ tab_id: 'a', title: 'x', url: 'x' }], ...more }])
const changed = (more: JsonObject) =>
  state({ state_changes: [{ type: 'download_failed', download_id: 'a', url: 'x', ...more }] })

const ANSWERED: Blocks = {
  'tool_result as a string': result('tool_result', SAYS),
  'tool_result text': result('tool_result', [text(SAYS)]),
  'tool_result image': result('tool_result', [image({ type: 'base64', media_type: 'image/png', data: BASE64 })]),
  'tool_result image url': result('tool_result', [image({ type: 'url', url: `https://a.example/${SSN}` })]),
  'tool_result search_result': result('tool_result', [{ ...found, content: [text(SAYS)] }]),
  'tool_result document': result('tool_result', [document({ ...plain, data: SAYS })]),
  'tool_result document base64': result('tool_result', [
    document({ type: 'base64', media_type: 'application/pdf', data: BASE64 }),
  ]),
  'tool_result tool_reference': result('tool_result', [{ type: 'tool_reference', tool_name: SSN }]),
  'tool_result browser_state tab title': state({ tabs: [{ tab_id: 'a', title: SAYS, url: 'x' }] }),
  'tool_result browser_state tab url': state({ tabs: [{ tab_id: 'a', title: 'x', url: `https://a.example/${SSN}` }] }),
  'tool_result browser_state tab id': state({ tabs: [{ tab_id: SSN, title: 'x', url: 'x' }] }),
  'tool_result browser_state change url': changed({ url: `https://a.example/${SSN}` }),
  'tool_result browser_state change error': changed({ error: SAYS }),
  'tool_result browser_state change path': changed({ path: `/home/${SSN}` }),
  'tool_result of an unknown type': result('tool_result', [{ type: 'hologram', beam: SAYS }]),
  'tool_result.tool_use_id': { ...result('tool_result', 'x'), tool_use_id: SSN },
  'mcp_tool_result as a string': result('mcp_tool_result', SAYS),
  'mcp_tool_result as blocks': result('mcp_tool_result', [text(SAYS)]),
}

const page = { type: 'web_search_result', title: 'x', url: 'x', encrypted_content: '' }
const ran = { stdout: 'x', stderr: 'x', return_code: 0, content: [] }
const edited = (content: JsonObject) => result('text_editor_code_execution_tool_result', content)
const view = { type: 'text_editor_code_execution_view_result', content: 'x', file_type: 'text' }

const FROM_SERVERS: Blocks = {
  'web_search result title': result('web_search_tool_result', [{ ...page, title: SAYS }]),
  'web_search result url': result('web_search_tool_result', [{ ...page, url: `https://a.example/${SSN}` }]),
  'web_search result encrypted_content': result('web_search_tool_result', [{ ...page, encrypted_content: BASE64 }]),
  'web_search result of an unknown type': result('web_search_tool_result', [{ type: 'hologram', beam: SAYS }]),
  'web_search failure': result('web_search_tool_result', { type: 'web_search_tool_result_error', error_code: SAYS }),
  'web_fetch url': result('web_fetch_tool_result', { type: 'web_fetch_result', url: `https://a.example/${SSN}` }),
  'web_fetch document': result('web_fetch_tool_result', {
    type: 'web_fetch_result',
    url: 'x',
    content: document({ ...plain, data: SAYS }),
  }),
  'code_execution stdout': result('code_execution_tool_result', {
    type: 'code_execution_result',
    ...ran,
    stdout: SAYS,
  }),
  'code_execution stderr': result('code_execution_tool_result', {
    type: 'code_execution_result',
    ...ran,
    stderr: SAYS,
  }),
  'code_execution encrypted_stdout': result('code_execution_tool_result', {
    type: 'encrypted_code_execution_result',
    ...{ stderr: '', return_code: 0, content: [], encrypted_stdout: BASE64 },
  }),
  'code_execution file': result('code_execution_tool_result', {
    type: 'code_execution_result',
    ...{ ...ran, content: [{ type: 'code_execution_output', file_id: SSN }] },
  }),
  'bash stdout': result('bash_code_execution_tool_result', {
    type: 'bash_code_execution_result',
    ...ran,
    stdout: SAYS,
  }),
  'bash stderr': result('bash_code_execution_tool_result', {
    type: 'bash_code_execution_result',
    ...ran,
    stderr: SAYS,
  }),
  'text_editor file content': edited({ ...view, content: SAYS }),
  'text_editor lines': edited({ type: 'text_editor_code_execution_str_replace_result', lines: [SAYS] }),
  'text_editor failure': edited({
    type: 'text_editor_code_execution_tool_result_error',
    error_code: 'x',
    error_message: SAYS,
  }),
  'text_editor result of an unknown type': edited({ type: 'hologram', beam: SAYS }),
  'tool_search reference': result('tool_search_tool_result', {
    type: 'tool_search_tool_search_result',
    tool_references: [{ type: 'tool_reference', tool_name: SSN }],
  }),
  'advisor text': result('advisor_tool_result', { type: 'advisor_result', text: SAYS }),
  'advisor encrypted_content': result('advisor_tool_result', {
    type: 'advisor_redacted_result',
    encrypted_content: BASE64,
  }),
  container_upload: { type: 'container_upload', file_id: SSN },
  'compaction content': { type: 'compaction', content: SAYS },
  'compaction encrypted_content': { type: 'compaction', content: 'x', encrypted_content: BASE64 },
  'compaction signature': { type: 'compaction', content: 'x', signature: BASE64 },
  'compaction tool_changes': {
    type: 'compaction',
    tool_changes: [
      {
        type: 'tool_addition',
        tool: { type: 'tool_definition', definition: { ...tool, description: SAYS } },
      },
    ],
  },
  'tool_addition definition': {
    type: 'tool_addition',
    tool: { type: 'tool_definition', definition: { ...tool, description: SAYS } },
  },
  'tool_addition schema': {
    type: 'tool_addition',
    tool: { type: 'tool_definition', definition: { ...tool, input_schema: { type: 'object', default: SAYS } } },
  },
  'tool_addition of a server of tools': {
    type: 'tool_addition',
    tool: { type: 'mcp_toolset_reference', server_name: SAYS },
  },
  tool_removal: { type: 'tool_removal', tool: { type: 'tool_reference', name: SSN } },
  'mcp_tool_listing description': {
    type: 'mcp_tool_listing',
    ...{ mcp_server_name: 'x', tools: [{ name: 'f', description: SAYS, input_schema: {} }] },
  },
  'mcp_tool_listing server': { type: 'mcp_tool_listing', mcp_server_name: SAYS, tools: [] },
  'fallback from': { type: 'fallback', from: { model: SSN }, to: { model: 'x' } },
  'fallback trigger': { type: 'fallback', from: { model: 'x' }, to: { model: 'x' }, trigger: { note: SAYS } },
}

const schema = (more: JsonObject): JsonObject => ({ tools: [{ ...tool, input_schema: { type: 'object', ...more } }] })
const edits = (edit: JsonObject): JsonObject => ({ context_management: { edits: [edit] } })

/** Fields of the top level that both endpoints have. */
const TOP: Readonly<Record<string, JsonObject>> = {
  'system as a string': { system: SAYS },
  'system as blocks': { system: [text(SAYS)] },
  'tools[].name': { tools: [{ ...tool, name: SSN }] },
  'tools[].description': { tools: [{ ...tool, description: SAYS }] },
  'tools[].input_schema description': schema({ properties: { a: { type: 'string', description: SAYS } } }),
  'tools[].input_schema key': schema({ properties: { [SAYS]: { type: 'string' } } }),
  'tools[].input_schema enum': schema({ properties: { a: { enum: [SAYS] } } }),
  'tools[].input_schema number': schema({ properties: { ssn: { const: 536228726 } } }),
  'tools[].input_schema $comment': schema({ $comment: SAYS }),
  'tools[].input_examples': { tools: [{ ...tool, input_examples: [{ note: SAYS }] }] },
  'a tool of a server': { tools: [{ type: 'web_search_20250305', name: 'web_search', user_location: { city: SAYS } }] },
  'tool_choice.name': { tools: [{ ...tool, name: SSN }], tool_choice: { type: 'tool', name: SSN } },
  'output_config.format.schema': { output_config: { format: { type: 'json_schema', schema: { title: SAYS } } } },
  'output_format.schema': { output_format: { type: 'json_schema', schema: { title: SAYS } } },
  'context_management.edits[].instructions': edits({ type: 'compact_20260112', instructions: SAYS }),
  'context_management.edits[].exclude_tools': edits({ type: 'clear_tool_uses_20250919', exclude_tools: [SAYS] }),
  'context_management.edits[].clear_tool_inputs': edits({
    type: 'clear_tool_uses_20250919',
    clear_tool_inputs: [SAYS],
  }),
  'compaction.instructions': { compaction: { type: 'summarize', instructions: SAYS } },
  'safeguards[].classifier_context': { safeguards: [{ type: 'x', classifier_context: SAYS }] },
  'mcp_servers[].url': { mcp_servers: [{ type: 'url', name: 'x', url: `https://a.example/${SSN}` }] },
  'mcp_servers[].authorization_token': { mcp_servers: [{ type: 'url', name: 'x', authorization_token: SSN }] },
  'container as an id': { container: SSN },
  'container.skills': { container: { id: null, skills: [{ skill_id: SSN, type: 'custom' }] } },
  thread: { thread: { type: 'continue', previous_message_id: SSN } },
  'diagnostics.previous_message_id': { diagnostics: { previous_message_id: SSN } },
  user_profile_id: { user_profile_id: SSN },
  workspace_id: { workspace_id: SSN },
  inference_geo: { inference_geo: SSN },
  'fallbacks[].model': { fallbacks: [{ model: SSN }] },
  'an unknown field': { hologram: SAYS },
  'an unknown key': { [SAYS]: 1 },
}

const ONLY_ANSWERED: Readonly<Record<string, JsonObject>> = {
  'metadata.user_id': { metadata: { user_id: SAYS } },
  'an unknown key of metadata': { metadata: { note: SAYS } },
  user: { user: SAYS },
  stop_sequences: { stop_sequences: ['x', SAYS] },
  'provider.only': { provider: { only: [SSN] } },
}

const before: JsonObject = { role: 'user', content: 'Hello.' }
const turn = (role: string, content: JsonValue): JsonObject => ({
  model: 'm',
  messages: role === 'user' ? [{ role, content }] : [before, { role, content }],
})

const PLACES: readonly Omit<Row, 'api'>[] = [
  { name: 'user, as a string', body: turn('user', SAYS) },
  { name: 'assistant, as a string', body: turn('assistant', SAYS) },
  { name: 'system among the messages, as a string', body: turn('system', SAYS) },
  { name: 'a number over two blocks', body: turn('user', [text('My SSN is 536-2'), text('2-8726.')]) },
  { name: 'a number over two blocks, one of which is kept', body: turn('user', [{ ...text('My SSN is 536-2'), cache_control: { type: 'ephemeral', ttl: '1h' } }, text('2-8726.')]) }, // prettier-ignore
  ...Object.entries({ ...SAID, ...ANSWERED }).map(([name, block]) => ({ name, body: turn('user', [block]) })),
  ...Object.entries({ ...SAID, ...CALLED, ...FROM_SERVERS }).map(([name, block]) => ({
    name: `${name}, of the assistant`,
    body: turn('assistant', [block]),
  })),
  ...Object.entries(TOP).map(([name, more]) => ({ name, body: { ...turn('user', 'Hello.'), ...more } })),
]

export const ROWS: readonly Row[] = [
  ...PLACES.map(({ name, body }): Row => ({ name, api: 'messages', body: { ...body, max_tokens: 16 } })),
  ...Object.entries(ONLY_ANSWERED).map(([name, more]): Row => ({
    name,
    api: 'messages',
    body: { ...turn('user', 'Hello.'), max_tokens: 16, ...more },
  })),
  ...PLACES.map(({ name, body }): Row => ({ name, api: 'count_tokens', body })),
]
