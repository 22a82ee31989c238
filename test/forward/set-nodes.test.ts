import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import type { Node } from '../../src/terms/destination.ts'
import { selfSigned } from '../fakes/certificate.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode, FakeNodeOptions } from '../fakes/openai-node.ts'
import { LAN, decided, edgeFor, forwarderFor, nodeAt, prompt, toLan } from './house.ts'

/* Nodes come and go while the forwarder runs: it dials those that there are, where they are, and nothing else. */

const dir = mkdtempSync(join(tmpdir(), 'cordon-set-'))
const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function aNode(options?: FakeNodeOptions): Promise<FakeNode> {
  const node = await fakeNode({ kind: 'answer' }, options)
  node.get['/v1/models'] = { data: [{ id: 'local-1' }] }
  stops.push(node.stop)
  return node
}

async function house(nodes: readonly Node[]) {
  const forwarder = forwarderFor({ nodes })
  const edge = await edgeFor(forwarder)
  stops.push(edge.stop)
  const job = { prompt: prompt(), decision: decided('restricted', [LAN], true) }
  const ask = async (url: URL, node = 'n1') => {
    const { outcome } = await edge.ask({ ...job, attempts: [toLan(url, { node })] })
    return outcome.attempts[0]?.result
  }
  return { forwarder, edge, job, ask }
}

test('a node that is added is dialled from then on, and one that is left out no longer', async () => {
  const [one, two] = [await aNode(), await aNode()]
  const { forwarder, ask } = await house([nodeAt(one.url)])
  expect([await ask(one.url), await ask(two.url, 'n2')]).toEqual(['answered', 'refused'])
  forwarder.setNodes([nodeAt(two.url, { name: 'n2' })])
  expect([await ask(one.url), await ask(two.url, 'n2')]).toEqual(['refused', 'answered'])
  expect((await forwarder.probe(nodeAt(one.url))).reachable).toBe(false)
  expect([one.received.length, two.received.length]).toEqual([1, 1])
})

test('an attempt goes to where its node was when it was planned, or nowhere', async () => {
  const [one, two] = [await aNode(), await aNode()]
  const { forwarder, ask } = await house([nodeAt(one.url)])
  forwarder.setNodes([nodeAt(two.url), nodeAt(one.url, { name: 'n2' })])
  expect([await ask(one.url), await ask(two.url), await ask(one.url, 'n3')]).toEqual(['refused', 'answered', 'refused'])
  expect(one.received).toEqual([])
})

test('what is under way with a node that is left out ends normally, and its connection is not kept', async () => {
  const one = await aNode()
  const { forwarder, edge, job } = await house([nodeAt(one.url)])
  let closed = false
  const asked = new Promise<() => void>((arrived) => {
    one.behave({
      kind: 'custom',
      handle: (_, res, req) => {
        req.socket.once('close', () => (closed = true))
        const body = { id: 'x', object: 'chat.completion', created: 1, model: 'local-1', choices: [] }
        arrived(() => void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
      },
    })
  })
  const running = edge.ask({ ...job, attempts: [toLan(one.url)] })
  const answer = await asked
  forwarder.setNodes([])
  answer()
  expect((await running).got.status).toBe(200)
  for (let tries = 0; tries < 100 && !closed; tries++) await new Promise((done) => setTimeout(done, 10))
  expect(closed).toBe(true)
})

test('certificates that cannot be read leave everything as it was', async () => {
  const one = await aNode()
  const { forwarder, ask } = await house([nodeAt(one.url)])
  const tls = { ca: join(dir, 'missing.pem'), own: null, pin: null }
  expect(() => forwarder.setNodes([nodeAt(new URL('https://127.0.0.1:9'), { tls })])).toThrow('ENOENT')
  expect(await ask(one.url)).toBe('answered')
})

describe('a node whose address was found by a name', () => {
  const its = selfSigned('gpu.test')
  const ca = join(dir, 'ca.pem')
  writeFileSync(ca, its.cert)
  const tls = { ca, own: null, pin: null }

  test.each([
    { name: 'is asked when its certificate proves that name', more: { tls, tlsName: 'gpu.test' }, then: 'answered' },
    { name: 'is not asked when it proves another', more: { tls, tlsName: 'cpu.test' }, then: 'unreachable' },
    { name: 'is not asked for its address alone', more: { tls }, then: 'unreachable' },
    { name: 'needs public trust where no other is named', more: { tlsName: 'gpu.test' }, then: 'unreachable' },
  ])('$name', async ({ more, then }) => {
    const one = await aNode({ tls: its })
    const { ask } = await house([nodeAt(one.url, more)])
    expect(await ask(one.url)).toBe(then)
    expect(one.received.length).toBe(then === 'answered' ? 1 : 0)
  })
})
