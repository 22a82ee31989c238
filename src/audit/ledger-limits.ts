export type Limits = {
  /** A segment is followed by the next at this size or age. */
  readonly segmentBytes: number
  readonly segmentMs: number
  /** What may wait; beyond it, appends are refused at once. */
  readonly queueRecords: number
  readonly queueBytes: number
  /** What goes out in one write, about. */
  readonly batchBytes: number
  /** How often the file is compared with its name. */
  readonly checkMs: number
  /** The first pause before a failed ledger tries again; doubled up to `retryMaxMs`. */
  readonly retryMs: number
  readonly retryMaxMs: number
  /** For what is pending at the end, and the record of the stop. */
  readonly closeMs: number
  /** A checkpoint is signed after this time, if anything is new, and after this many records. */
  readonly checkpointMs: number
  readonly checkpointRecords: number
  /** Free bytes below which an alert is logged, and below which nothing new is permitted. */
  readonly softBytes: number
  readonly hardBytes: number
  /** The size of the file that is given up when a disk is full, so that what is under way can still be recorded; 0 for none. */
  readonly reserveBytes: number
}

export const LIMITS: Limits = {
  segmentBytes: 64 << 20,
  segmentMs: 3_600_000,
  queueRecords: 10_000,
  queueBytes: 16 << 20,
  batchBytes: 1 << 20,
  checkMs: 1000,
  retryMs: 100,
  retryMaxMs: 5000,
  closeMs: 5000,
  checkpointMs: 60_000,
  checkpointRecords: 10_000,
  softBytes: 512 << 20,
  hardBytes: 32 << 20,
  reserveBytes: 0,
}

/** The reserve of a ledger that serves: as much as may wait for the disk. */
export const RESERVE_BYTES = 16 << 20
