import { describe, expect, test } from '@jest/globals'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Policy, Rule } from '../../src/terms/policy.ts'
import { aPolicy, aQuestion } from './a-question.ts'

const staff = aPolicy().rules[0] as Rule
const lan = aPolicy().destinations[0] as Policy['destinations'][number]
const rule = (more: object): Partial<Policy> => ({ rules: [{ ...staff, ...more } as Rule] })

describe('a policy whose names do not resolve does not compile', () => {
  test.each<{ name: string; changes: Partial<Policy>; says: string }>([
    { name: 'a pin at an unknown level', changes: { pinFrom: 'secret' }, says: 'unknown level secret' },
    {
      name: 'a limit at an unknown level',
      changes: { destinations: [{ ...lan, maxLevel: 'secret' }], rules: [] },
      says: 'unknown level secret',
    },
    {
      name: 'a tier at an unknown level',
      changes: { detect: { A: { sure: 0, tiers: [{ count: 1, level: 'x' }], except: [] } } },
      says: 'unknown level x',
    },
    {
      name: 'a combination at an unknown level',
      changes: { together: [{ all: ['A', 'B'], level: 'x', because: 'b' }] },
      says: 'unknown level x',
    },
    { name: 'unread below the top', changes: { unread: 'internal' }, says: 'unread is not the top level' },
    { name: 'an unknown exception', changes: { exceptions: {} }, says: 'unknown exception test-card' },
    {
      name: 'an exception from the prototype',
      changes: { detect: { A: { sure: 0, tiers: [{ count: 1, level: 'public' }], except: ['toString'] } } },
      says: 'unknown exception toString',
    },
    { name: 'an unknown destination', changes: rule({ destinations: ['mars'] }), says: 'unknown destination mars' },
    { name: 'a rule without destinations', changes: rule({ destinations: [] }), says: 'names no destination' },
    {
      name: 'an unknown attribute',
      changes: rule({ effect: 'deny', when: { 'caller.rank': ['x'] } }),
      says: 'unknown attribute caller.rank',
    },
    {
      name: 'an operator in place of values',
      changes: rule({ when: { 'caller.role': { $ne: 'x' } } }),
      says: 'needs a list',
    },
    { name: 'an empty list of values', changes: rule({ when: { 'caller.role': [] } }), says: 'needs a list' },
    {
      name: 'the stand-in for "missing" as a value',
      changes: rule({ when: { 'caller.role': ['\u0000missing'] } }),
      says: 'needs a list',
    },
    {
      name: 'an allowance that asks for findings',
      changes: rule({ when: { finding: ['A'] } }),
      says: 'may not ask for findings',
    },
    { name: 'another effect', changes: rule({ effect: 'Deny' }), says: 'neither allows nor denies' },
    {
      name: 'two destinations of one name',
      changes: { destinations: [lan, lan], rules: [] },
      says: 'two destinations have one name',
    },
  ])('$name', ({ changes, says }) => {
    expect(() => compile(aPolicy(changes))).toThrow(says)
  })
})

test('a compiled policy does not change with the object it was made from', () => {
  const given = structuredClone(
    aPolicy({ rules: [staff, { ...staff, id: 'no', effect: 'deny', destinations: ['us'], when: {} }] }),
  )
  const compiled = compile(given)
  const open = given as unknown as {
    rules: { when: object; destinations: string[]; effect: string }[]
    pinFrom: string
  }
  open.pinFrom = 'unheard-of'
  for (const rule of open.rules) Object.assign(rule, { effect: 'allow', when: {}, destinations: [] })
  open.rules.length = 0
  const decision = decide(compiled, aQuestion({ raises: ['restricted'] }))
  expect(decision.considered.map(({ ground }) => ground)).toEqual(['allowed_by_rule', 'pinned', 'denied_by_rule'])
  expect(() => Object.assign(compiled.policy.rules[0] as object, { effect: 'deny' })).toThrow(TypeError)
})

test('5,000 rules over 200 destinations compile and decide', () => {
  const destinations = Array.from({ length: 200 }, (_, i) => ({ ...lan, name: `d${i}` }))
  const rules = Array.from({ length: 5_000 }, (_, i): Rule => {
    const effect = i % 3 === 0 ? 'deny' : 'allow'
    return {
      ...staff,
      id: `r${i}`,
      effect,
      destinations: [`d${i % 200}`],
      when: { 'caller.role': ['employee'], 'caller.team': [`t${i}`] },
    }
  })
  const compiled = compile(aPolicy({ destinations, rules: [...rules, { ...staff, destinations: ['d7'] }] }))
  const decision = decide(compiled, aQuestion())
  // Without a team every denial matches: rules 0, 3, 6… reach all 200 destinations.
  expect(decision.kind).toBe('deny')
  const caller = { ...aQuestion().caller, attributes: { role: ['employee'], team: ['other'] } }
  expect(decide(compiled, aQuestion({ caller })).permitted.map(({ destination }) => destination)).toEqual(['d7'])
})
