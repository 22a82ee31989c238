/**
 * How long others wait while prompts of 1 MB are looked at, with threads and without:
 *
 *     npm run bench:loop            [-- --seconds 5] [-- --json]
 *
 * Long prompts, each of its own text, come one after the other, four at a time; beside them short ones. Prints the delay of the
 * event loop (`monitorEventLoopDelay`, read every millisecond, which is taken off) and how many prompts were answered.
 */
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { createPatientDetect } from '../src/detect/detect.ts'
import type { PatientDetect } from '../src/detect/detect.ts'
import { DETECTORS } from '../src/detect/detectors.ts'
import type { Answered } from '../src/detect/run.ts'
import { createSegmentCache } from '../src/detect/segment-cache.ts'
import { createThreadedDetect, LOOK_THREAD } from '../src/detect/threaded-detect.ts'
import type { LookJob } from '../src/detect/threaded-detect.ts'
import { createThreads } from '../src/detect/threads.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
})
const SIZE = 1_000_000
const AT_ONCE = 4
const SHORT_EVERY = 10

const PROSE = (i: number) =>
  `The committee met for the ${String(i)}th time to decide how the old harbour should be used. Nobody had expected the ferries
to stop, and yet the timetable had been thinning for years. What remains is a long quay, two warehouses and a crane. `
const LOG = (i: number) =>
  `{"level":"info","at":"2026-03-0${String(1 + (i % 9))}T10:00:00Z","request":"r-${String(i)}","path":"/v1/items","ms":${String(i % 90)}}\n`
const DENSE = (i: number) =>
  `Maria Schneider, born ${String(10 + (i % 18))}.03.1980, lives at ${String(i + 1)} Oak Lane, m${String(i)}@acme.com, ` +
  `MRN 123456${String(10 + (i % 90))}, card 4539 1488 0343 6467\n`
const KINDS = { prose: PROSE, 'JSON logs': LOG, 'dense with personal data': DENSE }

let drawn = 0
/** About as many characters as asked for, never the same twice. */
function made(make: (i: number) => string, size: number): string {
  const parts: string[] = []
  for (let length = 0; length < size; length += parts.at(-1)?.length ?? 0) parts.push(make(drawn++))
  return parts.join('')
}

const promptOf = (text: string) => ({
  segments: [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text }],
})

const options = () => ({
  detectors: DETECTORS,
  now: () => performance.now(),
  budgetMs: 60_000,
  cache: createSegmentCache(),
  rest: () => new Promise<void>((done) => setImmediate(done)),
  sliceMs: 5,
})

/** Looks at prompts for so many seconds, and tells what the loop had to wait meanwhile. */
async function measure(detect: PatientDetect, make: (i: number) => string) {
  const texts = Array.from({ length: 8 }, () => made(make, SIZE))
  await detect(promptOf(`${String(drawn++)} ${texts[0] ?? ''}`)) // threads are started, code is compiled
  const counts = { long: 0, short: 0, failed: 0 }
  const end = performance.now() + Number(values.seconds) * 1_000
  const loop = monitorEventLoopDelay({ resolution: 1 })
  const ask = async (kind: 'long' | 'short', text: string) => {
    counts.failed += (await detect(promptOf(text))).failed.length
    counts[kind]++
  }
  const long = async () => {
    while (performance.now() < end) await ask('long', `${String(drawn++)} ${texts[drawn % texts.length] ?? ''}`)
  }
  const short = async () => {
    while (performance.now() < end) {
      await new Promise((done) => setTimeout(done, SHORT_EVERY))
      await ask('short', made(make, 1_000))
    }
  }
  loop.enable()
  await Promise.all([...Array.from({ length: AT_ONCE }, long), short()])
  loop.disable()
  const ms = (ns: number) => Math.max(0, ns / 1e6 - 1)
  return { p50: ms(loop.percentile(50)), p99: ms(loop.percentile(99)), max: ms(loop.max), ...counts }
}

const rows = []
for (const [kind, make] of Object.entries(KINDS)) {
  rows.push({ kind, how: 'without threads', ...(await measure(createPatientDetect(options()), make)) })
  const count = Math.max(1, Math.min(4, availableParallelism() - 1))
  const threads = createThreads<LookJob, readonly Answered[]>({ entry: LOOK_THREAD, count, limitMs: 60_000 })
  const threaded = createThreadedDetect({ ...options(), threads, leastChars: 16_384 })
  rows.push({ kind, how: `${String(count)} threads`, ...(await measure(threaded, make)) })
  await threads.close()
}

if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
else {
  const line = (cells: readonly string[]) =>
    `${(cells[0] ?? '').padEnd(44)}${cells.slice(1).map((cell) => cell.padStart(10)).join('')}\n` // prettier-ignore
  process.stdout.write(line(['1 MB prompts, four at a time', 'p50 ms', 'p99 ms', 'max ms', 'long', 'short', 'failed']))
  for (const { kind, how, p50, p99, max, long, short, failed } of rows)
    process.stdout.write(
      line([`${kind}, ${how}`, ...[p50, p99, max].map((ms) => ms.toFixed(1)), ...[long, short, failed].map(String)]),
    )
}
