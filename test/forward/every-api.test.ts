import { afterEach, describe, expect, test } from '@jest/globals'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import type { Forwarder, ForwarderParts, Job } from '../../src/forward/forwarder.ts'
import type { Attempt } from '../../src/terms/attempt.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Api, Prompt } from '../../src/terms/prompt.ts'
import type { Translation } from '../../src/terms/translation.ts'
import type { Witness } from '../../src/terms/witness.ts'
import type { Behaviour, FakeNode } from '../fakes/openai-node.ts'
import { fakeNode, madeBy } from '../fakes/openai-node.ts'
import type { Edge, Logged } from './house.ts'
import { CLOUD, LAN, decided, edgeFor, forwarderFor, hostAt, nodeAt, prompt, toCloud, toLan } from './house.ts'

type House = {
  readonly lan: FakeNode
  readonly cloud: FakeNode
  readonly edge: Edge
  readonly forwarder: Forwarder
  readonly logged: Logged[]
}

const open: House[] = []

async function house(parts: Partial<ForwarderParts> = {}): Promise<House> {
  const [lan, cloud] = await Promise.all([fakeNode(), fakeNode({ kind: 'answer' }, { path: '/api/v1' })])
  const logged: Logged[] = []
  const forwarder = forwarderFor({ nodes: [nodeAt(lan.url)], cloudHosts: [hostAt(cloud.url)], ...parts }, logged)
  const built = { lan, cloud, forwarder, logged, edge: await edgeFor(forwarder) }
  open.push(built)
  return built
}

afterEach(async () => {
  for (const { lan, cloud, edge, forwarder } of open.splice(0)) {
    forwarder.close()
    await Promise.all([edge.stop(), lan.stop(), cloud.stop()])
  }
})

const both = decided('public', [LAN, CLOUD])
type Asked = Partial<Pick<Job, 'witness' | 'attempts'>> & { readonly prompt?: Partial<Prompt> }

function askLan(
  { edge, lan }: House,
  api: Api,
  { prompt: more = {}, ...job }: Asked = {},
  attempt: Partial<Attempt> = {},
) {
  const attempts = [toLan(lan.url, { api, ...attempt })]
  return edge.ask({ prompt: prompt({ api, ...more }), decision: both, attempts, ...job })
}

function askCloud(
  { edge, cloud }: House,
  api: Api,
  { prompt: more = {}, ...job }: Asked = {},
  attempt: Partial<Attempt> = {},
) {
  const attempts = [toCloud(cloud.url, { api, ...attempt })]
  return edge.ask({ prompt: prompt({ api, ...more }), decision: both, attempts, ...job })
}

const APIS = ['chat_completions', 'completions', 'embeddings', 'responses', 'messages', 'count_tokens'] as const
const STREAMED = ['chat_completions', 'completions', 'responses', 'messages'] as const
const PLUGINS = expect.arrayContaining([{ id: 'web', enabled: false }])
const PATH = {
  chat_completions: '/chat/completions',
  completions: '/completions',
  embeddings: '/embeddings',
  responses: '/responses',
  messages: '/messages',
  count_tokens: '/messages/count_tokens',
}

