import { afterEach, describe, expect, test } from '@jest/globals'
import type { Node } from '../../src/terms/destination.ts'
import { llamacpp, router } from '../fakes/nodes/llamacpp.ts'
import { lmstudio } from '../fakes/nodes/lmstudio.ts'
import { mlx } from '../fakes/nodes/mlx.ts'
import { ollama } from '../fakes/nodes/ollama.ts'
import { omlx } from '../fakes/nodes/omlx.ts'
import { openai } from '../fakes/nodes/openai.ts'
import type { Gets, Server } from '../fakes/nodes/server.ts'
import { serve } from '../fakes/nodes/server.ts'
import { sglang } from '../fakes/nodes/sglang.ts'
import { tgi } from '../fakes/nodes/tgi.ts'
import { vllm } from '../fakes/nodes/vllm.ts'
import type { Behaviour, FakeNode, Get } from '../fakes/openai-node.ts'
import { fakeNode, plain, refused } from '../fakes/openai-node.ts'
import type { Edge } from './house.ts'
import { LAN, decided, edgeFor, forwarderFor, nodeAt, prompt, toLan } from './house.ts'

/* One contract for every kind of server that Cordon knows. */

const SERVERS: readonly (readonly [string, Server])[] = [
  ...[ollama, vllm, llamacpp, tgi, lmstudio, sglang, mlx, omlx, openai].map((one) => [one.kind, one] as const),
  ['llamacpp, as a router', router],
]
const rows = <T>(of: (server: Server) => readonly T[]) =>
  SERVERS.flatMap(([name, server]) => of(server).map((row) => ({ kind: name, server, ...row })))

const made: FakeNode[] = []
const edges: Edge[] = []
afterEach(async () => {
  await Promise.all([...made.splice(0), ...edges.splice(0)].map((it) => it.stop()))
})

async function start(server: Server, gets: Gets = {}): Promise<FakeNode> {
  const it = await serve(server, gets)
  made.push(it)
  return it
}

async function look(server: Server, gets: Gets = {}, more: Partial<Node> = {}) {
  const node = nodeAt((await start(server, gets)).url, { kind: server.kind, ...more })
  return (await forwarderFor({ nodes: [node] }).probe(node)).facts
}

describe.each(SERVERS)('a look at %s', (_, server) => {
  test('finds its models, contexts and load', async () => {
    const { reachable, models, load } = await look(server)
    expect({ reachable, models, load }).toEqual({
      reachable: true,
      models: server.finds.models,
      load: server.finds.load,
    })
  })

  test('finds whether it is proven local, with a reason for every check', async () => {
    const { local, why } = await look(server)
    expect(local.proven).toBe(server.finds.proven)
    expect(local.checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['address', 'egress']))
    const todo = local.checks.filter(({ verdict }) => verdict !== 'kept')
    expect(todo.filter((check) => (check.todo ?? '') === '')).toEqual([])
    expect(why).not.toBe('')
  })

  test('is proven by its operator’s word and its own, but never by the word alone', async () => {
    expect((await look(server, {}, { firewalled: true })).local.proven).toBe(true)
    for (const { gets, configured, check } of server.leaks.filter(({ check }) => check !== 'lm_link')) {
      const { local } = await look(server, gets, { firewalled: true, models: configured ?? [] })
      expect([check, local.proven]).toEqual([check, false])
    }
  })

  test.each<{ name: string; answer: Get }>([
    { name: 'an error', answer: refused(500) },
    { name: 'a wish for a key', answer: refused(401) },
    { name: 'a page', answer: plain('<!doctype html><title>Welcome</title>') },
    { name: 'JSON of another shape', answer: plain('[[]]') },
    { name: 'JSON’s null', answer: plain('null') },
    { name: 'more than is read', answer: plain(`{"data":[],"x":"${'y'.repeat(1_100_000)}"}`) },
    { name: 'a redirect to where all is well', answer: (res) => res.writeHead(307, { location: '/v1/models' }).end() },
    { name: 'a broken connection', answer: (res) => res.destroy() },
  ])('with $name everywhere is neither reachable nor local', async ({ answer }) => {
    const everywhere = Object.fromEntries(Object.keys(server.gets).map((path) => [path, answer]))
    const found = await look(server, everywhere, { firewalled: true })
    expect([found.reachable, found.local.proven, found.models]).toEqual([false, false, []])
  })

  test('survives metrics and slots that say anything', async () => {
    const odd = plain('vllm:num_requests_running{a="b"} NaN\nsglang:token_usage -1\ntgi_queue_size\n{}\n')
    const { reachable, models, load } = await look(server, { '/metrics': odd, '/slots': plain('{') })
    expect({ reachable, models }).toEqual({ reachable: true, models: server.finds.models })
    for (const value of Object.values(load ?? {})) expect(value === null || value >= 0).toBe(true)
  })

  test('asks nothing twice, posts nothing, and shows its key to the node only', async () => {
    const it = await start(server)
    const node = nodeAt(it.url, { kind: server.kind, apiKey: 'node-key' })
    const found = await forwarderFor({ nodes: [node] }).probe(node)
    const heard = it.bytes().toString('latin1')
    const asked = [...heard.matchAll(/^(\w+) (\S+) HTTP/gm)].map(([, method, path]) => `${method ?? ''} ${path ?? ''}`)
    expect(asked.length).toBe(new Set(asked).size)
    expect(asked.every((line) => line.startsWith('GET '))).toBe(true)
    expect(heard).toContain('Bearer node-key')
    expect(JSON.stringify(found)).not.toContain('node-key')
  })
})

