import { open } from 'node:fs/promises'
import { listFiles } from '../ledger-files.ts'
import type { Segment } from '../ledger-files.ts'

export type Followed = {
  readonly seq: number
  /** The record's line without its LF. */
  readonly line: Buffer
}

export type Portion = {
  /** So many records at most. */
  readonly records: number
  /** Only records before this number: what is known to be durable. */
  readonly before: number
}

/** Read at once; longer than any line. */
const CHUNK = 1 << 18
const LF = 0x0a
const HEAD = /^\{"v":1,"type":"[^"\\]{1,64}","seq":(\d{1,15}),/

/**
 * Reads a ledger from a record on, portion by portion, while it is written: opens its files for reading and nothing else. Holds one chunk of
 * 256 KiB in memory. Lines that a failing disk made the writer write again come once.
 */
export class LedgerFollower {
  readonly #dir: string
  #next: number
  #segment: Segment | null = null
  #offset = 0

  constructor(dir: string, next: number) {
    this.#dir = dir
    this.#next = next
  }

  /** The number of the record that comes next. */
  get next(): number {
    return this.#next
  }

  /** Goes on from another record. */
  seek(next: number): void {
    this.#next = next
    this.#segment = null
  }

  /** The next records, in order; none when there are none yet. Rejects when the ledger cannot be read, or records are missing from it. */
  async read({ records, before }: Portion): Promise<readonly Followed[]> {
    while (this.#next < before) {
      const segment = (this.#segment ??= await this.#find())
      if (segment === null) return []
      const found = await this.#take(segment, records, before)
      if (found === null && !(await this.#turn(segment))) return []
      if (found !== null && found.length > 0) return found
    }
    return []
  }

  /** Null at the end of the segment. */
  async #take(segment: Segment, records: number, before: number): Promise<readonly Followed[] | null> {
    const chunk = await readAt(segment.path, this.#offset)
    const found: Followed[] = []
    let at = 0
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, at)) {
      const seq = numberOf(chunk.subarray(at, end))
      if (seq !== null && (seq >= before || found.length >= records)) break
      if (seq !== null && seq > this.#next) throw new Error(`record ${String(this.#next)} is missing from the ledger`)
      if (seq === this.#next) {
        found.push({ seq, line: Buffer.from(chunk.subarray(at, end)) })
        this.#next += 1
      }
      at = end + 1
    }
    this.#offset += at
    return at === 0 ? null : found
  }

  /** The segment that holds the next record, or would. */
  async #find(): Promise<Segment | null> {
    const { segments } = await listFiles(this.#dir)
    this.#offset = 0
    const found = segments.findLast(({ first }) => first <= this.#next) ?? null
    if (found === null && segments.length > 0)
      throw new Error(`record ${String(this.#next)} is missing from the ledger`)
    return found
  }

  /** Goes on to the next segment; false when there is none. */
  async #turn(segment: Segment): Promise<boolean> {
    const { segments } = await listFiles(this.#dir)
    const next = segments.find(({ first }) => first > segment.first)
    if (next === undefined) return false
    this.#segment = next
    this.#offset = 0
    return true
  }
}

function numberOf(line: Buffer): number | null {
  const digits = HEAD.exec(line.toString('latin1', 0, Math.min(line.length, 128)))?.[1]
  return digits === undefined ? null : Number(digits)
}

async function readAt(path: string, offset: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(CHUNK)
    const { bytesRead } = await file.read(buffer, 0, CHUNK, offset)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