describe('what leaves', () => {
  const READ = { lan: { read: 1 }, cloud: { read: 2 } }
  const OURS: Record<(typeof APIS)[number], { readonly lan: JsonObject; readonly cloud: object }> = {
    chat_completions: {
      lan: { stream: false, user: 'ps_5' },
      cloud: { stream: false, user: 'ps_5', provider: { zdr: true }, plugins: PLUGINS },
    },
    completions: {
      lan: { stream: false, user: 'ps_5' },
      cloud: { stream: false, user: 'ps_5', provider: { zdr: true } },
    },
    embeddings: { lan: { user: 'ps_5' }, cloud: { user: 'ps_5', provider: { zdr: true } } },
    responses: {
      lan: { stream: false, store: false, user: 'ps_5' },
      cloud: { stream: false, store: false, user: 'ps_5', provider: { zdr: true }, plugins: PLUGINS },
    },
    messages: {
      lan: { stream: false, metadata: { user_id: 'ps_5' } },
      cloud: { stream: false, metadata: { user_id: 'ps_5' }, provider: { zdr: true }, plugins: PLUGINS },
    },
    count_tokens: { lan: {}, cloud: {} },
  }

  test.each(APIS)('for %s has its path, and the fields of that API and no others', async (api) => {
    const it = await house()
    await askLan(it, api, { prompt: { body: READ, user: 'alice' } })
    await askCloud(it, api, { prompt: { body: READ, user: 'alice' } })
    expect(it.lan.received[0]?.url).toBe(`/v1${PATH[api]}`)
    expect(it.cloud.received[0]?.url).toBe(`/api/v1${PATH[api]}`)
    expect(it.lan.received[0]?.body).toEqual({ read: 1, model: 'local-1', ...OURS[api].lan })
    expect(it.cloud.received[0]?.body).toEqual({ read: 2, model: 'acme/big', ...OURS[api].cloud })
  })

  test.each(STREAMED)('for a stream of %s asks for usage where that must be asked for', async (api) => {
    const it = await house()
    await askLan(it, api, { prompt: { stream: true, body: READ } })
    const older = api === 'chat_completions' || api === 'completions'
    expect(it.lan.received[0]?.body).toMatchObject({ stream: true })
    expect(it.lan.received[0]?.body['stream_options']).toEqual(older ? { include_usage: true } : undefined)
  })

  test.each(APIS)('for %s cannot be replaced by what was read', async (api) => {
    const it = await house()
    const hostile = { model: 'openrouter/auto', store: true, stream: true, provider: { zdr: false }, plugins: [{ id: 'web' }], metadata: { user_id: 'alice', a: 'b' } } // prettier-ignore
    await askCloud(it, api, { prompt: { body: { lan: hostile, cloud: hostile }, user: 'alice' } })
    expect(it.cloud.received[0]?.body).toMatchObject({ model: 'acme/big', ...OURS[api].cloud })
    expect(it.cloud.received[0]?.text).not.toContain('openrouter/auto')
  })

  test.each(APIS)('for %s has the headers of that API', async (api) => {
    const it = await house()
    await askLan(it, api, { prompt: { betas: ['a-2025-01-01', 'b-2025-02-02'] } })
    await askCloud(it, api, { prompt: { betas: ['a-2025-01-01', 'b-2025-02-02'] } })
    const [toNode, toRouter] = [it.lan.received[0]?.headers ?? {}, it.cloud.received[0]?.headers ?? {}]
    const named = (headers: object) => Object.entries(headers).filter(([name]) => name.includes('anthropic'))
    const version = ['anthropic-version', '2023-06-01']
    const betas = 'a-2025-01-01,b-2025-02-02'
    const speaks = api === 'messages' || api === 'count_tokens'
    expect(named(toNode)).toEqual(speaks ? [version, ['anthropic-beta', betas]] : [])
    expect(named(toRouter)).toEqual(speaks ? [version, ['x-anthropic-beta', betas]] : [])
    expect([toNode['x-openrouter-metadata'], toRouter['x-openrouter-metadata']]).toEqual([undefined, 'enabled'])
  })
})

describe('what comes back', () => {
  const COUNTS = {
    chat_completions: [11, 5],
    completions: [11, 5],
    embeddings: [11, null],
    responses: [11, 5],
    messages: [11, 5],
    count_tokens: [11, null],
  } as const

  test.each(APIS)('of %s is passed on whole, metered and verified', async (api) => {
    const it = await house()
    const { got, outcome } = await askCloud(it, api)
    expect([got.status, got.broken, outcome.result]).toEqual([200, false, 'answered'])
    expect(got.text).not.toContain('openrouter_metadata')
    expect(Number(got.headers['content-length'])).toBe(Buffer.byteLength(got.text))
    const [promptTokens, completionTokens] = COUNTS[api]
    expect(outcome.usage).toMatchObject({ promptTokens, completionTokens })
    const verdict = api === 'count_tokens' ? 'unverified' : 'kept' // it has no metadata
    expect(outcome.verification).toEqual({ verdict, breaches: [] })
    expect((await askLan(it, api)).outcome.verification).toBeNull()
  })

  test.each(STREAMED)('of %s is streamed, metered and verified', async (api) => {
    const it = await house()
    const { got, outcome } = await askCloud(it, api, { prompt: { stream: true } })
    expect([got.status, got.broken, outcome.result]).toEqual([200, false, 'answered'])
    expect(got.text).not.toContain('openrouter_metadata')
    expect(got.text).toMatch(/Hello/)
    expect(got.text).toMatch({ responses: /response.completed/, messages: /message_stop/ }[api as string] ?? /\[DONE\]/)
    expect(outcome.usage).toMatchObject({ promptTokens: 11, completionTokens: 5 })
    expect(outcome.served?.model).toBe('acme/big')
    expect(outcome.verification?.verdict).toBe('kept')
  })

  test.each(STREAMED)('of %s on the LAN comes through byte by byte', async (api) => {
    const it = await house()
    const direct = await fetch(new URL(`/v1${PATH[api]}`, it.lan.url), {
      method: 'POST',
      body: JSON.stringify({ model: 'local-1', stream: true, stream_options: { include_usage: true } }),
    }).then((response) => response.text())
    const { got } = await askLan(it, api, { prompt: { stream: true, wantsUsage: true } })
    expect(got.text).toBe(direct)
  })
})

