import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readRequest } from '../../src/read/read-request.ts'
import { translationFor } from '../../src/translate/translation-for.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { isJsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Translation } from '../../src/terms/translation.ts'

const translate = (from: 'messages' | 'responses', body: JsonObject) =>
  (translationFor(from, 'chat_completions') as Translation).request(body)

test('there is a way from each API that a simple server lacks, and no other', () => {
  expect(translationFor('messages', 'responses')).toBeNull()
  expect(translationFor('embeddings', 'chat_completions')).toBeNull()
})

describe('a Messages request', () => {
  test('with everything becomes a chat', () => {
    const body = {
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.' },
      ],
      max_tokens: 50,
      temperature: 0.5,
      stop_sequences: ['END'],
      tools: [
        {
          name: 'weather',
          description: 'The weather',
          input_schema: { type: 'object' },
          input_examples: [{ city: 'Bonn' }],
        },
      ],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm', signature: 's' },
            { type: 'text', text: 'I ask.' },
            { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Bonn' } },
            { type: 'tool_use', id: 't2', name: 'weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: 'sunny' },
            { type: 'tool_result', tool_use_id: 't2', is_error: true, content: [{ type: 'text', text: 'no city' }] },
            { type: 'text', text: 'So?' },
          ],
        },
      ],
    }
    expect(translate('messages', body)).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.\nBe kind.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          ],
        },
        {
          role: 'assistant',
          content: 'I ask.',
          tool_calls: [
            { id: 't1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bonn"}' } },
            { id: 't2', type: 'function', function: { name: 'weather', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 't1', content: 'sunny' },
        { role: 'tool', tool_call_id: 't2', content: 'Error: no city' },
        { role: 'user', content: 'So?' },
      ],
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'The weather\nExample: {"city":"Bonn"}',
            parameters: { type: 'object' },
          },
        },
      ],
      tool_choice: 'required',
      parallel_tool_calls: false,
      max_tokens: 50,
      temperature: 0.5,
      stop: ['END'],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
      },
    })
  })
})

describe('a Responses request', () => {
  test('with everything becomes a chat', () => {
    const body = {
      instructions: 'Be brief.',
      max_output_tokens: 50,
      parallel_tool_calls: true,
      text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true } },
      tools: [
        {
          type: 'function',
          name: 'weather',
          description: 'The weather',
          parameters: { type: 'object' },
          strict: false,
        },
        {
          type: 'custom',
          name: 'patch',
          description: 'Patches',
          format: { type: 'grammar', syntax: 'lark', definition: 'start: x' },
        },
      ],
      tool_choice: { type: 'function', name: 'weather' },
      input: [
        { role: 'developer', content: 'Be kind.' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Look' },
            { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
          ],
        },
        { type: 'reasoning', summary: [], encrypted_content: 'sealed' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I ask.', annotations: [] }] },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: '***' },
        { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
        { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'done' }] },
      ],
    }
    const any = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] }
    expect(translate('responses', body)).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.\n\nBe kind.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
          ],
        },
        {
          role: 'assistant',
          content: 'I ask.',
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{}' } },
            { id: 'c2', type: 'function', function: { name: 'patch', arguments: '{"input":"***"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
        { role: 'tool', tool_call_id: 'c2', content: 'done' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'weather', description: 'The weather', parameters: { type: 'object' }, strict: false },
        },
        { type: 'function', function: { name: 'patch', description: 'Patches\nstart: x', parameters: any } },
      ],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      parallel_tool_calls: true,
      max_tokens: 50,
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' }, strict: true } },
    })
  })

  test('offers only the tools that may be called', () => {
    const tools = [
      { type: 'function', name: 'a' },
      { type: 'function', name: 'b' },
    ]
    const tool_choice = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'b' }] }
    expect(translate('responses', { input: 'x', tools, tool_choice })).toMatchObject({
      tools: [{ function: { name: 'b' } }],
      tool_choice: 'required',
    })
  })
})

