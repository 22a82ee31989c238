import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FakeNode } from '../fakes/openai-node.ts'
import { besideANode } from '../harness/beside-a-node.ts'
import type { BesideANode } from '../harness/beside-a-node.ts'
import { recordsIn } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* Whatever comes in: an answer in the API's shape, small and without internals; one record; nothing sent; no text in the log. */

const CANARY = 'kanarieQ7w9'
let it: BesideANode
let node: FakeNode
let cordon: Cordon
let token: string

beforeAll(async () => {
  it = await besideANode()
  ;({ node, cordon, token } = it)
}, 60_000)

afterAll(() => it.stop(), 60_000)

type Sent = {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
  readonly auth?: boolean
}
type Got = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string }

function send({
  method = 'POST',
  path = '/v1/chat/completions',
  headers = {},
  body = '',
  auth = true,
}: Sent): Promise<Got> {
  const all = { 'content-type': 'application/json', ...(auth ? { authorization: `Bearer ${token}` } : {}), ...headers }
  return new Promise((resolve, reject) => {
    const req = request(`${cordon.url}${path}`, { method, headers: all }, (res) => {
      let text = ''
      res.on('data', (chunk: Buffer) => (text += chunk.toString()))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }))
      res.on('error', reject)
    })
    req.on('error', reject)
    req.end(body)
  })
}

const chat = (more: object = {}) =>
  JSON.stringify({ model: 'm', messages: [{ role: 'user', content: CANARY }], ...more })
const deep = (levels: number) => `{"model":"m","messages":${'['.repeat(levels)}"${CANARY}"${']'.repeat(levels)}}`

const ROWS: readonly (Sent & { readonly name: string; readonly status: number; readonly code: string })[] = [
  { name: 'no JSON', body: `{"model":"m","messages":[${CANARY}`, status: 400, code: 'invalid_request' },
  { name: 'an empty body', body: '', status: 400, code: 'invalid_request' },
  {
    name: 'a key twice',
    body: `{"model":"m","messages":[],"messages":[{"role":"user","content":"${CANARY}"}]}`,
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'a key twice, once escaped',
    body: `{"model":"m","mod\\u0065l":"${CANARY}","messages":[]}`,
    status: 400,
    code: 'invalid_request',
  },
  { name: '10,000 levels', body: deep(10_000), status: 400, code: 'invalid_request' },
  { name: 'a body above the limit', body: Buffer.alloc(11 * 1024 * 1024, 'a'), status: 413, code: 'payload_too_large' },
  {
    name: 'a gzip body',
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(chat()),
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'another character set',
    headers: { 'content-type': 'application/json; charset=utf-16' },
    body: chat(),
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'a form',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: chat(),
    status: 415,
    code: 'unsupported_media_type',
  },
  { name: 'a byte order mark', body: `\ufeff${chat()}`, status: 400, code: 'invalid_request' },
  {
    name: 'bytes that are no UTF-8',
    body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'half a surrogate pair',
    body: chat({ stop: '#' }).replace('#', '\\ud800'),
    status: 400,
    code: 'invalid_request',
  },
  { name: 'an unknown field', body: chat({ telemetry: CANARY }), status: 400, code: 'invalid_request' },
  {
    name: 'a field of another case',
    body: chat({ Provider: { only: [CANARY] } }),
    status: 400,
    code: 'invalid_request',
  },
  { name: 'a preset', body: chat({ preset: CANARY }), status: 400, code: 'invalid_request' },
  { name: 'web search by suffix', body: chat({ model: 'openai/gpt-4o:online' }), status: 400, code: 'invalid_request' },
  { name: 'a server tool', body: chat({ tools: [{ type: 'web_search' }] }), status: 400, code: 'invalid_request' },
  {
    name: 'a line break in the model',
    body: chat({ model: `m\r\nx-evil: ${CANARY}` }),
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'an image at a URL',
    body: chat({
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: `http://evil/${CANARY}` } }] }],
    }),
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'an unknown level',
    headers: { 'x-cordon-level': 'harmless' },
    body: chat(),
    status: 400,
    code: 'invalid_request',
  },
  { name: 'an unknown model', body: chat({ model: CANARY }), status: 404, code: 'model_not_found' },
  { name: 'no token', auth: false, body: chat(), status: 401, code: 'invalid_token' },
  {
    name: 'a token in the query only',
    auth: false,
    path: '/v1/chat/completions?access_token=abc',
    body: chat(),
    status: 401,
    code: 'invalid_token',
  },
  {
    name: 'a token of nobody',
    auth: false,
    headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
    body: chat(),
    status: 401,
    code: 'invalid_token',
  },
  {
    name: 'two tokens',
    auth: false,
    headers: { authorization: 'Bearer a.b.c', 'x-api-key': 'd.e.f' },
    body: chat(),
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'a token of 9 KiB',
    auth: false,
    headers: { authorization: `Bearer ${'a'.repeat(9 * 1024)}` },
    body: chat(),
    status: 431,
    code: 'headers_too_large',
  },
  {
    name: 'headers above the limit',
    headers: { 'x-a': 'a'.repeat(17 * 1024) },
    body: chat(),
    status: 431,
    code: 'headers_too_large',
  },
  { name: 'a path that is not there', path: `/v1/${CANARY}`, body: chat(), status: 404, code: 'not_found' },
  { name: 'a path in other letters', path: '/V1/chat/completions', body: chat(), status: 404, code: 'not_found' },
  { name: 'a path with a slash more', path: '/v1/chat/completions/', body: chat(), status: 404, code: 'not_found' },
  { name: 'a broken path', path: '/v1/%zz', body: chat(), status: 404, code: 'not_found' },
  {
    name: 'an endpoint that is not read',
    path: '/v1/images/generations',
    body: chat(),
    status: 404,
    code: 'not_found',
  },
  { name: 'a method that it does not have', method: 'DELETE', status: 405, code: 'method_not_allowed' },
]

describe('bad input', () => {
  test.each(ROWS)('$name: $status $code', async ({ status, code, ...sent }) => {
    const before = recordsIn(cordon.auditDir).length
    const got = await send(sent)
    expect([got.status, JSON.parse(got.text)]).toMatchObject([status, { error: { code, message: expect.any(String) } }])
    const records = recordsIn(cordon.auditDir).slice(before)
    expect(records).toEqual([expect.objectContaining({ type: 'decision', effect: 'refuse', problem: code })])
    expect(got.text.length).toBeLessThan(1024)
    expect(got.text + JSON.stringify([got.headers, records]) + cordon.output()).not.toContain(CANARY)
    expect(got.text).not.toMatch(/127\.0\.0\.1|node_modules|\bat \/|\.ts:/)
    expect(node.received).toEqual([])
    if (code !== 'headers_too_large') expect(got.headers['x-request-id']).toMatch(/^req_/)
  })

  test('an endpoint of the other API answers in its shape', async () => {
    const { status, text, headers } = await send({ path: '/v1/messages', body: chat({ wishes: CANARY }) })
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining('wishes') },
      request_id: headers['request-id'],
    })
  })

  test('after all of that, a good request is served', async () => {
    const { status } = await send({ body: chat() })
    expect(status).toBe(200)
  })
})

describe('health', () => {
  test.each(['/healthz', '/readyz'])('%s needs no token, says little, and leaves no record', async (path) => {
    const decisions = () => recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision').length
    const before = decisions()
    const { status, text } = await send({ method: 'GET', path, auth: false })
    expect([status, text]).toEqual([200, path === '/healthz' ? '{"status":"ok"}' : '{"ready":true,"missing":[]}'])
    expect(decisions()).toBe(before)
  })
})
