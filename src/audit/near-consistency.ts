import { checkpointsAround } from './find-checkpoint.ts'
import { Frontier } from './frontier.ts'
import { leafHash } from './leaf.ts'
import { readLogFile } from './ledger-files.ts'
import { consistencyRanges, isConsistent } from './merkle-proof.ts'
import type { Range } from './merkle-proof.ts'
import { eachLeaf, frontierIn } from './near-proof.ts'
import type { SignedNote } from './signed-note.ts'

/** Shows that the records under a later checkpoint begin with those under an earlier one (RFC 9162 §2.1.4). */
export type ConsistencyProof = {
  readonly from: SignedNote
  readonly to: SignedNote
  /** Base64. */
  readonly path: readonly string[]
}

/**
 * Makes the proof between the checkpoints of two sizes; null when one of the sizes has none. Each subtree is found with the checkpoint before its
 * end, whose record holds the frontier, and the few leaves between: the time grows with the number of subtrees, not with the ledger. Throws one
 * sentence when what lies there was pruned, or does not lead to the roots of both.
 */
export async function makeNearConsistency(dir: string, from: number, to: number): Promise<ConsistencyProof | null> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const [older, newer] = [from, to].map((size) => checkpointOf(dir, log.origin, size))
  if (!older || !newer || from > to) return null
  const ranges = from === to ? [] : consistencyRanges(from, to)
  const edge = ranges.length === 0 ? null : await frontierAt(dir, from)
  const path: Uint8Array[] = []
  for (const range of ranges) {
    const root = range.end <= from ? (rootsIn(edge, range)[0] ?? null) : await rootOf(dir, log.origin, range)
    if (root !== null) path.push(root)
  }
  if (path.length !== ranges.length) throw new Error(GONE)
  if (!isConsistent(older, newer, path)) throw new Error('the records do not lead from the one checkpoint to the other')
  return { from: older, to: newer, path: path.map((hash) => Buffer.from(hash).toString('base64')) }
}

const GONE = 'some of the records between these checkpoints are not there any more'

function checkpointOf(dir: string, origin: string, size: number): SignedNote | null {
  const { first } = checkpointsAround(dir, origin, size - 1)
  return first?.size === size ? first : null
}

/** The tree of so many records, where a checkpoint covers exactly these: the last of them holds the frontier of those before. */
async function frontierAt(dir: string, size: number): Promise<Frontier | null> {
  let tree: Frontier | null = null
  await eachLeaf(dir, size - 1, size, (seq, bytes) => {
    tree = frontierIn(seq, bytes)
    tree?.push(hashOf(bytes))
  })
  return tree
}

/** The root of a subtree to the right of the older tree, from the last checkpoint in it on. */
async function rootOf(dir: string, origin: string, range: Range): Promise<Uint8Array | null> {
  const { start, end } = range
  const { before } = checkpointsAround(dir, origin, end - 1) // at the end itself, the subtree would be part of a larger one
  const from = Math.max(start, before?.size ?? 0)
  const tree = new Frontier()
  if (from > start) {
    const roots = rootsIn(await frontierAt(dir, from), { start, end: from })
    tree.adopt(from - start, roots)
  }
  await eachLeaf(dir, from, end, (_seq, bytes) => tree.push(hashOf(bytes)))
  return tree.size === end - start ? tree.root() : null
}

/** Those of a frontier's subtrees that lie in a range. That they fill it, the proof itself shows. */
function rootsIn(tree: Frontier | null, { start, end }: Range): readonly Uint8Array[] {
  if (tree === null) throw new Error(GONE)
  let at = 0
  return widthsOf(tree.size).flatMap((width, nth) => {
    const [first, hash] = [at, tree.hashes[nth] ?? '']
    at += width
    return first >= start && at <= end ? [Buffer.from(hash, 'base64')] : []
  })
}

function widthsOf(size: number): readonly number[] {
  const widths: number[] = []
  let width = 1
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) widths.unshift(width)
    width *= 2
  }
  return widths
}

const hashOf = (line: Uint8Array) => Buffer.from(leafHash(line), 'base64')
