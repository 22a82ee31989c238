/**
 * Pinned prompts while their nodes are well, or fail in every way, with every packet of the machine counted. Each model's list
 * names the cloud too. No packet may go anywhere but to the LAN's range and to loopback, where the callers are: no
 * connection attempt, no DNS query, nothing. Run by run.ts, in a network namespace where every address is local.
 */
import assert from 'node:assert/strict'
import { lookup } from 'node:dns/promises'
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { fakeTgi } from '../../fakes/nodes/tgi.ts'
import { ollama } from '../../fakes/nodes/ollama.ts'
import type { Behaviour, FakeNode } from '../../fakes/openai-node.ts'
import { fakeNode } from '../../fakes/openai-node.ts'
import { removeDir, startCordon } from '../../harness/cordon.ts'
import type { Cordon } from '../../harness/cordon.ts'
import { sensitiveRequests } from '../prompts.ts'
import { outside, watch } from './capture.ts'
import type { Names } from './resolver.ts'
import { resolver } from './resolver.ts'

const LAN = '10.77.0.0/24'
const INSIDE = [LAN, '127.0.0.0/8', '::1/128']
const CLOUD = '203.0.113.80'
const AWAY = `http://${CLOUD}:8080/v1/chat/completions`
/** So many prompts per fault, each streamed and not. */
const PROMPTS = Number(process.env['CORDON_LEAK_PROMPTS'] ?? 40)

const error: Behaviour = { kind: 'custom', handle: ({ text }, res) => res.writeHead(500).end(JSON.stringify({ error: text })) } // prettier-ignore
const hints = { 'alt-svc': `h3="${CLOUD}:443"; ma=86400`, refresh: `0; url=${AWAY}`, link: `<${AWAY}>; rel=preload` }
const upgrade = `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`

