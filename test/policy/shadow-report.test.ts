import { describe, expect, test } from '@jest/globals'
import { changes } from '../../src/policy/changes.ts'
import { formatShadow } from '../../src/policy/format-shadow.ts'
import { shadowReport } from '../../src/policy/shadow-report.ts'
import type { Policy } from '../../src/terms/policy.ts'
import type { Recorded } from '../../src/terms/recorded.ts'
import { aPolicy } from '../decide/a-question.ts'

const LIVE = { name: 'live', version: '1', digest: 'a'.repeat(64) }
const NEXT = { name: 'next', version: '2', digest: 'b'.repeat(64) }

const recorded = (decided: Partial<Recorded['decided']>, more: Partial<Recorded> = {}): Recorded => ({
  request: 'req_1',
  received: 1_000,
  attributes: { role: ['employee'] },
  prompt: { api: 'chat_completions', model: 'm', stream: false, tools: false, reason: false, provider: null },
  unread: [],
  tallied: [],
  failed: [],
  raised: [],
  remembered: null,
  decided: {
    level: 'public',
    policy: LIVE,
    considered: [],
    permitted: ['lan', 'eu'],
    shadow: [],
    candidate: null,
    ...decided,
  },
  lacks: [],
  ...more,
})

const trial = { id: 'trial', effect: 'deny', destinations: ['eu'], when: {}, shadow: true, because: 'b' } as const
const policies = new Map<string, Policy>([[LIVE.digest, aPolicy({ rules: [...aPolicy().rules, trial] })]])

function reported(records: readonly Recorded[], kept = policies) {
  const { add, done } = shadowReport(kept)
  for (const record of records) add(record)
  return done()
}

describe('a shadow report', () => {
  test('counts what a candidate would have changed, and at which level', () => {
    const same = { policy: NEXT, level: 'public', permitted: ['eu', 'lan'] }
    const other = { policy: NEXT, level: 'internal', permitted: ['lan'] }
    const { candidates } = reported([
      recorded({ candidate: same }),
      recorded({ candidate: other }, { received: 3_000 }),
      recorded({ candidate: other }, { received: 2_000 }),
    ])
    expect(candidates).toMatchObject([{ policy: NEXT, asked: 3, changed: 2, first: 2_000, last: 3_000 }])
    expect(candidates[0]?.changes).toMatchObject([
      { from: ['eu', 'lan'], to: ['lan'], count: 2, levels: { 'public → internal': 2 }, rules: { 'eu: next': 2 } },
    ])
  })
  test('lists a rule that never made a difference, and says so', () => {
    const report = reported([recorded({}), recorded({})])
    expect(report.rules).toMatchObject([{ rule: 'trial', asked: 2, changed: 0, first: null, last: null, changes: [] }])
    expect(formatShadow(report, { colour: false })).toContain('It never made a difference.')
  })
  test('counts a rule of a policy that is not kept where it had something to say', () => {
    const shadow = [{ rule: 'gone', wouldPermit: ['lan'] }]
    const { rules } = reported([recorded({ shadow })], new Map())
    expect(rules).toMatchObject([{ rule: 'gone', words: null, asked: 1, changed: 1 }])
  })
  test('says that records were cut, and that there is nothing', () => {
    expect(reported([recorded({}, { lacks: ['cut'] })])).toMatchObject({ decisions: 1, cut: 1 })
    expect(formatShadow(reported([], new Map()), { colour: false })).toContain('There is none.')
  })
})

describe('changes', () => {
  const change = (index: number) => ({
    request: `req_${String(index)}`,
    from: [`from-${String(index)}`],
    to: [],
    levels: 'a',
    rules: [`rule-${String(index)}`],
    attributes: { role: [`role-${String(index)}`] },
  })
  test('do not grow with the number of records, and lose none', () => {
    const { add, list } = changes()
    for (let index = 0; index < 5_000; index += 1) add(change(index))
    expect(list().length).toBe(501)
    expect(list().reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
    expect(list()[0]).toMatchObject({ from: ['(others)'], count: 4_500 })
    expect(Object.keys(list()[0]?.who['role'] ?? {}).length).toBeLessThanOrEqual(1_001)
    expect(list()[0]?.samples.length).toBe(5)
  })
})
