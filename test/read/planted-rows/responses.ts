import type { JsonObject, JsonValue } from '../../../src/terms/json.ts'
import type { Api } from '../../../src/terms/prompt.ts'

/** One place in which a prompt's text can stand, with a social security number in it. */
type Row = { readonly name: string; readonly api: Api; readonly body: JsonObject }
type Places = Readonly<Record<string, JsonObject>>

const SSN = '536-22-8726'
const SAYS = `My SSN is ${SSN}.`
const BASE64 = Buffer.from(SAYS).toString('base64')
const DATA = `data:application/octet-stream;base64,${BASE64}`
const URL = `https://a.example/${SSN}?q=${SSN}`

const HELLO = { role: 'user', content: 'x' }
const says = { type: 'input_text', text: SAYS }
const answer = (more: JsonObject): JsonObject => ({ type: 'output_text', text: 'x', ...more })
const cited = (annotation: JsonObject): JsonObject => answer({ annotations: [annotation] })

const PARTS: Places = {
  input_text: says,
  'input_text with an unknown key': { type: 'input_text', text: 'x', [SSN]: 1 },
  'input_image.image_url': { type: 'input_image', image_url: DATA },
  'input_image.image_url, remote': { type: 'input_image', image_url: URL },
  'input_image.file_id': { type: 'input_image', file_id: SSN },
  'input_image.detail': { type: 'input_image', image_url: DATA, detail: SAYS },
  'input_file.file_data': { type: 'input_file', file_data: BASE64 },
  'input_file.file_url': { type: 'input_file', file_url: URL },
  'input_file.file_id': { type: 'input_file', file_id: SSN },
  'input_file.filename': { type: 'input_file', filename: SAYS },
  'input_audio.data': { type: 'input_audio', input_audio: { data: BASE64, format: 'wav' } },
  'input_audio.format': { type: 'input_audio', input_audio: { data: 'AAAA', format: SAYS } },
  input_video: { type: 'input_video', video_url: DATA },
  'input_video, remote': { type: 'input_video', video_url: URL },
  'output_text.text': answer({ text: SAYS }),
  'output_text.annotations[].title': cited({ type: 'url_citation', url: 'https://a.example', title: SAYS }),
  'output_text.annotations[].url': cited({ type: 'url_citation', url: URL }),
  'output_text.annotations[].content': cited({ type: 'url_citation', content: SAYS }),
  'output_text.annotations[].filename': cited({ type: 'file_citation', filename: SAYS }),
  'output_text.annotations[].file_id': cited({ type: 'file_path', file_id: SSN }),
  'output_text.annotations[].container_id': cited({ type: 'container_file_citation', container_id: SSN }),
  'output_text.annotations[] of an unknown type': cited({ type: 'hologram', beam: SAYS }),
  'output_text.logprobs[].token': answer({ logprobs: [{ token: SAYS, logprob: 0, bytes: [], top_logprobs: [] }] }),
  'output_text.parsed': answer({ parsed: { ssn: SSN } }),
  refusal: { type: 'refusal', refusal: SAYS },
  'a part of an unknown type': { type: 'hologram', beam: SAYS },
  'a key of a part of an unknown type': { type: 'hologram', [SSN]: 1 },
}

const call = (type: string, more: JsonObject): JsonObject => ({ type, call_id: 'c', ...more })
const search = (action: JsonObject): JsonObject => ({ type: 'web_search_call', id: 'w', action })
const shell = (action: JsonObject): JsonObject =>
  call('local_shell_call', { action: { type: 'exec', command: [], ...action } })
const patch = (operation: JsonObject): JsonObject =>
  call('apply_patch_call', { operation: { type: 'update_file', path: 'a', diff: 'x', ...operation } })
const mcp = (type: string, more: JsonObject): JsonObject => ({ type, id: 'm', server_label: 's', ...more })
const listed = (more: JsonObject): JsonObject =>
  mcp('mcp_list_tools', { tools: [{ name: 'f', input_schema: {}, ...more }] })
const computer = (action: JsonObject): JsonObject => call('computer_call', { action, pending_safety_checks: [] })
const shot = (more: JsonObject): JsonObject =>
  call('computer_call_output', { output: { type: 'computer_screenshot', ...more } })
const code = (more: JsonObject): JsonObject => ({ type: 'code_interpreter_call', id: 'i', code: 'x', ...more })
const drawn = (more: JsonObject): JsonObject => ({ type: 'image_generation_call', id: 'g', result: '', ...more })
const tool = { type: 'function', name: 'f', description: SAYS }
const found = (result: JsonObject): JsonObject => ({
  type: 'file_search_call',
  id: 'f',
  queries: [],
  results: [result],
})

