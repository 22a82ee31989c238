import { describe, expect, test } from '@jest/globals'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { about, to } from './chat-answers.ts'

/* Tools that come and go in the course of a conversation, and tools in groups: a chat has one list of functions. */

type Tools = { readonly tools?: readonly { readonly function: JsonObject }[]; readonly tool_choice?: JsonValue }

const namesIn = ({ tools = [] }: Tools): readonly unknown[] => tools.map((tool) => tool.function['name'])

describe('in a Messages request', () => {
  const defined = (name: string) => ({ name, input_schema: { type: 'object' } })
  const change = (type: string, tool: JsonObject) => ({ type, tool })
  const added = (name: string) => change('tool_addition', { type: 'tool_definition', definition: defined(name) })
  const again = (name: string) => change('tool_addition', { type: 'tool_reference', name })
  const removed = (name: string) => change('tool_removal', { type: 'tool_reference', name })

  const rows: readonly { name: string; changes: readonly JsonObject[]; want: readonly string[] }[] = [
    { name: 'tools that are added are offered', changes: [added('b')], want: ['a', 'b'] },
    { name: 'tools that are removed are not', changes: [added('b'), removed('a')], want: ['b'] },
    { name: 'tools that are brought back are', changes: [removed('a'), again('a')], want: ['a'] },
    { name: 'tools that are defined anew are', changes: [removed('a'), added('a')], want: ['a'] },
    {
      name: 'tools that a summary names are',
      changes: [{ type: 'compaction', content: 'Before.', tool_changes: [added('c')] }],
      want: ['a', 'c'],
    },
  ]
  test.each(rows)('$name', ({ changes, want }) => {
    const messages = [
      { role: 'user', content: 'x' },
      { role: 'system', content: changes },
    ]
    const chat = to('messages').request({ messages, tools: [defined('a')] })
    expect(namesIn(chat as Tools)).toEqual(want)
    expect(JSON.stringify(chat['messages'])).not.toContain('input_schema')
  })

  test('tools that a server would run are refused, also when they are added later', () => {
    const definition = { type: 'web_search_20250305', name: 'web_search' }
    const messages = [{ role: 'system', content: [change('tool_addition', { type: 'tool_definition', definition })] }]
    expect(() => to('messages').request({ messages })).toThrow(
      expect.objectContaining({ param: 'messages[0].content[0]' }),
    )
    expect(() => to('messages').request({ messages: [], tools: [definition] })).toThrow(expect.objectContaining({ param: 'tools[0]' })) // prettier-ignore
  })
})

describe('in a Responses request', () => {
  const fn = (name: string) => ({ type: 'function', name })
  const group = (name: string, ...tools: readonly JsonObject[]) => ({ type: 'namespace', name, tools })
  const ask = (body: JsonObject) => to('responses').request({ input: 'x', ...body }) as Tools

  test('a tool in a group has the name of its group, also where it is chosen', () => {
    const tools = [group('agents', fn('spawn'), fn('stop')), fn('stop')]
    const chosen = (name: string) => ask({ tools, tool_choice: fn(name) }).tool_choice
    expect(namesIn(ask({ tools }))).toEqual(['agents__spawn', 'agents__stop', 'stop'])
    expect(chosen('spawn')).toEqual({ type: 'function', function: { name: 'agents__spawn' } })
    expect(chosen('stop')).toEqual({ type: 'function', function: { name: 'stop' } })
    const allowed = { type: 'allowed_tools', mode: 'auto', tools: [fn('spawn')] }
    expect(namesIn(ask({ tools, tool_choice: allowed }))).toEqual(['agents__spawn'])
  })

  test('a call of a tool in a group has that name in the chat, and its own in the answer', () => {
    const tools = [group('agents', fn('spawn'))]
    const call = { type: 'function_call', call_id: 'c1', namespace: 'agents', name: 'spawn', arguments: '{}' }
    const said = { tool_calls: [{ id: 'c1', type: 'function', function: { name: 'agents__spawn', arguments: '{}' } }] }
    expect(to('responses').request({ tools, input: [call] })).toMatchObject({ messages: [said] })
    const answer = to('responses').answer({ choices: [{ message: said }] }, about({ tools }))
    expect(answer?.['output']).toMatchObject([call])
  })

  test('two tools that would have one name are refused', () => {
    expect(() => ask({ tools: [fn('a__b'), group('a', fn('b'))] })).toThrow(expect.objectContaining({ param: 'tools[1].tools[0]' })) // prettier-ignore
  })

  test('tools that items add are offered, once each, as they were defined last', () => {
    const added = (description: string) => ({ type: 'additional_tools', tools: [{ ...fn('b'), description }] })
    const chat = ask({ tools: [fn('a')], input: [added('old'), { role: 'user', content: 'x' }, added('new')] })
    expect(chat.tools).toMatchObject([{ function: { name: 'a' } }, { function: { name: 'b', description: 'new' } }])
  })

  test.each(['local_shell', 'shell', 'apply_patch', 'web_search'])('a tool of type %s is refused', (type) => {
    expect(() => ask({ tools: [{ type }] })).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: 'tools[0]' }),
    )
  })

  test('a choice of another kind of tool is refused', () => {
    expect(() => ask({ tools: [fn('a')], tool_choice: { type: 'shell' } })).toThrow(expect.objectContaining({ param: 'tool_choice' })) // prettier-ignore
  })
})
