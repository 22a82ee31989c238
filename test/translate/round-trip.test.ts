import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readRequest } from '../../src/read/read-request.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { about, answers, asMessage, asResponse, chunks, cuts, streamed, to, ways, whole } from './chat-answers.ts'
import type { Answer } from './chat-answers.ts'

/* A client sends an answer back as its client library gave it to it. The server must then be told what it had said. */

const TOOLS = ['weather', 'search']

type Message = { readonly role: string; readonly content: string | null; readonly reasoning_content?: string; readonly tool_calls?: readonly JsonObject[] } // prettier-ignore

/** The chat that a client's next request becomes, read as strictly as any. */
function next(api: 'messages' | 'responses', body: JsonObject): readonly Message[] {
  const read = readRequest(api, new TextEncoder().encode(JSON.stringify({ model: 'm', ...body })))
  return to(api).request(read.body.lan)['messages'] as unknown as readonly Message[]
}

/** Clients of both APIs answer each call. */
const afterMessage = (content: readonly JsonObject[]): JsonObject => ({
  max_tokens: 9,
  tools: TOOLS.map((name) => ({ name, input_schema: {} })),
  messages: [
    { role: 'user', content: 'Q' },
    { role: 'assistant', content },
    { role: 'user', content: [...results(content), { type: 'text', text: 'R' }] },
  ],
})
const results = (content: readonly JsonObject[]): readonly JsonObject[] =>
  content.flatMap(({ type, id }) =>
    type === 'tool_use' ? [{ type: 'tool_result', tool_use_id: id ?? '', content: 'ok' }] : [],
  )

const afterResponse = (output: readonly JsonObject[]): JsonObject => ({
  tools: TOOLS.map((name) => ({ type: 'function', name })),
  input: [
    { role: 'user', content: 'Q' },
    ...output,
    ...output.flatMap(({ type, call_id }) => (type === 'function_call' ? [{ type: 'function_call_output', call_id: call_id ?? '', output: 'ok' }] : [])), // prettier-ignore
    { role: 'user', content: 'R' },
  ],
})

/** What the server had said. Arguments that were no JSON object cannot come back as they were in the Messages API. */
function expectSaid(messages: readonly Message[], { thought, text, calls }: Answer, asIs: boolean): void {
  if (thought + text === '' && calls.length === 0) return expect(messages).toMatchObject([{ role: 'user' }])
  const [question, said, ...rest] = messages
  expect(question).toEqual({ role: 'user', content: 'Q' })
  expect(said).toMatchObject({ role: 'assistant', content: text === '' && calls.length > 0 ? null : text })
  expect(said?.reasoning_content ?? '').toBe(thought)
  const told = said?.tool_calls ?? []
  expect(told.map((call) => (call['function'] as JsonObject)['name'])).toEqual(calls.map(({ name }) => name))
  if (asIs) expect(told.map((call) => (call['function'] as JsonObject)['arguments'])).toEqual(calls.map(({ args }) => args || '{}')) // prettier-ignore
  expect(new Set(told.map(({ id }) => id)).size).toBe(calls.length)
  calls.forEach(({ id }, at) => id !== '' && expect(told[at]?.['id']).toBe(id))
  expect(rest).toEqual([
    ...told.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'ok' })),
    { role: 'user', content: 'R' },
  ])
}

describe('an answer that comes back is what the server had said', () => {
  test('in the Messages API', async () => {
    await fc.assert(
      fc.asyncProperty(answers, cuts, ways, fc.boolean(), async (answer, lengths, way, stream) => {
        const message = stream
          ? await asMessage(streamed(to('messages'), chunks(answer, lengths, way)))
          : to('messages').answer(whole(answer), about())
        expectSaid(next('messages', afterMessage(message?.content as unknown as readonly JsonObject[])), answer, false)
      }),
      { numRuns: 100 },
    )
  })

  test('in the Responses API', async () => {
    await fc.assert(
      fc.asyncProperty(answers, cuts, ways, fc.boolean(), async (answer, lengths, way, stream) => {
        const response = stream
          ? await asResponse(streamed(to('responses'), chunks(answer, lengths, way)))
          : to('responses').answer(whole(answer), about())
        expectSaid(next('responses', afterResponse(response?.output as unknown as readonly JsonObject[])), answer, true)
      }),
      { numRuns: 100 },
    )
  })
})

test('thoughts that are sealed by their maker are not told to another', () => {
  const signed = { type: 'thinking', thinking: 'secret plan', signature: 'c2ln' }
  const body = afterMessage([signed, { type: 'redacted_thinking', data: 'AAAA' }, { type: 'text', text: 'A' }])
  expect(JSON.stringify(next('messages', body))).not.toMatch(/secret plan|AAAA|c2ln/)
  const sealed = {
    type: 'reasoning',
    id: 'rs_1',
    summary: [{ type: 'summary_text', text: 'secret plan' }],
    content: [{ type: 'reasoning_text', text: 'secret plan' }],
    encrypted_content: 'AAAA',
  }
  expect(JSON.stringify(next('responses', afterResponse([sealed])))).not.toMatch(/secret plan|AAAA/)
})