const ITEMS: Places = {
  'an easy message': { role: 'user', content: SAYS },
  'an easy message of the system': { role: 'system', content: SAYS },
  'an easy message of the developer': { role: 'developer', content: SAYS },
  'an easy message of the assistant': { role: 'assistant', content: SAYS },
  'message.id': { type: 'message', id: SSN, role: 'user', content: 'x' },
  'message.role': { type: 'message', role: SAYS, content: 'x' },
  'message.phase': { type: 'message', role: 'assistant', content: 'x', phase: SAYS },
  'an unknown field of a message': { role: 'user', content: 'x', hologram: SAYS },
  'function_call.name': call('function_call', { name: SSN, arguments: '{}' }),
  'function_call.arguments': call('function_call', { name: 'f', arguments: JSON.stringify({ ssn: SSN }) }),
  'function_call.arguments, a key': call('function_call', { name: 'f', arguments: JSON.stringify({ [SSN]: 1 }) }),
  'function_call.parsed_arguments': call('function_call', {
    name: 'f',
    arguments: '{}',
    parsed_arguments: { ssn: SSN },
  }),
  'function_call.call_id': { type: 'function_call', call_id: SSN, name: 'f', arguments: '{}' },
  'function_call.namespace': call('function_call', { name: 'f', arguments: '{}', namespace: SAYS }),
  'function_call.caller': call('function_call', {
    name: 'f',
    arguments: '{}',
    caller: { type: 'program', caller_id: SSN },
  }),
  'function_call_output.output': call('function_call_output', { output: SAYS }),
  'function_call_output.output as JSON': call('function_call_output', {
    output: JSON.stringify({ a: [{ ssn: SSN }] }),
  }),
  'function_call_output.output in parts': call('function_call_output', { output: [says] }),
  'function_call_output.output as an image': call('function_call_output', {
    output: [{ type: 'input_image', image_url: DATA }],
  }),
  'function_call_output.output as a file': call('function_call_output', {
    output: [{ type: 'input_file', file_data: DATA }],
  }),
  'custom_tool_call.name': call('custom_tool_call', { name: SSN, input: 'x' }),
  'custom_tool_call.input': call('custom_tool_call', { name: 'f', input: SAYS }),
  'custom_tool_call_output.output': call('custom_tool_call_output', { output: SAYS }),
  'custom_tool_call_output.output in parts': call('custom_tool_call_output', { output: [says] }),
  'web_search_call.action.query': search({ type: 'search', query: SAYS }),
  'web_search_call.action.queries[]': search({ type: 'search', queries: [SAYS] }),
  'web_search_call.action.sources[].url': search({ type: 'search', sources: [{ type: 'url', url: URL }] }),
  'web_search_call.action.url': search({ type: 'open_page', url: URL }),
  'web_search_call.action.pattern': search({ type: 'find_in_page', url: 'https://a.example', pattern: SAYS }),
  'web_search_call.action of an unknown type': search({ type: 'hologram', beam: SAYS }),
  'file_search_call.queries[]': { type: 'file_search_call', id: 'f', queries: [SAYS] },
  'file_search_call.results[].text': found({ text: SAYS }),
  'file_search_call.results[].filename': found({ filename: SAYS }),
  'file_search_call.results[].file_id': found({ file_id: SSN }),
  'file_search_call.results[].attributes': found({ attributes: { note: SAYS } }),
  'file_search_call.results[].attributes, a key': found({ attributes: { [SSN]: 1 } }),
  'computer_call.action.text': computer({ type: 'type', text: SAYS }),
  'computer_call.action.type': computer({ type: SAYS }),
  'computer_call.action.keys[]': computer({ type: 'keypress', keys: [SAYS] }),
  'computer_call.actions[].text': call('computer_call', { actions: [{ type: 'type', text: SAYS }] }),
  'computer_call.pending_safety_checks[].message': call('computer_call', {
    pending_safety_checks: [{ id: 'x', message: SAYS }],
  }),
  'computer_call_output.output.image_url': shot({ image_url: DATA }),
  'computer_call_output.output.image_url, remote': shot({ image_url: URL }),
  'computer_call_output.output.file_id': shot({ file_id: SSN }),
  'code_interpreter_call.code': code({ code: SAYS }),
  'code_interpreter_call.container_id': code({ container_id: SSN }),
  'code_interpreter_call.outputs[].logs': code({ outputs: [{ type: 'logs', logs: SAYS }] }),
  'code_interpreter_call.outputs[].url': code({ outputs: [{ type: 'image', url: DATA }] }),
  'code_interpreter_call.outputs[].url, remote': code({ outputs: [{ type: 'image', url: URL }] }),
  'local_shell_call.action.command[]': shell({ command: ['echo', SAYS] }),
  'local_shell_call.action.env': shell({ env: { NOTE: SAYS } }),
  'local_shell_call.action.env, a key': shell({ env: { [SSN]: 'x' } }),
  'local_shell_call.action.working_directory': shell({ working_directory: `/home/${SSN}` }),
  'local_shell_call.action.user': shell({ user: SSN }),
  'local_shell_call_output.output': { type: 'local_shell_call_output', id: 'l', output: SAYS },
  'shell_call.action.commands[]': call('shell_call', { action: { commands: [SAYS] } }),
  'shell_call.environment': call('shell_call', {
    action: { commands: [] },
    environment: { type: 'container_reference', container_id: SSN },
  }),
  'shell_call_output.output[].stdout': call('shell_call_output', { output: [{ stdout: SAYS, stderr: '' }] }),
  'shell_call_output.output[].stderr': call('shell_call_output', { output: [{ stdout: '', stderr: SAYS }] }),
  'apply_patch_call.operation.path': patch({ path: `notes/${SAYS}` }),
  'apply_patch_call.operation.diff': patch({ diff: `+${SAYS}` }),
  'apply_patch_call_output.output': call('apply_patch_call_output', { status: 'failed', output: SAYS }),
  'mcp_list_tools.tools[].description': listed({ description: SAYS }),
  'mcp_list_tools.tools[].input_schema': listed({ input_schema: { properties: { [SSN]: {} } } }),
  'mcp_list_tools.tools[].annotations': listed({ annotations: { title: SAYS } }),
  'mcp_list_tools.error': mcp('mcp_list_tools', { tools: [], error: SAYS }),
  'mcp_list_tools.server_label': mcp('mcp_list_tools', { tools: [], server_label: SAYS }),
  'mcp_call.arguments': mcp('mcp_call', { name: 'f', arguments: JSON.stringify({ ssn: SSN }) }),
  'mcp_call.output': mcp('mcp_call', { name: 'f', arguments: '{}', output: SAYS }),
  'mcp_call.error': mcp('mcp_call', { name: 'f', arguments: '{}', error: SAYS }),
  'mcp_call.error.content': mcp('mcp_call', { error: { type: 'mcp_tool_execution_error', content: [{ text: SAYS }] } }),
  'mcp_approval_request.arguments': mcp('mcp_approval_request', { name: 'f', arguments: SAYS }),
  'mcp_approval_response.reason': {
    type: 'mcp_approval_response',
    approval_request_id: 'm',
    approve: false,
    reason: SAYS,
  },
  'image_generation_call.result': drawn({ result: BASE64 }),
  'image_generation_call.revised_prompt': drawn({ revised_prompt: SAYS }),
  'image_generation_call.error': drawn({ error: { message: SAYS } }),
  'reasoning.summary[]': { type: 'reasoning', summary: [{ type: 'summary_text', text: SAYS }] },
  'reasoning.content[]': { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: SAYS }] },
  'reasoning.encrypted_content': { type: 'reasoning', summary: [], encrypted_content: BASE64 },
  'reasoning.signature': { type: 'reasoning', summary: [], signature: BASE64 },
  'compaction.encrypted_content': { type: 'compaction', encrypted_content: SAYS },
  'context_compaction.encrypted_content': { type: 'context_compaction', encrypted_content: SAYS },
  'compaction_trigger.id': { type: 'compaction_trigger', id: SSN },
  'tool_search_call.arguments': call('tool_search_call', { arguments: { goal: SAYS } }),
  'tool_search_output.tools[]': call('tool_search_output', { tools: [tool] }),
  'additional_tools.tools[]': { type: 'additional_tools', role: 'developer', tools: [tool] },
  'program.code': call('program', { code: SAYS }),
  'program.fingerprint': call('program', { code: 'x', fingerprint: SSN }),
  'program_output.result': call('program_output', { result: SAYS }),
  'agent_message.content[]': { type: 'agent_message', author: 'a', recipient: 'b', content: [says] },
  'agent_message.content[] as an image': { type: 'agent_message', content: [{ type: 'input_image', image_url: DATA }] },
  'agent_message.content[].encrypted_content': {
    type: 'agent_message',
    content: [{ type: 'encrypted_content', encrypted_content: BASE64 }],
  },
  'agent_message.author': { type: 'agent_message', author: SAYS, content: [] },
  'item_reference.id': { type: 'item_reference', id: SSN },
  'item_reference.id without a type': { id: SSN },
  configuration_update: {
    type: 'configuration_update',
    text: { format: { type: 'json_schema', name: 'x', schema: { title: SAYS } } },
  },
  'an item of OpenRouter': { type: 'openrouter:web_search', status: 'completed', results: [{ text: SAYS }] },
  'a key of an item of an unknown type': { type: 'hologram', [SSN]: 1 },
}

