import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { formatResults } from '../../src/policy/format-results.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { runTests } from '../../src/policy/run-tests.ts'
import type { TestRooms } from '../../src/policy/run-tests.ts'
import { read, simpleRooms } from './simple-rooms.ts'
import { SOUND, VOCABULARY } from './vocabulary.ts'

const rooms = (text: string, changes: Partial<TestRooms> = {}): TestRooms =>
  simpleRooms(loadPolicy({ text, file: 'p.yaml', entities: VOCABULARY }).policy, changes)
const withTest = (test: string) => SOUND.slice(0, SOUND.indexOf('tests:')) + `tests:\n  - { it: this, ${test} }\n`
const run = (test: string, changes: Partial<TestRooms> = {}) => runTests(rooms(withTest(test), changes))
const IT = 'caller: { role: employee, department: it }'

describe('a test of a policy passes when it expects', () => {
  test.each([
    'findings: [{ type: PERSON }], expect: { level: internal, to: [cloud, lan] }',
    'findings: [{ type: PERSON, count: 4 }], expect: { level: internal }',
    'findings: [{ type: PERSON, count: 5 }], expect: { level: restricted, to: lan, denied: { cloud: pinned }, rule: staff }',
    'findings: [{ type: US_SSN, score: 0.6 }], expect: { level: restricted, never: [cloud] }',
    'findings: [{ type: US_SSN, score: 0.59 }], expect: { level: public }',
    'findings: [{ type: PERSON }, { type: EMAIL_ADDRESS }], expect: { level: restricted }',
    'prompt: "My number is 536-22-8726.", expect: { level: restricted, never: [cloud] }',
    'prompt: Hello, expect: { level: public, shadow: [] }',
    'unread: true, expect: { level: restricted }',
    'prompt: Hello, unread: true, expect: { level: restricted }',
    'detectorFails: true, expect: { level: restricted, denied: { cloud: pinned } }',
    'raise: internal, expect: { level: internal }',
    'findings: [{ type: PERSON }], expect: { shadow: [later] }',
  ])('%s', async (test) => {
    expect(await run(`${IT}, ${test}`)).toEqual([{ it: 'this', line: 25, passed: true, differences: [] }])
  })
  test('nothing to be permitted', async () => {
    expect(await run('caller: { role: guest, department: it }, expect: { to: [], rule: no_rule }')).toMatchObject([
      { passed: true },
    ])
  })
  test('a denial for an attribute that is missing', async () => {
    expect(await run('caller: { role: employee }, expect: { to: lan, denied: { cloud: hr } }')).toMatchObject([
      { passed: true },
    ])
  })
  test('an exception to hold on one day and not on another', async () => {
    const card = `${IT}, prompt: "4111 1111 1111 1111"`
    const seesCard = () => ({
      findings: [
        { detector: 'x', type: 'CREDIT_CARD', score: 1, segment: 0, start: 0, end: 19, via: 'plain' as const },
      ],
      failed: [],
    })
    expect(await run(`${card}, on: "2027-03-31", expect: { level: public }`, { detect: seesCard })).toMatchObject([
      { passed: true },
    ])
    expect(await run(`${card}, on: "2027-04-01", expect: { level: restricted }`, { detect: seesCard })).toMatchObject([
      { passed: true },
    ])
    expect(
      await run(`${card}, expect: { level: restricted }`, { detect: seesCard, today: '2030-01-01' }),
    ).toMatchObject([{ passed: true }])
  })
  test('tools and a model, as the request names them', async () => {
    const text = withTest(`${IT}, tools: true, model: m1, expect: { to: lan, rule: staff, denied: { cloud: hr } }`)
    const rules = text.replace('{ caller.department: [hr] }', '{ request.tools: [true], request.model: [m1] }')
    expect(await runTests(rooms(rules))).toMatchObject([{ passed: true }])
    expect(await runTests(rooms(rules.replace('tools: true, model', 'model')))).toMatchObject([{ passed: false }])
    expect(await runTests(rooms(rules.replace('model: m1', 'model: m2')))).toMatchObject([{ passed: false }])
  })
})

