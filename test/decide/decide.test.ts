import { describe, expect, test } from '@jest/globals'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Policy, Rule } from '../../src/terms/policy.ts'
import { aCaller, aPolicy, aQuestion, eachWord } from './a-question.ts'
import type { Given } from './a-question.ts'

const ask = (given: Given, changes: Partial<Policy> = {}) => decide(compile(aPolicy(changes)), aQuestion(given))
const to = (given: Given, changes: Partial<Policy> = {}) =>
  ask(given, changes).permitted.map(({ destination }) => destination)
const staff = aPolicy().rules[0] as Rule
const deny = (more: Partial<Rule>): Rule => ({ ...staff, id: 'no', effect: 'deny', because: 'not there', ...more })
const SEALED_ELSEWHERE = {
  destination: 'us',
  permitted: false,
  ground: 'sealed_elsewhere',
  rule: null,
  because: 'the prompt brings back sealed parts that came from elsewhere',
}

describe('the level of a prompt', () => {
  const names = 'Ada Bob Cyd Dan Eve'
  test.each<{ name: string; given: Given; level: string }>([
    { name: 'nothing found is the lowest', given: {}, level: 'public' },
    {
      name: 'a finding at its threshold counts',
      given: { findings: [{ type: 'US_SSN', score: 0.6 }] },
      level: 'restricted',
    },
    {
      name: 'a finding just below its threshold does not',
      given: { findings: [{ type: 'US_SSN', score: 0.59 }] },
      level: 'public',
    },
    {
      name: 'a finding whose score is no number counts',
      given: { findings: [{ type: 'US_SSN', score: NaN }] },
      level: 'restricted',
    },
    { name: 'one name', given: { findings: [{ type: 'PERSON' }] }, level: 'internal' },
    { name: 'four names', given: { text: names, findings: eachWord(names, {}).slice(1) }, level: 'internal' },
    { name: 'five names', given: { text: names, findings: eachWord(names, {}) }, level: 'confidential' },
    {
      name: 'one name said five times, in any case',
      given: { text: 'Ada ADA ada Ada Ada', findings: eachWord('Ada ADA ada Ada Ada', {}) },
      level: 'internal',
    },
    {
      name: 'five in decoded text, where values cannot be compared',
      given: { findings: Array(5).fill({ via: 'decoded' }) },
      level: 'confidential',
    },
    {
      name: 'two types together',
      given: {
        text: 'Ada 2001',
        findings: [
          { start: 0, end: 3 },
          { type: 'DATE', start: 4, end: 8 },
        ],
      },
      level: 'confidential',
    },
    {
      name: 'together, but one is not sure',
      given: { findings: [{}, { type: 'DATE', score: 0.4 }] },
      level: 'internal',
    },
    {
      name: 'a type that the policy does not name',
      given: { findings: [{ type: 'BADGE', score: 0.01 }] },
      level: 'restricted',
    },
    {
      name: 'a type with the name of an object’s own part',
      given: { findings: [{ type: 'constructor' }] },
      level: 'restricted',
    },
    { name: 'an unread part', given: { prompt: { unread: [{ path: '/x', kind: 'image' }] } }, level: 'restricted' },
    { name: 'a failed detector', given: { failed: [{ detector: 'x', why: 'threw' }] }, level: 'restricted' },
    { name: 'a header that raises', given: { raises: ['confidential'] }, level: 'confidential' },
    {
      name: 'a header that would lower',
      given: { raises: ['public'], findings: [{ type: 'US_SSN' }] },
      level: 'restricted',
    },
    { name: 'a token that raises', given: { caller: { ...aCaller(), raises: ['internal'] } }, level: 'internal' },
    {
      name: 'a token that names no known level',
      given: { caller: { ...aCaller(), raises: ['top secret'] } },
      level: 'restricted',
    },
  ])('$name', ({ given, level }) => {
    expect(ask(given).level).toBe(level)
  })

  test.each([
    { remembered: null, level: 'public' },
    { remembered: 'internal', level: 'internal' },
    { remembered: 'restricted', level: 'restricted' },
    { remembered: 'a level that is gone', level: 'restricted' },
  ])('is at least what earlier turns had: $remembered', ({ remembered, level }) => {
    expect(decide(compile(aPolicy()), { ...aQuestion(), remembered }).level).toBe(level)
    const reasons = remembered === null ? [] : [{ kind: 'conversation', what: 'earlier turns', count: 1, level }]
    expect(decide(compile(aPolicy()), { ...aQuestion(), remembered }).reasons).toEqual(reasons)
    const sensitive = { ...aQuestion({ raises: ['confidential'] }), remembered }
    expect(decide(compile(aPolicy()), sensitive).level).toBe(level === 'restricted' ? level : 'confidential')
  })

  test('has a reason for everything that spoke for it, the most sensitive first', () => {
    const given: Given = {
      text: 'Ada Bob',
      findings: [...eachWord('Ada Bob', {}), { type: 'BADGE' }],
      failed: [{ detector: 'iban', why: 'timed_out' }],
      prompt: {
        unread: [
          { path: '/a', kind: 'image' },
          { path: '/b', kind: 'image' },
        ],
      },
      raises: ['confidential'],
    }
    expect(ask(given).reasons).toEqual([
      { kind: 'unnamed_finding', what: 'BADGE', count: 1, level: 'restricted' },
      { kind: 'unread', what: 'image', count: 2, level: 'restricted' },
      { kind: 'detector_failed', what: 'iban', count: 1, level: 'restricted' },
      { kind: 'caller_header', what: 'x-cordon-level', count: 1, level: 'confidential' },
      { kind: 'finding', what: 'PERSON', count: 2, level: 'internal' },
    ])
  })
})

