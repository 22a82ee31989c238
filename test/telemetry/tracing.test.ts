import { afterEach, describe, expect, test } from '@jest/globals'
import { startTracing } from '../../src/tracing-room.ts'
import type { TracingRoom } from '../../src/tracing-room.ts'
import { recordsIn } from '../harness/cordon.ts'
import { aCollector } from './a-collector.ts'
import type { ACollector, Exported } from './a-collector.ts'
import { OUR_ATTRIBUTES } from './attributes.ts'
import { anApp } from './an-app.ts'
import type { AnApp, Asked } from './an-app.ts'

const SSN = ['536', '22', '8726'].join('-')
/** Stands in everything that must not be exported. */
const SECRET = 'vq8kzw'
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`

type Traced = { readonly it: AnApp; readonly collector: ACollector; readonly tracing: TracingRoom }
let running: Traced | null = null
afterEach(async () => {
  await running?.it.stop()
  await running?.collector.stop()
  running = null
}, 60_000)

async function traced(more = '', everyMs = 50): Promise<Traced> {
  const collector = await aCollector()
  const room: { tracing: TracingRoom | null } = { tracing: null }
  const it = await anApp({
    yaml: `telemetry: { traces: { endpoint: "${collector.url}"${more} } }\n`,
    telemetry: async (loaded, log) => {
      room.tracing = await startTracing({ config: loaded.config, version: '0', log, limits: { everyMs } })
      return { log, tracing: room.tracing }
    },
  })
  if (room.tracing === null) throw new Error('nothing traces')
  running = { it, collector, tracing: room.tracing }
  return running
}

/** The spans of requests that were asked for one after the other, once all are exported. */
async function exported({ it, collector }: Traced, requests: number): Promise<readonly Exported[]> {
  await it.settled()
  for (;;) {
    const spans = collector.spans()
    if (spans.filter(({ kind }) => kind === SERVER).length >= requests) return spans
    await new Promise((done) => setTimeout(done, 20))
  }
}

const [INTERNAL, SERVER, CLIENT, ERROR] = [1, 2, 3, 2]
const rootOf = (spans: readonly Exported[]) => spans.find(({ kind }) => kind === SERVER)
const named = (spans: readonly Exported[], name: string) => spans.find((span) => span.name === name)

describe('a request that was answered', () => {
  test('is a tree: the request, its steps, and the attempt below forward', async () => {
    const all = await traced()
    const { headers } = await all.it.ask({ text: `My SSN is ${SSN}.` })
    const spans = await exported(all, 1)
    const root = rootOf(spans)
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length)
    expect(root?.parentSpanId).toBeUndefined()
    const steps = ['authenticate', 'receive', 'read', 'recall', 'detect', 'decide', 'rehearse', 'prove', 'route', 'record', 'forward', 'outcome'] // prettier-ignore
    const below = spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId)
    expect(below.toSorted((one, other) => one.from - other.from).map(({ name }) => name)).toEqual(steps)
    expect(below.every(({ kind }) => kind === INTERNAL)).toBe(true)
    const attempt = named(spans, 'attempt')
    expect([attempt?.kind, attempt?.parentSpanId]).toEqual([CLIENT, named(spans, 'forward')?.spanId])
    expect(spans.every(({ from, to }) => from <= to && from >= (root?.from ?? 0) - 1 && to <= (root?.to ?? 0) + 1)).toBe(true) // prettier-ignore
    const decision = recordsIn(`${all.it.dir}/audit`).find(({ type }) => type === 'decision')
    expect(root?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm',
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
      'http.response.status_code': 200,
      'cordon.request': headers.get('x-request-id'),
      'cordon.api': 'chat_completions',
      'cordon.outcome': 'answered',
      'cordon.level': 'restricted',
      'cordon.pinned': true,
      'cordon.destination': 'lan',
      'cordon.rule': 'staff',
      'cordon.policy': all.it.loaded.policy.digest,
    })
    expect(decision?.['request']).toBe(root?.attributes['cordon.request'])
    expect(named(spans, 'detect')?.attributes).toEqual({ 'cordon.findings': 1, 'cordon.detectors_failed': 0 })
    expect(attempt?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.provider.name': 'lan',
      'server.address': '127.0.0.1',
      'server.port': all.it.node.port,
      'http.response.status_code': 200,
      'cordon.destination': 'lan',
      'cordon.zone': 'lan',
      'cordon.node': 'n1',
    })
  }, 60_000)
})

describe('a request that was not answered', () => {
  test.each<[string, Asked, string, object]>([
    ['for it was denied', { claims: { department: 'guests' } }, 'chat', { 'error.type': 'policy_denied', 'cordon.rule': 'no-guests', 'http.response.status_code': 403 }], // prettier-ignore
    ['for nobody knows who asks', { headers: { authorization: 'Bearer x' } }, 'chat', { 'error.type': 'invalid_token', 'cordon.outcome': 'refused' }], // prettier-ignore
    ['for there is no such path', { path: '/nothing' }, 'unknown', { 'error.type': 'not_found', 'cordon.outcome': 'refused' }], // prettier-ignore
  ])(
    '%s',
    async (_, asked, name, attributes) => {
      const all = await traced()
      await all.it.ask(asked)
      const spans = await exported(all, 1)
      expect(rootOf(spans)).toMatchObject({ name, attributes, status: { code: 0 } }) // the caller's own errors are none of ours
      expect(named(spans, 'attempt')).toBeUndefined()
    },
    60_000,
  )

  test('for no node did', async () => {
    const all = await traced()
    all.it.node.behave({ kind: 'status', status: 500 })
    await all.it.ask()
    const spans = await exported(all, 1)
    expect(rootOf(spans)).toMatchObject({ status: { code: ERROR }, attributes: { 'cordon.outcome': 'failed' } })
    expect(named(spans, 'attempt')).toMatchObject({ status: { code: ERROR }, attributes: { 'error.type': 'error', 'http.response.status_code': 500 } }) // prettier-ignore
  }, 60_000)
})

describe('what is exported', () => {
  test('holds nothing of prompt, answer, headers, token or model name', async () => {
    const all = await traced(', trustCallers: true')
    all.it.node.behave({ kind: 'answer', text: `An answer with ${SECRET}.`, model: 'm' })
    const claims = { sub: SECRET, department: SECRET, tenant: SECRET, jti: SECRET, client_id: SECRET }
    const headers = { 'x-cordon-reason': SECRET, 'user-agent': SECRET, tracestate: `${SECRET}=1`, baggage: `a=${SECRET}` } // prettier-ignore
    await all.it.ask({ text: `My SSN is ${SSN} and ${SECRET}.`, claims, headers })
    await all.it.ask({ model: SECRET })
    await all.it.ask({ model: `open/${SECRET}`, claims })
    await all.it.ask({ path: `/v1/${SECRET}?${SECRET}` })
    await all.it.ask({ headers: { authorization: `Bearer ${SECRET}` } })
    await all.it.ask({ body: `{"model":"m","messages":[{"role":"user","content":"${SECRET}"` })
    await all.it.ask({ headers: { traceparent: `00-${SECRET}` } })
    await exported(all, 7)
    const text = all.collector.posts.map((post) => JSON.stringify(post)).join('\n')
    expect(text).toContain('cordon.request')
    for (const word of [SECRET, SSN, 'tester', 'sales', 'idp.test', 'Bearer']) expect(text).not.toContain(word)
    const attributes = all.collector.spans().flatMap((span) => Object.keys(span.attributes))
    expect(attributes.filter((name) => !OUR_ATTRIBUTES.includes(name))).toEqual([])
    expect(all.collector.spans().flatMap(({ events, links }) => [...events, ...links])).toEqual([])
    expect(all.collector.spans().filter(({ status }) => status.message !== undefined)).toEqual([])
  }, 60_000)

  test('has the headers that are configured, and goes to the path that is', async () => {
    const all = await traced()
    await all.it.ask()
    await exported(all, 1)
    expect(all.collector.posts[0]).toMatchObject({
      path: '/v1/traces',
      headers: { 'content-type': 'application/json' },
    })
  }, 60_000)
})

describe('a traceparent', () => {
  test.each([
    ['is not heard where callers are not trusted', '', PARENT, false, 1],
    ['is the parent where they are', ', trustCallers: true', PARENT, true, 1],
    ['that is malformed is none', ', trustCallers: true', PARENT.slice(0, -1), false, 1],
    ['of zeros is none', ', trustCallers: true', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, false, 1],
    ['decides about sampling where callers are trusted', ', trustCallers: true, sample: 0', PARENT, true, 1],
  ])(
    '%s',
    async (_, more, traceparent, isParent, requests) => {
      const all = await traced(more)
      await all.it.ask({ headers: { traceparent } })
      const root = rootOf(await exported(all, requests))
      expect([root?.traceId === TRACE, root?.parentSpanId === 'b7ad6b7169203331']).toEqual([isParent, isParent])
      expect(JSON.stringify(all.it.node.received[0]?.rawHeaders)).not.toMatch(/traceparent|0af7651916/) // it stays here
    },
    60_000,
  )

  test.each([
    ['nothing is sampled', ', sample: 0', {}],
    ['its own says so', ', trustCallers: true', { traceparent: PARENT.replace(/01$/, '00') }],
  ])(
    'nothing is exported where %s',
    async (_, more, headers) => {
      const all = await traced(more)
      await all.it.ask({ headers })
      await all.it.settled()
      await all.tracing.stop()
      expect([all.collector.connections(), all.tracing.dropped()]).toEqual([0, 0])
    },
    60_000,
  )
})

describe('a collector', () => {
  test.each([
    ['that refuses', 503],
    ['that redirects', 307],
  ])(
    '%s costs spans, and no request',
    async (_, status) => {
      const all = await traced()
      all.collector.answer(status)
      expect((await all.it.ask()).status).toBe(200)
      await exported(all, 1)
      while (all.tracing.dropped() === 0) await new Promise((done) => setTimeout(done, 20))
      expect((await all.it.settled()).get('cordon_traces_dropped_total')).toBe(all.tracing.dropped())
      expect(all.it.log.filter(({ message }) => message === 'traces cannot be exported: they are dropped').length).toBe(
        1,
      )
    },
    60_000,
  )
})
