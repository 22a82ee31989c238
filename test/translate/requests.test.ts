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

  test.each<[string, JsonObject]>([
    ['a PDF', { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } }],
    ['a part of a kind that nobody knows', { type: 'hologram', text: 'x' }],
  ])('with %s is refused, not shortened', (_, block) => {
    const body = { messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, block] }] }
    expect(() => translate('messages', body)).toThrow(Problem)
    expect(problemOf(() => translate('messages', body))).toMatchObject({
      code: 'invalid_request',
      param: 'messages[0].content[1]',
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
