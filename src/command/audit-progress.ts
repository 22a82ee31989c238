import { stat } from 'node:fs/promises'
import { listFiles } from '../audit/ledger-files.ts'
import type { Io } from './io.ts'

const WIDTH = 30
/** Smaller ledgers are done before anyone has read the bar. */
const WORTH_IT = 64 << 20

export type ProgressBar = {
  readonly show: (done: { readonly bytes: number; readonly records: number }) => void
  readonly clear: () => void
}

/** A bar on a terminal, for a ledger that takes a while; null for any other. */
export async function progressBar(dir: string, io: Io): Promise<ProgressBar | null> {
  const segments = await listFiles(dir).then(
    (files) => files.segments,
    () => [], // what is wrong with the folder is for the report to say
  )
  const sizes = await Promise.all(segments.map(async ({ path }) => (await stat(path)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total < WORTH_IT) return null
  return {
    show: ({ bytes, records }) => {
      const share = Math.min(1, bytes / total)
      const full = Math.round(share * WIDTH)
      const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`
      io.err(`\r  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${records.toLocaleString('en')} records`)
    },
    clear: () => io.err('\r\u001b[K'),
  }
}
