import { createMongoAbility } from '@casl/ability'
import type { MongoAbility, RawRuleOf } from '@casl/ability'
import { expect, test } from '@jest/globals'
import { readersOf, toScope } from '../../src/decide/readers.ts'
import type { Caller } from '../../src/terms/caller.ts'
import type { Reader } from '../../src/terms/reading.ts'

const caller = (attributes: Caller['attributes']): Caller => ({
  ...{ issuer: 'https://idp.example', subject: 'ann', client: null, raises: [], tokenId: null, tokenKey: 'k' },
  ...{ attributes, otherAudiences: [], expires: 0 },
})

const READERS: readonly Reader[] = [
  { when: { 'caller.role': ['auditor'] }, read: { tenant: 'own' } },
  { when: { 'caller.role': ['lead'], 'caller.department': ['sales'] }, read: { team: 'own', level: ['public'] } },
  { when: { 'caller.role': ['ciso'] }, read: 'all' },
]

test.each([
  ['nobody', {}, []],
  ['another role', { role: ['employee'], tenant: ['acme'] }, []],
  ['an auditor', { role: ['auditor'], tenant: ['acme'] }, [{ tenant: ['acme'] }]],
  ['an auditor of no tenant', { role: ['auditor'] }, []],
  ['an auditor of an empty tenant', { role: ['auditor'], tenant: [''] }, []],
  ['a lead of another department', { role: ['lead'], department: ['hr'], team: ['x'] }, []],
  ['a lead', { role: ['lead'], department: ['sales'], team: ['x', 'y'] }, [{ team: ['x', 'y'], level: ['public'] }]],
  ['the head', { role: ['ciso'] }, [{}]],
])('%s may read what the list says', (_who, attributes, expected) => {
  const { records: scope } = readersOf(READERS)(caller(attributes))
  expect(scope).toEqual(expected)
})

const NOTHING = { records: [], policy: false, sealed: false }

test('a list of nobody lets nobody read, and a reader without a condition is nobody', () => {
  expect(readersOf([])(caller({ role: ['ciso'] }))).toEqual(NOTHING)
  expect(readersOf([{ when: {}, read: 'all' }])(caller({ role: ['ciso'] }))).toEqual(NOTHING)
})

const read = { action: 'read', subject: 'Record' }
test.each<[string, RawRuleOf<MongoAbility>]>([
  ['a denial', { ...read, inverted: true, conditions: { tenant: { $in: ['a'] } } }],
  ['another field', { ...read, conditions: { caller: { $in: ['a'] } } }],
  ['another comparison', { ...read, conditions: { tenant: { $ne: 'a' } } }],
  ['two comparisons', { ...read, conditions: { tenant: { $in: ['a'], $ne: 'b' } } }],
  ['a bare value', { ...read, conditions: { tenant: 'a' } }],
  ['fields', { ...read, fields: ['level'] }],
])('%s cannot be translated, and lets nobody read', (_what, rule) => {
  expect(() => toScope(createMongoAbility<MongoAbility>([rule]))).toThrow('cannot be translated')
})
