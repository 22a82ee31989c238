import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { clientHouse, HARMLESS, SENSITIVE } from './a-house.ts'
import type { ClientHouse } from './a-house.ts'

/* LangChain's OpenAI classes, with one base URL changed. */

let house: ClientHouse
let apiKey = ''
beforeAll(async () => {
  house = await clientHouse()
  apiKey = await house.cordon.token({ role: 'employee' })
}, 30_000)
afterAll(() => house.stop())
beforeEach(() => void house.received())

const configuration = () => ({ baseURL: `${house.cordon.url}/v1` })
const chat = (model: string, useResponsesApi = false) =>
  new ChatOpenAI({ model, apiKey, configuration: configuration(), useResponsesApi, maxRetries: 0 })
const WEATHER = {
  type: 'function',
  function: { name: 'weather', description: 'The weather', parameters: { type: 'object', properties: {} } },
} as const

const ROADS = [
  ['openai/gpt-4o', HARMLESS, 'cloud'],
  ['openai/gpt-4o', SENSITIVE, 'able'],
  ['plain', SENSITIVE, 'plain'],
] as const
const textOf = (content: unknown) => (typeof content === 'string' ? content : JSON.stringify(content))

test.each(ROADS)('%s answers "%s" at %s', async (model, prompt, place) => {
  expect(textOf((await chat(model).invoke(prompt)).content)).toMatch(/Hello/)
  expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
})

test.each(ROADS)('%s streams "%s" from %s', async (model, prompt, place) => {
  let text = ''
  for await (const chunk of await chat(model).stream(prompt)) text += textOf(chunk.content)
  expect(text).toMatch(/Hello/)
  expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
})

test.each(ROADS)('%s calls a tool for "%s" at %s', async (model, prompt, place) => {
  const { tool_calls: calls } = await chat(model).bindTools([WEATHER]).invoke(prompt)
  expect(calls?.map(({ name }) => name)).toEqual(['weather'])
  expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
})

test.each(ROADS)('%s answers "%s" at %s through the Responses API too', async (model, prompt, place) => {
  expect(textOf((await chat(model, true).invoke(prompt)).content)).toMatch(/Hello/)
  expect(house.received()).toEqual({ cloud: 0, able: 0, plain: 0, [place]: 1 })
})

test('embeddings of something sensitive are made on the LAN', async () => {
  const embeddings = new OpenAIEmbeddings({ model: 'openai/gpt-4o', apiKey, configuration: configuration() })
  const vectors = await embeddings.embedDocuments([SENSITIVE, HARMLESS])
  expect(vectors).toHaveLength(2)
  expect(house.received()).toEqual({ cloud: 0, able: 1, plain: 0 })
})
