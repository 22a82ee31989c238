import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { formatReport } from '../../src/audit/format-report.ts'
import { leafHash } from '../../src/audit/leaf.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { deny, newDir, open, outcome, pathOf, permit, segmentsOf } from './a-ledger.ts'

/** A small ledger of three segments, as small as it can be with one record of each kind. */
async function aLedger(dir: string): Promise<void> {
  const first = await open(dir)
  await first.append(permit('a'))
  await first.append(outcome('a'))
  await first.append(deny('ä'))
  await first.close()
  await (await open(dir)).close()
  await (await open(dir)).close()
}

type Files = ReadonlyMap<string, Buffer>

const original = newDir()
let files: Files

beforeAll(async () => {
  await aLedger(original)
  files = new Map(['LOG', ...segmentsOf(original).map((name) => join('seg', name))].map((name) => [name, read(name)]))
})

const read = (name: string) => readFileSync(join(original, name))

/** Verifies the ledger with one file changed. */
async function verdictWith(dir: string, name: string, bytes: Buffer) {
  writeFileSync(join(dir, name), bytes)
  const report = await verifyLedger(dir)
  writeFileSync(join(dir, name), files.get(name) ?? Buffer.alloc(0))
  return report
}

const copyOf = () => {
  const dir = newDir()
  cpSync(original, dir, { recursive: true })
  return dir
}

const linesIn = (bytes: Buffer) => bytes.toString().split('\n').slice(0, -1)
const toBytes = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))

/** What someone writes who knows the format: the line with a correct check sum. */
function forged(line: string, change: (fields: Record<string, unknown>) => void): string {
  const fields = JSON.parse(line) as Record<string, unknown>
  delete fields['crc']
  change(fields)
  const open = JSON.stringify(fields).slice(0, -1)
  return `${open},"crc":"${crc32(open).toString(16).padStart(8, '0')}"}`
}

