import { Frontier, nodeHash } from './frontier.ts'

/** The leaves from `start` up to `end`, without it: a subtree, of which a proof holds the root. */
export type Range = { readonly start: number; readonly end: number }

type Node = Uint8Array

/** Which subtrees' roots prove that leaf `index` is in the tree of `size` leaves, in the order of the path (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    const isLeft = index < middle
    ranges.unshift(isLeft ? { start: middle, end } : { start, end: middle })
    ;[start, end] = isLeft ? [start, middle] : [middle, end]
  }
  return ranges
}

/** Which subtrees' roots prove that the tree of `from` leaves is the beginning of that of `size` (RFC 6962 §2.1.2). */
export function consistencyRanges(from: number, size: number): readonly Range[] {
  const { shared, siblings } = consistencyPlan(from, size)
  return shared.start === 0 ? siblings : [shared, ...siblings]
}

/** `shared` is the part at the edge of the older tree that both have. When it is the whole of that tree, its root is known. */
function consistencyPlan(from: number, size: number): { readonly shared: Range; readonly siblings: readonly Range[] } {
  const siblings: Range[] = []
  let [start, end] = [0, size]
  while (from > 0 && from < end) {
    const middle = start + split(end - start)
    const isLeft = from <= middle
    siblings.unshift(isLeft ? { start: middle, end } : { start, end: middle })
    ;[start, end] = isLeft ? [start, middle] : [middle, end]
  }
  return { shared: { start, end }, siblings }
}

/**
 * Makes the path of a proof from the leaves as they pass by, in order: memory does not grow with the tree. `ranges` lie side by side
 * or apart, and never overlap.
 */
export class PathMaker {
  readonly #ranges: readonly Range[]
  readonly #subtrees: readonly Frontier[]

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges
    this.#subtrees = ranges.map(() => new Frontier())
  }

  add(index: number, leaf: Node): void {
    const at = this.#ranges.findIndex(({ start, end }) => start <= index && index < end)
    this.#subtrees[at]?.push(leaf)
  }

  /** Takes the place of the leaves before `first`, of which only the frontier is known. Before any leaf is added. */
  adopt(first: number, roots: readonly Node[]): void {
    const known = this.#ranges.map(() => ({ size: 0, roots: [] as Node[] }))
    let start = 0
    for (const root of roots) {
      const end = start + widest(first - start)
      const into = known[this.#ranges.findIndex((range) => range.start <= start && end <= range.end)]
      if (into !== undefined) {
        into.size += end - start
        into.roots.push(root)
      }
      start = end
    }
    known.forEach((part, at) => this.#subtrees[at]?.adopt(part.size, part.roots))
  }

  /** Null until every leaf that is needed has passed. */
  path(): readonly Node[] | null {
    const isWhole = this.#subtrees.every(({ size }, at) => size === width(this.#ranges[at]))
    return isWhole ? this.#subtrees.map((subtree) => subtree.root()) : null
  }
}

/** The root that leaf, place and path lead to, or null when no tree of this size has such a path (RFC 9162 §2.1.3.2). */
export function rootOfInclusion(leaf: Node, index: number, size: number, path: readonly Node[]): Node | null {
  const ranges = isCount(index) && isCount(size) && index < size ? inclusionRanges(index, size) : null
  if (ranges?.length !== path.length) return null
  return path.reduce((root, sibling, at) => {
    const isLeft = (ranges[at]?.end ?? 0) <= index
    return isLeft ? nodeHash(sibling, root) : nodeHash(root, sibling)
  }, leaf)
}

/** True when the path shows that the tree of `from` leaves with `oldRoot` is the beginning of that of `size` with `newRoot`. */
export function isConsistent(
  older: { readonly size: number; readonly root: Node },
  newer: { readonly size: number; readonly root: Node },
  path: readonly Node[],
): boolean {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false
  if (older.size === 0) return path.length === 0
  const { shared, siblings } = consistencyPlan(older.size, newer.size)
  const [first, rest] = shared.start === 0 ? [older.root, path] : [path[0], path.slice(1)]
  if (first === undefined || rest.length !== siblings.length) return false
  let [old, now] = [first, first]
  for (const [at, sibling] of rest.entries()) {
    const isOld = (siblings[at]?.end ?? Infinity) <= older.size
    if (isOld) old = nodeHash(sibling, old)
    now = isOld ? nodeHash(sibling, now) : nodeHash(now, sibling)
  }
  return Buffer.compare(old, older.root) === 0 && Buffer.compare(now, newer.root) === 0
}

/** The largest power of two that is not above `count`. */
const widest = (count: number) => split(count + 1)

/** The largest power of two below `count`. */
function split(count: number): number {
  let half = 1
  while (half * 2 < count) half *= 2
  return half
}

const width = (range: Range | undefined) => (range === undefined ? 0 : range.end - range.start)
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
