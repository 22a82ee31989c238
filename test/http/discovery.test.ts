import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { fakeNode, listOf } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { twoLevels } from '../harness/a-policy.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { until } from '../harness/until.ts'

/* A nodes file gains and loses nodes while requests go: nothing is lost, and what it may not name is not used. */

const POLICY = `${twoLevels('discovered')}
destinations:
  lan: { zone: lan, maxLevel: restricted, allowedCidrs: [127.0.0.1/32] }
rules:
  - { id: staff, allow: [lan], when: { caller.role: [employee] }, because: staff may }
tests:
  - { it: loads, caller: { role: employee }, expect: { to: [lan] } }
`
const SENSITIVE = 'My SSN is 536-22-8726, please file the form.'

const dir = mkdtempSync(join(tmpdir(), 'cordon-test-'))
const file = join(dir, 'nodes.yaml')
let cordon: Cordon
let one: FakeNode
let two: FakeNode
/** At an address that the policy does not allow. */
let outside: FakeNode

const entry = (name: string, { url }: FakeNode) =>
  `  - { name: ${name}, url: "${url.origin}", kind: vllm, parallel: 4 }\n`
const nodesFile = (...entries: readonly string[]) => {
  writeFileSync(`${file}.new`, entries.length === 0 ? 'nodes: []\n' : `nodes:\n${entries.join('')}`)
  renameSync(`${file}.new`, file)
}
const slowly = (node: FakeNode) =>
  node.behave({
    kind: 'custom',
    handle: (_, res) => {
      const body = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }] } // prettier-ignore
      setTimeout(() => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)), 100)
    },
  })

beforeAll(async () => {
  one = await fakeNode()
  two = await fakeNode()
  outside = await fakeNode({ kind: 'answer' }, { host: '127.0.0.2' })
  for (const node of [one, two, outside]) node.get['/v1/models'] = listOf(['m'])
  for (const node of [one, two]) slowly(node)
  nodesFile(entry('first', one))
  const yaml = `destinations:
  lan: { nodesFile: nodes.yaml, discover: [{ name: local, dns: localhost, port: ${String(outside.port)}, kind: vllm }] }
models: { local: [{ destination: lan, model: m }] }
route: { wait: 20s, discover: 1s }
`
  cordon = await startCordon({ yaml, policy: POLICY, dir })
}, 60_000)
afterAll(async () => {
  await cordon.stop()
  await Promise.all([one, two, outside].map((node) => node.stop()))
  removeDir(dir)
}, 60_000)

const changed = () => (cordon.output().match(/nodes came or went/g) ?? []).length
const statuses: number[] = []
async function ask() {
  const response = await cordon.ask({ model: 'local', messages: [{ role: 'user', content: SENSITIVE }] })
  await response.arrayBuffer()
  statuses.push(response.status)
  return response.status
}

/** Four callers, each with its next request as soon as the last is answered. */
function traffic() {
  let over = false
  const goOn = async (): Promise<void> => {
    while (!over) await ask()
  }
  const callers = [goOn(), goOn(), goOn(), goOn()]
  return async () => {
    over = true
    await Promise.all(callers)
  }
}

test('a node that is added gets requests, one that is left out gets no more, and nothing is lost', async () => {
  expect(cordon.output()).toContain('"node":"first"')
  const stop = traffic()
  await until(() => one.received.length > 3)
  nodesFile(entry('first', one), entry('second', two))
  await until(() => two.received.length > 3)
  const changes = changed()
  nodesFile(entry('second', two))
  await until(() => changed() > changes)
  const before = one.received.length
  const more = two.received.length
  await until(() => two.received.length > more + 5)
  await stop()
  expect(one.received.length).toBe(before)
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(one.aborted() + two.aborted()).toBe(0)
  const outcomes = () => recordsIn(cordon.auditDir).filter(({ type }) => type === 'outcome')
  await until(() => outcomes().length === statuses.length)
  expect(JSON.stringify(outcomes())).not.toContain('refused')
}, 60_000)

test.each([
  ['is cut off', 'nodes:\n  - { name: second, url'],
  ['names an address that the policy does not allow', () => `nodes:\n${entry('outside', outside)}`],
])(
  'a file that %s changes nothing, and is told of',
  async (_, text) => {
    const refused = () => (cordon.output().match(/"alert":"nodes_refused"/g) ?? []).length
    const before = refused()
    writeFileSync(file, typeof text === 'string' ? text : text())
    await until(() => refused() === before + 1)
    expect(await ask()).toBe(200)
    expect(outside.connections()).toBe(0)
  },
  60_000,
)

test('a name is followed too, but only to where the policy allows', async () => {
  await until(() => cordon.output().includes('"node":"local@127.0.0.1"')) // nobody listens there, and that is told
  expect(outside.connections()).toBe(0)
}, 60_000)

test('a list without nodes drains them all, and a node that comes back is used again', async () => {
  const changes = changed()
  nodesFile()
  await until(() => changed() > changes)
  expect(await ask()).toBe(503)
  nodesFile(entry('first', one))
  const before = one.received.length
  await until(() => changed() > changes + 1)
  for (let tries = 0; tries < 100 && (await ask()) !== 200; tries++) await new Promise((done) => setTimeout(done, 50))
  expect(one.received.length).toBeGreaterThan(before)
}, 60_000)
