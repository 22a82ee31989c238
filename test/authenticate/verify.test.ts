import { describe, expect, test } from '@jest/globals'
import { readKeySet } from '../../src/authenticate/key-set.ts'
import { verify } from '../../src/authenticate/verify.ts'
import type { Issuer } from '../../src/terms/caller.ts'
import { CLAIMS, ISSUER, jwks, mint, newKey, NOW, START } from './tokens.ts'
import type { Change } from './tokens.ts'

const key = newKey('k1')
const keys = await readKeySet(Buffer.from(jwks(key.jwk)), ['ES256'])
const header = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' }
const verified = (change: Change, issuer: Partial<Issuer> = {}) =>
  verify({ token: mint(key, change), header }, { ...ISSUER, ...issuer }, keys, START)

describe('the second look, which relies on none of the first', () => {
  test('verifies a good token', async () => {
    expect(await verified({})).toBe(true)
  })

  test('says so when the set has no such key', async () => {
    expect(await verified({ header: { kid: 'other' } })).toBe(false)
  })

  test.each<readonly [string, Change, string]>([
    ['another issuer', { claims: { iss: 'https://evil.test' } }, 'iss'],
    ['another audience', { claims: { aud: 'billing' } }, 'aud'],
    ['another typ', { header: { typ: 'JWT' } }, 'typ'],
    ['an exp that has passed', { claims: { exp: NOW - 5 } }, 'exp'],
    ['no exp', { claims: { exp: undefined } }, 'exp'],
    ['no sub', { claims: { sub: undefined } }, 'sub'],
    ['an iat to come', { claims: { iat: NOW + 60 } }, 'iat'],
    ['an iat too long ago', { claims: { iat: NOW - 3700 } }, 'iat'],
    ['an nbf to come', { claims: { nbf: NOW + 60 } }, 'nbf'],
    ['claims that are no object', { claims: '[]' }, 'malformed'],
  ])('refuses %s', async (_name, change, reason) => {
    await expect(verified(change)).rejects.toMatchObject({ code: 'invalid_token', reason })
  })

  test('refuses an algorithm that the issuer does not list, though the set has the key', async () => {
    await expect(verified({}, { algorithms: ['PS256'] })).rejects.toMatchObject({ reason: 'alg' })
  })

  test('refuses a token without a claim that the entry requires', async () => {
    await expect(verified({}, { requiredClaims: ['jti'] })).rejects.toMatchObject({ reason: 'required' })
    expect(await verified({ claims: { ...CLAIMS, jti: 'j' } }, { requiredClaims: ['jti'] })).toBe(true)
  })

  test("passes on a failure that is not the token's, so that it is neither a 401 nor an acceptance", async () => {
    const broken = { ...keys, keyFor: () => Promise.reject(new TypeError('out of memory')) }
    await expect(verify({ token: mint(key), header }, ISSUER, broken, START)).rejects.toThrow(TypeError)
  })
})
