import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { PLUGINS_OFF, requestBody } from '../../src/forward/request-body.ts'
import { requestHeaders, requestPath } from '../../src/forward/request-headers.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { checkMedia } from '../../src/read/media-type.ts'
import { readRequest } from '../../src/read/read-request.ts'
import { createBodyBudget } from '../../src/serve/body.ts'
import { callerApi } from '../../src/serve/caller-api.ts'
import { listen } from '../../src/serve/listener.ts'
import type { Attempt } from '../../src/terms/attempt.ts'
import type { Caller } from '../../src/terms/caller.ts'
import type { Decision } from '../../src/terms/decision.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { topOf } from '../../src/terms/level.ts'
import type { Prompt } from '../../src/terms/prompt.ts'
import { ALL, CASES, LEAST, POLICY_PROVIDER } from './client-fields-rows.ts'
import type { Case, PostApi } from './client-fields-rows.ts'
import { problemOf } from './problem-of.ts'

/* What a client can send that could weaken a policy, row by row: how it is read, decided on and sent. */

const file = 'policies/default.yaml'
const loaded = loadPolicy({ text: readFileSync(file, 'utf8'), file, entities: ENTITY_TYPES }).policy
const destinations = loaded.destinations.map((one) =>
  one.zone === 'cloud' ? { ...one, provider: POLICY_PROVIDER } : one,
)
const compiled = compile({ ...loaded, destinations })
const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
const caller: Caller = {
  ...{ issuer: 'https://idp.example', subject: 'maria', client: null, tokenId: null, tokenKey: 'JWT/ES256/k' },
  ...{ attributes: { role: ['employee'] }, raises: [], otherAudiences: [], expires: 0 },
}

const bytesOf = (body: JsonObject) => new TextEncoder().encode(JSON.stringify(body))
const bodyOf = (api: PostApi, ask: JsonObject): JsonObject => ({ model: 'openai/gpt-4o', ...LEAST[api], ...ask })
const read = (api: PostApi, ask: JsonObject, lenient = false): Prompt =>
  readRequest(api, bytesOf(bodyOf(api, ask)), { lenient })
const decided = (prompt: Prompt): Decision =>
  decide(compiled, { caller, prompt, detection: detect(prompt), raises: [], at: 0 })
const zonesOf = ({ permitted }: Decision) => [...new Set(permitted.map(({ zone }) => zone))]

const attempt = (api: PostApi, provider: JsonObject | null = null): Attempt => ({
  ...{ destination: 'openrouter', zone: 'cloud', node: null, url: new URL('https://openrouter.ai/api/v1'), api },
  ...{ model: 'openai/gpt-4o', timeoutMs: 1000, provider, apiKey: 'key', standIn: false },
})
const sentOf = (prompt: Prompt, provider: JsonObject | null = null): JsonObject => {
  const { api, stream } = prompt
  const said = { stream, user: prompt.user === null ? null : 'pseudonym' }
  const bytes = requestBody(prompt.body.cloud, attempt(api as PostApi, provider), said)
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonObject
}

function check({ api, ask, does }: Case): void {
  if ('refused' in does) {
    const { code, param, says } = problemOf(() => read(api, ask))
    expect({ code, param }).toEqual({ code: 'invalid_request', param: does.refused })
    expect(says).not.toMatch(/Maria|billing/)
    return
  }
  const prompt = read(api, ask)
  const least = read(api, {})
  if ('stripped' in does) {
    expect(prompt.stripped).toEqual(does.stripped)
    expect(prompt.body).toEqual(least.body)
    // Read all the same: what nobody sends can still say how sensitive the rest is.
    const texts = JSON.stringify(ask).match(/"(?:billing|middle-out|x\/y)"/g) ?? []
    for (const text of texts) expect(prompt.segments.map((one) => `"${one.text}"`)).toContain(text)
  } else if ('sent' in does) {
    expect(prompt.body.cloud).toEqual({ ...least.body.cloud, ...does.sent })
    expect(prompt.body.lan).toEqual(prompt.body.cloud)
    expect(prompt.segments.map(({ text }) => text)).toEqual(expect.arrayContaining([...(does.read ?? [])]))
    expect(zonesOf(decided(prompt))).toContain('cloud')
  } else if ('unread' in does) {
    expect(prompt.unread.map(({ kind }) => kind)).toContain(does.unread)
    const decision = decided(prompt)
    expect({ level: decision.level, zones: zonesOf(decision) }).toEqual({ level: topOf(loaded.levels), zones: ['lan'] })
  } else if ('user' in does) {
    expect(prompt.user).toBe(does.user)
    expect(prompt.segments.map(({ text }) => text)).toContain(does.user)
    expect(JSON.stringify(prompt.body)).not.toContain(does.user)
    expect(JSON.stringify(sentOf(prompt))).toContain('pseudonym')
  } else {
    const decision = decided(prompt)
    const permit = decision.permitted.find(({ zone }) => zone === 'cloud')
    if (does.narrowed === null) {
      expect(permit).toBeUndefined()
      expect(decision.considered.map(({ ground }) => ground)).toContain('provider_narrowed_to_nothing')
    } else {
      expect(permit?.provider).toEqual(does.narrowed)
      expect(prompt.body).toEqual(least.body)
      if (api !== 'count_tokens') expect(sentOf(prompt, permit?.provider ?? null)['provider']).toEqual(does.narrowed)
    }
  }
}

