import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Forwarded, Forwarder, ForwarderParts } from '../../src/forward/forwarder.ts'
import type { Prompt } from '../../src/terms/prompt.ts'
import type { Behaviour, FakeNode } from '../fakes/openai-node.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { Edge, Logged } from './house.ts'
import { CLOUD, LAN, decided, edgeFor, forwarderFor, hostAt, nodeAt, permit, prompt, toCloud, toLan } from './house.ts'

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

/** Asks for LAN first, then cloud. */
function askBoth({ edge, lan, cloud }: House, more: Partial<Prompt> = {}, timeoutMs = 5_000) {
  const attempts = [toLan(lan.url, { timeoutMs }), toCloud(cloud.url, { timeoutMs })]
  return edge.ask({ prompt: prompt(more), decision: both, attempts })
}

function askLan({ edge, lan }: House, more: Partial<Prompt> = {}, timeoutMs = 5_000, pinned = true) {
  const attempts = [toLan(lan.url, { timeoutMs })]
  const decision = decided(pinned ? 'restricted' : 'public', [LAN], pinned)
  return edge.ask({ prompt: prompt(more), decision, attempts })
}

const results = ({ outcome }: Forwarded) => outcome.attempts.map(({ result }) => result)

describe('what leaves', () => {
  test('is built from nothing: no header, query or byte of the caller’s is in it', async () => {
    const it = await house()
    it.lan.behave({ kind: 'status', status: 500 })
    await askBoth(it)
    for (const node of [it.lan, it.cloud]) {
      expect(node.received).toHaveLength(1)
      expect(node.bytes().toString('latin1')).not.toMatch(/caller/i)
    }
    const names = (node: FakeNode) =>
      node.received[0]?.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase())
    const common = ['host', 'content-type', 'content-length', 'accept', 'accept-encoding', 'user-agent', 'x-request-id']
    expect(names(it.lan)?.sort()).toEqual([...common, 'connection'].sort())
    expect(names(it.cloud)?.sort()).toEqual(
      [...common, 'connection', 'authorization', 'x-openrouter-cache', 'x-openrouter-metadata'].sort(),
    )
    expect(it.cloud.received[0]?.headers).toMatchObject({
      authorization: 'Bearer cloud-key',
      'x-openrouter-cache': 'false',
    })
    expect(it.lan.received[0]?.url).toBe('/v1/chat/completions')
    expect(it.cloud.received[0]?.url).toBe('/api/v1/chat/completions')
  })

  test('is the zone’s body, with model, stream, pseudonym, provider and the disabled plugins', async () => {
    const it = await house()
    it.lan.behave({ kind: 'status', status: 500 })
    const body = { lan: { messages: [], top_k: 4 }, cloud: { messages: [] } }
    await askBoth(it, { body, user: 'alice@example.com', stream: true })
    const [toNode, toRouter] = [it.lan.received[0]?.body, it.cloud.received[0]?.body]
    const ours = { stream: true, stream_options: { include_usage: true }, user: 'ps_17' }
    expect(toNode).toEqual({ messages: [], top_k: 4, model: 'local-1', ...ours })
    expect(toRouter).toEqual({
      messages: [],
      model: 'acme/big',
      ...ours,
      provider: { zdr: true },
      plugins: expect.any(Array),
    })
    expect(toRouter?.['plugins']).toContainEqual({ id: 'web', enabled: false })
    expect(it.cloud.bytes().includes('alice')).toBe(false)
  })

  test('cannot be replaced by what was read', async () => {
    const it = await house()
    const hostile = {
      messages: [],
      model: 'openrouter/auto',
      provider: { zdr: false },
      plugins: [{ id: 'web' }],
      stream: true,
    }
    await it.edge.ask({
      prompt: prompt({ body: { lan: hostile, cloud: hostile } }),
      decision: both,
      attempts: [toCloud(it.cloud.url)],
    })
    expect(it.cloud.received[0]?.body).toMatchObject({ model: 'acme/big', provider: { zdr: true }, stream: false })
    expect(it.cloud.received[0]?.text).not.toContain('openrouter/auto')
  })

  test('a large body arrives whole', async () => {
    const it = await house()
    const content = 'ä'.repeat(3_000_000)
    await askLan(it, { body: { lan: { messages: [{ role: 'user', content }] }, cloud: {} } })
    expect(it.lan.received[0]?.body).toMatchObject({ messages: [{ role: 'user', content }] })
  })
})

