import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { CHECKPOINTS, CheckpointReader, checkpointSink } from '../../src/audit/checkpoint-file.ts'
import type { StoredNote } from '../../src/audit/checkpoint-file.ts'
import { Frontier } from '../../src/audit/frontier.ts'
import { leafHash } from '../../src/audit/leaf.ts'
import { isSignedBy, noteSigner } from '../../src/audit/signed-note.ts'
import { aLog, deny, errno, faultyDisk, linesOf, newDir, open, pathOf, segmentsOf, typesOf } from './a-ledger.ts'

const ORIGIN = 'test.example/one'
const key = generateKeyPairSync('ed25519').privateKey
const signer = noteSigner(ORIGIN, key)
const signed = { signers: [key] }

function notesIn(dir: string): readonly StoredNote[] {
  const reader = new CheckpointReader(dir, ORIGIN)
  const notes: StoredNote[] = []
  for (let read = reader.next(); read.kind === 'note'; read = reader.next()) notes.push(read.note)
  reader.close()
  return notes
}

const rawLines = (dir: string) =>
  segmentsOf(dir).flatMap((name) => readFileSync(pathOf(dir, name), 'utf8').split('\n').slice(0, -1))

/** The root of the first `size` lines, as they lie on the disk. */
function rootOf(dir: string, size: number): string {
  const tree = new Frontier()
  for (const line of rawLines(dir).slice(0, size)) tree.push(Buffer.from(leafHash(line), 'base64'))
  return Buffer.from(tree.root()).toString('base64')
}

/** What must hold for every ledger that has signed anything. */
function expectSound(dir: string): void {
  const notes = notesIn(dir)
  const lines = linesOf(dir)
  for (const note of notes) {
    expect(isSignedBy(note, signer)).toBe(true)
    expect(Buffer.from(note.root).toString('base64')).toBe(rootOf(dir, note.size))
    expect(lines[note.size - 1]?.['type']).toBe('checkpoint.pre')
  }
  const sizes = notes.map(({ size }) => size)
  expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b))
}

describe('a ledger with a key', () => {
  test('signs a checkpoint at the start and at the stop, and covers everything in the end', async () => {
    const dir = newDir()
    const ledger = await open(dir, signed)
    await ledger.append(deny('a'))
    await ledger.close()
    expectSound(dir)
    expect(notesIn(dir).at(-1)?.size).toBe(linesOf(dir).length)
    expect(ledger.checkpoint()).toBe(notesIn(dir).at(-1)?.text)
    expect(typesOf(dir).slice(-2)).toEqual(['lifecycle', 'checkpoint.pre'])
  })

  test.each([
    {
      name: 'a policy that is put in force',
      records: [{ type: 'lifecycle', event: 'reload' }],
      limits: {},
      cause: 'lifecycle',
    },
    {
      name: 'so many records',
      records: Array.from({ length: 40 }, (_, at) => deny(`r${String(at)}`)),
      limits: { checkpointRecords: 10 },
      cause: 'count',
    },
    {
      name: 'a new segment',
      records: Array.from({ length: 40 }, (_, at) => deny(`r${String(at)}`)),
      limits: { segmentBytes: 4000 },
      cause: 'rotation',
    },
    { name: 'so much time', records: [deny('a')], limits: { checkpointMs: 1, checkMs: 5 }, cause: 'time' },
  ])('signs one after $name', async ({ records, limits, cause }) => {
    const dir = newDir()
    const ledger = await open(dir, { ...signed, limits })
    while (ledger.state().signed === 0) await ledger.append(deny('start'))
    for (const record of records) await ledger.append(record)
    const causes = () => linesOf(dir).flatMap((line) => (line['type'] === 'checkpoint.pre' ? [line['cause']] : []))
    const before = ledger.state().signed ?? 0
    while ((ledger.state().signed ?? 0) <= before && !causes().slice(1).includes(cause))
      await new Promise((done) => setTimeout(done, 5))
    expect(causes().slice(1)).toContain(cause)
    await ledger.close()
    expectSound(dir)
  })

  test('signs nothing while nothing is new', async () => {
    const dir = newDir()
    const ledger = await open(dir, { ...signed, limits: { checkpointMs: 1, checkMs: 5 } })
    while (ledger.state().signed === 0) await new Promise((done) => setTimeout(done, 5))
    const { records } = ledger.state()
    await new Promise((done) => setTimeout(done, 100))
    expect(ledger.state().records).toBe(records)
    await ledger.close()
  })

  test('goes on after a stop with the same tree, and names the checkpoint before', async () => {
    const dir = newDir()
    for (let run = 0; run < 4; run += 1) await (await open(dir, signed)).close()
    expectSound(dir)
    const named = linesOf(dir).flatMap(({ type, previous }) => (type === 'checkpoint.pre' ? [previous] : []))
    expect(named[0]).toBeNull()
    const sizes = notesIn(dir).map(({ size }) => size)
    expect(named.slice(1)).toEqual(sizes.slice(0, -1).map((size) => expect.objectContaining({ size })))
  })

  test('finds the tree of a ledger that had none, and that of one whose end holds no checkpoint', async () => {
    const dir = newDir()
    for (let run = 0; run < 5; run += 1) await (await open(dir)).close()
    await (await open(dir, signed)).close()
    for (let run = 0; run < 5; run += 1) await (await open(dir)).close()
    await (await open(dir, signed)).close()
    expectSound(dir)
    expect(notesIn(dir).at(-1)?.size).toBe(linesOf(dir).length)
  })

  test('starts and goes on when a note is not whole, and writes over it', async () => {
    const dir = newDir()
    await (await open(dir, signed)).close()
    const path = join(dir, CHECKPOINTS)
    const whole = readFileSync(path)
    for (const length of [whole.length - 1, whole.length - 2, whole.length - 90, whole.length - 150]) {
      writeFileSync(path, whole.subarray(0, length))
      await (await open(dir, signed)).close()
      expectSound(dir)
    }
  })

  test.each([
    {
      name: 'is shorter than its last checkpoint',
      harm: (dir: string) => cutLines(dir, 2),
      why: 'records, and there are',
    },
    { name: 'has another root than its last checkpoint', harm: (dir: string) => forge(dir), why: 'are not those that' },
    { name: 'has a damaged checkpoint', harm: (dir: string) => truncateTo(dir, 'x'), why: 'is damaged' },
  ])('refuses to start when it $name', async ({ harm, why }) => {
    const dir = newDir()
    await (await open(dir, signed)).close()
    await harm(dir)
    await expect(open(dir, signed)).rejects.toThrow(why)
  })

  test('refuses to go on with another key', async () => {
    const dir = newDir()
    await (await open(dir, signed)).close()
    const other = generateKeyPairSync('ed25519').privateKey
    await expect(open(dir, { signers: [other] })).rejects.toThrow('rotate-key')
    await (await open(dir, signed)).close()
    expectSound(dir)
  })
})

