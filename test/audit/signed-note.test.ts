import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { isSignedBy, noteKey, noteSigner, readNote, readVkey, signNote, vkeyOf } from '../../src/audit/signed-note.ts'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signer = noteSigner('test.example/one', privateKey)
const root = Buffer.alloc(32, 7)
const text = signNote({ origin: 'test.example/one', size: 42, root }, [signer])

/** The example key of the C2SP signed-note specification. */
const EXAMPLE = ['example.com/foo', '530d903a', 'AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'].join('+')

describe('a vkey', () => {
  test('has the id of the specification, and is written as it was read', () => {
    const key = readVkey(EXAMPLE)
    expect(key).toMatchObject({ name: 'example.com/foo', id: '530d903a' })
    expect(key === null ? '' : vkeyOf(key)).toBe(EXAMPLE)
  })

  test.each([
    { name: 'another id', vkey: EXAMPLE.replace('530d', '530e') },
    { name: 'another name', vkey: EXAMPLE.replace('foo', 'bar') },
    { name: 'another key', vkey: EXAMPLE.replace('AekyeR', 'AekyeS') },
    { name: 'another algorithm', vkey: EXAMPLE.replace('+Ae', '+Be') },
    { name: 'something behind it', vkey: `${EXAMPLE}A` },
    { name: 'no key', vkey: 'example.com/foo' },
  ])('is refused with $name', ({ vkey }) => expect(readVkey(vkey)).toBeNull())
})

describe('a checkpoint', () => {
  test('is a signed note of three lines, and is read as it was written', () => {
    expect(text.split('\n').slice(0, 4)).toEqual(['test.example/one', '42', root.toString('base64'), ''])
    expect(text).toMatch(/\n— test\.example\/one [A-Za-z0-9+/]{91}=\n$/)
    const note = readNote(text)
    expect(note).toMatchObject({ origin: 'test.example/one', size: 42 })
    expect(note !== null && isSignedBy(note, noteKey('test.example/one', publicKey))).toBe(true)
  })

  test('is not the signer’s with any bit of it changed', () => {
    const bytes = Buffer.from(text)
    const missed: number[] = []
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const note = readNote(changed.toString())
      if (note !== null && isSignedBy(note, signer)) missed.push(bit)
    }
    expect(missed).toEqual([])
  })

  test('can have two signatures, and no key but theirs is taken for a signer', () => {
    const other = noteSigner('test.example/one', generateKeyPairSync('ed25519').privateKey)
    const stranger = noteSigner('test.example/one', generateKeyPairSync('ed25519').privateKey)
    const note = readNote(signNote({ origin: 'test.example/one', size: 1, root }, [signer, other]))
    expect([signer, other, stranger].map((key) => note !== null && isSignedBy(note, key))).toEqual([true, true, false])
  })

  test.each([
    { name: 'an extension line', change: (note: string) => note.replace('\n\n', '\nmore\n\n') },
    { name: 'a size with a zero before it', change: (note: string) => note.replace('\n42\n', '\n042\n') },
    { name: 'a size below zero', change: (note: string) => note.replace('\n42\n', '\n-42\n') },
    { name: 'no signature', change: (note: string) => `${note.split('\n\n')[0] ?? ''}\n\n` },
    { name: 'a hyphen for the dash', change: (note: string) => note.replace('—', '-') },
    { name: 'no last line feed', change: (note: string) => note.slice(0, -1) },
    { name: 'a shorter root', change: (note: string) => note.replace(root.toString('base64'), 'AAAA') },
  ])('is refused with $name', ({ change }) => {
    expect(change(text)).not.toBe(text)
    expect(readNote(change(text))).toBeNull()
  })
})

describe('keys that are pinned', () => {
  const pem = (key: typeof publicKey, type: 'spki' | 'pkcs8') => String(key.export({ type, format: 'pem' }))

  test.each([
    { name: 'a public key in PEM', file: pem(publicKey, 'spki') },
    { name: 'a private key in PEM', file: pem(privateKey, 'pkcs8') },
    { name: 'vkeys with remarks', file: `# ours\n\n${vkeyOf(signer)}\n` },
  ])('are read from $name', ({ file }) => {
    expect(readPinnedKeys(file)('test.example/one').map(vkeyOf)).toEqual([vkeyOf(signer)])
  })

  test.each([
    { name: 'another kind of key', file: pem(generateKeyPairSync('x25519').publicKey, 'spki') },
    { name: 'a damaged PEM', file: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n' },
    { name: 'remarks alone', file: '# nothing\n' },
    { name: 'a damaged vkey', file: vkeyOf(signer).slice(0, -2) },
  ])('are not read from $name', ({ file }) => expect(() => readPinnedKeys(file)).toThrow())
})
