import { leafHash } from './leaf.ts'
import { readBeginning, readLine } from './line.ts'
import type { Line } from './line.ts'

/** The first thing that is wrong with a ledger. */
export type Fault = {
  /** `truncated`: records that must have been there are gone from the end of a file, or with it. */
  readonly verdict: 'tampered' | 'truncated'
  readonly segment: string
  /** From 1, in that segment. */
  readonly line: number
  /** The number of the record that belongs there. */
  readonly seq: number
  readonly why: string
}

/** Where the next record goes. `prev` is null while nothing is known of the record before. */
export type Head = { readonly seq: number; readonly prev: string | null }

/** A line that a writer had to write again elsewhere, because the disk had failed under it. */
export type Superseded = {
  readonly segment: string
  readonly line: number
  readonly seq: number
  readonly bytes: Uint8Array
}

/** What is left after the last LF of a segment that has a successor. */
type Fragment = Superseded

/** A segment with such a tail must be accounted for by a `sink.poisoned` record. */
export type Claim = { readonly segment: string; readonly from: number; readonly last: number; readonly line: number }

/** Sees each record that counts, once, and may object with one sentence. The bytes are only valid during the call. */
export type OnRecord = (line: Line, segment: string, bytes: Uint8Array) => string | null

const END_FAULTS = {
  endless: 'there is no LF for megabytes',
  lf_changed: 'the last line is whole, but its LF was changed',
} as const

const MAX_SUPERSEDED = 8 << 20

/**
 * Follows the chain through the segments, line by line, and stops at the first fault.
 *
 * Segments may overlap in one way only. When a disk fails under a commit, the writer starts a new segment at the first
 * record that was never acknowledged and writes the same bytes there. So a line past the next segment's first record
 * does not count, and must be *byte for byte* the line that the chain has at that number; what follows the
 * last LF must be the beginning of such a line (or zeros, as a file system leaves them after a power cut); and a
 * `sink.poisoned` record must name the segment and the number. Nothing can be hidden in such a tail: it says what the chain says.
 */
export class Chain {
  #head: Head
  #segment = ''
  #next: number | null = null
  #at: Head
  #line = 0
  #superseded: Superseded[] = []
  #held = 0
  #supersededLines = 0
  #fragments: Fragment[] = []
  #claims: Claim[] = []
  readonly #onRecord: OnRecord
  readonly #signed: number

  /** `signed`: so many records are under a signature that will be compared with their bytes. Of these only the beginning is read. */
  constructor(start: Head, onRecord: OnRecord, signed = 0) {
    this.#head = start
    this.#at = start
    this.#onRecord = onRecord
    this.#signed = signed
  }

  get head(): Head {
    return this.#head
  }

  /** Lines that the chain has not reached again. */
  get superseded(): readonly Superseded[] {
    return this.#superseded
  }

  /** How many such lines there were in all. */
  get supersededLines(): number {
    return this.#supersededLines
  }

  get fragments(): readonly Fragment[] {
    return this.#fragments
  }

  get claims(): readonly Claim[] {
    return this.#claims
  }

