import { request } from 'node:http'
import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { cloudPolicy } from '../harness/a-policy.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { until } from '../harness/until.ts'

/* One node with one place, and a queue with room for one: what becomes of everyone else. */

const POLICY = cloudPolicy('queued')
const HARMLESS = 'Write a haiku about spring.'
const SENSITIVE = 'My SSN is 536-22-8726, please file the form.'

let cordon: Cordon
let node: FakeNode
let ollama: FakeNode
let cloud: FakeNode
/** Requests that the node works on, until the test lets it answer. */
let held: { res: ServerResponse; release: () => void }[] = []

beforeAll(async () => {
  node = await fakeNode({ kind: 'custom', handle: (_, res) => void hold(res) }, { models: ['m'] })
  ollama = await fakeNode({ kind: 'custom', handle: (_, res) => void hold(res, 'o') }, { models: ['o'] })
  ollama.get['/api/tags'] = { models: [{ name: 'o:latest', model: 'o:latest' }] }
  ollama.get['/api/status'] = { cloud: { disabled: true } }
  cloud = await fakeNode({ kind: 'answer' }, { path: '/api' })
  const yaml = `destinations:
  lan:
    nodes:
      - { name: n1, url: "http://127.0.0.1:${String(node.port)}", kind: vllm, parallel: 1, pricePerHour: 1.5 }
      - { name: n2, url: "http://127.0.0.1:${String(ollama.port)}", kind: ollama, parallel: 1, pricePerHour: 1.5 }
  openrouter: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: OPENROUTER_API_KEY }
models:
  local: [{ destination: lan, model: m }]
  proven: [{ destination: lan, model: o }]
  spills: [{ destination: lan, model: m }, { destination: openrouter, model: acme/big }]
route: { queue: 1, wait: 4s, failures: 100, probe: 1m }
`
  cordon = await startCordon({ yaml, policy: POLICY, env: { OPENROUTER_API_KEY: 'sk-test' } })
}, 60_000)
afterEach(async () => {
  for (const { release } of held.splice(0)) release()
  await until(() => outcomes().length === permits().length)
})
afterAll(async () => {
  await cordon.stop()
  await Promise.all([node.stop(), ollama.stop(), cloud.stop()])
  removeDir(cordon.dir)
}, 60_000)

const ANSWER = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }], usage: { prompt_tokens: 7, completion_tokens: 3 } } // prettier-ignore

function hold(res: ServerResponse, model = 'm'): void {
  const release = () => {
    held = held.filter((one) => one.res !== res)
    if (!res.destroyed)
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...ANSWER, model }))
  }
  held.push({ res, release })
}

const records = () => recordsIn(cordon.auditDir)
const permits = () => records().filter(({ type, effect }) => type === 'decision' && effect === 'permit')
const outcomes = () => records().filter(({ type }) => type === 'outcome')

type Asked = { readonly model?: string; readonly text?: string; readonly path?: string; readonly sub?: string }
async function ask({ model = 'local', text = HARMLESS, path = '/v1/chat/completions', sub = 'ann' }: Asked = {}) {
  const token = await cordon.token({ sub, role: 'employee' })
  const body = { model, max_tokens: 5, messages: [{ role: 'user', content: text }] }
  const response = await cordon.ask(body, { token, path })
  const { status, headers } = response
  return { status, to: headers.get('x-cordon-destination'), after: headers.get('retry-after'), body: await response.json() } // prettier-ignore
}

/** Takes the node's only place, and the only place in the queue. */
async function fill() {
  const first = ask()
  await until(() => held.length === 1)
  const before = permits().length
  const second = ask()
  await until(() => permits().length === before + 1)
  return { first, second }
}
const releaseAll = async () => {
  await until(() => held.length > 0)
  held[0]?.release()
}

test('a request waits for its turn, and its record says for how long', async () => {
  const { first, second } = await fill()
  await new Promise((done) => setTimeout(done, 100))
  expect(held.length).toBe(1)
  await releaseAll()
  expect((await first).status).toBe(200)
  await releaseAll()
  expect((await second).status).toBe(200)
  await until(() => outcomes().length === permits().length)
  const queued = outcomes().map(({ queued_ms }) => queued_ms as number)
  expect([queued[0], (queued[1] ?? 0) > 50]).toEqual([0, true])
})

