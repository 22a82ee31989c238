import { describe, expect, test } from '@jest/globals'
import { bearerToken } from '../../src/authenticate/bearer.ts'
import type { Issuer } from '../../src/terms/caller.ts'
import { PROBLEMS } from '../../src/terms/problem.ts'
import { b64, bearer, bench, CLAIMS, ISSUER, jwks, mint, mintHmac, newKey, NOW } from './tokens.ts'
import type { Change } from './tokens.ts'

const key = newKey('k1')
const other = newKey('k2')
const attacker = newKey('k1')
const good = mint(key)
const source = { status: 200, body: jwks(key.jwk, other.jwk) }
const [header = '', payload = '', signature = ''] = good.split('.')
const pem = String(key.publicKey.export({ type: 'spki', format: 'pem' }))
const der = key.publicKey.export({ type: 'spki', format: 'der' })
const made = (change: Change) => mint(key, change)
const headed = (change: Record<string, unknown>) => made({ header: change })
const claiming = (change: Record<string, unknown>) => made({ claims: change })
const unsigned = (alg: string, tail = '') =>
  `${b64(JSON.stringify({ alg, kid: 'k1', typ: 'at+jwt' }))}.${payload}.${tail}`
/** The same bytes, with bits set in the last character that no decoder looks at (RFC 4648 §3.5). */
const strayBits = (part: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return part.slice(0, -1) + alphabet.charAt(alphabet.indexOf(part.slice(-1)) + 1)
}
const within = (part: string, what: string) => `${part.slice(0, 8)}${what}${part.slice(8)}`
const nested = (depth: number): unknown => (depth === 0 ? 1 : { in: nested(depth - 1) })
/** Padded to a length that leaves stray bits in its last character. */
const loose = (text: string) => [text, `${text} `, `${text}  `].map(b64).find((part) => part.length % 4 !== 0) ?? ''
const looseHeader = loose(JSON.stringify({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' }))

const rows: readonly (readonly [string, string, string])[] = [
  ['J01 alg none without a signature', unsigned('none'), 'alg'],
  ['J01 alg nOnE without a signature', unsigned('nOnE'), 'alg'],
  ['J01 alg none with the good signature', unsigned('none', signature), 'alg'],
  ['J01 no alg', headed({ alg: undefined }), 'alg'],
  ['J01 the alg is a list', headed({ alg: ['ES256'] }), 'alg'],
  ['J01 the alg is the name of an inherited member', headed({ alg: 'constructor' }), 'alg'],
  ['J02 HS256 keyed with the public PEM', mintHmac(pem, { kid: 'k1' }), 'alg'],
  ['J02 HS256 keyed with the public DER', mintHmac(der, { kid: 'k1' }), 'alg'],
  ['J02 HS256 keyed with nothing', mintHmac('', { kid: 'k1' }), 'alg'],
  ['J04 a signature of 64 zero bytes', `${header}.${payload}.${b64(Buffer.alloc(64))}`, 'sig'],
  ['J04 an empty signature', `${header}.${payload}.`, 'sig'],
  ['J04 a signature in DER', `${header}.${payload}.${b64(Buffer.from(`3044${'02'.repeat(68)}`, 'hex'))}`, 'sig'],
  ["J04 another key's signature under a known kid", mint(attacker), 'sig'],
  [
    'J04 other claims under a good signature',
    `${header}.${b64(JSON.stringify({ ...CLAIMS, sub: 'eve' }))}.${signature}`,
    'sig',
  ],
  ["J05 the attacker's own jwk, signed with it", mint(attacker, { header: { jwk: attacker.jwk } }), 'header'],
  ['J05 jku in a good token', headed({ jku: 'https://evil.test/jwks.json' }), 'header'],
  ['J05 x5u in a good token', headed({ x5u: 'https://evil.test/cert.pem' }), 'header'],
  ['J05 x5c in a good token', headed({ x5c: ['AA'] }), 'header'],
  ['J06 an unknown crit', headed({ crit: ['x'], x: 1 }), 'header'],
  ['J06 b64 false', headed({ crit: ['b64'], b64: false }), 'header'],
  ['J06 zip', headed({ zip: 'DEF' }), 'header'],
  ['J06 cty (a token in a token)', headed({ cty: 'JWT' }), 'header'],
  ['J07 sub twice', made({ claims: `{"sub":"ada",${JSON.stringify(CLAIMS).slice(1)}` }), 'dup_key'],
  ['J07 sub twice, once escaped', made({ claims: `{"s\\u0075b":"eve",${JSON.stringify(CLAIMS).slice(1)}` }), 'dup_key'],
  [
    'J07 a nested name twice',
    made({ claims: `{"org":{"tenant":"a","tenant":"b"},${JSON.stringify(CLAIMS).slice(1)}` }),
    'dup_key',
  ],
  ['J07 alg twice', made({ header: '{"alg":"none","alg":"ES256","kid":"k1","typ":"at+jwt"}' }), 'dup_key'],
  ['J08 a space in the header', `${within(header, ' ')}.${payload}.${signature}`, 'noncanonical'],
  ['J08 a space in the payload', `${header}.${within(payload, ' ')}.${signature}`, 'noncanonical'],
  ['J08 a newline in the payload', `${header}.${within(payload, '\n')}.${signature}`, 'noncanonical'],
  ['J08 a space in the signature', `${header}.${payload}.${within(signature, ' ')}`, 'noncanonical'],
  ['J08 a space at the end', `${good} `, 'noncanonical'],
  ['J08 two spaces after Bearer', ` ${good}`, 'noncanonical'],
  ['J08 padding', `${good}==`, 'noncanonical'],
  ['J08 stray bits in the signature', `${header}.${payload}.${strayBits(signature)}`, 'noncanonical'],
  ['J08 stray bits in the header', `${strayBits(looseHeader)}.${payload}.${signature}`, 'noncanonical'],
  ['J08 a letter beyond ASCII', `${within(header, 'é')}.${payload}.${signature}`, 'noncanonical'],
  ['J08 bytes that are not UTF-8', `${header}.${b64(Buffer.from([0x7b, 0xff, 0x7d]))}.${signature}`, 'utf8'],
  ['J08 a byte order mark', made({ claims: `\uFEFF${JSON.stringify(CLAIMS)}` }), 'json'],
  ['J09 no exp', claiming({ exp: undefined }), 'required'],
  ['J09 no iat', claiming({ iat: undefined }), 'required'],
  ['J09 no sub', claiming({ sub: undefined }), 'required'],
  ['J09 no iss', claiming({ iss: undefined }), 'iss'],
  ['J09 a sub of null', claiming({ sub: null }), 'required'],
  ['J09 an empty sub', claiming({ sub: '' }), 'sub'],
  ['J09 a sub with a line break', claiming({ sub: 'ada\nadmin' }), 'sub'],
  ['J09 a sub with a right-to-left override', claiming({ sub: 'ada\u202Enimda' }), 'sub'],
  ['J09 a sub with half a surrogate pair', claiming({ sub: 'ada\ud800' }), 'sub'],
  ['J09 a sub of 257 characters', claiming({ sub: 'a'.repeat(257) }), 'sub'],
  ['J09 iat in the future', claiming({ iat: NOW + 60 }), 'iat'],
  ['J09 iat longer ago than the maximum age', claiming({ iat: NOW - 3700, exp: NOW - 101 }), 'exp'],
  ['J09 exp of 1e308', made({ claims: JSON.stringify(CLAIMS).replace(/"exp":\d+/, '"exp":1e308') }), 'exp'],
  [
    'J09 exp of 1e400, which is infinite',
    made({ claims: JSON.stringify(CLAIMS).replace(/"exp":\d+/, '"exp":1e400') }),
    'exp',
  ],
  ['J09 exp with a fraction', claiming({ exp: NOW + 600.5 }), 'exp'],
  ['J09 a negative exp', claiming({ exp: -1 }), 'exp'],
  ['J09 a life of more than the maximum age', claiming({ exp: NOW + 3600 }), 'lifetime'],
  ['J09 exp before iat', claiming({ iat: NOW, exp: NOW - 1 }), 'lifetime'],
  ['J09 expired', claiming({ iat: NOW - 600, exp: NOW - 5 }), 'exp'],
  ['J09 not yet valid', claiming({ nbf: NOW + 60 }), 'nbf'],
  ['J09 nbf as text', claiming({ nbf: '0' }), 'nbf'],
  ['J10 an ID token', headed({ typ: 'JWT' }), 'typ'],
  ['J10 no typ', headed({ typ: undefined }), 'typ'],
  ['J10 a DPoP proof', headed({ typ: 'dpop+jwt' }), 'typ'],
  ['J10 typ as a list', headed({ typ: ['at+jwt'] }), 'typ'],
  ['J12 a kid that walks up', headed({ kid: '../../etc/passwd' }), 'kid'],
  ['J12 a kid with SQL', headed({ kid: "' UNION SELECT 'k1" }), 'kid'],
  ['J12 a kid with a NUL', headed({ kid: 'k1\u0000' }), 'kid'],
  ['J12 a kid that is an object', headed({ kid: { toString: 'k1' } }), 'kid'],
  ["J12 the set's other kid", headed({ kid: 'k2' }), 'sig'],
  ['J14 a JWE', `${header}.AAAA.AAAA.AAAA.AAAA`, 'jwe'],
  ['J15 exp as text', claiming({ exp: String(NOW + 600) }), 'exp'],
  ['J15 no aud', claiming({ aud: undefined }), 'required'],
  ["J15 another service's aud", claiming({ aud: 'billing' }), 'aud'],
  ['J15 an aud that begins as ours', claiming({ aud: 'cordon.evil.test' }), 'aud'],
  ['J15 an empty list of audiences', claiming({ aud: [] }), 'aud'],
  ['J15 an aud that is an object', claiming({ aud: { cordon: true } }), 'aud'],
  ['J15 ours beside one that is no text', claiming({ aud: ['cordon', 1] }), 'aud'],
  ['J16 an empty token', '', 'missing'],
  ['J16 two segments', `${header}.${payload}`, 'malformed'],
  ['J16 four segments', `${good}.AAAA`, 'malformed'],
  ['J16 only dots', '..', 'json'],
  ['J16 + and / for - and _', `${header}.${payload}.${'+/'.repeat(43)}`, 'noncanonical'],
  ['J16 no kid, though one key would fit', headed({ kid: undefined }), 'kid'],
  ['J16 a header of more than 2 KiB', headed({ kid: 'k'.repeat(2100) }), 'header_size'],
  ['J16 a payload that is a list', made({ claims: '[]' }), 'json'],
  ['J16 nine levels of nesting', claiming({ deep: nested(8) }), 'depth'],
  ['J21 an issuer that is not in the table', claiming({ iss: 'https://evil.test' }), 'iss'],
  ['J21 the issuer with a slash at its end', claiming({ iss: 'https://idp.test/' }), 'iss'],
  ['J21 a list of issuers', claiming({ iss: ['https://idp.test'] }), 'iss'],
  ['J21 an iss that every object has', claiming({ iss: '__proto__' }), 'iss'],
  ['J22 257 roles', claiming({ roles: Array(257).fill('a') }), 'claim'],
  ['J22 roles that are numbers', claiming({ roles: [1] }), 'claim'],
  ['J22 a role of null', claiming({ roles: null }), 'claim'],
  ['J22 roles in roles', claiming({ roles: [['employee']] }), 'claim'],
  ['J22 roles as an object', claiming({ roles: { 0: 'employee', length: 1 } }), 'claim'],
  ['J22 a role with a control character', claiming({ roles: ['employee\u0007'] }), 'claim'],
  ['J22 a role of 257 characters', claiming({ roles: 'r'.repeat(257) }), 'claim'],
  ['J22 a tenant in something that is no object', claiming({ org: 'acme' }), 'claim'],
  ['J22 a client that is a list', claiming({ client_id: ['app'] }), 'claim'],
  ['J22 a level that is a number', claiming({ cordon_level: 3 }), 'claim'],
  ['J23 a DPoP-bound token as a plain Bearer', claiming({ cnf: { jkt: 'x' } }), 'cnf'],
  ['J24 an mTLS-bound token as a plain Bearer', claiming({ cnf: { 'x5t#S256': 'x' } }), 'cnf'],
  ['J24 an empty cnf', claiming({ cnf: null }), 'cnf'],
]

describe('the attack matrix', () => {
  const house = bench(source)
  const refusal = (token: string) => house.authenticate(bearer(token)).catch((problem: unknown) => problem)

  test('begins with a token that is good', async () => {
    expect(await house.authenticate(bearer(good))).toMatchObject({ subject: 'ada', tokenKey: 'at+jwt/ES256/k1' })
  })

  test.each(rows)('%s is refused', async (_name, token, reason) => {
    expect(await refusal(token)).toMatchObject({ name: 'Problem', code: 'invalid_token', reason })
  })

  test.each(rows)(
    '%s is told as the one fixed sentence, and logged without a byte of the token',
    async (_name, token) => {
      const problem = (await refusal(token)) as { says: string; param: unknown; message: string; cause: unknown }
      expect(problem).toMatchObject({ says: PROBLEMS.invalid_token.says, param: null })
      expect(problem.message).toMatch(/^token refused: [a-z0-9_]+$/)
      expect(String(problem.cause ?? 'ERR_')).toMatch(/^ERR_[A-Z_]*$/)
    },
  )

  test('J11 fifty unknown key ids cost no fetch within the cooldown', async () => {
    const before = house.hand.fetches.length
    for (let i = 0; i < 50; i++) {
      expect(await refusal(headed({ kid: `unknown-${String(i)}` }))).toMatchObject({
        code: 'invalid_token',
        reason: 'kid',
      })
    }
    expect(house.hand.fetches.length).toBe(before)
  })

  test('no attack made anyone fetch from where a token points', () => {
    expect(new Set(house.hand.fetches)).toEqual(new Set(['https://idp.test/jwks.json']))
  })
})

describe('two tokens and too much', () => {
  const house = bench(source)
  const asking = (...headers: string[]) => house.authenticate(headers).catch((problem: unknown) => problem)

  test.each([
    ['J17 two Authorization headers', ['Authorization', `Bearer ${good}`, 'authorization', `Bearer ${good}`]],
    [
      'J17 an Authorization header and a second that is empty',
      ['Authorization', `Bearer ${good}`, 'AUTHORIZATION', ''],
    ],
    ['J17 two x-api-key headers', ['x-api-key', good, 'X-Api-Key', good]],
    ['J17 two headers that differ', ['Authorization', `Bearer ${good}`, 'x-api-key', mint(key)]],
  ])('%s are a 400', async (_name, headers) => {
    expect(await asking(...headers)).toMatchObject({ code: 'invalid_request', status: 400, reason: 'two_tokens' })
  })

  test.each([
    ['J18 a token of 9 KiB', 'a'.repeat(9 * 1024)],
    ['J18 a token of 8 KiB and one byte', 'a'.repeat(8193)],
    ['J13 20 MB of garbage', 'a.'.repeat(10 * 1024 * 1024)],
  ])('%s is a 431, before any key is fetched', async (_name, token) => {
    expect(await asking('Authorization', `Bearer ${token}`)).toMatchObject({ code: 'headers_too_large', status: 431 })
    expect(await asking('x-api-key', token)).toMatchObject({ code: 'headers_too_large', status: 431 })
    expect(house.hand.fetches).toEqual([])
  })

  test('J18 a signed token that just fits into 8 KiB is read', async () => {
    const sizes = [...Array(400).keys()].map((i) => claiming({ filler: 'x'.repeat(6000 - i) }))
    const token = sizes.find(({ length }) => length <= 8192) ?? ''
    expect(token.length).toBeGreaterThan(8190)
    expect(await asking('Authorization', `Bearer ${token}`)).toMatchObject({ subject: 'ada' })
  })

  test.each([
    ['Basic', 'Basic YWRhOnNlY3JldA=='],
    ['DPoP', `DPoP ${good}`],
    ['a bare token', good],
    ['Bearer with a tab', `Bearer\t${good}`],
    ['nothing', ''],
  ])('%s in Authorization is no Bearer token', async (_name, value) => {
    expect(await asking('Authorization', value)).toMatchObject({ code: 'invalid_token', reason: 'scheme' })
    expect(await asking('Authorization', value, 'x-api-key', good)).toMatchObject({ reason: 'scheme' })
  })

  test('cookies and proxy credentials are not read', async () => {
    const headers = [
      'Cookie',
      `access_token=${good}`,
      'Proxy-Authorization',
      `Bearer ${good}`,
      'X-Forwarded-Access-Token',
      good,
    ]
    expect(await asking(...headers)).toMatchObject({ code: 'invalid_token', reason: 'missing' })
  })

  test.each([
    ['bearer', ['authorization', `bearer ${good}`]],
    ['BEARER', ['AUTHORIZATION', `BEARER ${good}`]],
    ['x-api-key', ['X-Api-Key', good]],
    ['the same token in both', ['Authorization', `Bearer ${good}`, 'x-api-key', good]],
  ])('%s is read', (_name, headers) => {
    expect(bearerToken(headers)).toBe(good)
  })
})

describe('issuers', () => {
  const second = newKey('k1')
  const one: Issuer = { ...ISSUER, keys: { kind: 'remote', url: new URL('https://one.test/jwks') } }
  const two: Issuer = {
    ...one,
    issuer: 'https://two.test',
    audience: 'two',
    keys: { kind: 'remote', url: new URL('https://two.test/jwks') },
  }
  const house = bench(new Error('unused'), {
    issuers: [one, two],
    fetchKeys: async (url) => ({
      status: 200,
      body: Buffer.from(jwks(url.host === 'one.test' ? key.jwk : second.jwk)),
    }),
  })
  const asking = (token: string) => house.authenticate(bearer(token)).catch((problem: unknown) => problem)
  const forTwo = { claims: { iss: 'https://two.test', aud: 'two' } }

  test("J21 one issuer's key cannot speak for another", async () => {
    expect(await asking(good)).toMatchObject({ issuer: 'https://idp.test' })
    expect(await asking(mint(second, forTwo))).toMatchObject({ issuer: 'https://two.test' })
    expect(await asking(mint(key, forTwo))).toMatchObject({ code: 'invalid_token', reason: 'sig' })
    expect(await asking(mint(second))).toMatchObject({ code: 'invalid_token', reason: 'sig' })
  })

  test("J21 one issuer's audience does not count with another", async () => {
    expect(await asking(mint(second, { claims: { iss: 'https://two.test' } }))).toMatchObject({ reason: 'aud' })
  })

  test.each(['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA', 'Ed25519'])(
    '%s verifies where it is listed, and only there',
    async (alg) => {
      const signer = newKey('k', alg)
      const listing = (algorithms: readonly string[]) =>
        bench({ status: 200, body: jwks(signer.jwk, key.jwk) }, { issuers: [{ ...ISSUER, algorithms }] })
      const other = alg === 'ES256' ? 'ES384' : 'ES256'
      await expect(listing([alg, other]).authenticate(bearer(mint(signer)))).resolves.toMatchObject({
        tokenKey: `at+jwt/${alg}/k`,
      })
      await expect(
        listing(['PS256', 'ES256', 'ES384'].filter((name) => name !== alg)).authenticate(bearer(mint(signer))),
      ).rejects.toMatchObject({ reason: 'alg' })
    },
  )

  test('an RSA key for PS256 verifies no RS256 signature, though both are listed', async () => {
    const rsa = newKey('r', 'PS256')
    const house = bench(
      { status: 200, body: jwks(rsa.jwk) },
      { issuers: [{ ...ISSUER, algorithms: ['PS256', 'RS256'] }] },
    )
    await expect(house.authenticate(bearer(mint({ ...rsa, alg: 'RS256' })))).rejects.toMatchObject({
      code: 'invalid_token',
    })
  })

  test('claims that an entry requires are required, and inherited members are no claims', async () => {
    const house = bench(source, { issuers: [{ ...ISSUER, requiredClaims: ['client_id', 'jti', 'toString'] }] })
    const token = (claims: Record<string, unknown>) => house.authenticate(bearer(claiming(claims)))
    await expect(token({ client_id: 'app', jti: 'j' })).rejects.toMatchObject({ reason: 'required' })
    await expect(token({ client_id: 'app', toString: 1 })).rejects.toMatchObject({ reason: 'required' })
    await expect(token({ client_id: 'app', jti: 'j', toString: 1 })).resolves.toMatchObject({
      client: 'app',
      tokenId: 'j',
    })
  })

  test('application/at+jwt is at+jwt, in any case', async () => {
    const house = bench(source)
    await expect(house.authenticate(bearer(headed({ typ: 'Application/AT+JWT' })))).resolves.toMatchObject({
      tokenKey: 'at+jwt/ES256/k1',
    })
  })
})
