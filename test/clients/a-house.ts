import { fakeNode, listOf } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/** A Cordon in a process of its own, a cloud, a node that speaks every API, and one that only speaks chat completions. */
export type ClientHouse = {
  readonly cordon: Cordon
  readonly cloud: FakeNode
  /** Asked as `openai/…`, `claude-…` and `able`. */
  readonly able: FakeNode
  /** Asked as `plain`. */
  readonly plain: FakeNode
  /** How many requests each has received since the last call. */
  readonly received: () => Readonly<Record<'cloud' | 'able' | 'plain', number>>
  readonly records: () => readonly Readonly<Record<string, unknown>>[]
  readonly stop: () => Promise<void>
}

const POLICY = `
policy: clients
version: "1"
owners: [test@example.com]
levels: [public, restricted]
pinFrom: restricted
unread: restricted
detect:
  US_SSN: { level: restricted }
  PERSON: { level: public }
  LOCATION: { level: public }
  DATE_TIME: { level: public }
  URL: { level: public }
  EMAIL_ADDRESS: { level: public }
destinations:
  lan: { zone: lan, maxLevel: restricted }
  openrouter:
    zone: cloud
    maxLevel: public
    hosts: [127.0.0.1]
    allowedCidrs: [127.0.0.0/8]
    provider: { zdr: true, data_collection: deny }
rules:
  - { id: staff-lan, allow: [lan], when: { caller.role: [employee] }, because: local models serve every level }
  - { id: staff-cloud, allow: [openrouter], when: { caller.role: [employee, guest] }, because: zero retention }
tests:
  - { it: loads, caller: { role: employee }, expect: { to: [lan, openrouter] } }
`

export async function clientHouse(): Promise<ClientHouse> {
  const [able, plain] = await Promise.all([fakeNode({ kind: 'answer' }), fakeNode({ kind: 'answer' })])
  for (const node of [able, plain]) node.get['/v1/models'] = listOf(['small'])
  plain.get['/health'] = {}
  plain.get['/info'] = { model_id: 'small' }
  const cloud = await fakeNode({ kind: 'answer' }, { path: '/api' })
  const yaml = `destinations:
  lan:
    nodes:
      - { name: able, url: "http://127.0.0.1:${String(able.port)}", kind: vllm, models: [small] }
      - { name: plain, url: "http://127.0.0.1:${String(plain.port)}", kind: tgi, models: [simple] }
  openrouter: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: OPENROUTER_API_KEY }
models:
  "openai/*": [{ destination: openrouter, model: "*" }, { destination: lan, model: small }]
  "claude-*": [{ destination: openrouter, model: anthropic/claude-sonnet-4.5 }, { destination: lan, model: small }]
  claude-known: [{ destination: openrouter, model: anthropic/claude-sonnet-4.5 }, { destination: lan, model: small }]
  able: [{ destination: lan, model: small }]
  plain: [{ destination: lan, model: simple }]
`
  const cordon = await startCordon({ yaml, policy: POLICY, env: { OPENROUTER_API_KEY: 'sk-test' } })
  const before = { cloud: 0, able: 0, plain: 0 }
  const nodes = { cloud, able, plain }
  return {
    cordon,
    ...nodes,
    received: () => {
      const now = { cloud: cloud.received.length, able: able.received.length, plain: plain.received.length }
      const since = { cloud: now.cloud - before.cloud, able: now.able - before.able, plain: now.plain - before.plain }
      Object.assign(before, now)
      return since
    },
    records: () => recordsIn(cordon.auditDir),
    stop: async () => {
      await cordon.stop()
      await Promise.all([able, plain, cloud].map((node) => node.stop()))
      removeDir(cordon.dir)
    },
  }
}

export const HARMLESS = 'Write a haiku about spring.'
export const SENSITIVE = 'My SSN is 536-22-8726, please file the form.'
