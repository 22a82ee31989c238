import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { OutgoingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { check } from '../../src/command/check.ts'
import { runWith } from '../command/an-io.ts'
import { selfSigned, selfSignedFor } from '../fakes/certificate.ts'
import type { Pair } from '../fakes/certificate.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { lanPolicy } from '../harness/a-policy.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* Both listeners of the real process with TLS, whose certificates change while it runs. */

jest.setTimeout(60_000)
const POLICY = lanPolicy('secured')
let node: FakeNode
let cordon: Cordon
const SERVER = 'tls: { cert: api.pem, key: api.key }, adminTls: { cert: admin.pem, key: admin.key }'

function put(dir: string, name: 'api' | 'admin', { cert, key }: Partial<Pair>): void {
  if (cert !== undefined) writeFileSync(join(dir, `${name}.pem`), cert)
  if (key !== undefined) writeFileSync(join(dir, `${name}.key`), key, { mode: 0o600 })
}

beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m] }] } }
models: { m: [{ destination: lan, model: m }] }
console: { url: "https://cordon.example.com" }
`
  const prepared = (dir: string) => {
    put(dir, 'api', selfSigned('api.example.com'))
    put(dir, 'admin', selfSigned('cordon.example.com', '127.0.0.1'))
  }
  const audit = 'readers: [{ when: { caller.role: [auditor] }, read: all }]'
  cordon = await startCordon({ yaml, policy: POLICY, server: SERVER, audit, prepared })
})
afterAll(async () => {
  await cordon.stop()
  await node.stop()
  removeDir(cordon.dir)
})

type Answer = {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
  /** Of the certificate that was shown. */
  readonly names: string | undefined
}

function ask(base: string, path: string, headers: OutgoingHttpHeaders = {}, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const sent = request(base + path, { method, headers, rejectUnauthorized: false, agent: false }, (res) => {
      const names = (res.socket as TLSSocket).getPeerCertificate().subjectaltname
      let text = ''
      res.on('data', (chunk: Buffer) => (text += chunk.toString()))
      res.once('end', () => resolve({ status: res.statusCode, headers: res.headers, body: text, names }))
    })
    sent.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })
}
const shownBy = async (base: string) => (await ask(base, '/healthz')).names
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !(await holds()); tries += 1) await new Promise((done) => setTimeout(done, 50))
  expect(await holds()).toBe(true)
}
const refusals = () => recordsIn(cordon.auditDir).filter(({ event }) => event === 'reload_refused').length

test('callers are served by TLS', async () => {
  expect(cordon.url).toMatch(/^https:/)
  const headers = { authorization: `Bearer ${await cordon.token()}`, 'content-type': 'application/json' }
  const answer = await ask(cordon.url, '/v1/chat/completions', headers, { model: 'm', messages: [{ role: 'user', content: 'Hello.' }] }) // prettier-ignore
  expect([answer.status, answer.names]).toEqual([200, 'DNS:api.example.com'])
})

test('the console by another certificate, with cookies for TLS alone', async () => {
  const own = { 'sec-fetch-site': 'same-origin', 'x-cordon-console': '1', 'content-type': 'application/json', host: 'cordon.example.com' } // prettier-ignore
  const answer = await ask(cordon.adminUrl, '/admin/session', own, { token: await cordon.token({ role: 'auditor' }) })
  expect([answer.status, answer.names]).toEqual([200, 'DNS:cordon.example.com, IP Address:127.0.0.1'])
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-cordon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)]) // prettier-ignore
})

describe('a certificate that changes', () => {
  test('is shown without a restart', async () => {
    put(cordon.dir, 'admin', selfSigned('renewed.example.com'))
    await until(async () => (await shownBy(cordon.adminUrl)) === 'DNS:renewed.example.com')
    expect(await shownBy(cordon.url)).toBe('DNS:api.example.com')
  })

  const bad: readonly [string, Partial<Pair>, RegExp][] = [
    ['without its key', { cert: selfSigned('half.example.com').cert }, /is not that of the certificate/],
    ['to one that has expired', selfSignedFor(['old.example.com'], -172_800_000, -86_400_000), /expired on/],
    ['to something else', { cert: 'nothing' }, /holds no certificate/],
  ]
  test.each(bad)('%s is not, and what was shown goes on', async (_what, pair, says) => {
    const [before, shown] = [refusals(), await shownBy(cordon.url)]
    put(cordon.dir, 'api', pair)
    await until(() => refusals() > before)
    await until(() => says.test(cordon.output()))
    expect(await shownBy(cordon.url)).toBe(shown)
    put(cordon.dir, 'api', selfSigned('mended.example.com'))
    await until(async () => (await shownBy(cordon.url)) === 'DNS:mended.example.com')
  })
})

describe('cordon check', () => {
  const checked = () =>
    runWith(check, ['--config', join(cordon.dir, 'cordon.yaml'), '--json'], { now: new Date().toISOString() })

  test('says by which certificates, and what there is to say about them', async () => {
    put(cordon.dir, 'admin', selfSigned('other.example.com'))
    const { code, out } = await checked()
    expect(code).toBe(0)
    const { warnings } = JSON.parse(out) as { readonly warnings: readonly string[] }
    expect(warnings).toEqual(expect.arrayContaining([
      expect.stringMatching(/cordon\.yaml:1:\d+: the certificate is not for cordon\.example\.com, as "console\.url" says$/),
      expect.stringMatching(/cordon\.yaml:1:\d+: the certificate expires on \d{4}-\d\d-\d\d$/),
    ])) // prettier-ignore
    expect(out).toMatch(/by TLS, certificate \S+api\.pem/)
  })

  test('refuses what could not be shown, both at once', async () => {
    put(cordon.dir, 'api', selfSignedFor(['x'], -172_800_000, -86_400_000))
    put(cordon.dir, 'admin', { key: selfSigned('x').key })
    const { code, out } = await checked()
    const { problems } = JSON.parse(out) as { readonly problems: readonly string[] }
    expect([code, problems]).toEqual([1, [
      expect.stringMatching(/cordon\.yaml:1:\d+: the certificate in \S+api\.pem expired on/),
      expect.stringMatching(/cordon\.yaml:1:\d+: the key in \S+admin\.key is not that of the certificate/),
    ]]) // prettier-ignore
  })
})
