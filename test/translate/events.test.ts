import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonObject } from '../../src/terms/json.ts'
import { about, chunk, streamed, to } from './chat-answers.ts'

/* The order of events, which clients rely on, for streams of any order: what a server may say is said here in any sequence. */

type Event = JsonObject & { readonly type: string }

/** Each event has a name, which is its type, and one line of data. */
function eventsIn(text: string): readonly Event[] {
  if (text === '') return []
  expect(text.endsWith('\n\n')).toBe(true)
  return text
    .slice(0, -2)
    .split('\n\n')
    .map((event) => {
      const [, name, data] = /^event: (\S+)\ndata: ([^\n]*)$/.exec(event) ?? []
      const value = JSON.parse(data ?? '') as Event
      expect(value.type).toBe(name)
      return value
    })
}

const word = fc.string({ maxLength: 8 })
const index = fc.constantFrom(0, 1, 2)
const piece = fc.record(
  {
    index,
    id: fc.constantFrom('', 'a', 'b', 'c'),
    name: fc.constantFrom('', 'f', 'g'),
    args: fc.option(word, { nil: null }),
  },
  { requiredKeys: ['args'] },
)
const call = piece.map(({ index: at, id, name, args }) => ({
  ...(at === undefined ? {} : { index: at }),
  ...(id === undefined ? {} : { id }),
  function: { ...(name === undefined ? {} : { name }), arguments: args },
}))
const chunks = fc.array(
  fc.oneof(
    word.map((content) => chunk({ content })),
    word.map((reasoning) => chunk({ reasoning })),
    word.map((refusal) => chunk({ refusal })),
    fc.array(call, { maxLength: 3 }).map((tool_calls) => chunk({ tool_calls })),
    word.map((content) => ({ choices: [{ index: 1, delta: { content }, finish_reason: 'stop' }] })),
    fc.constantFrom('stop', 'length', 'tool_calls', 'content_filter', 'error').map((finish) => chunk({}, finish)),
    fc.constant({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }),
    fc.constant({ choices: [], usage: null }),
    fc.constant({}),
  ),
  { maxLength: 25 },
)

test('a message is told block by block: each starts, grows and stops before the next', () => {
  fc.assert(
    fc.property(chunks, (pieces) => {
      const events = eventsIn(streamed(to('messages'), pieces))
      const types = events.map(({ type }) => type)
      expect(types[0]).toBe('message_start')
      expect(types.slice(-2)).toEqual(['message_delta', 'message_stop'])
      const inner = events.slice(1, -2)
      const blocks = Map.groupBy(inner, (event) => event['index'] as number)
      expect([...blocks.keys()]).toEqual(Array.from({ length: blocks.size }, (_, at) => at))
      expect([...blocks.values()].flat()).toEqual(inner)
      for (const [first, ...rest] of blocks.values()) {
        expect(first?.type).toBe('content_block_start')
        expect(rest.at(-1)?.type).toBe('content_block_stop')
        const type = (first?.['content_block'] as JsonObject)['type'] as 'text' | 'thinking' | 'tool_use'
        const delta = { text: 'text_delta', thinking: 'thinking_delta', tool_use: 'input_json_delta' }[type]
        for (const event of rest.slice(0, -1)) {
          expect(event).toMatchObject({ type: 'content_block_delta', delta: { type: delta } })
        }
      }
    }),
    { numRuns: 300 },
  )
})

const DONE = {
  message: 'content_part.done',
  reasoning: 'content_part.done',
  function_call: 'function_call_arguments.done',
  custom_tool_call: 'custom_tool_call_input.done',
}
const CUSTOM = { tools: [{ type: 'custom', name: 'g' }] }

test('a response is told item by item: each is added, grows by what it is in the end, and is done before the next', () => {
  fc.assert(
    fc.property(chunks, (pieces) => {
      const events = eventsIn(streamed(to('responses'), pieces, CUSTOM))
      expect(events.map((event) => event['sequence_number'])).toEqual(events.map((_, at) => at))
      expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress'])
      const { response } = events.at(-1) as unknown as { response: { status: string; output: readonly JsonObject[] } }
      expect(events.at(-1)?.type).toBe(`response.${response.status}`)
      const inner = events.slice(2, -1)
      const items = [...Map.groupBy(inner, (event) => event['output_index'] as number)]
      expect(items.flatMap(([, told]) => told)).toEqual(inner)
      expect(items.map(([at]) => at)).toEqual(response.output.map((_, at) => at))
      for (const [at, told] of items) expectItem(told, response.output[at] as JsonObject)
    }),
    { numRuns: 300 },
  )
})

function expectItem(told: readonly Event[], item: JsonObject): void {
  const [added, done] = [told[0], told.at(-1)]
  expect(added?.type).toBe('response.output_item.added')
  expect(done).toMatchObject({ type: 'response.output_item.done', item })
  expect(added?.['item']).toMatchObject({ id: item['id'], type: item['type'], status: 'in_progress' })
  expect(told.at(-2)?.type).toBe(`response.${DONE[item['type'] as keyof typeof DONE]}`)
  for (const event of told.slice(1, -1)) expect(event['item_id']).toBe(item['id'])
  const grown = told.flatMap(({ type, delta }) => (type.endsWith('.delta') ? [delta as string] : [])).join('')
  const [part] = (item['content'] ?? []) as readonly JsonObject[]
  expect(grown).toBe(part?.['text'] ?? part?.['refusal'] ?? item['arguments'] ?? item['input'])
}

describe.each(['messages', 'responses'] as const)('a stream of %s', (api) => {
  test('is whole even when the server said nothing', () => {
    const types = eventsIn(streamed(to(api), [])).map(({ type }) => type)
    const wanted = { messages: ['message_start', 'message_delta', 'message_stop'], responses: ['response.created', 'response.in_progress', 'response.completed'] } // prettier-ignore
    expect(types).toEqual(wanted[api])
  })

  test('tells a text as it comes, not at the end', () => {
    const stream = to(api).stream(about())
    expect(stream.chunk(chunk({ content: 'Hel' }))).toContain('Hel')
    expect(stream.chunk(chunk({ content: 'lo' }))).toContain('"lo"')
  })

  test('tells at once that a call grows, also where it can be told only as a whole', () => {
    const stream = to(api).stream(about(CUSTOM))
    stream.chunk(chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'g', arguments: '{"in' } }] }))
    const more = stream.chunk(chunk({ tool_calls: [{ index: 0, function: { arguments: 'put":"x"}' } }] }))
    expect(eventsIn(more)).toHaveLength(1)
    expect(more).toMatch(/"(?:partial_json|delta)":""/)
    const told = { messages: JSON.stringify('{"input":"x"}'), responses: '"delta":"x"' }[api]
    expect(stream.end()).toContain(told)
  })

  test('says nothing of other choices', () => {
    const text = streamed(to(api), [{ choices: [{ index: 1, delta: { content: 'other' } }] }])
    expect(text).not.toContain('other')
  })
})
