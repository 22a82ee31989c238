import { Worker } from 'node:worker_threads'
import type { Answered, Ask } from './answer.ts'
import { whyOf } from '../../terms/why.ts'
import { BadQuestion } from './filter.ts'

/** Why the index could not answer. Its message is for the log: it tells of the ledger and the index, which hold no prompt. */
export class IndexFailed extends Error {
  override readonly name = 'IndexFailed'
}

/** What a thread tells: the answer to the question of this number, or why there is none. */
export type Told = { readonly id: number } & (
  | { readonly kind: 'answered'; readonly answered: Answered }
  | { readonly kind: 'bad'; readonly field: string; readonly says: string }
  | { readonly kind: 'failed'; readonly why: string }
)

export type IndexDesk = {
  /** Rejects with BadQuestion; or with IndexFailed when the ledger is damaged, there are too many questions, or it took too long. */
  readonly ask: (ask: Ask) => Promise<Answered>
  readonly close: () => Promise<void>
}

export type IndexDeskParts = { readonly dir: string; readonly path: string | null; readonly limitMs?: number }

type Waiting = { readonly settle: (answered: Answered) => void; readonly fail: (cause: Error) => void }

const THREAD = new URL(`./index-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
const MOST_WAITING = 32

/** Questions go to a thread, which is started by the first one, and again after one that broke it. */
export function createIndexDesk({ dir, path, limitMs = 60_000 }: IndexDeskParts): IndexDesk {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let count = 0

  const over = (which: Worker, why: string) => {
    if (worker !== which) return
    worker = null
    for (const { fail } of waiting.values()) fail(new IndexFailed(why))
    waiting.clear()
    void which.terminate()
  }
  const start = (): Worker => {
    const started = new Worker(THREAD, { workerData: { dir, path: path ?? undefined }, env: {}, execArgv: [] })
    started.on('message', (told: Told) => {
      const asked = waiting.get(told.id)
      waiting.delete(told.id)
      if (told.kind === 'answered') asked?.settle(told.answered)
      else asked?.fail(told.kind === 'bad' ? new BadQuestion(told.field, told.says) : new IndexFailed(told.why))
    })
    started.on('error', (cause) => over(started, `its thread broke: ${whyOf(cause)}`))
    started.on('exit', () => over(started, 'the thread of the index has ended'))
    started.unref()
    return started
  }

  return {
    ask: (ask) =>
      new Promise((settle, fail) => {
        if (waiting.size >= MOST_WAITING) return fail(new IndexFailed('too many questions wait for the index'))
        const id = (count += 1)
        const timer = setTimeout(() => {
          waiting.delete(id)
          fail(new IndexFailed('the index took too long'))
        }, limitMs)
        const then =
          <T>(told: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer)
            told(value)
          }
        waiting.set(id, { settle: then(settle), fail: then(fail) })
        worker ??= start()
        worker.postMessage({ id, ask })
      }),
    close: async () => {
      const last = worker
      worker = null
      for (const { fail } of waiting.values()) fail(new IndexFailed('the index is closed'))
      await last?.terminate()
    },
  }
}
