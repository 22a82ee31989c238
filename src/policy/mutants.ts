import type { Destination } from '../terms/destination.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Level, Levels } from '../terms/level.ts'
import type { Attribute, DetectRule, Exception, Excuse, Obligation, Policy, Rule, Together } from '../terms/policy.ts'
import type { Path } from './source.ts'

/** A policy with one change that a tired author could make. */
export type Mutant = {
  /** What was changed, as it would be said to the author. */
  readonly says: string
  /** Where that stands in the file. */
  readonly path: Path
  readonly policy: Policy
}

type Change = { readonly says: string; readonly path: Path; readonly to: Partial<Policy> }

/**
 * Every change of one thing: a rule, a type, a combination or an exception gone, an allowance turned into a denial, a condition or a value
 * gone, and each threshold, count, level and provider flag moved by one. Shadow rules change nothing, so only their coming into force is
 * among these.
 */
export function mutantsOf(policy: Policy): readonly Mutant[] {
  const { levels, pinFrom } = policy
  const changes: readonly Change[] = [
    ...policy.rules.flatMap((rule, index) => ofRule(policy, rule, index)),
    ...(policy.obligations ?? []).flatMap((one, index) => ofObligation(policy, one, index)),
    ...Object.entries(policy.detect).flatMap(([type, rule]) => ofType(policy, type, rule)),
    ...ofDetectors(policy),
    ...policy.together.flatMap((one, index) => ofTogether(policy, one, index)),
    ...Object.values(policy.exceptions).flatMap((exception) => ofException(policy, exception)),
    ...policy.destinations.flatMap((destination, index) => ofDestination(policy, destination, index)),
    ...beside(levels, pinFrom).map((level) => {
      return { says: `pinFrom: ${level} in place of ${pinFrom}`, path: ['pinFrom'], to: { pinFrom: level } }
    }),
  ]
  return changes.map(({ says, path, to }) => ({ says, path, policy: { ...policy, ...to } }))
}

const without = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, at) => at !== index)

const omit = <T extends object>(map: T, key: string): T =>
  Object.fromEntries(Object.entries(map).filter(([name]) => name !== key)) as T

/** The next lower and the next higher level, where there are such. */
const beside = (levels: Levels, level: Level): readonly Level[] =>
  [levels.indexOf(level) - 1, levels.indexOf(level) + 1].flatMap((rank) => levels[rank] ?? [])

function ofRule({ rules }: Policy, rule: Rule, index: number): readonly Change[] {
  const path = ['rules', index]
  const { id, effect, destinations, when, unless } = rule
  const as = (says: string, changed: Partial<Rule>, at: Path = path): Change => {
    return { says, path: at, to: { rules: rules.with(index, { ...rule, ...changed }) } }
  }
  if (rule.shadow) return [as(`shadow rule ${id} in force`, { shadow: false })]
  const others = omit(when, 'finding')
  const flipped = effect === 'allow' ? as(`${id} denies`, { effect: 'deny' }) : { says: `${id} allows`, path, to: { rules: rules.with(index, { ...omit(rule, 'unless'), effect: 'allow', when: others }) } } // prettier-ignore
  const conditions = Object.entries(when) as [Attribute, readonly string[]][]
  return [
    { says: `without rule ${id}`, path, to: { rules: without(rules, index) } },
    flipped,
    as(`${id} in the shadow`, { shadow: true }),
    ...(destinations.length < 2 ? [] : destinations.map((name, at) => as(`${id} not for ${name}`, { destinations: without(destinations, at) }, [...path, effect, at]))), // prettier-ignore
    ...conditions.flatMap(([attribute, values]) => [
      as(`${id} whatever ${attribute} is`, { when: omit(when, attribute) }, [...path, 'when', attribute]), // prettier-ignore
      ...removable(effect, attribute, values).map(
        (at) =>
        as(`${id} without ${attribute} ${values[at] ?? ''}`, { when: { ...when, [attribute]: without(values, at) } }, [...path, 'when', attribute, at]), // prettier-ignore
      ),
    ]),
    ...(unless === undefined ? [] : ofUnless(rule, unless, as, { says: `${id} whatever is said`, path: [...path, 'unless'], to: { rules: rules.with(index, omit(rule, 'unless')) } })), // prettier-ignore
  ]
}

