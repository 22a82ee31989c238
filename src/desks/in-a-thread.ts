import { Worker } from 'node:worker_threads'
import { Problem } from '../terms/problem.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { whyOf } from '../terms/why.ts'
import type { JobTold } from './job-thread.ts'

export type Run = (data: unknown) => Promise<JsonObject>

export type RunParts = { readonly entry: URL; readonly most: number; readonly limitMs: number; readonly log: Log }

/**
 * Runs short work in a thread and waits for its value, a few at once. Rejects with the Problem that the work ended with; with `rate_limited` when there
 * is too much of it; with `internal_error` when it broke or took too long, and the log says where.
 */
export function inAThread({ entry, most, limitMs, log }: RunParts): Run {
  let running = 0
  return async (data) => {
    if (running >= most) throw new Problem('rate_limited', 'too much at once', { says: 'Try again in a moment.', retryAfter: 2 }) // prettier-ignore
    running += 1
    const worker = new Worker(entry, { workerData: data, env: {}, execArgv: [], name: 'cordon-evidence' })
    worker.unref()
    try {
      const ended = await endOf(worker, limitMs)
      if (ended.kind === 'value') return JSON.parse(ended.json) as JsonObject & JsonValue
      if (ended.kind === 'refused') throw new Problem('not_found', 'refused', { says: ended.says })
      log.error('a question of the admin API broke its thread', { why: ended.why })
      throw new Problem('internal_error', 'a thread broke')
    } finally {
      running -= 1
      await worker.terminate()
    }
  }
}

type Ended = Extract<JobTold, { readonly kind: 'value' | 'refused' | 'broke' }>

/** Never rejects. */
function endOf(worker: Worker, limitMs: number): Promise<Ended> {
  return new Promise((resolve) => {
    const broke = (why: string) => resolve({ kind: 'broke', why })
    const timer = setTimeout(() => broke('it took too long'), limitMs).unref()
    worker.on('message', (told: JobTold) => {
      if (told.kind === 'progress') return
      clearTimeout(timer)
      if (told.kind === 'file') broke('it made a file')
      else resolve(told)
    })
    worker.on('error', (cause) => broke(whyOf(cause)))
    worker.on('exit', () => broke('the thread has ended'))
  })
}
