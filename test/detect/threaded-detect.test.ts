import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import type { Answered } from '../../src/detect/run.ts'
import { createSegmentCache } from '../../src/detect/segment-cache.ts'
import type { Worked } from '../../src/detect/thread.ts'
import { createThreadedDetect, LOOK_THREAD } from '../../src/detect/threaded-detect.ts'
import type { LookJob, ThreadedOptions } from '../../src/detect/threaded-detect.ts'
import { createThreads } from '../../src/detect/threads.ts'
import { segment } from './look.ts'

const real = createThreads<LookJob, readonly Answered[]>({ entry: LOOK_THREAD, count: 2, limitMs: 60_000 })
afterAll(real.close)

const now = () => performance.now()
const detectWith = (options: Partial<ThreadedOptions> = {}) =>
  createThreadedDetect({
    detectors: DETECTORS,
    now,
    budgetMs: 60_000,
    rest: () => new Promise((done) => setImmediate(done)),
    sliceMs: 5,
    threads: real,
    leastChars: 2_000,
    ...options,
  })
const here = createDetect({ detectors: DETECTORS, now: () => 0 })

/** Threads that count what they are sent. */
const counting = (answer: (job: LookJob) => Promise<Worked<readonly Answered[]>> = real.run) => {
  const sent: LookJob[] = []
  return { sent, run: (job: LookJob) => (sent.push(job), answer(job)) }
}

const FILLER = 'The committee met again in the autumn and nothing was decided. '
const long = (text: string, length: number) => {
  const around = FILLER.repeat(length / FILLER.length / 2)
  return `${around}${text}, and so on. ${around}`
}
const WORDS = ['My SSN is', '536-22-8726', '536', '-22-', '8726', 'Maria Schneider', 'jane@acme.com', FILLER.repeat(10), FILLER.repeat(60), '\u200b', '５３６', '\ud83d', 'U1NOIDUzNi0yMi04NzI2', '%35', '{"ssn":', '"536228726"}', '\n', '4111 1111', '1111 1111', 'é'] // prettier-ignore
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(' '))
const anySegment = fc.record({
  path: fc.constantFrom('/messages/0/content', '/messages/7/content/1/text', '/a/password', ''),
  role: fc.constantFrom('user', 'assistant', 'field'),
  kind: fc.constantFrom('value' as const, 'key' as const),
  text,
})

