import { afterAll, describe, expect, test } from '@jest/globals'
import { PARALLEL } from '../../src/config/cordon-file.ts'
import type { NodeKind } from '../../src/terms/destination.ts'
import type { Edge } from './house.ts'
import { LAN, decided, edgeFor, forwarderFor, nodeAt, prompt, toLan } from './house.ts'

/*
 * What the contract of `kinds.test.ts` asks of every server that it can be asked of a real one. Name those that run on this machine:
 *   CORDON_REAL_NODES='ollama=http://127.0.0.1:11434 llamacpp=http://127.0.0.1:8081' npm test -- test/forward/real-nodes.test.ts
 */
const named = (process.env['CORDON_REAL_NODES'] ?? '').split(/\s+/).filter((one) => one !== '')
const KINDS = Object.keys(PARALLEL) as NodeKind[]
const servers = named.map((one): readonly [NodeKind, URL] => {
  const [kind = '', url = ''] = [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]
  const known = KINDS.find((name) => name === kind)
  if (known === undefined) throw new Error(`CORDON_REAL_NODES: ${kind} is none of ${KINDS.join(', ')}`)
  return [known, new URL(url)]
})

const edges: Edge[] = []
afterAll(async () => {
  await Promise.all(edges.map((edge) => edge.stop()))
})

if (servers.length === 0) {
  test.skip('no real server is named: see CORDON_REAL_NODES in docs/nodes.md', () => {})
} else {
  describe.each(servers)('a real %s at %s', (kind, url) => {
    const node = nodeAt(url, { kind })

    test('is reachable, names its models, and has a reason for every check', async () => {
      const { facts } = await forwarderFor({ nodes: [node] }).probe(node)
      expect(facts).toMatchObject({ reachable: true })
      expect(facts?.models.length).toBeGreaterThan(0)
      expect(facts?.local.checks.length).toBeGreaterThan(0)
      for (const value of Object.values(facts?.load ?? {})) expect(value === null || value >= 0).toBe(true)
    }, 60_000)

    test.each([false, true])(
      'answers a pinned prompt with the model that was asked for (streamed: %s)',
      async (stream) => {
        const forwarder = forwarderFor({ nodes: [node] })
        const { facts } = await forwarder.probe(node)
        const model = facts?.models[0]?.id ?? ''
        const edge = await edgeFor(forwarder)
        edges.push(edge)
        const attempts = [toLan(url, { model, timeoutMs: 120_000 })]
        const { got, outcome } = await edge.ask({
          prompt: prompt({ stream }),
          decision: decided('restricted', [LAN], true),
          attempts,
        })
        expect([got.status, outcome.attempts.map(({ result }) => result)]).toEqual([200, ['answered']])
      },
      180_000,
    )
  })
}
