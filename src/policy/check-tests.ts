import type { Zone } from '../terms/destination.ts'
import { isShadow } from './check-rules.ts'
import { repeated, unknown } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { PolicyFile, TestFile } from './policy-file.ts'
import type { Path } from './source.ts'

/** Floors that an expectation may name in place of a rule. */
const FLOORS = [
  'no_rule',
  'pinned',
  'above_max_level',
  'sealed_elsewhere',
  'provider_narrowed_to_nothing',
  'no_provider_left',
]

/** What tests may name of their policy. */
export type Testable = {
  readonly levels: readonly string[]
  readonly destinations: readonly { readonly name: string; readonly zone: Zone }[]
  readonly rules: readonly { readonly id: string; readonly effect: 'allow' | 'deny'; readonly shadow: boolean }[]
  readonly obligations?: readonly { readonly id: string }[]
}

/** What a policy file gives its tests to name. */
export function testableIn({ levels, destinations, rules, obligations = [] }: PolicyFile): Testable {
  return {
    levels,
    destinations: Object.entries(destinations).map(([name, { zone }]) => ({ name, zone })),
    rules: rules.map(({ id, allow, shadow }) => ({
      id,
      effect: allow === undefined ? 'deny' : 'allow',
      shadow: isShadow({ shadow }),
    })),
    obligations,
  }
}

/** What is wrong with tests, before any of them runs. They stand under the key `tests` of their file. */
export function checkTests(tests: readonly TestFile[], policy: Testable, entities: readonly string[]): Flaw[] {
  const names = tests.map(({ it }) => it)
  return tests.flatMap((test, index) => [
    ...(names.indexOf(test.it) === index
      ? []
      : [{ path: ['tests', index, 'it'], message: 'two tests have this name' }]),
    ...checkTest(test, policy, entities, ['tests', index]),
  ])
}

function checkTest(test: TestFile, policy: Testable, entities: readonly string[], path: Path): Flaw[] {
  const { findings = [], raise } = test
  const levelOrNot = (level: string | undefined, at: Path) =>
    level === undefined ? [] : unknown('level', level, policy.levels, at)
  return [
    ...checkAsked(test, path),
    ...findings.flatMap(({ type }, i) => unknown('entity type', type, entities, [...path, 'findings', i, 'type'])),
    ...Object.entries(test.caller).flatMap(([name, said]) =>
      Array.isArray(said) ? repeated(said, [...path, 'caller', name]) : [],
    ),
    ...levelOrNot(raise, [...path, 'raise']),
    ...levelOrNot(test.expect.level, [...path, 'expect', 'level']),
    ...checkExpect(test.expect, policy, [...path, 'expect']),
  ]
}

/** A test asks one thing, in one way. */
function checkAsked(test: TestFile, path: Path): Flaw[] {
  const flaw = (key: keyof TestFile, message: string): Flaw[] =>
    test[key] === undefined ? [] : [{ path: [...path, key], part: 'key', message }]
  if (test.request === undefined)
    return test.prompt === undefined ? [] : flaw('findings', 'a test gives either a prompt or findings')
  return (['prompt', 'findings', 'unread', 'tools', 'model'] as const).flatMap((key) =>
    flaw(key, `the request of a test says everything itself: leave "${key}" out`),
  )
}

function checkExpect(expect: TestFile['expect'], policy: Testable, path: Path): Flaw[] {
  const { to = [], never = [], rule, denied = {}, shadow = [], provider = {}, broken = [], obligations = [] } = expect
  const destinations = policy.destinations.map(({ name }) => name)
  const clouds = policy.destinations.filter(({ zone }) => zone === 'cloud').map(({ name }) => name)
  const enforced = policy.rules.filter((rule) => !rule.shadow)
  const ids = (rules: readonly { readonly id: string }[]) => rules.map(({ id }) => id)
  const shadows = policy.rules.filter((rule) => rule.shadow)
  const denials = enforced.filter(({ effect }) => effect === 'deny')
  const nothing =
    Object.values(expect).every((value) => value === undefined) || isEmpty(expect.denied) || isEmpty(expect.provider)
  const names = Array.isArray(to) ? to : [to]
  return [
    ...(nothing ? [{ path, message: 'expects nothing, so it could not fail' }] : []),
    ...names.flatMap((name) => unknown('destination', name, destinations, [...path, 'to'])),
    ...repeated(names, [...path, 'to']),
    ...never.flatMap((name, i) => unknown('destination', name, destinations, [...path, 'never', i])),
    ...repeated(never, [...path, 'never']),
    ...(rule === undefined ? [] : unknown('rule', rule, [...ids(enforced), ...FLOORS], [...path, 'rule'])),
    ...Object.entries(denied).flatMap(([name, by]) => [
      ...unknown('destination', name, destinations, [...path, 'denied', name]),
      ...unknown('denial', by, [...ids(denials), ...FLOORS], [...path, 'denied', name]),
    ]),
    ...shadow.flatMap((id, i) => unknown('shadow rule', id, ids(shadows), [...path, 'shadow', i])),
    ...repeated(shadow, [...path, 'shadow']),
    ...broken.flatMap((id, i) => unknown('denial', id, ids(denials), [...path, 'broken', i])),
    ...repeated(broken, [...path, 'broken']),
    ...obligations.flatMap((id, i) =>
      unknown('obligation', id, ids(policy.obligations ?? []), [...path, 'obligations', i]),
    ),
    ...repeated(obligations, [...path, 'obligations']),
    ...Object.entries(provider).flatMap(([name, flags]) => [
      ...unknown('cloud destination', name, clouds, [...path, 'provider', name]),
      ...(isEmpty(flags)
        ? [{ path: [...path, 'provider', name], message: 'expects nothing, so it could not fail' }]
        : []),
    ]),
  ]
}

const isEmpty = (map: object | undefined) => map !== undefined && Object.keys(map).length === 0
