import type { Log } from '../terms/logger.ts'
import type { LedgerDisk } from './disk.ts'
import type { Limits } from './ledger-limits.ts'
import type { Notary } from './notary.ts'
import type { PatientClock } from './patient-clock.ts'
import type { WriterLock } from './writer-lock.ts'

/** What a ledger's writer is handed. */
export type WriterParts = {
  readonly dir: string
  readonly writer: string
  readonly boot: string
  readonly deadlineMs: number
  readonly now: () => number
  readonly monotonic: () => number
  /** What deadlines are counted with. */
  readonly patience: PatientClock
  readonly log: Log
  readonly fs: LedgerDisk
  readonly lock: WriterLock
  readonly limits: Partial<Limits>
  /** Null for a ledger without checkpoints. */
  readonly notary: Notary | null
}
