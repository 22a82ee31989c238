import { createMongoAbility } from '@casl/ability'
import type { MongoAbility, RawRuleOf } from '@casl/ability'
import { expect, test } from '@jest/globals'
import { maySee, readersOf, toScope } from '../../src/decide/readers.ts'
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

const NOTHING = { records: [], policy: false, sealed: [] }

const OPENERS: readonly Reader[] = [
  ...READERS,
  { when: { 'caller.role': ['author'] }, read: 'policy' },
  { when: { 'caller.role': ['examiner'] }, read: { tenant: 'own' }, sealed: true },
  { when: { 'caller.role': ['judge'] }, read: 'all', sealed: true },
]
const OWN = [{ tenant: ['acme'] }]
test.each([
  ['nobody', {}, [], false, []],
  ['an employee', { role: ['employee'], tenant: ['acme'] }, [], false, []],
  ['an author of policies', { role: ['author'], tenant: ['acme'] }, [], true, []],
  ['an auditor', { role: ['auditor'], tenant: ['acme'] }, OWN, true, []],
  ['an examiner', { role: ['examiner'], tenant: ['acme'] }, OWN, true, OWN],
  ['an examiner of no tenant', { role: ['examiner'] }, [], false, []],
  ['the head', { role: ['ciso'] }, [{}], true, []],
  ['the head, who also examines one tenant', { role: ['ciso', 'examiner'], tenant: ['acme'] }, [{}, ...OWN], true, OWN],
  ['a judge', { role: ['judge'] }, [{}], true, [{}]],
])('%s may see, and open, what the list says', (_who, attributes, records, policy, sealed) => {
  const grants = readersOf(OPENERS)(caller(attributes))
  expect(grants.records).toHaveLength(records.length)
  expect(grants).toEqual({ records: expect.arrayContaining(records), policy, sealed })
})

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

const see = { action: 'read', subject: 'Policy' }
test.each<[string, RawRuleOf<MongoAbility>]>([
  ['a denial', { ...see, inverted: true }],
  ['a condition', { ...see, conditions: { tenant: { $in: ['a'] } } }],
  ['fields', { ...see, fields: ['name'] }],
])('%s of what there is one of cannot be translated, and lets nobody see it', (_what, rule) => {
  expect(() => maySee(createMongoAbility<MongoAbility>([see, rule]), 'Policy')).toThrow('cannot be translated')
})
