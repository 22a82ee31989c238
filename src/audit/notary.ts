import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { CHECKPOINTS, nameOf } from './checkpoint-file.ts'
import type { CheckpointSink, NoteName } from './checkpoint-file.ts'
import { errorText } from './error-text.ts'
import type { Frontier } from './frontier.ts'
import { signNote } from './signed-note.ts'
import type { Checkpoint, Signer } from './signed-note.ts'

/** The record that says what a checkpoint will cover: it is the last leaf of that checkpoint's tree. */
export const PRE = 'checkpoint.pre'

/** What made a checkpoint due. */
export type Cause = 'time' | 'count' | 'rotation' | 'lifecycle'

export type NotaryParts = {
  readonly origin: string
  readonly signers: readonly Signer[]
  readonly sink: CheckpointSink
  readonly log: Log
  /** The tree of all that is on disk. */
  readonly tree: Frontier
  /** The last checkpoint that is on disk, and the length of the file up to its end. */
  readonly last: { readonly size: number; readonly text: string } | null
  readonly end: number
  readonly everyMs: number
  readonly everyRecords: number
}

/**
 * Signs checkpoints of a ledger: decides when one is due, keeps the tree, writes the notes. Nothing waits for it: while a note
 * is on its way, or cannot be written, records go on. One that failed is logged, counted in the next record of its kind, and tried again.
 */
export class Notary {
  readonly #parts: NotaryParts
  #last: NoteName | null
  #text: string | null
  #end: number
  #since: number
  #due: Cause | null = null
  /** A record of a checkpoint is on its way to the disk. */
  #announced = false
  #writing: Promise<void> | null = null
  /** Of lines that are on disk, and not in the tree yet. */
  readonly #leaves: string[] = []
  #failed = 0
  #failedInAll = 0
  /** The size of the last checkpoint that was signed, on disk or not. */
  #tried: number
  /** Monotonic milliseconds at which the last checkpoint of this process was signed. */
  #signedAt: number | null = null

  constructor(parts: NotaryParts, at: number) {
    this.#parts = parts
    this.#last = parts.last === null ? null : nameOf(parts.last)
    this.#text = parts.last?.text ?? null
    this.#end = parts.end
    this.#since = at
    this.#tried = parts.last?.size ?? 0
  }

  /** The records that a checkpoint on disk covers, how many checkpoints could not be written, and from when the last one is. */
  get state(): { readonly signed: number; readonly failed: number; readonly at: number | null } {
    return { signed: this.#last?.size ?? 0, failed: this.#failedInAll, at: this.#signedAt }
  }

  /** The last one that is on disk. */
  get checkpoint(): string | null {
    return this.#text
  }

  get isDue(): boolean {
    return this.#due !== null && !this.#announced && this.#writing === null
  }

  get isWriting(): boolean {
    return this.#writing !== null
  }

  want(cause: Cause): void {
    this.#due ??= cause
  }

  /** The clock: a checkpoint is due when time is up and there is something new. What one on its way will cover is not. */
  tick(at: number): void {
    if (at - this.#since < this.#parts.everyMs || this.#announced || this.#writing !== null) return
    this.#since = at
    if (this.#failed > 0 || this.#size > this.state.signed) this.want('time')
  }

  /**
   * The record that comes next in the ledger. It holds the frontier of all before it, so that a start finds the tree without
   * reading everything; that the frontier is right is for `verify` to check, and for the next checkpoint to show.
   */
  announce(): JsonObject {
    this.catchUp()
    const cause = this.#due ?? 'time'
    this.#due = null
    this.#announced = true
    const failed = this.#failed === 0 ? {} : { failed: this.#failed }
    const keys = this.#parts.signers.map(({ id }) => id)
    return { type: PRE, cause, previous: this.#last, ...failed, keys, tree: this.#parts.tree.hashes }
  }

  /**
   * Takes in what is on disk now. `announced`: the first of these is the record of a checkpoint. The rest waits for `catchUp`, so that
   * nobody who waits for a record waits for the tree.
   */
  cover(leaves: readonly string[], announced: boolean, at: number): void {
    this.#leaves.push(...leaves)
    if (announced) this.#seal(at, leaves.length - 1)
    if (this.#size - this.#tried >= this.#parts.everyRecords) this.want('count')
  }

  /** Adds to the tree what has been taken in, but for the last `but`. A good time for it is while the disk is at work. */
  catchUp(but = 0): void {
    const { tree } = this.#parts
    for (const leaf of this.#leaves.splice(0, this.#leaves.length - but)) tree.push(Buffer.from(leaf, 'base64'))
  }

  get #size(): number {
    return this.#parts.tree.size + this.#leaves.length
  }

  /** Resolves when nothing is on its way any more, or after so many milliseconds. */
  async settle(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
    await Promise.race([this.#writing, enough])
    clearTimeout(timer)
  }

  /** Called when a note is on disk, or could not be written: whoever waited to announce the next may go on. */
  onSettled: () => void = () => {}

  #seal(at: number, after: number): void {
    const { tree, origin } = this.#parts
    this.catchUp(after)
    this.#announced = false
    this.#since = at
    this.#tried = tree.size
    this.#writing = this.#write({ origin, size: tree.size, root: tree.root() }, at).finally(() => {
      this.#writing = null
      this.onSettled()
    })
  }

  async #write(checkpoint: Checkpoint, at: number): Promise<void> {
    try {
      const text = signNote(checkpoint, this.#parts.signers)
      const bytes = Buffer.from(`${text}\n`)
      await this.#parts.sink.put(bytes, this.#end)
      this.#end += bytes.length
      this.#failed = 0
      this.#last = nameOf({ size: checkpoint.size, text })
      this.#text = text
      this.#signedAt = at
    } catch (cause) {
      this.#failed += 1
      this.#failedInAll += 1
      const about = { alert: 'checkpoint_failed', file: CHECKPOINTS, why: errorText(cause), failed: this.#failed }
      this.#parts.log.error('a checkpoint could not be written; records go on, and it is tried again', about)
    }
  }
}
