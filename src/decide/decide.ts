import type { Caller } from '../terms/caller.ts'
import type { Decision, Permit, ShadowVerdict, Verdict } from '../terms/decision.ts'
import type { Destination } from '../terms/destination.ts'
import type { Detection, Tallied } from '../terms/finding.ts'
import { frozen } from '../terms/frozen.ts'
import { rankOf } from '../terms/level.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Level } from '../terms/level.ts'
import type { Obligation, Policy, Retention } from '../terms/policy.ts'
import type { Prompt } from '../terms/prompt.ts'
import { attributesOf } from './attributes.ts'
import type { Asker, Asking, Attributes } from './attributes.ts'
import type { CompiledPolicy } from './compile.ts'
import { tallied } from './counted.ts'
import { levelOf } from './level-of.ts'
import { narrowProvider } from './narrow-provider.ts'
import { isFromElsewhere, originsOf } from './returned.ts'
import type { Ruling } from './rule-set.ts'

/** Everything that a decision depends on, beside the policy. */
export type Question = {
  readonly caller: Caller
  readonly prompt: Pick<Prompt, 'api' | 'model' | 'stream' | 'tools' | 'segments' | 'unread' | 'provider'>
  readonly detection: Detection
  /** Levels that the caller's header asked for. They can only raise. */
  readonly raises: readonly Level[]
  /** The level that earlier turns of the conversation had; null when nothing is known of them. It can only raise. */
  readonly remembered?: Level | null
  /** True when the caller gave a reason for what a denial may yield to. */
  readonly hasReason?: boolean
  /** Milliseconds since 1970. Exceptions have a last day. */
  readonly at: number
}

/** All that a decision is made of: what a question becomes when its texts have been looked at, and are no longer needed. */
export type Features = {
  readonly caller: Asker & Pick<Caller, 'raises'>
  readonly prompt: Asking & Pick<Prompt, 'unread' | 'provider'>
  readonly tallied: readonly Tallied[]
  /** Names of the detectors that failed. */
  readonly failed: readonly string[]
  readonly raises: readonly Level[]
  readonly remembered: Level | null
  readonly hasReason: boolean
  readonly at: number
}

type Judged = { readonly verdict: Verdict; readonly permit: Permit | null }
type Judge = (destination: Destination, ruling: Ruling) => Judged

/**
 * Where a prompt may go, and why: a level first, then for each destination the rules, then the floors that no rule can
 * lower. The same question always gets the same answer, deep frozen. More findings, more that is unread, a higher level, more
 * sealed parts and fewer attributes never permit more. Sealed parts of two origins go to no cloud at all.
 */
export function decide(compiled: CompiledPolicy, question: Question): Decision {
  const { caller, prompt, detection, raises, remembered = null, hasReason = false, at } = question
  const values = tallied(compiled.exceptions, detection.findings, prompt.segments)
  const failed = detection.failed.map(({ detector }) => detector)
  return decideOn(compiled, { caller, prompt, tallied: values, failed, raises, remembered, hasReason, at })
}

/** The same, from what a question comes down to. A record holds nearly all of it, so that it can be asked again. */
export function decideOn(compiled: CompiledPolicy, features: Features): Decision {
  const { policy, enforced } = compiled
  const { level, reasons, types, uncertain } = levelOf(compiled, features)
  const attributes = attributesOf({ ...features, level, types, uncertain })
  const obligations = compiled.obliged(attributes)
  const judge = judgeAt(policy, level, features.prompt, obligations)
  const rule = enforced(attributes)
  const judged = policy.destinations.map((destination) => judge(destination, rule(destination.name)))
  const permitted = judged.flatMap(({ permit }) => (permit === null ? [] : [permit]))
  return frozen({
    kind: permitted.length > 0 ? 'permit' : 'deny',
    level,
    reasons,
    tallied: features.tallied,
    pinned: isPinned(policy, level),
    considered: judged.map(({ verdict }) => verdict),
    permitted,
    shadow: compiled.shadows.flatMap(({ rule, ends, withIt }): ShadowVerdict[] => {
      if (features.at >= ends) return []
      const shadowed = withIt(attributes)
      const would = policy.destinations.filter((destination, index) =>
        rule.destinations.includes(destination.name)
          ? judge(destination, shadowed(destination.name)).permit !== null
          : judged[index]?.verdict.permitted === true,
      )
      return differs(would, permitted) ? [{ rule: rule.id, wouldPermit: would.map(({ name }) => name) }] : []
    }),
    broken: features.hasReason ? brokenBy(compiled, attributes, permitted) : [],
    obligations: obligations.map(({ id }) => id),
    retain: longest(obligations),
    ...(obligations.some(({ seal }) => seal) ? { seal: true } : {}),
    policy: { name: policy.name, version: policy.version, digest: policy.digest },
  })
}

