import { describe, expect, test } from '@jest/globals'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { about, chunk, streamed, to } from './chat-answers.ts'

/* What model servers have been seen to send that is not quite what OpenAI's API says. */

type Call = { readonly name: string; readonly args: string; readonly id?: string }

/** The calls of a response, whole or from a stream. */
const callsIn = (response: JsonObject | null | undefined): readonly Call[] =>
  ((response?.['output'] ?? []) as readonly JsonObject[])
    .filter(({ type }) => type === 'function_call')
    .map(({ name, arguments: args, call_id }) => ({ name, args, id: call_id }) as Call)

function streamedCalls(pieces: readonly JsonValue[]): readonly Call[] {
  const text = streamed(
    to('responses'),
    pieces.map((piece) => chunk({ tool_calls: piece })),
  )
  const data = text.trim().split('\n').at(-1)?.slice(6) ?? ''
  return callsIn((JSON.parse(data) as { response: JsonObject }).response)
}

const wholeCalls = (tool_calls: JsonValue): readonly Call[] =>
  callsIn(to('responses').answer({ choices: [{ message: { content: null, tool_calls } }] }, about()))

const f = { name: 'f', args: '{"x":1}' }
const g = { name: 'g', args: '{"y":2}' }
const written = ({ name, args }: Call) => ({ name, arguments: args })

describe('calls in a stream', () => {
  test.each<{ name: string; pieces: readonly JsonValue[]; want: readonly Call[] }>([
    {
      name: 'that are each whole and all at index 0 are two calls',
      pieces: [[{ index: 0, id: 'a', function: written(f) }], [{ index: 0, id: 'b', function: written(g) }]],
      want: [
        { ...f, id: 'a' },
        { ...g, id: 'b' },
      ],
    },
    {
      name: 'with a new id in each piece are one call',
      pieces: [
        [{ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }],
        [{ index: 0, id: 'b', function: { arguments: ':1}' } }],
      ],
      want: [{ ...f, id: 'a' }],
    },
    {
      name: 'that repeat id and name with each piece are one call',
      pieces: [
        [{ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }],
        [{ index: 0, id: 'a', function: { name: 'f', arguments: ':1}' } }],
      ],
      want: [{ ...f, id: 'a' }],
    },
    {
      name: 'without an index are told apart by their ids',
      pieces: [
        [
          { id: 'a', function: written(f) },
          { id: 'b', function: written(g) },
        ],
      ],
      want: [
        { ...f, id: 'a' },
        { ...g, id: 'b' },
      ],
    },
    {
      name: 'without index and id begin with a name',
      pieces: [
        [{ function: { name: 'f', arguments: '{"x"' } }],
        [{ function: { arguments: ':1}' } }],
        [{ function: written(g) }],
      ],
      want: [
        { ...f, id: 'call_01ABC_0' },
        { ...g, id: 'call_01ABC_1' },
      ],
    },
    {
      name: 'that come as an object and not as a list are calls (TGI)',
      pieces: [
        { index: 0, id: '', function: { name: 'f', arguments: '{"x"' } },
        { index: 0, function: { name: null, arguments: ':1}' } },
      ],
      want: [{ ...f, id: 'call_01ABC_0' }],
    },
    {
      name: 'with null for arguments have none',
      pieces: [[{ index: 0, id: 'a', function: { name: 'f', arguments: null } }]],
      want: [{ name: 'f', args: '{}', id: 'a' }],
    },
    {
      name: 'whose name comes after the id wait for it',
      pieces: [[{ index: 0, id: 'a' }], [{ index: 0, function: { name: 'f', arguments: '{"x":1}' } }]],
      want: [{ ...f, id: 'a' }],
    },
    {
      name: 'whose id comes after the name, and that are followed by another at the same index, are two',
      pieces: [
        [{ index: 0, function: { name: 'f', arguments: '{"x"' } }],
        [{ index: 0, id: 'a', function: { arguments: ':1}' } }],
        [{ index: 0, id: 'b', function: written(g) }],
      ],
      want: [
        { ...f, id: 'call_01ABC_0' },
        { ...g, id: 'b' },
      ],
    },
    { name: 'of nothing with nothing are none', pieces: [[{ index: 0, function: {} }]], want: [] },
  ])('$name', ({ pieces, want }) => expect(streamedCalls(pieces)).toEqual(want))
})

