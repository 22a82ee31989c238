import { describe, expect, test } from '@jest/globals'
import { judgeOf } from '../../src/command/policy-diff.ts'
import { diffPolicies } from '../../src/policy/diff.ts'
import { effects } from '../../src/policy/effect.ts'
import type { Policy, Rule } from '../../src/terms/policy.ts'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { chance, plainPolicy, randomPolicy, randomQuestion } from '../decide/random-cases.ts'

const judging = (policy: Policy) => judgeOf(policy, 0)

/** Where denials can be lifted, a rule is taken to matter unless that is disproved. */
const mayLift = ({ rules }: Policy) => rules.some(({ unless }) => unless !== undefined)

describe('what a rule comes to', () => {
  test('is what the compiled policy shows, tried exhaustively with and without the rule', () => {
    const seen = { matters: 0, idle: 0 }
    for (let seed = 1; seed <= 60; seed++) {
      const policy = seed % 3 === 0 ? randomPolicy(chance(seed)) : plainPolicy(chance(seed))
      const { of } = effects(policy)
      for (const rule of policy.rules.filter(({ shadow }) => !shadow)) {
        const { matters, whole } = of(rule)
        const diff = diffPolicies(policy, { ...policy, rules: policy.rules.filter((it) => it !== rule) }, judging)
        if (!diff.whole) continue
        const changes = diff.newlyAllowed.length + diff.newlyDenied.length > 0
        if (mayLift(policy) && matters) continue
        expect({ seed, rule: rule.id, matters, whole }).toEqual({ seed, rule: rule.id, matters: changes, whole: true })
        seen[changes ? 'matters' : 'idle'] += 1
      }
    }
    expect(seen.matters).toBeGreaterThan(40)
    expect(seen.idle).toBeGreaterThan(20)
  })

  test('and so is what each of its conditions and values comes to', () => {
    const seen = { matters: 0, idle: 0 }
    for (let seed = 200; seed < 216; seed++) {
      const policy = seed % 4 === 0 ? randomPolicy(chance(seed)) : plainPolicy(chance(seed))
      const { of } = effects(policy)
      const instead = (rule: Rule, when: Rule['when']): Policy => {
        return { ...policy, rules: policy.rules.map((it) => (it === rule ? { ...rule, when } : it)) }
      }
      const same = (says: unknown, changed: Policy, { matters, whole }: ReturnType<typeof of>) => {
        const diff = diffPolicies(policy, changed, judging)
        if (!diff.whole) return
        const changes = diff.newlyAllowed.length + diff.newlyDenied.length > 0
        if (mayLift(policy) && matters) return
        expect({ seed, says, matters, whole }).toEqual({ seed, says, matters: changes, whole: true })
        seen[changes ? 'matters' : 'idle'] += 1
      }
      for (const rule of policy.rules.filter(({ shadow }) => !shadow)) {
        for (const [attribute, values] of Object.entries(rule.when)) {
          const others = Object.fromEntries(Object.entries(rule.when).filter(([name]) => name !== attribute))
          same([rule.id, attribute], instead(rule, others), of({ ...rule, when: others }, rule))
          if (values.length < 2 || attribute === 'level') continue
          for (const value of values) {
            const without = { ...rule.when, [attribute]: values.filter((it) => it !== value) }
            const only = { ...rule, when: { ...rule.when, [attribute]: [value] } }
            same([rule.id, attribute, value], instead(rule, without), of(only, { ...rule, when: without }))
          }
        }
      }
    }
    expect(seen.matters).toBeGreaterThan(25)
    expect(seen.idle).toBeGreaterThan(8)
  })

  test('never says of a rule that is named in a random case that it decides nothing', () => {
    const seen = { decides: 0, never: 0 }
    for (let seed = 1; seed <= 150; seed++) {
      const r = chance(seed)
      const policy = randomPolicy(r)
      const compiled = compile(policy)
      const { of } = effects(policy)
      const named = new Set<string | null>()
      for (let i = 0; i < 60; i++) {
        for (const { rule } of decide(compiled, randomQuestion(r, policy.levels)).considered) named.add(rule)
      }
      for (const rule of policy.rules.filter(({ shadow }) => !shadow)) {
        const { decides, whole } = of(rule)
        if (named.has(rule.id) && whole) expect({ seed, rule: rule.id, decides }).toEqual({ seed, rule: rule.id, decides: true }) // prettier-ignore
        seen[decides ? 'decides' : 'never'] += 1
      }
    }
    expect(seen.decides).toBeGreaterThan(100)
    expect(seen.never).toBeGreaterThan(20)
  })
})
