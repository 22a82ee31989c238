import { describe, expect, test } from '@jest/globals'
import type { Issuer } from '../../src/terms/caller.ts'
import { bearer, bench, ISSUER, jwks, mint, newKey, NOW, START } from './tokens.ts'
import type { Change } from './tokens.ts'

/* ID tokens of a sign-in, and access tokens: neither passes as the other (RFC 8725 §3.11, §3.12). */

const key = newKey('k1')
const attacker = newKey('k1')
const source = { status: 200, body: jwks(key.jwk) }
const CLIENT = 'cordon-console'
const OF = { issuer: new URL('https://idp.test'), client: CLIENT }

/** An ID token as providers make it: no `typ`, for the client, with the nonce of the sign-in. */
const idToken = ({ header = {}, claims = {} }: Change = {}, by = key) =>
  mint(by, {
    header: typeof header === 'string' ? header : { typ: undefined, ...header },
    claims: typeof claims === 'string' ? claims : { aud: CLIENT, nonce: 'n-0S6_WzA2Mj', roles: ['auditor'], ...claims },
  })
const reasonOf = (work: Promise<unknown>) => work.then(() => 'fine', (thrown: { reason?: string }) => thrown.reason) // prettier-ignore

describe('an ID token that came from a sign-in', () => {
  test.each([
    ['without a type', undefined],
    ['of type JWT', 'JWT'],
    ['of type application/jwt', 'application/jwt'],
  ])('%s says who signed in', async (_what, typ) => {
    const { authenticateId } = bench(source)
    expect(await authenticateId(idToken({ header: { typ } }), OF)).toMatchObject({
      ...{ issuer: 'https://idp.test', subject: 'ada', client: CLIENT, attributes: { role: ['auditor'] } },
      ...{ otherAudiences: [], tokenKey: 'jwt/ES256/k1', expires: NOW + 600 },
    })
  })

  const rows: readonly [string, string, string][] = [
    ['an access token', mint(key), 'typ'],
    ['an access token for the client', mint(key, { claims: { aud: CLIENT, nonce: 'n' } }), 'typ'],
    ['an access token that says that it is a JWT', mint(key, { header: { typ: 'JWT' }, claims: { aud: CLIENT } }), 'nonce'], // prettier-ignore
    ['a logout token', idToken({ header: { typ: 'logout+jwt' } }), 'typ'],
    ['a type that is no text', idToken({ header: { typ: ['JWT'] } }), 'typ'],
    ['a type that is empty', idToken({ header: { typ: '' } }), 'typ'],
    ['an ID token for another client', idToken({ claims: { aud: 'other' } }), 'aud'],
    ['one for us, and not for the client', idToken({ claims: { aud: 'cordon' } }), 'aud'],
    ['one for two, that says for neither', idToken({ claims: { aud: [CLIENT, 'other'] } }), 'azp'],
    ['one for two, for the other', idToken({ claims: { aud: [CLIENT, 'other'], azp: 'other' } }), 'azp'],
    ['one whose authorised party is another', idToken({ claims: { azp: 'other' } }), 'azp'],
    ['one without a nonce', idToken({ claims: { nonce: undefined } }), 'nonce'],
    ['one with a nonce that is no text', idToken({ claims: { nonce: 7 } }), 'nonce'],
    ['one of another issuer', idToken({ claims: { iss: 'https://evil.test' } }), 'iss'],
    ['one of nobody', idToken({ claims: { iss: undefined } }), 'iss'],
    ['one that has expired', idToken({ claims: { iat: NOW - 700, exp: NOW - 100 } }), 'exp'],
    ['one that lives for ever', idToken({ claims: { exp: NOW + 1e8 } }), 'lifetime'],
    ['one without a subject', idToken({ claims: { sub: undefined } }), 'required'],
    ['one that another signed', idToken({}, attacker), 'sig'],
    ['one with a critical header', idToken({ header: { crit: ['x'] } }), 'header'],
    ['one that is unsigned', idToken().replace(/\.[^.]*$/, '.'), 'sig'],
    ['one that is a book', idToken({ claims: { book: 'x'.repeat(9000) } }), 'malformed'],
  ]
  test.each(rows)('is not %s', async (_what, token, why) => {
    const { authenticateId } = bench(source)
    expect(await reasonOf(authenticateId(token, OF))).toBe(why)
  })

  test('for two clients is for the one that is authorised', async () => {
    const { authenticateId } = bench(source)
    const caller = await authenticateId(idToken({ claims: { aud: [CLIENT, 'other'], azp: CLIENT } }), OF)
    expect(caller.otherAudiences).toEqual(['other'])
  })

  test('must have what the entry requires of its tokens', async () => {
    const { authenticateId } = bench(source, { issuers: [{ ...ISSUER, requiredClaims: ['acr'] }] })
    expect(await reasonOf(authenticateId(idToken(), OF))).toBe('required')
    expect(await reasonOf(authenticateId(idToken({ claims: { acr: 'high' } }), OF))).toBe('fine')
  })

  test('is remembered for half a minute, for the one client that it was shown by', async () => {
    const { authenticateId, hand, pass } = bench(source)
    const token = idToken({ claims: { exp: NOW + 20 } })
    await authenticateId(token, OF)
    expect(await reasonOf(authenticateId(token, { ...OF, client: 'other' }))).toBe('aud')
    expect(await reasonOf(authenticateId(token, { ...OF, issuer: new URL('https://other.test') }))).toBe('iss')
    pass(40_000)
    expect([await reasonOf(authenticateId(token, OF)), hand.now]).toEqual(['exp', START + 40_000])
  })
})

describe('in a header, where an access token is asked for,', () => {
  const jwtToo: Issuer = { ...ISSUER, types: ['at+jwt', 'jwt'] }
  test.each<[string, string, Issuer, string]>([
    ['an ID token is none', idToken(), ISSUER, 'typ'],
    ['an ID token of type JWT is none', idToken({ header: { typ: 'JWT' } }), ISSUER, 'typ'],
    ['an ID token without a type is none, whatever types there are', idToken({ claims: { aud: 'cordon' } }), jwtToo, 'typ'], // prettier-ignore
    ['an ID token of type JWT is none, where JWT is a type: it is for the client', idToken({ header: { typ: 'JWT' } }), jwtToo, 'aud'], // prettier-ignore
  ])('%s', async (_what, token, issuer, why) => {
    const { authenticate, authenticateId } = bench(source, { issuers: [issuer] })
    expect(await reasonOf(authenticate(bearer(token)))).toBe(why)
    await authenticateId(token, OF).catch(() => null) // and not when it was seen at a sign-in before
    expect(await reasonOf(authenticate(bearer(token)))).toBe(why)
  })

  test('an access token that was taken there is no ID token after that', async () => {
    const { authenticate, authenticateId } = bench(source)
    const token = mint(key)
    await authenticate(bearer(token))
    expect(await reasonOf(authenticateId(token, OF))).toBe('typ')
  })
})