describe('calls in a whole answer', () => {
  test.each<{ name: string; calls: JsonValue; want: readonly Call[] }>([
    {
      name: 'that share an id get different ones, as results must find their calls',
      calls: [
        { id: '0', function: written(f) },
        { id: '0', function: written(g) },
      ],
      want: [
        { ...f, id: '0' },
        { ...g, id: 'call_01ABC_1' },
      ],
    },
    {
      name: 'whose id is a number get one of ours',
      calls: [{ id: 0, function: written(f) }],
      want: [{ ...f, id: 'call_01ABC_0' }],
    },
    {
      name: 'whose arguments are an object have them as JSON (TGI)',
      calls: [{ id: 'a', function: { name: 'f', arguments: { x: 1 } } }],
      want: [{ ...f, id: 'a' }],
    },
    { name: 'are none where there is null', calls: null, want: [] },
  ])('$name', ({ calls, want }) => expect(wholeCalls(calls)).toEqual(want))
})

describe('an answer', () => {
  const message = (fields: JsonObject) => to('messages').answer({ choices: [{ message: fields }] }, about())

  test('has its text also in parts', () => {
    expect(message({ content: [{ type: 'text', text: 'He' }, { type: 'text', text: 'y' }] })?.['content']).toMatchObject([{ text: 'Hey' }]) // prettier-ignore
  })

  test('thinks under either name, and not twice', () => {
    const thought = [{ type: 'thinking', thinking: 'Hm.' }]
    expect(message({ reasoning: 'Hm.' })?.['content']).toMatchObject(thought)
    expect(message({ reasoning_content: 'Hm.', reasoning: 'Hm.' })?.['content']).toMatchObject(thought)
  })

  test('in which the model declines is a refusal', () => {
    expect(message({ content: null, refusal: 'No.' })).toMatchObject({
      stop_reason: 'refusal',
      content: [{ text: 'No.' }],
    })
  })

  test.each<[string, JsonObject]>([
    ['without choices', { choices: [] }],
    ['without a message', { choices: [{ index: 0, text: 'x' }] }],
    ['of another choice only', { choices: [{ index: 1, message: { content: 'x' } }] }],
  ])('%s is none', (_, answer) => {
    for (const api of ['messages', 'responses'] as const) expect(to(api).answer(answer, about())).toBeNull()
  })

  test.each<JsonValue>([null, {}, { prompt_tokens: null }])(
    'with %j for usage tells none, where its API allows that',
    (usage) => {
      const answer = { choices: [{ message: { content: 'x' } }], usage }
      expect(to('responses').answer(answer, about())?.['usage']).toBeNull()
      expect(to('messages').answer(answer, about())?.['usage']).toMatchObject({ input_tokens: 0, output_tokens: 0 })
    },
  )

  test.each<JsonValue>([null, -1, 1.5, '12', {}])('is no count of tokens with %j for them', (prompt_tokens) => {
    expect(to('count_tokens').answer({ choices: [], usage: { prompt_tokens } }, about())).toBeNull()
  })

  test('that met a stop sequence names it where it can be known', () => {
    const answer = { choices: [{ message: { content: 'x' }, finish_reason: 'stop_sequence' }] }
    const stop = (stop_sequences: readonly string[]) => to('messages').answer(answer, about({ stop_sequences }))
    expect(stop(['END'])).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'END' })
    expect(stop(['END', 'FIN'])).toMatchObject({ stop_reason: 'end_turn', stop_sequence: null })
  })

  test.each(['eos_token', 'constructor', 'toString'])('that ended for the reason %s is complete', (finish_reason) => {
    const answer = { choices: [{ message: { content: 'x' }, finish_reason }] }
    expect(to('messages').answer(answer, about())).toMatchObject({ stop_reason: 'end_turn' })
    expect(to('responses').answer(answer, about())).toMatchObject({ status: 'completed', incomplete_details: null })
  })

  test('that was cut short leaves its last item incomplete, and no other', () => {
    const answer = { choices: [{ message: { reasoning: 'Hm.', content: 'And th' }, finish_reason: 'length' }] }
    expect(to('responses').answer(answer, about())).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [
        { type: 'reasoning', status: 'completed' },
        { type: 'message', status: 'incomplete' },
      ],
    })
  })
})
