import { join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import type { Problem } from '../terms/problem.ts'
import { AppendQueue, auditUnavailable, refuse } from './append-queue.ts'
import type { Entry } from './append-queue.ts'
import { toBatch, toLine } from './batch.ts'
import type { Batch, Line } from './batch.ts'
import { createClockWatch } from './clock-watch.ts'
import type { LedgerDisk } from './disk.ts'
import { DiskRoom } from './disk-room.ts'
import { errorCode, errorText } from './error-text.ts'
import type { Ledger } from './ledger.ts'
import { lifecycleRecord } from './lifecycle-record.ts'
import { LIMITS } from './ledger-limits.ts'
import type { Limits } from './ledger-limits.ts'
import { identity } from './line.ts'
import type { Place } from './line.ts'
import type { Mirror, MirrorState } from './mirror.ts'
import type { Notary } from './notary.ts'
import { SegmentSink } from './segment-sink.ts'
import type { WriterLock } from './writer-lock.ts'

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

export type WriterParts = {
  readonly dir: string
  readonly writer: string
  readonly boot: string
  readonly deadlineMs: number
  readonly now: () => number
  readonly monotonic: () => number
  readonly log: Log
  readonly fs: LedgerDisk
  readonly lock: WriterLock
  readonly limits: Partial<Limits>
  /** Null for a ledger without checkpoints. */
  readonly notary: Notary | null
}

type Late = { readonly seq: number; readonly type: string; readonly request: string | null }

/** Records that are durable here, and wait for the mirror that is needed as well. */
type Awaiting = { readonly entries: readonly Entry[]; readonly from: number; readonly until: number }

const NOTHING = { bytes: new Uint8Array(0), entries: [], from: 0, leaves: [], announces: false }

/** How many late records one line names. */
const LATE_PER_LINE = 200

/**
 * The one writer of a ledger: group commit, deadlines, and what happens when a disk fails. One commit is in flight at a
 * time; whatever arrives meanwhile goes out together in the next.
 */
export class LedgerWriter implements Ledger {
  readonly #parts: WriterParts
  readonly #limits: Limits
  readonly #who: string
  readonly #sink: SegmentSink
  readonly #queue: AppendQueue
  readonly #checker: NodeJS.Timeout
  readonly #room: DiskRoom
  /** Records of our own that are to be written. */
  #own: JsonObject[] = []
  #head: Place
  /** Must be written next, before anything else: lines that may be on a disk already under the numbers they have. */
  #owed: Batch | null
  #inFlight: Batch | null = null
  #late: Late[] = []
  #mirror: Mirror | null = null
  #awaiting: Awaiting[] = []
  #givenUp: { readonly segment: string; readonly from: number; readonly why: string } | null = null
  #status: 'ok' | 'failed' | 'closed' = 'ok'
  #closing: Promise<void> | null = null
  #running = false
  /** Nothing more is signed. */
  #isLast = false
  #busySince: number | null = null
  #checkDue = false
  #lockLost = false
  #retryDue = false
  #backoff: number
  #retry: NodeJS.Timeout | null = null
  #deadline: NodeJS.Timeout | null = null
  /** Monotonic milliseconds at which the deadline's timer goes off. */
  #armedFor = Infinity
  #poisoned = 0
  #refused = 0
  #lateCount = 0
  #lastError: string | null = null
  #onIdle: (() => void)[] = []

  constructor(parts: WriterParts, from: { readonly head: Place; readonly after: Place; readonly owed: Uint8Array }) {
    this.#parts = parts
    this.#limits = { ...LIMITS, ...parts.limits }
    this.#who = identity(parts.boot, parts.writer)
    this.#sink = new SegmentSink(parts.dir, parts.fs)
    this.#queue = new AppendQueue(this.#limits.queueRecords, this.#limits.queueBytes)
    this.#head = from.head
    this.#owed = from.owed.length === 0 ? null : { ...NOTHING, bytes: from.owed, after: from.after }
    this.#backoff = this.#limits.retryMs
    this.#room = new DiskRoom({ ...parts, limits: this.#limits })
    const clockStep = createClockWatch(parts.now, parts.monotonic)
    if (parts.notary !== null) parts.notary.onSettled = () => this.#wake()
    this.#checker = setInterval(() => {
      this.#checkDue = true
      this.#note(clockStep())
      parts.notary?.tick(parts.monotonic())
      this.#mirror?.tick()
      this.#wake()
    }, this.#limits.checkMs).unref()
  }

  readonly append = (record: JsonObject): Promise<{ readonly seq: number }> => {
    const { type } = record
    const at = this.#parts.monotonic()
    const why = this.#whyNot(type, at) ?? this.#whyFull(record)
    if (why === null) return this.#enqueue(record, at + this.#parts.deadlineMs, at)
    this.#refused += 1
    return Promise.reject(auditUnavailable(why))
  }

  /** Appends with a deadline of its own, whatever the state. Resolves when all are durable. */
  async appendAll(records: readonly JsonObject[], deadlineMs: number): Promise<void> {
    const at = this.#parts.monotonic()
    await Promise.all(records.map((record) => this.#enqueue(record, at + deadlineMs, at)))
  }

  readonly state = (): LedgerState => {
    const isLate = this.#isStalled(this.#parts.monotonic())
    const isStalled =
      this.#status === 'ok' && (isLate || (this.#needsMirror && this.#mirror?.state.status === 'failed'))
    return {
      ready: this.#status === 'ok' && !isStalled && !this.#room.isFull,
      status: isStalled ? 'stalled' : this.#status === 'ok' && this.#room.isFull ? 'full' : this.#status,
      ...this.#numbers(),
    }
  }

  /** From now on, all that is durable here is copied there; and is not acknowledged before, where the mirror is needed (FC-1). */
  mirrorTo(mirror: Mirror): void {
    this.#mirror = mirror
    mirror.onProgress = () => this.#answerMirrored()
    mirror.onChange = (record) => {
      this.#note(record)
      this.#wake()
    }
    this.#offer()
  }

  #offer(): void {
    const { name, size } = this.#sink
    if (name !== null) this.#mirror?.offer({ segment: name, size, records: this.#head.seq })
  }

  /** False also when the ledger is being closed: what is left is copied then, and nobody waits for it. */
  get #needsMirror(): boolean {
    return this.#mirror?.need === 'all' && this.#closing === null
  }

  #answerMirrored(): void {
    const reached = this.#needsMirror ? (this.#mirror?.state.records ?? 0) : Infinity
    while (this.#awaiting[0] !== undefined && this.#awaiting[0].until <= reached)
      this.#answerAll(this.#awaiting.shift())
    if (this.#late.length > 0) this.#wake()
  }

  #answerAll(answered: Awaiting | undefined): void {
    answered?.entries.forEach((entry, index) => this.#answer(entry, answered.from + index))
  }

  readonly checkpoint = (): string | null => this.#parts.notary?.checkpoint ?? null

  #numbers(): Omit<LedgerState, 'ready' | 'status'> {
    return {
      segment: this.#sink.name,
      records: this.#head.seq,
      pending: this.#queue.length + this.#unanswered().length,
      poisoned: this.#poisoned,
      refused: this.#refused,
      late: this.#lateCount,
      lastError: this.#lastError,
      signed: this.#parts.notary?.state.signed ?? null,
      signedAt: this.#parts.notary?.state.at ?? null,
      checkpointsFailed: this.#parts.notary?.state.failed ?? 0,
      mirror: this.#mirror?.state ?? null,
    }
  }

  readonly close = (): Promise<void> => (this.#closing ??= this.#close())

  /** Lets go of files and lock without a record of the stop. */
  async abandon(): Promise<void> {
    clearInterval(this.#checker)
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#isLast = true
    await this.#idle()
    this.#status = 'closed'
    await this.#mirror?.close(this.#limits.closeMs)
    if (this.#deadline !== null) clearTimeout(this.#deadline)
    // A write that still hangs may yet reach the disk: until then nobody else may write.
    if (this.#running)
      this.#onIdle.push(() => void this.#letGo().catch(() => undefined)) // nobody waits for it any more
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
    queueMicrotask(() => this.#answerMirrored())
    try {
      await stopped
      await this.#lastCheckpoint()
    } finally {
      await this.abandon()
    }
  }

  /** The stop made a checkpoint due, and another may be on its way: it is given as long as the stop itself. */
  async #lastCheckpoint(): Promise<void> {
    const { notary, monotonic } = this.#parts
    const end = monotonic() + this.#limits.closeMs
    while (notary !== null && (this.#running || notary.isWriting) && monotonic() < end) {
      await this.#idle()
      await notary.settle(end - monotonic())
    }
  }

  #whyNot(type: unknown, at: number): string | null {
    if (this.#closing !== null || this.#status === 'closed') return 'the ledger is closed'
    if (this.#queue.full) return 'too many records wait for the disk'
    if (type === 'outcome') return null
    if (this.#status === 'failed') return `the ledger cannot be written: ${this.#lastError ?? 'unknown'}`
    if (this.#needsMirror && this.#mirror?.state.status === 'failed')
      return `the mirror cannot be written: ${this.#mirror.state.why ?? 'unknown'}`
    return this.#isStalled(at) ? 'the disk does not answer' : null
  }

  /** What is left of the disk is for what says no, and for how it went with what is under way. */
  #whyFull({ type, effect }: JsonObject): string | null {
    return this.#room.isFull && type === 'decision' && effect === 'permit' ? 'the disk is full' : null
  }

  #note(record: JsonObject | null): void {
    if (record !== null) this.#own.push(record)
  }

  #isStalled(at: number): boolean {
    return this.#busySince !== null && at - this.#busySince > this.#parts.deadlineMs
  }

  #enqueue(record: JsonObject, expires: number, at: number): Promise<{ readonly seq: number }> {
    return new Promise((resolve, reject) => {
      const line = this.#toLine(record, at)
      const { request } = record
      const entry = {
        ...line,
        request: typeof request === 'string' ? request : null,
        expires,
        resolve,
        reject,
        settled: false,
      }
      this.#queue.push(entry)
      if (expires < this.#armedFor) this.#arm(expires, at)
      this.#wake()
    })
  }

  #toLine(record: JsonObject, at: number): Line {
    return toLine(record, { time: this.#parts.now(), monoUs: at * 1000 })
  }

  // When nothing is in flight, one turn of the event loop is let pass, so that all that arrives in it goes out together.
  #wake(): void {
    if (this.#running) return
    this.#running = true
    setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    try {
      for (let more = true; more;) more = await this.#step()
    } catch (bug) {
      this.#fail(bug)
    }
    this.#running = false
    if (this.#hasWork()) return this.#wake()
    for (const resolve of this.#onIdle.splice(0)) resolve()
  }

  #hasWork(): boolean {
    if (this.#status === 'failed') return this.#mayRetry()
    return (
      this.#checkDue ||
      this.#owed !== null ||
      this.#late.length + this.#own.length + this.#queue.length > 0 ||
      this.#isCheckpointDue()
    )
  }

  #isCheckpointDue(): boolean {
    return !this.#isLast && this.#parts.notary?.isDue === true
  }

  #mayRetry(): boolean {
    return this.#retryDue && !this.#lockLost
  }

  /** Does the next thing that is to be done; false when there is nothing. */
  async #step(): Promise<boolean> {
    if (this.#status === 'failed') return this.#mayRetry() ? this.#timed(() => this.#tryAgain()) : false
    if (this.#checkDue) return this.#timed(() => this.#check())
    const batch = this.#owed ?? this.#nextBatch()
    if (batch === null) return false
    this.#inFlight = batch
    return this.#timed(() => this.#commit(batch))
  }

  async #timed(work: () => Promise<void>): Promise<true> {
    this.#busySince = this.#parts.monotonic()
    try {
      await work()
      return true
    } finally {
      this.#busySince = null
    }
  }

  async #commit(batch: Batch): Promise<void> {
    try {
      if (this.#isRotationDue(batch.bytes.length)) await this.#rotate()
      const written = this.#sink.put(batch.bytes)
      this.#parts.notary?.catchUp()
      await written
    } catch (cause) {
      return this.#replaceSegment(batch, cause)
    }
    this.#acknowledge(batch)
  }

  async #rotate(): Promise<void> {
    if (this.#sink.name !== null) this.#parts.notary?.want('rotation')
    await this.#sink.start(this.#head.seq, this.#parts.monotonic())
  }

  #isRotationDue(bytes: number): boolean {
    const { name, size, since } = this.#sink
    if (name === null) return true
    if (size === 0) return false
    const { segmentBytes, segmentMs } = this.#limits
    return size + bytes > segmentBytes || this.#parts.monotonic() - since > segmentMs
  }

  #acknowledge(batch: Batch): void {
    this.#head = batch.after
    this.#owed = null
    this.#inFlight = null
    this.#busySince = null
    const done = { entries: batch.entries, from: batch.from, until: batch.after.seq }
    if (this.#needsMirror) this.#awaiting.push(done)
    else this.#answerAll(done)
    this.#offer()
    this.#parts.notary?.cover(batch.leaves, batch.announces, this.#parts.monotonic())
    if (batch.entries.some(({ type }) => type === 'lifecycle')) this.#parts.notary?.want('lifecycle')
  }

  #answer(entry: Entry, seq: number): void {
    if (!entry.settled) {
      entry.settled = true
      return entry.resolve({ seq })
    }
    this.#lateCount += 1
    this.#late.push({ seq, type: entry.type, request: entry.request })
  }

  async #check(): Promise<void> {
    this.#checkDue = false
    try {
      await this.#sink.check()
    } catch (cause) {
      return this.#replaceSegment(null, cause)
    }
    const now = await this.#parts.fs.facts(join(this.#parts.dir, 'LOCK')).catch(() => null)
    if (now === null || !this.#parts.lock.is(now)) return this.#loseLock()
    this.#note(await this.#room.look())
  }

  /** Without the lock, somebody else may be writing: there is no way back from here within this process. */
  #loseLock(): void {
    this.#lockLost = true
    this.#fail(new Error('the file LOCK was removed or replaced'))
  }

  /** FC-3: the segment is given up for ever, and the next one starts with the records that were never acknowledged. */
  async #replaceSegment(batch: Batch | null, cause: unknown): Promise<void> {
    const why = errorText(cause)
    this.#lastError = why
    this.#poisoned += 1
    this.#owed = batch
    const segment = this.#sink.giveUp() ?? 'none'
    this.#givenUp = { segment, from: this.#head.seq, why }
    this.#parts.log.error('a ledger segment was given up', { segment, why })
    if (errorCode(cause) === 'ENOSPC') await this.#room.release()
    await this.#tryAgain()
  }

  async #tryAgain(): Promise<void> {
    this.#retryDue = false
    const batch = this.#withGivenUp(this.#owed)
    try {
      await this.#sink.start(this.#head.seq, this.#parts.monotonic())
      await this.#sink.put(batch.bytes)
    } catch (cause) {
      this.#sink.giveUp()
      return this.#fail(cause)
    }
    this.#recovered()
    this.#acknowledge(batch)
  }

  #recovered(): void {
    if (this.#status === 'failed') this.#parts.log.warn('the ledger can be written again', { segment: this.#sink.name })
    if (this.#status === 'failed') this.#status = 'ok'
    this.#givenUp = null
    this.#backoff = this.#limits.retryMs
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
    this.#scheduleRetry()
  }

  #scheduleRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = setTimeout(() => {
      this.#retryDue = true
      this.#wake()
    }, this.#backoff).unref()
    this.#backoff = Math.min(this.#backoff * 2, this.#limits.retryMaxMs)
  }

  /** The batch, unchanged, and after it the record of the segment that was given up. */
  #withGivenUp(batch: Batch | null): Batch {
    const place = batch?.after ?? this.#head
    const before = batch ?? { ...NOTHING, after: place }
    if (this.#givenUp === null) return before
    const line = this.#toLine({ type: 'sink.poisoned', ...this.#givenUp }, this.#parts.monotonic())
    const more = toBatch(this.#who, [line], [], place)
    const leaves = [...before.leaves, ...more.leaves]
    return { ...before, bytes: Buffer.concat([before.bytes, more.bytes]), leaves, after: more.after }
  }

  #nextBatch(): Batch | null {
    const late = this.#late.splice(0, LATE_PER_LINE)
    if (late.length > 0) this.#parts.log.warn('records reached the disk after their deadline', { records: late.length })
    const announced = this.#isCheckpointDue() ? [this.#parts.notary?.announce()] : []
    const told = late.length === 0 ? [] : [{ type: 'audit.late', records: late }]
    const ours = [...announced, ...told, ...this.#own.splice(0)].filter((record) => record !== undefined)
    const entries = this.#queue.take(this.#limits.batchBytes)
    if (ours.length + entries.length === 0) return null
    const at = this.#parts.monotonic()
    return toBatch(
      this.#who,
      ours.map((record) => this.#toLine(record, at)),
      entries,
      this.#head,
    )
  }

  /** What has left the queue and is not acknowledged. */
  #unanswered(): readonly Entry[] {
    return [...(this.#inFlight?.entries ?? []), ...this.#awaiting.flatMap(({ entries }) => entries)]
  }

  #arm(expires: number, at: number): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline)
    this.#armedFor = expires
    // A stalled event loop runs timers before it hears from the disk: what was durable in time is let through first.
    this.#deadline = setTimeout(() => setImmediate(() => this.#sweep()), Math.max(5, expires - at))
  }

  /** Refuses what has waited too long. What is in flight may still reach the disk; see `audit.late`. */
  #sweep(): void {
    this.#deadline = null
    this.#armedFor = Infinity
    const at = this.#parts.monotonic()
    const waiting = [...this.#unanswered(), ...this.#queue.entries].filter(({ settled }) => !settled)
    const expired = waiting.filter(({ expires }) => expires <= at)
    if (expired.length > 0) {
      this.#refused += refuse(expired, tooLate(this.#parts.deadlineMs))
      this.#queue.dropRefused()
    }
    const left = waiting.filter(({ settled }) => !settled).map(({ expires }) => expires)
    const next = left.reduce((soonest, expires) => Math.min(soonest, expires), Infinity)
    if (next < Infinity) this.#arm(next, at)
  }

  /** Resolves when nothing is being done, or after the deadline. */
  async #idle(): Promise<void> {
    if (!this.#running) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#onIdle.push(resolve)
      timer = setTimeout(resolve, this.#parts.deadlineMs)
    })
    clearTimeout(timer)
  }
}

const tooLate = (deadlineMs: number): Problem =>
  auditUnavailable(`a record was not durable within ${String(deadlineMs)} ms`)
