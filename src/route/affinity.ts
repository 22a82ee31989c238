import { createHmac } from 'node:crypto'
import type { Segment } from '../terms/prompt.ts'

/** The beginnings of a prompt, each as a keyed hash, the shortest first. */
export type Trail = readonly string[]

export type Affinity = {
  /**
   * The trail of a prompt. A conversation that went on has the trail of what it was as its beginning. Two scopes share no entry, and an
   * entry says nothing without the key.
   */
  readonly trail: (scope: string, model: string, segments: readonly Segment[]) => Trail
  /** Nodes that have seen more than a first block of this prompt, those that have seen most of it first. */
  readonly known: (trail: Trail) => readonly string[]
  /** Remembers that a node has now seen this prompt. */
  readonly saw: (trail: Trail, node: string) => void
  readonly size: () => number
}

export type AffinityParts = {
  /** Random, and not the same in another process. */
  readonly key: Uint8Array
  /** Beginnings that are remembered, all together; those that were not used for longest are forgotten first. */
  readonly most?: number
}

/** Characters of one block. What differs within it has nothing in common. */
const BLOCK = 2_048
/** Blocks that are looked at: what comes after so much of a prompt changes no choice. */
const MOST_BLOCKS = 96
/** Blocks that must be known: many prompts have the first in common, and going by that would send them all to the same node. */
const LEAST = 2
/** Nodes that are remembered for one beginning. */
const MOST_NODES = 3

/**
 * Remembers which node has seen the beginning of which prompt, because its KV cache may still hold it. Only hashes are kept, HMAC-SHA-256
 * under a key of this process, chained from block to block (RFC 2104).
 */
export function createAffinity({ key, most = 65_536 }: AffinityParts): Affinity {
  const seen = new Map<string, readonly string[]>()
  const hash = (before: string, text: string) =>
    createHmac('sha256', key).update(before).update(text).digest('base64url').slice(0, 22)
  return {
    trail: (scope, model, segments) => {
      const trail: string[] = []
      let last = hash('', JSON.stringify([scope, model]))
      for (const block of blocksOf(segments)) {
        last = hash(last, block)
        trail.push(last)
        if (trail.length === MOST_BLOCKS) break
      }
      return trail
    },
    known: (trail) => {
      const names = new Set<string>()
      const long = trail.slice(Math.min(LEAST, trail.length) - 1)
      for (const entry of long.toReversed()) for (const name of seen.get(entry) ?? []) names.add(name)
      return [...names]
    },
    saw: (trail, node) => {
      for (const entry of trail) {
        const before = seen.get(entry) ?? []
        seen.delete(entry)
        seen.set(entry, [node, ...before.filter((name) => name !== node)].slice(0, MOST_NODES))
      }
      for (const oldest of seen.keys()) {
        if (seen.size <= most) break
        seen.delete(oldest)
      }
    },
    size: () => seen.size,
  }
}

/** The texts in blocks: a block ends with its message, and before it grows too long. */
function* blocksOf(segments: readonly Segment[]): Iterable<string> {
  let block = ''
  let place: string | null = null
  for (const { path, role, text } of segments) {
    const at = placeOf(path)
    if (block !== '' && at !== place) {
      yield block
      block = ''
    }
    if (at !== place) block = `${role}\u0000`
    place = at
    block += `${text}\u0001`
    for (; block.length >= BLOCK; block = block.slice(BLOCK)) yield block.slice(0, BLOCK)
  }
  if (block !== '') yield block
}

/** `/messages/3/content/0` is part of `/messages/3`; of what is no list, the first name is all that counts. */
function placeOf(path: string): string {
  const second = path.indexOf('/', 1)
  if (second === -1) return path
  if (!path.startsWith('/messages/') && !path.startsWith('/input/')) return path.slice(0, second)
  const third = path.indexOf('/', second + 1)
  return third === -1 ? path : path.slice(0, third)
}
