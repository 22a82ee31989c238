/** Questions that take a while are worked on in threads: this says what it means when one of them fails. */
import { createThreads } from '../detect/threads.ts'
import type { Threads } from '../detect/threads.ts'
import type { Log } from '../terms/logger.ts'
import { Problem } from '../terms/problem.ts'

export type PoolParts = {
  /** The module of the threads. It says `READY` once, and answers each message with one. */
  readonly entry: URL
  readonly count: number
  /** Milliseconds for one question. */
  readonly limitMs: number
  readonly heapMb: number
  /** Milliseconds that a question may wait for a thread; 5,000 unless said otherwise. */
  readonly waitMs?: number
  readonly log: Log
  /** Said to whoever asked for what takes too long. */
  readonly tooLong: string
  /** Said to whoever asked for what broke a thread, where that may be because of what they sent; else it is a fault of ours. */
  readonly broke?: string
}

export type Pool<Job, Answer> = {
  /** Rejects with a Problem. */
  readonly ask: (job: Job) => Promise<Answer>
  readonly close: () => Promise<void>
}

const MOST_WAITING = 8

/** A few threads, which are started when they are needed. */
export function createPool<Job, Answer>({ log, tooLong, broke, ...options }: PoolParts): Pool<Job, Answer> {
  const threads: Threads<Job, Answer> = createThreads<Job, Answer>({ ...options, maxWaiting: MOST_WAITING })
  return {
    ask: async (job) => {
      const worked = await threads.run(job)
      if (worked.kind === 'done') return worked.answer
      if (worked.why === 'overloaded') throw new Problem('rate_limited', 'all threads are busy', { says: BUSY, retryAfter: 5, reason: 'busy' }) // prettier-ignore
      if (worked.why === 'timed_out') throw new Problem('invalid_request', 'it took too long', { says: tooLong, reason: 'too_long' }) // prettier-ignore
      log.error('a question of the admin API broke its thread')
      if (broke !== undefined) throw new Problem('invalid_request', 'a thread broke', { says: broke, reason: 'broke' })
      throw new Problem('internal_error', 'a thread broke')
    },
    close: threads.close,
  }
}

const BUSY = 'So many questions of this kind are asked at once that this one had to wait too long. Try again.'