describe('an exception', () => {
  const card = { type: 'CREDIT_CARD' }
  test.each<{ name: string; given: Given; level: string }>([
    {
      name: 'holds for the value as it is written',
      given: { text: '4111111111111111', findings: [card] },
      level: 'public',
    },
    { name: 'holds with spaces in between', given: { text: '4111 1111 1111 1111', findings: [card] }, level: 'public' },
    {
      name: 'holds with hyphens in between',
      given: { text: '4111-1111-1111-1111', findings: [card] },
      level: 'public',
    },
    {
      name: 'holds for full-width digits',
      given: { text: '４１１１111111111111', findings: [{ ...card, via: 'normalised' }] },
      level: 'public',
    },
    {
      name: 'does not hold for another value',
      given: { text: '4111111111111112', findings: [card] },
      level: 'restricted',
    },
    {
      name: 'does not hold for a longer one',
      given: { text: '41111111111111111', findings: [card] },
      level: 'restricted',
    },
    {
      name: 'does not hold for decoded text',
      given: { text: '4111111111111111', findings: [{ ...card, via: 'decoded' }] },
      level: 'restricted',
    },
    {
      name: 'does not hold for joined text',
      given: { text: '4111111111111111', findings: [{ ...card, via: 'joined' }] },
      level: 'restricted',
    },
    {
      name: 'does not hold for a type that does not name it',
      given: { text: '4111111111111111', findings: [{ type: 'US_SSN' }] },
      level: 'restricted',
    },
    {
      name: 'does not hold for a segment that is not there',
      given: { findings: [{ ...card, segment: 7 }] },
      level: 'restricted',
    },
    {
      name: 'does not excuse another card beside it',
      given: {
        text: '4111111111111111 5555555555554444',
        findings: eachWord('4111111111111111 5555555555554444', card),
      },
      level: 'restricted',
    },
    {
      name: 'holds to the end of its last day',
      given: { text: '4111111111111111', findings: [card], at: '2027-03-31T23:59:59.999Z' },
      level: 'public',
    },
    {
      name: 'ends with its last day',
      given: { text: '4111111111111111', findings: [card], at: '2027-04-01T00:00:00Z' },
      level: 'restricted',
    },
    {
      name: 'does not hold at a time that is none',
      given: { text: '4111111111111111', findings: [card], at: 'never' },
      level: 'restricted',
    },
  ])('$name', ({ given, level }) => {
    expect(ask(given).level).toBe(level)
  })

  test('with separators of its own holds to the letter only', () => {
    const exceptions = {
      'test-card': { ...aPolicy().exceptions['test-card'], exact: ['jane.doe@x.example'] },
    } as Policy['exceptions']
    const level = (text: string) => ask({ text, findings: [card] }, { exceptions }).level
    expect(level('jane.doe@x.example')).toBe('public')
    expect(level('janedoe@x.example')).toBe('restricted')
    expect(level('jane.doe@x.exam ple')).toBe('restricted')
  })
})