describe('what cannot be said in a chat', () => {
  const user = (content: JsonValue) => ({ messages: [{ role: 'user', content }] })
  const item = (one: JsonValue) => ({ input: ['first', one].map((it) => (it === 'first' ? { role: 'user', content: 'x' } : it)) }) // prettier-ignore
  const rows: readonly (readonly ['messages' | 'responses', string, JsonObject, string])[] = [
    ['messages', 'a PDF', user([{ type: 'document', source: { type: 'base64', data: 'AAAA' } }]), 'messages[0].content[0]'],
    ['messages', 'a stored image', user([{ type: 'image', source: { type: 'file', file_id: 'f' } }]), 'messages[0].content[0]'],
    ['messages', 'a PDF in a result', user([{ type: 'tool_result', content: [{ type: 'document', source: { type: 'file' } }] }]), 'messages[0].content[0].content[0]'],
    ['messages', 'a sealed summary', user([{ type: 'compaction', encrypted_content: 'AAAA' }]), 'messages[0].content[0]'],
    ['messages', 'a result of a server’s tool', user([{ type: 'web_search_tool_result', content: [] }]), 'messages[0].content[0]'],
    ['messages', 'a block that is no object', user([null]), 'messages[0].content[0]'],
    ['messages', 'a text that is none', user([{ type: 'text', text: 7 }]), 'messages[0].content[0]'],
    ['messages', 'content that is neither text nor list', user({ text: 'x' }), 'messages[0].content'],
    ['messages', 'messages that are no list', { messages: { 0: 'x' } }, 'messages'],
    ['responses', 'a stored file', item({ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }), 'input[1].content[0]'],
    ['responses', 'a stored image', item({ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }), 'input[1].content[0]'],
    ['responses', 'a sealed history', item({ type: 'compaction', encrypted_content: 'AAAA' }), 'input[1]'],
    ['responses', 'an item of no known kind', item({ type: 'hologram' }), 'input[1]'],
    ['responses', 'an item that is no object', item(7), 'input[1]'],
    ['responses', 'a text that is none', item({ role: 'user', content: [{ type: 'input_text', text: 7 }] }), 'input[1].content[0]'],
    ['responses', 'arguments that are no text', item({ type: 'function_call', name: 'f', arguments: {} }), 'input[1]'],
  ] // prettier-ignore
  test.each(rows)('%s: %s is refused by its place, and not quoted', (api, _, body, param) => {
    const problem = problemOf(() => translate(api, body))
    expect(problem).toMatchObject({ code: 'invalid_request', status: 400, param })
    expect(problem?.says).toMatch(/^\S+ cannot be served by the model server that this prompt may go to: [a-z ]+\.$/)
    expect(problem?.says.startsWith(`${param} `)).toBe(true)
    expect(problem?.message).not.toMatch(/AAAA/)
  })
})

