import { expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/terms/json.ts'
import { chunk, streamed, to } from './chat-answers.ts'

/* Whoever sends the most that a body may hold must not hold up everybody else. */

/** The least time of a few, in ms: what others do on this machine only adds to it. */
function timeOf(run: () => unknown): number {
  const times = [1, 2].map(() => {
    const began = performance.now()
    run()
    return performance.now() - began
  })
  return Math.min(...times)
}

const many = <T>(count: number, one: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => one(at))
const id = (at: number) => `c${String(at)}`
const callPiece = (at: number) => chunk({ tool_calls: [{ id: id(at), function: { name: 'f', arguments: '{}' } }] })
const tools = many(100, (at) => ({ type: 'function', name: `f${String(at)}` }))

test.each<{ name: string; run: (count: number) => unknown }>([
  {
    name: 'calls in a row',
    run: (count) => to('responses').request({ input: many(count, (at) => ({ type: 'function_call', call_id: id(at), name: 'f', arguments: '{}' })) }), // prettier-ignore
  },
  {
    name: 'messages of one role in a row',
    run: (count) => to('responses').request({ input: many(count, () => ({ role: 'user', content: 'x' })) }),
  },
  {
    name: 'blocks of one message',
    run: (count) => to('messages').request({ messages: [{ role: 'assistant', content: many(count, (at) => ({ type: 'tool_use', id: id(at), name: 'f', input: {} })) }] }), // prettier-ignore
  },
  {
    name: 'images in results',
    run: (count) => to('messages').request({ messages: [{ role: 'user', content: many(count, (at) => ({ type: 'tool_result', tool_use_id: id(at), content: [{ type: 'image', source: { type: 'base64' } }] })) }] }), // prettier-ignore
  },
  {
    name: 'tools',
    run: (count) =>
      to('responses').request({ input: 'x', tools: many(count, (at) => ({ type: 'function', name: id(at) })) }),
  },
  { name: 'calls in a streamed answer', run: (count) => streamed(to('messages'), many(count, callPiece)) },
  {
    name: 'pieces of one call, with many tools on offer',
    run: (count) => streamed(to('responses'), many(count, () => chunk({ tool_calls: [{ index: 0, id: 'c', function: { name: 'f1', arguments: 'x' } }] })), { tools } as JsonObject), // prettier-ignore
  },
])('$name take time in proportion', ({ run }) => {
  run(2_000)
  expect(timeOf(() => run(16_000))).toBeLessThan(30 * timeOf(() => run(2_000)) + 20)
})

test('more parts than a call can have arguments are translated', () => {
  const content = many(200_000, () => ({ type: 'text', text: 'x' }))
  const { messages } = to('messages').request({
    messages: [
      { role: 'user', content },
      { role: 'assistant', content },
    ],
  })
  expect((messages as readonly JsonObject[]).map(({ content: text }) => (text as string).length)).toEqual([
    399_999, 200_000,
  ])
})