describe('a breach', () => {
  const bad = (more: object = {}): Behaviour => ({
    kind: 'answer',
    metadata: madeBy('acme/big', 'Acme', { strategy: 'auto', ...more }),
  })

  test.each(['chat_completions', 'completions', 'responses', 'messages', 'embeddings'] as const)(
    'withholds an answer of %s, and no other attempt is made',
    async (api) => {
      const it = await house()
      it.cloud.behave(bad())
      const attempts = [toCloud(it.cloud.url, { api }), toLan(it.lan.url, { api })]
      const { got, outcome, problem } = await askCloud(it, api, { attempts })
      expect(problem).toMatchObject({ code: 'upstream_error', status: 502, reason: 'breach' })
      expect(got.text).toBe('upstream_error')
      expect(outcome).toMatchObject({ result: 'failed', served: null, status: 502 })
      expect(outcome.verification).toEqual({ verdict: 'breached', breaches: ['strategy'] })
      expect(it.lan.received).toHaveLength(0)
      expect(it.logged.filter(({ level }) => level === 'error')).toEqual([
        expect.objectContaining({ fields: expect.objectContaining({ breaches: ['strategy'], withheld: true }) }),
      ])
    },
  )

  test.each(STREAMED)('takes the end from a stream of %s', async (api) => {
    const it = await house()
    it.cloud.behave(bad())
    const { got, outcome } = await askCloud(it, api, { prompt: { stream: true } })
    expect(outcome).toMatchObject({ result: 'failed', status: 200, verification: { verdict: 'breached' } })
    expect(got.text).toMatch(/Hello/)
    expect(got.text).not.toMatch(/\[DONE\]|message_stop|response\.completed|openrouter_metadata/)
    expect(got.text.trim().split('\n').at(-1)).toContain('did not answer properly')
  })

  test.each(STREAMED)('is passed on in %s where the policy says so, and told', async (api) => {
    const destinations = [LAN, { ...CLOUD, onBreach: 'flag' as const }]
    const it = await house({ destinations })
    it.cloud.behave(bad())
    for (const stream of [true, false]) {
      const { got, outcome } = await askCloud(it, api, { prompt: { stream } })
      expect([got.status, outcome.result]).toEqual([200, 'answered'])
      expect(got.text).not.toContain('openrouter_metadata')
      expect(outcome.verification).toEqual({ verdict: 'breached', breaches: ['strategy'] })
    }
    const told = it.logged.filter(({ level }) => level === 'error').map(({ fields }) => fields)
    expect(told).toEqual([expect.objectContaining({ withheld: false }), expect.objectContaining({ withheld: false })])
  })

  test('by a kept answer is found before a byte of it is passed on', async () => {
    const it = await house()
    it.cloud.behave({ kind: 'answer', metadata: null, headers: { 'x-openrouter-cache-status': 'HIT' } })
    const { problem, outcome } = await askCloud(it, 'messages', { prompt: { stream: true } })
    expect(problem).toMatchObject({ code: 'upstream_error', reason: 'breach' })
    expect(outcome.verification).toEqual({ verdict: 'breached', breaches: ['cache'] })
  })

  test('by a provider outside of the list is found, also when it failed', async () => {
    const it = await house()
    const attempts = [
      { provider: 'Elsewhere', status: 503 },
      { provider: 'Acme', status: 200 },
    ]
    it.cloud.behave(bad({ strategy: 'direct', attempts }))
    const { outcome } = await askCloud(it, 'chat_completions', {}, { provider: { only: ['acme'] } })
    expect(outcome.verification?.breaches).toEqual(['provider'])
  })

  test('in an answer of several megabytes is found too', async () => {
    const it = await house()
    it.cloud.behave({ ...bad(), text: 'x'.repeat(5_000_000) } as Behaviour)
    const { problem, got } = await askCloud(it, 'chat_completions')
    expect([problem?.reason, got.text]).toEqual(['breach', 'upstream_error'])
  })

  test('cannot hide in an answer that is too large to be verified', async () => {
    const it = await house()
    it.cloud.behave({ kind: 'answer', text: 'x'.repeat(65 * 1024 * 1024) })
    const { problem, got, outcome } = await askCloud(it, 'chat_completions')
    expect([problem?.code, got.text, outcome.bytesOut]).toEqual(['upstream_error', 'upstream_error', 0])
  })
})

