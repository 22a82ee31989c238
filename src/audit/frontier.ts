import { hash } from 'node:crypto'

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). */
export const EMPTY_ROOT: Uint8Array = hash('sha256', '', 'buffer')

export const HASH_BYTES = 32

const INNER = new Uint8Array(1 + 2 * HASH_BYTES).fill(1, 0, 1)

/** An inner node of RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  INNER.set(left, 1)
  INNER.set(right, 1 + HASH_BYTES)
  return hash('sha256', INNER, 'buffer')
}

/**
 * The right edge of a Merkle tree (RFC 6962 §2.1): the roots of its whole subtrees, widest first, one for each bit that is set
 * in its size. It is all that is needed to add leaves and to know the root; it does not keep the leaves.
 */
export class Frontier {
  #size = 0
  readonly #roots: Uint8Array[] = []

  get size(): number {
    return this.#size
  }

  /** The subtrees' roots, base64, widest first: what `frontierOf` takes back. */
  get hashes(): readonly string[] {
    return this.#roots.map((root) => Buffer.from(root).toString('base64'))
  }

  push(leaf: Uint8Array): void {
    let root = leaf
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      root = nodeHash(this.#roots.pop() ?? EMPTY_ROOT, root)
    }
    this.#roots.push(root)
    this.#size += 1
  }

  root(): Uint8Array {
    const roots = this.#roots
    return roots.length === 0 ? EMPTY_ROOT : roots.reduceRight((right, left) => nodeHash(left, right))
  }

  /** Takes the place of all leaves so far. Only for a frontier that is still empty. */
  adopt(size: number, roots: readonly Uint8Array[]): void {
    this.#size = size
    this.#roots.splice(0, Infinity, ...roots)
  }
}

/** The frontier of a tree of this size, or null when these cannot be its hashes. Whether they are is for a root to show. */
export function frontierOf(size: number, hashes: readonly unknown[]): Frontier | null {
  if (!Number.isSafeInteger(size) || size < 0 || bitsSet(size) !== hashes.length) return null
  const roots = hashes.map((text) => (typeof text === 'string' ? toHash(text) : null))
  const frontier = new Frontier()
  const known = roots.filter((root) => root !== null)
  if (known.length !== roots.length) return null
  frontier.adopt(size, known)
  return frontier
}

/** A hash in base64, in its one spelling; null for anything else. */
export function toHash(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === HASH_BYTES && bytes.toString('base64') === text ? bytes : null
}

function bitsSet(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
