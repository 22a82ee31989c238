import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { audit } from '../../src/command/audit.ts'
import { newDir } from '../audit/a-ledger.ts'
import { newKey, publicPem } from '../audit/a-signed-ledger.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'
import { runWith } from './an-io.ts'

const folder = newDir()
const [priv, pub] = [join(folder, 'audit.pem'), join(folder, 'audit.pub.pem')]
let dir = ''

beforeAll(async () => {
  const key = newKey()
  writeFileSync(priv, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  writeFileSync(pub, publicPem(key))
  const options = { signers: [key], now: () => Date.parse('2026-11-20T08:00:00Z') }
  dir = await askedLedger(
    [
      { request: 'req_a', level: 'restricted' },
      { request: 'req_b', level: 'confidential', to: 'openrouter' },
    ],
    options,
  )
})

const run = (...args: readonly string[]) => runWith(audit, args)
let files = 0
const newFile = () => join(folder, `statement-${String((files += 1))}.txt`)
const prove = (level: string, out: string) => run('prove', dir, '--no-level', level, '--to', 'cloud', '--since', '7d', '--key', priv, '--out', out) // prettier-ignore

describe('audit prove and verify-statement', () => {
  test('a statement without exceptions', async () => {
    const out = newFile()
    const made = await prove('restricted', out)
    expect([made.code, made.out.split('\n')[0]]).toEqual([0, 'NONE'])
    expect(made.out).toMatch(/None of them reached a cloud destination\./)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    const alone = await run('verify-statement', out, '--key', pub)
    expect([alone.code, alone.out]).toEqual([0, expect.stringMatching(/^HOLDS.*not counted again.*\nNONE/)])
    const counted = await run('verify-statement', out, '--key', pub, '--ledger', dir)
    expect([counted.code, counted.out]).toEqual([0, expect.stringMatching(/^HOLDS.*counted again from the ledger, and equal/)]) // prettier-ignore
  })

  test('a statement with an exception holds, and is bad news', async () => {
    const out = newFile()
    const made = await prove('confidential', out)
    expect([made.code, made.out.split('\n')[0]]).toEqual([1, 'EXCEPTIONS: 1'])
    expect(made.out).toMatch(/req_b.*openrouter +reached/)
    const { code, out: said } = await run('verify-statement', out, '--key', pub, '--ledger', dir, '--json')
    expect([code, JSON.parse(said)]).toEqual([1, expect.objectContaining({ holds: true, recounted: true })])
  })

  test('a changed statement does not hold', async () => {
    const out = newFile()
    await prove('restricted', out)
    writeFileSync(out, readFileSync(out, 'utf8').replace('"decisions": 2', '"decisions": 3'))
    const { code, out: said } = await run('verify-statement', out, '--key', pub)
    expect([code, said]).toEqual([1, 'DOES NOT HOLD: it is not signed with a key that is trusted.\n'])
  })

  test('a statement is never written over a file', async () => {
    const out = newFile()
    writeFileSync(out, 'mine')
    await expect(prove('restricted', out)).rejects.toThrow(/EEXIST/)
    expect(readFileSync(out, 'utf8')).toBe('mine')
  })

  test.each([
    [['prove', '--to', 'cloud'], /needs --no-level LEVEL and --to/],
    [['prove', '--no-level', 'restricted', '--to', 'the moon', '--key', 'k', '--out', 'o'], /--to takes lan or cloud/],
    [['prove', '--no-level', 'a,a', '--to', 'cloud', '--key', 'k', '--out', 'o'], /--no-level takes 1 to 20 names/],
    [['prove', '--no-level', 'restricted', '--to', 'cloud'], /needs --key/],
    [['verify-statement', 'file'], /needs --key/],
    [['verify-statement'], /takes one file/],
  ])('%j is wrong usage', async (args, says) => {
    await expect(run(...args)).rejects.toThrow(says)
  })
})
