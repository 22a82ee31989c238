import { describe, expect, test } from '@jest/globals'
import { ISSUER, bearer, bench, eventually, jwks, mint, newKey, NOW } from './tokens.ts'

const MINUTE = 60_000
const old = newKey('old')
const young = newKey('young')
const served = (...keys: readonly { jwk: object }[]) => ({ status: 200, body: jwks(...keys.map(({ jwk }) => jwk)) })
const down = new TypeError('fetch failed')
const longLived = (key = old, iat = NOW) => bearer(mint(key, { claims: { iat, exp: iat + 3600 } }))
const asking = (house: ReturnType<typeof bench>, headers: readonly string[]) =>
  house.authenticate(headers).then(
    () => 'accepted',
    (problem: { code: string; reason: string }) => `${problem.code}/${problem.reason}`,
  )

describe('an issuer whose key set', () => {
  test('is loaded by warm is not loaded again by the first request', async () => {
    const house = bench(served(old))
    await house.warm()
    expect(house.state()).toMatchObject([{ issuer: ISSUER.issuer, usable: true, kids: ['old'], failure: null }])
    expect(await asking(house, longLived())).toBe('accepted')
    expect(house.hand.fetches.length).toBe(1)
  })

  test('F19 was never reachable is a 503 for a token that may be good, and a 401 for one that cannot be', async () => {
    const house = bench(down)
    await expect(house.warm()).resolves.toBeUndefined()
    expect(house.state()).toMatchObject([{ usable: false, lastSuccess: null, failure: 'fetch failed' }])
    expect(await asking(house, longLived())).toBe('identity_unavailable/no_keys')
    expect(await asking(house, bearer(mint(young)))).toBe('identity_unavailable/no_keys')
    expect(await asking(house, bearer(mint(old, { header: { alg: 'none' } })))).toBe('invalid_token/alg')
    expect(await asking(house, bearer(mint(old, { claims: { exp: NOW - 5, iat: NOW - 9 } })))).toBe('invalid_token/exp')
    expect(await asking(house, bearer(mint(old, { claims: { aud: 'x' } })))).toBe('invalid_token/aud')
    expect(await asking(house, bearer(mint(old, { claims: { iat: NOW + 60 } })))).toBe('invalid_token/iat')
    expect(await asking(house, bearer(`${mint(old)}.AAAA`))).toBe('invalid_token/malformed')
  })

  test('was never reachable is asked at most every 5 s, however many callers there are', async () => {
    const house = bench(down)
    await Promise.all(Array.from({ length: 50 }, () => asking(house, longLived())))
    expect(house.hand.fetches.length).toBe(1)
    house.hand.now += 4_999
    await asking(house, longLived())
    expect(house.hand.fetches.length).toBe(1)
    house.hand.now += 1
    house.hand.answer = served(old)
    expect(await asking(house, longLived())).toBe('accepted')
    expect(house.hand.fetches.length).toBe(2)
  })

  test('is refreshed every 5 minutes, and 30 s after a failure', async () => {
    const house = bench(served(old))
    await house.warm()
    const due = () => [...house.hand.timers].map(({ at }) => at - house.hand.now)
    expect(due()).toEqual([5 * MINUTE])
    house.hand.answer = down
    house.pass(5 * MINUTE)
    await eventually(() => due().includes(30_000))
    house.hand.answer = served(old, young)
    house.pass(30_000)
    await eventually(() => due().includes(5 * MINUTE))
    expect(house.state()).toMatchObject([{ kids: ['old', 'young'], failure: null }])
    expect(house.hand.fetches.length).toBe(3)
    house.close()
    expect(due()).toEqual([])
  })

  test('has a new key verifies with it after the cooldown, at the cost of one fetch', async () => {
    const house = bench(served(old))
    await house.warm()
    house.hand.answer = served(old, young)
    house.hand.now += 29_999
    expect(await asking(house, longLived(young))).toBe('invalid_token/kid')
    expect(house.hand.fetches.length).toBe(1)
    house.hand.now += 1
    const many = await Promise.all(Array.from({ length: 20 }, () => asking(house, longLived(young))))
    expect(new Set(many)).toEqual(new Set(['accepted']))
    expect(house.hand.fetches.length).toBe(2)
  })

  test('has changed since still vouches for no key that it lacks, and for no signature that is not its own', async () => {
    const house = bench(served(old))
    await house.warm()
    house.hand.answer = served(old, young)
    house.hand.now += 30_000
    expect(await asking(house, longLived(newKey('elsewhere')))).toBe('invalid_token/kid')
    house.hand.answer = served(old, young, newKey('third'))
    house.hand.now += 30_000
    expect(await asking(house, longLived(newKey('third')))).toBe('invalid_token/sig')
    expect(house.hand.fetches.length).toBe(3)
  })

  test('has lost a key refuses its tokens, remembered or not, from the next refresh on', async () => {
    const house = bench(served(old, young))
    await house.warm()
    expect(await asking(house, longLived(old))).toBe('accepted')
    house.hand.answer = served(young)
    house.hand.now += MINUTE
    expect(await asking(house, longLived(old))).toBe('accepted') // not known yet; and now remembered again
    await house.warm()
    expect(await asking(house, longLived(old))).toBe('invalid_token/kid')
    expect(await asking(house, longLived(young))).toBe('accepted')
  })

  test('has another key under the same kid refuses the tokens of the first at once', async () => {
    const house = bench(served(old))
    await house.warm()
    expect(await asking(house, longLived(old))).toBe('accepted')
    house.hand.answer = served(newKey('old'))
    await house.warm()
    expect(await asking(house, longLived(old))).toBe('invalid_token/sig')
  })

  test('F19 cannot be refreshed counts for an hour, and not a millisecond longer', async () => {
    const house = bench(served(old))
    await house.warm()
    house.hand.answer = down
    house.hand.now += 60 * MINUTE
    const token = longLived(old, NOW + 3000)
    expect(await asking(house, token)).toBe('accepted')
    house.hand.now += 1
    expect(await asking(house, token)).toBe('identity_unavailable/no_keys') // though it was remembered a moment ago
    expect(house.state()).toMatchObject([{ usable: false, kids: [] }])
    house.hand.answer = served(old)
    house.hand.now += 5_000
    expect(await asking(house, token)).toBe('accepted')
  })

  test('cannot be refreshed makes an unknown key a 503: it may be the newest', async () => {
    const house = bench(served(old))
    await house.warm()
    house.hand.answer = down
    house.hand.now += 30_000
    expect(await asking(house, longLived(young))).toBe('identity_unavailable/unknown_kid')
    expect(await asking(house, longLived(old))).toBe('accepted')
    expect(house.hand.fetches.length).toBe(2)
  })

  test.each([
    ['HTML with 200', { status: 200, body: '<html>' }],
    ['a good set with 302', { ...served(young), status: 302 }],
    ['a good set with 404', { ...served(young), status: 404 }],
    ['a good set with 203', { ...served(young), status: 203 }],
    ['10 MB', { status: 200, body: Buffer.alloc(10_000_000, 0x20) }],
    ['an empty set', { status: 200, body: jwks() }],
    ['one kid twice', served(young, newKey('young'))],
    ['a private key', { status: 200, body: jwks(young.privateJwk) }],
    ['an oct key', { status: 200, body: jwks(young.jwk, { kty: 'oct', k: 'AAAA', kid: 's' }) }],
    ['an exception', down],
  ])('J25 is answered with %s keeps the last good one, and tells the operators', async (_name, answer) => {
    const house = bench(served(old))
    await house.warm()
    house.hand.answer = answer
    await house.warm()
    expect(await asking(house, longLived(old))).toBe('accepted')
    expect(await asking(house, longLived(young))).toBe('identity_unavailable/unknown_kid')
    expect(house.state()).toMatchObject([{ usable: true, kids: ['old'], failure: expect.any(String) }])
    const alerts = house.hand.logged.filter(({ level }) => level === 'error')
    expect(alerts).toMatchObject([{ fields: { issuer: ISSUER.issuer, usable: true } }])
    expect(house.hand.fetches.length).toBe(2)
  })

  test('never comes is given up, and what comes too late is not used', async () => {
    let arrive = (_answer: { status: number; body: Uint8Array }) => {}
    const late = new Promise<{ status: number; body: Uint8Array }>((resolve) => (arrive = resolve))
    const house = bench(down, { fetchKeys: () => late })
    const asked = asking(house, longLived())
    await eventually(() => house.hand.timers.size === 1)
    house.pass(10_000)
    expect(await asked).toBe('identity_unavailable/no_keys')
    arrive({ status: 200, body: Buffer.from(jwks(old.jwk)) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(house.state()).toMatchObject([{ usable: false }])
  })

  test('was confirmed in a future that a clock set back has undone is looked at again', async () => {
    const house = bench(served(old))
    await house.warm()
    house.hand.now -= 10 * MINUTE
    house.hand.answer = down
    expect(await asking(house, longLived(old, NOW - 1200))).toBe('identity_unavailable/no_keys')
  })

  test('is a file is read again at each refresh', async () => {
    let text = jwks(old.jwk)
    const paths: string[] = []
    const issuers = [{ ...ISSUER, keys: { kind: 'file' as const, path: '/etc/cordon/jwks.json' } }]
    const house = bench(down, {
      issuers,
      readFile: async (path) => {
        paths.push(path)
        return Buffer.from(text)
      },
    })
    await house.warm()
    expect(await asking(house, longLived(old))).toBe('accepted')
    text = jwks(young.jwk)
    await house.warm()
    expect(await asking(house, longLived(young))).toBe('accepted')
    expect(await asking(house, longLived(old))).toBe('invalid_token/kid')
    expect(new Set(paths)).toEqual(new Set(['/etc/cordon/jwks.json']))
    expect(house.hand.fetches).toEqual([])
  })
})
