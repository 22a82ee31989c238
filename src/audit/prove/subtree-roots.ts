import { nodeHash } from '../frontier.ts'
import type { Range } from '../merkle-proof.ts'

/** A tree of this height would have more leaves than a number can count. */
const MOST_LEAVES = 2 ** 45

/**
 * The roots of chosen subtrees, from the leaves as they pass by in order: what many proofs need, in one reading. Memory grows with what is
 * chosen, not with the tree. Each range must be a subtree of RFC 6962 §2.1, as `inclusionRanges` and `consistencyRanges` give them.
 */
export class SubtreeRoots {
  /** Whole subtrees, each with as many leaves as a power of two. Null until its last leaf has passed. */
  readonly #wanted = new Map<number, Uint8Array | null>()
  readonly #left: (Uint8Array | null)[] = []
  #size = 0

  constructor(ranges: readonly Range[]) {
    for (const { start, end } of ranges) this.#want(start, end)
  }

  /** Takes the place of the leaves before `first`, of which only the frontier is known. Before any leaf is pushed. */
  adopt(first: number, roots: readonly Uint8Array[]): void {
    let start = 0
    for (const root of roots) {
      const [height, width] = widest(first - start)
      const key = keyOf(height, start / width)
      if (this.#wanted.has(key)) this.#wanted.set(key, root)
      this.#left[height] = root
      start += width
    }
    this.#size = first
  }

  push(leaf: Uint8Array): void {
    let [hash, index] = [leaf, this.#size]
    this.#size += 1
    for (let height = 0; ; height += 1) {
      const key = keyOf(height, index)
      if (this.#wanted.has(key)) this.#wanted.set(key, hash)
      const left = this.#left[height] ?? null
      this.#left[height] = left === null ? hash : null
      if (left === null) return
      hash = nodeHash(left, hash)
      index = (index - 1) / 2
    }
  }

  /** The root of a range that was chosen; null while its leaves have not all passed. */
  root({ start, end }: Range): Uint8Array | null {
    const [height, width] = widest(end - start)
    if (width === end - start) return this.#wanted.get(keyOf(height, start / width)) ?? null
    const left = this.root({ start, end: start + width })
    const right = this.root({ start: start + width, end })
    return left === null || right === null ? null : nodeHash(left, right)
  }

  #want(start: number, end: number): void {
    if (start === end) return
    const [height, width] = widest(end - start)
    this.#wanted.set(keyOf(height, start / width), null)
    this.#want(start + width, end)
  }
}

/** The largest power of two that is not more than this. */
function widest(count: number): readonly [height: number, width: number] {
  let [height, width] = [0, 1]
  for (; width * 2 <= count; width *= 2) height += 1
  return [height, width]
}

const keyOf = (height: number, index: number) => height * MOST_LEAVES + index
