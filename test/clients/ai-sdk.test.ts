import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { embed, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { clientHouse, HARMLESS, SENSITIVE } from './a-house.ts'
import type { ClientHouse } from './a-house.ts'

/* Vercel's AI SDK, with its provider for compatible servers and with OpenRouter's own. */

let house: ClientHouse
let token = ''
beforeAll(async () => {
  house = await clientHouse()
  token = await house.cordon.token({ role: 'employee' })
}, 30_000)
afterAll(() => house.stop())
beforeEach(() => void house.received())

const PROVIDERS = {
  '@ai-sdk/openai-compatible': (model: string) =>
    createOpenAICompatible({ name: 'cordon', baseURL: `${house.cordon.url}/v1`, apiKey: token, includeUsage: true })(
      model,
    ),
  '@openrouter/ai-sdk-provider': (model: string) =>
    createOpenRouter({ baseURL: `${house.cordon.url}/v1`, apiKey: token })(model),
}
const weather = tool({
  description: 'The weather',
  inputSchema: jsonSchema<{ city?: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
  execute: async () => 'sunny',
})

const ROADS = [
  ['openai/gpt-4o', HARMLESS, 'cloud'],
  ['openai/gpt-4o', SENSITIVE, 'able'],
  ['plain', SENSITIVE, 'plain'],
] as const

describe.each(Object.entries(PROVIDERS))('%s', (_, model) => {
  test.each(ROADS)('has %s answer "%s" at %s', async (name, prompt, place) => {
    const { text, usage } = await generateText({ model: model(name), prompt })
    expect(text).toMatch(/Hello/)
    expect(usage.outputTokens).toBeGreaterThan(0)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('has %s stream "%s" from %s', async (name, prompt, place) => {
    const { textStream } = streamText({ model: model(name), prompt })
    let text = ''
    for await (const piece of textStream) text += piece
    expect(text).toMatch(/Hello/)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
  })

  test.each(ROADS)('has %s call a tool for "%s" at %s', async (name, prompt, place) => {
    const { text, steps } = await generateText({
      model: model(name),
      prompt,
      tools: { weather },
      stopWhen: stepCountIs(3),
    })
    expect(steps.flatMap(({ toolCalls }) => toolCalls.map(({ toolName }) => toolName))).toEqual(['weather'])
    expect(text).toMatch(/Hello/)
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 2 })
  })

  test('is told of a denial once', async () => {
    token = await house.cordon.token({ role: 'guest' })
    const thrown = await generateText({ model: model('openai/gpt-4o'), prompt: SENSITIVE }).catch(
      (error: unknown) => error,
    )
    token = await house.cordon.token({ role: 'employee' })
    expect(thrown).toMatchObject({ statusCode: 403, isRetryable: false })
    expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0 })
  })
})

test('embeddings of something sensitive are made on the LAN', async () => {
  const provider = createOpenAICompatible({ name: 'cordon', baseURL: `${house.cordon.url}/v1`, apiKey: token })
  const { embedding } = await embed({ model: provider.embeddingModel('openai/gpt-4o'), value: SENSITIVE })
  expect(embedding.length).toBeGreaterThan(0)
  expect(house.received()).toEqual({ cloud: 0, able: 1, plain: 0 })
})
