import type { MirrorState } from './mirror.ts'

/**
 * `ok`. `stalled`: the disk, or a mirror that is needed, has not answered for longer than the deadline. `failed`: two segments in a row could not be
 * written; it tries again by itself. In both, appends are refused at once. `full`: the disk has so little room that nothing new is
 * permitted, and only that; it goes on by itself when there is room. `closed`.
 */
export type LedgerState = {
  /** True while appends are accepted and the disk answers. */
  readonly ready: boolean
  readonly status: 'ok' | 'stalled' | 'full' | 'failed' | 'closed'
  readonly segment: string | null
  /** Durable records, from the ledger's beginning. */
  readonly records: number
  readonly pending: number
  /** Segments given up. */
  readonly poisoned: number
  /** Appends refused. */
  readonly refused: number
  /** Records that reached the disk after they had been refused. */
  readonly late: number
  readonly lastError: string | null
  /** Records that a checkpoint on disk covers; null when this ledger signs none. */
  readonly signed: number | null
  /** Monotonic milliseconds at which the last checkpoint of this process was signed; null when it has signed none. */
  readonly signedAt: number | null
  /** Checkpoints that could not be written. */
  readonly checkpointsFailed: number
  /** Null for a ledger without a mirror. */
  readonly mirror: MirrorState | null
}
