import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Frontier } from '../../../src/audit/frontier.ts'
import { leafHash as leafOf } from '../../../src/audit/leaf.ts'
import * as ledger from '../../../src/audit/merkle-proof.ts'
import { toBase64 } from '../../../src/console/lib/verify/bytes.ts'
import type { Bytes } from '../../../src/console/lib/verify/bytes.ts'
import { cryptoHere } from '../../../src/console/lib/verify/crypto.ts'
import { isConsistent, leafHash, rootOfInclusion } from '../../../src/console/lib/verify/merkle.ts'

/* The browser goes by the steps of RFC 9162, the ledger by ranges: two ways that must always say the same. */

const { sha256 } = await cryptoHere()
const hash = sha256 ?? (() => Promise.reject(new Error('no Web Crypto')))

const MOST = 140
const LEAVES = Array.from({ length: MOST }, (_, at) => Uint8Array.from(Buffer.from(leafOf(`entry ${String(at)}`), 'base64'))) // prettier-ignore
const leafAt = (index: number): Bytes => LEAVES[index] ?? new Uint8Array(32)
const rootAt = (size: number): Bytes => {
  const tree = new Frontier()
  for (const leaf of LEAVES.slice(0, size)) tree.push(leaf)
  return Uint8Array.from(tree.root())
}

function pathOf(ranges: readonly ledger.Range[], size: number): readonly Bytes[] {
  const maker = new ledger.PathMaker(ranges)
  LEAVES.slice(0, size).forEach((leaf, index) => maker.add(index, leaf))
  return (maker.path() ?? []).map((one) => Uint8Array.from(one))
}

/** What may happen to a path on its way. */
const spoilt = fc.oneof(
  fc.record({ how: fc.constant('nothing' as const) }),
  fc.record({ how: fc.constant('drop' as const), at: fc.nat(10) }),
  fc.record({ how: fc.constant('twice' as const), at: fc.nat(10) }),
  fc.record({ how: fc.constant('swap' as const), at: fc.nat(10) }),
  fc.record({ how: fc.constant('flip' as const), at: fc.nat(10), bit: fc.nat(255) }),
)
type Spoilt = typeof spoilt extends fc.Arbitrary<infer T> ? T : never

function spoil(path: readonly Bytes[], by: Spoilt): readonly Bytes[] {
  if (by.how === 'nothing' || path.length === 0) return path
  const at = by.at % path.length
  if (by.how === 'drop') return path.toSpliced(at, 1)
  const one = path[at] ?? new Uint8Array(32)
  if (by.how === 'twice') return path.toSpliced(at, 0, one)
  if (by.how === 'swap') return path.with(at, path[(at + 1) % path.length] ?? one).with((at + 1) % path.length, one)
  const flipped = one.slice()
  flipped[by.bit >> 3] = (flipped[by.bit >> 3] ?? 0) ^ (1 << (by.bit & 7))
  return path.with(at, flipped)
}

const index = fc.nat(MOST - 1)
const size = fc.integer({ min: 0, max: MOST })

describe('the browser and the ledger agree', () => {
  test('on the leaf of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (line) => {
        expect(toBase64(await leafHash(hash, line))).toBe(leafOf(line))
      }),
    )
  })

  test('on where a leaf and a path lead, in trees that have it and in those that do not', async () => {
    await fc.assert(
      fc.asyncProperty(index, size, size, spoilt, async (at, made, told, by) => {
        const path = at < made ? spoil(pathOf(ledger.inclusionRanges(at, made), made), by) : []
        const theirs = ledger.rootOfInclusion(leafAt(at), at, told, path)
        const ours = await rootOfInclusion(hash, leafAt(at), at, told, path)
        expect(ours && toBase64(ours)).toEqual(theirs && toBase64(theirs))
      }),
      { numRuns: 400 },
    )
  })

  test('on whether one tree begins with another', async () => {
    const lie = fc.constantFrom('none', 'none', 'none', 'old size', 'new size', 'old root', 'new root')
    const seen = new Set<boolean>()
    await fc.assert(
      fc.asyncProperty(size, size, size, lie, spoilt, async (one, other, told, lie, by) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const path = spoil(pathOf(ledger.consistencyRanges(from, to), to), by)
        const older = { size: lie === 'old size' ? told : from, root: rootAt(lie === 'old root' ? told : from) }
        const newer = { size: lie === 'new size' ? told : to, root: rootAt(lie === 'new root' ? told : to) }
        const theirs = ledger.isConsistent(older, newer, path)
        seen.add(theirs)
        expect(await isConsistent(hash, older, newer, path)).toBe(theirs)
      }),
      { numRuns: 600 },
    )
    expect(seen.size).toBe(2)
  })
})

test('a tree may have more leaves than 32 bits count', async () => {
  const [at, all] = [2 ** 40 + 5, 2 ** 41 + 7]
  const path = ledger.inclusionRanges(at, all).map((_, nth) => leafAt(nth))
  const theirs = ledger.rootOfInclusion(leafAt(0), at, all, path)
  const ours = await rootOfInclusion(hash, leafAt(0), at, all, path)
  expect(ours && toBase64(ours)).toBe(theirs && toBase64(theirs))
})
