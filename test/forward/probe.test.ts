import { afterEach, describe, expect, test } from '@jest/globals'
import type { Node } from '../../src/terms/destination.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import { forwarderFor, nodeAt } from './house.ts'

const nodes: FakeNode[] = []
afterEach(async () => void (await Promise.all(nodes.splice(0).map((made) => made.stop()))))

async function probed(get: Record<string, unknown>, more: Partial<Node> = {}) {
  const made = await fakeNode()
  nodes.push(made)
  Object.assign(made.get, get)
  const node = nodeAt(made.url, more)
  return { made, result: await forwarderFor({ nodes: [node] }).probe(node) }
}

const status = (disabled: unknown) => ({ cloud: { disabled, source: 'env' } })
const tags = (...models: unknown[]) => ({ models })

describe('a probe of Ollama', () => {
  const ask = (get: Record<string, unknown>) => probed(get, { kind: 'ollama' })

  test('finds a node local whose cloud is disabled and whose models are all its own', async () => {
    const { result } = await ask({
      '/api/status': status(true),
      '/api/tags': tags({ name: 'qwen:14b', model: 'qwen:14b' }, { name: 'llama:8b' }),
    })
    expect(result).toMatchObject({ reachable: true, local: true, models: ['qwen:14b', 'llama:8b'] })
  })

  test.each([
    { name: 'cloud features are on', get: { '/api/status': status(false) } },
    { name: 'they are on in another type', get: { '/api/status': status('true') } },
    { name: 'it does not say', get: { '/api/status': {} } },
    { name: 'it is too old to say', get: {} },
    {
      name: 'a model has a remote host',
      get: { '/api/status': status(true), '/api/tags': tags({ name: 'a', remote_host: 'https://ollama.com' }) },
    },
    {
      name: 'a model has a remote model',
      get: { '/api/status': status(true), '/api/tags': tags({ name: 'a', remote_model: 'b' }) },
    },
    { name: 'a name ends in :cloud', get: { '/api/status': status(true), '/api/tags': tags({ name: 'gpt:CLOUD ' }) } },
    {
      name: 'a tag ends in -cloud',
      get: { '/api/status': status(true), '/api/tags': tags({ name: 'a:8b', model: 'x:8b-cloud' }) },
    },
    { name: 'a model has no name', get: { '/api/status': status(true), '/api/tags': tags({}) } },
    { name: 'a model is no object', get: { '/api/status': status(true), '/api/tags': tags('x') } },
  ])('does not find it local when $name', async ({ get }) => {
    const { result } = await ask({ '/api/tags': tags({ name: 'own' }), ...get })
    expect(result).toMatchObject({ reachable: true, local: false })
    expect(result.why).not.toBe('')
  })

  test('lists no remote model', async () => {
    const { result } = await ask({
      '/api/status': status(true),
      '/api/tags': tags({ name: 'own' }, { name: 'x:cloud' }),
    })
    expect(result.models).toEqual(['own'])
  })

  test('without a list of models is not reachable', async () => {
    expect((await ask({ '/api/status': status(true) })).result).toMatchObject({
      reachable: false,
      local: false,
      models: [],
    })
  })
})

describe('a probe of any other node', () => {
  test('lists its models, with its key and under its own base path', async () => {
    const { result, made } = await probed(
      { '/v1/models': { data: [{ id: 'a' }, { id: 'b' }, { nothing: 1 }] } },
      { apiKey: 'node-key' },
    )
    expect(result).toMatchObject({ reachable: true, local: true, models: ['a', 'b'] })
    expect(made.bytes().toString()).toContain('Bearer node-key')
  })

  test.each([
    { name: 'no list', get: {} },
    { name: 'a list of another shape', get: { '/v1/models': { models: [] } } },
    { name: 'no object', get: { '/v1/models': [] } },
  ])('with $name is not reachable', async ({ get }) => {
    expect((await probed(get)).result).toMatchObject({ reachable: false, local: false })
  })

  test('that is gone, off its range, or without a destination is not reachable, and nothing throws', async () => {
    const { made } = await probed({})
    await made.stop()
    const away = nodeAt(new URL('http://8.8.8.8:9'))
    const forwarder = forwarderFor({ nodes: [nodeAt(made.url), away] })
    expect(await forwarder.probe(nodeAt(made.url))).toMatchObject({ reachable: false, local: false })
    expect(await forwarder.probe(away)).toMatchObject({ reachable: false, why: expect.stringContaining('EGRESS_IP') })
    expect(await forwarder.probe(nodeAt(made.url, { destination: 'nowhere' }))).toMatchObject({ reachable: false })
  })
})
