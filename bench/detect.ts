/**
 * What detection costs, beside redact-pii and JSON.parse on the same texts in the same run:
 *
 *     node scripts/run.js bench/detect.ts
 *
 * Prints milliseconds per KB of text (the fastest of several rounds) and how many times redact-pii's and JSON.parse's that is;
 * then what one turn more of a long conversation costs, without a cache and with one that knows the turns before.
 */
import redactPii from 'redact-pii'
import { createDetect } from '../src/detect/detect.ts'
import { DETECTORS } from '../src/detect/detectors.ts'
import { createSegmentCache } from '../src/detect/segment-cache.ts'
import type { Segment } from '../src/terms/prompt.ts'

const PROSE = `The committee met again in the autumn to decide how the old harbour should be used. Nobody had expected the ferries to
stop, and yet the timetable had been thinning for years. What remains is a long quay, two warehouses and a crane that is too
expensive to move. Some would like to see a market there; others want housing, or simply a place to sit. The report, which runs
to forty pages, lists what each of these would cost and who would have to pay for it. It does not say which one is best. `
const CODE = `export function fitting(items, limit) {
  let left = limit
  const over = items.findIndex(({ text }) => (left -= text.length) < 0)
  // Everything up to the first item that no longer fits.
  return over === -1 ? items : items.slice(0, over)
}
const colours = { accent: '#3366ff', muted: '#99a', retries: 3, timeoutMs: 30_000 }\n`
const dense = (i: number) =>
  `Maria Schneider, born ${String(10 + (i % 18))}.03.1980, lives at ${String(i + 1)} Oak Lane, phone 212-736-50${String(10 + (i % 90))}, ` +
  `m${String(i)}@acme.com, MRN 123456${String(10 + (i % 90))}, card 4111 1111 1111 1111\n`

const repeated = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
const TEXTS: Readonly<Record<string, string>> = {
  'a short prompt (200 characters)': PROSE.slice(0, 200),
  'prose, 1 KB': repeated(PROSE, 1024),
  'prose, 10 KB': repeated(PROSE, 10_240),
  'prose, 100 KB': repeated(PROSE, 102_400),
  'code, 10 KB': repeated(CODE, 10_240),
  'dense with personal data, 10 KB': Array.from({ length: 90 }, (_, i) => dense(i))
    .join('')
    .slice(0, 10_240),
}

const detect = createDetect({ detectors: DETECTORS, now: () => performance.now() })
const redactor = new redactPii.SyncRedactor()

/** Milliseconds for one call: the fastest of seven rounds of at least 40 ms, after warming up. */
function fastest(call: () => unknown): number {
  const round = (): number => {
    let calls = 0
    const from = performance.now()
    do {
      call()
      calls++
    } while (performance.now() - from < 40)
    return (performance.now() - from) / calls
  }
  for (let i = 0; i < 3; i++) round()
  return Math.min(...Array.from({ length: 7 }, round))
}

const row = (cells: readonly string[]) =>
  `${(cells[0] ?? '').padEnd(34)}${cells
    .slice(1)
    .map((cell) => cell.padStart(14))
    .join('')}\n`
process.stdout.write(row(['', 'ms', 'ms per KB', '÷ redact-pii', '÷ JSON.parse']))
for (const [name, text] of Object.entries(TEXTS)) {
  const segments = [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text }]
  const json = JSON.stringify({ text })
  // A new segment each time, as every request brings its own: nothing is remembered from one call to the next.
  const ours = fastest(() => detect({ segments: segments.map((segment) => ({ ...segment })) }))
  const theirs = fastest(() => redactor.redact(text))
  const parse = fastest(() => JSON.parse(json) as unknown)
  const numbers = [ours, (ours / text.length) * 1024].map((ms) => ms.toFixed(3))
  process.stdout.write(row([name, ...numbers, (ours / theirs).toFixed(2), (ours / parse).toFixed(0)]))
}

/** Turns of a conversation, each about as long as people and models write. */
const turnOf = (i: number): string => {
  const head = `Turn ${String(i)}. `
  if (i % 10 === 9) return head + dense(i)
  return (
    head +
    (i % 2 === 0
      ? PROSE.slice(0, 60 + ((i * 53) % 400))
      : repeated(i % 6 === 1 ? CODE : PROSE, 400 + ((i * 211) % 1600)))
  )
}
const conversation = (turns: number): Segment[] =>
  Array.from({ length: turns }, (_, i) => ({
    path: `/messages/${String(i)}/content`,
    role: i % 2 === 0 ? 'user' : 'assistant',
    kind: 'value',
    text: turnOf(i),
  }))

/** Milliseconds for each of some conversations in turn, the fastest of several rounds: the median of the last ten of them. */
function perTurn(turns: number, make: () => typeof detect): number {
  const rounds = Array.from({ length: 9 }, () => {
    const look = make()
    return Array.from({ length: turns }, (_, i) => {
      const segments = conversation(i + 1)
      const from = performance.now()
      look({ segments })
      return performance.now() - from
    })
  })
  const fast = Array.from({ length: turns }, (_, i) => Math.min(...rounds.map((round) => round[i] ?? Infinity)))
  return fast.slice(-10).sort((a, b) => a - b)[5] ?? Infinity
}

const options = { detectors: DETECTORS, now: () => performance.now() }
process.stdout.write(
  `\n${row(['one turn more of a conversation', 'KB before', 'no cache, ms', 'cached, ms', 'ratio'])}`,
)
for (const turns of [10, 60, 240]) {
  const size = conversation(turns).reduce((sum, { text }) => sum + text.length, 0) / 1024
  const without = perTurn(turns, () => detect)
  const cached = perTurn(turns, () => createDetect({ ...options, cache: createSegmentCache() }))
  const cells = [size.toFixed(0), without.toFixed(2), cached.toFixed(2), (without / cached).toFixed(1)]
  process.stdout.write(row([`${String(turns)} turns`, ...cells]))
}
