import type { JsonObject } from '../terms/json.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import type { AppendQueue } from './append-queue.ts'
import { toBatch, toLine } from './batch.ts'
import type { Batch, Line } from './batch.ts'
import { identity } from './line.ts'
import type { Place } from './line.ts'
import type { WriterParts } from './writer-parts.ts'

/** A segment that was given up, and the first record that it lacks. */
export type GivenUp = { readonly segment: string; readonly from: number; readonly why: string }

export type OutgoingParts = Pick<WriterParts, 'boot' | 'writer' | 'now' | 'monotonic' | 'log' | 'notary'>

/** A batch without lines. */
export const NOTHING = { bytes: new Uint8Array(0), entries: [], from: 0, leaves: [], announces: false }

/** What goes to the disk next: the ledger's own records first, then what was appended. */
export class Outgoing {
  readonly #parts: OutgoingParts
  readonly #who: string
  readonly #queue: AppendQueue
  readonly #acknowledgements: Acknowledgements
  /** Records of our own that are to be written. */
  #own: JsonObject[] = []
  /** No checkpoint is announced any more. */
  isLast = false

  constructor(parts: OutgoingParts, queue: AppendQueue, acknowledgements: Acknowledgements) {
    this.#parts = parts
    this.#who = identity(parts.boot, parts.writer)
    this.#queue = queue
    this.#acknowledgements = acknowledgements
  }

  get isEmpty(): boolean {
    return !this.#acknowledgements.hasLate && this.#own.length + this.#queue.length === 0 && !this.#isCheckpointDue()
  }

  /** Writes a record of the ledger's own with the next batch. */
  note(record: JsonObject | null): void {
    if (record !== null) this.#own.push(record)
  }

  toLine(record: JsonObject, at: number): Line {
    return toLine(record, { time: this.#parts.now(), monoUs: at * 1000 })
  }

  /** Null when there is nothing to write. */
  next(head: Place, batchBytes: number): Batch | null {
    const { log, monotonic, notary } = this.#parts
    const late = this.#acknowledgements.takeLate()
    if (late.length > 0) log.warn('records reached the disk after their deadline', { records: late.length })
    const announced = this.#isCheckpointDue() ? [notary?.announce()] : []
    const told = late.length === 0 ? [] : [{ type: 'audit.late', records: late }]
    const ours = [...announced, ...told, ...this.#own.splice(0)].filter((record) => record !== undefined)
    const entries = this.#queue.take(batchBytes)
    if (ours.length + entries.length === 0) return null
    const at = monotonic()
    const lines = ours.map((record) => this.toLine(record, at))
    return toBatch(this.#who, lines, entries, head)
  }

  /** The batch, unchanged, and after it the record of the segment that was given up. */
  withGivenUp(batch: Batch | null, givenUp: GivenUp | null, head: Place): Batch {
    const place = batch?.after ?? head
    const before = batch ?? { ...NOTHING, after: place }
    if (givenUp === null) return before
    const line = this.toLine({ type: 'sink.poisoned', ...givenUp }, this.#parts.monotonic())
    const more = toBatch(this.#who, [line], [], place)
    const leaves = [...before.leaves, ...more.leaves]
    return { ...before, bytes: Buffer.concat([before.bytes, more.bytes]), leaves, after: more.after }
  }

  #isCheckpointDue(): boolean {
    return !this.isLast && this.#parts.notary?.isDue === true
  }
}