describe('a field of a client', () => {
  test.each(CASES)('row $row, $api: $name', check)

  test('stands in a row of the table for each of its fields: rows 36, 37, 39 and 40 follow below', () => {
    const rows = new Set(CASES.map(({ row }) => row))
    const missing = Array.from({ length: 40 }, (_, at) => at + 1).filter((row) => !rows.has(row))
    expect(missing).toEqual([36, 37, 39, 40])
  })

  test.each(ALL)('row 15, %s: plugins of the account are switched off, where there are any', (api) => {
    const { plugins } = sentOf(read(api, { plugins: [{ id: 'web' }] }))
    const has = api === 'chat_completions' || api === 'responses' || api === 'messages'
    expect(plugins).toEqual(has ? PLUGINS_OFF : undefined)
  })

  test('row 22: the Responses API is told not to store, as it would by itself', () => {
    expect(sentOf(read('responses', {}))['store']).toBe(false)
  })

  test.each(ALL)('row 10, %s: an unknown key in provider is refused where the configuration is lenient, too', (api) => {
    const act = () => read(api, { provider: { only: ['mistral'], region: 'eu' } }, true)
    expect(problemOf(act).param).toBe('provider.region')
  })

  test.each(ALL)('row 38, %s: an unknown field is stripped and recorded where the configuration is lenient', (api) => {
    const prompt = read(api, { anything: { a: 'Maria' } }, true)
    expect(prompt.stripped).toEqual(['anything'])
    expect(prompt.body).toEqual(read(api, {}).body)
    expect(prompt.segments.map(({ text }) => text)).toContain('Maria')
  })
})

/** The edge, the reader and what the forwarder would send to OpenRouter, which is what the caller is answered with. */
const edge = callerApi({
  handle: async ({ api, body, rawHeaders, res }) => {
    const prompt = readRequest(api, await body(), { rawHeaders })
    const asked = attempt(prompt.api as PostApi)
    const parts = { bytes: 0, stream: prompt.stream, requestId: 'r', betas: prompt.betas }
    const path = requestPath(asked.url, asked.api)
    res.json({ path, headers: requestHeaders(asked, parts), body: sentOf(prompt), stripped: prompt.stripped })
  },
  models: async () => [],
  refuse: async () => {},
  checkHeaders: checkMedia,
  health: () => ({ status: 'ok', missing: [] }),
  budget: createBodyBudget(10_000, 10_000),
  now: () => 0,
  log: { debug() {}, info() {}, warn() {}, error() {} },
})
const PATHS: Readonly<Record<PostApi, string>> = {
  chat_completions: '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
  count_tokens: '/v1/messages/count_tokens',
  completions: '/v1/completions',
  embeddings: '/v1/embeddings',
}

const HEADERS: Readonly<Record<string, string>> = {
  authorization: 'Bearer of-the-caller',
  'x-api-key': 'of-the-caller',
  'http-referer': 'of-the-caller',
  'x-title': 'of-the-caller',
  'x-openrouter-title': 'of-the-caller',
  'x-openrouter-cache': 'true',
  'x-openrouter-cache-ttl': '86400',
  'x-openrouter-metadata': 'of-the-caller',
  'x-openrouter-fusion-depth': '9',
  'x-session-id': 'of-the-caller',
  'x-anthropic-beta': 'of-the-caller',
  'anthropic-version': '1999-01-01',
  cookie: 'of-the-caller=1',
  forwarded: 'for=10.1.1.1',
  'x-forwarded-for': '10.1.1.1',
  'x-forwarded-host': 'of-the-caller',
  traceparent: '00-of-the-caller',
  baggage: 'of-the-caller=1',
  'x-openwebui-user-email': 'of-the-caller',
  'x-claude-code-session-id': 'of-the-caller',
  'x-codex-turn-metadata': 'of-the-caller',
  'x-stainless-os': 'of-the-caller',
  'idempotency-key': 'of-the-caller',
  'user-agent': 'of-the-caller',
  'accept-language': 'of-the-caller',
}

