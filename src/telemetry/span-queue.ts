import type { Log } from '../terms/logger.ts'
import type { Span } from './span.ts'

export type SpanQueueParts = {
  /** Sends some spans; rejects when nobody has taken them. */
  readonly send: (spans: readonly Span[]) => Promise<void>
  readonly log: Log
  readonly limits?: Partial<SpanQueueLimits>
}

export type SpanQueueLimits = {
  /** Spans that may wait. More are dropped. */
  readonly most: number
  /** Spans that go out together. */
  readonly batch: number
  readonly everyMs: number
  /** How long a stop may take. */
  readonly stopMs: number
}

export type SpanQueue = {
  /** Never waits, and never throws: what there is no room for is dropped, and counted. */
  readonly push: (spans: readonly Span[]) => void
  /** Spans that were dropped. */
  readonly dropped: () => number
  /** Sends what waits, once, and waits a few seconds for it at most. Never rejects. */
  readonly stop: () => Promise<void>
}

const LIMITS: SpanQueueLimits = { most: 4_096, batch: 256, everyMs: 2_000, stopMs: 3_000 }

/** Spans on their way out, bounded. No request waits for them: a collector that is slow or gone costs spans, and nothing else. */
export function createSpanQueue({ send, log, limits = {} }: SpanQueueParts): SpanQueue {
  const { most, batch, everyMs, stopMs } = { ...LIMITS, ...limits }
  let waiting: Span[] = []
  let dropped = 0
  let isFailing = false
  let busy: Promise<void> | null = null

  const sendSome = async (): Promise<void> => {
    const some = waiting.slice(0, batch)
    waiting = waiting.slice(batch)
    try {
      await send(some)
      if (isFailing) log.info('traces are exported again')
      isFailing = false
    } catch (cause) {
      dropped += some.length
      if (!isFailing) log.warn('traces cannot be exported: they are dropped', { cause })
      isFailing = true
    }
  }
  /** After a failure it pauses until the next look. */
  const flush = async (): Promise<void> => {
    do {
      if (waiting.length > 0) await sendSome()
    } while (waiting.length > 0 && !isFailing)
  }
  const look = () => (busy ??= flush().finally(() => void (busy = null)))
  const timer = setInterval(() => void look(), everyMs).unref()
  return {
    push: (spans) => {
      const room = most - waiting.length
      if (spans.length > room)
        dropped += spans.length // half a request would be misread
      else waiting.push(...spans)
      if (waiting.length >= batch && !isFailing) void look()
    },
    dropped: () => dropped,
    stop: async () => {
      clearInterval(timer)
      let late: NodeJS.Timeout | undefined
      const enough = new Promise<void>((done) => (late = setTimeout(done, stopMs)))
      await Promise.race([(busy ?? Promise.resolve()).then(look), enough])
      clearTimeout(late)
    },
  }
}