test.each(rows(({ leaks }) => leaks))(
  '$kind is not proven local when $name',
  async ({ server, gets, check, configured }) => {
    const { reachable, local, why } = await look(server, gets, { models: configured ?? [] })
    const broken = local.checks.filter(({ verdict }) => verdict === 'broken')
    expect({ reachable, proven: local.proven, broken: broken.map(({ name }) => name) }).toEqual({
      reachable: true,
      proven: false,
      broken: [check],
    })
    expect(why).toBe(broken[0]?.says)
  },
)

test.each(rows(({ down }) => down))('$kind is not reachable when $name', async ({ server, gets }) => {
  expect(await look(server, gets)).toMatchObject({ reachable: false, local: { proven: false } })
})

describe('what it answers', () => {
  /** Asks the node for its first model; another node of the same kind comes after it. */
  async function ask(server: Server, behaviour: Behaviour | null, stream = false) {
    const [one, other] = [await start(server), await fakeNode()]
    made.push(other)
    if (behaviour !== null) one.behave(behaviour)
    const { id: model = '' } = server.finds.models[0] ?? {}
    const nodes = [nodeAt(one.url, { kind: server.kind }), nodeAt(other.url, { name: 'n2', kind: server.kind })]
    const edge = await edgeFor(forwarderFor({ nodes }))
    edges.push(edge)
    const attempts = [toLan(one.url, { model }), toLan(other.url, { node: 'n2', model })]
    const decision = decided('restricted', [LAN], true)
    const { got, outcome, problem } = await edge.ask({ prompt: prompt({ stream }), decision, attempts })
    return { got, problem, results: outcome.attempts.map(({ result }) => result), model, other }
  }

  test.each(SERVERS)('%s: is passed on', async (_, server) => {
    const { got, results, model } = await ask(server, null)
    expect([got.status, results]).toEqual([200, ['answered']])
    expect(JSON.parse(got.text)).toMatchObject({ object: 'chat.completion', model })
  })

  test.each(rows(({ failing }) => failing))('$kind: another node is asked when $name', async ({ server, answers }) => {
    const { got, results } = await ask(server, answers)
    expect([got.status, results]).toEqual([200, ['error', 'answered']])
  })

  const telling = rows(({ tooLong }) => (tooLong === null ? [] : [{ answers: tooLong }]))
  test.each(telling)('$kind: a prompt that does not fit is told as that', async ({ server, answers }) => {
    const { got, problem, other } = await ask(server, answers)
    expect([got.status, problem?.code]).toEqual([400, 'context_length_exceeded'])
    expect(other.received).toHaveLength(0)
  })

  const naming = SERVERS.filter(([, { kind }]) => kind !== 'tgi').flatMap(([kind, server]) =>
    [false, true].map((stream) => ({ kind, server, stream })),
  )
  test.each(naming)('$kind, streamed: $stream: that names another model is refused', async ({ server, stream }) => {
    const { got, results, model } = await ask(server, { kind: 'answer', model: 'gpt-oss:120b-cloud' }, stream)
    expect([got.status, results]).toEqual([200, ['not_local', 'answered']])
    expect(got.text).toContain(JSON.stringify(model))
    expect(got.text).not.toContain('gpt-oss')
  })

  test('of Ollama may name the tag that was left out', async () => {
    const { results } = await ask({ ...ollama, finds: { ...ollama.finds, models: ollama.finds.models.slice(1) } }, { kind: 'answer', model: 'nomic-embed' }) // prettier-ignore
    expect(results).toEqual(['answered'])
  })
})