  /** Begins a segment. `next` is the first record of the segment after it, or null for the last. */
  begin(segment: string, first: number, next: number | null): Fault | null {
    this.#segment = segment
    this.#line = 0
    this.#next = next
    this.#at = this.#head
    if (first === this.#head.seq) return null
    return this.#fault(`the segment should start at record ${String(this.#head.seq)}`, 'truncated')
  }

  line(bytes: Uint8Array): Fault | null {
    this.#line += 1
    const line = (this.#at.seq < this.#signed ? readBeginning(bytes) : null) ?? readLine(bytes)
    if ('why' in line) return this.#fault(line.why)
    const { seq, prev } = this.#at
    if (line.seq !== seq) return this.#fault(`the line says that it is record ${String(line.seq)}`)
    if (prev !== null && line.prev !== prev) {
      return this.#fault(`prev is not the hash of what comes before: it, or this link to it, was changed`)
    }
    this.#at = { seq: seq + 1, prev: leafHash(bytes) }
    return this.#next !== null && seq >= this.#next ? this.#supersede(seq, bytes) : this.#count(line, bytes)
  }

  /** Ends a segment that has a successor. `rest` is what follows its last LF. */
  end(rest: Uint8Array): Fault | null {
    if (this.#next === null) return null
    this.#line += 1
    const { seq } = this.#at
    if (seq < this.#next) {
      const why = `records ${String(seq)} to ${String(this.#next - 1)} are missing`
      return this.#fault(why, rest.length === 0 ? 'truncated' : 'tampered')
    }
    if (rest.length > 0)
      this.#fragments.push({ segment: this.#segment, line: this.#line, seq, bytes: Buffer.from(rest) })
    const last = rest.length > 0 ? seq : seq - 1
    if (last >= this.#next) this.#claims.push({ segment: this.#segment, from: this.#next, last, line: this.#line })
    return null
  }

  /** A fault in what follows the last LF of the present segment. */
  faultAtEnd(why: keyof typeof END_FAULTS): Fault {
    return { ...this.#fault(END_FAULTS[why]), line: this.#line + 1 }
  }

  /**
   * Ends the chain. A tail that the chain never passed again is what a crash leaves in the middle of a recovery;
   * one that it did pass must have been accounted for.
   */
  finish(): Fault | null {
    const open = this.#claims.find(({ last }) => last < this.#head.seq - 1)
    if (open === undefined) return null
    const { segment, line, from } = open
    const why = `no sink.poisoned record accounts for what follows record ${String(from - 1)} in this segment`
    return { verdict: 'tampered', segment, line, seq: from, why }
  }

  #count(line: Line, bytes: Uint8Array): Fault | null {
    this.#head = this.#at
    const conflict = this.#superseded.length + this.#fragments.length === 0 ? null : this.#compare(line.seq, bytes)
    if (conflict !== null) return conflict
    if (line.type === 'sink.poisoned') this.#account(line)
    const objection = this.#onRecord(line, this.#segment, bytes)
    return objection === null ? null : this.#faultAt(line.seq, objection)
  }

  #supersede(seq: number, bytes: Uint8Array): Fault | null {
    this.#held += bytes.length
    this.#supersededLines += 1
    if (this.#held > MAX_SUPERSEDED) return this.#faultAt(seq, 'the segment runs on far into the next one')
    this.#superseded.push({ segment: this.#segment, line: this.#line, seq, bytes: Buffer.from(bytes) })
    return null
  }

  /** A line that the chain reaches is compared with every tail that has the same record. */
  #compare(seq: number, bytes: Uint8Array): Fault | null {
    const wrong =
      this.#superseded.find((tail) => tail.seq === seq && Buffer.compare(tail.bytes, bytes) !== 0) ??
      this.#fragments.find((fragment) => fragment.seq === seq && !begins(bytes, fragment.bytes))
    if (wrong !== undefined) {
      const { segment, line } = wrong
      const why = 'it follows where the next segment starts, and differs from the record there'
      return { verdict: 'tampered', segment, line, seq, why }
    }
    this.#superseded = this.#superseded.filter((tail) => tail.seq !== seq)
    this.#fragments = this.#fragments.filter((fragment) => fragment.seq !== seq)
    this.#held = this.#superseded.reduce((sum, tail) => sum + tail.bytes.length, 0)
    return null
  }

  #account({ fields }: Line): void {
    this.#claims = this.#claims.filter(({ segment, from }) => segment !== fields['segment'] || from !== fields['from'])
  }

  #fault(why: string, verdict: Fault['verdict'] = 'tampered'): Fault {
    return { verdict, segment: this.#segment, line: Math.max(this.#line, 1), seq: this.#at.seq, why }
  }

  #faultAt(seq: number, why: string): Fault {
    return { ...this.#fault(why), seq }
  }
}

/** True when `fragment` is the beginning of the line and its LF, with nothing but zeros after that. */
function begins(line: Uint8Array, fragment: Uint8Array): boolean {
  const whole = Buffer.concat([line, Buffer.of(0x0a)])
  let same = 0
  while (same < fragment.length && fragment[same] === whole[same]) same += 1
  return fragment.subarray(same).every((byte) => byte === 0)
}
