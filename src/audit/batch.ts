import type { JsonObject } from '../terms/json.ts'
import type { Entry } from './append-queue.ts'
import { leafHash } from './leaf.ts'
import { PRE } from './notary.ts'
import { MAX_LINE, RESERVED, formatLine } from './line.ts'
import type { Place, Stamp } from './line.ts'
import { toBody } from './shorten.ts'

/** Lines that go out together. Once they may have touched a disk, exactly these bytes stand for these numbers. */
export type Batch = {
  readonly bytes: Uint8Array
  readonly entries: readonly Entry[]
  /** The number of the first entry's record. */
  readonly from: number
  readonly after: Place
  /** The leaf hash of each line, base64. Empty for lines that an earlier run had made. */
  readonly leaves: readonly string[]
  /** The first line announces a checkpoint. */
  readonly announces: boolean
}

export type Line = Pick<Entry, 'type' | 'body' | 'stamp'>

/** What the ledger's own fields may take of a line. */
const OWN_FIELDS = 1024

/** A record on its way into a line. Throws TypeError for one that cannot be a line: without a type, or with a field of the ledger's. */
export function toLine({ type, ...fields }: JsonObject, stamp: Stamp): Line {
  if (typeof type !== 'string' || type.length > 64)
    throw new TypeError('a record needs a type, of at most 64 characters')
  const taken = Object.keys(fields).find((key) => RESERVED.has(key) || /^\d+$/.test(key))
  if (taken !== undefined) throw new TypeError(`a record may not have a field "${taken}"`)
  return { type, body: toBody(fields, MAX_LINE - OWN_FIELDS), stamp }
}

/** Chains lines of our own and then the entries' to what is there, in this order. `who` is the writer's identity. */
export function toBatch(who: string, ours: readonly Line[], entries: readonly Entry[], start: Place): Batch {
  let place = start
  let text = ''
  const leaves: string[] = []
  for (const { type, stamp, body } of [...ours, ...entries]) {
    const line = formatLine(type, place, stamp, who, body)
    text += `${line}\n`
    place = { seq: place.seq + 1, prev: leafHash(line) }
    leaves.push(place.prev)
  }
  const announces = ours[0]?.type === PRE
  return { bytes: Buffer.from(text), entries, from: start.seq + ours.length, after: place, leaves, announces }
}
