import { createMongoAbility, subject } from '@casl/ability'
import type { MongoAbility, RawRuleOf } from '@casl/ability'
import { frozen } from '../terms/frozen.ts'
import type { Attribute, Excuse, Obligation, Rule } from '../terms/policy.ts'
import { ATTRIBUTES, FIELDS, MISSING } from './attributes.ts'
import type { Attributes } from './attributes.ts'

/** What the rules say about one destination, before any floor. */
export type Ruling =
  | { readonly ground: 'allowed_by_rule' | 'denied_by_rule'; readonly rule: Rule }
  | { readonly ground: 'no_rule'; readonly rule: null }

/** Asks the rules about one prompt. One destination at a time; a destination that no rule names is not allowed. */
export type RuleSet = (attributes: Attributes) => (destination: string) => Ruling

type Raw = RawRuleOf<MongoAbility>

/**
 * Rules as CASL evaluates them. Denials win in whatever order they were written: CASL lets the last match decide, so they
 * stand last. Among rules of one effect the first in the policy is the one that is named, so each half is reversed.
 *
 * Conditions use `$in` over closed lists only, because every other CASL comparison answers "yes" to some missing value. In a denial, where
 * "yes" is the safe answer, `unless` is `$nin`.
 */
export function ruleSet(rules: readonly Rule[]): RuleSet {
  const allows = rules.filter(({ effect }) => effect === 'allow').reverse()
  const denials = rules.filter(({ effect }) => effect === 'deny').reverse()
  const sources = new Map<Raw, Rule>(
    [...allows, ...denials].flatMap((rule) => toRaws(rule).map((raw) => [raw, rule] as const)),
  )
  const ability = createMongoAbility<MongoAbility>([...sources.keys()])
  const rulingOn = (destination: string, prompt: object): Ruling => {
    const match = ability.relevantRuleFor(toAction(destination), prompt)
    const rule = match === null ? undefined : sources.get(match.origin as Raw)
    if (rule === undefined) return { ground: 'no_rule', rule: null }
    return { ground: rule.effect === 'deny' ? 'denied_by_rule' : 'allowed_by_rule', rule }
  }
  const judge = (attributes: Attributes) => {
    const prompt = subject('Prompt', toFields(attributes))
    const rulings = new Map<string, Ruling>()
    return (destination: string) => recall(rulings, destination, () => rulingOn(destination, prompt))
  }
  const asked = FIELDS.filter((name) => rules.some(({ when, unless = {} }) => name in when || name in unless))
  const known = new Map<string, ReturnType<RuleSet>>()
  return (attributes) => {
    // What no rule asks about cannot change the answer, so it is no part of the key.
    const key = JSON.stringify(asked.map((attribute) => attributes[attribute]))
    return recall(known, key, () => judge(attributes))
  }
}

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

/** CASL's own words `manage` and `all` cannot come out of this, whatever a destination is called. */
const toAction = (destination: string) => `send:${destination}`

/** CASL reads a dot as a path into an object. */
const toField = (attribute: Attribute | Excuse) => attribute.replace('.', '_')

function toFields(attributes: Attributes): Record<string, readonly string[]> {
  return Object.fromEntries(FIELDS.map((attribute) => [toField(attribute), attributes[attribute]]))
}

/** A denial that yields to several things at once holds as long as one of them is not the case: one raw rule for each. */
function toRaws({ effect, destinations, when, unless = {}, because }: Rule): readonly Raw[] {
  const inverted = effect === 'deny'
  const conditions = toConditions(when, inverted)
  const excuses = Object.entries(unless) as [Excuse, readonly string[]][]
  const raw = (conditions: Conditions) =>
    frozen({ action: destinations.map(toAction), subject: 'Prompt', inverted, reason: because, conditions })
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