describe('a long prompt', () => {
  test('has the result that it has without threads, with a cache and without, once and again', async () => {
    const cached = detectWith({ cache: createSegmentCache() })
    await fc.assert(
      fc.asyncProperty(fc.array(anySegment, { maxLength: 12 }), async (segments) => {
        const expected = here({ segments })
        expect(await detectWith()({ segments })).toEqual(expected)
        expect(await cached({ segments })).toEqual(expected)
        expect(await cached({ segments })).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('is sent as one job, and a short one is not', async () => {
    const threads = counting()
    const detect = detectWith({ threads })
    expect((await detect({ segments: [segment('My SSN is 536-22-8726')] })).findings).toHaveLength(1)
    expect(threads.sent).toHaveLength(0)
    const segments = [segment(`${long('', 3_000)} My SSN is 536-`), segment('22-8726'), segment(long('', 3_000))]
    expect((await detect({ segments })).findings).toHaveLength(1)
    expect(threads.sent).toHaveLength(1)
  })

  test('that is known but for its last turn is looked at here, and where that is long, it alone is sent', async () => {
    const threads = counting()
    const detect = detectWith({ threads, cache: createSegmentCache() })
    const turns = [segment(long('My SSN is 536-22-8726', 9_000))]
    expect((await detect({ segments: turns })).findings).toHaveLength(1)
    turns.push(segment('write to jane@acme.com'))
    expect((await detect({ segments: turns })).findings).toHaveLength(2)
    expect(threads.sent).toHaveLength(1)
    turns.push(segment(long('card 4539 1488 0343 6467', 5_000)))
    expect((await detect({ segments: turns })).findings).toHaveLength(3)
    expect(threads.sent).toHaveLength(2)
    expect(threads.sent[1]?.asked.map(({ segment }) => segment.text)).not.toContain(turns[0]?.text)
  })

  test('of 1 MB is answered beside many short ones, all of them rightly', async () => {
    const detect = detectWith({ leastChars: 16_384 })
    const [big, small] = [[segment(long('My SSN is 536-22-8726', 1_000_000))], [segment('mail jane@acme.com')]]
    const found = await Promise.all(
      Array.from({ length: 24 }, (_, i) => detect({ segments: i % 6 === 0 ? big : small })),
    )
    expect(found.flatMap(({ failed }) => failed)).toEqual([])
    expect(found.map(({ findings }) => findings.map(({ type, start }) => [type, start]))).toEqual(
      found.map((_, i) => (i % 6 === 0 ? [['US_SSN', here({ segments: big }).findings[0]?.start]] : [['EMAIL_ADDRESS', 5]])),
    ) // prettier-ignore
  }, 60_000)
})

describe('a long prompt has failed', () => {
  const segments = [segment(long('My SSN is 536-22-8726', 3_000)), segment(long('', 3_000))]
  const failed = (why: string) => [{ detector: 'detect', why }]

  test.each(['threw', 'timed_out', 'overloaded'] as const)('when its thread has: %s', async (why) => {
    const threads = { run: async () => ({ kind: 'failed', why }) as const }
    expect(await detectWith({ threads })({ segments })).toEqual({ findings: [], failed: failed(why) })
  })

  const good: Answered = { sights: [], failed: [], isLate: false }
  test.each([
    ['nothing', undefined],
    ['no answers', []],
    ['too few answers', [good]],
    ['too many answers', new Array(9).fill(good)],
    ['something else', new Array(4).fill({ sights: 'none', failed: [], isLate: false })],
    ['that it is late and not why', [{ ...good, isLate: true }]],
  ])('when its thread says %s', async (_, answer) => {
    const threads = { run: async () => ({ kind: 'done', answer: answer as readonly Answered[] }) as const }
    expect((await detectWith({ threads })({ segments })).failed).toEqual(failed('threw'))
  })

  test('when its time is up, and is looked at again when it comes again', async () => {
    const threads = counting()
    const detect = detectWith({ threads, budgetMs: -1, cache: createSegmentCache() })
    for (let i = 0; i < 2; i++) expect((await detect({ segments })).failed).toMatchObject([{ why: 'timed_out' }])
    expect(threads.sent.map(({ asked }) => asked.length)).toEqual([4, 4])
  })

  test('with what stands after what was late', async () => {
    const last = segment('My SSN is 536-22-8726')
    const threads = { run: async () => ({ kind: 'failed', why: 'timed_out' }) as const }
    const detect = detectWith({ threads, cache: createSegmentCache() })
    expect((await detect({ segments: [last] })).findings).toHaveLength(1)
    expect(await detect({ segments: [...segments, last] })).toEqual({ findings: [], failed: failed('timed_out') })
  })

  test('at the first text that is late: the thread looks at no more', async () => {
    const asked = segments.map((segment) => ({ segment, window: null }))
    const job = { asked, detectors: DETECTORS.map(({ id }) => id).join(' '), budgetMs: -1 }
    const worked = await real.run(job)
    expect(worked).toMatchObject({ kind: 'done', answer: [{ isLate: true }] })
  })

  test('when the thread has other detectors than were asked for', async () => {
    const detect = detectWith({ detectors: DETECTORS.slice(1) })
    expect((await detect({ segments })).failed).toEqual(failed('threw'))
  })

  test('and what failed is not remembered', async () => {
    let isBroken = true
    const threads = counting(async (job) => (isBroken ? { kind: 'failed', why: 'threw' } : real.run(job)))
    const detect = detectWith({ threads, cache: createSegmentCache() })
    expect((await detect({ segments })).failed).toEqual(failed('threw'))
    isBroken = false
    expect(await detect({ segments })).toEqual(here({ segments }))
  })
})
