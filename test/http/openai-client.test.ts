import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import OpenAI, { PermissionDeniedError } from 'openai'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode, Received } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* The official client, with one base URL changed. */

const POLICY = `
policy: client-test
version: "1"
owners: [test@example.com]
levels: [public, restricted]
pinFrom: restricted
unread: restricted
detect:
  US_SSN: { level: restricted }
destinations:
  lan: { zone: lan, maxLevel: restricted }
  openrouter:
    zone: cloud
    maxLevel: public
    hosts: [127.0.0.1]
    allowedCidrs: [127.0.0.0/8]
    provider: { zdr: true, data_collection: deny, only: [mistral, anthropic] }
rules:
  - { id: staff-lan, allow: [lan], when: { caller.role: [employee] }, because: local models serve every level }
  - { id: staff-cloud, allow: [openrouter], when: { caller.role: [employee, guest] }, because: zero retention }
  - { id: hr-stays, deny: [openrouter], when: { caller.department: [hr] }, because: works council agreement }
tests:
  - { it: loads, caller: { role: employee, department: sales }, expect: { to: [lan, openrouter] } }
`

let node: FakeNode
let cloud: FakeNode
let cordon: Cordon

beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' }, { models: ['small'] })
  cloud = await fakeNode({ kind: 'answer', provider: 'Mistral' }, { path: '/api' })
  const yaml = `destinations:
  lan: { nodes: [{ name: n1, url: "http://127.0.0.1:${String(node.port)}", kind: vllm }] }
  openrouter: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: OPENROUTER_API_KEY }
models:
  "openai/*": [{ destination: openrouter, model: "*" }, { destination: lan, model: small }]
  cloud-only: [{ destination: openrouter, model: mistralai/mistral-large }]
`
  cordon = await startCordon({ yaml, policy: POLICY, env: { OPENROUTER_API_KEY: 'sk-test' } })
}, 30_000)

afterAll(async () => {
  await cordon.stop()
  await Promise.all([node.stop(), cloud.stop()])
  removeDir(cordon.dir)
})

const client = async (claims = {}) => new OpenAI({ baseURL: `${cordon.url}/v1`, apiKey: await cordon.token(claims) })
const HARMLESS = { role: 'user', content: 'Write a haiku about spring.' } as const
const SENSITIVE = { role: 'user', content: 'My SSN is 536-22-8726, please file the form.' } as const
const WEATHER = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
} as const

