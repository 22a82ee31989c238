import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { leafHash } from '../../src/audit/leaf.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { deny, faultyDisk, linesOf, newDir, open, outcome, pathOf, permit, segmentsOf, typesOf } from './a-ledger.ts'

describe('a ledger', () => {
  test('chains each line to the one before, and the first to LOG', async () => {
    const dir = newDir()
    const ledger = await open(dir)
    await ledger.append(deny('r1'))
    await ledger.close()
    const log = readFileSync(join(dir, 'LOG'), 'utf8').trimEnd()
    const lines = readFileSync(pathOf(dir, segmentsOf(dir)[0] ?? ''), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { prev: string }).prev)).toEqual(
      [log, ...lines.slice(0, -1)].map((line) => leafHash(line)),
    )
    expect(typesOf(dir)).toEqual(['lifecycle', 'decision', 'lifecycle'])
  })

  test('acknowledges with the number that the record has', async () => {
    const dir = newDir()
    const ledger = await open(dir)
    const at = await Promise.all(['a', 'b', 'c'].map((request) => ledger.append(deny(request))))
    await ledger.close()
    for (const [index, { seq }] of at.entries()) {
      expect(linesOf(dir).find((line) => line['seq'] === seq)?.['request']).toBe('abc'[index])
    }
  })

  test('writes all that arrives in one turn with one write and one fdatasync', async () => {
    const fs = faultyDisk({ append: () => undefined, sync: () => undefined })
    const ledger = await open(newDir(), { fs })
    const before = { ...fs.counts }
    await Promise.all(Array.from({ length: 100 }, (_, index) => ledger.append(deny(`r${String(index)}`))))
    expect({ ...fs.counts }).toEqual({ ...before, append: before.append + 1, sync: before.sync + 1 })
    await ledger.close()
  })

  test('acknowledges nothing before fdatasync has returned', async () => {
    let release = () => {}
    let hold = false
    const fs = faultyDisk({
      sync: (file) => (hold ? new Promise<void>((resolve) => (release = resolve)).then(() => file.sync()) : undefined),
    })
    const ledger = await open(newDir(), { fs })
    hold = true
    let acknowledged = false
    const appended = ledger.append(deny('r')).then(() => (acknowledged = true))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(acknowledged).toBe(false)
    hold = false
    release()
    await appended
    await ledger.close()
  })

  test('goes on after a restart, in a new segment, with the same chain', async () => {
    const dir = newDir()
    for (let run = 0; run < 3; run += 1) {
      const ledger = await open(dir)
      await ledger.append(permit(`r${String(run)}`))
      await ledger.append(outcome(`r${String(run)}`))
      await ledger.close()
    }
    const { verdict, records, segments, open: inFlight } = await verifyLedger(dir)
    expect({ verdict, records, segments, inFlight }).toEqual({ verdict: 'fine', records: 12, segments: 3, inFlight: 0 })
  })

  test('starts a new segment at the size limit, and every segment is named by its first record', async () => {
    const dir = newDir()
    const ledger = await open(dir, { limits: { segmentBytes: 2000 } })
    for (let index = 0; index < 30; index += 1) await ledger.append(deny(`r${String(index)}`))
    await ledger.close()
    const names = segmentsOf(dir)
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) {
      const first = JSON.parse(readFileSync(pathOf(dir, name), 'utf8').split('\n')[0] ?? '') as { seq: number }
      expect(first.seq).toBe(Number(name.slice(0, 12)))
    }
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })

  test('starts a new segment when the present one is too old', async () => {
    const dir = newDir()
    let clock = 0
    const ledger = await open(dir, { monotonic: () => (clock += 0.01) })
    await ledger.append(deny('a'))
    clock += 3_600_001
    await ledger.append(deny('b'))
    await ledger.close()
    expect(segmentsOf(dir)).toHaveLength(2)
  })

  test('keeps a record that is too long, cut, and says so', async () => {
    const dir = newDir()
    const ledger = await open(dir)
    const findings = Array.from({ length: 20_000 }, (_, index) => ({ type: 'US_SSN', index }))
    await ledger.append({ ...deny('long'), findings })
    await ledger.append({ ...deny('text'), note: 'ä'.repeat(300_000) })
    await ledger.append({
      ...deny('keys'),
      ...Object.fromEntries(findings.map((_, i) => [`k${String(i)}`, 'x'.repeat(20)])),
    })
    await ledger.close()
    const cut = linesOf(dir).filter((line) => line['truncated'] === true)
    expect(cut.map(({ request }) => request)).toEqual(['long', 'text', 'keys'])
    expect(cut[0]?.['lengths']).toEqual({ findings: 20_000 })
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })

  test('refuses a record without a type, or with a field that the ledger itself writes', async () => {
    const ledger = await open(newDir())
    await expect(ledger.append({ request: 'r' })).rejects.toThrow('type')
    await expect(ledger.append({ type: 'x'.repeat(65) })).rejects.toThrow('type')
    await expect(open(newDir(), { writer: 'ä'.repeat(129) })).rejects.toThrow('128')
    for (const field of ['seq', 'prev', 'crc', '12']) {
      await expect(ledger.append({ ...deny('r'), [field]: 1 })).rejects.toThrow(field)
    }
    await ledger.close()
  })

  test('writes any text as one line of valid UTF-8', async () => {
    const dir = newDir()
    const ledger = await open(dir)
    const texts = ['line\nfeed\r\u2028', '\ud800 lone', '"quoted\\"', '\u0000', '😀', '__proto__']
    for (const [index, text] of texts.entries()) await ledger.append({ ...deny(`r${String(index)}`), text, [text]: 1 })
    await ledger.append(JSON.parse('{"type":"x","__proto__":{"a":1}}') as { type: string })
    await ledger.close()
    expect((await verifyLedger(dir)).verdict).toBe('fine')
    expect(linesOf(dir).flatMap(({ text }) => (text === undefined ? [] : [text]))).toEqual(texts)
  })

  test('has one writer: a second is refused with the name of the first, and let in when that has closed', async () => {
    const dir = newDir()
    const first = await open(dir, { writer: 'proxy-1', pid: 4711 })
    await expect(open(dir)).rejects.toThrow(/another process .*4711.*proxy-1/)
    await first.append(deny('r'))
    await first.close()
    const second = await open(dir)
    await second.close()
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })

  test('belongs to one origin', async () => {
    const dir = newDir()
    await (await open(dir)).close()
    await expect(open(dir, { origin: 'other.example' })).rejects.toThrow('belongs to the origin test.example/one')
  })

  test('does not start on records without a LOG, nor on a directory that cannot be written', async () => {
    const dir = newDir()
    mkdirSync(join(dir, 'seg'))
    writeFileSync(join(dir, 'seg', '000000000000.jsonl'), 'x\n')
    await expect(open(dir)).rejects.toThrow('no file LOG')
    await expect(open(join(dir, 'seg', '000000000000.jsonl', 'below'))).rejects.toThrow('ENOTDIR')
  })

  test('can be read by its owner only', async () => {
    const dir = newDir()
    await (await open(join(dir, 'audit'))).close()
    expect(statSync(join(dir, 'audit', 'seg')).mode & 0o077).toBe(0)
    for (const name of segmentsOf(join(dir, 'audit'))) {
      expect(statSync(pathOf(join(dir, 'audit'), name)).mode & 0o077).toBe(0)
    }
  })

  test('records its stop, takes nothing after it, and can be closed twice', async () => {
    const dir = newDir()
    const ledger = await open(dir)
    const pending = ledger.append(deny('last'))
    await Promise.all([ledger.close(), ledger.close()])
    expect((await pending).seq).toBe(1)
    await expect(ledger.append(deny('after'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    expect(linesOf(dir).at(-1)).toMatchObject({ type: 'lifecycle', event: 'stop' })
    expect(ledger.state()).toMatchObject({ status: 'closed', ready: false })
  })

  test('leaves only files that a verifier knows', async () => {
    const dir = newDir()
    await (await open(dir)).close()
    expect(readdirSync(dir).sort()).toEqual(['LOCK', 'LOG', 'WRITER', 'seg'])
  })
})
