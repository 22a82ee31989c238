import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { Behaviour, FakeNode } from '../fakes/openai-node.ts'
import { filesIn, recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { sensitiveRequests } from './prompts.ts'
import type { SensitiveRequest } from './prompts.ts'

/*
 * Sensitive prompts while the LAN node is well, broken in every way, or not where it says. Every model's list names the
 * cloud too, before or after the node, so that each request has a tempting way out. The cloud must hear nothing of them.
 * 127.0.0.2 stands for the LAN, 127.0.0.1 for the cloud; `localhost` is thus a name that resolves off the LAN.
 */

const requests = sensitiveRequests(20261121)
const sensitive = new Map(requests.map((request) => [request.canary, request]))

let cloud: FakeNode
let cordon: Cordon
const nodes = new Map<string, FakeNode>()

const BEHAVIOURS: Readonly<Record<string, (cloudUrl: string) => Behaviour>> = {
  up: () => ({ kind: 'answer' }),
  down: () => ({ kind: 'answer' }), // stopped before the first request
  // As real ones do, it quotes what it was sent.
  fails: () => ({ kind: 'custom', handle: ({ text }, res) => res.writeHead(500).end(JSON.stringify({ error: text })) }),
  hangs: () => ({ kind: 'hang' }),
  'stops-halfway': () => ({ kind: 'reset', after: 'half' }),
  redirects: (to) => ({ kind: 'redirect', to, status: 307 }),
}
const STATES = [...Object.keys(BEHAVIOURS), 'elsewhere', 'reloads'] as const

/** Failures that show only when a prompt was sent. */
const MET = ['fails', 'hangs', 'stops-halfway', 'redirects']

/** Models whose list puts the node first, and models whose list puts the cloud first. */
const modelsFor = (state: string) => [`local-${state}`, `cloud/${state}`]

function cordonYaml(): string {
  const node = (name: string, url: string) =>
    `      - { name: ${name}, url: "${url}", kind: openai, models: [model-${name}], parallel: 64 }`
  const choices = (state: string) => {
    const name = state === 'reloads' ? 'up' : state
    const timeout = name === 'up' ? '20s' : '300ms'
    const lan = `    - { destination: lan, model: model-${name}, timeout: ${timeout} }`
    const out = `    - { destination: openrouter, model: maker/model, timeout: 5s }`
    return [`  local-${state}:`, lan, out, `  cloud/${state}:`, out, lan]
  }
  return [
    'destinations:',
    '  lan:',
    '    nodes:',
    ...[...nodes].map(([name, { port }]) => node(name, `http://127.0.0.2:${String(port)}`)),
    node('elsewhere', `http://localhost:${String(cloud.port)}`),
    '  openrouter:',
    `    url: http://127.0.0.1:${String(cloud.port)}/api/v1`,
    '    apiKeyEnv: OPENROUTER_API_KEY',
    'models:',
    ...STATES.flatMap(choices),
  ].join('\n')
}

function policyYaml(): string {
  const shipped = readFileSync('policies/default.yaml', 'utf8')
  const here = shipped
    .replace(
      'lan: { zone: lan, maxLevel: restricted }',
      'lan: { zone: lan, maxLevel: restricted, allowedCidrs: [127.0.0.2/32] }',
    )
    .replace('hosts: [openrouter.ai]', 'hosts: [127.0.0.1]\n    allowedCidrs: [127.0.0.1/32]')
  if (!here.includes('127.0.0.2/32') || !here.includes('hosts: [127.0.0.1]'))
    throw new Error('the default policy has changed')
  return here
}

beforeAll(async () => {
  cloud = await fakeNode({ kind: 'answer' }, { path: '/api' })
  for (const [name, behaviour] of Object.entries(BEHAVIOURS)) {
    const behaves = behaviour(`${cloud.url.href}/v1/chat/completions`)
    const node = await fakeNode(behaves, { host: '127.0.0.2', models: [`model-${name}`] })
    nodes.set(name, node)
  }
  cordon = await startCordon({ yaml: cordonYaml(), policy: policyYaml(), env: { OPENROUTER_API_KEY: 'sk-test' } })
  await nodes.get('down')?.stop()
}, 60_000)

afterAll(async () => {
  await cordon.stop()
  await Promise.all([...nodes.values(), cloud].map((fake) => fake.stop().catch(() => {})))
  removeDir(cordon.dir)
}, 60_000)

type Answered = {
  readonly request: SensitiveRequest
  readonly status: number
  readonly destination: string | null
  readonly text: string
  readonly headers: string
}

async function send(request: SensitiveRequest, model: string, stream: boolean): Promise<Answered> {
  const response = await cordon.ask({ model, stream, ...request.body }, { path: request.path })
  const text = await response.text().catch(() => 'broken off')
  const headers = JSON.stringify([...response.headers])
  return { request, status: response.status, destination: response.headers.get('x-cordon-destination'), text, headers }
}

async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) results.push(await work(item))
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

