import { afterEach, describe, expect, test } from '@jest/globals'
import { createFinder } from '../src/forward/find-nodes.ts'
import type { Forwarder } from '../src/forward/forwarder.ts'
import { createNodeRoom } from '../src/node-room.ts'
import type { Kept } from '../src/route/discovery.ts'
import type { Destination, Node } from '../src/terms/destination.ts'
import type { Log } from '../src/terms/logger.ts'
import type { Policy } from '../src/terms/policy.ts'
import { changed, load } from './config/a-config.ts'
import { fakeNode } from './fakes/openai-node.ts'
import type { FakeNode } from './fakes/openai-node.ts'
import { LAN, decided, edgeFor, forwarderFor, prompt, toLan } from './forward/house.ts'
import { until } from './harness/until.ts'

/* A name that moves: what it resolves to is dialled while it is in range, and at no other time. */

const ONLY: Destination = { ...LAN, allowedCidrs: ['127.0.0.1/32'] }
const stops: (() => unknown)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

/** Two servers at one port: one in range, and one that an attacker would have the name lead to. */
async function twoNodes(): Promise<{ good: FakeNode; evil: FakeNode }> {
  const good = await fakeNode()
  const evil = await fakeNode({ kind: 'answer' }, { host: '127.0.0.2', port: good.port })
  for (const node of [good, evil]) node.get['/v1/models'] = { data: [{ id: 'local-1' }] }
  stops.push(good.stop, evil.stop)
  return { good, evil }
}

/** A room that asks `answers` for gpu.lan every few milliseconds, and a forwarder that has the nodes that it finds. */
function roomFor(port: number, answers: () => readonly string[] | Error) {
  const forwarder: Forwarder = forwarderFor({ destinations: [ONLY], nodes: [] })
  const sets: (readonly Node[])[] = []
  const warned: string[] = []
  const warn: Log['warn'] = (message, fields) => void warned.push(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { debug() {}, info() {}, warn, error() {} }
  const base = load(changed('nodes:\n', `discover: [{ name: gpu, dns: gpu.lan, port: ${String(port)}, kind: vllm }]\n    nodes:\n`)) // prettier-ignore
  const config = { ...base, nodes: [], route: { ...base.route, discoverMs: 10 } }
  const lookup = () => {
    const said = answers()
    return said instanceof Error ? Promise.reject(said) : Promise.resolve(said)
  }
  const set = (nodes: readonly Node[]) => {
    forwarder.setNodes(nodes)
    sets.push(nodes)
  }
  const kept: Kept = new Map()
  const policy = { destinations: [ONLY] } as unknown as Policy // a room of nodes reads nothing else of it
  const room = createNodeRoom({ config, policy, env: {}, log, kept, set, find: createFinder({ lookup }) })
  stops.push(room.stop, forwarder.close)
  return { room, forwarder, sets, warned, now: () => sets.at(-1)?.map(({ name }) => name) ?? [] }
}

async function ask(forwarder: Forwarder, node: string, url: URL) {
  const edge = await edgeFor(forwarder)
  stops.push(edge.stop)
  const attempts = [toLan(url, { node })]
  const { outcome } = await edge.ask({ prompt: prompt(), decision: decided('restricted', [ONLY], true), attempts })
  return outcome.attempts[0]?.result
}

describe('a name that leads off the LAN', () => {
  test('is never dialled there, and that is told once', async () => {
    const { good, evil } = await twoNodes()
    const { room, forwarder, sets, warned, now } = roomFor(good.port, () => ['127.0.0.2', '127.0.0.1'])
    await room.start()
    expect(now()).toEqual(['gpu@127.0.0.1'])
    const node = sets[0]?.[0]
    if (node === undefined) throw new Error('no node')
    expect((await forwarder.probe(node)).reachable).toBe(true)
    expect(await ask(forwarder, node.name, node.url)).toBe('answered')
    expect(await ask(forwarder, 'gpu@127.0.0.2', evil.url)).toBe('refused')
    await new Promise((done) => setTimeout(done, 100))
    expect(warned).toEqual([expect.stringMatching(/^addresses of a name are not used .*gpu\.lan: .*127\.0\.0\.2/)])
    expect([good.received.length, evil.connections()]).toEqual([1, 0])
  })

  test('between two looks takes no prompt with it: the node that it had is gone, and the new address is none', async () => {
    const { good, evil } = await twoNodes()
    let answer: readonly string[] = ['127.0.0.1']
    const { room, forwarder, sets, now } = roomFor(good.port, () => answer)
    await room.start()
    const node = sets[0]?.[0]
    if (node === undefined) throw new Error('no node')
    answer = ['127.0.0.2'] // the name has moved, and nobody has looked yet: the address that was checked is what is dialled
    const first = await ask(forwarder, node.name, node.url)
    expect(['answered', 'refused']).toContain(first) // on a busy machine the look may have come first
    await until(() => now().length === 0)
    expect(await ask(forwarder, node.name, node.url)).toBe('refused')
    expect([good.received.length, evil.connections()]).toEqual([first === 'answered' ? 1 : 0, 0])
  })

  test('is refused at the socket too, if it were taken for a node', async () => {
    const { good, evil } = await twoNodes()
    const { room, forwarder, sets } = roomFor(good.port, () => ['127.0.0.1'])
    await room.start()
    const node = sets[0]?.[0]
    if (node === undefined) throw new Error('no node')
    const moved = { ...node, url: evil.url }
    forwarder.setNodes([moved])
    expect(await forwarder.probe(moved)).toMatchObject({ reachable: false, local: false })
    expect(await ask(forwarder, node.name, evil.url)).toBe('refused')
    expect(evil.connections()).toBe(0)
  })
})

test('a name that cannot be resolved for a while keeps its nodes', async () => {
  const { good } = await twoNodes()
  let answer: readonly string[] | Error = ['127.0.0.1']
  const { room, forwarder, sets, warned, now } = roomFor(good.port, () => answer)
  await room.start()
  answer = new Error('queryA ETIMEOUT gpu.lan')
  await until(() => warned.length > 0)
  await new Promise((done) => setTimeout(done, 100))
  expect([now(), warned.length]).toEqual([['gpu@127.0.0.1'], 1])
  expect(await ask(forwarder, 'gpu@127.0.0.1', sets[0]?.[0]?.url ?? good.url)).toBe('answered')
})
