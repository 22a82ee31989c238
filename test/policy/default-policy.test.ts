import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { runTests } from '../../src/policy/run-tests.ts'
import { topOf } from '../../src/terms/level.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { simpleRooms } from './simple-rooms.ts'

const text = readFileSync('policies/default.yaml', 'utf8')
const { policy, warnings } = loadPolicy({ text, file: 'policies/default.yaml', entities: ENTITY_TYPES })

/** Those of its tests that need no detector. */
const ready: Policy = { ...policy, tests: policy.tests.filter(({ prompt }) => prompt === null) }
const failuresOf = async (changed: Policy) => (await runTests(simpleRooms(changed))).filter(({ passed }) => !passed)

/** Every change of one thing that a tired author could make. */
function mutants({
  detect,
  together,
  rules,
  destinations,
  levels,
}: Policy): { name: string; changed: Partial<Policy> }[] {
  const top = topOf(levels)
  const without = <T>(list: readonly T[], index: number) => list.filter((_, i) => i !== index)
  const detectAs = (type: string, rule: Partial<Policy['detect'][string]>) => ({
    detect: { ...detect, [type]: { ...(detect[type] as Policy['detect'][string]), ...rule } },
  })
  return [
    ...Object.entries(detect).flatMap(([type, { tiers, sure }]) => [
      { name: `${type} says nothing`, changed: detectAs(type, { tiers: [{ count: 1, level: levels[0] }] }) },
      {
        name: `${type} is not named`,
        changed: { detect: Object.fromEntries(Object.entries(detect).filter(([t]) => t !== type)) },
      },
      { name: `${type} must be surer`, changed: detectAs(type, { sure: sure + 0.01 }) },
      { name: `${type} may be less sure`, changed: detectAs(type, { sure: sure - 0.01 }) },
      ...tiers.flatMap((tier, i) => [
        { name: `${type} without tier ${tier.count}`, changed: detectAs(type, { tiers: without(tiers, i) }) },
        {
          name: `${type} counts to ${tier.count + 1}`,
          changed: detectAs(type, { tiers: tiers.with(i, { ...tier, count: tier.count + 1 }) }),
        },
      ]),
    ]),
    ...together.map((one, i) => ({
      name: `not together: ${one.all.join('+')}`,
      changed: { together: without(together, i) },
    })),
    ...rules.flatMap((rule, i) => [
      { name: `without ${rule.id}`, changed: { rules: without(rules, i) } },
      { name: `${rule.id} always`, changed: { rules: rules.with(i, { ...rule, when: {} }) } },
      {
        name: `${rule.id} the other way`,
        changed: { rules: rules.with(i, { ...rule, effect: rule.effect === 'allow' ? 'deny' : 'allow', when: {} }) },
      },
      {
        name: `${rule.id} ${rule.shadow ? 'enforced' : 'in the shadow'}`,
        changed: { rules: rules.with(i, { ...rule, shadow: !rule.shadow }) },
      },
    ]),
    ...destinations.flatMap((destination, i) =>
      destination.maxLevel === top
        ? []
        : [
            {
              name: `${destination.name} takes anything`,
              changed: { destinations: destinations.with(i, { ...destination, maxLevel: top }) },
            },
          ],
    ),
    { name: 'pinned from the lowest level', changed: { pinFrom: levels[0] } },
  ]
}

/**
 * These change nothing that anybody could see: links are public with or without a finding, at whatever score and count.
 */
const SAME = ['URL says nothing', 'URL must be surer', 'URL may be less sure', 'URL without tier 1', 'URL counts to 2']

describe('the default policy', () => {
  test('loads without a warning', () => {
    expect(warnings).toEqual([])
  })
  test('passes its own tests', async () => {
    expect(ready.tests.length).toBeGreaterThan(40)
    expect(await failuresOf(ready)).toEqual([])
  })
  test('has a test that fails for every change of one thing', async () => {
    const survivors: string[] = []
    for (const { name, changed } of mutants(ready)) {
      if ((await failuresOf({ ...ready, ...changed })).length === 0) survivors.push(name)
    }
    expect(mutants(ready).length).toBeGreaterThan(100)
    expect(survivors.filter((name) => !SAME.includes(name))).toEqual([])
  }, 60_000)
})