describe('a destination', () => {
  test('is permitted up to its level, and pinned levels stay inside', () => {
    expect(to({})).toEqual(['lan', 'eu', 'us'])
    expect(to({ raises: ['confidential'] })).toEqual(['lan', 'eu'])
    expect(to({ raises: ['restricted'] })).toEqual(['lan'])
  })
  test('above its level is denied by that floor, and a pinned one by the pin', () => {
    const grounds = (given: Given) => ask(given).considered.map(({ ground }) => ground)
    expect(grounds({ raises: ['confidential'] })).toEqual(['allowed_by_rule', 'allowed_by_rule', 'above_max_level'])
    expect(grounds({ raises: ['restricted'] })).toEqual(['allowed_by_rule', 'pinned', 'pinned'])
  })
  test('in the cloud stays pinned whatever its own limit says', () => {
    const destinations = aPolicy().destinations.map((destination) => ({ ...destination, maxLevel: 'restricted' }))
    expect(to({ raises: ['restricted'] }, { destinations })).toEqual(['lan'])
  })
  test('gets sealed parts only if they came from there; inside the network they may go anywhere', () => {
    const from = (...origins: string[]): Given => ({
      prompt: { unread: origins.map((from) => ({ path: '/x', kind: 'encrypted', sealed: 'blob', from })) },
    })
    expect(to(from('eu'))).toEqual(['lan', 'eu'])
    expect(to(from('us', 'us'))).toEqual(['lan', 'us'])
    expect(to(from('eu', 'us'))).toEqual(['lan'])
    expect(to(from('lan'))).toEqual(['lan'])
    expect(to(from('a destination that is gone'))).toEqual(['lan'])
    expect(ask(from('eu'))).toMatchObject({ level: 'public', reasons: [], considered: [{}, {}, SEALED_ELSEWHERE] })
  })
  test('gets no sealed part of which nobody knows where it came from, and nothing else that is unread', () => {
    const sealed = { path: '/x', kind: 'encrypted', sealed: 'blob' } as const
    expect(to({ prompt: { unread: [sealed] } })).toEqual(['lan'])
    expect(to({ prompt: { unread: [{ ...sealed, from: 'eu' }, sealed] } })).toEqual(['lan'])
    expect(to({ prompt: { unread: [{ path: '/y', kind: 'image', from: 'eu' }] } })).toEqual(['lan'])
  })
  test('is pinned or above its level before it is asked where sealed parts came from', () => {
    const unread = [{ path: '/x', kind: 'encrypted', sealed: 'blob', from: 'eu' }] as const
    const grounds = (raises: string[]) => ask({ raises, prompt: { unread } }).considered.map(({ ground }) => ground)
    expect(grounds(['restricted'])).toEqual(['allowed_by_rule', 'pinned', 'pinned'])
    expect(grounds(['confidential'])).toEqual(['allowed_by_rule', 'allowed_by_rule', 'above_max_level'])
    expect(ask({ prompt: { unread } }, { rules: [staff, deny({ when: {} })] }).considered[2]?.ground).toBe(
      'denied_by_rule',
    )
  })
  test('that no rule names is denied, and so is everything for a caller that no rule matches', () => {
    expect(to({}, { rules: [{ ...staff, destinations: ['eu'] }] })).toEqual(['eu'])
    const stranger = ask({ caller: aCaller({ role: ['contractor'] }) })
    expect(stranger).toMatchObject({ kind: 'deny', permitted: [] })
    expect(stranger.considered.map(({ ground, rule }) => [ground, rule])).toEqual(Array(3).fill(['no_rule', null]))
  })
  test.each([{ first: true }, { first: false }])(
    'is denied by a denial, wherever it stands (first: $first)',
    ({ first }) => {
      const no = deny({ destinations: ['us'], when: {} })
      const decision = ask({}, { rules: first ? [no, staff] : [staff, no] })
      expect(decision.permitted.map(({ destination }) => destination)).toEqual(['lan', 'eu'])
      expect(decision.considered[2]).toMatchObject({
        ground: 'denied_by_rule',
        rule: 'no',
        because: 'not there',
        permitted: false,
      })
    },
  )
  test('names the first rule that matched, in the order of the policy', () => {
    const rules = [staff, { ...staff, id: 'staff-again' }]
    expect(ask({}, { rules }).permitted[0]?.rule).toBe('staff')
    const denials = [staff, deny({ id: 'first', when: {} }), deny({ id: 'second', when: {} })]
    expect(ask({}, { rules: denials }).considered[0]?.rule).toBe('first')
  })
  test.each([
    { name: 'missing', caller: aCaller() },
    { name: 'empty', caller: aCaller({ role: ['employee'], department: [] }) },
    { name: 'blank', caller: aCaller({ role: ['employee'], department: [''] }) },
    { name: 'named', caller: aCaller({ role: ['employee'], department: ['sales', 'hr'] }) },
  ])('is denied by an attribute that is $name', ({ caller }) => {
    const rules = [staff, deny({ destinations: ['us'], when: { 'caller.department': ['hr'] } })]
    expect(to({ caller }, { rules })).toEqual(['lan', 'eu'])
    expect(to({ caller: aCaller({ role: ['employee'], department: ['sales'] }) }, { rules })).toEqual([
      'lan',
      'eu',
      'us',
    ])
  })
  test('is not allowed by an attribute that is missing', () => {
    const rules = [{ ...staff, when: { 'caller.role': ['employee'], 'caller.team': ['x'] } }]
    expect(to({}, { rules })).toEqual([])
    expect(to({ caller: aCaller({ role: ['employee'], team: ['x'] }) }, { rules })).toEqual(['lan', 'eu', 'us'])
  })
  test('cannot be reached by a caller who knows the stand-in for "missing"', () => {
    const caller = aCaller({ role: ['\u0000missing'] })
    expect(to({ caller })).toEqual([])
  })
  test('is denied for a finding, and for not knowing whether there is one', () => {
    const rules = [staff, deny({ destinations: ['eu'], when: { finding: ['PERSON'] } })]
    const levels = {
      detect: {},
      pinFrom: 'restricted',
      destinations: aPolicy().destinations.map((d) => ({ ...d, zone: 'lan' as const, maxLevel: 'restricted' })),
    }
    const here = {
      ...levels,
      detect: { PERSON: { sure: 0.5, tiers: [{ count: 1, level: 'public' }], except: [] } },
      together: [],
      rules,
    }
    expect(to({}, here)).toEqual(['lan', 'eu', 'us'])
    expect(to({ findings: [{}] }, here)).toEqual(['lan', 'us'])
    expect(to({ prompt: { unread: [{ path: '/x', kind: 'image' }] } }, here)).toEqual(['lan', 'us'])
    expect(to({ failed: [{ detector: 'x', why: 'overloaded' }] }, here)).toEqual(['lan', 'us'])
  })
  test.each([
    { attribute: 'request.model' as const, value: 'm', prompt: {} },
    { attribute: 'request.api' as const, value: 'chat_completions', prompt: {} },
    { attribute: 'request.stream' as const, value: 'true', prompt: { stream: true } },
    { attribute: 'request.tools' as const, value: 'true', prompt: { tools: true } },
    { attribute: 'caller.subject' as const, value: 'u1', prompt: {} },
    { attribute: 'caller.issuer' as const, value: 'https://idp.example', prompt: {} },
  ])('can be denied by $attribute', ({ attribute, value, prompt }) => {
    expect(to({ prompt }, { rules: [staff, deny({ when: { [attribute]: [value] } })] })).toEqual([])
    expect(to({ prompt }, { rules: [staff, deny({ when: { [attribute]: ['other'] } })] })).toEqual(['lan', 'eu', 'us'])
  })
  test('carries the policy’s provider flags, narrowed by the caller’s, and none inside', () => {
    const { permitted } = ask({ prompt: { provider: { zdr: false, only: ['mistral', 'x'], order: ['x'] } } })
    expect(permitted.map(({ provider }) => provider)).toEqual([
      null,
      { zdr: true, only: ['mistral'] },
      { only: ['mistral', 'x'], order: ['x'] },
    ])
  })
  test('is denied when the caller leaves no provider, and others are not', () => {
    const decision = ask({ prompt: { provider: { only: ['x'] } } })
    expect(decision.permitted.map(({ destination }) => destination)).toEqual(['lan', 'us'])
    expect(decision.considered[1]).toMatchObject({
      ground: 'provider_narrowed_to_nothing',
      rule: null,
      permitted: false,
    })
  })
})

