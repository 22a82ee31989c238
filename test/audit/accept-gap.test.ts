import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { acceptGap } from '../../src/audit/accept-gap.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { audit } from '../../src/command/audit.ts'
import { runWith } from '../command/an-io.ts'
import { linesOf, newDir, open, pathOf, permit, segmentsOf } from './a-ledger.ts'
import { copyOf, newKey, notesOf, pinnedTo, publicPem, putNotes, signedLedger } from './a-signed-ledger.ts'

jest.setTimeout(60_000)

const key = newKey()
const keyFile = join(newDir(), 'key.pem')
writeFileSync(keyFile, String(key.export({ type: 'pkcs8', format: 'pem' })), { mode: 0o600 })
const pubFile = join(newDir(), 'pub.pem')
writeFileSync(pubFile, publicPem(key))
const asides: string[] = []
afterAll(() => {
  for (const dir of asides) rmSync(dir, { recursive: true, force: true })
})

const accept = async (dir: string) => {
  const ran = await runWith(audit, ['accept-gap', dir, '--reason', 'the disk of ms01 died', '--by', 'ann', '--key', keyFile]) // prettier-ignore
  asides.push(...readdirSync(dirname(dir)).filter((name) => name.startsWith(`${basename(dir)}.gap-`)).map((name) => join(dirname(dir), name))) // prettier-ignore
  return ran
}
const asideOf = (dir: string) => asides.find((path) => path.startsWith(`${dir}.gap-`)) ?? ''
const inPython = (dir: string, ...args: readonly string[]) =>
  (JSON.parse(spawnSync('python3', ['docs/verify_ledger.py', dir, '--key', pubFile, '--json', ...args], { encoding: 'utf8' }).stdout) as { verdict: string }).verdict // prettier-ignore
const hasPython = spawnSync('python3', ['--version']).status === 0

const lastOf = (dir: string) => segmentsOf(dir).at(-1) ?? ''
const damage = (dir: string, segment: string, line: number) => {
  const lines = readFileSync(pathOf(dir, segment), 'utf8').split('\n')
  writeFileSync(pathOf(dir, segment), lines.with(line, (lines[line] ?? '').replace('"v":1', '"v":2')).join('\n'))
}

type Row = readonly [what: string, breaks: (dir: string) => void, from: (lines: number, dir: string) => number] // prettier-ignore
const rows: readonly Row[] = [
  ['a line of the last segment was changed', (dir) => damage(dir, lastOf(dir), 3), (_lines, dir) => Number.parseInt(lastOf(dir), 10) + 3],
  ['the first line of the last segment was changed', (dir) => damage(dir, lastOf(dir), 0), (_lines, dir) => Number.parseInt(lastOf(dir), 10)],
  ['a line of the segment before was changed', (dir) => damage(dir, segmentsOf(dir).at(-2) ?? '', 5), (_lines, dir) => Number.parseInt(segmentsOf(dir).at(-2) ?? '', 10) + 5],
  ['the last segment is gone', (dir) => rmSync(pathOf(dir, lastOf(dir))), (_lines, dir) => Number.parseInt(lastOf(dir), 10)],
  ['the last LF was changed', (dir) => { truncateSync(pathOf(dir, lastOf(dir)), readFileSync(pathOf(dir, lastOf(dir))).length - 1); appendFileSync(pathOf(dir, lastOf(dir)), 'x') }, (lines) => lines - 1],
  ['the last checkpoint was changed', (dir) => putNotes(dir, notesOf(dir).map((note, at, all) => (at === all.length - 1 ? `x${note}` : note))), (lines) => lines],
  ['the segment before was cut, and packed', (dir) => {
    const before = segmentsOf(dir).at(-2) ?? ''
    truncateSync(pathOf(dir, before), readFileSync(pathOf(dir, before), 'utf8').split('\n').slice(0, 4).join('\n').length + 1)
    writeFileSync(`${pathOf(dir, before)}.gz`, gzipSync(readFileSync(pathOf(dir, before))))
    rmSync(pathOf(dir, before))
  }, (_lines, dir) => Number.parseInt(segmentsOf(dir).at(-2) ?? '', 10) + 4],
] // prettier-ignore

describe('a start on a ledger of which', () => {
  test.each(rows)(
    '%s is refused, and goes on when that is accepted',
    async (_what, breaks, fromOf) => {
      const original = await signedLedger(key)
      const dir = copyOf(original)
      breaks(dir)
      await expect(open(dir, { signers: [key] })).rejects.toThrow('ledger')
      const { code, out } = await accept(dir)
      expect(code).toBe(0)
      const from = fromOf(linesOf(original).length, original)
      expect(out).toContain(`Records from ${String(from)} on were given up`)
      expect(existsSync(join(dir, 'GAP'))).toBe(false)

      const again = await open(dir, { signers: [key] })
      await again.append(permit('after'))
      await again.close()
      const report = await verifyLedger(dir, pinnedTo(key))
      expect(report).toMatchObject({
        verdict: 'truncated',
        gaps: [{ from, seq: from + 1, by: 'ann', reason: 'the disk of ms01 died' }],
      })
      expect((await verifyLedger(dir, { ...pinnedTo(key), knownGaps: [from] })).verdict).toBe('fine')
      expect((await verifyLedger(dir, { ...pinnedTo(key), knownGaps: [from + 1] })).verdict).toBe('truncated')
      if (!hasPython) return
      expect(inPython(dir)).toBe('truncated')
      expect(inPython(dir, '--known-gap', String(from))).toBe('fine')
    },
    60_000,
  )

  test('what is cut is kept beside it, and named by its hash', async () => {
    const dir = copyOf(await signedLedger(key))
    damage(dir, lastOf(dir), 3)
    const [segment, bytes] = [lastOf(dir), readFileSync(pathOf(dir, lastOf(dir)))]
    await accept(dir)
    expect(readFileSync(join(asideOf(dir), segment))).toEqual(bytes)
    const record = linesOf(dir).find(({ type }) => type === 'audit.gap_accepted')
    expect(record).toMatchObject({ kept: [{ file: segment, bytes: bytes.length }, { file: 'checkpoints' }] })
  })

  test('nothing is wrong: nothing is given up', async () => {
    const dir = copyOf(await signedLedger(key))
    await expect(accept(dir)).rejects.toThrow('nothing is wrong')
  })

  test('the records were all written anew: that is no gap', async () => {
    const dir = copyOf(await signedLedger(key))
    const other = await signedLedger(key)
    putNotes(dir, notesOf(other).slice(0, 5))
    await expect(accept(dir)).rejects.toThrow('not those that were signed')
  })

  test('the cut was made, and the process ended before it was recorded: the next start records it', async () => {
    const dir = copyOf(await signedLedger(key))
    damage(dir, lastOf(dir), 3)
    await acceptGap({ dir, reason: 'r', by: 'b', now: 0, pid: 1 })
    asides.push(`${dir}.gap`, ...readdirSync(dirname(dir)).filter((name) => name.startsWith(`${basename(dir)}.gap-`)).map((name) => join(dirname(dir), name))) // prettier-ignore
    await (await open(dir, { signers: [key] })).close()
    expect((await verifyLedger(dir, pinnedTo(key))).gaps).toHaveLength(1)
  })
})

test.each([
  [['x'], '--reason'],
  [['x', '--reason', 'r'], '--by'],
  [['x', '--reason', ' ', '--by', 'b'], '--reason'],
  [[], 'one folder'],
])('refuses %j', async (args, says) => {
  await expect(runWith(audit, ['accept-gap', ...args])).rejects.toThrow(says)
})
