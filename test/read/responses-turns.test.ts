import { describe, expect, test } from '@jest/globals'
import { readRequest } from '../../src/read/read-request.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'

const read = (input: JsonValue, more: JsonObject = {}) =>
  readRequest('responses', new TextEncoder().encode(JSON.stringify({ model: 'm', input, ...more })))
const turnsOf = (input: JsonValue, more: JsonObject = {}) => read(input, more).conversation.turns

const said = (...texts: readonly string[]) => ({
  type: 'message',
  role: 'assistant',
  content: texts.map((text) => ({ type: 'output_text', text, annotations: [] })),
})
const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' })

describe('the turns of a Responses request', () => {
  test('are one of the user when the input is a text, after the instructions', () => {
    expect(turnsOf('Hello.')).toEqual([{ role: 'user', text: 'Hello.', calls: [] }])
    expect(turnsOf('Hello.', { instructions: 'Be brief.' })).toEqual([
      { role: 'system', text: 'Be brief.', calls: [] },
      { role: 'user', text: 'Hello.', calls: [] },
    ])
  })

  test('have an answer whole, though it is several items: thoughts, texts and calls', () => {
    const input = [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look ' },
          { type: 'input_text', text: 'it up.' },
        ],
      },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'I think.' }] },
      said('I ', 'look.'),
      call('c1'),
      { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: 'x' },
      { type: 'function_call_output', call_id: 'c1', output: 'It says 7.' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'It says 8.' }] },
      said('7 and 8.'),
      { role: 'user', content: 'Thanks.' },
    ]
    expect(turnsOf(input)).toEqual([
      { role: 'user', text: 'Look it up.', calls: [] },
      { role: 'assistant', text: 'I look.', calls: ['c1', 'c2'] },
      { role: 'tool', text: 'It says 7.', calls: ['c1'] },
      { role: 'tool', text: 'It says 8.', calls: ['c2'] },
      { role: 'assistant', text: '7 and 8.', calls: [] },
      { role: 'user', text: 'Thanks.', calls: [] },
    ])
  })

  test('keep two answers apart when somebody spoke between them', () => {
    const roles = turnsOf([said('a'), { role: 'user', content: 'x' }, said('b'), said('c')]).map(({ text }) => text)
    expect(roles).toEqual(['a', 'x', 'bc'])
  })
})

describe('a Responses request', () => {
  test('offers tools also when they stand among its items', () => {
    const hello = { role: 'user', content: 'x' }
    const tools = [{ type: 'function', name: 'f' }]
    expect(read([hello]).tools).toBe(false)
    expect(read([hello], { tools: [] }).tools).toBe(false)
    expect(read([hello], { tools }).tools).toBe(true)
    expect(read([hello, { type: 'additional_tools', role: 'developer', tools }]).tools).toBe(true)
    expect(read([hello, { type: 'tool_search_output', tools }]).tools).toBe(true)
  })

  test('is of the session that its cache key names, when that is one conversation and not an application', () => {
    const id = '0199f0a2-3c1e-7d52-9b6a-2f5d8c1e4a70'
    expect(read('x', { prompt_cache_key: id }).conversation.sessions).toEqual([id])
    expect(read('x', { prompt_cache_key: 'my-application' }).conversation.sessions).toEqual([])
  })
})
