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
const call = (more: JsonObject): JsonObject => ({ role: 'assistant', tool_calls: [{ id: 'c', ...more }] })
const called = (more: JsonObject): JsonObject => ({
  type: 'function',
  function: { name: 'f', arguments: '{}', ...more },
})
const custom = (more: JsonObject): JsonObject => ({ type: 'custom', custom: { name: 'f', input: 'x', ...more } })
const thought = (type: string, more: JsonObject): JsonObject => ({
  role: 'assistant',
  reasoning_details: [{ type, ...more }],
})
const noted = (annotation: JsonObject): JsonObject => ({ role: 'assistant', content: 'x', annotations: [annotation] })
const cited = (more: JsonObject): JsonObject => noted({ type: 'url_citation', url_citation: more })
const parsed = (more: JsonObject): JsonObject => noted({ type: 'file', file: more })
const spoken = (more: JsonObject): JsonObject => ({ role: 'assistant', audio: { id: 'a', ...more } })

const PARTS: Places = {
  'content text part': { type: 'text', text: SAYS },
  'content refusal part': { type: 'refusal', refusal: SAYS },
  'content image_url data': { type: 'image_url', image_url: { url: DATA } },
  'content image_url remote': { type: 'image_url', image_url: { url: URL } },
  'content image_url as a string': { type: 'image_url', image_url: URL },
  'content image_url.detail': { type: 'image_url', image_url: { url: DATA, detail: SAYS } },
  'content input_audio.data': { type: 'input_audio', input_audio: { data: BASE64, format: 'wav' } },
  'content input_audio.format': { type: 'input_audio', input_audio: { data: 'AAAA', format: SAYS } },
  'content file.file_data': { type: 'file', file: { file_data: DATA } },
  'content file.file_data with a MIME type': { type: 'file', file: { file_data: `data:x/${SSN};base64,AAAA` } },
  'content file.file_data remote': { type: 'file', file: { file_data: URL } },
  'content file.file_id': { type: 'file', file: { file_id: SSN } },
  'content file.filename': { type: 'file', file: { filename: SAYS } },
  'content video_url': { type: 'video_url', video_url: { url: DATA } },
  'content video_url remote': { type: 'video_url', video_url: { url: URL } },
  'content input_video': { type: 'input_video', input_video: { data: BASE64 } },
  'content of an unknown type': { type: 'hologram', beam: SAYS },
  'content with an unknown key': { type: 'text', text: 'x', [SSN]: 1 },
}

