import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { CHECKPOINTS } from '../../src/audit/checkpoint-file.ts'
import { checkpointsAround } from '../../src/audit/find-checkpoint.ts'
import { makeNearProof } from '../../src/audit/near-proof.ts'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { checkProof, makeProof } from '../../src/audit/proof.ts'
import { faultyDisk, newDir, open, pathOf, permit, outcome, segmentsOf } from './a-ledger.ts'
import { copyOf, newKey, notesOf, ORIGIN, publicPem, putNotes, rawLines, signedLedger, sizeOf } from './a-signed-ledger.ts' // prettier-ignore

const key = newKey()
const pinned = readPinnedKeys(publicPem(key))
let dir = ''

beforeAll(async () => {
  dir = await signedLedger(key)
})

const covered = (where: string) => sizeOf(notesOf(where).at(-1) ?? '')

async function proveAll(where: string): Promise<void> {
  const lines = rawLines(where)
  for (let seq = 0; seq < covered(where); seq += 1) {
    const proof = await makeNearProof(where, seq)
    expect(checkProof(JSON.stringify(proof), pinned)).toMatchObject({ holds: true, record: { seq } })
    expect(proof.line).toBe(lines[seq])
  }
}

describe('a proof under the first checkpoint that covers a record', () => {
  test('holds for every record, and needs the nearest checkpoint', async () => {
    await proveAll(dir)
    const sizes = notesOf(dir).map(sizeOf)
    const { size } = await makeNearProof(dir, 2)
    expect(size).toBe(sizes.find((one) => one > 2))
    expect((await makeProof(dir, { seq: 2 })).size).toBe(sizes.at(-1))
  })

  test('holds for records that a failing disk made the writer write again', async () => {
    const twice = newDir()
    const fs = faultyDisk({ sync: (_file, nth) => (nth === 3 ? Promise.reject(new Error('EIO')) : undefined) })
    const ledger = await open(twice, { signers: [key], fs, limits: { checkpointRecords: 4 } })
    for (let at = 0; at < 10; at += 1) {
      await ledger.append(permit(`r${String(at)}`))
      await ledger.append(outcome(`r${String(at)}`))
    }
    await ledger.close()
    expect(segmentsOf(twice).length).toBeGreaterThan(1)
    for (let seq = 0; seq < covered(twice); seq += 1)
      expect(checkProof(JSON.stringify(await makeNearProof(twice, seq)), pinned)).toMatchObject({ holds: true, record: { seq } }) // prettier-ignore
  })

  test('reads nothing of what lies far before', async () => {
    const copy = copyOf(dir)
    writeFileSync(pathOf(copy, segmentsOf(copy)[0] ?? ''), 'gone\n')
    const last = covered(copy) - 1
    expect(checkProof(JSON.stringify(await makeNearProof(copy, last)), pinned)).toMatchObject({ holds: true })
  })

  test.each([
    ['a record that no checkpoint covers', (copy: string) => putNotes(copy, notesOf(copy).slice(0, 1)), /not covered/],
    ['no checkpoint', (copy: string) => putNotes(copy, []), /not covered/],
    ['a changed record', (copy: string) => change(copy, 'bx3', 'zx3'), /not those of their checkpoint/],
    ['a frontier that was changed', (copy: string) => change(copy, '"tree":["', '"tree":["A'), /not those|does not hold/], // prettier-ignore
  ])('throws for %s', async (_what, harm, says) => {
    const copy = copyOf(dir)
    const seq = rawLines(copy).findIndex((line) => line.includes('"bx3"'))
    harm(copy)
    await expect(makeNearProof(copy, seq)).rejects.toThrow(says)
  })
})

test('checkpoints are found among thousands', () => {
  const note = notesOf(dir)[0] ?? ''
  const where = newDir()
  const sizes = Array.from({ length: 3000 }, (_, at) => 3 * at + 5)
  writeFileSync(join(where, CHECKPOINTS), sizes.map((size) => `${note.replace(/\n\d+\n/, `\n${String(size)}\n`)}\n`).join('')) // prettier-ignore
  for (let seq = 0; seq < sizes.length * 3 + 10; seq += 7) {
    const { before, first } = checkpointsAround(where, ORIGIN, seq)
    expect([before?.size, first?.size]).toEqual([sizes.findLast((size) => size <= seq), sizes.find((size) => size > seq)]) // prettier-ignore
  }
})

function change(where: string, from: string, to: string): void {
  for (const name of segmentsOf(where)) {
    const path = pathOf(where, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to))
  }
}
