import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { clientHouse, HARMLESS, SENSITIVE } from '../clients/a-house.ts'
import type { ClientHouse } from '../clients/a-house.ts'

/* What a conversation once was, it stays, whatever the client leaves out. */

let house: ClientHouse
beforeAll(async () => {
  house = await clientHouse()
}, 30_000)
afterAll(() => house.stop())

type Message = { readonly role: string; readonly content: unknown; readonly [more: string]: unknown }
const user = (content: string): Message => ({ role: 'user', content })
const assistant = (content: unknown): Message => ({ role: 'assistant', content })

type Options = { readonly who?: string; readonly headers?: Record<string, string>; readonly body?: object }
async function ask(messages: readonly Message[], { who = 'ann', headers = {}, body = {} }: Options = {}) {
  const token = await house.cordon.token({ sub: who, role: 'employee' })
  const response = await house.cordon.ask({ model: 'openai/gpt-4o', messages, ...body }, { token, headers })
  const text = await response.text()
  return { status: response.status, to: response.headers.get('x-cordon-destination'), text }
}

/** Has the node and the cloud answer with a text of their own from now on. */
const answering = (text: string) => {
  house.able.behave({ kind: 'answer', text })
  house.cloud.behave({ kind: 'answer', text })
  return text
}

describe('a conversation that was pinned', () => {
  test.each([{ stream: false }, { stream: true }])(
    'stays on the LAN without its first turn ($stream)',
    async (body) => {
      const said = answering(`Your form is ready to be signed, as you asked (${String(body.stream)}).`)
      expect((await ask([user(SENSITIVE)], { body })).to).toBe('lan')
      expect((await ask([assistant(said), user('And now?')])).to).toBe('lan')
      expect((await ask([user('…'), assistant([{ type: 'text', text: said }]), user('And now?')])).to).toBe('lan')
    },
  )

  test('is nothing to another caller', async () => {
    const said = answering('Nobody else has had this very answer before.')
    expect((await ask([user(SENSITIVE)], { who: 'ann' })).to).toBe('lan')
    expect((await ask([assistant(said), user('And now?')], { who: 'bob' })).to).toBe('openrouter')
  })

  test('goes by its session, where the client names one', async () => {
    answering('A first answer, which the client forgets.')
    const headers = { 'x-openwebui-chat-id': '5e0f2f9e-1d2c-4a7b-9c43-a1b2c3d4e5f6' }
    expect((await ask([user(SENSITIVE)], { headers })).to).toBe('lan')
    expect((await ask([user(HARMLESS)], { headers })).to).toBe('lan')
    expect((await ask([user(HARMLESS)])).to).toBe('openrouter')
  })

  test('says so in its record', () => {
    const why = house.records().flatMap(({ why }) => (why as { kind: string }[] | undefined) ?? [])
    expect(why.filter(({ kind }) => kind === 'conversation').length).toBeGreaterThan(2)
  })
})

test('examples that an application writes itself pin nothing, however often they were sent with something sensitive', async () => {
  answering('Thank you, that is done.')
  const examples = [user('Sort: apples'), assistant('This is a fruit, and so it belongs in the first basket.')]
  expect((await ask([...examples, user(SENSITIVE)])).to).toBe('lan')
  expect((await ask([...examples, user('Sort: pears')])).to).toBe('openrouter')
})

describe('sealed reasoning', () => {
  const sealed = (data: string) => [{ type: 'reasoning.encrypted', data, format: 'acme-v1', index: 0 }]
  const answersWith = (data: string) => {
    const message = {
      role: 'assistant',
      content: 'I have thought about it for a while.',
      reasoning_details: sealed(data),
    }
    const body = {
      id: 'x',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    }
    house.cloud.behave({
      kind: 'custom',
      handle: (_, res) => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    })
  }
  const back = (data: string) => [
    user(HARMLESS),
    { role: 'assistant', content: 'I have thought about it for a while.', reasoning_details: sealed(data) },
    user('Go on.'),
  ]

  test('goes back to where it came from, and only for the caller that it came to', async () => {
    answersWith('c2VhbGVkLWJ5LWl0cy1tYWtlcg')
    expect((await ask([user(HARMLESS)])).to).toBe('openrouter')
    expect((await ask(back('c2VhbGVkLWJ5LWl0cy1tYWtlcg'))).to).toBe('openrouter')
    expect((await ask(back('c2VhbGVkLWJ5LWl0cy1tYWtlcg'), { who: 'bob' })).to).toBe('lan')
  })

  test('that nobody has seen before stays on the LAN', async () => {
    expect((await ask(back('c21vdWdnbGVkLWluLWJ5LXRoZS1jYWxsZXI'))).to).toBe('lan')
  })
})
