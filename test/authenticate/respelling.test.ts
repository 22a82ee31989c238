import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readCompact } from '../../src/authenticate/compact.ts'
import { bearer, bench, jwks, mint, newKey } from './tokens.ts'

/**
 * The four ways in which a JWS has more than one spelling for a lenient decoder, after the classes of the Wycheproof
 * JOSE vectors: spaces in each of the three parts, and bits that no decoder looks at.
 */
const key = newKey('k1')
const good = mint(key)

test('a token is refused with any one character put in, left out or changed, and cut off anywhere', async () => {
  const house = bench({ status: 200, body: jwks(key.jwk) })
  const refuses = (token: string) =>
    expect(house.authenticate(bearer(token))).rejects.toMatchObject({ code: 'invalid_token' })
  const characters = fc.constantFrom(...'AZaz09-_=+/. \t\n\r\u0000%é~')
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(1), characters, async (at, dropped, put) => {
      const changed = good.slice(0, at) + put + good.slice(at + dropped)
      if (changed !== good) await refuses(changed)
      await refuses(good.slice(0, at))
    }),
    { numRuns: 400 },
  )
  await refuses(`${good}A`)
})

test('of all texts that decode to the same bytes, one is read', () => {
  const parts = good.split('.')
  const spaced = parts.flatMap((part, index) =>
    [' ', '\n', '=', '\t'].map((what) => parts.with(index, `${part.slice(0, 4)}${what}${part.slice(4)}`).join('.')),
  )
  const sameBytes = (text: string) =>
    text.split('.').every((part, i) => Buffer.from(part, 'base64url').equals(Buffer.from(parts[i] ?? '', 'base64url')))
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const stray = [...alphabet].map((last) => good.slice(0, -1) + last).filter((text) => text !== good && sameBytes(text))
  expect(stray.length).toBe(15) // 64 bytes leave four bits of the last character unused
  expect(readCompact(good).claims).toMatchObject({ sub: 'ada' })
  for (const text of [...spaced, ...stray]) expect(() => readCompact(text)).toThrow('noncanonical')
})
