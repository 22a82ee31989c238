import { afterEach, describe, expect, test } from '@jest/globals'
import type { NodeKind } from '../../src/terms/destination.ts'
import { fakeTgi } from '../fakes/nodes/tgi.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import { LAN, decided, edgeFor, forwarderFor, nodeAt, prompt, toLan } from './house.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

/** Asks a server that fetches images, as a node of the given kind, and then one that does not. */
async function ask(kind: NodeKind, contents: (away: URL) => readonly string[]) {
  const [away, fetching, careful] = await Promise.all([fakeNode(), fakeTgi(), fakeNode()])
  const nodes = [nodeAt(fetching.url, { kind }), nodeAt(careful.url, { name: 'n2' })]
  const edge = await edgeFor(forwarderFor({ nodes }))
  stops.push(away.stop, fetching.stop, careful.stop, edge.stop)
  const body = { messages: contents(away.url).map((content) => ({ role: 'user', content })) }
  const attempts = [toLan(fetching.url), toLan(careful.url, { node: 'n2' })]
  const decision = decided('restricted', [LAN], true)
  const { got, outcome } = await edge.ask({ prompt: prompt({ body: { lan: body, cloud: body } }), decision, attempts })
  return { away, fetching, careful, got, outcome }
}

describe('image markup in the text of a pinned prompt', () => {
  test('makes the fake fetch, so that the tests below can fail', async () => {
    const { away, fetching } = await ask('vllm', ({ href }) => [`![](${href}?d=536)`])
    expect([fetching.received.length, away.connections()]).toEqual([1, 1])
  })

  test.each<[NodeKind, string, (away: URL) => readonly string[]]>([
    ['tgi', 'whole', ({ href }) => [`see ![](${href}?d=536)`]],
    ['tgi', 'cut in two', ({ href }) => ['see ![', `](${href}?d=536)`]],
    ['openai', 'whole', ({ href }) => [`see ![x](${href}?d=536)`]],
  ])('reaches no %s node, %s, though one is asked for; the next one is', async (kind, _, contents) => {
    const { away, fetching, careful, got, outcome } = await ask(kind, contents)
    expect([fetching.connections(), away.connections(), careful.received.length]).toEqual([0, 0, 1])
    expect(got.status).toBe(200)
    expect(outcome.attempts.map(({ result }) => result)).toEqual(['refused', 'answered'])
  })

  test('and a text without any does', async () => {
    const { fetching, got } = await ask('tgi', ({ href }) => [`see [this](${href})!`])
    expect([fetching.received.length, got.status]).toEqual([1, 200])
  })
})