describe('a shadow rule', () => {
  const shadow = deny({ id: 'proposed', destinations: ['us'], when: { finding: ['PERSON'] }, shadow: true })
  test('is recorded when it would change the outcome, and changes nothing', () => {
    const decision = ask({ findings: [{}] }, { rules: [staff, shadow] })
    expect(decision.permitted.map(({ destination }) => destination)).toEqual(['lan', 'eu', 'us'])
    expect(decision.shadow).toEqual([{ rule: 'proposed', wouldPermit: ['lan', 'eu'] }])
  })
  test('is not recorded when it would change nothing', () => {
    expect(ask({}, { rules: [staff, shadow] }).shadow).toEqual([])
    expect(ask({ raises: ['restricted'], findings: [{}] }, { rules: [staff, shadow] }).shadow).toEqual([])
  })
  test('that allows is held by the floors and by denials, too', () => {
    const allow = { ...staff, id: 'wider', when: {}, shadow: true }
    const rules = [deny({ destinations: ['us'], when: {} }), allow]
    expect(ask({ raises: ['restricted'] }, { rules }).shadow).toEqual([{ rule: 'wider', wouldPermit: ['lan'] }])
    expect(ask({}, { rules }).shadow).toEqual([{ rule: 'wider', wouldPermit: ['lan', 'eu'] }])
  })
})

