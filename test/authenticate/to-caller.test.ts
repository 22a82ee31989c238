import { describe, expect, test } from '@jest/globals'
import { toCaller } from '../../src/authenticate/to-caller.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { CLAIMS, ISSUER, NOW } from './tokens.ts'

const header = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' }
const callerOf = (claims: string | object, mapped: Partial<typeof ISSUER.claims> = ISSUER.claims) => {
  const said = typeof claims === 'string' ? (JSON.parse(claims) as object) : claims
  return toCaller({ header, claims: { ...CLAIMS, ...said } as JsonObject }, { ...ISSUER, claims: mapped })
}

describe('the caller that a token speaks of', () => {
  test('has all that the token says, and nothing that it does not', () => {
    const said = { client_id: 'app', jti: 'j1', roles: ['a', 'b'], org: { tenant: 'acme' }, cordon_level: 'restricted' }
    expect(callerOf(said)).toEqual({
      issuer: 'https://idp.test',
      subject: 'ada',
      client: 'app',
      attributes: { role: ['a', 'b'], tenant: ['acme'] },
      raises: ['restricted'],
      tokenId: 'j1',
      tokenKey: 'at+jwt/ES256/k1',
      otherAudiences: [],
      expires: NOW + 600,
    })
    const bare = callerOf({})
    expect(bare).toMatchObject({ client: null, tokenId: null, raises: [] })
    expect(Object.keys(bare.attributes)).toEqual([])
  })

  test('cannot be changed by anyone who holds it', () => {
    const caller = callerOf({ roles: ['a'] })
    expect(
      Object.isFrozen(caller) && Object.isFrozen(caller.attributes) && Object.isFrozen(caller.attributes.role),
    ).toBe(true)
  })

  test('J20 is known with its other audiences', () => {
    expect(callerOf({ aud: ['billing', 'cordon', 'hr'] }).otherAudiences).toEqual(['billing', 'hr'])
  })

  test.each([
    ['a string is a list of one', 'admin', ['admin']],
    ['a list stays a list', ['a', 'b'], ['a', 'b']],
    ['an empty list is known to be empty', [], []],
    ['256 are not too many', Array(256).fill('r'), Array(256).fill('r')],
    ['the name of an inherited member is only text', ['__proto__', 'constructor'], ['__proto__', 'constructor']],
    ['letters of any script are plain', ['rôle', '角色'], ['rôle', '角色']],
  ])('J22 roles: %s', (_name, roles, expected) => {
    expect(callerOf({ roles }).attributes.role).toEqual(expected)
  })

  test('J22 a token of 10,000 roles is refused', () => {
    expect(() => callerOf({ roles: Array(10_000).fill('r') })).toThrow('claim')
  })

  test.each([
    '__proto__',
    'constructor',
    'constructor.name',
    '__proto__.admin',
    'toString',
    'org.__proto__.tenant',
    'roles.length',
  ])('J22 the path %s finds nothing that every value has', (path) => {
    const said = path.startsWith('roles') ? {} : { org: {}, roles: ['a'] }
    expect(callerOf(said, { role: path }).attributes.role).toBeUndefined()
  })

  test('J22 a claim called __proto__ changes no object, and is found only as itself', () => {
    const claims = JSON.parse(`{"__proto__":{"admin":"yes","roles":"admin"}}`) as JsonObject
    const all = { ...(JSON.parse(JSON.stringify(CLAIMS)) as object) }
    Object.defineProperty(all, '__proto__', { value: claims['__proto__'], enumerable: true, configurable: true })
    const caller = toCaller({ header, claims: all as JsonObject }, ISSUER)
    expect(caller.attributes.role).toBeUndefined()
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  test('a claim whose name has dots in it is found by its whole name', () => {
    const path = 'https://acme.example/roles'
    expect(callerOf({ [path]: 'clinician' }, { role: path }).attributes.role).toEqual(['clinician'])
  })

  test('a claim that can be meant in two ways is refused', () => {
    expect(() => callerOf({ 'org.tenant': 'a', org: { tenant: 'b' } })).toThrow('claim')
  })

  test('azp names the client where client_id does not', () => {
    expect(callerOf({ azp: 'web' }).client).toBe('web')
    expect(callerOf({ azp: 'web', client_id: 'app' }).client).toBe('app')
  })
})
