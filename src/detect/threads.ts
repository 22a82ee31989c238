import { startThread } from './thread.ts'
import type { Thread, ThreadOptions, Worked } from './thread.ts'

export type ThreadsOptions = ThreadOptions & {
  /** How many threads there are at most. Each is started when it is needed first, and then kept. */
  readonly count: number
  /** Jobs that may wait for a thread; 64 unless said otherwise. One more is refused. */
  readonly maxWaiting?: number
  /** Milliseconds that a job may wait; 5,000 unless said otherwise. */
  readonly waitMs?: number
}

/** How many threads work and how many could, and how many jobs wait. */
export type ThreadCounts = { readonly busy: number; readonly idle: number; readonly waiting: number }

export type Threads<Job, Answer> = {
  /** Never rejects. */
  readonly run: (job: Job) => Promise<Worked<Answer>>
  readonly counts: () => ThreadCounts
  /** Ends each thread as soon as it has nothing to do; resolves when none is left. What is asked for later is still done. */
  readonly close: () => Promise<void>
}

type Task<Job, Answer> = {
  readonly job: Job
  readonly settle: (worked: Worked<Answer>) => void
  readonly timer: NodeJS.Timeout
}

/**
 * A few threads, and a line before them; both are bounded. Where the line is full, or the wait too long, a job has failed as
 * `overloaded`. A thread that was ended is replaced when the next job needs it. Own code: what a pool library adds (sharing
 * memory, growing and shrinking, cancelling) is not needed, and how a job fails is what this is about.
 */
export function createThreads<Job, Answer>(options: ThreadsOptions): Threads<Job, Answer> {
  const { count, maxWaiting = 64, waitMs = 5_000 } = options
  const threads = new Set<Thread<Job, Answer>>()
  const line = new Set<Task<Job, Answer>>()
  let isClosed = false

  const free = (): Thread<Job, Answer> | null => {
    const usable = [...threads].filter((thread) => !thread.isOver())
    return usable.find((thread) => !thread.isBusy()) ?? (usable.length < count ? begin() : null)
  }
  const begin = (): Thread<Job, Answer> => {
    const thread = startThread<Job, Answer>(options)
    threads.add(thread)
    void thread.ended.then(() => threads.delete(thread))
    return thread
  }
  const next = (): void => {
    for (const task of line) {
      const thread = free()
      if (thread === null) return
      line.delete(task)
      clearTimeout(task.timer)
      void thread.run(task.job).then((worked) => {
        task.settle(worked)
        next()
      })
    }
    if (isClosed) for (const thread of threads) if (!thread.isBusy()) thread.end()
  }

  return {
    run: (job) =>
      new Promise((settle) => {
        if (line.size >= maxWaiting) return settle({ kind: 'failed', why: 'overloaded' })
        const tooLong = () => {
          line.delete(task)
          settle({ kind: 'failed', why: 'overloaded' })
        }
        const task = { job, settle, timer: setTimeout(tooLong, waitMs) }
        line.add(task)
        next()
      }),
    counts: () => {
      const usable = [...threads].filter((thread) => !thread.isOver())
      const busy = usable.filter((thread) => thread.isBusy()).length
      return { busy, idle: usable.length - busy, waiting: line.size }
    },
    close: async () => {
      isClosed = true
      next()
      while (threads.size > 0) await Promise.all([...threads].map(({ ended }) => ended))
    },
  }
}
