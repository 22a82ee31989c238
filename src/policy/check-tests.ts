import { repeated, unknown } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { PolicyFile } from './policy-file.ts'
import type { Path } from './source.ts'

type TestFile = NonNullable<PolicyFile['tests']>[number]

/** Floors that an expectation may name in place of a rule. */
const FLOORS = ['no_rule', 'pinned', 'above_max_level', 'sealed_elsewhere', 'provider_narrowed_to_nothing']

/** What is wrong with the policy's own tests, before any of them runs. */
export function checkTests(policy: PolicyFile, entities: readonly string[]): Flaw[] {
  const { tests = [] } = policy
  const names = tests.map(({ it }) => it)
  return tests.flatMap((test, index) => [
    ...(names.indexOf(test.it) === index
      ? []
      : [{ path: ['tests', index, 'it'], message: 'two tests have this name' }]),
    ...checkTest(test, policy, entities, ['tests', index]),
  ])
}

function checkTest(test: TestFile, policy: PolicyFile, entities: readonly string[], path: Path): Flaw[] {
  const { prompt, findings = [], raise } = test
  const levelOrNot = (level: string | undefined, at: Path) =>
    level === undefined ? [] : unknown('level', level, policy.levels, at)
  return [
    ...(prompt !== undefined && findings.length > 0
      ? [{ path: [...path, 'findings'], part: 'key' as const, message: 'a test gives either a prompt or findings' }]
      : []),
    ...findings.flatMap(({ type }, i) => unknown('entity type', type, entities, [...path, 'findings', i, 'type'])),
    ...Object.entries(test.caller).flatMap(([name, said]) =>
      Array.isArray(said) ? repeated(said, [...path, 'caller', name]) : [],
    ),
    ...levelOrNot(raise, [...path, 'raise']),
    ...levelOrNot(test.expect.level, [...path, 'expect', 'level']),
    ...checkExpect(test.expect, policy, [...path, 'expect']),
  ]
}

function checkExpect(expect: TestFile['expect'], policy: PolicyFile, path: Path): Flaw[] {
  const { to = [], never = [], rule, denied = {}, shadow = [] } = expect
  const destinations = Object.keys(policy.destinations)
  const enforced = policy.rules.filter((rule) => rule.shadow !== true).map(({ id }) => id)
  const shadows = policy.rules.filter((rule) => rule.shadow === true).map(({ id }) => id)
  const denials = policy.rules.filter((rule) => rule.shadow !== true && rule.deny !== undefined).map(({ id }) => id)
  const nothing = Object.values(expect).every((value) => value === undefined) || isEmpty(expect.denied)
  const names = Array.isArray(to) ? to : [to]
  return [
    ...(nothing ? [{ path, message: 'expects nothing, so it could not fail' }] : []),
    ...names.flatMap((name) => unknown('destination', name, destinations, [...path, 'to'])),
    ...repeated(names, [...path, 'to']),
    ...never.flatMap((name, i) => unknown('destination', name, destinations, [...path, 'never', i])),
    ...repeated(never, [...path, 'never']),
    ...(rule === undefined ? [] : unknown('rule', rule, [...enforced, ...FLOORS], [...path, 'rule'])),
    ...Object.entries(denied).flatMap(([name, by]) => [
      ...unknown('destination', name, destinations, [...path, 'denied', name]),
      ...unknown('denial', by, [...denials, ...FLOORS], [...path, 'denied', name]),
    ]),
    ...shadow.flatMap((id, i) => unknown('shadow rule', id, shadows, [...path, 'shadow', i])),
    ...repeated(shadow, [...path, 'shadow']),
  ]
}

const isEmpty = (map: object | undefined) => map !== undefined && Object.keys(map).length === 0
