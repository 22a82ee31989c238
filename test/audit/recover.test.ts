import {
  appendFileSync,
  copyFileSync,
  cpSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import {
  deny,
  errno,
  faultyDisk,
  linesOf,
  newDir,
  open,
  outcome,
  pathOf,
  permit,
  segmentsOf,
  typesOf,
} from './a-ledger.ts'

const crashed = newDir()
let segment = ''
let bytes = Buffer.alloc(0)

/** A copy of a ledger whose process ended without closing it: a permitted request is open, a denied one follows. */
const copyOf = () => {
  const dir = newDir()
  cpSync(crashed, dir, { recursive: true })
  return dir
}

beforeAll(async () => {
  const live = newDir()
  const ledger = await open(live)
  await ledger.append(permit('done'))
  await ledger.append(outcome('done'))
  await ledger.append(permit('open'))
  await ledger.append(deny('last'))
  cpSync(live, crashed, { recursive: true })
  await ledger.close()
  segment = segmentsOf(crashed)[0] ?? ''
  bytes = readFileSync(pathOf(crashed, segment))
})

describe('a start after a crash', () => {
  test('writes an outcome for every permitted request that has none', async () => {
    const dir = copyOf()
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 1 })
    await (await open(dir)).close()
    expect(linesOf(dir).filter((line) => line['recovered'] === true)).toMatchObject([
      { type: 'outcome', request: 'open', decision: 3, result: 'unknown' },
    ])
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 0, recovered: 1 })
    await (await open(dir)).close()
    expect(linesOf(dir).filter((line) => line['recovered'] === true)).toHaveLength(1)
  })

  test('sets a torn last line aside, cut at any byte, and records that', async () => {
    const lastLine = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1
    for (let length = lastLine + 1; length < bytes.length; length += 1) {
      const dir = copyOf()
      truncateSync(pathOf(dir, segment), length)
      await (await open(dir)).close()
      const [file = ''] = readdirSync(join(dir, 'seg')).filter((name) => name.endsWith('.torn'))
      expect(readFileSync(join(dir, 'seg', file))).toEqual(bytes.subarray(lastLine, length))
      expect(linesOf(dir).find(({ type }) => type === 'audit.torn')).toMatchObject({ file, offset: lastLine, segment })
      expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', tornTail: null, open: 0 })
      rmSync(dir, { recursive: true })
    }
  }, 30_000)

  test('what was set aside is checked from then on', async () => {
    const dir = copyOf()
    truncateSync(pathOf(dir, segment), bytes.length - 9)
    await (await open(dir)).close()
    const [file = ''] = readdirSync(join(dir, 'seg')).filter((name) => name.endsWith('.torn'))
    const path = join(dir, 'seg', file)
    writeFileSync(
      path,
      readFileSync(path).map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
    )
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'tampered', firstBad: { segment: file } })
    rmSync(path)
    expect((await verifyLedger(dir)).verdict).toBe('tampered')
  })

  test('survives a crash between any two steps of setting a tail aside', async () => {
    const torn = bytes.subarray(0, bytes.length - 9)
    const done = copyOf()
    writeFileSync(pathOf(done, segment), torn)
    await (await open(done)).close()
    const [file = ''] = readdirSync(join(done, 'seg')).filter((name) => name.endsWith('.torn'))
    const lastLine = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1
    const states: readonly (readonly [tornFile: number, length: number])[] = [
      [5, torn.length], // half of the copy
      [torn.length - lastLine, torn.length], // the copy, and nothing cut
      [torn.length - lastLine, lastLine], // cut, and no record of it
    ]
    for (const [copied, length] of states) {
      const dir = copyOf()
      writeFileSync(pathOf(dir, segment), bytes.subarray(0, length))
      writeFileSync(join(dir, 'seg', file), torn.subarray(lastLine, lastLine + copied))
      await (await open(dir)).close()
      expect(typesOf(dir).filter((type) => type === 'audit.torn')).toHaveLength(1)
      expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', tornTail: null })
    }
  })

  test('takes away a segment that was made and never written to, whole or torn', async () => {
    for (const content of ['', '{"v":1,"ty']) {
      const dir = copyOf()
      writeFileSync(pathOf(dir, '000000000005.jsonl'), content)
      await (await open(dir)).close()
      expect(segmentsOf(dir)).toEqual([segment, '000000000005.jsonl'])
      expect((await verifyLedger(dir)).verdict).toBe('fine')
    }
  })

  test('refuses any other damage, names the place, and changes nothing', async () => {
    const lines = bytes.toString().split('\n').slice(0, -1)
    const join_ = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
    const damages: Readonly<Record<string, string | Buffer>> = {
      'a changed byte': Buffer.from(bytes.map((byte, at) => (at === 300 ? byte ^ 1 : byte))),
      'a line taken out': join_(lines.toSpliced(2, 1)),
      'a line twice': join_([...lines, lines.at(-1) ?? '']),
      'a changed LF at the end': Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')]),
      'garbage with an LF': Buffer.concat([bytes, Buffer.from('garbage\n')]),
    }
    for (const [name, damage] of Object.entries(damages)) {
      const dir = copyOf()
      writeFileSync(pathOf(dir, segment), damage)
      await expect({ name, opened: await open(dir).catch((error: Error) => error.message) }).toMatchObject({
        name,
        opened: expect.stringMatching(/damaged at seg\/000000000000\.jsonl:\d/),
      })
      expect(readFileSync(pathOf(dir, segment))).toEqual(Buffer.from(damage))
    }
  })

  test('refuses when LOG was changed or a segment in between is gone', async () => {
    const dir = copyOf()
    await (await open(dir)).close()
    await (await open(dir)).close()
    const gone = newDir()
    cpSync(dir, gone, { recursive: true })
    rmSync(pathOf(gone, segmentsOf(gone)[1] ?? ''))
    await expect(open(gone)).rejects.toThrow('missing')
    const log = readFileSync(join(dir, 'LOG'), 'utf8')
    writeFileSync(join(dir, 'LOG'), log.replace('"created":"2', '"created":"1'))
    await expect(open(dir)).rejects.toThrow('damaged')
    writeFileSync(join(dir, 'LOG'), '{}')
    await expect(open(dir)).rejects.toThrow('LOG')
  })
})

