import { Worker } from 'node:worker_threads'
import { Problem } from '../terms/problem.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { JobTold } from './job-thread.ts'

export type Run = (data: unknown) => Promise<JsonObject>

export type RunParts = { readonly entry: URL; readonly most: number; readonly limitMs: number }

/**
 * Runs short work in a thread and waits for its value, a few at once. Rejects with the Problem that the work ended with; with `rate_limited` when there
 * is too much of it; with an Error when it broke or took too long.
 */
export function inAThread({ entry, most, limitMs }: RunParts): Run {
  let running = 0
  return async (data) => {
    if (running >= most) throw new Problem('rate_limited', 'too much at once', { says: 'Try again in a moment.', retryAfter: 2 }) // prettier-ignore
    running += 1
    const worker = new Worker(entry, { workerData: data, env: {}, execArgv: [], name: 'cordon-evidence' })
    worker.unref()
    try {
      return await valueOf(worker, limitMs)
    } finally {
      running -= 1
      await worker.terminate()
    }
  }
}

function valueOf(worker: Worker, limitMs: number): Promise<JsonObject> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), limitMs).unref()
    worker.on('message', (told: JobTold) => {
      if (told.kind === 'progress') return
      clearTimeout(timer)
      if (told.kind === 'value') resolve(JSON.parse(told.json) as JsonObject & JsonValue)
      else if (told.kind === 'refused') reject(new Problem('not_found', 'refused', { says: told.says }))
      else reject(new Error(told.kind === 'broke' ? told.why : 'it made a file'))
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the thread has ended')))
  })
}
