import { describe, expect, test } from '@jest/globals'
import { createTokenCache } from '../../src/authenticate/token-cache.ts'
import { readKeySet } from '../../src/authenticate/key-set.ts'
import type { Caller } from '../../src/terms/caller.ts'
import { bearer, bench, jwks, mint, newKey, NOW, START } from './tokens.ts'

const key = newKey('k1')
const keys = await readKeySet(Buffer.from(jwks(key.jwk)), ['ES256'])
const caller: Caller = {
  issuer: 'i',
  subject: 's',
  client: null,
  attributes: {},
  raises: [],
  tokenId: null,
  tokenKey: 'at+jwt/ES256/k1',
  otherAudiences: [],
  expires: NOW + 10,
}

describe('the token cache', () => {
  test('forgets at exp, even within its 30 s', () => {
    const cache = createTokenCache()
    cache.add('t', caller, keys, START)
    expect(cache.find('t', START + 9_999)).toMatchObject({ caller })
    expect(cache.find('t', START + 10_000)).toBeNull()
    expect(cache.size()).toBe(0)
  })

  test('forgets after 30 s, however long the token lives', () => {
    const cache = createTokenCache()
    cache.add('t', { ...caller, expires: NOW + 3600 }, keys, START)
    expect(cache.find('t', START + 29_999)).not.toBeNull()
    expect(cache.find('t', START + 30_000)).toBeNull()
  })

  test('forgets when the clock is set back', () => {
    const cache = createTokenCache()
    cache.add('t', caller, keys, START)
    expect(cache.find('t', START - 1)).toBeNull()
  })

  test('keeps nothing that is accepted only within the clock tolerance', () => {
    const cache = createTokenCache()
    cache.add('t', caller, keys, START + 12_000)
    expect(cache.size()).toBe(0)
  })

  test('holds no more than it may, and gives up the oldest', () => {
    const cache = createTokenCache(3)
    for (const token of ['a', 'b', 'a', 'c', 'd']) cache.add(token, caller, keys, START)
    expect(cache.size()).toBe(3)
    expect(['a', 'b', 'c', 'd'].map((token) => cache.find(token, START) !== null)).toEqual([true, false, true, true])
  })
})

describe('a token that was verified a moment ago', () => {
  const token = mint(key, { claims: { exp: NOW + 20 } })
  const [header, payload, signature = ''] = token.split('.')

  test('is the same caller again, and is not verified again', async () => {
    const house = bench({ status: 200, body: jwks(key.jwk) })
    const first = await house.authenticate(bearer(token))
    expect(await house.authenticate(bearer(token))).toBe(first)
    expect(await house.authenticate(['x-api-key', token])).toBe(first)
  })

  test('does not vouch for the same claims with another signature', async () => {
    const house = bench({ status: 200, body: jwks(key.jwk) })
    await house.authenticate(bearer(token))
    const forged = `${header ?? ''}.${payload ?? ''}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    await expect(house.authenticate(bearer(forged))).rejects.toMatchObject({ reason: 'sig' })
  })

  test('J19 is refused by the first request after it expired', async () => {
    const house = bench({ status: 200, body: jwks(key.jwk) })
    await house.authenticate(bearer(token))
    house.hand.now += 24_999 // exp and the 5 s of tolerance
    await expect(house.authenticate(bearer(token))).resolves.toMatchObject({ expires: NOW + 20 })
    house.hand.now += 1
    await expect(house.authenticate(bearer(token))).rejects.toMatchObject({ code: 'invalid_token', reason: 'exp' })
  })

  test('a refused token is refused again each time', async () => {
    const house = bench({ status: 200, body: jwks(newKey('k1').jwk) })
    for (let i = 0; i < 3; i++) await expect(house.authenticate(bearer(token))).rejects.toMatchObject({ reason: 'sig' })
  })
})