describe('a test of a policy fails, and says how, when it expects', () => {
  const PERSON = 'findings: [{ type: PERSON }]'
  test.each([
    {
      test: `${PERSON}, expect: { level: public }`,
      says: ['level: expected public, got internal (finding PERSON ×1)'],
    },
    {
      test: `${PERSON}, expect: { level: restricted }`,
      says: ['level: expected restricted, got internal (finding PERSON ×1)'],
    },
    { test: `${PERSON}, expect: { to: lan }`, says: ['to: expected lan, got lan, cloud'] },
    { test: `${PERSON}, expect: { to: [] }`, says: ['to: expected nothing, got lan, cloud'] },
    { test: `${PERSON}, expect: { never: [cloud] }`, says: ['never: "cloud" was permitted, by staff'] },
    {
      test: `${PERSON}, expect: { denied: { cloud: hr } }`,
      says: ['denied: expected "cloud" denied by hr, but staff permits it'],
    },
    { test: 'raise: restricted, expect: { denied: { cloud: hr } }', says: ['denied: cloud: expected hr, got pinned'] },
    { test: `${PERSON}, expect: { rule: hr }`, says: ['rule: expected hr, got staff'] },
    { test: `${PERSON}, expect: { shadow: [] }`, says: ['shadow: expected nothing, got later'] },
    { test: 'expect: { shadow: [later] }', says: ['shadow: expected later, got nothing'] },
  ])('$test', async ({ test, says }) => {
    expect(await run(`${IT}, ${test}`)).toEqual([{ it: 'this', line: 25, passed: false, differences: says }])
  })
  test('permission from a rule, and everything is denied', async () => {
    const [result] = await run('caller: { role: guest }, expect: { rule: staff }')
    expect(result?.differences).toEqual(
      ['rule: expected staff, got denied by hr, no_rule'].map((s) => s.replace('hr, no_rule', 'no_rule, hr')),
    )
  })
  test.each([
    {
      name: 'read',
      changes: {
        read: () => {
          throw new Error('not read')
        },
      },
    },
    { name: 'detected in', changes: { detect: () => Promise.reject(new Error('not read')) } },
    {
      name: 'decided',
      changes: {
        decide: () => {
          throw new Error('not read')
        },
      },
    },
  ])('anything, and its request cannot be $name', async ({ changes }) => {
    const [result] = await run(`${IT}, prompt: Hello, expect: { level: public }`, changes)
    expect(result).toMatchObject({ passed: false, differences: ['the request could not be decided: not read'] })
  })
  test('findings, and its text was not read', async () => {
    const blind = (...given: Parameters<typeof read>) => ({ ...read(...given), segments: [] })
    expect(await run(`${IT}, ${PERSON}, expect: { level: internal }`, { read: blind })).toMatchObject([
      { passed: false },
    ])
  })
})

test('results are formatted for people, in colour or not', () => {
  const results = [
    { it: 'one', line: 3, passed: true, differences: [] },
    { it: 'two', line: 9, passed: false, differences: ['to: expected lan, got cloud'] },
  ]
  expect(formatResults(results, { colour: false })).toBe(
    'ok    one\nFAIL  two (line 9)\n        to: expected lan, got cloud\n1 of 2 failed\n',
  )
  expect(formatResults(results, { colour: true })).toContain('\u001b[31mFAIL\u001b[0m  two')
  expect(formatResults(results.slice(0, 1), { colour: false })).toBe('ok    one\n1 of 1 passed\n')
  expect(formatResults([], { colour: false })).toBe('no tests: nothing was checked\n')
})

test('the example of the design answers its own questions', async () => {
  expect(await runTests(rooms(readFileSync('test/policy/fixtures/acme.yaml', 'utf8')))).toMatchObject([
    { passed: true },
    { passed: true },
  ])
})
