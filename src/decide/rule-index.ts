import type { Attribute, Rule } from '../terms/policy.ts'
import { ATTRIBUTES, MISSING } from './attributes.ts'
import type { Attributes } from './attributes.ts'

/** The places of all rules that may match, in order; of some that do not, too. */
export type RuleIndex = (attributes: Attributes) => readonly number[]

/**
 * Finds the rules worth asking. Each is filed under the values of one of its conditions, the one whose values the fewest rules name, and a rule cannot
 * match a request that has none of these. A denial is filed under "missing" as well, since it matches what is missing.
 */
export function ruleIndex(rules: readonly Rule[]): RuleIndex {
  const uses = new Map<string, number>()
  for (const { when } of rules) for (const key of keysIn(when)) uses.set(key, (uses.get(key) ?? 0) + 1)
  const always: number[] = []
  const filed = new Map<Attribute, Map<string, number[]>>()
  rules.forEach(({ effect, when }, place) => {
    const attribute = rarest(when, uses)
    if (attribute === null) return void always.push(place)
    const values = filed.get(attribute) ?? new Map<string, number[]>()
    filed.set(attribute, values)
    for (const value of [...(when[attribute] ?? []), ...(effect === 'deny' ? [MISSING] : [])]) {
      const places = values.get(value)
      if (places === undefined) values.set(value, [place])
      else places.push(place)
    }
  })
  return (attributes) => {
    const found = [always]
    for (const [attribute, values] of filed) {
      for (const value of attributes[attribute]) {
        const places = values.get(value)
        if (places !== undefined) found.push(places)
      }
    }
    return [...new Set(found.flat())].sort((one, other) => one - other)
  }
}

const keyOf = (attribute: string, value: string) => `${attribute} ${value}`

const keysIn = (when: Rule['when']) =>
  Object.entries(when).flatMap(([attribute, values]) => values.map((value) => keyOf(attribute, value)))

/** The condition whose values the fewest rules name; null for a rule without conditions. */
function rarest(when: Rule['when'], uses: ReadonlyMap<string, number>): Attribute | null {
  const weight = (attribute: Attribute) =>
    (when[attribute] ?? []).reduce((sum, value) => sum + (uses.get(keyOf(attribute, value)) ?? 0), 0)
  const asked = ATTRIBUTES.filter((attribute) => when[attribute] !== undefined)
  return asked.reduce<Attribute | null>((best, one) => (best === null || weight(one) < weight(best) ? one : best), null)
}
