import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { leafHash } from '../leaf.ts'
import { beginningOf } from '../cut.ts'
import { listFiles } from '../ledger-files.ts'
import type { LogFile, Segment } from '../ledger-files.ts'
import { readLines } from '../read-lines.ts'

/** The last record that was taken in: its number, its leaf hash, and where its line begins. */
export type Joint = {
  readonly seq: number
  readonly leaf: string
  readonly segment: string
  readonly offset: number
}

export type Followed = 'end' | 'other_ledger'

/** Where to begin: behind a record, at the first one, or so many segments before the end, whatever is there. */
export type From = Joint | 'beginning' | { readonly segments: number }

/**
 * Hands over the records of a ledger in order, each once: lines that a failing disk made the writer write again
 * are left out. Each must be chained to the one before. `other_ledger`: the record at the joint is not the one that was taken in.
 * Throws one sentence at the first record that does not fit. Only `verifyLedger` checks everything.
 */
export async function followLedger(
  dir: string,
  log: LogFile,
  from: From,
  onRecord: (record: JsonObject, at: Joint) => void,
): Promise<Followed> {
  const { segments, seq: first, prev } = await beginningOf(dir, log.line, await listFiles(dir))
  const joint = from !== 'beginning' && 'seq' in from ? from : null
  const begin = placeOf(from, segments)
  if (begin === -1) return 'other_ledger'
  let head = from === 'beginning' ? { seq: first - 1, leaf: prev } : null
  for (const [index, { name, path }] of segments.entries()) {
    if (index < begin) continue
    const end = segments[index + 1]?.first ?? Infinity
    let offset = joint?.segment === name ? joint.offset : 0
    const onLine = (line: Uint8Array) => {
      const start = offset
      offset += line.length + 1
      const record = parsed(line)
      const seq = record?.['seq']
      if (record === null || typeof seq !== 'number') return head !== null && damaged(dir, head.seq + 1)
      if (seq >= end) return true
      if (head === null && joint !== null) {
        if (seq < joint.seq) return true
        if (seq !== joint.seq || leafHash(line) !== joint.leaf) return false
        head = joint
        return true
      }
      if (head !== null && seq <= head.seq) return true
      if (head !== null && (seq !== head.seq + 1 || record['prev'] !== head.leaf)) return damaged(dir, head.seq + 1)
      const at = { seq, leaf: leafHash(line), segment: name, offset: start }
      head = at
      onRecord(record, at)
      return true
    }
    await readLines(path, onLine, offset)
    if (head === null && joint !== null) return 'other_ledger'
  }
  return 'end'
}

function placeOf(from: From, segments: readonly Segment[]): number {
  if (from === 'beginning') return 0
  if ('segments' in from) return Math.max(0, segments.length - from.segments)
  return segments.findLastIndex(({ first }) => first <= from.seq)
}

function damaged(dir: string, seq: number): never {
  throw new Error(`the ledger ${dir} is damaged at record ${String(seq)}: "cordon audit verify" says how`)
}

function parsed(line: Uint8Array): JsonObject | null {
  try {
    const value = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8')) as JsonValue
    return isJsonObject(value) ? value : null
  } catch {
    return null // the reader says what that means here
  }
}
