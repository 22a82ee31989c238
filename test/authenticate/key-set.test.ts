import { describe, expect, test } from '@jest/globals'
import { readKeySet } from '../../src/authenticate/key-set.ts'
import { b64, jwks, newKey } from './tokens.ts'

const ALGORITHMS = ['ES256', 'PS256', 'EdDSA']
const ec = newKey('e1')
const rsa = newKey('r1', 'PS256')
const ed = newKey('o1', 'EdDSA')
const small = newKey('r2', 'PS256', 1024)
const encryption = { ...rsa.jwk, kid: 'enc', use: 'enc', alg: 'RSA-OAEP' }
const read = (text: string) => readKeySet(Buffer.from(text), ALGORITHMS)

describe('a key set', () => {
  test.each([
    ['J25 HTML', '<html><body>Sign in</body></html>', 'strict JSON'],
    ['J25 nothing', '', 'strict JSON'],
    ['J25 an empty list', jwks(), 'empty'],
    ['J25 no list', '{"keys":{}}', 'no list'],
    ['J25 no keys', '{}', 'no list'],
    ['J25 a list in place of an object', '[]', 'no list'],
    ['J25 a key that is no object', '{"keys":["x"]}', 'no list'],
    ['J25 10 MB', `{"keys":[],"x":"${'a'.repeat(10_000_000)}"}`, 'too large'],
    ['J25 the same name twice', `{"keys":[],"keys":[${JSON.stringify(ec.jwk)}]}`, 'dup_key'],
    ['J25 101 keys', jwks(...Array.from({ length: 101 }, (_, i) => ({ ...ec.jwk, kid: String(i) }))), 'too many'],
    ['J25 one kid twice', jwks(ec.jwk, newKey('e1').jwk), 'same kid'],
    ['J25 one kid for two types of key', jwks(ec.jwk, { ...rsa.jwk, kid: 'e1' }), 'same kid'],
    ['J25 a private key', jwks(ec.privateJwk), 'private or symmetric'],
    ['J25 a private key beside a good one', jwks(ec.jwk, rsa.privateJwk), 'private or symmetric'],
    ['J25 a private key that is only for encryption', jwks(ec.jwk, { ...encryption, d: 'AA' }), 'private or symmetric'],
    ['J03 an oct key', jwks({ kty: 'oct', k: b64('secret'), kid: 's' }), 'private or symmetric'],
    ['J03 an oct key beside a good one', jwks(ec.jwk, { kty: 'oct', kid: 's' }), 'private or symmetric'],
    ['J03 a public key with alg HS256', jwks({ ...rsa.jwk, alg: 'HS256' }), 'does not match'],
    ['a key with alg none', jwks({ ...rsa.jwk, alg: 'none' }), 'does not match'],
    ['an EC key with alg PS256', jwks({ ...ec.jwk, alg: 'PS256' }), 'does not match'],
    ['a P-384 key with alg ES256', jwks({ ...newKey('x', 'ES384').jwk, alg: 'ES256' }), 'does not match'],
    ['RSA of 1024 bits', jwks(ec.jwk, small.jwk), 'too small'],
    [
      'RSA of 1024 bits, padded with zeros',
      jwks({
        ...small.jwk,
        n: b64(Buffer.concat([Buffer.alloc(256), Buffer.from(String(small.jwk['n']), 'base64url')])),
      }),
      'too small',
    ],
    ['RSA of 32768 bits', jwks({ ...rsa.jwk, n: b64(Buffer.alloc(4096, 0xff)) }), 'too large'],
    ['RSA without a modulus', jwks({ ...rsa.jwk, n: undefined }), 'too small'],
    ['a point that is not on the curve', jwks({ ...ec.jwk, y: ec.jwk['x'] }), 'cannot be imported'],
    ['a kid that is a number', jwks({ ...ec.jwk, kid: 1 }), 'kid'],
    ['only keys without a kid', jwks({ ...ec.jwk, kid: undefined }), 'no key can be used'],
    ['only keys for encryption', jwks(encryption), 'no key can be used'],
    [
      'only keys for encryption that name no algorithm',
      jwks({ ...ec.jwk, use: 'enc', alg: undefined }),
      'no key can be used',
    ],
    ['only keys that may not verify', jwks({ ...ec.jwk, key_ops: ['deriveKey'] }), 'no key can be used'],
    ['only keys for algorithms that are not listed', jwks(newKey('x', 'ES384').jwk), 'no key can be used'],
  ])('is refused with %s', async (_name, text, flaw) => {
    await expect(read(text)).rejects.toMatchObject({ name: 'KeySetFlaw', message: expect.stringContaining(flaw) })
  })

  test('is used with the keys that fit, and without those for other purposes', async () => {
    const unknown = { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA', kid: 'pq' }
    const set = await read(jwks(ec.jwk, rsa.jwk, ed.jwk, encryption, unknown, { ...ec.jwk, kid: undefined }))
    expect(set.kids).toEqual(['e1', 'r1', 'o1'])
  })

  test('is used when its keys name no algorithm', async () => {
    expect((await read(jwks({ ...rsa.jwk, alg: undefined, use: undefined }))).kids).toEqual(['r1'])
  })

  test('has one digest for one document', async () => {
    const [one, same, other] = await Promise.all([read(jwks(ec.jwk)), read(jwks(ec.jwk)), read(jwks(ec.jwk, rsa.jwk))])
    expect(one.digest).toBe(same.digest)
    expect(one.digest).not.toBe(other.digest)
  })
})