describe.each([
  ['/v1/chat/completions', { error: { type: 'rate_limit_error', code: 'rate_limited' } }],
  ['/v1/messages', { type: 'error', error: { type: 'rate_limit_error' } }],
])('when nobody else may wait, %s', (path, body) => {
  test('answers 429 in the shape of that API, with Retry-After and one record', async () => {
    const { first, second } = await fill()
    const before = records().length
    const third = await ask({ path, sub: 'bob' })
    expect(third).toMatchObject({ status: 429, body })
    expect(Number(third.after)).toBeGreaterThan(0)
    const after = records().slice(before)
    expect(after.map(({ type, effect }) => [type, effect])).toEqual([['decision', 'refuse']])
    await releaseAll()
    await first
    await releaseAll()
    expect((await second).status).toBe(200)
  })
})

test('a prompt that may go further does so at once when nobody else may wait, and after its wait; a pinned one never', async () => {
  const { first, second } = await fill()
  expect(await ask({ model: 'spills' })).toMatchObject({ status: 200, to: 'openrouter' })
  const [pinned] = await Promise.all([ask({ model: 'spills', text: SENSITIVE }), second])
  expect(pinned).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } })
  expect((await second).status).toBe(503) // nobody let it in for as long as it may wait
  const waited = ask({ model: 'spills', text: SENSITIVE })
  expect(await waited).toMatchObject({ status: 503, body: { error: { code: 'no_permitted_destination' } } })
  expect((await waited).after).toBe('5')
  expect(await ask({ model: 'spills' })).toMatchObject({ status: 200, to: 'openrouter' })
  await releaseAll()
  expect((await first).status).toBe(200)
  expect(cloud.received.some(({ text }) => text.includes('536-22'))).toBe(false)
}, 30_000)

test('a pinned prompt is sent to no node that has lost its proof while the prompt waited', async () => {
  const first = ask({ model: 'proven' })
  await until(() => held.length === 1)
  const before = permits().length
  const second = ask({ model: 'proven', text: SENSITIVE })
  await until(() => permits().length === before + 1)
  ollama.get['/api/status'] = { cloud: { disabled: false } }
  await new Promise((done) => setTimeout(done, 2_100)) // a proof is fresh enough for two seconds
  await releaseAll()
  expect((await first).status).toBe(200)
  expect((await second).status).toBe(503)
  expect(outcomes().at(-1)).toMatchObject({ attempts: [{ node: 'n2', result: 'refused', peer: null }] })
  expect(ollama.received.some(({ text }) => text.includes('536-22'))).toBe(false)
}, 30_000)

test('whoever goes away leaves the queue, and no place is lost', async () => {
  const first = ask()
  await until(() => held.length === 1)
  const token = await cordon.token({ sub: 'ann', role: 'employee' })
  for (let i = 0; i < 3; i++) {
    const before = permits().length
    const body = JSON.stringify({ model: 'local', messages: [{ role: 'user', content: HARMLESS }] })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const asked = request(`${cordon.url}/v1/chat/completions`, { method: 'POST', headers, agent: false })
    asked.on('error', () => {}) // it is broken off
    asked.end(body)
    await until(() => permits().length === before + 1)
    asked.destroy()
    await until(() => outcomes().length === permits().length - 1)
    expect(outcomes().at(-1)).toMatchObject({ result: 'aborted', status: 499, attempts: [] })
  }
  await releaseAll()
  expect((await first).status).toBe(200)
  const next = ask()
  await releaseAll()
  expect((await next).status).toBe(200)
})

test('a record says what the time of its node cost, as its price says', () => {
  const answered = outcomes().filter(({ result, served }) => result === 'answered' && (served as { to?: string } | null)?.to === 'lan') // prettier-ignore
  for (const { cost, attempts } of answered) {
    const { ms } = (attempts as readonly { ms: number }[]).at(-1) ?? { ms: 0 }
    expect(cost).toBeGreaterThan(0)
    expect(cost).toBeLessThan(((ms + 1_000) / 3_600_000) * 1.5)
  }
  expect(answered.length).toBeGreaterThan(3)
})

test('the admin API has it in a table', async () => {
  const admin = /"admin":"([^"]+)"/.exec(cordon.output())?.[1] ?? ''
  const table = await (await fetch(`${admin}/usage`)).text()
  expect(table).toMatch(/^destination +node +model/)
  expect(table).toMatch(/\nlan +n1 +m +\d+ +0 +\d+ +\d+ +/)
  expect(table).toMatch(/\nopenrouter +- +acme\/big +2 +/)
})