// Both are in the order of the policy's destinations.
const differs = (would: readonly Destination[], permitted: readonly Permit[]) =>
  would.length !== permitted.length || would.some(({ name }, index) => name !== permitted[index]?.destination)

/** The denials that would stand in the way of what is permitted, had the caller given no reason. */
function brokenBy({ enforced }: CompiledPolicy, attributes: Attributes, permitted: readonly Permit[]) {
  const without = enforced({ ...attributes, 'request.reason': ['false'] })
  return permitted.flatMap(({ destination }) => {
    const { ground, rule } = without(destination)
    return ground === 'denied_by_rule' ? [{ destination, rule: rule.id }] : []
  })
}

const DAYS = { d: 1, m: 31, y: 366 } as const
const daysOf = (retain: Retention) => Number.parseInt(retain, 10) * DAYS[retain.at(-1) as keyof typeof DAYS]

function longest(obligations: readonly Obligation[]): Retention | null {
  const all = obligations.flatMap(({ retain }) => (retain === null ? [] : [retain]))
  return all.sort((one, other) => daysOf(other) - daysOf(one))[0] ?? null
}

const isPinned = (policy: Policy, level: Level) =>
  !policy.levels.includes(policy.pinFrom) || rankOf(policy.levels, level) >= rankOf(policy.levels, policy.pinFrom)

/** A level or a limit that is not in the list is above, never within. */
const isWithin = ({ levels }: Policy, level: Level, limit: Level) =>
  levels.includes(level) && levels.indexOf(level) <= levels.indexOf(limit)

const FLOORS = {
  no_rule: 'no rule allows it',
  pinned: 'prompts of this level stay inside the network',
  above_max_level: 'the prompt is more sensitive than this destination may receive',
  no_provider_left: 'the obligations leave no provider that may be used there',
  sealed_elsewhere: 'the prompt brings back sealed parts that came from elsewhere',
  provider_narrowed_to_nothing: 'the caller narrowed the provider list until no permitted provider was left',
} as const

function judgeAt(
  policy: Policy,
  level: Level,
  { unread, provider: asked }: Features['prompt'],
  obligations: readonly Obligation[],
): Judge {
  const origins = originsOf(unread)
  return (destination, { ground, rule }) => {
    const { name, zone, maxLevel } = destination
    const denied = (ground: keyof typeof FLOORS): Judged => ({
      verdict: { destination: name, zone, permitted: false, ground, rule: null, because: FLOORS[ground] },
      permit: null,
    })
    if (ground === 'no_rule') return denied(ground)
    const said = { destination: name, zone, ground, rule: rule.id, because: rule.because }
    if (ground === 'denied_by_rule') {
      const lifted = rule.unless === undefined ? {} : { unless: rule.unless }
      return { verdict: { ...said, permitted: false, ...lifted }, permit: null }
    }
    if (zone !== 'lan' && isPinned(policy, level)) return denied('pinned')
    if (!isWithin(policy, level, maxLevel)) return denied('above_max_level')
    if (zone !== 'lan' && isFromElsewhere(origins, name)) return denied('sealed_elsewhere')
    const obliged = zone === 'lan' ? null : obligedAt(destination, obligations)
    if (obliged === 'nothing') return denied('no_provider_left')
    const provider = zone === 'lan' ? null : narrowProvider(obliged, asked)
    if (provider === 'nothing') return denied('provider_narrowed_to_nothing')
    const permit = { destination: name, zone, maxLevel, rule: rule.id, provider }
    return { verdict: { ...said, permitted: true }, permit }
  }
}

/** What is asked of providers there: by the policy for the destination, narrowed by each obligation that applies. */
function obligedAt({ name, provider }: Destination, obligations: readonly Obligation[]): JsonObject | null | 'nothing' {
  let flags = provider
  for (const obligation of obligations) {
    if (obligation.provider === null || !obligation.destinations.includes(name)) continue
    const narrowed = narrowProvider(flags, obligation.provider)
    if (narrowed === 'nothing') return 'nothing'
    flags = narrowed
  }
  return flags
}