type Heard = { said: string[]; called: string[]; sealed: string[] }
function listener(): { readonly witness: Witness; readonly heard: Heard } {
  const heard: Heard = { said: [], called: [], sealed: [] }
  const witness: Witness = {
    said: (text, choice) => void (heard.said[choice] = (heard.said[choice] ?? '') + text),
    called: (id) => void (heard.called.includes(id) || heard.called.push(id)),
    sealed: (blob) => void (heard.sealed.includes(blob) || heard.sealed.push(blob)),
  }
  return { witness, heard }
}

const TOOLS = { tools: [{ type: 'function', name: 'weather', function: { name: 'weather' } }] }
const HELLO = 'Hello from the fake node.'

describe('a witness', () => {
  const SEALED = {
    chat_completions: ['s3cret'],
    responses: ['s3cret'],
    messages: ['s3cret-signature', 's3cret'],
  } as const
  const CASES = (['chat_completions', 'responses', 'messages'] as const).flatMap((api) =>
    [true, false].map((stream) => ({ api, stream })),
  )

  test.each(CASES)(
    'hears text and sealed parts of $api (stream: $stream), from both zones',
    async ({ api, stream }) => {
      const it = await house()
      for (const ask of [askLan, askCloud]) {
        it.lan.behave({ kind: 'answer', sealed: 's3cret' })
        it.cloud.behave({ kind: 'answer', sealed: 's3cret' })
        const { witness, heard } = listener()
        await ask(it, api, { prompt: { stream }, witness })
        expect(heard).toEqual({ said: [HELLO], called: [], sealed: SEALED[api] })
      }
    },
  )

  test.each(CASES)('hears the calls of $api (stream: $stream)', async ({ api, stream }) => {
    const it = await house()
    const { witness, heard } = listener()
    await askLan(it, api, { prompt: { stream, body: { lan: TOOLS, cloud: TOOLS } }, witness })
    expect(heard).toEqual({ said: [], called: ['call_1'], sealed: [] })
  })

  test('hears all of a large answer, and nothing of one that failed or was withheld whole', async () => {
    const it = await house()
    const text = 'y'.repeat(3_000_000)
    it.lan.behave({ kind: 'answer', text })
    const large = listener()
    await askLan(it, 'chat_completions', { witness: large.witness })
    expect(large.heard.said[0]).toBe(text)

    const none = listener()
    it.lan.behave({ kind: 'status', status: 200, body: '{"error":"no","choices":[{"message":{"content":"said"}}]}' })
    await askLan(it, 'chat_completions', { witness: none.witness })
    it.cloud.behave({ kind: 'answer', metadata: { strategy: 'auto' } })
    await askCloud(it, 'chat_completions', { witness: none.witness })
    expect(none.heard).toEqual({ said: [], called: [], sealed: [] })
  })

  test('hears each choice apart', async () => {
    const it = await house()
    const choices = [
      { index: 1, message: { content: 'one' } },
      { index: 0, message: { content: [{ type: 'text', text: 'ze' }, { type: 'text', text: 'ro' }] } }, // prettier-ignore
    ]
    it.lan.behave({ kind: 'status', status: 200, body: JSON.stringify({ choices }) })
    const { witness, heard } = listener()
    await askLan(it, 'chat_completions', { witness })
    expect(heard.said).toEqual(['zero', 'one'])
  })

  test('hears a response whose text comes in one piece at its end', async () => {
    const it = await house()
    const item = { type: 'message', content: [{ type: 'output_text', text: 'all at once' }] }
    const end = { type: 'response.completed', response: { output: [item], status: 'completed' } }
    const body = `data: ${JSON.stringify(end)}\n\n`
    it.lan.behave({ kind: 'status', status: 200, body, headers: { 'content-type': 'text/event-stream' } })
    const { witness, heard } = listener()
    await askLan(it, 'responses', { witness, prompt: { stream: true } })
    expect(heard.said).toEqual(['all at once'])
  })

  test('that throws costs the answer, and not the process', async () => {
    const it = await house()
    const { witness } = listener()
    const broken: Witness = { ...witness, said: () => { throw new Error('broken') } } // prettier-ignore
    for (const stream of [true, false]) {
      const { outcome } = await askLan(it, 'messages', { witness: broken, prompt: { stream } })
      expect(outcome.result).toBe('failed')
    }
    expect(it.logged.filter(({ message }) => message.includes('of our own'))).toHaveLength(2)
  })
})

