import Anthropic, { PermissionDeniedError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { clientHouse, HARMLESS, SENSITIVE } from './a-house.ts'
import type { ClientHouse } from './a-house.ts'

/* The official client, which Claude Code is built on. */

let house: ClientHouse
beforeAll(async () => {
  house = await clientHouse()
}, 30_000)
afterAll(() => house.stop())
beforeEach(() => void house.received())

const client = async (claims = { role: 'employee' }) =>
  new Anthropic({ baseURL: house.cordon.url, apiKey: null, authToken: await house.cordon.token(claims) })
const WEATHER = {
  name: 'weather',
  description: 'The weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
} as const
const asked = (model: string, content: string) => ({
  model,
  max_tokens: 100,
  system: 'Be brief.',
  messages: [{ role: 'user', content }] as Anthropic.MessageParam[],
})
const textOf = ({ content }: Anthropic.Message) =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('')

const ROADS = [
  ['claude-sonnet', HARMLESS, 'cloud'],
  ['claude-sonnet', SENSITIVE, 'able'],
  ['plain', SENSITIVE, 'plain'],
] as const

describe('messages', () => {
  test.each(ROADS)('of %s for "%s" are made by %s', async (model, content, place) => {
    const answer = await (await client()).messages.create(asked(model, content))
    expect(textOf(answer)).toMatch(/Hello/)
    expect(answer.stop_reason).toBe('end_turn')
    expect(answer.usage.output_tokens).toBeGreaterThan(0)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('of %s for "%s" are streamed by %s', async (model, content, place) => {
    const stream = (await client()).messages.stream(asked(model, content))
    let text = ''
    stream.on('text', (piece) => (text += piece))
    const answer = await stream.finalMessage()
    expect(textOf(answer)).toMatch(/Hello/)
    expect(text).toBe(textOf(answer))
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('of %s for "%s" call a tool at %s, and go on with its result', async (model, content, place) => {
    const anthropic = await client()
    const request = { ...asked(model, content), tools: [WEATHER] as unknown as Anthropic.Tool[] }
    const first = await anthropic.messages.stream(request).finalMessage()
    const call = first.content.find((block) => block.type === 'tool_use')
    expect([call?.name, first.stop_reason]).toEqual(['weather', 'tool_use'])
    const result = { type: 'tool_result', tool_use_id: call?.id ?? '', content: 'sunny' } as const
    const second = await anthropic.messages.create({
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [result] },
      ],
    })
    expect(textOf(second)).toMatch(/Hello/)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 2 })
  })

  test('are denied in a shape that the client knows, and not asked for again', async () => {
    const answer = (await client({ role: 'guest' })).messages.create(asked('claude-sonnet', SENSITIVE))
    const thrown = await answer.catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(PermissionDeniedError)
    expect(thrown).toMatchObject({ error: { error: { type: 'permission_error' } } })
    expect(String(thrown)).not.toContain('536-22')
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0 })
  })

  test('may be asked for with the token as an API key', async () => {
    const apiKey = await house.cordon.token({ role: 'employee' })
    const anthropic = new Anthropic({ baseURL: house.cordon.url, apiKey, authToken: null })
    expect(textOf(await anthropic.messages.create(asked('claude-sonnet', HARMLESS)))).toMatch(/Hello/)
  })
})

describe('tokens', () => {
  const count = async (model: string, content: string) => {
    const { model: name, system, messages } = asked(model, content)
    return (await client()).messages.countTokens({ model: name, system, messages })
  }

  test.each([
    ['claude-sonnet', HARMLESS, 'able'],
    ['claude-sonnet', SENSITIVE, 'able'],
    ['plain', SENSITIVE, 'plain'],
  ] as const)('of %s for "%s" are counted by %s, never in the cloud', async (model, content, place) => {
    expect((await count(model, content)).input_tokens).toBeGreaterThan(0)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })
})

test('the list of models has the form that the client pages through', async () => {
  const names: string[] = []
  for await (const { id } of (await client()).models.list()) names.push(id)
  expect(names).toEqual(['able', 'claude-known', 'plain'])
})
