import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { trustOf } from '../../src/forward/node-tls.ts'
import type { NodeTls } from '../../src/terms/destination.ts'
import { selfSigned } from '../fakes/certificate.ts'
import { LAN, decided, edgeFor, forwarderFor, nodeAt, prompt, toLan } from './house.ts'

/* A node that is known by its certificate, by its key, and that wants to know Cordon by its. */

const dir = mkdtempSync(join(tmpdir(), 'cordon-tls-'))
const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let files = 0
function file(pem: string): string {
  const path = join(dir, `${String((files += 1))}.pem`)
  writeFileSync(path, pem)
  return path
}

const pinOf = (cert: string) => {
  const spki = createPublicKey(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'pem' }))
  return createHash('sha256')
    .update(spki.export({ type: 'spki', format: 'der' }))
    .digest('base64')
}

/** A node with a certificate; with `asksFor`, one that answers nobody without a certificate of that authority. */
async function secureNode(own: { key: string; cert: string }, asksFor?: string) {
  const mutual = asksFor === undefined ? {} : { ca: asksFor, requestCert: true, rejectUnauthorized: true }
  let asked = 0
  const server = createServer({ ...own, ...mutual }, (req, res) => {
    asked += 1
    res.writeHead(200, { 'content-type': 'application/json' })
    const chat = { id: 'c', object: 'chat.completion', created: 1, model: 'local-1', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] } // prettier-ignore
    res.end(JSON.stringify(req.method === 'GET' ? { data: [{ id: 'local-1' }] } : chat))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const stop = () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections()))
  stops.push(stop)
  return { url: new URL(`https://127.0.0.1:${String((server.address() as AddressInfo).port)}`), asked: () => asked }
}

const NONE: NodeTls = { ca: null, own: null, pin: null }

/** A look and a prompt, both with the same trust. */
async function talk(url: URL, tls: NodeTls | null) {
  const node = nodeAt(url, { kind: 'openai', ...(tls === null ? {} : { tls }) })
  const forwarder = forwarderFor({ nodes: [node] })
  const edge = await edgeFor(forwarder)
  stops.push(edge.stop)
  const probed = await forwarder.probe(node)
  const { outcome, problem } = await edge.ask({
    prompt: prompt(),
    decision: decided('restricted', [LAN], true),
    attempts: [toLan(url)],
  })
  return { local: probed.local, why: probed.why, result: outcome.attempts[0]?.result, problem: problem?.code }
}

const GOOD = { local: true, result: 'answered', problem: undefined }
const BAD = { local: false, problem: 'no_permitted_destination' }

describe('a node with TLS of its own', () => {
  const [its, others, ours] = [selfSigned('127.0.0.1'), selfSigned('127.0.0.1'), selfSigned('127.0.0.1')]
  const own = { cert: file(ours.cert), key: file(ours.key) }
  const ca = file(its.cert)

  test.each<{ name: string; tls: NodeTls | null; then: object }>([
    { name: 'its authority is named', tls: { ...NONE, ca }, then: GOOD },
    { name: 'its authority and its key are named', tls: { ...NONE, ca, pin: pinOf(its.cert) }, then: GOOD },
    { name: 'nothing is said of it', tls: null, then: { ...BAD, result: 'unreachable' } },
    { name: 'only the public authorities are asked', tls: NONE, then: { ...BAD, result: 'unreachable' } },
    { name: 'another authority is named', tls: { ...NONE, ca: file(others.cert) }, then: { ...BAD, result: 'unreachable' } }, // prettier-ignore
    { name: 'another key is pinned', tls: { ...NONE, ca, pin: pinOf(others.cert) }, then: { ...BAD, result: 'refused' } }, // prettier-ignore
    { name: 'its key is pinned, and its certificate is not valid', tls: { ...NONE, pin: pinOf(its.cert) }, then: { ...BAD, result: 'unreachable' } }, // prettier-ignore
    { name: 'the pin is none', tls: { ...NONE, ca, pin: 'AAAA' }, then: { ...BAD, result: 'refused' } },
  ])('when $name', async ({ tls, then }) => {
    const node = await secureNode(its)
    expect(await talk(node.url, tls)).toMatchObject(then)
    if (then !== GOOD) expect(node.asked()).toBe(0) // no byte of a request came through
  })

  test.each([
    { name: 'is given one of the right authority', asksFor: ours.cert, tls: { ...NONE, ca, own }, local: true },
    { name: 'is given none', asksFor: ours.cert, tls: { ...NONE, ca }, local: false },
    { name: 'is given one of another authority', asksFor: others.cert, tls: { ...NONE, ca, own }, local: false },
  ])('that asks for a certificate, and $name', async ({ asksFor, tls, local }) => {
    const node = await secureNode(its, asksFor)
    expect((await talk(node.url, tls)).local).toBe(local)
    expect(node.asked() > 0).toBe(local)
  })

  test('a file that holds no certificate, or is not there, is an error at the start', () => {
    const at = (tls: NodeTls) => () => trustOf([nodeAt(new URL('https://127.0.0.1:1'), { tls })])
    expect(at({ ...NONE, ca: join(dir, 'gone.pem') })).toThrow('ENOENT')
    expect(at({ ...NONE, own: { cert: ca, key: file('nothing') } })).toThrow()
  })
})