describe.each(ALL)('a request of %s', (api) => {
  const post = (path = PATHS[api]) => request(edge).post(path)

  test('row 36: is sent with headers of our own, and none of the caller', async () => {
    const plain = await post().send(bodyOf(api, {}))
    const dressed = await post().set(HEADERS).send(bodyOf(api, {}))
    expect(dressed.status).toBe(200)
    expect({ ...dressed.body, stripped: [] }).toEqual(plain.body)
    expect(JSON.stringify(dressed.body)).not.toMatch(/of-the-caller|10\.1\.1\.1|86400|1999/)
    expect(dressed.body.headers).toMatchObject({ authorization: 'Bearer key', 'x-openrouter-cache': 'false' })
  })

  test('row 36: names the betas that are known, in the Messages API, and drops any other', async () => {
    const known = 'interleaved-thinking-2025-05-14'
    const betas = `${known},of-the-caller-2026-01-01`
    const { body } = await post().set('anthropic-beta', betas).send(bodyOf(api, {}))
    const isMessages = api === 'messages' || api === 'count_tokens'
    expect(body.headers['x-anthropic-beta']).toBe(isMessages ? known : undefined)
    expect(JSON.stringify({ ...body, stripped: [] })).not.toContain('of-the-caller')
    expect(body.stripped).toEqual(['anthropic-beta:of-the-caller-2026-01-01'])
  })

  test('row 37: is sent without its query', async () => {
    const plain = await post().send(bodyOf(api, {}))
    const asked = await post(`${PATHS[api]}?beta=true&provider=deepinfra&model=x`).send(bodyOf(api, {}))
    expect([asked.status, asked.body]).toEqual([200, plain.body])
    expect(asked.body.path).not.toContain('?')
  })

  const start = JSON.stringify(bodyOf(api, {})).slice(0, -1)
  const TWO_WAYS: readonly (readonly [string, Uint8Array])[] = [
    ['a key twice', Buffer.from(`${start},"model":"x/y"}`)],
    ['a key twice, escaped', Buffer.from(`${start},"\\u006dodel":"x/y"}`)],
    ['a key twice, deep inside', Buffer.from(`${start},"metadata":{"user_id":"a","user_id":"b"}}`)],
    ['another case', Buffer.from(`${start},"Provider":{}}`)],
    ['__proto__', Buffer.from(`${start},"__proto__":{"model":"x/y"}}`)],
    ['a byte order mark', Buffer.from(`\ufeff${start}}`)],
    ['UTF-16', Buffer.from(`${start}}`, 'utf16le')],
    ['NaN', Buffer.from(`${start},"temperature":NaN}`)],
    ['Infinity', Buffer.from(`${start},"temperature":1e999}`)],
    ['a comment', Buffer.from(`${start}/**/}`)],
    ['very deep nesting', Buffer.from(`${start},"metadata":${'['.repeat(5000)}${']'.repeat(5000)}}`)],
  ]
  test.each(TWO_WAYS)('row 39: is refused with %s', (_name, bytes) => {
    expect(problemOf(() => readRequest(api, bytes)).code).toBe('invalid_request')
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('row 40: is refused in %s', async (encoding, compress) => {
    const packed = compress(Buffer.from(JSON.stringify(bodyOf(api, {}))))
    const sent = post().set({ 'content-type': 'application/json', 'content-encoding': encoding })
    const { status } = await sent.serialize((body: unknown) => body as string).send(packed)
    expect(status).toBe(415)
  })

  test('row 40: is refused when a packed body does not say so', async () => {
    const packed = gzipSync(JSON.stringify(bodyOf(api, {})))
    const sent = post().set({ 'content-type': 'application/json', 'x-body-compressed': 'gzip' })
    const { status } = await sent.serialize((body: unknown) => body as string).send(packed)
    expect(status).toBe(400)
  })

  test('row 40: is refused with a length and in chunks at once', async () => {
    const app = await listen({ app: edge, at: { host: '127.0.0.1', port: 0 }, refused: async () => {} })
    const json = JSON.stringify(bodyOf(api, {}))
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(app.port, '127.0.0.1')
      let text = ''
      socket.on('data', (chunk) => (text += String(chunk)))
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
      socket.write(
        `POST ${PATHS[api]} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n` +
          `Transfer-Encoding: chunked\r\n\r\n${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`,
      )
    })
    await app.stop(0)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })
})