describe('a checkpoint that cannot be written', () => {
  test('keeps no record waiting, is logged and recorded, and is made up for', async () => {
    const dir = newDir()
    const log = aLog()
    let broken = true
    const real = checkpointSink(dir)
    const checkpoints = {
      put: (bytes: Uint8Array, at: number) => (broken ? Promise.reject(errno('EIO')) : real.put(bytes, at)),
    }
    const ledger = await open(dir, { ...signed, log, checkpoints, limits: { checkpointMs: 1, checkMs: 5 } })
    while (ledger.state().checkpointsFailed < 2) await ledger.append(deny('a'))
    expect(ledger.state()).toMatchObject({ ready: true, signed: 0 })
    expect(log.said).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ alert: 'checkpoint_failed' }) }),
    )
    broken = false
    while (ledger.state().signed === 0) await ledger.append(deny('b'))
    await ledger.close()
    expectSound(dir)
    expect(linesOf(dir)).toContainEqual(expect.objectContaining({ type: 'checkpoint.pre', failed: expect.any(Number) }))
    expect(notesIn(dir).at(-1)?.size).toBe(linesOf(dir).length)
  })

  test('because the disk hangs keeps no record waiting either', async () => {
    const dir = newDir()
    const checkpoints = { put: () => new Promise<void>(() => {}) }
    const ledger = await open(dir, { ...signed, checkpoints, limits: { closeMs: 50, checkpointRecords: 5 } })
    for (let at = 0; at < 50; at += 1) await ledger.append(deny(`r${String(at)}`))
    expect(ledger.state()).toMatchObject({ ready: true, signed: 0 })
    await ledger.close()
    expect(notesIn(dir)).toEqual([])
  })

  test('leaves half a note, which the next try cuts off', async () => {
    const dir = newDir()
    const real = checkpointSink(dir)
    let count = 0
    const checkpoints = {
      put: async (bytes: Uint8Array, at: number) => {
        count += 1
        if (count !== 2) return real.put(bytes, at)
        await real.put(bytes.subarray(0, 30), at)
        throw errno('ENOSPC')
      },
    }
    const ledger = await open(dir, { ...signed, checkpoints, limits: { checkpointRecords: 5 } })
    for (let at = 0; at < 50; at += 1) await ledger.append(deny(`r${String(at)}`))
    await ledger.close()
    expectSound(dir)
    expect(count).toBeGreaterThan(3)
  })

  test('does not follow a commit that fails: what is signed is what is on disk in the end', async () => {
    for (const nth of [2, 3, 4, 5, 6]) {
      const dir = newDir()
      const fs = faultyDisk({ sync: (_, at) => (at === nth ? Promise.reject(errno('EIO')) : undefined) })
      const ledger = await open(dir, { ...signed, fs, limits: { checkpointRecords: 3 } })
      for (let at = 0; at < 12; at += 1) await ledger.append(deny(`r${String(at)}`))
      await ledger.close()
      const lines = new Map(rawLines(dir).map((line) => [(JSON.parse(line) as { seq: number }).seq, line]))
      const tree = new Frontier()
      const roots = [...lines.keys()]
        .sort((a, b) => a - b)
        .map((seq) => {
          tree.push(Buffer.from(leafHash(lines.get(seq) ?? ''), 'base64'))
          return Buffer.from(tree.root()).toString('base64')
        })
      for (const { size, root } of notesIn(dir)) expect(Buffer.from(root).toString('base64')).toBe(roots[size - 1])
      expect(notesIn(dir).at(-1)?.size).toBe(lines.size)
    }
  })
})

function cutLines(dir: string, count: number): void {
  const name = segmentsOf(dir).at(-1) ?? ''
  const lines = readFileSync(pathOf(dir, name), 'utf8').split('\n').slice(0, -1)
  writeFileSync(
    pathOf(dir, name),
    lines
      .slice(0, -count)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

/** Puts other records there, which are sound among themselves. */
async function forge(dir: string): Promise<void> {
  const notes = readFileSync(join(dir, CHECKPOINTS))
  for (const name of [CHECKPOINTS, ...segmentsOf(dir).map((name) => join('seg', name))]) rmSync(join(dir, name))
  await (await open(dir, signed)).close()
  writeFileSync(join(dir, CHECKPOINTS), notes)
}

function truncateTo(dir: string, more: string): void {
  const path = join(dir, CHECKPOINTS)
  truncateSync(path, readFileSync(path).length - 1)
  writeFileSync(path, more, { flag: 'a' })
}