describe('a conversation', () => {
  test('shows the images of results after the last result, and marks where they were', () => {
    const image = { type: 'input_image', image_url: 'data:image/png;base64,AAAA' }
    const output = (call_id: string, parts: readonly JsonObject[]) => ({ type: 'function_call_output', call_id, output: parts }) // prettier-ignore
    const call = (call_id: string) => ({ type: 'function_call', call_id, name: 'look', arguments: '{}' })
    const input = [call('a'), call('b'), output('a', [image]), output('b', [{ type: 'input_text', text: 'no' }])]
    const shown = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
    const results = [
      { role: 'tool', tool_call_id: 'a', content: '[image]' },
      { role: 'tool', tool_call_id: 'b', content: 'no' },
    ]
    expect(translate('responses', { input })).toMatchObject({
      messages: [{ role: 'assistant', content: null }, ...results, { role: 'user', content: [shown] }],
    })
    const asked = [...input, { role: 'user', content: 'So?' }]
    expect(translate('responses', { input: asked })).toMatchObject({
      messages: [{}, ...results, { role: 'user', content: [shown, { type: 'text', text: 'So?' }] }],
    })
  })

  test('has one system message at its start, and later ones where they stand', () => {
    const system = (content: string) => ({ role: 'developer', content })
    const input = [system('B'), { role: 'user', content: 'x' }, system('C'), system('D')]
    expect(translate('responses', { instructions: 'A', input })).toMatchObject({
      messages: [
        { role: 'system', content: 'A\n\nB' },
        { role: 'user', content: 'x' },
        { role: 'system', content: 'C\n\nD' },
      ],
    })
  })

  test('has an answer with quotes in one piece, and the quotes after it', () => {
    const quote = (cited_text: string) => [{ type: 'char_location', document_title: 'Doc', cited_text }]
    const content = [
      { type: 'text', text: 'The sky ', citations: quote('sky') },
      { type: 'text', text: 'is blue.', citations: quote('blue') },
    ]
    expect(translate('messages', { messages: [{ role: 'assistant', content }] })).toEqual({
      messages: [{ role: 'assistant', content: 'The sky is blue.\nDoc\nsky\nDoc\nblue' }],
    })
  })

  test('goes on from what a local model thought', () => {
    const content = [{ type: 'thinking', thinking: 'Hm.', signature: '' }, { type: 'tool_use', id: 't', name: 'f', input: {} }] // prettier-ignore
    expect(translate('messages', { messages: [{ role: 'assistant', content }] })).toMatchObject({
      messages: [{ role: 'assistant', content: null, reasoning_content: 'Hm.', tool_calls: [{ id: 't' }] }],
    })
  })
})

const problemOf = (run: () => unknown): Problem | null => {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown
    throw thrown
  }
  return null
}

/** Texts that are not said to a model: names, ids, settings, and what earlier turns thought. */
const UNSAID =
  /\/(?:type|role|clear_at|compaction|allowed_callers|id|call_id|tool_use_id|tool_call_id|status|model|name|detail|media_type|signature|thinking|encrypted_content|data|effort|mode|phase|syntax|citations|annotations|logprobs|summary|format|verbosity|service_tier|speed|image_url|include|trigger|keep|edits|context_management|tool_choice|user_id|metadata|client_metadata|store|truncation|created_by|context|safeguards)(?:\/|$)/

/** Every text of a value, with its pointer. */
function* texts(value: JsonValue, at = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [at, value]
  else if (Array.isArray(value))
    for (const [index, item] of (value as readonly JsonValue[]).entries()) yield* texts(item, `${at}/${String(index)}`)
  else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) yield* texts(inner, `${at}/${key}`)
}

describe.each(['messages', 'responses'] as const)('the wire cases of %s', (api) => {
  const chatOrNull = (body: JsonObject): string | null => {
    try {
      return JSON.stringify(translate(api, body))
    } catch (thrown) {
      if (thrown instanceof Problem) return null
      throw thrown
    }
  }
  const folder = `test/wire/${api}`
  const bodies = readdirSync(folder).flatMap((file) => {
    const { body, expect: wanted } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      body?: JsonObject
      expect: { error?: unknown }
    }
    return body === undefined || wanted.error !== undefined ? [] : [{ file, body }]
  })

  test('are refused, or lose nothing that is said', () => {
    let translated = 0
    for (const { file, body } of bodies) {
      const { lan } = readRequest(api, new TextEncoder().encode(JSON.stringify(body)), { lenient: true }).body
      const chat = chatOrNull(lan)
      if (chat === null) continue
      translated += 1
      for (const [at, text] of texts(lan)) {
        const written = JSON.stringify(text).slice(1, -1)
        const nested = JSON.stringify(written).slice(1, -1)
        if (!UNSAID.test(at) && text.trim() !== '' && !chat.includes(written) && !chat.includes(nested))
          throw new Error(`${file} loses ${at}: ${text}`)
      }
    }
    expect(translated).toBeGreaterThan(bodies.length / 3)
  })
})
