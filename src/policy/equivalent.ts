import type { Policy } from '../terms/policy.ts'
import type { Answer, Judge, Judging } from './diff.ts'
import { ANYBODY, dimensionsOf, isLifting, obligationsFor, rulesFor } from './dimensions.ts'
import { situationsOf } from './situations.ts'
import type { Situation } from './situations.ts'

/** Cases that are tried for one destination; with more, nothing is proven. */
const MOST_TRIED = 20_000

/**
 * True when it is proven that no request is judged otherwise: never another level, and at no destination another answer, rule or floor.
 * Every value that the rules name, another one and none, and everything in a prompt that makes a difference, are tried, so it is false when
 * something differs, and also when there is too much to try. Policies with other levels, destinations, providers or obligations are never the same.
 */
export function isEquivalent(one: Policy, other: Policy, judging: Judging): boolean {
  const fixed = ({ levels, destinations, obligations = [] }: Policy) =>
    JSON.stringify([levels, obligations, destinations.map(({ name, zone, provider }) => [name, zone, provider])])
  if (fixed(one) !== fixed(other)) return false
  return one.destinations.every(({ name }) => {
    const shadows = [one, other].flatMap(({ rules }) =>
      rules.filter((rule) => rule.shadow && rule.destinations.includes(name)),
    )
    return [null, ...new Set(shadows.map(({ id }) => id))].every((id) =>
      isSameAt(only(inForce(one, id), name), only(inForce(other, id), name), name, judging),
    )
  })
}

/** With one of its shadow rules in force: what these would change can be seen, too. */
const inForce = (policy: Policy, id: string | null): Policy => ({
  ...policy,
  rules: policy.rules.map((rule) => (rule.id === id ? { ...rule, shadow: false } : rule)),
})

/** Only what concerns one destination: no other rule in force can change what is decided about it. */
function only(policy: Policy, destination: string): Policy {
  const rules = rulesFor(policy, destination).map((rule) => ({ ...rule, destinations: [destination] }))
  const destinations = policy.destinations.filter(({ name }) => name === destination)
  return { ...policy, destinations, rules, obligations: obligationsFor(policy, destination) }
}

function isSameAt(one: Policy, other: Policy, destination: string, judging: Judging): boolean {
  if (JSON.stringify(one) === JSON.stringify(other)) return true
  const [old, now] = [judging(one), judging(other)]
  const asked = new Set([...one.rules, ...other.rules].flatMap(({ when }) => when.finding ?? []))
  const classes = new Map<string, Situation>()
  for (const situation of situationsOf(one, other)) {
    const [then, today] = [old(ANYBODY, situation, 'old'), now(ANYBODY, situation, 'new')]
    if (then.level !== today.level) return false
    classes.set(JSON.stringify([print(then, asked), print(today, asked)]), situation)
  }
  const askers = askersOf(one, other, classes.size)
  return (
    askers !== null && [...classes.values()].every((situation) => askers.every((asker) => isSame(asker, situation)))
  )

  function isSame(asker: Parameters<Judge>[0], situation: Situation): boolean {
    const [then, today] = [old(asker, situation, 'old'), now(asker, situation, 'new')]
    const [before, after] = [then, today].map(({ verdicts }) => verdicts.get(destination))
    return before?.permitted === after?.permitted && before?.by === after?.by
  }
}

/** All of an answer that the rules can ask about. */
const print = ({ level, uncertain, types }: Answer, asked: ReadonlySet<string>) => [
  level,
  uncertain,
  types.filter((type) => asked.has(type)).toSorted(),
]

/**
 * Every combination of what the rules ask of callers and requests; null when there are too many. One value of an attribute at a time is
 * enough: rules ask for any of a list, so what is said to somebody with two roles follows from what is said to those with one of them. Where
 * an attribute can lift a denial it does not.
 */
function askersOf(one: Policy, other: Policy, situations: number): readonly Parameters<Judge>[0][] | null {
  const rules = [...one.rules, ...other.rules]
  const dimensions = dimensionsOf(rules).map(({ attribute, values }) =>
    values.filter(({ parts }) => parts === null || isLifting(attribute, rules)),
  )
  const count = dimensions.reduce((product, values) => product * values.length, situations)
  if (count > MOST_TRIED) return null
  return dimensions.reduce(
    (askers, values) => askers.flatMap((asker) => values.map(({ apply }) => apply(asker))),
    [ANYBODY],
  )
}
