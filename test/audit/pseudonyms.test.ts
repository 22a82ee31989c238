import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'

const newKey = () => Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))

describe('pseudonyms', () => {
  const keys = pseudonyms(newKey())

  test('have their form: a prefix and 128 bits in base64url', () => {
    expect(keys.caller('https://idp', 'ann')).toMatch(/^ps1_[\w-]{22}$/)
    expect(keys.user('ann')).toMatch(/^us1_[\w-]{22}$/)
    for (const name of [keys.session('j'), keys.prompt('p'), keys.name('n')]) expect(name).toMatch(/^hm1_[\w-]{22}$/)
  })

  test('give the same for the same, under the same key only', () => {
    const material = newKey()
    expect(pseudonyms(material).caller('i', 's')).toBe(pseudonyms(material).caller('i', 's'))
    expect(keys.caller('i', 's')).not.toBe(pseudonyms(newKey()).caller('i', 's'))
    expect(keys.prompt('ä')).toBe(keys.prompt(Buffer.from('ä')))
  })

  test('of one kind say nothing about another: the same text gives five unrelated names', () => {
    const tails = [keys.caller('', 'x'), keys.session('x'), keys.prompt('x'), keys.name('x'), keys.user('x')]
    expect(new Set(tails.map((name) => name.slice(4))).size).toBe(5)
  })

  test('are no plain hashes, which could be tried out', () => {
    const plain = createHash('sha256').update('https://idp\u0000ann').digest().subarray(0, 16).toString('base64url')
    expect(keys.caller('https://idp', 'ann')).not.toContain(plain)
  })

  test('keep issuer and subject apart', () => {
    const text = fc.string().filter((value) => !value.includes('\u0000'))
    fc.assert(
      fc.property(text, fc.string(), text, fc.string(), (i1, s1, i2, s2) => {
        fc.pre(i1 !== i2 || s1 !== s2)
        expect(keys.caller(i1, s1)).not.toBe(keys.caller(i2, s2))
      }),
    )
    expect(keys.caller('ab', 'c')).not.toBe(keys.caller('a', 'bc'))
    expect(() => keys.caller('a\u0000b', 'c')).toThrow('U+0000')
  })

  test('need a key worth the name', () => {
    expect(() => pseudonyms(Buffer.alloc(31))).toThrow('32 bytes')
  })
})
