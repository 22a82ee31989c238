import { beforeAll, describe, expect, test } from '@jest/globals'
import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readPinnedKeys } from '../../../src/audit/note-keys.ts'
import { checkProof, makeProof } from '../../../src/audit/proof.ts'
import { noteKey, noteSigner, signNote, vkeyOf } from '../../../src/audit/signed-note.ts'
import { crc32 } from 'node:zlib'
import { cryptoHere } from '../../../src/console/lib/verify/crypto.ts'
import { verifyProofFile } from '../../../src/console/lib/verify/proof-file.ts'
import { newKey, ORIGIN, publicPem, rootOf, signedLedger } from '../../audit/a-signed-ledger.ts'

const [key, other] = [newKey(), newKey()]
const pem = publicPem(key)
const vkey = (of: KeyObject) => vkeyOf(noteKey(ORIGIN, createPublicKey(of)))
let text = ''

beforeAll(async () => {
  text = `${JSON.stringify(await makeProof(await signedLedger(key), { seq: 9 }), null, 2)}\n`
})

const given = (keys: string) => ({ keys, from: 'given' }) as const
const states = async (proof: string, keys: string) =>
  (await verifyProofFile(proof, given(keys))).steps.map(({ check, state }) => `${check} ${state}`)

describe('a proof from a real ledger', () => {
  test.each([
    ['in PEM', () => pem],
    ['as a vkey', () => vkey(key)],
    ['among others', () => `# the keys that I was given\n${vkey(other)}\n${vkey(key)}\n`],
  ])('holds with the key %s', async (_, keys) => {
    const { verdict, steps, record, proof } = await verifyProofFile(text, given(keys()))
    expect([verdict, steps.map(({ check }) => check)]).toEqual(['holds', ['file', 'checkpoint', 'key', 'signature', 'tree', 'record']]) // prettier-ignore
    expect([record?.seq, proof?.index]).toEqual([9, 9])
  })

  test('says whose word the key is', async () => {
    const told = await verifyProofFile(text, { keys: vkey(key), from: 'told' })
    expect([told.verdict, told.steps.find(({ check }) => check === 'key')?.says]).toEqual(['holds', expect.stringContaining('as told by this Cordon')]) // prettier-ignore
  })

  test.each<[string, () => string, string]>([
    ['another key', () => vkey(other), 'signature failed'],
    ['no key', () => '', 'key failed'],
    ['the private key', () => String(key.export({ type: 'pkcs8', format: 'pem' })), 'key failed'],
    ['a key with the id of another', () => vkey(key).replace(/\+[0-9a-f]{8}\+/, '+00000000+'), 'key failed'],
    ['a good key and nonsense', () => `${vkey(key)}\nnonsense`, 'key failed'],
    ['the key under another name', () => vkeyOf(noteKey('other.example', createPublicKey(key))), 'signature failed'],
  ])('does not hold with %s', async (_, keys, step) => {
    expect((await verifyProofFile(text, given(keys()))).verdict).toBe('fails')
    expect(await states(text, keys())).toContain(step)
  })
})

test('no byte of a proof can be changed', async () => {
  const bytes = Buffer.from(JSON.stringify(JSON.parse(text)))
  const pinned = readPinnedKeys(pem)
  let changed = 0
  for (let at = 0; at < bytes.length; at += 3) {
    const spoilt = Buffer.from(bytes)
    spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (at % 8))
    const proof = spoilt.toString('utf8')
    const { verdict } = await verifyProofFile(proof, given(pem))
    const { holds } = checkProof(proof, pinned)
    expect([at, verdict]).toEqual([at, holds ? 'holds' : 'fails'])
    changed += holds ? 0 : 1
  }
  expect(changed).toBe(Math.ceil(bytes.length / 3))
})

/* A line that was signed, and is not spelt as Cordon writes: both verifiers must call it what it is. */
const line = (fields: string, before = '') => {
  const open = `${before}{"v":1,"type":"decision","seq":0,"prev":"p","time":1,"mono_us":1,"boot":"b","writer":"w"${fields}`
  return `${open},"crc":"${crc32(open).toString(16).padStart(8, '0')}"}`
}

test.each<[string, string]>([
  ['a good one', line('')],
  ['a mark before it', line('', '\ufeff')],
  ['a key that stands there twice', line(',"time":2')],
  ['a space', line(', "a":1')],
  ['another version', line('').replace('"v":1', '"v":2')],
  ['a wrong check sum', line('').replace(/"crc":"./, '"crc":"z')],
  ['a lone half of a character', line(',"a":"\ud800"')],
  ['a name that objects have', line(',"__proto__":{"a":1}')],
  ['another number', line('').replace('"seq":0', '"seq":1')],
  ['numbers out of order', line(',"2":1,"1":2')],
  ['no JSON', 'nothing'],
  ['a list', '[]'],
  ['too long', line(`,"a":"${'x'.repeat(66_000)}"`)],
])('the browser and the ledger agree on %s', async (_, text) => {
  const checkpoint = signNote({ origin: ORIGIN, size: 1, root: rootOf([text]) }, [noteSigner(ORIGIN, key)])
  const proof = JSON.stringify({ format: 'cordon-proof/1', origin: ORIGIN, index: 0, size: 1, line: text, path: [], checkpoint }) // prettier-ignore
  const { verdict } = await verifyProofFile(proof, given(pem))
  expect(verdict).toBe(checkProof(proof, readPinnedKeys(pem)).holds ? 'holds' : 'fails')
})

describe('a browser without', () => {
  test('Ed25519 cannot say, and says what else is right', async () => {
    const crypto = { ...(await cryptoHere()), verify: null }
    const { verdict, steps } = await verifyProofFile(text, given(pem), crypto)
    expect([verdict, steps.map(({ state }) => state)]).toEqual(['cannot', ['ok', 'ok', 'ok', 'cannot', 'ok', 'ok']])
    const changed = await verifyProofFile(text.replace('"index": 9', '"index": 8'), given(pem), crypto)
    expect(changed.verdict).toBe('fails')
  })

  test('Web Crypto cannot say anything', async () => {
    const { verdict } = await verifyProofFile(text, given(pem), { sha256: null, verify: null })
    expect(verdict).toBe('cannot')
  })

  test('an Ed25519 that takes every signature has none', async () => {
    const { subtle } = globalThis.crypto
    const lax = { importKey: () => Promise.resolve({}), verify: () => Promise.resolve(true), digest: subtle.digest.bind(subtle) } // prettier-ignore
    const { verify } = await cryptoHere(lax as unknown as typeof subtle)
    expect([verify, typeof (await cryptoHere()).verify]).toEqual([null, 'function'])
  })
})