describe('a harmless prompt', () => {
  test('is answered by the cloud', async () => {
    const { data, response } = await (
      await client()
    ).chat.completions
      .create({ model: 'openai/gpt-4o', messages: [HARMLESS] })
      .withResponse()
    expect(data.choices[0]?.message.content).toMatch(/Hello/)
    const header = (name: string) => response.headers.get(name)
    expect(['level', 'destination', 'model', 'rule'].map((name) => header(`x-cordon-${name}`))).toEqual([
      'public',
      'openrouter',
      'openai/gpt-4o',
      'staff-cloud',
    ])
    expect(header('x-request-id')).toMatch(/^req_/)
    expect(header('request-id')).toBe(header('x-request-id'))
  })

  test('is answered by the cloud as a stream', async () => {
    const stream = await (
      await client()
    ).chat.completions.create({ model: 'openai/gpt-4o', messages: [HARMLESS], stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('Hello from the fake node.')
  })

  test('may bring tools', async () => {
    await (
      await client()
    ).chat.completions.create({ model: 'openai/gpt-4o', messages: [HARMLESS], tools: [WEATHER], tool_choice: 'auto' })
    expect(cloud.received.at(-1)?.body['tools']).toEqual([WEATHER])
  })

  test('goes out with the policy’s flags, narrowed and never widened', async () => {
    const wishes = {
      provider: { only: ['mistral', 'openai'], zdr: false, data_collection: 'allow', ignore: ['deepinfra'] },
    }
    await (await client()).chat.completions.create({ model: 'openai/gpt-4o', messages: [HARMLESS], ...wishes })
    const { body, headers } = cloud.received.at(-1) as Received
    expect(body['provider']).toMatchObject({
      zdr: true,
      data_collection: 'deny',
      only: ['mistral'],
      ignore: ['deepinfra'],
    })
    expect(headers['authorization']).toBe('Bearer sk-test')
    expect(headers['x-openrouter-cache']).toBe('false')
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([])
  })
})

describe('a sensitive prompt', () => {
  test('that asked for a cloud model is answered by the LAN node', async () => {
    const before = cloud.received.length
    const { response } = await (
      await client()
    ).chat.completions
      .create({ model: 'openai/gpt-4o', messages: [SENSITIVE] })
      .withResponse()
    const header = (name: string) => response.headers.get(`x-cordon-${name}`)
    expect([header('level'), header('destination'), header('model')]).toEqual(['restricted', 'lan', 'small'])
    expect(cloud.received.length).toBe(before)
  })

  test('is answered by the LAN node as a stream, with tools', async () => {
    const stream = await (
      await client()
    ).chat.completions.create({ model: 'openai/gpt-4o', messages: [SENSITIVE], tools: [WEATHER], stream: true })
    let chunks = 0
    for await (const chunk of stream) chunks += chunk.choices.length
    expect(chunks).toBeGreaterThan(1)
    expect(node.received.at(-1)?.text).toContain('536-22-8726')
  })

  test('whose model has no local substitute is a PermissionDeniedError, sent once', async () => {
    const decided = () => recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision').length
    const before = decided()
    const asked = (await client()).chat.completions.create({ model: 'cloud-only', messages: [SENSITIVE] })
    const error = await asked.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(PermissionDeniedError)
    expect(error).toMatchObject({ status: 403, code: 'policy_denied', type: 'policy_violation' })
    expect(String(error)).toContain('US_SSN')
    expect(String(error)).not.toContain('536')
    expect(decided()).toBe(before + 1)
  })
})

describe('a denial', () => {
  test('by a rule names the rule and its reason, and is not tried again', async () => {
    const before = recordsIn(cordon.auditDir).length
    const asked = (await client({ department: 'hr' })).chat.completions.create({
      model: 'cloud-only',
      messages: [HARMLESS],
    })
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'policy_denied' })
    await expect(asked).rejects.toThrow(/hr-stays.*works council agreement/)
    expect(recordsIn(cordon.auditDir).length).toBe(before + 1)
    expect(recordsIn(cordon.auditDir).at(-1)).toMatchObject({
      type: 'decision',
      effect: 'deny',
      problem: 'policy_denied',
    })
  })

  test('by the level that the caller asked for: a header can raise', async () => {
    const { response } = await (
      await client()
    ).chat.completions
      .create({ model: 'openai/gpt-4o', messages: [HARMLESS] }, { headers: { 'x-cordon-level': 'RESTRICTED ' } })
      .withResponse()
    expect(response.headers.get('x-cordon-destination')).toBe('lan')
  })

  test('and cannot lower', async () => {
    const { response } = await (
      await client()
    ).chat.completions
      .create({ model: 'openai/gpt-4o', messages: [SENSITIVE] }, { headers: { 'x-cordon-level': 'public' } })
      .withResponse()
    expect(response.headers.get('x-cordon-level')).toBe('restricted')
  })
})

describe('without a node', () => {
  test('a pinned prompt is told 503 with a wait, and never goes to the cloud', async () => {
    const before = cloud.received.length
    node.behave({ kind: 'status', status: 500 })
    const answer = await cordon.ask({ model: 'openai/gpt-4o', messages: [SENSITIVE] })
    node.behave({ kind: 'answer' })
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ error: { code: 'no_permitted_destination' } })
    expect(cloud.received.length).toBe(before)
  })
})
