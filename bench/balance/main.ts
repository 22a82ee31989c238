/**
 * How well Cordon spreads requests over unequal nodes, beside nginx in the same run, with the same nodes and the same time
 * after which a node is given up:
 *
 *     npm run -s bench:balance -- [--seconds 30] [--rate 24] [--nginx /usr/sbin/nginx] [--json]
 *
 * 1. `unequal`: a fast node, a slow one, and one that stalls: it answers looks, and never a prompt. Requests come at random times.
 * 2. `dies`: three nodes, one of which is killed half way. Every request must be answered.
 * 3. `turns`: conversations of five turns over six nodes, each of whose caches holds less than a third of them. The nodes count what they had cached.
 */
import { spawnSync } from 'node:child_process'
import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { cordonOver, nginxOver, startNode, stopNodes } from './subjects.ts'
import type { BenchNode, Subject } from './subjects.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '24' },
    nginx: { type: 'string', default: 'nginx' },
    json: { type: 'boolean', default: false },
  },
})
const ms = Number(values.seconds) * 1000
const rate = Number(values.rate)
const SLOTS = 4
const ROOM = '60000'

type Message = { readonly role: string; readonly content: string }
const agent = new Agent({ keepAlive: true, maxSockets: 1000, timeout: 30_000 })

/** Milliseconds until the whole of an answer is there; null for any answer but 200, and for none. */
function ask(
  { url, headers }: Subject,
  messages: readonly Message[],
  hear: (text: string) => void = () => {},
): Promise<number | null> {
  const body = JSON.stringify({ model: 'bench', messages })
  const began = performance.now()
  return new Promise((done) => {
    const asked = request(url, { method: 'POST', agent, headers: { ...headers, 'content-type': 'application/json' } })
    asked.on('error', () => done(null))
    asked.on('response', (response) => {
      response.on('error', () => done(null))
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        if (response.statusCode !== 200) return done(null)
        done(performance.now() - began)
        hear(Buffer.concat(chunks).toString('utf8'))
      })
    })
    asked.end(body)
  })
}

const pause = (time: number) => new Promise((done) => setTimeout(done, time))
const words = (size: number, of: number) => `${String(of)} ${'word '.repeat(size / 5)}`

/** The same arrivals for every subject: random, and not the same distance apart. */
function arrivals(): readonly number[] {
  let seed = 42
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const times: number[] = []
  for (let at = 0; at < ms; at += (-Math.log(1 - random()) / rate) * 1000) times.push(at)
  return times
}

async function spread(subject: Subject, halfway: () => void = () => {}) {
  const began = performance.now()
  const asked: Promise<number | null>[] = []
  const half = setTimeout(halfway, ms / 2)
  for (const [index, at] of arrivals().entries()) {
    await pause(Math.max(0, at - (performance.now() - began)))
    asked.push(ask(subject, [{ role: 'user', content: words(200, index) }]))
  }
  const all = await Promise.all(asked)
  clearTimeout(half)
  const took = all.filter((it) => it !== null).toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN)
  const late = took.filter((it) => it > 1_900).length
  return { requests: all.length, late, lost: all.length - took.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

async function turns(subject: Subject, nodes: readonly BenchNode[]) {
  const system = { role: 'system', content: words(200, 0) }
  const converse = async (who: number) => {
    const messages: Message[] = [system]
    for (let turn = 0; turn < 5; turn += 1) {
      messages.push({ role: 'user', content: words(400, who * 100 + turn) })
      await ask(subject, messages, (text) => {
        const { choices } = JSON.parse(text) as { choices: readonly { message: Message }[] }
        if (choices[0] !== undefined) messages.push(choices[0].message)
      })
      await pause(50 + ((who * 37 + turn * 11) % 100))
    }
  }
  await Promise.all(Array.from({ length: 48 }, (_, who) => pause(who * 20).then(() => converse(who))))
  const stats = await Promise.all(
    nodes.map(async ({ port }) => (await (await fetch(`http://127.0.0.1:${String(port)}/stats`)).json()) as { requests: number; hit: number; asked: number }), // prettier-ignore
  )
  const sum = (what: 'requests' | 'hit' | 'asked') => stats.reduce((all, one) => all + one[what], 0)
  return { requests: sum('requests'), hits: Math.round((sum('hit') / sum('asked')) * 1000) / 1000 }
}

type Make = (nodes: readonly BenchNode[]) => Promise<Subject>

async function over<T>(
  kinds: readonly (readonly string[])[],
  make: Make,
  run: (subject: Subject, nodes: readonly BenchNode[]) => Promise<T>,
): Promise<T> {
  // prettier-ignore
  const nodes = await Promise.all(kinds.map((args) => startNode(...args)))
  try {
    const subject = await make(nodes)
    try {
      await pause(300)
      return await run(subject, nodes)
    } finally {
      await subject.stop()
    }
  } finally {
    await stopNodes(nodes)
  }
}

const FAST = ['50', String(SLOTS), ROOM]
const SLOW = ['200', String(SLOTS), ROOM]
const STALLS = ['50', String(SLOTS), ROOM, 'stalls']
const TURN = ['30', String(SLOTS), ROOM]

async function measure(make: Make) {
  const unequal = await over([FAST, SLOW, STALLS], make, (subject) => spread(subject))
  const dies = await over([FAST, FAST, SLOW], make, (subject, nodes) =>
    spread(subject, () => nodes[0]?.process.kill('SIGKILL')),
  )
  return { unequal, dies, turns: await over([TURN, TURN, TURN, TURN, TURN, TURN], make, turns) }
}

const has = spawnSync(values.nginx, ['-v']).status === 0
if (!has) process.stderr.write('nginx is not there (Debian: apt install nginx, or --nginx): Cordon is measured alone\n')
const subjects: readonly (readonly [string, Make])[] = [
  ['cordon', (nodes) => cordonOver(nodes, SLOTS)],
  ...(has
    ? ([
        ['round robin', ''],
        ['least conn', 'least_conn;'],
      ].map(([name = '', method = '']) => [
        name,
        (nodes) => nginxOver(values.nginx, nodes, method),
      ]) satisfies (readonly [string, Make])[])
    : []),
]
const results: Record<string, Awaited<ReturnType<typeof measure>>> = {}
for (const [name, make] of subjects) results[name] = await measure(make)

if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`)
else {
  for (const [name, { unequal, dies, turns: talk }] of Object.entries(results)) {
    process.stdout.write(
      `${name.padEnd(12)} unequal p50 ${String(unequal.p50)} p95 ${String(unequal.p95)} p99 ${String(unequal.p99)} ms, ${String(unequal.late)} had to be given up, lost ${String(unequal.lost)} of ${String(unequal.requests)}` +
        ` · dies p99 ${String(dies.p99)} ms, lost ${String(dies.lost)} of ${String(dies.requests)} · turns ${(talk.hits * 100).toFixed(1)} % cached of ${String(talk.requests)} requests\n`,
    )
  }
}
agent.destroy()
