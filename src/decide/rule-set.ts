import { createMongoAbility, subject } from '@casl/ability'
import type { MongoAbility, RawRuleOf } from '@casl/ability'
import { frozen } from '../terms/frozen.ts'
import type { Attribute, Excuse, Obligation, Rule } from '../terms/policy.ts'
import { ATTRIBUTES, FIELDS, MISSING } from './attributes.ts'
import type { Attributes } from './attributes.ts'
import { ruleIndex } from './rule-index.ts'

/** What the rules say about one destination, before any floor. */
export type Ruling =
  | { readonly ground: 'allowed_by_rule' | 'denied_by_rule'; readonly rule: Rule }
  | { readonly ground: 'no_rule'; readonly rule: null }

/** Asks the rules about one prompt. One destination at a time; a destination that no rule names is not allowed. */
export type RuleSet = (attributes: Attributes) => (destination: string) => Ruling

type Raw = RawRuleOf<MongoAbility>

/**
 * Rules as CASL matches them. Denials win in whatever order they were written, so they are asked first; among rules of one effect the first in the
 * policy is the one that is named. Each rule is an action of its own, so that only those need to be asked that the index cannot rule out.
 *
 * Conditions use `$in` over closed lists only, because every other CASL comparison answers "yes" to some missing value. In a denial, where
 * "yes" is the safe answer, `unless` is `$nin`.
 */
export function ruleSet(rules: readonly Rule[]): RuleSet {
  const denials = rules.filter(({ effect }) => effect === 'deny')
  const allows = rules.filter(({ effect }) => effect === 'allow')
  const inOrder = [...denials, ...allows]
  const ability = createMongoAbility<MongoAbility>(inOrder.flatMap(toRaws))
  const mayMatch = ruleIndex(inOrder)
  const judge = (attributes: Attributes) => {
    const prompt = subject('Prompt', toFields(attributes))
    const rulings = new Map<string, Ruling>()
    for (const place of mayMatch(attributes)) {
      const rule = inOrder[place]
      if (rule === undefined || rule.destinations.every((name) => rulings.has(name))) continue
      if (ability.relevantRuleFor(toAction(place), prompt) === null) continue
      const ground = rule.effect === 'deny' ? 'denied_by_rule' : 'allowed_by_rule'
      for (const name of rule.destinations) if (!rulings.has(name)) rulings.set(name, { ground, rule })
    }
    return (destination: string) => rulings.get(destination) ?? NO_RULE
  }
  const asked = FIELDS.filter((name) => rules.some(({ when, unless = {} }) => name in when || name in unless))
  const known = new Map<string, ReturnType<RuleSet>>()
  return (attributes) => {
    // What no rule asks about cannot change the answer, so it is no part of the key.
    const key = JSON.stringify(asked.map((attribute) => attributes[attribute]))
    return recall(known, key, () => judge(attributes))
  }
}

const NO_RULE: Ruling = { ground: 'no_rule', rule: null }

/** With many rules an answer costs a millisecond, and most requests ask what was asked before. */
const REMEMBERED = 500

/** From memory or made now. Forgets everything when full, so that no caller can make it grow. */
function recall<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key)
  if (known !== undefined) return known
  if (memory.size >= REMEMBERED) memory.clear()
  const made = make()
  memory.set(key, made)
  return made
}

/** CASL's own words `manage` and `all` cannot come out of this. */
const toAction = (place: number) => `rule:${String(place)}`

/** CASL reads a dot as a path into an object. */
const toField = (attribute: Attribute | Excuse) => attribute.replace('.', '_')

const NAMED = FIELDS.map((attribute) => [toField(attribute), attribute] as const)

function toFields(attributes: Attributes): Record<string, readonly string[]> {
  const fields: Record<string, readonly string[]> = {}
  for (const [field, attribute] of NAMED) fields[field] = attributes[attribute]
  return fields
}

/** A denial that yields to several things at once holds as long as one of them is not the case: one raw rule for each. */
function toRaws({ effect, when, unless = {}, because }: Rule, place: number): readonly Raw[] {
  const inverted = effect === 'deny'
  const conditions = toConditions(when, inverted)
  const excuses = Object.entries(unless) as [Excuse, readonly string[]][]
  const raw = (conditions: Conditions) =>
    frozen({ action: toAction(place), subject: 'Prompt', inverted, reason: because, conditions })
  if (excuses.length === 0) return [raw(conditions)]
  return excuses.map(([attribute, values]) => {
    const field = toField(attribute)
    return raw({ ...conditions, [field]: { ...conditions[field], $nin: [...values] } })
  })
}

type Conditions = Readonly<Record<string, { readonly $in?: readonly string[]; readonly $nin?: readonly string[] }>>

/** `matchesMissing`: what is not known counts as matching. */
function toConditions(when: Rule['when'], matchesMissing: boolean): Conditions {
  return Object.fromEntries(
    ATTRIBUTES.flatMap((attribute) => {
      const values = when[attribute]
      if (values === undefined) return []
      return [[toField(attribute), { $in: matchesMissing ? [...values, MISSING] : [...values] }]]
    }),
  )
}

/** The obligations that apply to a prompt, in the policy's order. Like a denial, one matches what is missing. */
export type ObligationSet = (attributes: Attributes) => readonly Obligation[]

export function obligationSet(obligations: readonly Obligation[]): ObligationSet {
  if (obligations.length === 0) return () => []
  const ability = createMongoAbility<MongoAbility>(
    obligations.map(({ id, when, because }) =>
      frozen({ action: `oblige:${id}`, subject: 'Prompt', reason: because, conditions: toConditions(when, true) }),
    ),
  )
  return (attributes) => {
    const prompt = subject('Prompt', toFields(attributes))
    return obligations.filter(({ id }) => ability.relevantRuleFor(`oblige:${id}`, prompt) !== null)
  }
}