describe('what comes back', () => {
  test('a JSON answer arrives with our headers, and with none of the upstream’s', async () => {
    const it = await house()
    const { got, outcome, problem } = await askLan(it)
    expect(problem).toBeNull()
    expect(got).toMatchObject({ status: 200, broken: false })
    expect(JSON.parse(got.text)).toMatchObject({ object: 'chat.completion', model: 'local-1' })
    expect(got.headers).toMatchObject({
      'content-type': 'application/json',
      'x-cordon-level': 'restricted',
      'x-cordon-destination': 'lan',
      'x-cordon-model': 'local-1',
    })
    expect(Object.keys(got.headers)).not.toEqual(expect.arrayContaining(['set-cookie']))
    expect(Object.keys(got.headers)).not.toEqual(expect.arrayContaining(['server']))
    expect(got.headers['x-cordon-stand-in']).toBeUndefined()
    expect(outcome).toMatchObject({
      status: 200,
      result: 'answered',
      served: {
        destination: 'lan',
        node: 'n1',
        peer: `127.0.0.1:${String(it.lan.port)}`,
        model: 'local-1',
        provider: null,
      },
      usage: { promptTokens: 11, completionTokens: 5, cost: 0.0021 },
      bytesOut: Buffer.byteLength(got.text),
    })
    expect(outcome.attempts).toMatchObject([
      { result: 'answered', status: 200, peer: `127.0.0.1:${String(it.lan.port)}` },
    ])
  })

  test('a model and provider that differ from what was asked are recorded', async () => {
    const it = await house()
    it.cloud.behave({ kind: 'answer', model: 'acme/other', provider: 'Acme Cloud' })
    const { outcome } = await it.edge.ask({ prompt: prompt(), decision: both, attempts: [toCloud(it.cloud.url)] })
    expect(outcome.served).toMatchObject({ model: 'acme/other', provider: 'Acme Cloud', destination: 'openrouter' })
  })

  test('a stand-in says so', async () => {
    const it = await house()
    const attempts = [toLan(it.lan.url, { standIn: true })]
    const { got, outcome } = await it.edge.ask({ prompt: prompt(), decision: both, attempts })
    expect(got.headers['x-cordon-stand-in']).toBe('true')
    expect(outcome.served?.standIn).toBe(true)
  })

  test.each([{ wantsUsage: true }, { wantsUsage: false }])(
    'usage is metered from a stream, and passed on only if asked for: %p',
    async ({ wantsUsage }) => {
      const it = await house()
      const { got, outcome } = await askLan(it, { stream: true, wantsUsage })
      expect(got.headers['content-type']).toBe('text/event-stream; charset=utf-8')
      expect(got.text.includes('"usage"')).toBe(wantsUsage)
      expect(got.text.endsWith('data: [DONE]\n\n')).toBe(true)
      expect(outcome.usage).toEqual({ promptTokens: 11, completionTokens: 5, cost: 0.0021 })
      expect(outcome.bytesOut).toBe(Buffer.byteLength(got.text))
    },
  )

  test('a model name that no header could carry does not break the answer', async () => {
    const it = await house()
    const attempts = [toLan(it.lan.url, { model: 'modèle\r\nset-cookie: x=y' })]
    const { got } = await it.edge.ask({ prompt: prompt(), decision: both, attempts })
    expect(got.status).toBe(200)
    expect(got.headers['x-cordon-model']).toBe('mod?le??set-cookie: x=y')
    expect(got.headers['set-cookie']).toBeUndefined()
  })

  test('a stream is passed on event by event, while the upstream is still at work', async () => {
    const it = await house()
    let finish = () => {}
    it.lan.behave({
      kind: 'custom',
      handle: (_received, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' })
        res.write('data: {"model":"local-1","choices":[{"delta":{"content":"first"}}]}\n\ndata: {"half')
        finish = () => res.end('":1}\n\ndata: [DONE]\n\n')
      },
    })
    const { client, forwarded } = it.edge.open({
      prompt: prompt({ stream: true }),
      decision: both,
      attempts: [toLan(it.lan.url)],
    })
    const text = await new Promise<string>((resolve) => {
      const parts: string[] = []
      client.on('response', (response) => {
        response.on('data', (chunk: Buffer) => {
          parts.push(chunk.toString())
          finish() // only when the first event has arrived: were it held back, this test would never end
        })
        response.on('end', () => resolve(parts.join('|')))
      })
    })
    expect(text).toBe(
      'data: {"model":"local-1","choices":[{"delta":{"content":"first"}}]}\n\n|data: {"half":1}\n\ndata: [DONE]\n\n',
    )
    expect((await forwarded).outcome.result).toBe('answered')
  })

  test('silence in a stream is filled with comments', async () => {
    const it = await house({ heartbeatMs: 10 })
    it.lan.behave({
      kind: 'custom',
      handle: (_received, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' })
        res.write('data: {"model":"local-1"}\n\n')
        setTimeout(() => res.end('data: [DONE]\n\n'), 120)
      },
    })
    const { got } = await askLan(it, { stream: true })
    expect(got.text).toMatch(/^data: \{"model":"local-1"\}\n\n(?:: keep-alive\n\n)+data: \[DONE\]\n\n$/)
  })

  test('an answer larger than what is held back passes through whole', async () => {
    const it = await house()
    const text = 'x'.repeat(3 * 1024 * 1024)
    it.lan.behave({ kind: 'answer', text })
    const { got, outcome } = await askLan(it)
    expect(JSON.parse(got.text)).toMatchObject({ choices: [{ message: { content: text } }] })
    expect(outcome).toMatchObject({ result: 'answered', usage: { promptTokens: null } })
  })
})

