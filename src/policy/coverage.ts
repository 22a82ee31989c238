import type { Decision, Ground } from '../terms/decision.ts'
import type { Destination } from '../terms/destination.ts'
import { rankOf } from '../terms/level.ts'
import type { Policy } from '../terms/policy.ts'
import type { Path } from './source.ts'

/** Something in a policy that a test can exercise. */
export type Coverable = {
  readonly kind: 'rule' | 'shadow' | 'ground' | 'tier' | 'together' | 'exception' | 'unless' | 'obligation'
  readonly says: string
  readonly path: Path
}

export type Covered = Coverable & { readonly exercised: boolean }

type Item = Coverable & { readonly isIn: (decision: Decision) => boolean }

/**
 * What of a policy the decisions of its tests came across: each rule that was named, each destination with everything that can be said about it,
 * each tier of a type, each combination, each exception that kept a value from counting.
 */
export function coverageOf(policy: Policy, decisions: readonly Decision[]): readonly Covered[] {
  return itemsOf(policy).map(({ isIn, ...item }) => ({ ...item, exercised: decisions.some(isIn) }))
}

/** Percent of what there is, rounded down: 100 means everything. */
export function percentOf(covered: readonly { readonly exercised: boolean }[]): number {
  const count = covered.filter(({ exercised }) => exercised).length
  return covered.length === 0 ? 100 : Math.floor((count / covered.length) * 100)
}

function itemsOf(policy: Policy): readonly Item[] {
  return [
    ...policy.rules.map(({ id, shadow }, index): Item => ({
      kind: shadow ? 'shadow' : 'rule',
      says: shadow ? `shadow rule ${id} would change something` : `rule ${id} decides`,
      path: ['rules', index],
      isIn: ({ considered, shadow: shadows }) =>
        shadow ? shadows.some(({ rule }) => rule === id) : considered.some(({ rule }) => rule === id),
    })),
    ...policy.rules.flatMap(
      ({ id, unless }, index): readonly Item[] =>
      unless?.['request.reason'] === undefined ? [] : [{ kind: 'unless', says: `rule ${id} yields to a reason`, path: ['rules', index, 'unless'], isIn: ({ broken }) => broken.some(({ rule }) => rule === id) }], // prettier-ignore
    ),
    ...(policy.obligations ?? []).map(({ id }, index): Item => {
      return { kind: 'obligation', says: `obligation ${id} applies`, path: ['obligations', index], isIn: ({ obligations }) => obligations.includes(id) } // prettier-ignore
    }),
    ...policy.destinations.flatMap((destination) => ofDestination(policy, destination)),
    ...Object.entries(policy.detect).flatMap(([type, { tiers }]) =>
      tiers.map(({ count }) => ofTier(policy, type, count)),
    ),
    ...policy.together.map(({ all }, index): Item => {
      const what = all.join('+')
      return { kind: 'together', says: `${all.join(' together with ')}`, path: ['together', index], isIn: ({ reasons }) => reasons.some((it) => it.kind === 'together' && it.what === what) } // prettier-ignore
    }),
    ...Object.keys(policy.exceptions).map((name) => ofException(policy, name)),
  ]
}

function ofTier({ detect }: Policy, type: string, count: number): Item {
  const reached = (found: number) => detect[type]?.tiers.findLast((tier) => tier.count <= found)?.count === count
  return {
    kind: 'tier',
    says: `${String(count)} × ${type}`,
    path: ['detect', type, 'level', String(count)],
    isIn: ({ reasons }) =>
      reasons.some(({ kind, what, count }) => kind === 'finding' && what === type && reached(count)),
  }
}

function ofException({ detect }: Policy, name: string): Item {
  const isNamed = (type: string) => detect[type]?.except.includes(name) === true
  return {
    kind: 'exception',
    says: `a value that ${name} names`,
    path: ['exceptions', name],
    isIn: ({ tallied }) =>
      tallied.some(({ type, seen }) => isNamed(type) && seen.some(({ excepted }) => excepted.includes(name))),
  }
}

const SAYS: Readonly<Partial<Record<Ground, string>>> = {
  allowed_by_rule: 'is permitted',
  denied_by_rule: 'is denied by a rule',
  no_rule: 'is not allowed by any rule',
  pinned: 'is denied because the prompt is pinned',
  above_max_level: 'is denied above its highest level',
}

function ofDestination(policy: Policy, destination: Destination): readonly Item[] {
  const { name } = destination
  return groundsOf(policy, destination).map((ground) => ({
    kind: 'ground',
    says: `${name} ${SAYS[ground] ?? ground}`,
    path: ['destinations', name],
    isIn: ({ considered }) => considered.some((verdict) => verdict.destination === name && verdict.ground === ground),
  }))
}

/** The grounds that can come up for a destination, from how the policy is written. */
function groundsOf({ rules, levels, pinFrom }: Policy, { name, zone, maxLevel }: Destination): readonly Ground[] {
  const here = rules.filter(({ shadow, destinations }) => !shadow && destinations.includes(name))
  const allows = here.filter(({ effect }) => effect === 'allow')
  const isAlways = allows.some(({ when }) => Object.keys(when).length === 0)
  const highest = allows.reduce((most, { when }) => Math.max(most, when.level === undefined ? levels.length - 1 : when.level.length - 1), -1) // prettier-ignore
  const most = rankOf(levels, maxLevel)
  const pin = rankOf(levels, pinFrom)
  const isPinned = zone === 'cloud' && highest >= pin
  const isAbove = highest > most && (zone === 'lan' || most + 1 < pin)
  return [
    ...(highest >= 0 ? (['allowed_by_rule'] as const) : []),
    ...(here.length > allows.length ? (['denied_by_rule'] as const) : []),
    ...(isAlways ? [] : (['no_rule'] as const)),
    ...(isPinned ? (['pinned'] as const) : []),
    ...(isAbove ? (['above_max_level'] as const) : []),
  ]
}
