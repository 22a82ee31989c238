import type { Attribute, Excuse, Rule } from '../terms/policy.ts'

/** A rule or an obligation, as far as it asks about requests. */
export type Asks = Pick<Rule, 'when' | 'unless'>

/** Lists of values that a rule names for an attribute: what it is for, and what lifts it. */
export function listsOf({ when, unless = {} }: Asks, attribute: Attribute | Excuse): readonly (readonly string[])[] {
  const asked: Rule['when'] & NonNullable<Rule['unless']> = when
  const lists = [asked[attribute as Attribute], unless[attribute as Excuse]]
  return lists.flatMap((list) => (list === undefined ? [] : [list]))
}

/** Every value that a rule names for an attribute. */
export const askedOf = (rule: Asks, attribute: Attribute | Excuse): readonly string[] => listsOf(rule, attribute).flat()

/** The attributes that a rule names. */
export const attributesOf = ({ when, unless = {} }: Asks): readonly (Attribute | Excuse)[] =>
  [...Object.keys(when), ...Object.keys(unless)] as (Attribute | Excuse)[]