describe('a start after a crash in the middle of a change of segments', () => {
  /**
   * A commit of several lines failed after they were written; the writer had begun the next segment and got `length` bytes far,
   * and `cut` bytes of the old segment's end never reached the disk.
   */
  async function broken(): Promise<{ dir: string; old: string; next: string; oldBytes: Buffer; nextBytes: Buffer }> {
    const dir = newDir()
    const fs = faultyDisk({ sync: (_file, nth) => (nth === 3 ? Promise.reject(errno('EIO')) : undefined) })
    const ledger = await open(dir, { fs })
    await ledger.append(deny('before'))
    await Promise.all([ledger.append(permit('x')), ledger.append(deny('y')), ledger.append(deny('z'))])
    const [old = '', next = ''] = segmentsOf(dir)
    const state = {
      dir: newDir(),
      old,
      next,
      oldBytes: readFileSync(pathOf(dir, old)),
      nextBytes: readFileSync(pathOf(dir, next)),
    }
    cpSync(dir, state.dir, { recursive: true })
    await ledger.close()
    return state
  }

  test('goes on from any byte that the new segment had reached, and from any end of the old one', async () => {
    const { dir: from, old, next, oldBytes, nextBytes } = await broken()
    const overlap = oldBytes.length - (nextBytes.lastIndexOf(0x0a, nextBytes.length - 2) + 1)
    for (const cut of [0, 1, 7, 300, 400]) {
      const written = oldBytes.subarray(0, Math.max(overlap, oldBytes.length - cut))
      for (let length = 0; length <= nextBytes.length; length += length === 0 ? 1 : 23) {
        const dir = newDir()
        cpSync(from, dir, { recursive: true })
        writeFileSync(pathOf(dir, old), written)
        writeFileSync(pathOf(dir, next), nextBytes.subarray(0, length))
        const ledger = await open(dir)
        await ledger.append(deny('after'))
        await ledger.close()
        const { verdict, firstBad, open: inFlight } = await verifyLedger(dir)
        expect({ cut, length, verdict, firstBad, inFlight }).toEqual({
          cut,
          length,
          verdict: 'fine',
          firstBad: null,
          inFlight: 0,
        })
        const seqs = linesOf(dir).filter(({ request }) => request === 'before')
        expect(seqs).toHaveLength(1)
        rmSync(dir, { recursive: true })
      }
    }
  }, 30_000)

  test('what follows in the old segment must say what the new one says', async () => {
    const { dir, old, oldBytes } = await broken()
    expect((await verifyLedger(dir)).verdict).toBe('fine')
    const start = oldBytes.lastIndexOf(0x0a, oldBytes.length - 2) + 1
    for (let at = start; at < oldBytes.length; at += 5) {
      writeFileSync(
        pathOf(dir, old),
        oldBytes.map((byte, index) => (index === at ? byte ^ 2 : byte)),
      )
      expect((await verifyLedger(dir)).verdict).toBe('tampered')
    }
    writeFileSync(pathOf(dir, old), oldBytes)
    appendFileSync(pathOf(dir, old), Buffer.alloc(50)) // zeros, as a file system leaves them after a power cut
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })
})

describe('recovery of a copied ledger', () => {
  test('does not mind files that others put beside it', async () => {
    const dir = copyOf()
    copyFileSync(join(dir, 'LOG'), join(dir, 'LOG.backup'))
    await (await open(dir)).close()
    expect((await verifyLedger(dir)).firstBad?.segment).toBe('LOG.backup')
  })
})
