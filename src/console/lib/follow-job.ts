import type { Job } from '../../contract/jobs.ts'

export type Followed =
  | { readonly end: 'ended'; readonly job: Job }
  | { readonly end: 'gone'; readonly thrown: unknown }
  | { readonly end: 'stopped' }

export type FollowParts = {
  /** Asks how far the work is, and waits for so many seconds at most when it has not ended. */
  readonly ask: (seconds: number) => Promise<Job>
  /** Whether the answer that failed says that there is no such work, or nobody signed in: then asking again does not help. */
  readonly isFinal: (thrown: unknown) => boolean
  readonly pause: (ms: number) => Promise<void>
  /** True: stop asking. */
  readonly isOver: () => boolean
  readonly onRunning: (job: Job) => void
  /** Nothing is known for now; it is asked again. */
  readonly onLost: () => void
}

/** Seconds of the longest wait: the answer says how far the work is, and somebody looks at that. */
const MOST_SECONDS = 5
const MOST_PAUSE = 15_000

/**
 * Asks for some long work until it has ended. An answer that fails is no end: the work goes on without this page, and is asked for again, ever
 * more seldom.
 */
export async function followJob({ ask, isFinal, pause, isOver, onRunning, onLost }: FollowParts): Promise<Followed> {
  let failures = 0
  for (let turn = 1; !isOver(); turn += 1) {
    try {
      const job = await ask(Math.min(MOST_SECONDS, turn))
      failures = 0
      if (isOver()) break
      if (job.state !== 'running') return { end: 'ended', job }
      onRunning(job)
    } catch (thrown) {
      if (isOver()) break
      if (isFinal(thrown)) return { end: 'gone', thrown }
      failures += 1
      onLost()
      await pause(Math.min(MOST_PAUSE, 500 * 2 ** failures))
    }
  }
  return { end: 'stopped' }
}
