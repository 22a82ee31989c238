import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { CHECKPOINTS } from '../../src/audit/checkpoint-file.ts'
import { audit } from '../../src/command/audit.ts'
import { linesOf, newDir } from '../audit/a-ledger.ts'
import { copyOf, notesOf, signedLedger } from '../audit/a-signed-ledger.ts'
import { runWith } from './an-io.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const folder = newDir()
const [pem, pub, strange] = ['audit.pem', 'audit.pub.pem', 'strange.pub.pem'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const publicPem = (key: typeof privateKey) => String(createPublicKey(key).export({ type: 'spki', format: 'pem' }))
let dir: string

const run = (...args: readonly string[]) => runWith(audit, args)
const put = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

beforeAll(async () => {
  dir = await signedLedger(privateKey)
  writeFileSync(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  writeFileSync(pub, publicPem(privateKey))
  writeFileSync(strange, publicPem(generateKeyPairSync('ed25519').privateKey))
})

describe('audit verify', () => {
  test.each([
    { name: 'no key', args: () => [], code: 0, says: 'not checked' },
    { name: 'the public key', args: () => ['--key', pub], code: 0, says: 'signed with' },
    { name: 'the private key', args: () => ['--key', pem], code: 0, says: 'signed with' },
    { name: 'every line read', args: () => ['--key', pub, '--thorough'], code: 0, says: 'FINE' },
    {
      name: 'a checkpoint of its own file',
      args: () => ['--key', pub, '--witness', join(dir, CHECKPOINTS)],
      code: 0,
      says: 'unwitnessed 0 records',
    },
    { name: 'another key', args: () => ['--key', strange], code: 1, says: 'UNVERIFIABLE' },
    {
      name: 'no witness, though one is asked for',
      args: () => ['--key', pub, '--require-witness'],
      code: 1,
      says: 'UNWITNESSED',
    },
  ])('with $name: exit code $code', async ({ args, code, says }) => {
    const ran = await run('verify', dir, ...args())
    expect({ code: ran.code, out: ran.out.replace(/ +/g, ' ') }).toEqual({ code, out: expect.stringContaining(says) })
  })

  test('says for a machine what it found', async () => {
    const { out } = await run('verify', dir, '--key', pub, '--json')
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'fine',
      unsigned: 0,
      checkpoints: notesOf(dir).length,
      keys: [expect.any(String)],
    })
  })

  test.each([
    { name: 'two ways to name a record', args: ['--prove', '1', '--request', 'a0'] },
    { name: 'no number', args: ['--prove', 'x'] },
    { name: 'a file for no proof', args: ['--out', 'x'] },
    { name: 'two folders', args: ['other'] },
  ])('refuses $name', async ({ args }) => {
    await expect(run('verify', dir, ...args)).rejects.toThrow()
  })
})

describe('a proof', () => {
  const proofOf = async (...args: readonly string[]) => (await run('verify', dir, '--key', pub, ...args)).out

  test('of every record holds, and shows the record', async () => {
    for (const [seq, line] of linesOf(dir).entries()) {
      const file = put('proof.json', await proofOf('--prove', String(seq)))
      const { code, out } = await run('verify-proof', file, '--key', pub, '--json')
      expect({ seq, code, read: JSON.parse(out) as unknown }).toEqual({
        seq,
        code: 0,
        read: expect.objectContaining({ holds: true, record: line }),
      })
    }
  })

  test('is found by the request, and shows its decision', async () => {
    const file = put('proof.json', await proofOf('--request', 'b2'))
    const { code, out } = await run('verify-proof', file, '--key', pub)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('"type":"decision"') })
    expect(out).toContain('"request":"b2"')
  })

  test('is written to a file beside the report', async () => {
    const file = join(folder, 'out.json')
    const { code, out } = await run('verify', dir, '--key', pub, '--prove', '3', '--out', file)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('FINE') })
    expect((await run('verify-proof', file, '--key', pub)).code).toBe(0)
    expect((await run('verify-proof', file, '--key', strange)).code).toBe(1)
  })

  type Fields = { line: string; path: string[]; index: number; size: number; checkpoint: string; origin: string }
  test.each<{ name: string; change: (proof: Fields) => unknown }>([
    { name: 'another line', change: (proof) => ({ ...proof, line: proof.line.replace('a0', 'a1') }) },
    { name: 'another place', change: (proof) => ({ ...proof, index: proof.index + 1 }) },
    { name: 'another size', change: (proof) => ({ ...proof, size: proof.size + 1 }) },
    { name: 'another path', change: (proof) => ({ ...proof, path: proof.path.toReversed() }) },
    { name: 'a shorter path', change: (proof) => ({ ...proof, path: proof.path.slice(1) }) },
    { name: 'another origin', change: (proof) => ({ ...proof, origin: 'test.example/two' }) },
    { name: 'another checkpoint', change: (proof) => ({ ...proof, checkpoint: notesOf(dir)[0] }) },
    {
      name: 'a checkpoint that says more',
      change: (proof) => ({ ...proof, checkpoint: proof.checkpoint.replace('\n\n', '\nx\n\n') }),
    },
    { name: 'no line', change: ({ path }) => ({ path }) },
    { name: 'nothing that is JSON', change: () => undefined },
  ])('does not hold with $name', async ({ change }) => {
    const proof = JSON.parse(await proofOf('--prove', '2')) as Fields
    const file = put('changed.json', JSON.stringify(change(proof)) ?? 'nothing')
    const { code, out } = await run('verify-proof', file, '--key', pub)
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('DOES NOT HOLD') })
  })

  test('is not made of a ledger that is bad, nor of a record that no checkpoint covers', async () => {
    const bad = copyOf(dir)
    writeFileSync(join(bad, CHECKPOINTS), readFileSync(join(bad, CHECKPOINTS), 'utf8').replace('\n', '\r'))
    const { code, out } = await run('verify', bad, '--key', pub, '--prove', '1')
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('TAMPERED') })
    await expect(proofOf('--prove', '100000')).rejects.toThrow('is not covered by a checkpoint')
    await expect(proofOf('--request', 'nobody')).rejects.toThrow('no record names')
  })

  test('says nothing to somebody who trusts no key', async () => {
    await expect(run('verify-proof', put('proof.json', await proofOf('--prove', '1')))).rejects.toThrow('--key')
  })
})

describe('audit rotate-key', () => {
  test('changes the key: both have signed, and whoever pinned the old one goes on', async () => {
    const rotated = copyOf(dir)
    const next = generateKeyPairSync('ed25519').privateKey
    const fresh = put('next.pem', String(next.export({ type: 'pkcs8', format: 'pem' })))
    expect(await run('rotate-key', rotated, '--key', pem, '--new', fresh)).toMatchObject({ code: 0, err: '' })
    expect(notesOf(rotated).at(-1)?.match(/^— /gm)).toHaveLength(2)
    const { out } = await run('verify', rotated, '--key', pub, '--json')
    expect(JSON.parse(out)).toMatchObject({ verdict: 'fine', unsigned: 0 })
    expect((await run('verify', rotated, '--key', fresh)).code).toBe(1) // who does not know the old key cannot check what it signed
    await expect(run('rotate-key', rotated, '--key', pub, '--new', fresh)).rejects.toThrow()
    await expect(run('rotate-key', rotated, '--key', fresh, '--new', fresh)).rejects.toThrow('is the old one')
  })
})

test('audit without a verb, or with one that there is not, says which there are', async () => {
  await expect(run()).rejects.toThrow('audit needs a verb: verify, verify-proof, query')
  await expect(run('shred')).rejects.toThrow('there is no "audit shred"')
})
