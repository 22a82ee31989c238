import { describe, expect, test } from '@jest/globals'
import { createSpanQueue } from '../../src/telemetry/span-queue.ts'
import { isSampled, parentIn } from '../../src/telemetry/span.ts'
import type { Span } from '../../src/telemetry/span.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const spans = (count: number) => Array.from({ length: count }, () => ({}) as Span)

describe('the queue of spans', () => {
  test('is bounded while a collector hangs: what has no room is dropped and counted, and nobody waits', async () => {
    let release = () => {}
    const sent: number[] = []
    const send = (some: readonly Span[]) => new Promise<void>((done) => (sent.push(some.length), (release = done)))
    const queue = createSpanQueue({ send, log, limits: { most: 10, batch: 4, everyMs: 3_600_000 } })
    for (let n = 0; n < 100; n += 1) queue.push(spans(2))
    expect(queue.dropped()).toBe(200 - 4 - 10) // on their way, and waiting
    const stopped = queue.stop()
    const over = stopped.then(() => true)
    while (!(await Promise.race([over, new Promise((done) => setTimeout(done, 1))]))) release()
    expect(sent).toEqual([4, 4, 4, 2])
  })

  test('stops, also when a collector never answers', async () => {
    const queue = createSpanQueue({ send: () => new Promise(() => {}), log, limits: { batch: 1, everyMs: 3_600_000, stopMs: 20 } }) // prettier-ignore
    queue.push(spans(3))
    await queue.stop()
    expect(queue.dropped()).toBe(0) // nobody knows whether it has them
  })

  test('takes a request whole or not at all', async () => {
    const sent: number[] = []
    const send = async (some: readonly Span[]) => void sent.push(some.length)
    const queue = createSpanQueue({ send, log, limits: { most: 10, batch: 100, everyMs: 3_600_000 } })
    queue.push(spans(8))
    queue.push(spans(3))
    await queue.stop()
    expect([sent, queue.dropped()]).toEqual([[8], 3])
  })

  test('drops what a collector does not take, and pauses', async () => {
    let calls = 0
    const send = () => ((calls += 1), Promise.reject(new Error('gone')))
    const queue = createSpanQueue({ send, log, limits: { most: 100, batch: 5, everyMs: 3_600_000 } })
    queue.push(spans(20))
    await queue.stop()
    expect(calls).toBeLessThanOrEqual(2)
    expect(queue.dropped()).toBe(calls * 5)
  })
})

describe('a traceparent', () => {
  const [trace, span] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']
  test.each<[string, readonly string[], object | null]>([
    ['sampled', ['traceparent', `00-${trace}-${span}-01`], { traceId: trace, spanId: span, sampled: true }],
    ['not sampled', ['Traceparent', `00-${trace}-${span}-00`], { traceId: trace, spanId: span, sampled: false }],
    ['of a later version', ['traceparent', `cc-${trace}-${span}-01-more`], { traceId: trace, spanId: span, sampled: true }], // prettier-ignore
    ['of no version', ['traceparent', `ff-${trace}-${span}-01`], null],
    ['in capitals', ['traceparent', `00-${trace.toUpperCase()}-${span}-01`], null],
    ['of zeros', ['traceparent', `00-${trace}-${'0'.repeat(16)}-01`], null],
    ['twice', ['traceparent', `00-${trace}-${span}-01`, 'traceparent', `00-${trace}-${span}-01`], null],
    ['that is the value of another header', ['x', 'traceparent', `00-${trace}-${span}-01`, 'y'], null],
    ['that is not there', [], null],
  ])('%s', (_, rawHeaders, parent) => expect(parentIn(rawHeaders)).toEqual(parent))
})

describe('sampling', () => {
  const ids = Array.from({ length: 1000 }, (_, n) => (BigInt(n) * 0x4189374bc6a7f0n).toString(16).padStart(32, '0').slice(-32)) // prettier-ignore
  test.each([
    [0, 0, 0],
    [0.1, 50, 150],
    [0.5, 450, 550],
    [1, 1000, 1000],
  ])('a share of %d takes that share of traces, always the same', (share, least, most) => {
    const taken = ids.filter((id) => isSampled(id, share))
    expect(taken.length).toBeGreaterThanOrEqual(least)
    expect(taken.length).toBeLessThanOrEqual(most)
    expect(taken.every((id) => isSampled(id, Math.min(1, share + 0.1)))).toBe(true)
  })
})