describe('a decision', () => {
  test('is frozen at every depth', () => {
    const open: string[] = []
    const look = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) open.push(path)
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`)
    }
    look(ask({ findings: [{}], prompt: { provider: { sort: { by: 'price' }, only: ['mistral'] } } }), '')
    expect(open).toEqual([])
  })
  test('has a verdict for every destination, permits exactly what the verdicts permit, and names the policy', () => {
    const decision = ask({ raises: ['confidential'] })
    expect(decision.considered.map(({ destination }) => destination)).toEqual(['lan', 'eu', 'us'])
    expect(decision.considered.filter(({ permitted }) => permitted).map(({ destination }) => destination)).toEqual(
      decision.permitted.map(({ destination }) => destination),
    )
    expect(decision.policy).toEqual({ name: 'a-policy', version: '1', digest: 'd'.repeat(64) })
  })
  test('holds no text of the prompt and no value of the caller', () => {
    const caller = aCaller({ role: ['employee', 'CANARY-role'], team: ['CANARY-team'] })
    const given: Given = {
      text: 'CANARY-text',
      findings: [{}, { type: 'BADGE' }],
      caller: { ...caller, raises: ['CANARY-level'] },
    }
    expect(JSON.stringify(ask(given))).not.toContain('CANARY')
  })
  test('does not depend on what came before it', () => {
    const compiled = compile(aPolicy())
    const first = JSON.stringify(decide(compiled, aQuestion()))
    decide(compiled, aQuestion({ raises: ['restricted'], caller: aCaller({}) }))
    expect(JSON.stringify(decide(compiled, aQuestion()))).toBe(first)
  })
})
