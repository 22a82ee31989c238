import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { Frontier, frontierOf } from '../../src/audit/frontier.ts'
import {
  PathMaker,
  consistencyRanges,
  inclusionRanges,
  isConsistent,
  rootOfInclusion,
} from '../../src/audit/merkle-proof.ts'
import type { Range } from '../../src/audit/merkle-proof.ts'

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leafOf = (entry: Uint8Array) => sha256(Buffer.of(0), entry)

/** RFC 6962 §2.1, straight from its definition. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha256()
  if (leaves.length === 1) return only
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)))
}

/** The entries of the usual test tree of Certificate Transparency, and its root at each size. */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const LEAVES = Array.from({ length: 300 }, (_, at) => leafOf(Buffer.from(`entry ${String(at)}`)))
const ROOT_AT = Array.from({ length: 301 }, (_, size) => rootOf(LEAVES.slice(0, size)))
const rootAt = (size: number) => ROOT_AT[size] ?? Buffer.alloc(0)
const leafAt = (index: number) => LEAVES[index] ?? Buffer.alloc(0)

function pathOf(ranges: readonly Range[], size: number): readonly Uint8Array[] {
  const maker = new PathMaker(ranges)
  LEAVES.slice(0, size).forEach((leaf, index) => maker.add(index, leaf))
  return maker.path() ?? []
}

const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'))

function flipped(path: readonly Uint8Array[], at: number, bit: number): readonly Uint8Array[] {
  const changed = Buffer.from(path[at] ?? [])
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return path.with(at, changed)
}

describe('the frontier of a tree', () => {
  test.each(ROOTS.map((root, size) => ({ size, root })))('has the known root at size $size', ({ size, root }) => {
    const frontier = new Frontier()
    for (const entry of ENTRIES.slice(0, size)) frontier.push(leafOf(Buffer.from(entry, 'hex')))
    expect(hex(frontier.root())).toBe(root)
  })

  test('has the root of the definition at every size, also when it was written down and read back', () => {
    const frontier = new Frontier()
    for (const [size, leaf] of LEAVES.entries()) {
      expect(hex(frontier.root())).toBe(hex(rootAt(size)))
      const again = frontierOf(size, frontier.hashes)
      again?.push(leaf)
      frontier.push(leaf)
      expect(hex(again?.root() ?? null)).toBe(hex(frontier.root()))
    }
  })

  test.each([
    { name: 'too few', size: 3, hashes: ['A'.repeat(43) + '='] },
    { name: 'too many', size: 2, hashes: ['A'.repeat(43) + '=', 'A'.repeat(43) + '='] },
    { name: 'something shorter', size: 1, hashes: ['AAAA'] },
    { name: 'another spelling of a hash', size: 1, hashes: ['A'.repeat(42) + 'B='] },
    { name: 'no text', size: 1, hashes: [7] },
    { name: 'a size below zero', size: -1, hashes: [] },
    { name: 'a size that is no number of leaves', size: 1.5, hashes: ['A'.repeat(43) + '='] },
  ])('is not made of $name', ({ size, hashes }) => expect(frontierOf(size, hashes)).toBeNull())
})

describe('a proof of inclusion', () => {
  const sizes = [...Array.from({ length: 40 }, (_, at) => at + 1), 63, 64, 65, 127, 128, 129, 255, 256, 257, 300]

  test.each(sizes)('leads to the root for every leaf of a tree of %i', (size) => {
    for (let index = 0; index < size; index += 1) {
      const path = pathOf(inclusionRanges(index, size), size)
      expect(hex(rootOfInclusion(leafAt(index), index, size, path))).toBe(hex(rootAt(size)))
    }
  })

  test('leads elsewhere with any bit of it changed, at another place, and for another leaf or size', () => {
    for (const [index, size] of [
      [0, 7],
      [3, 7],
      [6, 7],
      [99, 100],
    ] as const) {
      const path = pathOf(inclusionRanges(index, size), size)
      for (let at = 0; at < path.length; at += 1) {
        for (let bit = 0; bit < 256; bit += 1) {
          const root = rootOfInclusion(leafAt(index), index, size, flipped(path, at, bit))
          expect(hex(root)).not.toBe(hex(rootAt(size)))
        }
      }
      for (let other = 0; other < size; other += 1) {
        if (other === index) continue
        expect(hex(rootOfInclusion(leafAt(index), other, size, path))).not.toBe(hex(rootAt(size)))
        expect(hex(rootOfInclusion(leafAt(other), index, size, path))).not.toBe(hex(rootAt(size)))
      }
    }
  })

  test.each([
    { name: 'is too short', index: 3, size: 7, cut: (path: readonly Uint8Array[]) => path.slice(1) },
    { name: 'is too long', index: 3, size: 7, cut: (path: readonly Uint8Array[]) => [...path, leafAt(0)] },
    { name: 'is for a leaf beyond the tree', index: 7, size: 7, cut: (path: readonly Uint8Array[]) => path },
    { name: 'is for a leaf before the first', index: -1, size: 7, cut: (path: readonly Uint8Array[]) => path },
    { name: 'is for half a leaf', index: 0.5, size: 7, cut: (path: readonly Uint8Array[]) => path },
  ])('is refused when it $name', ({ index, size, cut }) => {
    expect(rootOfInclusion(leafAt(3), index, size, cut(pathOf(inclusionRanges(3, 7), 7)))).toBeNull()
  })

  test('is not there before all its leaves have passed', () => {
    const maker = new PathMaker(inclusionRanges(0, 3))
    maker.add(0, leafAt(0))
    maker.add(1, leafAt(1))
    expect(maker.path()).toBeNull()
  })
})

describe('a proof of consistency', () => {
  test('holds for every two sizes to 70, and for some of the large ones', () => {
    const pairs = Array.from({ length: 70 }, (_, newer) =>
      Array.from({ length: newer + 1 }, (_, older) => [older, newer]),
    )
    for (const [older = 0, newer = 0] of [...pairs.flat(), [128, 300], [255, 256], [256, 257], [150, 300]]) {
      const path = pathOf(consistencyRanges(older, newer), newer)
      const [from, to] = [
        { size: older, root: rootAt(older) },
        { size: newer, root: rootAt(newer) },
      ]
      expect({ older, newer, holds: isConsistent(from, to, path) }).toEqual({ older, newer, holds: true })
      if (older === 0 || older === newer) continue
      expect(isConsistent({ ...from, root: rootAt(older - 1) }, to, path)).toBe(false)
      expect(isConsistent(from, { ...to, root: rootAt(newer - 1) }, path)).toBe(false)
      expect(isConsistent(from, to, path.slice(1))).toBe(false)
      expect(isConsistent(from, to, [...path, leafAt(0)])).toBe(false)
      expect(isConsistent(to, from, path)).toBe(false)
    }
  })

  test('fails with any bit of it changed', () => {
    for (const [older, newer] of [
      [3, 7],
      [4, 7],
      [6, 8],
      [100, 150],
    ] as const) {
      const path = pathOf(consistencyRanges(older, newer), newer)
      const [from, to] = [
        { size: older, root: rootAt(older) },
        { size: newer, root: rootAt(newer) },
      ]
      for (let at = 0; at < path.length; at += 1) {
        for (let bit = 0; bit < 256; bit += 1) expect(isConsistent(from, to, flipped(path, at, bit))).toBe(false)
      }
    }
  })
})
