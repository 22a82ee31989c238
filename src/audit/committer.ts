import type { Batch } from './batch.ts'
import type { DiskRoom } from './disk-room.ts'
import { errorCode, errorText } from './error-text.ts'
import type { Limits } from './ledger-limits.ts'
import type { Place } from './line.ts'
import type { Reached } from './mirror.ts'
import { NOTHING } from './outgoing.ts'
import type { GivenUp, Outgoing } from './outgoing.ts'
import type { SegmentSink } from './segment-sink.ts'
import type { WriterParts } from './writer-parts.ts'

export type CommitterParts = Pick<WriterParts, 'monotonic' | 'log' | 'notary'> & {
  readonly sink: SegmentSink
  readonly outgoing: Outgoing
  readonly room: DiskRoom
  readonly limits: Limits
  /** A segment was given up. */
  readonly gaveUp: (why: string) => void
}

/** Where a ledger ends. `owed`: lines that may be on a disk already, and have to be written before anything else; `after` is where those end. */
export type End = { readonly head: Place; readonly after: Place; readonly owed: Uint8Array }

/** Makes batches durable, in segments. A segment that could not be written is given up, and the batch goes into the next. */
export class Committer {
  readonly #parts: CommitterParts
  #head: Place
  /** Must be written next, before anything else: lines that may be on a disk already under the numbers they have. */
  #owed: Batch | null
  #givenUp: GivenUp | null = null
  #poisoned = 0

  constructor(parts: CommitterParts, { head, after, owed }: End) {
    this.#parts = parts
    this.#head = head
    this.#owed = owed.length === 0 ? null : { ...NOTHING, bytes: owed, after }
  }

  /** The place of the next record. */
  get head(): Place {
    return this.#head
  }

  get owed(): Batch | null {
    return this.#owed
  }

  /** Segments given up. */
  get poisoned(): number {
    return this.#poisoned
  }

  /** How far the ledger is durable; null before the first segment. */
  get reached(): Reached | null {
    const { name, size } = this.#parts.sink
    return name === null ? null : { segment: name, size, records: this.#head.seq }
  }

  /** Resolves when the batch is on disk, with what was written. Rejects when two segments in a row could not be written: the batch is owed then. */
  async commit(batch: Batch): Promise<Batch> {
    const { sink, monotonic, limits, notary } = this.#parts
    try {
      if (sink.isDue(batch.bytes.length, monotonic(), limits)) await this.#rotate()
      const written = sink.put(batch.bytes)
      notary?.catchUp()
      await written
    } catch (cause) {
      return this.#replaceSegment(batch, cause)
    }
    return this.#done(batch)
  }

  /** Looks whether the segment is still what was written. Null when it is; otherwise like `commit` with what says that it is not. */
  async check(): Promise<Batch | null> {
    try {
      await this.#parts.sink.check()
      return null
    } catch (cause) {
      return this.#replaceSegment(null, cause)
    }
  }

  /** What is owed, in a new segment. */
  async tryAgain(): Promise<Batch> {
    const { sink, outgoing, monotonic } = this.#parts
    const batch = outgoing.withGivenUp(this.#owed, this.#givenUp, this.#head)
    try {
      await sink.start(this.#head.seq, monotonic())
      await sink.put(batch.bytes)
    } catch (cause) {
      sink.giveUp()
      throw cause
    }
    return this.#done(batch)
  }

  async #rotate(): Promise<void> {
    const { sink, notary, monotonic } = this.#parts
    if (sink.name !== null) notary?.want('rotation')
    await sink.start(this.#head.seq, monotonic())
  }

  #done(batch: Batch): Batch {
    this.#head = batch.after
    this.#owed = null
    this.#givenUp = null
    return batch
  }

  /** FC-3: the segment is given up for ever, and the next one starts with the records that were never acknowledged. */
  async #replaceSegment(batch: Batch | null, cause: unknown): Promise<Batch> {
    const { sink, room, log, gaveUp } = this.#parts
    const why = errorText(cause)
    this.#poisoned += 1
    this.#owed = batch
    const segment = sink.giveUp() ?? 'none'
    this.#givenUp = { segment, from: this.#head.seq, why }
    gaveUp(why)
    log.error('a ledger segment was given up', { segment, why })
    if (errorCode(cause) === 'ENOSPC') await room.release()
    return this.tryAgain()
  }
}
