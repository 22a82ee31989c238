import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { EgressError } from '../../src/forward/egress-error.ts'
import type { Underway } from '../../src/forward/upstream.ts'
import { createUpstream } from '../../src/forward/upstream.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { fakeNode } from '../fakes/openai-node.ts'

const nodes: FakeNode[] = []
const agents: Agent[] = []

async function node(): Promise<FakeNode> {
  const made = await fakeNode()
  nodes.push(made)
  return made
}

afterEach(async () => {
  agents.splice(0).forEach((agent) => agent.destroy())
  await Promise.all(nodes.splice(0).map((made) => made.stop()))
})

type Heard = { failures: unknown[]; answers: IncomingMessage[]; requests: ClientRequest[]; underway: Underway }

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true })
  agents.push(agent)
  return agent
}

/** Makes a call, and waits until it was answered or failed. */
function call(url: URL, agent: Agent): Promise<Heard> {
  return new Promise((resolve) => {
    const body = Buffer.from('{"model":"m"}')
    const heard: Omit<Heard, 'underway'> = { failures: [], answers: [], requests: [] }
    const headers = { host: url.host, 'content-type': 'application/json', 'content-length': String(body.length) }
    const underway = createUpstream(agent)({
      url,
      path: '/v1/chat/completions',
      headers,
      body,
      connected: (request) => heard.requests.push(request),
      answered: (response) => {
        heard.answers.push(response)
        response.resume().on('end', () => resolve({ ...heard, underway }))
      },
      failed: (cause) => {
        heard.failures.push(cause)
        resolve({ ...heard, underway })
      },
    })
  })
}

/** What http-proxy-middleware 4.2.1 does unless it is kept from it; each was seen to happen. */
describe('the proxy library', () => {
  test('sends a body that was read before, and does not wait for one', async () => {
    const it = await node()
    const { answers, failures } = await call(it.url, keepAlive())
    expect(it.received[0]?.text).toBe('{"model":"m"}')
    expect([answers.length, failures.length]).toEqual([1, 0])
  })

  test('tells of a failure, though its plugins are ejected', async () => {
    const it = await node()
    await it.stop()
    const { failures } = await call(it.url, keepAlive())
    expect(failures).toMatchObject([{ code: 'ECONNREFUSED' }])
  })

  test('tells of a reset, and does not take it for a caller that went away', async () => {
    const it = await node()
    it.behave({ kind: 'reset' })
    expect((await call(it.url, keepAlive())).failures).toMatchObject([{ code: 'ECONNRESET' }])
  })

  test('tells of an agent that refuses on the spot', async () => {
    const it = await node()
    class Refusing extends Agent {
      override addRequest(): void {
        throw new EgressError('EGRESS_LEVEL', 'no')
      }
    }
    expect((await call(it.url, new Refusing())).failures).toMatchObject([{ code: 'EGRESS_LEVEL' }])
    expect(it.connections()).toBe(0)
  })

  test('does not turn the unspecified address into loopback', async () => {
    const asked: unknown[] = []
    class Asked extends Agent {
      override createConnection(options: { host?: string | null }): undefined {
        asked.push(options.host)
        throw new EgressError('EGRESS_IP', 'no')
      }
    }
    await call(new URL('http://[::]:9'), new Asked())
    await call(new URL('http://[::1]:9'), new Asked())
    expect(asked).toEqual(['::', '::1'])
  })

  test('keeps the socket of a call that is done, and destroys that of one that is aborted', async () => {
    const it = await node()
    const agent = keepAlive()
    const one = await call(it.url, agent)
    one.underway.done()
    one.underway.abort() // too late to matter
    const two = await call(it.url, agent)
    expect([it.connections(), two.requests[0]?.reusedSocket]).toEqual([1, true])
    it.behave({ kind: 'hang' })
    const failed: unknown[] = []
    const hanging = createUpstream(agent)({
      url: it.url,
      path: '/',
      headers: { 'content-length': '2' },
      body: Buffer.from('{}'),
      connected: () => setTimeout(() => hanging.abort(), 30),
      answered: () => {},
      failed: (cause) => failed.push(cause),
    })
    for (let turn = 0; turn < 200 && it.aborted() === 0; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 5))
    expect(it.aborted()).toBe(1)
    expect(failed).toHaveLength(1)
  })
})
