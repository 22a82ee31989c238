import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { decodeProtectedHeader } from 'jose'
import { dpopProof, fetchKeys, startProvider } from './identity-provider.ts'
import { bearer, bench, newKey } from './tokens.ts'

let provider: Awaited<ReturnType<typeof startProvider>>
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())

const first = newKey('first')
const second = newKey('second')
const house = () => {
  const made = bench(new Error('unused'), { issuers: [provider.issuer()], fetchKeys: (url) => fetchKeys(url) })
  made.hand.now = Date.now()
  return made
}

describe("a real OpenID provider's access token", () => {
  test.each(['ES256', 'PS256', 'EdDSA', 'Ed25519'])('signed with %s says who is asking', async (alg) => {
    const key = newKey(`key-${alg}`, alg)
    provider.useKeys(key)
    const token = await provider.token('urn:cordon')
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'at+jwt', alg, kid: key.kid })
    expect(await house().authenticate(bearer(token))).toMatchObject({
      issuer: provider.url,
      subject: 'batch-job',
      client: 'batch-job',
      attributes: { role: ['employee', 'clinician'], tenant: ['acme'] },
      tokenId: expect.any(String),
      tokenKey: `at+jwt/${alg}/${key.kid}`,
      otherAudiences: [],
    })
  })

  test('for another service is refused', async () => {
    provider.useKeys(first)
    const token = await provider.token('urn:billing')
    await expect(house().authenticate(bearer(token))).rejects.toMatchObject({ code: 'invalid_token', reason: 'aud' })
  })

  test('that lives longer than the entry allows is refused', async () => {
    provider.useKeys(first)
    const strict = bench(new Error('unused'), { issuers: [provider.issuer({ maxAge: 600 })], fetchKeys })
    strict.hand.now = Date.now()
    await expect(strict.authenticate(bearer(await provider.token('urn:cordon')))).rejects.toMatchObject({
      reason: 'lifetime',
    })
  })

  test('that is bound to a key by DPoP is refused as a plain Bearer token', async () => {
    provider.useKeys(first)
    const token = await provider.token('urn:cordon', { dpop: dpopProof(`${provider.url}/token`) })
    await expect(house().authenticate(bearer(token))).rejects.toMatchObject({ code: 'invalid_token', reason: 'cnf' })
  })

  test('outlives the rotation of keys exactly as long as its key is published', async () => {
    provider.useKeys(first)
    const cordon = house()
    await cordon.warm()
    const asking = (token: string) =>
      cordon.authenticate(bearer(token)).then(
        ({ tokenKey }) => tokenKey,
        (problem: { code: string; reason: string }) => `${problem.code}/${problem.reason}`,
      )
    const before = await provider.token('urn:cordon')
    expect(await asking(before)).toBe('at+jwt/ES256/first')

    provider.useKeys(second, first) // published together; the new one signs
    const after = await provider.token('urn:cordon')
    expect(await asking(after)).toBe('invalid_token/kid') // within the cooldown
    cordon.hand.now += 30_000
    expect(await asking(after)).toBe('at+jwt/ES256/second')
    expect(await asking(before)).toBe('at+jwt/ES256/first')

    provider.useKeys(second) // the old one is withdrawn
    await cordon.warm()
    expect(await asking(before)).toBe('invalid_token/kid')
    expect(await asking(after)).toBe('at+jwt/ES256/second')

    provider.goDown()
    cordon.hand.now += 60_000
    expect(await asking(after)).toBe('at+jwt/ES256/second')
    expect(await asking(before)).toBe('identity_unavailable/unknown_kid')
  })
})
