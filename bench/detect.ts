/**
 * What detection costs with every built-in detector, on one core, beside redact-pii and JSON.parse on the same texts in the same run:
 *
 *     npm run -s bench:detect               [-- --json]
 *
 * Prints MB of text per second of one thread's computing time (the fastest of several rounds) for four kinds of text from 1 KB to 10 MB; how many times as fast as
 * redact-pii that is, and how many times as long as JSON.parse it takes; then texts of 10 MB that are planted to be slow, per byte beside
 * prose; then what one turn more of a conversation costs. redact-pii takes quadratic time on some texts: it gets 100 KB at most, and its
 * speed there stands for larger ones. Exit code 1 when a ratio is broken: when a byte of 10 MB costs more than twice as much as one
 * of 10 KB, or a planted one more than ten times as much as one of prose. Speeds alone break nothing: they are the machine's.
 */
import redactPii from 'redact-pii'
import { createDetect } from '../src/detect/detect.ts'
import { DETECTORS } from '../src/detect/detectors.ts'
import { oneTurnMore } from './detect-conversation.ts'
import { KINDS, PLANTED } from './detect-texts.ts'

const KB = 1024
const SIZES = [KB, 10 * KB, 100 * KB, KB * KB, 10 * KB * KB]
const LARGEST = 10 * KB * KB
const MOST_FOR_REDACT_PII = 100 * KB
const MOST_GROWTH = 2
const MOST_PLANTED = 10

const options = { detectors: DETECTORS, now: () => performance.now(), budgetMs: Infinity, maxChars: Infinity }
const detect = createDetect(options)
const redactor = new redactPii.SyncRedactor()

/** Milliseconds that this thread was computing: what else the machine does counts little. */
function computed(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Milliseconds for one call: the fastest of up to seven rounds of at least 40 ms, within about half a second. */
function fastest(call: () => unknown): number {
  const round = (): number => {
    let calls = 0
    const from = computed()
    do {
      call()
      calls++
    } while (computed() - from < 40)
    return (computed() - from) / calls
  }
  const from = computed()
  let best = round()
  for (let i = 0; i < 7 && computed() - from < 500; i++) best = Math.min(best, round())
  return best
}

/** A new segment each time, as every request brings its own: nothing is remembered from one call to the next. */
const look = (text: string) =>
  detect({ segments: [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text }] })

const mbPerSecond = (length: number, ms: number): number => length / KB / KB / (ms / 1_000)

type Row = {
  readonly kind: string
  readonly bytes: number
  readonly ms: number
  readonly mbPerSecond: number
  /** How many times as fast as redact-pii, and how many times as long as JSON.parse. */
  readonly timesRedactPii: number
  readonly timesJsonParse: number
}

function rowsOf({ name, make }: (typeof KINDS)[number]): readonly Row[] {
  let theirs = 0
  return SIZES.map((bytes) => {
    const text = make(bytes)
    const json = JSON.stringify({ text })
    const ms = fastest(() => look(text))
    if (bytes <= MOST_FOR_REDACT_PII)
      theirs = mbPerSecond(
        bytes,
        fastest(() => redactor.redact(text)),
      )
    const parse = fastest(() => JSON.parse(json) as unknown)
    const speed = mbPerSecond(bytes, ms)
    return { kind: name, bytes, ms, mbPerSecond: speed, timesRedactPii: speed / theirs, timesJsonParse: ms / parse }
  })
}

for (const { make } of [...KINDS, ...PLANTED]) fastest(() => look(make(2 * KB))) // compiled before anything is measured
const rows = KINDS.flatMap(rowsOf)

const perByte = (kind: string | undefined, bytes: number): number => {
  const row = rows.find((row) => row.kind === kind && row.bytes === bytes)
  return (row?.ms ?? 0) / bytes
}
const growth = KINDS.map(({ name }) => ({ kind: name, times: perByte(name, LARGEST) / perByte(name, 10 * KB) }))
const planted = PLANTED.map(({ name, make }) => {
  const text = make(LARGEST)
  let isAll = true
  const ms = fastest(() => (isAll = look(text).failed.length === 0))
  return {
    kind: name,
    mbPerSecond: mbPerSecond(LARGEST, ms),
    timesProse: ms / LARGEST / perByte(KINDS[0]?.name, LARGEST),
    isAll,
  }
})
const turns = oneTurnMore(options)
const isBroken =
  growth.some(({ times }) => times > MOST_GROWTH) || planted.some(({ timesProse }) => timesProse > MOST_PLANTED)

const sized = (bytes: number): string =>
  bytes < KB * KB ? `${String(bytes / KB)} KB` : `${String(bytes / KB / KB)} MB`
const print = (cells: readonly string[]) =>
  process.stdout.write(
    `${(cells[0] ?? '').padEnd(34)}${cells
      .slice(1)
      .map((cell) => cell.padStart(14))
      .join('')}\n`,
  )

function printAll(): void {
  print(['', 'MB/s', 'ms', '× redact-pii', '÷ JSON.parse'])
  for (const { kind, bytes, ms, mbPerSecond, timesRedactPii, timesJsonParse } of rows)
    print([
      `${kind}, ${sized(bytes)}`,
      mbPerSecond.toFixed(2),
      ms.toFixed(3),
      `${timesRedactPii.toFixed(1)}${bytes > MOST_FOR_REDACT_PII ? '*' : ''}`,
      timesJsonParse.toFixed(0),
    ])
  process.stdout.write('* beside the speed of redact-pii on 100 KB\n\n')
  print(['a byte of 10 MB beside one of 10 KB', 'times', `(${String(MOST_GROWTH)} at most)`])
  for (const { kind, times } of growth) print([kind, times.toFixed(2)])
  process.stdout.write('\n')
  print(['10 MB of', 'MB/s', '÷ prose', `(${String(MOST_PLANTED)} at most)`])
  for (const { kind, mbPerSecond, timesProse, isAll } of planted)
    print([kind, mbPerSecond.toFixed(2), timesProse.toFixed(2), isAll ? '' : 'refused'])
  process.stdout.write('\n')
  print(['one turn more of a conversation', 'KB before', 'no cache, ms', 'cached, ms', 'ratio'])
  for (const { turns: count, kb, withoutMs, cachedMs } of turns)
    print([
      `${String(count)} turns`,
      kb.toFixed(0),
      withoutMs.toFixed(2),
      cachedMs.toFixed(2),
      (withoutMs / cachedMs).toFixed(1),
    ])
}

if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ rows, growth, planted, turns, isBroken })}\n`)
else printAll()
if (isBroken) {
  process.stderr.write('a ratio is broken: a byte of more text, or of planted text, costs too much\n')
  process.exitCode = 1
}
