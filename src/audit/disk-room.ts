import { join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import type { LedgerDisk } from './disk.ts'
import { errorText } from './error-text.ts'
import type { Limits } from './ledger-limits.ts'

/** Room on the disk that is held for what must still be written when there is none left. */
export const RESERVE = 'RESERVE'

export type RoomParts = {
  readonly dir: string
  readonly fs: LedgerDisk
  readonly log: Log
  readonly limits: Pick<Limits, 'softBytes' | 'hardBytes' | 'reserveBytes'>
}

/**
 * Watches how much room the ledger's disk has (FC-5). Below the soft limit: an alert. Below the hard limit: `isFull`, and the reserve is given
 * up, so that denials, outcomes, the stop and the last checkpoint can still be written. When there is room again, the reserve is taken
 * again and `isFull` ends. A disk that does not say how much room it has changes nothing: its writes will say.
 */
export class DiskRoom {
  readonly #parts: RoomParts
  readonly #path: string
  #reserved = false
  #low = false
  #full = false

  constructor(parts: RoomParts) {
    this.#parts = parts
    this.#path = join(parts.dir, RESERVE)
  }

  get isFull(): boolean {
    return this.#full
  }

  /** What is left of a full disk is for what says no, and for how it went with what is under way. */
  whyNot({ type, effect }: JsonObject): string | null {
    return this.#full && type === 'decision' && effect === 'permit' ? 'the disk is full' : null
  }

  /** Looks once. Gives the record of a change, or null. Never rejects. */
  async look(): Promise<JsonObject | null> {
    try {
      return await this.#judge(await this.#parts.fs.free(this.#parts.dir))
    } catch (cause) {
      this.#parts.log.warn('the room on the disk of the ledger is not known', { why: errorText(cause) })
      return null
    }
  }

  /** Gives the reserve up. Never rejects. */
  async release(): Promise<void> {
    this.#reserved = false
    await this.#parts.fs.remove(this.#path).catch(() => undefined) // what is written next says whether there is room
  }

  async #judge(free: number): Promise<JsonObject | null> {
    const { hardBytes, softBytes, reserveBytes } = this.#parts.limits
    this.#alert(free, free < softBytes)
    if (free < hardBytes) return this.#full ? null : this.#fill(free)
    const hasEnough = free >= hardBytes + 2 * reserveBytes // or taking the reserve would fill the disk again
    if (hasEnough && !this.#reserved && reserveBytes > 0) await this.#reserve(reserveBytes)
    if (!this.#full || !hasEnough) return null
    this.#full = false
    this.#parts.log.warn('the disk of the ledger has room again', { free })
    return { type: 'audit.disk', state: 'ok', free }
  }

  async #fill(free: number): Promise<JsonObject> {
    this.#full = true
    await this.release()
    this.#parts.log.error('the disk of the ledger is full; nothing new is permitted', { alert: 'disk_full', free })
    return { type: 'audit.disk', state: 'full', free }
  }

  async #reserve(bytes: number): Promise<void> {
    const facts = await this.#parts.fs.facts(this.#path)
    if (facts?.size !== bytes) await this.#parts.fs.fill(this.#path, bytes)
    this.#reserved = true
  }

  #alert(free: number, low: boolean): void {
    if (low && !this.#low) this.#parts.log.warn('the disk of the ledger has little room', { alert: 'disk_low', free })
    this.#low = low
  }
}