/** How nodes at an address behave. */
const BEHAVE: Readonly<Record<string, Behaviour>> = {
  up: { kind: 'answer' },
  hinting: { kind: 'answer', headers: hints },
  failing: error,
  hanging: { kind: 'hang' },
  'hanging-midway': { kind: 'hang', after: 'half' },
  resetting: { kind: 'reset' },
  'resetting-midway': { kind: 'reset', after: 'half' },
  redirecting: { kind: 'redirect', to: AWAY, status: 307 },
  'redirecting-to-metadata': { kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data/', status: 302 },
  'redirecting-by-scheme': { kind: 'redirect', to: `//${CLOUD}:8080/v1/chat/completions`, status: 308 },
  upgrading: { kind: 'raw', bytes: upgrade },
  'another-protocol': { kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.9\r\n' },
  'another-model': { kind: 'answer', model: 'gpt-oss:120b-cloud' },
  down: { kind: 'answer' }, // stopped before the first prompt
}

/** Nodes that are named, and what their names come to at each question. The port is that of a node that is well. */
const NAMED: Readonly<Record<string, (turn: number) => readonly string[] | null>> = {
  'named-well': () => ['10.77.0.2'],
  'named-away': () => [CLOUD],
  'named-half-away': () => ['10.77.0.2', CLOUD],
  'named-flipping': (turn) => (turn % 2 === 0 ? ['10.77.0.2'] : [CLOUD]),
  'named-nowhere': () => [],
  'named-unanswered': () => null,
}

const turns = new Map<string, number>()
const names: Names = (name) => {
  if (name === 'cloud.test') return [CLOUD]
  const turn = turns.get(name) ?? 0
  turns.set(name, turn + 1)
  return NAMED[name.replace(/\.lan\.test$/, '')]?.(turn) ?? []
}

const nodes = new Map<string, FakeNode>()
const start = async (name: string, making: Promise<FakeNode>) => {
  const made = await making
  made.get['/v1/models'] = { object: 'list', data: [{ id: `model-${name}` }] }
  nodes.set(name, made)
}
const host = '10.77.0.2'
for (const [name, behaviour] of Object.entries(BEHAVE)) await start(name, fakeNode(behaviour, { host }))
await start('fetching', fakeTgi(host))
await start('passing-on', fakeNode({ kind: 'redirect', to: AWAY }, { host }))
Object.assign(nodes.get('passing-on')?.get ?? {}, ollama.gets, ollama.leaks[0]?.gets)
const cloud = await fakeNode({ kind: 'answer' }, { host: CLOUD, port: 8080 })
const dns = await resolver('10.77.0.53', names)

const kindOf = (name: string) => ({ fetching: 'tgi', 'passing-on': 'ollama' })[name] ?? 'vllm'
const port = (name: string) => String((nodes.get(name) ?? nodes.get('up'))?.port)
const FAULTS = [...nodes.keys(), ...Object.keys(NAMED)]
const yaml = [
  'destinations:',
  '  lan:',
  '    nodes:',
  ...[...nodes.keys()].map((name) => `      - { name: ${name}, url: "http://${host}:${port(name)}", kind: ${kindOf(name)}, models: [model-${name}], parallel: 64 }`), // prettier-ignore
  ...Object.keys(NAMED).map((name) => `      - { name: ${name}, url: "http://${name}.lan.test:${port(name)}", kind: vllm, models: [model-${name}], parallel: 64 }`), // prettier-ignore
  '  openrouter: { url: "http://cloud.test:8080/api/v1", apiKeyEnv: OPENROUTER_API_KEY }',
  'models:',
  ...FAULTS.flatMap((name) => {
    const lan = `{ destination: lan, model: model-${name}, timeout: 300ms }`
    const out = '{ destination: openrouter, model: maker/model, timeout: 5s }'
    return [`  lan/${name}: [${lan}, ${out}]`, `  out/${name}: [${out}, ${lan}]`]
  }),
  'route: { probe: 1s, failures: 100, cooldown: 100ms }',
].join('\n')

const policy = readFileSync('policies/default.yaml', 'utf8')
  .replace(
    'lan: { zone: lan, maxLevel: restricted }',
    `lan: { zone: lan, maxLevel: restricted, allowedCidrs: [${LAN}] }`,
  )
  .replace('hosts: [openrouter.ai]', `hosts: [cloud.test]\n    allowedCidrs: [${CLOUD}/32]`)
assert.ok(policy.includes(LAN) && policy.includes('cloud.test'), 'the default policy has changed')

const requests = sensitiveRequests(20261122)

/** A look at many prompts, spread over all that there are. */
const prompts = Array.from({ length: PROMPTS }, (_, i) => requests[Math.floor((i * requests.length) / PROMPTS)])

type Answered = { readonly status: number; readonly to: string | null }

async function ask(cordon: Cordon, model: string, stream: boolean, body: object, path: string): Promise<Answered> {
  const response = await cordon.ask({ model, stream, ...body }, { path })
  await response.text().catch(() => '') // broken off, as it should be
  return { status: response.status, to: response.headers.get('x-cordon-destination') }
}

/** Every prompt with both lists, one of them streamed; and one with image markup, for the node that fetches it. */
async function askAll(cordon: Cordon, fault: string): Promise<readonly Answered[]> {
  const markup = { messages: [{ role: 'user', content: `My SSN is 536-22-8726 ![x](http://${CLOUD}:8080/seen)` }] }
  const jobs = prompts.flatMap((request, index) =>
    [false, true].map((stream) => ({
      stream,
      model: `${stream === (index % 2 === 0) ? 'lan' : 'out'}/${fault}`,
      request,
    })),
  )
  const results: Answered[] = [await ask(cordon, `lan/${fault}`, false, markup, '/v1/chat/completions')]
  for (let at = 0; at < jobs.length; at += 16) {
    const some = jobs.slice(at, at + 16)
    const asked = some.map(({ stream, model, request }) => ask(cordon, model, stream, request?.body ?? {}, request?.path ?? '')) // prettier-ignore
    results.push(...(await Promise.all(asked)))
  }
  return results
}

/** Leaks that are planted, so that silence means something: with no listener, by UDP, over IPv6, and as a name. */
async function leak(): Promise<void> {
  const dialled = (port: number, host: string) =>
    new Promise<void>((done) =>
      connect(port, host)
        .on('error', () => done())
        .on('connect', () => done()),
    )
  await Promise.all([dialled(8443, '1.1.1.1'), dialled(9999, '2606:4700::1111')])
  const socket = createSocket('udp4')
  await new Promise((done) => socket.send('x', 443, '9.9.9.9', done))
  socket.close()
  await lookup('telemetry.example').catch(() => {})
}

const say = (text: string) => process.stdout.write(`${text}\n`)
const places = (flows: ReturnType<typeof outside>) => flows.map(({ to, port }) => `${to} ${String(port)}`).sort()

const planted = await watch(leak)
const caught = places(outside(planted.seen, INSIDE))
for (const place of ['1.1.1.1 8443', '2606:4700::1111 9999', '9.9.9.9 443']) assert.ok(caught.includes(place), place)
assert.ok(dns.asked.includes('telemetry.example'), 'the resolver of the test is not asked')

const cordon = await startCordon({ yaml, policy, env: { OPENROUTER_API_KEY: 'sk-test' } })
let bad = 0
try {
  await nodes.get('down')?.stop()
  dns.asked.length = 0

  let sent = 0
  for (const fault of FAULTS) {
    const { result, seen } = await watch(() => askAll(cordon, fault))
    cordon.process.kill('SIGHUP') // what has rested, or was found out, is met again
    sent += result.length
    const away = outside(seen, INSIDE)
    const served = result.filter(({ status, to }) => status === 200 && to !== 'lan')
    const statuses = [...new Set(result.map(({ status }) => status))].sort().join(' ')
    const wrong = away.length > 0 || served.length > 0 || seen.dropped > 0 || seen.others > 0
    if (wrong) bad += 1
    say(`${wrong ? 'LEAK ' : 'clean'} ${fault.padEnd(24)} ${String(result.length)} prompts, answered ${statuses}${wrong ? ` ${JSON.stringify({ away, served: served.length, ...seen, flows: undefined })}` : ''}`) // prettier-ignore
    if (['up', 'named-well', 'hinting'].includes(fault)) assert.equal(statuses, '200', `${fault} is well, and answers`)
  }
  assert.equal(cloud.connections(), 0, 'the cloud heard of a pinned prompt')
  const foreign = [...new Set(dns.asked)].filter((name) => !name.endsWith('.lan.test'))
  assert.deepEqual(foreign, [], 'names were asked for that no LAN node has')
  for (const fault of ['failing', 'redirecting']) assert.ok((nodes.get(fault)?.received.length ?? 0) > 0, `${fault} was met`) // prettier-ignore
  // Last, for its connection stays open for a while.
  const harmless = { messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }
  const open = await watch(() => ask(cordon, 'out/up', false, harmless, '/v1/chat/completions'))
  assert.deepEqual(open.result, { status: 200, to: 'openrouter' }, 'a harmless prompt reaches the cloud')
  assert.ok(places(outside(open.seen, INSIDE)).includes(`${CLOUD} 8080`), 'and is seen on its way')
  say(`${String(sent)} pinned prompts, ${String(FAULTS.length)} states of their node: ${String(bad)} with packets outside of ${LAN}`) // prettier-ignore
} finally {
  await cordon.stop()
  removeDir(cordon.dir)
  dns.stop()
  await Promise.all([...nodes.values(), cloud].map((fake) => fake.stop().catch(() => {})))
}
process.exitCode = bad === 0 ? 0 : 1
