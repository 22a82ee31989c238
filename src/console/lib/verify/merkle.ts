import { isSame, joined, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/** SHA-256. */
export type Hash = (bytes: Bytes) => Promise<Bytes>

export type Tree = { readonly size: number; readonly root: Bytes }

/** RFC 6962 §2.1: SHA-256(0x00 ‖ line), of a record's exact text. */
export const leafHash = (hash: Hash, line: string): Promise<Bytes> => hash(joined(Uint8Array.of(0), utf8(line)))

const nodeHash = (hash: Hash, left: Bytes, right: Bytes): Promise<Bytes> => hash(joined(Uint8Array.of(1), left, right))

/**
 * The root that a leaf, its place and a path lead to; null when no tree of this size has such a path. RFC 9162 §2.1.3.2, step by step, with
 * division in place of shifts: a ledger may have more records than 32 bits count.
 */
export async function rootOfInclusion(
  hash: Hash,
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Promise<Bytes | null> {
  if (!isCount(index) || !isCount(size) || index >= size) return null
  let [at, last, root] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    if (isOdd(at) || at === last) {
      root = await nodeHash(hash, sibling, root)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else root = await nodeHash(hash, root, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 ? root : null
}

/** True when the path shows that the newer tree begins with the older one (RFC 9162 §2.1.4.2). A tree without leaves begins every tree. */
export async function isConsistent(hash: Hash, older: Tree, newer: Tree, path: readonly Bytes[]): Promise<boolean> {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false
  if (older.size === 0) return path.length === 0
  if (older.size === newer.size) return path.length === 0 && isSame(older.root, newer.root)
  let [at, last] = [older.size - 1, newer.size - 1]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  const [first, ...rest] = at === 0 ? [older.root, ...path] : path
  if (first === undefined) return false
  let [old, now] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      old = await nodeHash(hash, sibling, old)
      now = await nodeHash(hash, sibling, now)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else now = await nodeHash(hash, now, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && isSame(old, older.root) && isSame(now, newer.root)
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
const isOdd = (value: number) => value % 2 === 1
const half = (value: number) => Math.floor(value / 2)
