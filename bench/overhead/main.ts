/**
 * What Cordon costs, in one run side by side: straight to the upstream, through a bare express + http-proxy-middleware, and
 * through Cordon with everything on (token, reading, detection, decision, durable record). Ratios are what counts: figures
 * of different runs or machines do not compare.
 *
 *     npm run -s bench:overhead -- [--seconds 4] [--rounds 5] [--concurrency 8] [--json]
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { removeDir, startCordon } from '../../test/harness/cordon.ts'
import { load } from './load.ts'
import type { Measured } from './load.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
})
const concurrency = Number(values.concurrency)
const rounds = Number(values.rounds)
const ms = Number(values.seconds) * 1000

const PROMPT = `We are planning the spring release of our reporting module. Please read the notes below and write a short summary for
the team: what changes, what stays, and what we should test first. Keep it friendly and plain.

The import of large spreadsheets was slow because each row was checked on its own. Rows are now checked in groups of
500, which made the usual file of 40,000 rows about 9 times faster. The export has a new option for dates:
people can choose between the order of their own country and the international one. The colours of the charts were changed
so that they can be told apart by everyone, and the legend can be moved. Two reports that nobody had opened for a year are
gone; whoever misses them can ask for them until the end of the quarter. Open questions: should the old date order stay the
default, and who tells the customers about the two reports? The meeting is on Tuesday at ten.`

const body = JSON.stringify({
  model: 'bench',
  messages: [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: PROMPT },
  ],
  temperature: 0.2,
})

const started: ChildProcess[] = []

/** Starts a file of this folder and resolves with the port that it prints. */
function start(file: string, ...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [resolve('bench/overhead', file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  return new Promise((done, fail) => {
    child.stdout?.once('data', (chunk: Buffer) => done(Number(chunk.toString().trim())))
    child.once('exit', () => fail(new Error(`${file} ended`)))
  })
}

function request(port: number, token: string): Buffer {
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    `Host: 127.0.0.1:${String(port)}`,
    'Content-Type: application/json',
    `Authorization: Bearer ${token}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const upstream = await start('upstream.ts')
const bare = await start('bare.ts', String(upstream))
const cordon = await startCordon({
  policy: readFileSync('policies/default.yaml', 'utf8'),
  env: { OPENROUTER_API_KEY: 'none' },
  yaml: `destinations:
  lan: { nodes: [{ name: bench, url: "http://127.0.0.1:${String(upstream)}", kind: openai, models: [bench], parallel: 256 }] }
  openrouter: { url: https://openrouter.ai/api/v1, apiKeyEnv: OPENROUTER_API_KEY }
models: { bench: [{ destination: lan, model: bench }] }
`,
})
const token = await cordon.token()
const ports = { direct: upstream, bare, cordon: Number(new URL(cordon.url).port) }
type Name = keyof typeof ports
const names = Object.keys(ports) as Name[]
const results: Record<Name, Measured[]> = { direct: [], bare: [], cordon: [] }

try {
  for (const name of names)
    await load({ port: ports[name], request: request(ports[name], token), concurrency, ms: 2000 })
  for (let round = 0; round < rounds; round += 1) {
    if (!values.json) process.stderr.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    for (const name of names) {
      results[name].push(await load({ port: ports[name], request: request(ports[name], token), concurrency, ms }))
    }
  }
} finally {
  await cordon.stop()
  for (const child of started) child.kill()
  removeDir(cordon.dir)
}

const of = (name: Name, what: 'perSecond' | 'p50' | 'p99') => median(results[name].map((measured) => measured[what]))
const ratio = of('cordon', 'perSecond') / of('bare', 'perSecond')
const added = of('cordon', 'p50') - of('direct', 'p50')

if (values.json) {
  process.stdout.write(`${JSON.stringify({ concurrency, rounds, results, ratio, added })}\n`)
} else {
  const row = (name: Name) =>
    `${name.padEnd(8)} ${of(name, 'perSecond').toFixed(0).padStart(10)} ${of(name, 'p50').toFixed(2).padStart(9)} ${of(name, 'p99').toFixed(2).padStart(9)}\n`
  process.stdout.write(
    `\nmedians of ${String(rounds)} rounds of ${values.seconds} s, concurrency ${values.concurrency}, body ${String(body.length)} bytes, `,
  )
  process.stdout.write(`node ${process.version}, ${String(availableParallelism())} cores for everything\n\n`)
  process.stdout.write(`${''.padEnd(8)} ${'requests/s'.padStart(10)} ${'p50 ms'.padStart(9)} ${'p99 ms'.padStart(9)}\n`)
  for (const name of names) process.stdout.write(row(name))
  process.stdout.write(`\ncordon ÷ bare, requests/s:        ${ratio.toFixed(2)}   (target: at least 0.50)\n`)
  process.stdout.write(`cordon − direct, median latency:  ${added.toFixed(2)} ms (target: at most 1.50)\n`)
}
