import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonObject } from '../../src/terms/json.ts'
import {
  about,
  answers,
  asMessage,
  asResponse,
  chunks,
  cuts,
  EMPTY,
  streamed,
  to,
  ways,
  whole,
} from './chat-answers.ts'

/* Answers of a server that only speaks chat completions, as the official clients of other APIs take them. */

describe.each([
  { api: 'messages', read: asMessage },
  { api: 'responses', read: asResponse },
] as const)('an answer in $api', ({ api, read }) => {
  test('streamed is the whole answer, to the official client, however it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(answers, cuts, ways, async (answer, lengths, way) => {
        const expected = to(api).answer(whole(answer), about()) ?? {}
        const got = (await read(streamed(to(api), chunks(answer, lengths, way)))) as unknown as JsonObject
        const field = api === 'messages' ? 'content' : 'output'
        expect(JSON.parse(JSON.stringify(got[field]), leaveOut)).toEqual(expected[field])
        for (const name of ['id', 'stop_reason', 'status', 'incomplete_details', 'model'])
          expect(got[name]).toEqual(expected[name])
        expect(got['usage']).toMatchObject({ output_tokens: 7 })
      }),
      { numRuns: 150 },
    )
  })
})

/** The OpenAI client adds its own reading of a call and a text. */
function leaveOut(this: unknown, key: string, value: unknown): unknown {
  return key === 'parsed' || key === 'parsed_arguments' ? undefined : value
}

describe('a message', () => {
  test.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['content_filter', 'refusal'],
    ['anything', 'end_turn'],
  ])('that ended with %s has the stop reason %s', (finish, reason) => {
    expect(to('messages').answer(whole({ ...EMPTY, text: 'x', finish }), about())).toMatchObject({
      stop_reason: reason,
    })
  })

  test('counts cached tokens apart, and has a block for each part', () => {
    const answer = {
      ...EMPTY,
      thought: 'Hm.',
      text: 'Hi.',
      calls: [{ id: 'c1', name: 'weather', args: '{"city":"Bonn"}' }],
    }
    expect(to('messages').answer(whole(answer), about())).toEqual({
      id: 'msg_01ABC',
      type: 'message',
      role: 'assistant',
      model: 'small',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: '' },
        { type: 'text', text: 'Hi.', citations: null },
        { type: 'tool_use', id: 'c1', caller: { type: 'direct' }, name: 'weather', input: { city: 'Bonn' } },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: {
        input_tokens: 15,
        output_tokens: 7,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 5,
        output_tokens_details: null,
        server_tool_use: null,
        cache_creation: null,
        inference_geo: null,
        service_tier: null,
        speed: null,
      },
    })
  })

  test('says which stop sequence it met, where the server does', () => {
    const choices = [{ index: 0, message: { content: 'x' }, finish_reason: 'stop', stop_reason: 'END' }]
    expect(to('messages').answer({ choices }, about({ stop_sequences: ['END'] }))).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
    })
  })

  test.each(['[1]', 'not json', ''])('hands on arguments that are no object: %j', (args) => {
    const answer = to('messages').answer(whole({ ...EMPTY, calls: [{ id: 'c', name: 'f', args }] }), about())
    expect(typeof (answer?.['content'] as JsonObject[])[0]?.['input']).toBe('object')
    expect(JSON.stringify(answer)).toContain(args.replace(/[[\]]/g, ''))
  })

  test('is none when the server’s answer is none', () => {
    for (const api of ['messages', 'responses'] as const) expect(to(api).answer({ object: 'x' }, about())).toBeNull()
  })
})

describe('a response', () => {
  const CUSTOM = { tools: [{ type: 'custom', name: 'apply_patch' }], instructions: 'Be brief.' }
  const patch = {
    ...EMPTY,
    calls: [{ id: 'c1', name: 'apply_patch', args: '{"input":"*** Begin"}' }],
    finish: 'tool_calls',
  }

  test('has a custom tool’s call as what it is, whole and streamed', async () => {
    const item = { type: 'custom_tool_call', call_id: 'c1', name: 'apply_patch', input: '*** Begin' }
    expect(to('responses').answer(whole(patch), about(CUSTOM))).toMatchObject({
      output: [item],
      instructions: 'Be brief.',
    })
    const { output } = await asResponse(streamed(to('responses'), chunks(patch, [3], 'pieces'), CUSTOM))
    expect(output).toMatchObject([item])
  })

  test('has the call of a tool in a group under its own name', async () => {
    const body = {
      tools: [
        { type: 'namespace', name: 'agents', description: 'Helpers', tools: [{ type: 'function', name: 'spawn' }] },
      ],
    }
    const answer = { ...EMPTY, calls: [{ id: 'c1', name: 'agents__spawn', args: '{}' }], finish: 'tool_calls' }
    expect(to('responses').request({ ...body, input: 'x' })).toMatchObject({
      tools: [{ function: { name: 'agents__spawn', description: 'Helpers' } }],
    })
    const { output } = await asResponse(streamed(to('responses'), chunks(answer, [3], 'pieces'), body))
    expect(output).toMatchObject([{ type: 'function_call', namespace: 'agents', name: 'spawn' }])
  })

  test('numbers its events without a gap, and names them', () => {
    const text = streamed(to('responses'), chunks({ ...EMPTY, thought: 'Hm.', text: 'Hello.' }, [2], 'pieces'))
    const events = text
      .trim()
      .split('\n\n')
      .map((event) => event.split('\n'))
    const numbers = events.map(
      ([, data]) => (JSON.parse(data?.slice(6) ?? '') as { sequence_number: number }).sequence_number,
    )
    expect(numbers).toEqual(numbers.map((_, at) => at))
    for (const [name, data] of events)
      expect(name?.slice(7)).toBe((JSON.parse(data?.slice(6) ?? '') as { type: string }).type)
    expect(events.at(-1)?.[0]).toBe('event: response.completed')
  })

  test('that was cut short is incomplete', () => {
    const text = streamed(to('responses'), chunks({ ...EMPTY, text: 'x', finish: 'length' }, [1], 'pieces'))
    expect(text).toContain('event: response.incomplete')
    expect(text).toContain('"reason":"max_output_tokens"')
  })
})

test('calls that come interleaved are told one after the other, whole', async () => {
  const delta = (tool_calls: readonly JsonObject[]) => ({ choices: [{ index: 0, delta: { tool_calls } }] })
  const pieces = [
    delta([
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } },
      { index: 1, id: 'b', function: { name: 'g', arguments: '{"y"' } },
    ]),
    delta([
      { index: 1, function: { arguments: ':2}' } },
      { index: 0, function: { arguments: ':1}' } },
    ]),
    { choices: [{ index: 0, delta: { content: 'done' }, finish_reason: 'tool_calls' }] },
  ]
  const { content } = await asMessage(streamed(to('messages'), pieces))
  expect(content).toMatchObject([{ id: 'a', input: { x: 1 } }, { id: 'b', input: { y: 2 } }, { text: 'done' }])
})

test('tokens are counted as the server counts them, or not at all', () => {
  expect(to('count_tokens').answer({ usage: { prompt_tokens: 12 } }, about())).toEqual({ input_tokens: 12 })
  expect(to('count_tokens').answer({ choices: [] }, about())).toBeNull()
  expect(to('count_tokens').request({ messages: [{ role: 'user', content: 'x' }], max_tokens: 900 })).toMatchObject({
    max_tokens: 1,
  })
})