const MESSAGES: Places = {
  'content as a string': { role: 'user', content: SAYS },
  'content of a system message': { role: 'system', content: SAYS },
  'content of a developer message': { role: 'developer', content: SAYS },
  'content of an assistant message': { role: 'assistant', content: SAYS },
  'content of a tool message': { role: 'tool', tool_call_id: 'c', content: SAYS },
  'content of a tool message as JSON': { role: 'tool', tool_call_id: 'c', content: JSON.stringify({ ssn: SSN }) },
  'content of a tool message in parts': { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: SAYS }] },
  'content of a tool message as an image': {
    role: 'tool',
    tool_call_id: 'c',
    content: [{ type: 'image_url', image_url: { url: DATA } }],
  },
  'content of a tool message as a file': {
    role: 'tool',
    tool_call_id: 'c',
    content: [{ type: 'file', file: { file_data: DATA } }],
  },
  'content of a function message': { role: 'function', name: 'f', content: SAYS },
  name: { role: 'user', content: 'x', name: SSN },
  role: { role: SAYS, content: 'x' },
  tool_call_id: { role: 'tool', tool_call_id: SSN, content: 'x' },
  'tool_calls[].id': call({ ...called({}), id: SSN }),
  'tool_calls[].function.name': call(called({ name: SSN })),
  'tool_calls[].function.arguments': call(called({ arguments: JSON.stringify({ ssn: SSN }) })),
  'tool_calls[].function.arguments, a key': call(called({ arguments: JSON.stringify({ [SSN]: 1 }) })),
  'tool_calls[].function.arguments, nested': call(
    called({ arguments: JSON.stringify({ a: JSON.stringify({ b: SAYS }) }) }),
  ),
  'tool_calls[].function.arguments, in base64': call(called({ arguments: JSON.stringify({ a: BASE64 }) })),
  'tool_calls[].custom.name': call(custom({ name: SSN })),
  'tool_calls[].custom.input': call(custom({ input: SAYS })),
  'function_call.name': { role: 'assistant', function_call: { name: SSN, arguments: '{}' } },
  'function_call.arguments': {
    role: 'assistant',
    function_call: { name: 'f', arguments: JSON.stringify({ ssn: SSN }) },
  },
  reasoning: { role: 'assistant', reasoning: SAYS },
  reasoning_content: { role: 'assistant', reasoning_content: SAYS },
  'reasoning_details[].text': thought('reasoning.text', { text: SAYS }),
  'reasoning_details[].summary': thought('reasoning.summary', { summary: SAYS }),
  'reasoning_details[].data': thought('reasoning.encrypted', { data: BASE64 }),
  'reasoning_details[].signature': thought('reasoning.text', { text: 'x', signature: BASE64 }),
  'reasoning_details[].arguments': thought('reasoning.server_tool_call', { arguments: SAYS }),
  'reasoning_details[].result': thought('reasoning.server_tool_call', { result: { pages: [{ text: SAYS }] } }),
  'reasoning_details[] of an unknown type': thought('reasoning.hologram', { text: SAYS }),
  refusal: { role: 'assistant', refusal: SAYS },
  'audio.id': spoken({ id: SSN }),
  'audio.transcript': spoken({ transcript: SAYS }),
  'audio.data': spoken({ data: BASE64 }),
  'images[]': { role: 'assistant', images: [{ type: 'image_url', image_url: { url: DATA } }] },
  'images[] of an unknown type': { role: 'assistant', images: [{ type: 'hologram', beam: SAYS }] },
  'annotations[].file.content': parsed({ content: [{ type: 'text', text: SAYS }] }),
  'annotations[].file.name': parsed({ name: SAYS }),
  'annotations[].file.hash': parsed({ hash: SSN }),
  'annotations[].url_citation.title': cited({ title: SAYS }),
  'annotations[].url_citation.content': cited({ content: SAYS }),
  'annotations[].url_citation.url': cited({ url: URL }),
  configuration_update: { role: 'assistant', content: 'x', configuration_update: { note: SAYS } },
  parsed: { role: 'assistant', content: 'x', parsed: { ssn: SSN } },
  'an unknown field of a message': { role: 'user', content: 'x', hologram: SAYS },
}

const tool = (more: JsonObject): JsonObject => ({ tools: [{ type: 'function', function: { name: 'f', ...more } }] })
const schema = (more: JsonObject): JsonObject => tool({ parameters: { type: 'object', properties: { a: more } } })
const answer = (more: JsonObject): JsonObject => ({
  response_format: { type: 'json_schema', json_schema: { name: 'f', schema: {}, ...more } },
})
const offered = (choice: JsonValue): JsonObject => ({ ...tool({}), tool_choice: choice })