describe('verify', () => {
  test('finds nothing in a ledger that is as it was written', async () => {
    const report = await verifyLedger(original)
    expect(report).toMatchObject({ verdict: 'fine', records: 9, segments: 3, firstBad: null, tornTail: null, open: 0 })
    const last = linesIn([...files.values()].at(-1) ?? Buffer.alloc(0)).at(-1) ?? ''
    expect(report.head).toBe(leafHash(last))
  })

  test('detects every change of a single byte, in every file, and names the segment', async () => {
    const dir = copyOf()
    const missed: string[] = []
    for (const [name, bytes] of files) {
      for (let at = 0; at < bytes.length; at += 1) {
        const flipped = Buffer.from(bytes)
        flipped[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
        const { verdict, firstBad } = await verdictWith(dir, name, flipped)
        const named = name === 'LOG' || firstBad?.segment === name.slice(4) // LOG: the first record does not fit to it
        if (verdict === 'fine' || !named) missed.push(`${name}@${String(at)}: ${verdict}, ${JSON.stringify(firstBad)}`)
      }
    }
    expect(missed).toEqual([])
  }, 300_000)

  test('names the very line of a changed byte, when its LF is left alone', async () => {
    const dir = copyOf()
    for (const [name, bytes] of [...files].slice(1)) {
      for (let at = 0, line = 1; at < bytes.length; at += 1) {
        if (bytes[at] === 0x0a) line += 1
        else if (at % 7 === 0) {
          const flipped = Buffer.from(bytes)
          flipped[at] = (bytes[at] ?? 0) ^ 0x80
          expect((await verdictWith(dir, name, flipped)).firstBad?.line).toBe(line)
        }
      }
    }
  }, 300_000)

  test('detects a line feed, a zero or a brace put in place of any byte of the last line', async () => {
    const dir = copyOf()
    const [name, bytes] = [...files].at(-1) ?? ['', Buffer.alloc(0)]
    const start = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1
    for (let at = start; at < bytes.length; at += 1) {
      for (const byte of [0x0a, 0x00, 0x7d]) {
        if (bytes[at] === byte) continue
        const changed = Buffer.from(bytes)
        changed[at] = byte
        expect((await verdictWith(dir, name, changed)).verdict).toBe('tampered')
      }
    }
  }, 300_000)

  test('detects every line removed, written twice, or swapped with another; only the end may be cut off unseen', async () => {
    const dir = copyOf()
    const segments = [...files].slice(1)
    for (const [index, [name, bytes]] of segments.entries()) {
      const lines = linesIn(bytes)
      for (const [at, line] of lines.entries()) {
        const removed = await verdictWith(dir, name, toBytes(lines.toSpliced(at, 1)))
        const isEnd = index === segments.length - 1 && at === lines.length - 1
        expect({ at, name, isFine: removed.verdict === 'fine' }).toEqual({ at, name, isFine: isEnd })
        if (!isEnd) expect(removed.firstBad).toMatchObject({ segment: name.slice(4), line: at + 1 })
        expect((await verdictWith(dir, name, toBytes(lines.toSpliced(at, 0, line)))).verdict).toBe('tampered')
        for (let other = at + 1; other < lines.length; other += 1) {
          const swapped = lines.with(at, lines[other] ?? '').with(other, line)
          expect((await verdictWith(dir, name, toBytes(swapped))).verdict).toBe('tampered')
        }
      }
    }
  }, 300_000)

  test('detects every cut within a line, as a torn tail at the very end and as damage elsewhere', async () => {
    const dir = copyOf()
    const segments = [...files].slice(1)
    for (const [index, [name, bytes]] of segments.entries()) {
      const ends = new Set([...bytes.keys()].filter((at) => at > 0 && bytes[at - 1] === 0x0a))
      const isLast = index === segments.length - 1
      for (let length = 1; length < bytes.length; length += isLast ? 1 : 3) {
        const { verdict, tornTail } = await verdictWith(dir, name, bytes.subarray(0, length))
        if (!isLast) expect(verdict).not.toBe('fine')
        else
          expect({ length, verdict, torn: tornTail !== null }).toEqual({
            length,
            verdict: 'fine',
            torn: !ends.has(length),
          })
      }
    }
  }, 300_000)

  test('detects a whole segment that is removed, renamed, or put in from another ledger', async () => {
    const other = newDir()
    await aLedger(other)
    for (const name of segmentsOf(original)) {
      const isLast = name === segmentsOf(original).at(-1)
      const removed = copyOf()
      rmSync(pathOf(removed, name))
      expect((await verifyLedger(removed)).verdict).toBe(isLast ? 'fine' : 'truncated')
      const renamed = copyOf()
      renameSync(pathOf(renamed, name), pathOf(renamed, '000000000099.jsonl'))
      expect((await verifyLedger(renamed)).verdict).toBe('truncated')
      const mixed = copyOf()
      cpSync(pathOf(other, name), pathOf(mixed, name))
      expect(await verifyLedger(mixed)).toMatchObject({ verdict: 'tampered', firstBad: { segment: name, line: 1 } })
    }
  })

  test('detects a line that was rewritten with a correct check sum, at the next line', async () => {
    const dir = copyOf()
    const [name, bytes] = [...files][1] ?? ['', Buffer.alloc(0)]
    const lines = linesIn(bytes)
    for (const at of [0, 1, 2, 3]) {
      const changed = lines.with(
        at,
        forged(lines[at] ?? '', (fields) => (fields['status'] = 403)),
      )
      const { firstBad } = await verdictWith(dir, name, toBytes(changed))
      expect(firstBad).toMatchObject({ line: at + 2, why: expect.stringContaining('what comes before') })
    }
  })

  test('detects a number that does not follow, though check sum and link are right', async () => {
    const [name, bytes] = [...files].at(-1) ?? ['', Buffer.alloc(0)]
    const lines = linesIn(bytes)
    const wrong = forged(lines.at(-1) ?? '', (fields) => (fields['seq'] = Number(fields['seq']) + 1))
    const { firstBad } = await verdictWith(copyOf(), name, toBytes(lines.with(-1, wrong)))
    expect(firstBad).toMatchObject({ line: lines.length, seq: 8 })
  })

  test('detects other spellings of the same JSON, and a key that is written twice', async () => {
    const dir = copyOf()
    const [name, bytes] = [...files].at(-1) ?? ['', Buffer.alloc(0)]
    const lines = linesIn(bytes)
    const last = lines.at(-1) ?? ''
    const crced = (text: string) => {
      const open = text.slice(0, -',"crc":"00000000"}'.length)
      return `${open},"crc":"${crc32(open).toString(16).padStart(8, '0')}"}`
    }
    const spellings = [
      last.replace('"v":1', '"v":1.0'),
      last.replace('"v":1', '"v": 1'),
      last.replace('"event":"stop"', '"event":"start","event":"stop"'),
      last.replace('"event":"stop"', '"event":"\\u0073top"'),
    ]
    for (const spelling of spellings) {
      expect(spelling).not.toBe(last)
      expect((await verdictWith(dir, name, toBytes(lines.with(-1, crced(spelling))))).verdict).toBe('tampered')
    }
    expect((await verdictWith(dir, name, toBytes(lines.with(-1, crced(last))))).verdict).toBe('fine')
  })

  test('detects that a decision was taken out of a chain that was made anew: its outcome is left', async () => {
    const dir = copyOf()
    const [name, bytes] = [...files][1] ?? ['', Buffer.alloc(0)]
    let prev = leafHash(read('LOG').toString().trimEnd())
    const kept = linesIn(bytes).filter((line) => !line.includes('"permit"'))
    const chain = kept.map((line, seq) => {
      const made = forged(line, (fields) => Object.assign(fields, { seq, prev }))
      prev = leafHash(made)
      return made
    })
    const { firstBad } = await verdictWith(dir, name, toBytes(chain))
    expect(firstBad).toMatchObject({ line: 2, why: expect.stringContaining('outcome') })
  })

  test('detects lines of the next segment that were copied to the end of a segment', async () => {
    const dir = copyOf()
    const [first, second] = [...files].slice(1)
    const [name = '', bytes = Buffer.alloc(0)] = first ?? []
    const added = linesIn(second?.[1] ?? Buffer.alloc(0))
    const why = (await verdictWith(dir, name, Buffer.concat([bytes, toBytes(added.slice(0, 1))]))).firstBad?.why
    expect(why).toContain('no sink.poisoned record')
    const wrong = forged(added[0] ?? '', (fields) => (fields['event'] = 'stop'))
    expect((await verdictWith(dir, name, Buffer.concat([bytes, toBytes([wrong])]))).firstBad?.why).toContain('differs')
    expect((await verdictWith(dir, name, Buffer.concat([bytes, Buffer.from('{"v":2')]))).firstBad?.why).toContain(
      'differs',
    )
  })

  test('detects files that no ledger has', async () => {
    for (const name of ['other', 'seg/000000000000.jsonl.bak', 'seg/0.jsonl', 'seg/000000000000.9.00000000.torn']) {
      const dir = copyOf()
      writeFileSync(join(dir, name), 'x')
      expect((await verifyLedger(dir)).verdict).toBe('tampered')
    }
  })

  test('calls unverifiable what is not a ledger, and throws for none of it', async () => {
    const noLog = copyOf()
    rmSync(join(noLog, 'LOG'))
    const noSegments = copyOf()
    for (const name of segmentsOf(noSegments)) rmSync(pathOf(noSegments, name))
    const noFolder = copyOf()
    rmSync(join(noFolder, 'seg'), { recursive: true })
    for (const dir of [noLog, noSegments, noFolder, newDir(), '/nowhere/at/all', join(original, 'LOG')]) {
      const report = await verifyLedger(dir)
      expect(report).toMatchObject({ verdict: 'unverifiable', why: expect.any(String) })
      expect(formatReport(report, { colour: false })).toContain('UNVERIFIABLE')
    }
  })

  test('works while a writer is at work: everything acknowledged before is seen, and nothing is called bad', async () => {
    const dir = newDir()
    const ledger = await open(dir, { limits: { segmentBytes: 20_000 } })
    let writing = true
    let acknowledged = 0
    const writer = (async () => {
      for (let index = 0; writing; index += 1) acknowledged = (await ledger.append(deny(`r${String(index)}`))).seq
    })()
    for (let round = 0; round < 20; round += 1) {
      const before = acknowledged
      const { verdict, records, why } = await verifyLedger(dir)
      expect({ verdict, why }).toEqual({ verdict: 'fine', why: null })
      expect(records).toBeGreaterThan(before)
    }
    writing = false
    await writer
    await ledger.close()
  })

  test('counts permitted requests without an outcome as open, not as bad', async () => {
    const dir = newDir()
    const ledger = await open(dir)
    await ledger.append(permit('in flight'))
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 1 })
    await ledger.close()
  })

  test('reports progress and prints one page', async () => {
    const seen: number[] = []
    const report = await verifyLedger(original, { onProgress: ({ records }) => seen.push(records) })
    expect(seen).toEqual([5, 7, 9])
    const page = formatReport(report, { colour: false })
    expect(page).toContain('FINE')
    expect(page).toContain('9 records in 3 segments')
    expect(page).not.toContain('\u001b')
    expect(formatReport(report, { colour: true })).toContain('\u001b[32m')
    const bad = await verdictWith(copyOf(), 'LOG', Buffer.from('{}\n'))
    expect(formatReport(bad, { colour: false })).toContain('UNVERIFIABLE')
  })
})