const tools = (one: JsonObject): JsonObject => ({ tools: [one] })
const schema = (key: string, value: JsonValue): JsonObject =>
  tools({ type: 'function', name: 'f', parameters: { type: 'object', properties: { a: { [key]: value } } } })
const format = (more: JsonObject): JsonObject => ({
  text: { format: { type: 'json_schema', name: 'f', schema: {}, ...more } },
})
const server = (more: JsonObject): JsonObject => tools({ type: 'mcp', server_label: 's', ...more })
const custom = (more: JsonObject): JsonObject => tools({ type: 'custom', name: 'f', ...more })
const group = (more: JsonObject): JsonObject => tools({ type: 'namespace', name: 'g', tools: [], ...more })

const FIELDS: Places = {
  instructions: { instructions: SAYS },
  'input as a string': { input: SAYS },
  'tools[].name': tools({ type: 'function', name: SSN }),
  'tools[].description': tools(tool),
  ...Object.fromEntries(
    ['description', 'title', 'const', 'default', 'pattern', '$comment'].map((key) => [
      `tools[].parameters, ${key}`,
      schema(key, SAYS),
    ]),
  ),
  'tools[].parameters, enum': schema('enum', ['x', SAYS]),
  'tools[].parameters, the name of a property': tools({
    type: 'function',
    name: 'f',
    parameters: { properties: { [SSN]: {} } },
  }),
  'tools[].output_schema': tools({ type: 'function', name: 'f', output_schema: { title: SAYS } }),
  'tools[] custom description': custom({ description: SAYS }),
  'tools[] custom format.definition': custom({ format: { type: 'grammar', syntax: 'lark', definition: SAYS } }),
  'tools[] mcp server_description': server({ server_description: SAYS }),
  'tools[] mcp server_url': server({ server_url: URL }),
  'tools[] mcp headers': server({ headers: { note: SAYS } }),
  'tools[] mcp authorization': server({ authorization: SSN }),
  'tools[] namespace description': group({ description: SAYS }),
  'tools[] namespace tools[]': group({ tools: [tool] }),
  'tools[] shell environment.skills[]': tools({
    type: 'shell',
    environment: { type: 'local', skills: [{ name: 'a', description: SAYS, path: '/a' }] },
  }),
  'tools[] web_search user_location': tools({ type: 'web_search', user_location: { city: SAYS } }),
  'tools[] file_search vector_store_ids[]': tools({ type: 'file_search', vector_store_ids: [SSN] }),
  'tool_choice.name': { ...tools({ type: 'function', name: SSN }), tool_choice: { type: 'function', name: SSN } },
  'tool_choice of a tool that is not offered': { tool_choice: { type: 'function', name: SSN } },
  'text.format.name': format({ name: SSN }),
  'text.format.description': format({ description: SAYS }),
  'text.format.schema': format({ schema: { properties: { a: { const: SAYS } } } }),
  'prompt.variables': { prompt: { id: 'p', variables: { name: SAYS } } },
  'metadata, a value': { metadata: { note: SAYS } },
  'metadata, a key': { metadata: { [SSN]: 'x' } },
  client_metadata: { client_metadata: { 'x-codex-turn-metadata': JSON.stringify({ workspace: SAYS }) } },
  'context_management[]': { context_management: [{ type: SAYS }] },
  conversation: { conversation: SSN },
  previous_response_id: { previous_response_id: SSN },
  previous_input_messages: { previous_input_messages: [{ role: 'user', content: SAYS }] },
  user: { user: SSN },
  safety_identifier: { safety_identifier: SSN },
  session_id: { session_id: SSN },
  prompt_cache_key: { prompt_cache_key: SSN },
  'trace.trace_name': { trace: { trace_name: SAYS } },
  'plugins[].search_prompt': { plugins: [{ id: 'web', search_prompt: SAYS }] },
  stop: { stop: SAYS },
  structured_outputs: { structured_outputs: { choice: [SAYS] } },
  'logit_bias, a key': { logit_bias: { [SSN]: 1 } },
  'include[]': { include: [SAYS] },
  'an unknown field': { hologram: SAYS },
  'an unknown key': { [SSN]: 1 },
}

const row = (name: string, fields: JsonObject): Row => ({
  name,
  api: 'responses',
  body: { model: 'openai/gpt-4o', input: [HELLO], ...fields },
})

/** Every place of a Responses request. */
export const ROWS: readonly Row[] = [
  ...Object.entries(PARTS).map(([name, part]) =>
    row(`input[].content[] ${name}`, {
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x' }, part] }],
    }),
  ),
  ...Object.entries(ITEMS).map(([name, item]) => row(`input[] ${name}`, { input: [HELLO, item] })),
  ...Object.entries(FIELDS).map(([name, fields]) => row(name, fields)),
]