type As = (says: string, changed: Partial<Rule>, at?: Path) => Change

/** A denial that nothing lifts any more; that less lifts, or more. */
function ofUnless({ id }: Rule, unless: NonNullable<Rule['unless']>, as: As, whole: Change): readonly Change[] {
  const conditions = Object.entries(unless) as [Excuse, readonly string[]][]
  const at = whole.path
  return [
    whole,
    ...conditions.flatMap(([attribute, values]) => [
      ...(conditions.length < 2 ? [] : [as(`${id} lifted whatever ${attribute} is`, { unless: omit(unless, attribute) }, [...at, attribute])]), // prettier-ignore
      ...(values.length < 2 ? [] : values.map((value, index) => as(`${id} not lifted by ${attribute} ${value}`, { unless: { ...unless, [attribute]: without(values, index) } }, [...at, attribute, index]))), // prettier-ignore
    ]),
  ]
}

function ofObligation({ obligations = [] }: Policy, one: Obligation, index: number): readonly Change[] {
  const { id, destinations, when, provider, retain, seal } = one
  const path = ['obligations', index]
  const as = (says: string, changed: Partial<Obligation>, at: Path = path): Change => {
    return { says: `${id} ${says}`, path: at, to: { obligations: obligations.with(index, { ...one, ...changed }) } }
  }
  const conditions = Object.entries(when) as [Attribute, readonly string[]][]
  return [
    { says: `without obligation ${id}`, path, to: { obligations: without(obligations, index) } },
    // Where only a time to keep records is asked for, destinations make no difference.
    ...(provider === null || destinations.length < 2 ? [] : destinations.map((name, at) => as(`not at ${name}`, { destinations: without(destinations, at) }, [...path, 'at', at]))), // prettier-ignore
    ...conditions.flatMap(([attribute, values]) => [
      as(`whatever ${attribute} is`, { when: omit(when, attribute) }, [...path, 'when', attribute]),
      ...removable('deny', attribute, values).map((at) => as(`without ${attribute} ${values[at] ?? ''}`, { when: { ...when, [attribute]: without(values, at) } }, [...path, 'when', attribute, at])), // prettier-ignore
    ]),
    ...(provider === null || Object.keys(provider).length < 2 ? [] : Object.keys(provider).map((flag) => as(`without ${flag}`, { provider: omit(provider, flag) }, [...path, 'provider', flag]))), // prettier-ignore
    ...((provider === null && seal === undefined) || retain === null ? [] : [as('without retain', { retain: null }, [...path, 'retain'])]), // prettier-ignore
  ]
}

/** Places of the values that can go. Of levels that is the last in an allowance and the first in a denial: no gap may be left. */
function removable(effect: Rule['effect'], attribute: Attribute, values: readonly string[]): readonly number[] {
  if (values.length < 2) return []
  if (attribute === 'level') return [effect === 'allow' ? values.length - 1 : 0]
  return values.map((_, at) => at)
}

const STEP = 0.01

function ofType({ detect, levels }: Policy, type: string, rule: DetectRule): readonly Change[] {
  const path = ['detect', type]
  const as = (says: string, changed: Partial<DetectRule>, at: Path = path): Change => {
    return { says, path: at, to: { detect: { ...detect, [type]: { ...rule, ...changed } } } }
  }
  const { sure, tiers, except } = rule
  const others = omit(detect, type)
  const sures = [sure - STEP, sure + STEP].map((it) => Math.round(it * 1e6) / 1e6).filter((it) => it >= 0 && it <= 1)
  return [
    { says: `without ${type}`, path, to: { detect: others } },
    ...sures.map((it) =>
      as(`${type}: sure ${String(it)} in place of ${String(sure)}`, { sure: it }, [...path, 'sure']),
    ),
    ...tiers.flatMap((tier, at) => {
      const here = [...path, 'level', String(tier.count)]
      const counts = [tier.count - 1, tier.count + 1].filter((n) => n > 0 && tiers.every(({ count }) => count !== n))
      return [
        ...(tiers.length < 2 ? [] : [as(`${type}: without the level from ${String(tier.count)} on`, { tiers: without(tiers, at) }, here)]), // prettier-ignore
        ...counts.map((count) => as(`${type}: from ${String(count)} in place of ${String(tier.count)}`, { tiers: tiers.with(at, { ...tier, count }) }, here)), // prettier-ignore
        ...beside(levels, tier.level).map((level) => as(`${type}: ${level} in place of ${tier.level}`, { tiers: tiers.with(at, { ...tier, level }) }, here)), // prettier-ignore
      ]
    }),
    ...except.map((name, at) => as(`${type}: without the exception ${name}`, { except: without(except, at) }, [...path, 'except', at])), // prettier-ignore
  ]
}