const FAILING: readonly {
  readonly name: string
  readonly behaviour: Behaviour
  readonly result: string
  readonly code: string
}[] = [
  { name: 'a 500', behaviour: { kind: 'status', status: 500 }, result: 'error', code: 'upstream_error' },
  { name: 'a 503', behaviour: { kind: 'status', status: 503 }, result: 'error', code: 'upstream_error' },
  { name: 'a 429', behaviour: { kind: 'status', status: 429 }, result: 'error', code: 'rate_limited' },
  { name: 'a 408', behaviour: { kind: 'status', status: 408 }, result: 'error', code: 'upstream_timeout' },
  { name: 'a reset before the headers', behaviour: { kind: 'reset' }, result: 'reset', code: 'upstream_error' },
  {
    name: 'a reset after the headers',
    behaviour: { kind: 'reset', after: 'headers' },
    result: 'reset',
    code: 'upstream_error',
  },
  { name: 'silence', behaviour: { kind: 'hang' }, result: 'timed_out', code: 'upstream_timeout' },
  {
    name: 'silence after the headers',
    behaviour: { kind: 'hang', after: 'headers' },
    result: 'timed_out',
    code: 'upstream_timeout',
  },
  {
    name: 'a redirect',
    behaviour: { kind: 'redirect', to: 'http://127.0.0.1:1/' },
    result: 'redirected',
    code: 'upstream_error',
  },
  {
    name: 'a 300 without a place',
    behaviour: { kind: 'raw', bytes: 'HTTP/1.1 300 X\r\n\r\n' },
    result: 'redirected',
    code: 'upstream_error',
  },
  {
    name: 'what is not HTTP',
    behaviour: { kind: 'raw', bytes: '\u0000\u0001garbage\r\n\r\n' },
    result: 'error',
    code: 'upstream_error',
  },
  { name: 'an empty close', behaviour: { kind: 'raw', bytes: '' }, result: 'reset', code: 'upstream_error' },
  {
    name: 'HTML',
    behaviour: { kind: 'status', status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'no content type',
    behaviour: { kind: 'raw', bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}' },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'a compressed answer',
    behaviour: { kind: 'status', status: 200, body: '{}', headers: { 'content-encoding': 'gzip' } },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'a 204',
    behaviour: { kind: 'raw', bytes: 'HTTP/1.1 204 No\r\ncontent-type: application/json\r\n\r\n' },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'a 101',
    behaviour: { kind: 'raw', bytes: 'HTTP/1.1 101 S\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n' },
    result: 'reset',
    code: 'upstream_error',
  },
  {
    name: 'headers without end',
    behaviour: { kind: 'raw', bytes: `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}` },
    result: 'error',
    code: 'upstream_error',
  },
]
const NOT_JSON: typeof FAILING = [
  {
    name: 'a reset in the middle of a JSON body',
    behaviour: { kind: 'reset', after: 'half' },
    result: 'reset',
    code: 'upstream_error',
  },
  {
    name: 'silence in the middle of a JSON body',
    behaviour: { kind: 'hang', after: 'half' },
    result: 'timed_out',
    code: 'upstream_timeout',
  },
  {
    name: 'a body that is not JSON',
    behaviour: { kind: 'status', status: 200, body: '{"choices":' },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'a JSON body that is no object',
    behaviour: { kind: 'status', status: 200, body: '[]' },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'an error with status 200',
    behaviour: { kind: 'status', status: 200, body: '{"error":{"message":"no"}}' },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'a body that ends with its connection, too early',
    behaviour: { kind: 'raw', bytes: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"a":' },
    result: 'error',
    code: 'upstream_error',
  },
]
const EVENTS = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n'
const NOT_EVENTS: typeof FAILING = [
  {
    name: 'an empty stream',
    behaviour: { kind: 'raw', bytes: `${EVENTS}content-length: 0\r\n\r\n` },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'an error as the first event',
    behaviour: { kind: 'raw', bytes: `${EVENTS}\r\ndata: {"error":{"message":"secret"}}\n\n` },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'an error event',
    behaviour: { kind: 'raw', bytes: `${EVENTS}\r\nevent: error\ndata: {}\n\n` },
    result: 'error',
    code: 'upstream_error',
  },
  {
    name: 'JSON where a stream was asked for',
    behaviour: { kind: 'status', status: 200, body: '{}' },
    result: 'error',
    code: 'upstream_error',
  },
]
const CASES = [
  ...FAILING.flatMap((row) => [
    { ...row, stream: false },
    { ...row, stream: true },
  ]),
  ...NOT_JSON.map((row) => ({ ...row, stream: false })),
  ...NOT_EVENTS.map((row) => ({ ...row, stream: true })),
]

describe('before the first byte of the answer was passed on', () => {
  test.each(CASES)(
    '$name (stream: $stream) moves on to the next permitted attempt',
    async ({ behaviour, result, stream }) => {
      const it = await house()
      it.lan.behave(behaviour)
      const forwarded = await askBoth(it, { stream }, result === 'timed_out' ? 60 : 5_000)
      expect(results(forwarded)).toEqual([result, 'answered'])
      expect(forwarded.problem).toBeNull()
      expect(forwarded.outcome).toMatchObject({
        result: 'answered',
        status: 200,
        served: { destination: 'openrouter' },
      })
      expect(forwarded.got.headers).toMatchObject({
        'x-cordon-destination': 'openrouter',
        'x-cordon-model': 'acme/big',
      })
      expect(forwarded.got.text).not.toMatch(/secret/)
    },
  )

  test.each(CASES)(
    '$name (stream: $stream) as the last failure leaves the answer to others: $code',
    async ({ behaviour, result, code, stream }) => {
      const it = await house()
      it.lan.behave(behaviour)
      const { problem, outcome, got } = await askLan(it, { stream }, result === 'timed_out' ? 60 : 5_000, false)
      expect(problem?.code).toBe(code)
      expect(outcome).toMatchObject({ result: 'failed', served: null, status: problem?.status, bytesOut: 0 })
      expect(got).toMatchObject({ status: problem?.status, text: code })
      expect(it.cloud.received).toHaveLength(0)
    },
  )

  test.each(CASES.filter(({ code }) => code !== 'rate_limited'))(
    '$name (stream: $stream) leaves a pinned prompt without a node: 503',
    async ({ behaviour, result, stream }) => {
      const it = await house()
      it.lan.behave(behaviour)
      const { problem } = await askLan(it, { stream }, result === 'timed_out' ? 60 : 5_000)
      expect(problem).toMatchObject({ code: 'no_permitted_destination', status: 503, retryAfter: 5 })
      expect(it.cloud.received).toHaveLength(0)
    },
  )

  test('nobody follows a redirect', async () => {
    const it = await house()
    for (const to of [it.cloud.url.href, `//127.0.0.1:${String(it.cloud.port)}/x`, '/elsewhere']) {
      for (const status of [301, 302, 303, 307, 308]) {
        it.lan.behave({ kind: 'redirect', to, status })
        expect(results(await askLan(it))).toEqual(['redirected'])
      }
    }
    expect(it.cloud.connections()).toBe(0)
    expect(it.lan.received.every(({ url }) => url === '/v1/chat/completions')).toBe(true)
  })

  test('a node that is not there is a lack of a destination, when there is no other', async () => {
    const it = await house()
    await it.lan.stop()
    const { problem, outcome } = await askLan(it)
    expect(problem).toMatchObject({ code: 'no_permitted_destination', status: 503, retryAfter: 5 })
    expect(outcome.attempts).toMatchObject([{ result: 'unreachable', peer: null, status: null }])
    const { outcome: other } = await askBoth(it)
    expect(other.attempts.map(({ result }) => result)).toEqual(['unreachable', 'answered'])
  })

  test.each([
    { status: 400, code: 'invalid_request' },
    { status: 413, code: 'invalid_request' },
    { status: 422, code: 'invalid_request' },
    { status: 401, code: 'upstream_error' },
    { status: 402, code: 'upstream_error' },
    { status: 403, code: 'upstream_error' },
    { status: 404, code: 'upstream_error' },
    { status: 418, code: 'upstream_error' },
  ])('a $status is the answer, as $code', async ({ status, code }) => {
    const it = await house()
    it.lan.behave({ kind: 'status', status, body: '{"error":{"message":"prompt quoted by http://10.0.0.1:8000"}}' })
    const { problem, got } = await askBoth(it)
    expect(problem?.code).toBe(code)
    expect(it.cloud.received).toHaveLength(0)
    expect(
      `${JSON.stringify(got)}${String(problem?.says)}${String(problem?.message)}${String(problem?.reason)}`,
    ).not.toMatch(/quoted|10\.0\.0/)
    expect(got.headers).toMatchObject({ 'x-cordon-destination': 'lan', 'x-cordon-model': 'local-1' })
  })

  test.each([
    '{"error":{"code":"context_length_exceeded","message":"x"}}',
    '{"error":{"message":"This model\'s maximum context length is 4096 tokens. However, you requested 9000"}}',
    '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
  ])('a prompt that is too long is told so: %s', async (body) => {
    const it = await house()
    it.lan.behave({ kind: 'status', status: 400, body })
    const { problem } = await askLan(it)
    expect(problem).toMatchObject({
      code: 'context_length_exceeded',
      status: 400,
      param: 'messages',
      says: 'The prompt is too long for this model.',
    })
  })

  test.each([
    { sent: '7', told: 7 },
    { sent: '3600', told: 60 },
    { sent: 'Wed, 21 Oct 2026 07:28:00 GMT', told: null },
    { sent: '-1', told: null },
  ])('a rate limit keeps its wait: $sent', async ({ sent, told }) => {
    const it = await house()
    it.lan.behave({ kind: 'status', status: 429, headers: { 'retry-after': sent } })
    expect((await askLan(it)).problem).toMatchObject({ code: 'rate_limited', retryAfter: told })
  })

  test('a rate limit can be made the answer', async () => {
    const it = await house({ on429: false })
    it.lan.behave({ kind: 'status', status: 429 })
    expect((await askBoth(it)).problem?.code).toBe('rate_limited')
    expect(it.cloud.received).toHaveLength(0)
  })

  test('an endless error body is not read to its end', async () => {
    const it = await house()
    it.lan.behave({
      kind: 'custom',
      handle: (_received, res) => {
        res.writeHead(500)
        const more = () => void (res.destroyed || res.write('x'.repeat(65_536), () => setImmediate(more)))
        more()
      },
    })
    expect(results(await askBoth(it))).toEqual(['error', 'answered'])
    expect(it.lan.aborted()).toBe(1)
  })

  test('a kept socket that the node has closed meanwhile is no failure of the node', async () => {
    const it = await house()
    it.lan.behave({ kind: 'answer' }, { kind: 'reset' }, { kind: 'answer' })
    await askLan(it)
    const again = await askLan(it)
    expect(results(again)).toEqual(['reset', 'answered'])
    expect(it.lan.connections()).toBe(2)
  })
})

describe('after the first byte of the answer was passed on', () => {
  const begun = (then: (end: () => void) => void): Behaviour => ({
    kind: 'custom',
    handle: (_received, res, req) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write('data: {"model":"local-1","choices":[]}\n\ndata: {"to')
      then(() => req.socket.resetAndDestroy())
    },
  })

  test.each([
    { name: 'a reset', then: (end: () => void) => void setTimeout(end, 30), result: 'reset', code: 'upstream_error' },
    { name: 'silence', then: () => {}, result: 'timed_out', code: 'upstream_timeout' },
  ])('$name ends a stream with an error in it, and no other attempt is made', async ({ then, result, code }) => {
    const it = await house()
    it.lan.behave(begun(then))
    const forwarded = await askBoth(it, { stream: true }, 150)
    const { got, outcome, problem } = forwarded
    expect(results(forwarded)).toEqual([result])
    expect(problem).toBeNull()
    expect(outcome).toMatchObject({ result: 'failed', status: 200, served: { destination: 'lan' } })
    const [first, second, ...rest] = got.text.split('\n\n')
    expect(first).toBe('data: {"model":"local-1","choices":[]}')
    expect(JSON.parse(String(second?.slice('data: '.length)))).toMatchObject({ error: { code, type: 'server_error' } })
    expect(rest).toEqual([''])
    expect(got.broken).toBe(false)
    expect(it.cloud.received).toHaveLength(0)
  })

  test('an upstream’s own error event is translated', async () => {
    const it = await house()
    const bytes = `${EVENTS}\r\ndata: {"model":"local-1"}\n\ndata: {"error":{"message":"quoted prompt"},"choices":[]}\n\ndata: [DONE]\n\n`
    it.lan.behave({ kind: 'raw', bytes })
    const { got, outcome } = await askBoth(it, { stream: true })
    expect(got.text).toMatch(
      /^data: \{"model":"local-1"\}\n\ndata: \{"error":\{"message":"The model server did not answer properly\."/,
    )
    expect(got.text).not.toMatch(/quoted|DONE/)
    expect(outcome.result).toBe('failed')
  })

  test('nothing that follows an upstream’s error event is passed on', async () => {
    const it = await house()
    it.lan.behave({
      kind: 'custom',
      handle: (_received, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' })
        res.write('data: {"model":"local-1"}\n\n')
        setTimeout(() => res.write('data: {"error":"quoted"}\n\n'), 20)
        setTimeout(() => res.end('data: {"later":1}\n\ndata: [DONE]\n\n'), 40)
      },
    })
    const { got, outcome } = await askBoth(it, { stream: true })
    expect(got.text.match(/^data: /gm)).toHaveLength(2)
    expect(got.text).not.toMatch(/quoted|later|DONE/)
    expect(outcome.result).toBe('failed')
  })

  test('a stream that ends with its connection, without saying that it ends, counts as broken', async () => {
    const it = await house()
    it.lan.behave({ kind: 'raw', bytes: `${EVENTS}\r\ndata: {"model":"local-1"}\n\n` })
    const { got, outcome } = await askLan(it, { stream: true })
    expect(got.text).toContain('upstream_error')
    expect(outcome.result).toBe('failed')
    it.lan.behave({ kind: 'raw', bytes: `${EVENTS}\r\ndata: {"model":"local-1"}\n\ndata: [DONE]\n` })
    expect((await askLan(it, { stream: true })).outcome.result).toBe('answered')
  })

  test('a large JSON answer that breaks off is cut, so that nobody takes it for whole', async () => {
    const it = await house()
    it.lan.behave({
      kind: 'custom',
      handle: (_received, res, req) => {
        res.writeHead(200, { 'content-type': 'application/json' })
        res.write(`{"a":"${'x'.repeat(2 * 1024 * 1024)}`, () => setTimeout(() => req.socket.resetAndDestroy(), 50))
      },
    })
    const { got, outcome, problem } = await askBoth(it)
    expect(got).toMatchObject({ status: 200, broken: true })
    expect(outcome).toMatchObject({ result: 'failed', status: 200 })
    expect(problem).toBeNull()
    expect(it.cloud.received).toHaveLength(0)
  })
})

describe('a caller that goes away', () => {
  const settled = async (ask: () => boolean) => {
    for (let turn = 0; turn < 400 && !ask(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5))
    return ask()
  }

  test.each([
    { name: 'before the headers', behaviour: { kind: 'hang' } as const, stream: false, status: 499 },
    { name: 'before the headers of a stream', behaviour: { kind: 'hang' } as const, stream: true, status: 499 },
    {
      name: 'in the middle of a stream',
      behaviour: { kind: 'hang', after: 'half' } as const,
      stream: true,
      status: 200,
    },
    {
      name: 'in the middle of a held JSON body',
      behaviour: { kind: 'hang', after: 'half' } as const,
      stream: false,
      status: 499,
    },
  ])('$name ends the upstream request too', async ({ behaviour, stream, status }) => {
    const it = await house()
    it.lan.behave(behaviour)
    const { client, forwarded } = it.edge.open({
      prompt: prompt({ stream }),
      decision: both,
      attempts: [toLan(it.lan.url, { timeoutMs: 60_000 }), toCloud(it.cloud.url)],
    })
    if (status === 200) client.on('response', (response) => response.on('data', () => client.destroy()))
    else void settled(() => it.lan.received.length === 1).then(() => client.destroy())
    const { outcome, problem } = await forwarded
    expect(outcome).toMatchObject({ result: 'aborted', status, attempts: [{ result: 'aborted' }] })
    expect(problem).toBeNull()
    expect(await settled(() => it.lan.aborted() === 1)).toBe(true)
    expect(it.cloud.received).toHaveLength(0)
  })

  test('before anything was tried, nothing is sent', async () => {
    const it = await house()
    const attempts = [toLan(it.lan.url)]
    const { forwarded } = it.edge.open({ prompt: prompt(), decision: both, attempts, signal: AbortSignal.abort() })
    expect((await forwarded).outcome).toMatchObject({ result: 'aborted', status: 499, attempts: [] })
    expect(it.lan.connections()).toBe(0)
  })

  test('a signal from outside ends it the same way', async () => {
    const it = await house()
    it.lan.behave({ kind: 'hang' })
    const stop = new AbortController()
    const { forwarded } = it.edge.open({
      prompt: prompt(),
      decision: both,
      attempts: [toLan(it.lan.url)],
      signal: stop.signal,
    })
    await settled(() => it.lan.received.length === 1)
    stop.abort()
    expect((await forwarded).outcome).toMatchObject({ result: 'aborted', attempts: [{ result: 'aborted' }] })
  })

  /** A stream of this many bytes, written as fast as it is taken. */
  function flood(bytes: number): { readonly behaviour: Behaviour; readonly sent: () => number } {
    let sent = 0
    const event = `data: {"model":"local-1","x":"${'y'.repeat(65_536)}"}\n\n`
    const handle = (_received: unknown, res: ServerResponse) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      const more = () => {
        if (res.destroyed) return
        if (sent >= bytes) return void res.end('data: [DONE]\n\n')
        sent += event.length
        if (res.write(event)) setImmediate(more)
        else res.once('drain', more)
      }
      more()
    }
    return { behaviour: { kind: 'custom', handle }, sent: () => sent }
  }

  test('and takes nothing is cut', async () => {
    const it = await house({ stallMs: 80 })
    const { behaviour, sent } = flood(200_000_000)
    it.lan.behave(behaviour)
    const attempts = [toLan(it.lan.url)]
    const { client, forwarded } = it.edge.open({ prompt: prompt({ stream: true }), decision: both, attempts })
    client.on('response', (response) => response.pause())
    expect((await forwarded).outcome).toMatchObject({ result: 'aborted', status: 200 })
    expect(sent()).toBeLessThan(200_000_000)
    client.destroy()
  })

  test('or rather is only slow, slows the upstream down, and is not taken for a slow upstream', async () => {
    const it = await house()
    const { behaviour, sent } = flood(60_000_000)
    it.lan.behave(behaviour)
    const attempts = [toLan(it.lan.url, { timeoutMs: 1_000 })]
    const { client, forwarded } = it.edge.open({ prompt: prompt({ stream: true }), decision: both, attempts })
    const response = await new Promise<IncomingMessage>((resolve) => client.on('response', resolve))
    response.pause()
    let before = -1
    while (sent() !== before) {
      before = sent()
      await new Promise((resolve) => setTimeout(resolve, 1_500)) // more than the attempt's timeout
    }
    expect(before).toBeLessThan(60_000_000)
    response.resume()
    const { outcome } = await forwarded
    expect(outcome.result).toBe('answered')
    expect(outcome.bytesOut).toBeGreaterThan(60_000_000)
  })
})

describe('the last floor', () => {
  test.each([
    { name: 'a destination that is not permitted', decision: decided('public', [LAN]) },
    {
      name: 'a cloud destination for a pinned request, even if permitted',
      decision: decided('public', [LAN, CLOUD], true),
    },
    { name: 'a level above the destination’s', decision: decided('restricted', [LAN, CLOUD]) },
    {
      name: 'a level above the destination’s, though a permit says otherwise',
      decision: decided('restricted', [LAN, { ...CLOUD, maxLevel: 'restricted' }]),
    },
    { name: 'a level that nobody knows', decision: decided('unheard-of', [LAN, CLOUD]) },
    { name: 'a denial', decision: { ...decided('public', []), permitted: decided('public', [CLOUD]).permitted } },
    {
      name: 'a permit for another zone',
      decision: {
        ...decided('public', [LAN]),
        permitted: [{ ...permit(LAN), destination: 'openrouter' }],
      },
    },
  ])('refuses $name, and says so', async ({ decision }) => {
    const it = await house()
    const forwarded = await it.edge.ask({ prompt: prompt(), decision, attempts: [toCloud(it.cloud.url)] })
    expect(results(forwarded)).toEqual(['refused'])
    expect(forwarded.problem?.status).toBeGreaterThanOrEqual(502)
    expect(it.cloud.connections()).toBe(0)
    expect(it.logged).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ why: 'EGRESS_LEVEL' }) }),
    )
  })

  test.each([
    { name: 'an attempt at another port', url: (it: House) => it.cloud.url },
    {
      name: 'an attempt at another name of the same host',
      url: (it: House) => new URL(`http://localhost:${String(it.lan.port)}`),
    },
    { name: 'an attempt with another scheme', url: (it: House) => new URL(`https://127.0.0.1:${String(it.lan.port)}`) },
  ])('refuses $name', async ({ url }) => {
    const it = await house()
    const decision = decided('restricted', [LAN], true)
    const forwarded = await it.edge.ask({ prompt: prompt(), decision, attempts: [toLan(url(it))] })
    expect(results(forwarded)).toEqual(['refused'])
    expect(it.cloud.connections() + it.lan.connections()).toBe(0)
  })

  test('refuses a LAN attempt that names a cloud destination, and one at a destination nobody knows', async () => {
    const it = await house()
    const attempts = [toLan(it.cloud.url, { destination: 'openrouter' }), toLan(it.lan.url, { destination: 'nowhere' })]
    expect(results(await it.edge.ask({ prompt: prompt(), decision: both, attempts }))).toEqual(['refused', 'refused'])
    expect(it.cloud.connections() + it.lan.connections()).toBe(0)
  })

  test('tells once of a request that is let out, however often it is tried, and never of one that is not', async () => {
    let admitted = 0
    const it = await house({ onAdmit: () => void (admitted += 1) })
    it.lan.behave({ kind: 'status', status: 500 })
    expect(results(await askBoth(it))).toEqual(['error', 'answered'])
    expect(admitted).toBe(1)
    await askBoth(it)
    expect(admitted).toBe(2)
    const decision = decided('restricted', [LAN, CLOUD], true)
    await it.edge.ask({ prompt: prompt(), decision, attempts: [toCloud(it.cloud.url)] })
    expect(admitted).toBe(2)
  })

  test('judges a second request on a kept socket by its own decision', async () => {
    const it = await house()
    const attempts = [toCloud(it.cloud.url)]
    await it.edge.ask({ prompt: prompt(), decision: both, attempts })
    const refused = await it.edge.ask({
      prompt: prompt(),
      decision: decided('restricted', [LAN, CLOUD], true),
      attempts,
    })
    expect(results(refused)).toEqual(['refused'])
    expect(it.cloud.received).toHaveLength(1)
  })
})

test('no log line names a prompt, a key, or anything but places and reasons', async () => {
  const it = await house()
  const body = { messages: [{ role: 'user', content: 'canary-7f3a' }] }
  for (const behaviour of FAILING.map((row) => row.behaviour)) {
    it.cloud.behave(behaviour)
    const attempts = [toCloud(it.cloud.url, { timeoutMs: 40 })]
    await it.edge.ask({ prompt: prompt({ body: { lan: body, cloud: body } }), decision: both, attempts })
  }
  expect(it.logged.length).toBeGreaterThanOrEqual(FAILING.length)
  expect(JSON.stringify(it.logged)).not.toMatch(/canary|cloud-key|caller/)
})