/** Every request with one model of the state or the other, streamed and not. */
const jobsFor = (state: string) =>
  requests.flatMap((request, index) =>
    [false, true].map((stream, which) => ({ request, stream, model: modelsFor(state)[(index + which) % 2] ?? '' })),
  )

async function sendAll(state: string): Promise<readonly Answered[]> {
  return inParallel(jobsFor(state), 48, ({ request, model, stream }) => send(request, model, stream))
}

const canariesIn = (bytes: Buffer | string) => [...sensitive.keys()].filter((canary) => bytes.includes(canary))

test('there are at least 300 sensitive requests, all different', () => {
  expect(requests.length).toBeGreaterThanOrEqual(300)
  expect(sensitive.size).toBe(requests.length)
})

test('a harmless prompt does reach the cloud, so that silence there means something', async () => {
  const hello = {
    name: 'hello',
    canary: '',
    path: '/v1/chat/completions',
    body: { messages: [{ role: 'user', content: 'Write a haiku about spring.' }] },
  }
  const { status, destination } = await send(hello, 'cloud/up', false)
  expect([status, destination]).toEqual([200, 'openrouter'])
  expect(cloud.received.length).toBe(1)
})

describe('no sensitive prompt reaches the cloud', () => {
  test('while its node is up: the node answers them all', async () => {
    const answered = await sendAll('up')
    const wrong = answered.filter(({ status, destination }) => status !== 200 || destination !== 'lan')
    expect(wrong.map(({ request, status, destination }) => ({ name: request.name, status, destination }))).toEqual([])
    const heard = nodes.get('up')?.bytes() ?? Buffer.alloc(0)
    expect(canariesIn(heard).length).toBe(requests.length)
    expect(cloud.received.length).toBe(1)
  }, 60_000)

  test.each(STATES.filter((state) => state !== 'up' && state !== 'reloads').map((state) => ({ state })))(
    'while its node $state',
    async ({ state }) => {
      // A node that fails is soon rested. A reload forgets that, so that prompts go on meeting the failure.
      const forgetting = setInterval(() => cordon.process.kill('SIGHUP'), 50)
      const answered = await sendAll(state).finally(() => clearInterval(forgetting))
      expect(answered.length).toBe(requests.length * 2)
      // A stream that has begun is cut off with an error; everything else is told that there was no answer.
      const served = answered.filter(({ status, text }) => status === 200 && !/error|broken off/.test(text))
      expect(served.map(({ request }) => request.name)).toEqual([])
      expect([...new Set(answered.map(({ destination }) => destination))]).not.toContain('openrouter')
      expect(cloud.received.length).toBe(1)
      // The failure was met, and not only avoided.
      const heard = nodes.get(state)?.bytes() ?? Buffer.alloc(0)
      if (MET.includes(state)) expect(canariesIn(heard).length).toBeGreaterThan(requests.length / 3)
    },
    60_000,
  )

  test('while policy and configuration are read again, valid and broken in turn', async () => {
    const file = join(cordon.dir, 'policy.yaml')
    const good = readFileSync(file, 'utf8')
    let turn = 0
    const reloading = setInterval(() => {
      turn += 1
      writeFileSync(file, turn % 2 === 0 ? good : good.replace('pinFrom: restricted', 'pinFrom: nowhere'))
      cordon.process.kill('SIGHUP')
    }, 40)
    try {
      const answered = await sendAll('reloads')
      expect(answered.filter(({ status, destination }) => status !== 200 || destination !== 'lan')).toEqual([])
    } finally {
      clearInterval(reloading)
      writeFileSync(file, good)
      cordon.process.kill('SIGHUP')
    }
    expect(turn).toBeGreaterThan(3)
    expect(cloud.received.length).toBe(1)
  }, 60_000)
})

describe('nothing of a prompt is left behind', () => {
  test('no canary is in any byte that the cloud heard', () => expect(canariesIn(cloud.bytes())).toEqual([]))

  test('no canary is in the log', () => expect(canariesIn(cordon.output())).toEqual([]))

  test('no canary is in the ledger, the configuration folder or a temporary file', () => {
    const files = filesIn(cordon.dir)
    expect(files.some(({ path }) => path.endsWith('.jsonl'))).toBe(true)
    expect(files.flatMap(({ path, bytes }) => canariesIn(bytes).map((canary) => `${canary} in ${path}`))).toEqual([])
  })

  test('no canary is in an error or a header', async () => {
    const answered = await sendAll('down')
    expect(canariesIn(answered.map(({ text, headers }) => text + headers).join('\n'))).toEqual([])
  }, 60_000)

  test('every request has its decision in the ledger, and none names the cloud', () => {
    const decisions = recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision')
    const restricted = decisions.filter(({ level }) => level === 'restricted')
    expect(restricted.length).toBe(requests.length * 2 * (STATES.length + 1))
    expect(restricted.filter((record) => JSON.stringify(record['destination']).includes('openrouter'))).toEqual([])
  })
})
