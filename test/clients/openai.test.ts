import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import OpenAI, { BadRequestError, PermissionDeniedError } from 'openai'
import { clientHouse, HARMLESS, SENSITIVE } from './a-house.ts'
import type { ClientHouse } from './a-house.ts'

/* The official client: what is not chat completions. */

let house: ClientHouse
beforeAll(async () => {
  house = await clientHouse()
}, 30_000)
afterAll(() => house.stop())
beforeEach(() => void house.received())

const client = async (claims = { role: 'employee' }) =>
  new OpenAI({ baseURL: `${house.cordon.url}/v1`, apiKey: await house.cordon.token(claims) })
const WEATHER = {
  type: 'function',
  name: 'weather',
  description: 'The weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: false,
} as const

const ROADS = [
  ['openai/gpt-4o', HARMLESS, 'cloud'],
  ['openai/gpt-4o', SENSITIVE, 'able'],
  ['plain', SENSITIVE, 'plain'],
] as const

describe('responses', () => {
  test.each(ROADS)('%s with "%s" is answered by %s', async (model, input, place) => {
    const answer = await (await client()).responses.create({ model, input })
    expect(answer.output_text).toMatch(/Hello/)
    expect(answer.status).toBe('completed')
    expect(answer.usage?.input_tokens).toBeGreaterThan(0)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('%s with "%s" is streamed by %s', async (model, input, place) => {
    const stream = (await client()).responses.stream({ model, input })
    let text = ''
    stream.on('response.output_text.delta', ({ delta }) => (text += delta))
    const answer = await stream.finalResponse()
    expect(answer.output_text).toMatch(/Hello/)
    expect(text).toBe(answer.output_text)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('%s with "%s" calls a tool at %s, and goes on with its result', async (model, input, place) => {
    const openai = await client()
    const tools = [WEATHER] as unknown as OpenAI.Responses.Tool[]
    const turn = { role: 'user', content: input } as const
    const first = await openai.responses.create({ model, tools, input: [turn] })
    const call = first.output.find((item) => item.type === 'function_call')
    expect(call).toMatchObject({ name: 'weather' })
    const output = { type: 'function_call_output', call_id: call?.call_id ?? '', output: 'sunny' } as const
    const items = first.output as OpenAI.Responses.ResponseInputItem[]
    const second = await openai.responses.create({ model, tools, input: [turn, ...items, output] })
    expect(second.output_text).toMatch(/Hello/)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 2 })
  })

  test('that were stored are refused by name', async () => {
    const asked = (await client()).responses.create({ model: 'able', input: 'x', previous_response_id: 'resp_1' })
    const thrown = await asked.catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(BadRequestError)
    expect(thrown).toMatchObject({ param: 'previous_response_id', code: 'invalid_request' })
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0 })
  })

  test('that a policy forbids are denied once', async () => {
    const asked = (await client({ role: 'guest' })).responses.create({ model: 'openai/gpt-4o', input: SENSITIVE })
    expect(await asked.catch((error: unknown) => error)).toBeInstanceOf(PermissionDeniedError)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0 })
  })
})

describe('embeddings', () => {
  test.each([
    [HARMLESS, 'cloud'],
    [SENSITIVE, 'able'],
  ] as const)('of "%s" are made by %s', async (input, place) => {
    const { data } = await (await client()).embeddings.create({ model: 'openai/gpt-4o', input: [input, HARMLESS] })
    expect(data).toHaveLength(2)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test('of token ids stay on the LAN', async () => {
    await (await client()).embeddings.create({ model: 'openai/gpt-4o', input: [[1, 2, 3]] })
    expect(house.received()).toEqual({ cloud: 0, able: 1, plain: 0 })
  })

  test('cannot be had of a node that makes none', async () => {
    const thrown = await (
      await client()
    ).embeddings
      .create({ model: 'plain', input: 'x' })
      .catch((error: unknown) => error)
    expect(thrown).toMatchObject({ status: 404 })
  })
})

describe('completions', () => {
  test.each(ROADS)('of %s for "%s" are made by %s', async (model, prompt, place) => {
    const { choices } = await (await client()).completions.create({ model, prompt })
    expect(choices[0]?.text).toMatch(/Hello/)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('of %s for "%s" are streamed by %s', async (model, prompt, place) => {
    let text = ''
    const stream = await (await client()).completions.create({ model, prompt, stream: true })
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? ''
    expect(text).toMatch(/Hello/)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })
})

describe('models', () => {
  test('are those that the caller may use', async () => {
    const names = async (claims: { role: string }) => {
      const list: string[] = []
      for await (const { id } of (await client(claims)).models.list()) list.push(id)
      return list
    }
    expect(await names({ role: 'employee' })).toEqual(['able', 'claude-known', 'plain'])
    expect(await names({ role: 'guest' })).toEqual(['claude-known'])
    expect(await names({ role: 'nobody' })).toEqual([])
    expect(house.records().filter(({ type }) => type === 'listing')).toHaveLength(3)
  })
})
