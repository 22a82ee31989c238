import { basename, join } from 'node:path'
import type { FileFacts, LedgerDisk, SegmentFile } from './disk.ts'
import type { Limits } from './ledger-limits.ts'
import { SEGMENTS, segmentName } from './segment-name.ts'

type Open = {
  readonly path: string
  readonly file: SegmentFile
  readonly facts: FileFacts
  /** Monotonic milliseconds at which it was made. */
  readonly since: number
  /** Bytes that are known to be on disk. */
  size: number
}

/**
 * The segment that is being written: one file at a time. After the first error of a write or an fdatasync the file is never
 * written to or synced again: a second fdatasync may report success for pages that the kernel has dropped.
 */
export class SegmentSink {
  readonly #dir: string
  readonly #disk: LedgerDisk
  #open: Open | null = null
  /** A file that never held a record that was acknowledged, and could not be removed yet. */
  #leftover: string | null = null

  constructor(dir: string, disk: LedgerDisk) {
    this.#dir = join(dir, SEGMENTS)
    this.#disk = disk
  }

  get name(): string | null {
    return this.#open === null ? null : basename(this.#open.path)
  }

  get size(): number {
    return this.#open?.size ?? 0
  }

  /** True when these bytes belong into a new segment: there is none, or this one would be too large, or is too old. An empty one is neither. */
  isDue(bytes: number, at: number, { segmentBytes, segmentMs }: Pick<Limits, 'segmentBytes' | 'segmentMs'>): boolean {
    if (this.#open === null) return true
    const { size, since } = this.#open
    return size > 0 && (size + bytes > segmentBytes || at - since > segmentMs)
  }

  /** Starts the segment whose first record has this number. Resolves when its name is on disk. */
  async start(firstSeq: number, at: number): Promise<void> {
    if (this.#leftover !== null) await this.#disk.remove(this.#leftover)
    this.#leftover = null
    const path = join(this.#dir, segmentName(firstSeq))
    const file = await this.#disk.create(path)
    this.#leftover = path // until the file is fit for use, a next try has to remove it
    const facts = await this.#made(file)
    this.#leftover = null
    if (this.#open !== null) letGo(this.#open.file)
    this.#open = { path, file, facts, since: at, size: 0 }
  }

  async #made(file: SegmentFile): Promise<FileFacts> {
    try {
      const facts = await file.facts()
      await this.#disk.syncDir(this.#dir)
      return facts
    } catch (cause) {
      letGo(file)
      throw cause
    }
  }

  /** One write and one fdatasync. When it resolves, the bytes are durable. */
  async put(bytes: Uint8Array): Promise<void> {
    const open = this.#open
    if (open === null) throw new Error('no segment is open')
    const written = await open.file.append(bytes)
    if (written !== bytes.length) throw new Error(`short write: ${String(written)} of ${String(bytes.length)} bytes`)
    await open.file.sync()
    open.size += bytes.length
  }

  /** Throws when the segment's name no longer leads to it, or when somebody else made it shorter or longer (FC-4). */
  async check(): Promise<void> {
    const open = this.#open
    if (open === null) return
    const [named, held] = await Promise.all([this.#disk.facts(open.path), open.file.facts()])
    if (held.links === 0 || named === null) throw new Error('the segment was removed or renamed')
    if (named.ino !== open.facts.ino || named.dev !== open.facts.dev) throw new Error('the segment was replaced')
    if (held.size !== open.size) {
      throw new Error(`the segment has ${String(held.size)} bytes, ${String(open.size)} were written`)
    }
  }

  /**
   * Gives the segment up for ever; returns its name. A file in which nothing was ever acknowledged is removed,
   * because the next one has its name.
   */
  giveUp(): string | null {
    const open = this.#open
    this.#open = null
    if (open === null) return null
    if (open.size === 0) this.#leftover = open.path
    letGo(open.file)
    return basename(open.path)
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = null
    await open?.file.close()
  }
}

/** All that counts in this file has been synced; what closing it says changes nothing, and must keep nothing waiting. */
function letGo(file: SegmentFile): void {
  file.close().catch(() => undefined)
}
