import type { Log } from '../../terms/logger.ts'
import { errorText } from '../error-text.ts'
import type { CursorFile } from './cursor-file.ts'
import type { LedgerFollower } from './follow.ts'
import type { Sender } from './senders.ts'

export type DeliveryLimits = {
  /** Records in one batch. */
  readonly batch: number
  /** Between two looks at a ledger that has nothing new. */
  readonly pollMs: number
  /** The first pause after a failure; doubled up to `retryMaxMs`. */
  readonly retryMs: number
  readonly retryMaxMs: number
  /** Records behind at which an alert is logged. */
  readonly alertAt: number
}

export type DeliveryParts = {
  readonly name: string
  readonly follower: LedgerFollower
  readonly cursor: CursorFile
  readonly sender: Sender
  /** How many records are durable: none beyond is delivered. */
  readonly durable: () => number
  readonly limits: DeliveryLimits
  readonly monotonic: () => number
  readonly log: Log
}

/** Batches that are on their way without being confirmed. */
const MOST_UNSETTLED = 256

/**
 * Delivers a ledger's records to one receiver, in order, each at least once, from where its cursor stands. It reads the ledger's files and has no
 * part in any append: a receiver that is slow or gone costs disk that the ledger uses anyway, and no memory. What fails is sent again from
 * the last record that was surely taken; a receiver tells repeated records by their numbers.
 */
export class Delivery {
  readonly #parts: DeliveryParts
  /** The first record that was not surely taken. */
  #confirmed = 0
  /** What was sent, and when; in order. */
  #unsettled: { readonly next: number; readonly at: number }[] = []
  #stopping = false
  #wake: () => void = () => {}
  #failures = 0
  #isBehind = false
  #running: Promise<void> | null = null

  constructor(parts: DeliveryParts) {
    this.#parts = parts
  }

  get state(): { readonly delivered: number; readonly behind: number; readonly failures: number } {
    const behind = Math.max(0, this.#parts.durable() - this.#confirmed)
    return { delivered: this.#confirmed, behind, failures: this.#failures }
  }

  /** Begins; rejects when the cursor cannot be read. */
  async start(): Promise<void> {
    this.#confirmed = await this.#parts.cursor.read()
    this.#parts.follower.seek(this.#confirmed)
    this.#running = this.#run()
  }

  /** Sends what is there, for so many milliseconds at most, and writes down how far it came. Never rejects. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping = true
    this.#wake()
    const isOver = await settledWithin(this.#running, withinMs)
    const { sender, follower, cursor, log, name } = this.#parts
    const isWell = await sender.close().catch(() => false)
    if (!isOver || !isWell || this.#failures > 0) return
    this.#confirmed = follower.next
    await cursor.write(this.#confirmed).catch((cause: unknown) => {
      log.warn('a cursor could not be written: records will be delivered again', { to: name, why: errorText(cause) })
    })
  }

  async #run(): Promise<void> {
    for (;;) {
      try {
        const sent = await this.#step()
        this.#well()
        if (sent === 0 && this.#stopping) return
        if (sent === 0 || this.#unsettled.length >= MOST_UNSETTLED) await this.#pause(this.#parts.limits.pollMs)
      } catch (cause) {
        if (await this.#failed(cause)) return
      }
      this.#watch()
    }
  }

  async #step(): Promise<number> {
    const { follower, sender, durable, limits, monotonic } = this.#parts
    sender.check()
    const isFull = this.#unsettled.length >= MOST_UNSETTLED
    const records = isFull ? [] : await follower.read({ records: limits.batch, before: durable() })
    if (records.length > 0) {
      await sender.send(records)
      this.#unsettled.push({ next: follower.next, at: monotonic() })
    }
    await this.#confirm()
    return records.length
  }

  async #confirm(): Promise<void> {
    const { sender, monotonic, cursor } = this.#parts
    const settled = this.#unsettled.filter(({ at }) => monotonic() - at >= sender.settleMs).at(-1)
    if (settled === undefined) return
    this.#unsettled = this.#unsettled.filter(({ next }) => next > settled.next)
    await cursor.write(settled.next)
    this.#confirmed = settled.next
  }

  /** True when it is over: somebody wants to stop. */
  async #failed(cause: unknown): Promise<boolean> {
    const { sender, follower, limits, log, name } = this.#parts
    const isFirst = this.#failures === 0
    this.#failures += 1
    sender.reset()
    this.#unsettled = []
    follower.seek(this.#confirmed)
    if (isFirst) log.warn('records cannot be delivered; it is tried again', { to: name, why: errorText(cause) })
    if (this.#stopping) return true
    await this.#pause(Math.min(limits.retryMaxMs, limits.retryMs * 2 ** Math.min(this.#failures - 1, 20)))
    return false
  }

  #well(): void {
    if (this.#failures > 0) this.#parts.log.info('records are delivered again', { to: this.#parts.name })
    this.#failures = 0
  }

  #watch(): void {
    const { limits, log, name } = this.#parts
    const { behind } = this.state
    if (!this.#isBehind && behind > limits.alertAt)
      log.error('a receiver of records is far behind', { alert: 'delivery_behind', to: name, behind })
    if (this.#isBehind && behind <= limits.alertAt) log.info('a receiver of records has caught up', { to: name })
    this.#isBehind = behind > limits.alertAt
  }

  async #pause(ms: number): Promise<void> {
    if (this.#stopping) return
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      this.#wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  }
}

async function settledWithin(work: Promise<void> | null, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((done) => (timer = setTimeout(() => done(false), ms)))
  const isOver = await Promise.race([(work ?? Promise.resolve()).then(() => true), late])
  clearTimeout(timer)
  return isOver
}
