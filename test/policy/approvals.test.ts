import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { addApproval, checkApprovals, statementIn } from '../../src/policy/approvals.ts'
import type { Statement } from '../../src/policy/approvals.ts'

const PEOPLE = ['ann', 'bob', 'carl'] as const
const keys = new Map(PEOPLE.map((name) => [name as string, generateKeyPairSync('ed25519')]))
const stranger = generateKeyPairSync('ed25519')
const publicKeys: ReadonlyMap<string, KeyObject> = new Map([...keys].map(([name, { publicKey }]) => [name, publicKey]))

const policy = { name: 'acme', version: '1', digest: 'ab'.repeat(32) }
const statement: Statement = { policy: 'acme', version: '1', sha256: policy.digest, serial: 7, author: 'carl' }
const keyOf = (name: string) => keys.get(name)?.privateKey ?? stranger.privateKey

async function signedBy(names: readonly string[], about: Partial<Statement> = {}, sign = keyOf): Promise<string> {
  let file: string | null = null
  for (const name of names)
    file = await addApproval({ statement: { ...statement, ...about }, sofar: file, name, key: sign(name) })
  return file ?? ''
}
const check = (text: string, need = 2) => checkApprovals(text, policy, { need, approvers: publicKeys })

describe('approvals', () => {
  test('of two who may are enough where two are needed', async () => {
    expect(await check(await signedBy(['ann', 'bob']))).toEqual({
      serial: 7,
      author: 'carl',
      approvers: ['ann', 'bob'],
    })
  })

  test('say what they are about', async () => expect(statementIn(await signedBy(['ann']))).toEqual(statement))

  test.each([
    { name: 'too few', file: () => signedBy(['ann']), says: '1 of 2' },
    { name: 'the author’s own', file: () => signedBy(['ann', 'carl']), says: 'own does not count' },
    { name: 'those of a stranger', file: () => signedBy(['ann', 'bob', 'eve']), says: 'nobody who may approve' },
    {
      name: 'those made with another’s key',
      file: () => signedBy(['ann', 'bob'], {}, () => keyOf('ann')),
      says: 'of bob does not hold',
    },
    {
      name: 'those for another policy',
      file: () => signedBy(['ann', 'bob'], { sha256: 'cd'.repeat(32) }),
      says: 'not this policy',
    },
    {
      name: 'those for another version',
      file: () => signedBy(['ann', 'bob'], { version: '2' }),
      says: 'not this policy',
    },
    { name: 'nothing at all', file: async () => '', says: 'not a file of approvals' },
    { name: 'no signatures', file: async () => JSON.stringify({ payload: 'e30', signatures: [] }), says: 'not a file' },
  ])('are not $name', async ({ file, says }) => {
    await expect(check(await file())).rejects.toThrow(says)
  })

  test('cannot be changed by a single bit anywhere', async () => {
    const good = await signedBy(['ann', 'bob'])
    const bundle = JSON.parse(good) as { payload: string; signatures: { protected: string; signature: string }[] }
    const flips = ['payload', 'protected', 'signature'].flatMap((field) =>
      Array.from({ length: 40 }, (_, at) => ({ field, at })),
    )
    for (const { field, at } of flips) {
      const changed = structuredClone(bundle)
      const holder = (field === 'payload' ? changed : changed.signatures[0]) as Record<string, string>
      const bytes = Buffer.from(holder[field] ?? '', 'base64url')
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << (at % 8))
      holder[field] = bytes.toString('base64url')
      await expect(check(JSON.stringify(changed))).rejects.toThrow()
    }
  })

  test('of one person count once, however often they sign', async () => {
    const bundle = JSON.parse(await signedBy(['ann'])) as { signatures: unknown[] }
    bundle.signatures.push(bundle.signatures[0])
    await expect(check(JSON.stringify(bundle))).rejects.toThrow('1 of 2')
    await expect(signedBy(['ann', 'ann'])).rejects.toThrow('already')
  })

  test('with an algorithm of the file’s own choosing do not hold', async () => {
    const bundle = JSON.parse(await signedBy(['ann', 'bob'])) as { signatures: { protected: string }[] }
    for (const alg of ['none', 'HS256']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: 'ann', typ: 'cordon-policy+jws' })).toString('base64url')
      const changed = {
        ...bundle,
        signatures: bundle.signatures.map((one, at) => (at === 0 ? { ...one, protected: header } : one)),
      }
      await expect(check(JSON.stringify(changed))).rejects.toThrow('does not hold')
    }
  })

  test('are made with Ed25519 keys only, and not added to something else', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await expect(addApproval({ statement, sofar: null, name: 'ann', key: privateKey })).rejects.toThrow('Ed25519')
    const sofar = await signedBy(['ann'], { serial: 6 })
    await expect(addApproval({ statement, sofar, name: 'bob', key: keyOf('bob') })).rejects.toThrow('something else')
  })
})
