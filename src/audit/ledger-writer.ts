import { join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { AppendQueue, auditUnavailable, refuse, refuseExpired } from './append-queue.ts'
import type { Entry } from './append-queue.ts'
import type { Batch } from './batch.ts'
import { createClockWatch } from './clock-watch.ts'
import { Committer } from './committer.ts'
import type { End } from './committer.ts'
import { Deadline } from './deadline.ts'
import { DiskRoom } from './disk-room.ts'
import { errorText } from './error-text.ts'
import { LaterTry } from './later-try.ts'
import type { Ledger } from './ledger.ts'
import { LIMITS } from './ledger-limits.ts'
import type { Limits } from './ledger-limits.ts'
import type { LedgerState } from './ledger-state.ts'
import { lifecycleRecord } from './lifecycle-record.ts'
import type { Mirror } from './mirror.ts'
import { Outgoing } from './outgoing.ts'
import { SegmentSink } from './segment-sink.ts'
import { WorkLoop } from './work-loop.ts'
import type { WriterParts } from './writer-parts.ts'

/**
 * The one writer of a ledger: group commit, deadlines, and what happens when a disk fails. One commit is in flight at a
 * time; whatever arrives meanwhile goes out together in the next.
 */
export class LedgerWriter implements Ledger {
  readonly #parts: WriterParts
  readonly #limits: Limits
  readonly #sink: SegmentSink
  readonly #queue: AppendQueue
  readonly #acknowledgements = new Acknowledgements()
  readonly #outgoing: Outgoing
  readonly #committer: Committer
  readonly #loop: WorkLoop
  readonly #deadline: Deadline
  readonly #retry: LaterTry
  readonly #room: DiskRoom
  readonly #checker: NodeJS.Timeout
  #inFlight: Batch | null = null
  #status: 'ok' | 'failed' | 'closed' = 'ok'
  #closing: Promise<void> | null = null
  #checkDue = false
  #lockLost = false
  #retryDue = false
  #refused = 0
  #lastError: string | null = null

  constructor(parts: WriterParts, end: End) {
    const { monotonic, patience, notary } = parts
    this.#parts = parts
    this.#limits = { ...LIMITS, ...parts.limits }
    this.#sink = new SegmentSink(parts.dir, parts.fs)
    this.#queue = new AppendQueue(this.#limits.queueRecords, this.#limits.queueBytes)
    this.#outgoing = new Outgoing(parts, this.#queue, this.#acknowledgements)
    this.#room = new DiskRoom({ ...parts, limits: this.#limits })
    const rooms = { sink: this.#sink, outgoing: this.#outgoing, room: this.#room, limits: this.#limits }
    this.#committer = new Committer({ ...parts, ...rooms, gaveUp: (why) => void (this.#lastError = why) }, end)
    const [next, hasWork] = [() => this.#next(), () => this.#hasWork()]
    this.#loop = new WorkLoop({ monotonic: patience.now, next, hasWork, broke: (bug) => this.#fail(bug) })
    this.#deadline = new Deadline(patience.now, (at) => this.#sweep(at))
    this.#retry = new LaterTry(this.#limits)
    const clockStep = createClockWatch(parts.now, monotonic)
    if (notary !== null) notary.onSettled = () => this.#loop.wake()
    this.#checker = setInterval(() => {
      this.#checkDue = true
      this.#outgoing.note(clockStep())
      notary?.tick(monotonic())
      this.#acknowledgements.tick()
      this.#loop.wake()
    }, this.#limits.checkMs).unref()
  }

  readonly append = (record: JsonObject): Promise<{ readonly seq: number }> => {
    const at = this.#parts.patience.now()
    const why = this.#whyNot(record['type'], at) ?? this.#room.whyNot(record)
    if (why === null) return this.#enqueue(record, at + this.#parts.deadlineMs, at)
    this.#refused += 1
    return Promise.reject(auditUnavailable(why))
  }

  /** Appends with a deadline of its own, whatever the state. Resolves when all are durable. */
  async appendAll(records: readonly JsonObject[], deadlineMs: number): Promise<void> {
    const at = this.#parts.patience.now()
    await Promise.all(records.map((record) => this.#enqueue(record, at + deadlineMs, at)))
  }

  readonly state = (): LedgerState => {
    const isLate = this.#isStalled(this.#parts.patience.now())
    const isStalled = this.#status === 'ok' && (isLate || this.#acknowledgements.whyNot !== null)
    return {
      ready: this.#status === 'ok' && !isStalled && !this.#room.isFull,
      status: isStalled ? 'stalled' : this.#status === 'ok' && this.#room.isFull ? 'full' : this.#status,
      ...this.#numbers(),
    }
  }

  #numbers(): Omit<LedgerState, 'ready' | 'status'> {
    const { notary } = this.#parts
    return {
      segment: this.#sink.name,
      records: this.#committer.head.seq,
      pending: this.#queue.length + this.#unanswered().length,
      poisoned: this.#committer.poisoned,
      refused: this.#refused,
      late: this.#acknowledgements.lateInAll,
      lastError: this.#lastError,
      signed: notary?.state.signed ?? null,
      signedAt: notary?.state.at ?? null,
      checkpointsFailed: notary?.state.failed ?? 0,
      mirror: this.#acknowledgements.mirror,
    }
  }

  readonly checkpoint = (): string | null => this.#parts.notary?.checkpoint ?? null

  /** From now on, all that is durable here is copied there; and is not acknowledged before, where the mirror is needed (FC-1). */
  mirrorTo(mirror: Mirror): void {
    mirror.onChange = (record) => {
      this.#outgoing.note(record)
      this.#loop.wake()
    }
    this.#acknowledgements.mirrorTo(mirror, this.#committer.reached, () => this.#loop.wake())
  }

  readonly close = (): Promise<void> => (this.#closing ??= this.#close())

  /** Lets go of files and lock without a record of the stop. */
  async abandon(): Promise<void> {
    clearInterval(this.#checker)
    this.#retry.stop()
    this.#outgoing.isLast = true
    await this.#loop.idle(this.#parts.deadlineMs)
    this.#status = 'closed'
    await this.#acknowledgements.close(this.#limits.closeMs)
    this.#deadline.stop()
    this.#parts.patience.stop()
    // A write that still hangs may yet reach the disk: until then nobody else may write.
    if (this.#loop.isRunning)
      this.#loop.whenIdle(() => void this.#letGo().catch(() => undefined)) // nobody waits for it any more
    else await this.#letGo()
  }

  async #letGo(): Promise<void> {
    try {
      await this.#sink.close()
    } finally {
      this.#parts.lock.release()
    }
  }

  async #close(): Promise<void> {
    this.#retryDue = true // a failed ledger gets one more try
    const stopped = this.appendAll([lifecycleRecord('stop', { refused: this.#refused })], this.#limits.closeMs)
    this.#status = this.#status === 'ok' ? 'closed' : this.#status
    this.#acknowledgements.closing()
    try {
      await stopped
      await this.#lastCheckpoint()
    } finally {
      await this.abandon()
    }
  }

  /** The stop made a checkpoint due, and another may be on its way: it is given as long as the stop itself. */
  async #lastCheckpoint(): Promise<void> {
    const { notary, monotonic, deadlineMs } = this.#parts
    const end = monotonic() + this.#limits.closeMs
    while (notary !== null && (this.#loop.isRunning || notary.isWriting) && monotonic() < end) {
      await this.#loop.idle(deadlineMs)
      await notary.settle(end - monotonic())
    }
  }

  #whyNot(type: unknown, at: number): string | null {
    if (this.#closing !== null || this.#status === 'closed') return 'the ledger is closed'
    if (this.#queue.full) return 'too many records wait for the disk'
    if (type === 'outcome') return null
    if (this.#status === 'failed') return `the ledger cannot be written: ${this.#lastError ?? 'unknown'}`
    const { whyNot } = this.#acknowledgements
    if (whyNot !== null) return `the mirror cannot be written: ${whyNot}`
    return this.#isStalled(at) ? 'the disk does not answer' : null
  }

  #isStalled(at: number): boolean {
    return this.#loop.isSlow(this.#parts.deadlineMs, at)
  }

  #enqueue(record: JsonObject, expires: number, at: number): Promise<{ readonly seq: number }> {
    return new Promise((resolve, reject) => {
      const line = this.#outgoing.toLine(record, this.#parts.monotonic())
      const request = typeof record['request'] === 'string' ? record['request'] : null
      this.#queue.push({ ...line, request, expires, resolve, reject, settled: false })
      this.#deadline.expect(expires, at)
      this.#loop.wake()
    })
  }

  #hasWork(): boolean {
    if (this.#status === 'failed') return this.#mayRetry()
    return this.#checkDue || this.#committer.owed !== null || !this.#outgoing.isEmpty
  }

  #mayRetry(): boolean {
    return this.#retryDue && !this.#lockLost
  }

  #next(): (() => Promise<void>) | null {
    if (this.#status === 'failed') return this.#mayRetry() ? () => this.#tryAgain() : null
    if (this.#checkDue) return () => this.#check()
    const { owed, head } = this.#committer
    const batch = owed ?? this.#outgoing.next(head, this.#limits.batchBytes)
    if (batch === null) return null
    this.#inFlight = batch
    return async () => void (await this.#settle(this.#committer.commit(batch)))
  }

  async #tryAgain(): Promise<void> {
    this.#retryDue = false
    await this.#settle(this.#committer.tryAgain())
  }

  /** False when there was nothing to write. */
  async #settle(written: Promise<Batch | null>): Promise<boolean> {
    let batch: Batch | null
    try {
      batch = await written
    } catch (cause) {
      this.#fail(cause)
      return true
    }
    if (batch !== null) this.#acknowledge(batch)
    return batch !== null
  }

  #acknowledge(batch: Batch): void {
    const { notary, monotonic } = this.#parts
    this.#recovered()
    this.#inFlight = null
    this.#loop.rest()
    const durable = { entries: batch.entries, from: batch.from, until: batch.after.seq }
    this.#acknowledgements.done(durable, this.#committer.reached)
    notary?.cover(batch.leaves, batch.announces, monotonic())
    if (batch.entries.some(({ type }) => type === 'lifecycle')) notary?.want('lifecycle')
  }

  async #check(): Promise<void> {
    this.#checkDue = false
    if (await this.#settle(this.#committer.check())) return
    const now = await this.#parts.fs.facts(join(this.#parts.dir, 'LOCK')).catch(() => null)
    if (now === null || !this.#parts.lock.is(now)) return this.#loseLock()
    this.#outgoing.note(await this.#room.look())
  }

  /** Without the lock, somebody else may be writing: there is no way back from here within this process. */
  #loseLock(): void {
    this.#lockLost = true
    this.#fail(new Error('the file LOCK was removed or replaced'))
  }

  #recovered(): void {
    if (this.#status === 'failed') this.#parts.log.warn('the ledger can be written again', { segment: this.#sink.name })
    if (this.#status === 'failed') this.#status = 'ok'
    this.#retry.reset()
  }

  #fail(cause: unknown): void {
    const why = errorText(cause)
    this.#lastError = why
    if (this.#status !== 'failed') this.#parts.log.error('the ledger cannot be written; requests are refused', { why })
    this.#status = 'failed'
    const problem = auditUnavailable(`the ledger cannot be written: ${why}`, cause)
    this.#refused += refuse([...(this.#inFlight?.entries ?? []), ...this.#queue.entries], problem)
    this.#queue.dropRefused()
    this.#inFlight = null
    this.#retry.schedule(() => {
      this.#retryDue = true
      this.#loop.wake()
    })
  }

  /** What has left the queue and is not acknowledged. */
  #unanswered(): readonly Entry[] {
    return [...(this.#inFlight?.entries ?? []), ...this.#acknowledgements.waiting]
  }

  /** Refuses what has waited too long. What is in flight may still reach the disk; see `audit.late`. */
  #sweep(at: number): number {
    const why = `a record was not durable within ${String(this.#parts.deadlineMs)} ms`
    const waiting = [...this.#unanswered(), ...this.#queue.entries]
    const { refused, next } = refuseExpired(waiting, at, why)
    if (refused > 0) this.#queue.dropRefused()
    this.#refused += refused
    return next
  }
}
