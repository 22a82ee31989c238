import { expect, test } from '@jest/globals'
import { checkIssuers } from '../../src/authenticate/check-issuers.ts'
import { ISSUER } from './tokens.ts'

test.each([
  ['no issuer at all', [], 'at least one'],
  ['the same issuer twice', [ISSUER, { ...ISSUER, audience: 'x' }], 'same issuer'],
  ['an empty issuer', [{ ...ISSUER, issuer: '' }], 'issuer is empty'],
  ['an empty audience', [{ ...ISSUER, audience: '' }], 'audience is empty'],
  ['no algorithm', [{ ...ISSUER, algorithms: [] }], 'algorithms is empty'],
  ['HS256', [{ ...ISSUER, algorithms: ['ES256', 'HS256'] }], 'algorithms may hold only'],
  ['none', [{ ...ISSUER, algorithms: ['none'] }], 'algorithms may hold only'],
  ['an algorithm that every object has', [{ ...ISSUER, algorithms: ['constructor'] }], 'algorithms may hold only'],
  ['no type', [{ ...ISSUER, types: [] }], 'types is empty'],
  ['a type that no token could match', [{ ...ISSUER, types: ['application/at+jwt'] }], 'lower case'],
  ['no maximum age', [{ ...ISSUER, maxAge: 0 }], 'maxAge'],
  ['a maximum age that is not a number', [{ ...ISSUER, maxAge: NaN }], 'maxAge'],
  ['an endless maximum age', [{ ...ISSUER, maxAge: Infinity }], 'maxAge'],
  ['a tolerance of a minute', [{ ...ISSUER, clockTolerance: 60 }], 'clockTolerance'],
  ['a tolerance that is not a number', [{ ...ISSUER, clockTolerance: NaN }], 'clockTolerance'],
  ['an issuer that a claim may name', [{ ...ISSUER, claims: { issuer: 'tenant' } }], 'claims.issuer'],
])('a table with %s is a refusal to start', (_name, issuers, phrase) => {
  expect(() => checkIssuers(issuers)).toThrow(phrase)
})

test('a table that holds is accepted', () => {
  expect(() => checkIssuers([ISSUER, { ...ISSUER, issuer: 'https://two.test' }])).not.toThrow()
})
