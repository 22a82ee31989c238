import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { packSegments } from '../../src/audit/pack-segments.ts'
import { readRecords } from '../../src/audit/read-records.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { newDir, open, outcome, permit } from './a-ledger.ts'
import { copyOf, newKey, pinnedTo, publicPem } from './a-signed-ledger.ts'

const key = newKey()
const keyFile = join(newDir(), 'public.pem')
const names = (dir: string) => readdirSync(join(dir, 'seg')).sort()
const first = (dir: string) => join(dir, 'seg', '000000000000.jsonl.gz')

function inPython(dir: string): string {
  const args = [resolve('docs/verify_ledger.py'), dir, '--key', keyFile, '--json']
  return (JSON.parse(spawnSync('python3', args, { encoding: 'utf8' }).stdout) as { verdict: string }).verdict
}

const verdicts = async (dir: string) => [(await verifyLedger(dir, pinnedTo(key))).verdict, inPython(dir)]

describe('packed segments', () => {
  let plain = ''
  let packed = ''

  beforeAll(async () => {
    writeFileSync(keyFile, publicPem(key))
    plain = newDir()
    const ledger = await open(plain, { signers: [key], limits: { segmentBytes: 1500 } })
    for (let at = 0; at < 20; at += 1) {
      await ledger.append({ ...permit(`r${String(at)}`), pad: 'x'.repeat(200) })
      await ledger.append(outcome(`r${String(at)}`))
    }
    await ledger.close()
    packed = copyOf(plain)
    const done = await packSegments(packed)
    expect(done.segments).toBe(names(plain).length - 3)
    expect(done.after).toBeLessThan(done.before)
  })

  test('hold the same records, for both verifiers and for whoever reads them', async () => {
    expect(names(packed).filter((name) => name.endsWith('.gz')).length).toBeGreaterThan(3)
    const { records, root, bytes } = await verifyLedger(plain, pinnedTo(key))
    expect(await verifyLedger(packed, pinnedTo(key))).toMatchObject({ verdict: 'fine', records, root, bytes })
    expect(inPython(packed)).toBe('fine')
    const read = { types: ['decision', 'outcome'] }
    expect(await readRecords(packed, read, () => {})).toEqual(await readRecords(plain, read, () => {}))
  })

  test('are packed once, and a start goes on after them', async () => {
    const dir = copyOf(packed)
    expect((await packSegments(dir)).segments).toBe(0)
    await (await open(dir, { signers: [key] })).close()
    expect(await verdicts(dir)).toEqual(['fine', 'fine'])
  })

  test('that a crash left beside their plain files change nothing', async () => {
    const dir = copyOf(plain)
    copyFileSync(first(packed), first(dir))
    writeFileSync(`${first(dir)}.new`, 'half')
    expect(await verdicts(dir)).toEqual(['fine', 'fine'])
    await packSegments(dir)
    expect(await verdicts(dir)).toEqual(['fine', 'fine'])
  })

  test.each<{ name: string; spoil: (path: string) => void }>([
    { name: 'cut', spoil: (path) => truncateSync(path, 100) },
    { name: 'emptied', spoil: (path) => truncateSync(path, 0) },
    { name: 'not packed at all', spoil: (path) => writeFileSync(path, gunzipSync(readFileSync(path))) },
    {
      name: 'changed inside',
      spoil: (path) => writeFileSync(path, gzipSync(gunzipSync(readFileSync(path)).toString().replace('r0', 'rX'))),
    },
    {
      name: 'packed twice over',
      spoil: (path) => writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(path)])),
    },
  ])('$name is seen by both verifiers', async ({ spoil }) => {
    const dir = copyOf(packed)
    spoil(first(dir))
    const [ours, theirs] = await verdicts(dir)
    expect(['tampered', 'truncated']).toContain(ours)
    expect(['tampered', 'truncated']).toContain(theirs)
  })
})