/** Messages by a node that only chats: as little as makes a translation. */
const TRANSLATION: Translation = {
  from: 'messages',
  to: 'chat_completions',
  request: (body) => {
    if (body['untranslatable'] === true)
      throw new Problem('invalid_request', 'no equivalent', { says: 'Not here.', param: 'x' })
    if (body['broken'] === true) throw new TypeError('broken')
    return { messages: body['messages'] ?? [], max_tokens: 9 }
  },
  answer: (answer, { model, requestId }) => {
    const [choice] = answer['choices'] as unknown as readonly { message: { content: string } }[]
    if (choice === undefined) return null
    const content = [{ type: 'text', text: choice.message.content }]
    return {
      id: requestId,
      type: 'message',
      role: 'assistant',
      model,
      content,
      usage: { input_tokens: 1, output_tokens: 1 },
    }
  },
  stream: ({ model }) => {
    const event = (value: { type: string }) => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`
    let begun = false
    return {
      chunk: (chunk) => {
        const [choice] = chunk['choices'] as unknown as readonly { delta: { content?: string | null } }[]
        const text = choice?.delta.content ?? ''
        if (text === '') return ''
        const start = { type: 'message_start', message: { model } }
        const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }
        const first = begun ? '' : event(start)
        begun = true
        return first + event(delta)
      },
      end: () => event({ type: 'message_stop' }),
    }
  },
}

describe('a node that only chats', () => {
  const translating = () => house({ translations: (from, to) => (from === 'messages' && to === 'chat_completions' ? TRANSLATION : null) }) // prettier-ignore
  const CHAT = { api: 'chat_completions' } as const
  const body = { messages: [{ role: 'user', content: 'hi' }], metadata: { a: 'b' } }
  const asked = { prompt: { body: { lan: body, cloud: body }, user: 'alice', betas: ['x'] } }

  test('is asked in its own API, and its answer is told in the caller’s', async () => {
    const it = await translating()
    const { witness, heard } = listener()
    const { got, outcome } = await askLan(it, 'messages', { ...asked, witness }, CHAT)
    expect(it.lan.received[0]).toMatchObject({ url: '/v1/chat/completions' })
    expect(it.lan.received[0]?.body).toEqual({ messages: body.messages, max_tokens: 9, model: 'local-1', stream: false, user: 'ps_5' }) // prettier-ignore
    expect(Object.keys(it.lan.received[0]?.headers ?? {}).filter((name) => name.includes('anthropic'))).toEqual([])
    expect(JSON.parse(got.text)).toMatchObject({
      type: 'message',
      id: 'req_1',
      content: [{ type: 'text', text: HELLO }],
    })
    expect(outcome).toMatchObject({ result: 'answered', usage: { promptTokens: 11, completionTokens: 5 } })
    expect(heard.said).toEqual([HELLO])
  })

  test('streams', async () => {
    const it = await translating()
    const { witness, heard } = listener()
    const { got, outcome } = await askLan(it, 'messages', { prompt: { stream: true }, witness }, CHAT)
    expect(it.lan.received[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    expect(got.text.match(/^event: .*/gm)).toEqual([
      'event: message_start',
      ...Array(5).fill('event: content_block_delta'),
      'event: message_stop',
    ])
    expect(got.text).not.toMatch(/DONE|chat\.completion/)
    expect(outcome).toMatchObject({ result: 'answered', usage: { promptTokens: 11 } })
    expect(heard.said).toEqual([HELLO])
  })

  test.each([
    { name: 'an error', bytes: 'data: {"error":"quoted"}\n\ndata: [DONE]\n\n' },
    { name: 'its connection', bytes: '' },
  ])('that ends a stream with $name has not completed it', async ({ bytes }) => {
    const it = await translating()
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n'
    const first = 'data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n'
    it.lan.behave({ kind: 'raw', bytes: head + first + bytes })
    const { got, outcome } = await askLan(it, 'messages', { prompt: { stream: true } }, CHAT)
    expect(outcome.result).toBe('failed')
    expect(got.text).toMatch(/event: error\ndata: \{"type":"error"/)
    expect(got.text).not.toMatch(/message_stop|quoted/)
  })

  test('says what cannot be translated, unless another node speaks the API', async () => {
    const it = await translating()
    const other = { lan: { untranslatable: true }, cloud: {} }
    const alone = await askLan(it, 'messages', { prompt: { body: other } }, CHAT)
    expect(alone.problem).toMatchObject({ code: 'invalid_request', says: 'Not here.', param: 'x' })
    expect(alone.outcome).toMatchObject({ attempts: [], result: 'failed', status: 400 })
    expect(it.lan.connections()).toBe(0)

    const native = toLan(it.lan.url, { api: 'messages' })
    const attempts = [toLan(it.lan.url, CHAT), native]
    const second = await askLan(it, 'messages', { prompt: { body: other }, attempts })
    expect(second.outcome).toMatchObject({ result: 'answered', attempts: [{ result: 'answered' }] })

    it.lan.behave({ kind: 'status', status: 500 })
    const down = await askLan(it, 'messages', { prompt: { body: other }, attempts: attempts.toReversed() })
    expect(down.problem?.status).toBe(502) // it may come back, and then there is nothing to change
  })

  test('for which there is no translation, or one that breaks, is not asked', async () => {
    const it = await translating()
    const broken = await askLan(it, 'messages', { prompt: { body: { lan: { broken: true }, cloud: {} } } }, CHAT)
    const none = await askLan(it, 'responses', {}, CHAT)
    expect([broken.problem?.code, none.problem?.code]).toEqual(['internal_error', 'internal_error'])
    expect(it.lan.connections()).toBe(0)
    expect(it.logged.map(({ level }) => level)).toEqual(['error', 'error'])
  })

  test('that answers nothing translatable has not answered', async () => {
    const it = await translating()
    it.lan.behave({ kind: 'status', status: 200, body: '{"choices":[]}' })
    expect((await askLan(it, 'messages', {}, CHAT)).outcome.attempts).toMatchObject([{ result: 'error', status: 200 }])
  })
})

describe('a stream that breaks off', () => {
  /** What the official client makes of what a caller got. */
  const client = (text: string) => ({
    apiKey: 'x',
    maxRetries: 0,
    fetch: () => Promise.resolve(new Response(text, { headers: { 'content-type': 'text/event-stream' } })),
  })
  const half: Behaviour = { kind: 'reset', after: 'half' }
  const thrownBy = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (thrown: unknown) => thrown,
    )

  test.each(['chat_completions', 'completions'] as const)('is an error to OpenAI’s client in %s', async (api) => {
    const it = await house()
    it.lan.behave(half)
    const { got } = await askLan(it, api, { prompt: { stream: true } })
    const openai = new OpenAI(client(got.text))
    const read = async () => {
      const stream = api === 'completions'
        ? await openai.completions.create({ model: 'm', prompt: 'x', stream: true })
        : await openai.chat.completions.create({ model: 'm', messages: [], stream: true }) // prettier-ignore
      for await (const chunk of stream) expect(chunk).toBeDefined()
    }
    expect(await thrownBy(read())).toMatchObject({ message: expect.stringContaining('did not answer properly') })
  })

  test('is an error to Anthropic’s client', async () => {
    const it = await house()
    it.lan.behave(half)
    const { got } = await askLan(it, 'messages', { prompt: { stream: true } })
    const stream = new Anthropic(client(got.text)).messages.stream({ model: 'm', max_tokens: 1, messages: [] })
    expect(String(await thrownBy(stream.finalMessage()))).toContain('did not answer properly')
  })

  test.each([{ tools: false }, { tools: true }])(
    'is a failed response to OpenAI’s client (tools: $tools)',
    async ({ tools }) => {
      const it = await house()
      it.lan.behave(half)
      const body = tools ? { lan: TOOLS, cloud: TOOLS } : { lan: {}, cloud: {} }
      const { got } = await askLan(it, 'responses', { prompt: { stream: true, body } })
      const openai = new OpenAI(client(got.text))
      const events = []
      for await (const event of await openai.responses.create({ model: 'm', input: 'x', stream: true }))
        events.push(event)
      expect(events.map(({ sequence_number: at }) => at)).toEqual(events.map((_, at) => at))
      const failed = { id: 'resp_1', status: 'failed', error: { code: 'server_error' }, model: 'local-1' }
      expect(events.at(-1)).toMatchObject({ type: 'response.failed', response: failed })
      const final = await openai.responses.stream({ model: 'm', input: 'x' }).finalResponse()
      expect(final).toMatchObject(failed)
    },
  )

  test('before it has begun is no stream at all', async () => {
    const it = await house()
    it.lan.behave({
      kind: 'status',
      status: 200,
      body: ': comment\n\n',
      headers: { 'content-type': 'text/event-stream' },
    })
    const { outcome } = await askLan(it, 'responses', { prompt: { stream: true } })
    expect(outcome.result).toBe('failed')
  })

  test.each(STREAMED)('after the end of %s was said lacks nothing', async (api) => {
    const it = await house()
    const stream = (res: { write: (text: string) => void }, text: string) => res.write(text)
    for (const ask of [askLan, askCloud]) {
      for (const then of ['reset', 'hang'] as const) {
        const node = ask === askLan ? it.lan : it.cloud
        node.behave({ kind: 'answer' })
        const { got: good } = await ask(it, api, { prompt: { stream: true } })
        node.behave({
          kind: 'custom',
          handle: (_received, res, req) => {
            res.writeHead(200, { 'content-type': 'text/event-stream' })
            stream(res, good.text)
            if (then === 'reset') setTimeout(() => req.socket.resetAndDestroy(), 20)
          },
        })
        const { got, outcome } = await ask(it, api, { prompt: { stream: true } }, { timeoutMs: 150 })
        expect([outcome.result, got.text]).toEqual(['answered', good.text])
      }
    }
  })

  test.each(['responses', 'messages'] as const)(
    'without an end is told in %s, however its connection ended',
    async (api) => {
      const it = await house()
      it.lan.behave({
        kind: 'custom',
        handle: (_received, res) => {
          res.writeHead(200, { 'content-type': 'text/event-stream' })
          res.end('event: x\ndata: {"type":"x"}\n\ndata: [DONE]\n\n')
        },
      })
      const { got, outcome } = await askLan(it, api, { prompt: { stream: true } })
      expect(outcome).toMatchObject({ result: 'failed', attempts: [{ result: 'reset' }] })
      expect(got.text).toMatch(/event: (?:error|response\.failed)/)
    },
  )
})

describe('a prompt that is too long', () => {
  test.each([
    ['chat_completions', 'messages'],
    ['completions', 'prompt'],
    ['embeddings', 'input'],
    ['responses', 'input'],
    ['messages', 'messages'],
  ] as const)('in %s is told about %s', async (api, param) => {
    const it = await house()
    const body =
      '{"type":"error","error":{"message":"prompt is too long: 210000 tokens > 200000 maximum, for: canary"}}'
    it.lan.behave({ kind: 'status', status: 400, body })
    const { problem } = await askLan(it, api)
    expect(problem).toMatchObject({ code: 'context_length_exceeded', status: 400, param })
    expect(`${String(problem?.message)}${String(problem?.says)}${String(problem?.reason)}`).not.toContain('canary')
  })
})