const FIELDS: Places = {
  'tools[].function.name': tool({ name: SSN }),
  'tools[].function.description': tool({ description: SAYS }),
  ...Object.fromEntries(
    ['description', 'title', 'const', 'default', 'pattern', '$comment'].map((key) => [
      `tools[].function.parameters, ${key}`,
      schema({ [key]: SAYS }),
    ]),
  ),
  'tools[].function.parameters, enum': schema({ enum: ['x', SAYS] }),
  'tools[].function.parameters, examples': schema({ examples: [{ a: SAYS }] }),
  'tools[].function.parameters, $defs': tool({ parameters: { $defs: { [SSN]: {} } } }),
  'tools[].function.parameters, the name of a property': tool({ parameters: { properties: { [SSN]: {} } } }),
  'tools[].custom.description': { tools: [{ type: 'custom', custom: { name: 'f', description: SAYS } }] },
  'tools[].custom.format.grammar.definition': {
    tools: [
      {
        type: 'custom',
        custom: { name: 'f', format: { type: 'grammar', grammar: { syntax: 'lark', definition: SAYS } } },
      },
    ],
  },
  'functions[].description': { functions: [{ name: 'f', description: SAYS }] },
  'functions[].parameters': { functions: [{ name: 'f', parameters: { title: SAYS } }] },
  'tool_choice.function.name': offered({ type: 'function', function: { name: SSN } }),
  'tool_choice of a tool by that name': {
    ...tool({ name: SSN }),
    tool_choice: { type: 'function', function: { name: SSN } },
  },
  'tool_choice as a word': offered(SAYS),
  'response_format.json_schema.name': answer({ name: SSN }),
  'response_format.json_schema.description': answer({ description: SAYS }),
  'response_format.json_schema.schema': answer({ schema: { properties: { a: { const: SAYS } } } }),
  'response_format.grammar': { response_format: { type: 'grammar', grammar: SAYS } },
  'response_format of an unknown type': { response_format: { type: SAYS } },
  'prediction.content': { prediction: { type: 'content', content: SAYS } },
  'prediction.content in parts': { prediction: { type: 'content', content: [{ type: 'text', text: SAYS }] } },
  stop: { stop: SAYS },
  'stop[]': { stop: ['x', SAYS] },
  'metadata, a value': { metadata: { note: SAYS } },
  'metadata, a key': { metadata: { [SSN]: 'x' } },
  user: { user: SSN },
  safety_identifier: { safety_identifier: SSN },
  session_id: { session_id: SSN },
  prompt_cache_key: { prompt_cache_key: SSN },
  'trace.trace_name': { trace: { trace_name: SAYS } },
  'trace, a key': { trace: { [SSN]: 1 } },
  'plugins[].search_prompt': { plugins: [{ id: 'web', search_prompt: SAYS }] },
  'plugins[].user_location': { plugins: [{ id: 'web', user_location: { city: SAYS } }] },
  'web_search_options.user_location': { web_search_options: { user_location: { approximate: { city: SAYS } } } },
  'documents[]': { documents: [{ title: 'x', text: SAYS }] },
  chat_template: { chat_template: SAYS },
  chat_template_kwargs: { chat_template_kwargs: { enable_thinking: true, note: SAYS } },
  'bad_words[]': { bad_words: [SAYS] },
  structured_outputs: { structured_outputs: { choice: [SAYS] } },
  guided_json: { guided_json: { const: SAYS } },
  'guided_json as a string': { guided_json: JSON.stringify({ const: SSN, title: 'ssn' }) },
  guided_regex: { guided_regex: SAYS },
  'guided_choice[]': { guided_choice: [SAYS] },
  guided_grammar: { guided_grammar: SAYS },
  guided_whitespace_pattern: { guided_whitespace_pattern: SAYS },
  'logit_bias, a key': { logit_bias: { [SSN]: 1 } },
  'provider.only[]': { provider: { only: [SSN] } },
  'seed as a number': { seed: 536228726, metadata: { ssn: SSN } },
  model: { model: SSN },
  'an unknown field': { hologram: SAYS },
  'an unknown key': { [SSN]: 1 },
}

const row = (name: string, fields: JsonObject): Row => ({
  name,
  api: 'chat_completions',
  body: { model: 'openai/gpt-4o', messages: [HELLO], ...fields },
})

/** Every place of a chat completion request. */
export const ROWS: readonly Row[] = [
  ...Object.entries(PARTS).map(([name, part]) =>
    row(`messages[].${name}`, { messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, part] }] }),
  ),
  ...Object.entries(MESSAGES).map(([name, message]) => row(`messages[].${name}`, { messages: [HELLO, message] })),
  ...Object.entries(FIELDS).map(([name, fields]) => row(name, fields)),
]
