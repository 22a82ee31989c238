import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import { checkpointsAround } from './find-checkpoint.ts'
import { Frontier, frontierOf } from './frontier.ts'
import { leafHash } from './leaf.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import { inclusionRanges, PathMaker, rootOfInclusion } from './merkle-proof.ts'
import { PRE } from './notary.ts'
import { PROOF_FORMAT } from './proof.ts'
import type { Proof } from './proof.ts'
import { readLines } from './read-lines.ts'

/**
 * Makes a proof of one record under the first checkpoint that covers it, not the last as `makeProof` does. The record before each checkpoint
 * holds the tree's frontier, so that nothing before is read but the rest of a segment: the time that it takes does not grow with the
 * ledger. Throws one sentence when no checkpoint covers the record, and when what lies there does not lead to the checkpoint's root.
 */
export async function makeNearProof(dir: string, seq: number): Promise<Proof> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const { before, first } = checkpointsAround(dir, log.origin, seq)
  if (first === null) throw new Error(`record ${String(seq)} is not covered by a checkpoint yet`)
  const ranges = inclusionRanges(seq, first.size)
  const right = new PathMaker(ranges.filter(({ start }) => start > seq))
  let tree: Frontier | null = before === null ? new Frontier() : null
  let left: readonly string[] = []
  let line: string | null = null
  await eachLeaf(dir, before === null ? 0 : before.size - 1, first.size, (at, bytes) => {
    tree ??= frontierIn(at, bytes)
    if (at === seq) [left, line] = [tree?.hashes ?? [], Buffer.from(bytes).toString()]
    const leaf = Buffer.from(leafHash(bytes), 'base64')
    if (at <= seq) tree?.push(leaf)
    else right.add(at, leaf)
  })
  const behind = right.path()
  if (line === null || behind === null) throw new Error(`the ledger ${dir} does not hold record ${String(seq)}`)
  const path = [...ranges.keys()].map((at) => toPath(at, ranges, seq, left, behind))
  const leaf = Buffer.from(leafHash(line), 'base64')
  const root = rootOfInclusion(leaf, seq, first.size, path.map((hash) => Buffer.from(hash, 'base64'))) // prettier-ignore
  if (root === null || Buffer.compare(root, first.root) !== 0)
    throw new Error(`the records around ${String(seq)} are not those of their checkpoint`)
  const { origin, size, text } = first
  return { format: PROOF_FORMAT, origin, index: seq, size, line, path, checkpoint: text }
}

/** The root of one subtree on the path: those to the left are the frontier of all before the record, narrowest first. */
function toPath(
  at: number,
  ranges: ReturnType<typeof inclusionRanges>,
  seq: number,
  left: readonly string[],
  right: readonly Uint8Array[],
): string {
  const isLeft = (ranges[at]?.end ?? 0) <= seq
  const nth = ranges.slice(0, at).filter(({ end }) => end <= seq === isLeft).length
  return isLeft ? (left.at(-1 - nth) ?? '') : Buffer.from(right[nth] ?? []).toString('base64')
}

/** The tree of all before, as the record before a checkpoint says it; null for any other record. */
export function frontierIn(seq: number, bytes: Uint8Array): Frontier | null {
  const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonValue
  const isPre = isJsonObject(value) && value['type'] === PRE && Array.isArray(value['tree'])
  return isPre ? frontierOf(seq, value['tree'] as readonly unknown[]) : null
}

/** The lines of these records; in a segment they follow each other without a gap, and what lies behind the next one's beginning does not count. */
export async function eachLeaf(
  dir: string,
  from: number,
  until: number,
  onLine: (seq: number, bytes: Uint8Array) => void,
): Promise<void> {
  const { segments } = await listFiles(dir)
  const begin = segments.findLastIndex(({ first }) => first <= from)
  for (const [index, { path, first }] of segments.entries()) {
    if (index < begin || first >= until) continue
    const end = Math.min(until, segments[index + 1]?.first ?? Infinity)
    let seq = first
    await readLines(path, (line) => {
      if (seq >= from && seq < end) onLine(seq, line)
      seq += 1
      return seq < end
    })
  }
}