function ofTogether({ together, levels }: Policy, one: Together, index: number): readonly Change[] {
  const path = ['together', index]
  const { all, level } = one
  const what = all.join(' with ')
  const as = (says: string, changed: Partial<Together>, at: Path): Change => {
    return { says, path: at, to: { together: together.with(index, { ...one, ...changed }) } }
  }
  return [
    { says: `without ${what} together`, path, to: { together: without(together, index) } },
    ...(all.length < 3 ? [] : all.map((type, at) => as(`${what}: without ${type}`, { all: without(all, at) }, [...path, 'all', at]))), // prettier-ignore
    ...beside(levels, level).map((other) => as(`${what}: ${other} in place of ${level}`, { level: other }, [...path, 'level'])), // prettier-ignore
  ]
}

function ofDetectors({ detectors = [] }: Policy): readonly Change[] {
  return detectors.map(({ type }, index) => {
    const to = { detectors: without(detectors, index) }
    return { says: `without the detector of ${type}`, path: ['detectors', type], to }
  })
}

const NEVER = '9999-12-31'

function ofException({ exceptions }: Policy, exception: Exception): readonly Change[] {
  const { name, exact, until } = exception
  const as = (says: string, changed: Partial<Exception>, path: Path): Change => {
    return { says, path, to: { exceptions: { ...exceptions, [name]: { ...exception, ...changed } } } }
  }
  return [
    // A value may be what somebody does not want to read on a terminal, so it is named by its place.
    ...(exact.length < 2 ? [] : exact.map((_, at) => as(`${name}: without value ${String(at + 1)}`, { exact: without(exact, at) }, ['exceptions', name, 'exact', at]))), // prettier-ignore
    as(`${name}: without an end in place of ${until}`, { until: NEVER }, ['exceptions', name, 'until']),
  ]
}

function ofDestination({ destinations, levels }: Policy, destination: Destination, index: number): readonly Change[] {
  const { name, maxLevel, provider } = destination
  const path = ['destinations', name]
  const as = (says: string, changed: Partial<Destination>, at: Path): Change => {
    return { says: `${name}: ${says}`, path: at, to: { destinations: destinations.with(index, { ...destination, ...changed }) } } // prettier-ignore
  }
  return [
    ...beside(levels, maxLevel).map((level) => as(`maxLevel ${level} in place of ${maxLevel}`, { maxLevel: level }, [...path, 'maxLevel'])), // prettier-ignore
    ...Object.keys(provider ?? {}).flatMap((flag) => {
      const at = [...path, 'provider', flag]
      return flagChanges(provider ?? {}, flag).map(({ says, changed }) => as(says, { provider: changed }, at))
    }),
  ]
}

const OPPOSITE: Readonly<Record<string, string>> = { deny: 'allow', allow: 'deny' }

/** One flag gone, turned round, or with one value less. */
function flagChanges(
  provider: JsonObject,
  flag: string,
): readonly { readonly says: string; readonly changed: JsonObject }[] {
  const value = provider[flag]
  const others = omit(provider, flag)
  const opposite = typeof value === 'boolean' ? !value : typeof value === 'string' ? OPPOSITE[value] : undefined
  const less = Array.isArray(value) && value.length > 1 ? value.map((_, at) => without(value, at)) : []
  const fewer = isJsonObject(value) && Object.keys(value).length > 1 ? Object.keys(value).map((key) => omit(value, key)) : [] // prettier-ignore
  return [
    { says: `without ${flag}`, changed: others },
    ...(opposite === undefined ? [] : [{ says: `${flag}: ${String(opposite)}`, changed: { ...provider, [flag]: opposite } }]), // prettier-ignore
    ...[...less, ...fewer].map((list) => ({ says: `${flag}: ${JSON.stringify(list)}`, changed: { ...provider, [flag]: list } })), // prettier-ignore
  ]
}
