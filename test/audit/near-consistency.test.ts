import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { isConsistent } from '../../src/audit/merkle-proof.ts'
import { makeNearConsistency } from '../../src/audit/near-consistency.ts'
import type { ConsistencyProof } from '../../src/audit/near-consistency.ts'
import { packSegments } from '../../src/audit/pack-segments.ts'
import { deny, newDir, open, pathOf, segmentsOf } from './a-ledger.ts'
import { copyOf, newKey, notesOf, sizeOf, signedLedger } from './a-signed-ledger.ts'
import { dayAt, oldLedger, planOf } from './a-pruned-ledger.ts'
import { sealStore } from '../../src/audit/seal-store.ts'
import { prune } from '../../src/audit/prune.ts'

const key = newKey()
let dir = ''

beforeAll(async () => {
  dir = await signedLedger(key)
})

const sizesOf = (where: string) => notesOf(where).map(sizeOf)

function holds(proof: ConsistencyProof | null): boolean {
  const path = (proof?.path ?? []).map((hash) => Buffer.from(hash, 'base64'))
  return proof !== null && isConsistent(proof.from, proof.to, path)
}

async function eachPair(where: string, sizes: readonly number[]): Promise<number> {
  let pairs = 0
  for (const from of sizes)
    for (const to of sizes.filter((size) => size >= from)) {
      const proof = await makeNearConsistency(where, from, to)
      expect([from, to, holds(proof), proof?.from.size, proof?.to.size]).toEqual([from, to, true, from, to])
      pairs += 1
    }
  return pairs
}

describe('a proof between two checkpoints', () => {
  test('holds for every pair of them', async () => {
    expect(await eachPair(dir, sizesOf(dir))).toBeGreaterThan(20)
  })

  test('holds where subtrees lie far from any checkpoint', async () => {
    const where = newDir()
    const ledger = await open(where, { signers: [key], limits: { checkpointRecords: 37 } })
    for (let at = 0; at < 300; at += 1) await ledger.append(deny(`r${String(at)}`))
    await ledger.close()
    await eachPair(where, sizesOf(where))
  })

  test('holds in a packed ledger', async () => {
    const copy = copyOf(await oldLedger(key))
    await packSegments(copy)
    const sizes = sizesOf(copy)
    for (const from of sizes) expect(holds(await makeNearConsistency(copy, from, sizes.at(-1) ?? 0))).toBe(true)
  })

  test('reads nothing of what lies far before', async () => {
    const copy = copyOf(dir)
    writeFileSync(pathOf(copy, segmentsOf(copy)[0] ?? ''), 'gone\n')
    const [from = 0, to = 0] = sizesOf(copy).slice(-2)
    expect(holds(await makeNearConsistency(copy, from, to))).toBe(true)
  })

  test.each([
    ['a size without a checkpoint', 1, -1],
    ['nothing', 0, -1],
    ['the wrong way round', -1, 0],
  ])('is none for %s', async (_, from, to) => {
    const sizes = sizesOf(dir)
    const [one, other] = [from < 0 ? sizes.at(from) : from, to < 0 ? sizes.at(to) : to]
    expect(await makeNearConsistency(dir, one ?? 0, other ?? 0)).toBeNull()
  })

  test('is refused where records were changed that it needs', async () => {
    const copy = copyOf(dir)
    for (const name of segmentsOf(copy)) {
      const path = pathOf(copy, name)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"deny"', '"DENY"'))
    }
    const [first = 0] = sizesOf(copy)
    await expect(makeNearConsistency(copy, first, sizesOf(copy).at(-1) ?? 0)).rejects.toThrow('do not lead')
  })

  test('is refused over what was pruned, and holds after it', async () => {
    const pruned = await oldLedger(key)
    const plan = await planOf(pruned, 4)
    const ledger = await open(pruned, { signers: [key], now: () => dayAt(7), limits: { checkpointRecords: 1 } })
    await prune(
      { dir: pruned, ledger, store: sealStore(newDir()), holds: [], about: { retain: '1d', by: 'ann' } },
      plan,
    )
    await ledger.close()
    const sizes = sizesOf(pruned)
    const cut = plan.cut?.first ?? 0
    expect(cut).toBeGreaterThan(sizes[0] ?? 0)
    await expect(makeNearConsistency(pruned, sizes[0] ?? 0, sizes.at(-1) ?? 0)).rejects.toThrow('not there any more')
    await eachPair(pruned, sizes.filter((size) => size > cut).slice(0, 6))
  })
})
