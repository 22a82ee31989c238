import { Worker } from 'node:worker_threads'
import type { DetectorFailure } from '../terms/finding.ts'

export type ThreadOptions = {
  /** The module that the thread runs. It says `READY` once, and then answers each message with one message. */
  readonly entry: URL
  /** What the module is given as `workerData`. */
  readonly data?: unknown
  /** Milliseconds that a job may take. */
  readonly limitMs: number
  /** Milliseconds that the thread may take to start; 10,000 unless said otherwise. */
  readonly startMs?: number
  /** Megabytes of heap; 1,024 unless said otherwise. A thread that needs more is ended, and not the process. */
  readonly heapMb?: number
}

/** What came of a job. Of a failure only the kind is said: what a thread threw could quote what it was sent. */
export type Worked<Answer> =
  { readonly kind: 'done'; readonly answer: Answer } | { readonly kind: 'failed'; readonly why: DetectorFailure['why'] }

export type Thread<Job, Answer> = {
  /** One job at a time. Never rejects. After a failure the thread is over. */
  readonly run: (job: Job) => Promise<Worked<Answer>>
  readonly isBusy: () => boolean
  readonly isOver: () => boolean
  readonly end: () => void
  /** Resolves when nothing of it is left. */
  readonly ended: Promise<void>
}

/** The first message of every thread: it has loaded what it needs. */
export const READY = 'ready'

/** What is new there is old soon; a larger space would only be filled before it is cleaned. */
const YOUNG_MB = 32

/**
 * Starts a thread. It is ended when it takes too long or breaks. It sees no environment, and keeps no process alive while it has
 * nothing to do.
 */
export function startThread<Job, Answer>(options: ThreadOptions): Thread<Job, Answer> {
  const { limitMs, startMs = 10_000 } = options
  const worker = newWorker(options)
  let [isReady, isOver] = [false, worker === null]
  let settle: ((worked: Worked<Answer>) => void) | null = null
  let timer: NodeJS.Timeout | undefined

  const answer = (worked: Worked<Answer>): void => {
    clearTimeout(timer)
    const told = settle
    settle = null
    worker?.unref()
    told?.(worked)
  }
  const end = (why: DetectorFailure['why']): void => {
    if (isOver) return
    isOver = true
    answer({ kind: 'failed', why })
    void worker?.terminate() // last, as it keeps the process until the thread has ended
  }
  const within = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => end('timed_out'), ms)
  }
  const hear = (message: unknown): void => {
    if (isOver) return // too late: it was said to have failed
    if (isReady) return answer({ kind: 'done', answer: message as Answer })
    if (message !== READY) return end('threw')
    isReady = true
    if (settle === null) clearTimeout(timer)
    else within(limitMs)
  }

  worker?.on('message', hear)
  for (const broken of ['error', 'messageerror', 'exit']) worker?.on(broken, () => end('threw'))
  return {
    run: (job) =>
      new Promise((resolve) => {
        if (isOver) return resolve({ kind: 'failed', why: 'threw' })
        settle = resolve
        worker?.ref()
        within(isReady ? limitMs : startMs)
        try {
          worker?.postMessage(job)
        } catch {
          end('threw')
        }
      }),
    isBusy: () => settle !== null,
    isOver: () => isOver,
    end: () => end('threw'),
    ended: new Promise((resolve) => (worker === null ? resolve() : worker.once('exit', () => resolve()))),
  }
}

/** Null where there can be no more threads. */
function newWorker({ entry, data, heapMb = 1_024 }: ThreadOptions): Worker | null {
  try {
    const limits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB }
    return new Worker(entry, { workerData: data, env: {}, resourceLimits: limits, name: 'cordon-detect' })
  } catch {
    return null
  }
}

/** The module beside another, whether both run as they are written or built. */
export const besides = (name: string, self: string): URL =>
  new URL(`./${name}${self.slice(self.lastIndexOf('.'))}`, self)
