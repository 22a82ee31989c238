import { frozen } from '../terms/frozen.ts'
import type { DetectRule, Exception, Obligation, Policy, Rule } from '../terms/policy.ts'
import { ATTRIBUTES, FIELDS } from './attributes.ts'
import { obligationSet, ruleSet } from './rule-set.ts'
import type { ObligationSet, RuleSet } from './rule-set.ts'

/** A policy made ready to be asked many times. Independent of the object it was made from, and immutable. */
export type CompiledPolicy = {
  readonly policy: Policy
  /** The rules that are enforced. */
  readonly enforced: RuleSet
  /** For each shadow rule, the enforced rules with that one on top; `ends` in milliseconds since 1970, when it is no longer asked. */
  readonly shadows: readonly { readonly rule: Rule; readonly ends: number; readonly withIt: RuleSet }[]
  readonly obliged: ObligationSet
  /** By entity type. A Map, so that a type called `constructor` finds nothing. */
  readonly detect: ReadonlyMap<string, DetectRule>
  readonly exceptions: CompiledExceptions
}

export type CompiledExceptions = {
  /** The names of the exceptions that have this very value. */
  readonly byValue: ReadonlyMap<string, readonly string[]>
  /** By name, in milliseconds since 1970: the first moment at which it no longer holds. */
  readonly ends: ReadonlyMap<string, number>
}

const DAY = 86_400_000

/**
 * Compiles a policy. Throws when a name in it does not resolve, because a floor at an unknown level would hold nothing up
 * and a denial of an unknown attribute would deny nothing. `loadPolicy` gives such a policy no chance to get here.
 */
export function compile(given: Policy): CompiledPolicy {
  const policy = frozen(structuredClone(given))
  const wrong = unsound(policy)
  if (wrong.length > 0) throw new Error(`the policy does not compile: ${wrong.join('; ')}`)
  const enforced = policy.rules.filter(({ shadow }) => !shadow)
  return {
    policy,
    enforced: ruleSet(enforced),
    shadows: policy.rules
      .filter(({ shadow }) => shadow)
      .map((rule) => ({
        rule,
        ends: rule.until === undefined ? Infinity : endOf(rule.until),
        withIt: ruleSet([...enforced.filter((other) => touches(other, rule)), rule]),
      })),
    obliged: obligationSet(policy.obligations ?? []),
    detect: new Map(Object.entries(policy.detect)),
    exceptions: compileExceptions(Object.values(policy.exceptions)),
  }
}

/** A shadow rule changes nothing for destinations that it does not name, so other rules need not be asked again. */
const touches = (one: Rule, other: Rule) => one.destinations.some((name) => other.destinations.includes(name))

function compileExceptions(exceptions: readonly Exception[]): CompiledExceptions {
  const byValue = new Map<string, string[]>()
  for (const { name, exact } of exceptions) {
    for (const value of exact) byValue.set(value, [...(byValue.get(value) ?? []), name])
  }
  return { byValue, ends: new Map(exceptions.map(({ name, until }) => [name, endOf(until)])) }
}

/** An exception holds up to the end of its last day. */
const endOf = (until: string) => Date.parse(`${until}T00:00:00Z`) + DAY

function unsound(policy: Policy): string[] {
  const { levels, pinFrom, unread, detect, together, exceptions, destinations, rules, obligations = [] } = policy
  const named = new Set(destinations.map(({ name }) => name))
  const needed = [
    pinFrom,
    unread,
    ...destinations.map(({ maxLevel }) => maxLevel),
    ...together.map(({ level }) => level),
    ...Object.values(detect).flatMap(({ tiers }) => tiers.map(({ level }) => level)),
  ]
  const except = Object.values(detect).flatMap(({ except }) => except)
  return [
    ...(named.size === destinations.length ? [] : ['two destinations have one name']),
    ...(unread === levels.at(-1) ? [] : ['unread is not the top level']),
    ...needed.filter((level) => !levels.includes(level)).map((level) => `unknown level ${level}`),
    ...except.filter((name) => !Object.hasOwn(exceptions, name)).map((name) => `unknown exception ${name}`),
    ...rules.flatMap((rule) => unsoundRule(rule, named).map((wrong) => `rule ${rule.id}: ${wrong}`)),
    ...obligations.flatMap((one) => unsoundWhere(one, named).map((wrong) => `obligation ${one.id}: ${wrong}`)),
  ]
}

function unsoundRule(rule: Rule, named: ReadonlySet<string>): string[] {
  const { effect, when, unless } = rule
  const excuses = Object.entries(unless ?? {})
  return [
    ...(effect === 'allow' || effect === 'deny' ? [] : ['neither allows nor denies']),
    ...unsoundWhere(rule, named),
    ...(effect === 'allow' && when.finding !== undefined ? ['an allowance may not ask for findings'] : []),
    ...(effect === 'allow' && unless !== undefined ? ['only a denial can yield'] : []),
    ...(unless !== undefined && excuses.length === 0 ? ['would always yield'] : []),
    ...excuses.filter(([name]) => !EXCUSES.includes(name)).map(([name]) => `may not yield to ${name}`),
    ...excuses.filter(([, values]) => !isList(values)).map(([name]) => `${name} needs a list of printable values`),
  ]
}

/** What more of would mean more allowed: nothing that a more sensitive prompt has more of. */
const EXCUSES: readonly string[] = FIELDS.filter((name) => name.startsWith('caller.') || name === 'request.reason')

function unsoundWhere({ destinations, when }: Rule | Obligation, named: ReadonlySet<string>): string[] {
  const attributes: readonly string[] = ATTRIBUTES
  const conditions = Object.entries(when)
  return [
    ...(destinations.length > 0 ? [] : ['names no destination']),
    ...destinations.filter((name) => !named.has(name)).map((name) => `unknown destination ${name}`),
    ...conditions.filter(([name]) => !attributes.includes(name)).map(([name]) => `unknown attribute ${name}`),
    ...conditions.filter(([, values]) => !isList(values)).map(([name]) => `${name} needs a list of printable values`),
  ]
}

// A value with a control character could be the one that stands for "missing".
const isList = (values: unknown) =>
  Array.isArray(values) && values.length > 0 && values.every((v) => typeof v === 'string' && /^\P{Cc}+$/u.test(v))
