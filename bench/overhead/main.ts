/**
 * What Cordon costs, in one run side by side: straight to the upstream, through a bare express + http-proxy-middleware, and
 * through Cordon with everything on (token, reading, detection, decision, durable record). Ratios are what counts: figures
 * of different runs or machines do not compare. Processor time is that of the server's process, all threads together.
 *
 *     npm run -s bench:overhead -- [--seconds 4] [--rounds 5] [--concurrency 8] [--warm 20] [--fresh] [--rate 1000] [--json]
 *
 * `--warm`: seconds under load before anything counts, for each in turns of a second. The engine compiles what is called often, and is at it for
 * the first ten thousand requests or so; what those cost stands in a line of its own.
 * `--fresh`: each request has a text that none had before it, so that detection remembers nothing of it.
 * `--rate`: requests come at this rate in place of one after the other, and their times run from when they were due.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { arrive } from './arrivals.ts'
import type { Arrived } from './arrivals.ts'
import { load } from './load.ts'
import type { Measured } from './load.ts'
import { BODY_BYTES, requestsFor } from './prompt.ts'
import { NAMES, startSubjects } from './subjects.ts'
import type { Name } from './subjects.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '20' },
    concurrency: { type: 'string', default: '8' },
    fresh: { type: 'boolean', default: false },
    rate: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const concurrency = Number(values.concurrency)
const rounds = Number(values.rounds)
const ms = Number(values.seconds) * 1000
const warm = Number(values.warm)
const rate = values.rate === undefined ? null : Number(values.rate)

/** Title, field, digits. */
type Column = readonly [string, string, number]
const CLOSED: readonly Column[] = [['requests/s', 'perSecond', 0], ['p50 ms', 'p50', 2], ['p99 ms', 'p99', 2], ['CPU µs', 'cpuMicros', 0]] // prettier-ignore
const OPEN: readonly Column[] = [['answered', 'answered', 0], ['failed', 'failed', 0], ['behind', 'behind', 0], ['left', 'left', 0], ['at once', 'most', 0], ['late ms', 'lateMs', 1], ['p50 ms', 'p50', 2], ['p99 ms', 'p99', 2], ['CPU µs', 'cpuMicros', 0]] // prettier-ignore

/** Seconds' worth of requests that may be under way at the end: with more, they pile up. */
const ENOUGH = 0.1

type Cost = { readonly cpuMicros: number }
type Result = Cost & (Measured | Arrived)

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const subjects = await startSubjects()
const results: Record<Name, Result[]> = { direct: [], bare: [], cordon: [] }
const requests = Object.fromEntries(
  NAMES.map((name) => [name, requestsFor(subjects.of[name].port, subjects.token, values.fresh)]),
) as Record<Name, () => Buffer>

async function measure(name: Name): Promise<Result> {
  const { port, cpuMs } = subjects.of[name]
  const before = cpuMs()
  const request = requests[name]
  const measured = await (rate === null
    ? load({ port, request, concurrency, ms })
    : arrive({ port, request, rate, ms }))
  const after = cpuMs()
  const spent = before === null || after === null ? Number.NaN : after - before
  return { ...measured, cpuMicros: (spent * 1000) / measured.answered }
}

/** A second of load. Gives the processor time of each request. */
async function warmUp(name: Name): Promise<number> {
  const { port, cpuMs } = subjects.of[name]
  const before = cpuMs()
  const { answered } = await load({ port, request: requests[name], concurrency, ms: 1000 })
  const after = cpuMs()
  return before === null || after === null ? Number.NaN : ((after - before) * 1000) / answered
}

const warming: number[] = []
try {
  for (let second = 0; second < warm; second += 1)
    for (const name of NAMES) {
      const micros = await warmUp(name)
      if (name === 'cordon') warming.push(micros)
    }
  for (let round = 0; round < rounds; round += 1) {
    if (!values.json) process.stderr.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    for (const name of NAMES) results[name].push(await measure(name))
  }
} finally {
  await subjects.stop()
}

const of = (name: Name, what: string) =>
  median(results[name].map((result) => Number((result as Readonly<Record<string, unknown>>)[what])))
const added = (what: string) => of('cordon', what) - of('direct', what)

if (values.json)
  process.stdout.write(`${JSON.stringify({ concurrency, rate, fresh: values.fresh, rounds, warming, results })}\n`)
else tell()

function tell(): void {
  const how = rate === null ? `concurrency ${values.concurrency}` : `${String(rate)} requests/s as they come`
  const text = values.fresh ? 'each with a text of its own' : 'all with the same text'
  const machine = `node ${process.version}, ${String(availableParallelism())} cores for everything`
  process.stdout.write(
    `\nmedians of ${String(rounds)} rounds of ${values.seconds} s, ${how}, bodies of ${String(BODY_BYTES)} bytes, ${text}, ${machine}\n\n`,
  )
  const columns = rate === null ? CLOSED : OPEN
  const line = (name: string, cells: readonly string[]) =>
    process.stdout.write(`${name.padEnd(8)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
  line('', columns.map(([title]) => title)) // prettier-ignore
  for (const name of NAMES) line(name, columns.map(([, what, digits]) => of(name, what).toFixed(digits))) // prettier-ignore
  const told = warming.map((micros) => micros.toFixed(0)).join(' ')
  if (warm > 0) process.stdout.write(`\ncordon, CPU µs in each second of the warm-up: ${told}\n`)
  const cpu = of('bare', 'cpuMicros') / of('cordon', 'cpuMicros')
  process.stdout.write(`\nbare ÷ cordon, processor time:    ${cpu.toFixed(2)}\n`)
  if (rate === null) {
    const ratio = of('cordon', 'perSecond') / of('bare', 'perSecond')
    process.stdout.write(`cordon ÷ bare, requests/s:        ${ratio.toFixed(2)}   (target: at least 0.50)\n`)
    process.stdout.write(`cordon − direct, median latency:  ${added('p50').toFixed(2)} ms (target: at most 1.50)\n`)
    return
  }
  process.stdout.write(`cordon − direct, p50:             ${added('p50').toFixed(2)} ms\n`)
  process.stdout.write(`cordon − direct, p99:             ${added('p99').toFixed(2)} ms\n`)
  for (const name of NAMES) {
    const isHeld = of(name, 'failed') + of(name, 'left') === 0 && of(name, 'behind') <= rate * ENOUGH
    if (!isHeld)
      process.stdout.write(`${name} did not hold the rate: its times say how long the bench lasted, and no more.\n`)
  }
}
