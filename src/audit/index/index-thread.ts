/** What a thread of the proxy runs: it keeps an index of the ledger, and answers what the admin API asks, away from the requests' thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { answer } from './answer.ts'
import type { Ask } from './answer.ts'
import { BadQuestion } from './filter.ts'
import type { Told } from './index-desk.ts'
import { LedgerIndex } from './ledger-index.ts'

const { dir, path } = workerData as { readonly dir: string; readonly path: string | undefined }
const index = LedgerIndex.open({ dir, path })
index.catchUp().catch(() => {}) // whoever asks next hears of it

async function work(id: number, ask: Ask): Promise<Told> {
  try {
    return { id, kind: 'answered', answered: await answer(index, ask) }
  } catch (cause) {
    if (cause instanceof BadQuestion) return { id, kind: 'bad', field: cause.field, says: cause.message }
    return { id, kind: 'failed', why: cause instanceof Error ? cause.message : 'unknown' }
  }
}

parentPort?.on('message', ({ id, ask }: { readonly id: number; readonly ask: Ask }) => {
  void work(id, ask).then((told) => parentPort?.postMessage(told))
})
