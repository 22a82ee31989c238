import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { keepPolicy } from '../../src/audit/kept-policies.ts'
import { lifecycleRecord } from '../../src/audit/lifecycle-record.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { newDir, open } from './a-ledger.ts'

const policyOf = (text: string, serial: number | null = null) => ({
  text,
  digest: createHash('sha256').update(text).digest('hex'),
  serial,
})
const ONE = policyOf('{"policy":"one"}')
const TWO = policyOf('{"policy":"two"}')

/** A ledger that a policy was in force for, and then another. */
async function aLedger() {
  const dir = newDir()
  const ledger = await open(dir)
  for (const policy of [ONE, TWO, ONE]) {
    await keepPolicy(dir, policy)
    await ledger.append(lifecycleRecord('reload', { policy: { sha256: policy.digest, kept: true } }))
  }
  await ledger.close()
  return { dir, file: (digest: string) => join(dir, 'policies', `${digest}.json`) }
}

describe('every policy that was in force', () => {
  test('is kept once, in the form that its digest is made of', async () => {
    const { dir, file } = await aLedger()
    expect(readFileSync(file(ONE.digest), 'utf8')).toBe(ONE.text)
    expect(readFileSync(file(TWO.digest), 'utf8')).toBe(TWO.text)
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine' })
  })

  test('is missed when it is gone', async () => {
    const { dir, file } = await aLedger()
    rmSync(file(TWO.digest))
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'tampered', why: expect.stringMatching(/kept/) })
  })

  test.each(['{"policy":"one!"}', ''])('is not %j under its name', async (text) => {
    const { dir, file } = await aLedger()
    writeFileSync(file(ONE.digest), text)
    expect(await verifyLedger(dir)).toMatchObject({
      verdict: 'tampered',
      firstBad: { segment: `policies/${ONE.digest}.json` },
    })
    await expect(keepPolicy(dir, ONE)).rejects.toThrow('is not the policy that its name says')
  })

  test('is not kept under a digest that is not its own', async () => {
    await expect(keepPolicy(newDir(), { ...ONE, digest: TWO.digest })).rejects.toThrow('digest')
  })

  test('has no strangers beside it', async () => {
    const { dir } = await aLedger()
    writeFileSync(join(dir, 'policies', 'note.txt'), 'x')
    expect((await verifyLedger(dir)).verdict).toBe('tampered')
  })

  test('may come back only where no order is asked for', async () => {
    const dir = newDir()
    const [first, second] = [policyOf('{"a":1}', 1), policyOf('{"a":2}', 2)]
    for (const policy of [first, second, second]) await keepPolicy(dir, policy)
    await expect(keepPolicy(dir, first)).rejects.toThrow('higher one')
    await expect(keepPolicy(dir, policyOf('{"a":3}', 2))).rejects.toThrow('higher one')
    await keepPolicy(dir, { ...first, serial: 3 })
    expect(readdirSync(join(dir, 'policies')).length).toBe(3)
  })
})
