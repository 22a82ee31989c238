import { createMongoAbility, subject } from '@casl/ability'
import type { MongoAbility, RawRuleOf } from '@casl/ability'
import { describe, expect, test } from '@jest/globals'

/**
 * What CASL does where it would surprise a policy author. The compiler is shaped by these facts: a CASL upgrade that changes
 * one of them must be looked at.
 */
type Raw = RawRuleOf<MongoAbility>
const can = (rules: readonly unknown[], fields: object, type: 'instance' | 'string' = 'instance') => {
  const ability = createMongoAbility<MongoAbility>(rules as Raw[])
  return ability.can('send', type === 'string' ? 'Prompt' : subject('Prompt', { ...fields }))
}
const allow = (conditions: unknown, more: object = {}) => ({ action: 'send', subject: 'Prompt', conditions, ...more })
const deny = (conditions: unknown) => allow(conditions, { inverted: true })
const ANY = { action: 'send', subject: 'Prompt' }
const LEVELS = [1, 2]

describe('CASL 7 fails open, so the compiler', () => {
  test('puts denials last: a denial that stands before an allowance is void', () => {
    expect(can([deny({ level: { $in: [4] } }), ANY], { level: 4 })).toBe(true)
    expect(can([ANY, deny({ level: { $in: [4] } })], { level: 4 })).toBe(false)
  })
  test.each([
    { name: 'missing', fields: {} },
    { name: 'null', fields: { level: null } },
    { name: 'NaN', fields: { level: NaN } },
  ])('gives every attribute a value: a denial by $gte does not apply when it is $name', ({ fields }) => {
    expect(can([ANY, deny({ level: { $gte: 3 } })], fields)).toBe(true)
  })
  test.each([{}, { level: null }, { level: NaN }])(
    'never compares by size: an allowance by $lte holds for %j',
    (fields) => {
      expect(can([allow({ level: { $lte: 2 } })], fields)).toBe(true)
    },
  )
  test.each([{ $ne: 'EU' }, { $nin: ['EU'] }])(
    'never compares by difference: %j holds when the field is missing',
    (condition) => {
      expect(can([allow({ region: condition })], {})).toBe(true)
    },
  )
  test.each([
    [['MISSING'], true],
    [['pwd'], true],
    [['mfa'], false],
    [['pwd', 'mfa'], false],
    [[], true],
  ])('may say $nin in a denial: with %j, all of whose values count, that is %j', (assurance, denies) => {
    const denial = deny({ role: { $in: ['hr'] }, assurance: { $nin: ['mfa', 'phr'] } })
    expect(can([ANY, denial], { role: ['hr'], assurance })).toBe(!denies)
    expect(can([ANY, deny({ role: { $in: ['hr'], $nin: ['lead'] } })], { role: ['hr', ...assurance] })).toBe(false)
    expect(can([ANY, deny({ role: { $in: ['hr'], $nin: ['lead'] } })], { role: ['hr', 'lead'] })).toBe(true)
  })
  test('adds a stand-in for "missing" to every denial: $in does not match a missing field', () => {
    expect(can([ANY, deny({ finding: { $in: ['PERSON'] } })], {})).toBe(true)
  })
  test('writes attribute names itself: a misspelt field voids a denial', () => {
    expect(can([ANY, deny({ levle: { $in: [4] } })], { level: 4 })).toBe(true)
  })
  test('writes operators itself: an unknown one voids a denial without a word', () => {
    expect(can([ANY, deny({ level: { $gtee: 3 } })], { level: 4 })).toBe(true)
  })
  test('writes rule keys itself: an unknown one is ignored, and the rule allows', () => {
    expect(can([{ ...ANY, effect: 'deny' }], {})).toBe(true)
    expect(can([{ ...ANY, invertd: true }], {})).toBe(true)
  })
  test('asks about an instance: by the type name alone, conditions do not count', () => {
    expect(can([allow({ level: { $in: [1] } })], {}, 'string')).toBe(true)
    expect(can([allow({ level: { $in: [1] } })], {})).toBe(false)
  })
  test('always sets subject and conditions: an allowance without conditions matches everything', () => {
    expect(can([allow(null)], { level: 4 })).toBe(true)
    expect(can([allow({})], { level: 4 })).toBe(true)
  })
  test('prefixes actions: "manage" is a wildcard for actions, and "all" for subjects', () => {
    expect(can([{ action: 'manage', subject: 'all' }], {})).toBe(true)
    expect(can([{ action: '*', subject: 'Prompt' }], {})).toBe(false)
  })
  test('builds the subject from values: a type name that JSON brings is believed', () => {
    const ability = createMongoAbility<MongoAbility>([ANY])
    expect(ability.can('send', JSON.parse('{"__caslSubjectType__":"Prompt"}'))).toBe(true)
  })
  test('freezes rules: one changed before its first match changes the answer', () => {
    const rule = { ...deny({ level: { $in: [4] } }) } as { conditions: { level: { $in: number[] } } }
    const ability = createMongoAbility<MongoAbility>([ANY, rule] as Raw[])
    rule.conditions.level.$in = []
    expect(ability.can('send', subject('Prompt', { level: 4 }))).toBe(true)
  })
  test('does not look for null: in version 7 it equals a missing field', () => {
    expect(can([allow({ level: null })], {})).toBe(true)
    expect(can([allow({ level: { $eq: null } })], {})).toBe(true)
  })
})

describe('CASL 7 keeps closed, so the compiler can rely on it that', () => {
  test('no rule means no', () => {
    expect(can([], {})).toBe(false)
  })
  test.each([{}, { level: null }, { level: [] }, { level: 9 }, { level: '1' }])(
    'an allowance by $in fails for %j',
    (fields) => {
      expect(can([allow({ level: { $in: LEVELS } })], fields)).toBe(false)
    },
  )
  test('$in matches a list when one of its values is named', () => {
    expect(can([allow({ level: { $in: LEVELS } })], { level: [9, 2] })).toBe(true)
    expect(can([allow({ level: { $in: LEVELS } })], { level: [9, 8] })).toBe(false)
  })
  test('the rule that decided is told, as the very object that was given', () => {
    const rule = Object.freeze(allow({ level: { $in: LEVELS } }))
    const ability = createMongoAbility<MongoAbility>([rule] as Raw[])
    expect(ability.relevantRuleFor('send', subject('Prompt', { level: 1 }))?.origin).toBe(rule)
    expect(ability.relevantRuleFor('send', subject('Prompt', { level: 3 }))).toBeNull()
  })
  test('a subject that was typed otherwise is refused', () => {
    expect(() => subject('Prompt', subject('Other', {}) as never)).toThrow()
  })
})
