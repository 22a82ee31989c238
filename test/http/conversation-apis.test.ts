import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import OpenAI from 'openai'
import { clientHouse, HARMLESS, SENSITIVE } from '../clients/a-house.ts'
import type { ClientHouse } from '../clients/a-house.ts'

/* What a client of each API keeps of an answer, whole or streamed, translated or not, is known when it comes back. */

let house: ClientHouse
beforeAll(async () => {
  house = await clientHouse()
}, 30_000)
afterAll(() => house.stop())
beforeEach(() => void house.received())

type Turn = { readonly role: 'user' | 'assistant'; readonly content: unknown }
type Asked = { readonly model: string; readonly turns: readonly Turn[]; readonly who: string; readonly stream: boolean }
/** Asks, and gives what the client would add to its history. */
type Ask = (asked: Asked) => Promise<readonly Turn[]>

const keyFor = (sub: string) => house.cordon.token({ role: 'employee', sub })
const openai = async (who: string) => new OpenAI({ baseURL: `${house.cordon.url}/v1`, apiKey: await keyFor(who) })

const chat: Ask = async ({ model, turns, who, stream }) => {
  const { completions } = (await openai(who)).chat
  const messages = turns as OpenAI.ChatCompletionMessageParam[]
  const answer = stream
    ? await completions.stream({ model, messages }).finalChatCompletion()
    : await completions.create({ model, messages })
  const { role, content } = answer.choices[0]?.message ?? { role: 'assistant', content: null }
  return [{ role, content }]
}
const responses: Ask = async ({ model, turns, who, stream }) => {
  const client = (await openai(who)).responses
  const include = ['reasoning.encrypted_content' as const]
  const body = { model, input: turns as OpenAI.Responses.ResponseInput, store: false, include }
  const answer = stream ? await client.stream(body).finalResponse() : await client.create(body)
  return answer.output as unknown as readonly Turn[]
}
const messages: Ask = async ({ model, turns, who, stream }) => {
  const client = new Anthropic({ baseURL: house.cordon.url, authToken: await keyFor(who), apiKey: null }).messages
  const body = { model, max_tokens: 100, messages: turns as Anthropic.MessageParam[] }
  const { role, content } = stream ? await client.stream(body).finalMessage() : await client.create(body)
  return [{ role, content }]
}

const APIS = [
  { api: 'chat completions', ask: chat, model: 'openai/gpt-4o' },
  { api: 'responses', ask: responses, model: 'openai/gpt-4o' },
  { api: 'messages', ask: messages, model: 'claude-sonnet' },
]
const EACH = APIS.flatMap((one) => [
  { ...one, stream: false },
  { ...one, stream: true },
])
const user = (content: string): Turn => ({ role: 'user', content })
const placeOf = () => Object.entries(house.received()).flatMap(([place, count]) => (count === 0 ? [] : [place]))

/** Where a request goes that keeps of the history only what the client had as its answer. */
async function placeOfNext({ ask, model, stream }: (typeof EACH)[number], kept: readonly Turn[], who = 'ann') {
  house.received()
  await ask({ model, turns: [user('…'), ...kept, user('And now?')], who, stream })
  return placeOf()
}

describe.each(EACH)('in $api (streamed: $stream)', (one) => {
  const { api, ask, model, stream } = one
  test.each([
    { first: model, place: 'able' },
    { first: 'plain', place: 'plain' },
  ])('an answer of $place keeps its conversation on the LAN', async ({ first, place }) => {
    const text = `The form for your ${api} is ready, you may sign it at the ${place} desk (${String(stream)}).`
    house.able.behave({ kind: 'answer', text })
    house.plain.behave({ kind: 'answer', text })
    const kept = await ask({ model: first, turns: [user(SENSITIVE)], who: 'ann', stream })
    expect(placeOf()).toEqual([place])
    expect(await placeOfNext(one, kept)).toEqual(['able'])
    expect(await placeOfNext(one, kept, 'bob')).toEqual(['cloud'])
  })
})

// The official client of chat completions knows nothing of sealed thoughts.
describe.each(EACH.filter(({ ask }) => ask !== chat))('in $api (streamed: $stream)', (one) => {
  const { api, ask, model, stream } = one
  test('a sealed thought goes back to where it came from, for the caller that it came to', async () => {
    const sealed = Buffer.from(`sealed in ${api}, streamed: ${String(stream)}`).toString('base64')
    house.cloud.behave({ kind: 'answer', text: `Spring is here, in ${api}, as it is each year.`, sealed })
    const kept = await ask({ model, turns: [user(HARMLESS)], who: 'ann', stream })
    expect(placeOf()).toEqual(['cloud'])
    expect(JSON.stringify(kept)).toContain(sealed)
    house.cloud.behave({ kind: 'answer' })
    expect(await placeOfNext(one, kept)).toEqual(['cloud'])
    expect(await placeOfNext(one, kept, 'bob')).toEqual(['able'])
  })
})
