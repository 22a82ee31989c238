import type { Policy, PolicyTest } from '../terms/policy.ts'
import { effects } from './effect.ts'
import type { Note } from './note.ts'

/** Destinations that a rule allows and that nobody can reach all the same. */
export function lintDestinations(policy: Policy): readonly Note[] {
  const { of } = effects({
    ...policy,
    rules: policy.rules.filter(({ effect, shadow }) => effect === 'deny' && !shadow),
  })
  return policy.destinations.flatMap(({ name }): Note[] => {
    const allowances = policy.rules.filter(
      (it) => it.effect === 'allow' && !it.shadow && it.destinations.includes(name),
    )
    if (allowances.length === 0) return [] // said already when the policy was loaded
    // Without the other allowances, one matters as soon as anything can come through it.
    const open = allowances.map((rule) => of({ ...rule, destinations: [name] }))
    if (open.some(({ matters, whole }) => matters || !whole)) return []
    const message = `nobody can reach "${name}": all that is allowed there is denied, or above what it may receive`
    return [{ code: 'nobody-reaches', path: ['destinations', name], part: 'key', message, suggestion: 'look at its maxLevel and at the denials that name it, or leave it out' }] // prettier-ignore
  })
}

/** Cloud destinations of which no test says that something must not go there. */
export function lintNever({ destinations }: Policy, tests: readonly PolicyTest[]): readonly Note[] {
  return destinations.flatMap(({ name, zone }): Note[] => {
    const isTested = tests.some(({ expect }) => expect.never.includes(name) || Object.hasOwn(expect.denied, name))
    if (zone !== 'cloud' || isTested) return []
    const message = `no test says what must never go to "${name}"`
    return [{ code: 'never-not-tested', path: ['destinations', name], part: 'key', message, suggestion: `add a test with expect: { never: [${name}] }` }] // prettier-ignore
  })
}
