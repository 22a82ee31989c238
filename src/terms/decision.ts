import type { Zone } from './destination.ts'
import type { Tallied } from './finding.ts'
import type { JsonObject } from './json.ts'
import type { Level } from './level.ts'
import type { Excuse, Retention } from './policy.ts'

/** Why a prompt has its level: one line for everything that spoke for a level. */
export type LevelReason = {
  readonly kind:
    | 'finding'
    | 'unnamed_finding'
    | 'together'
    | 'unread'
    | 'detector_failed'
    | 'caller_header'
    | 'token_claim'
    | 'conversation'
  /** Entity type, combination, kind of unread part, or detector. */
  readonly what: string
  readonly count: number
  readonly level: Level
}

/** What decided about one destination. */
export type Ground =
  | 'allowed_by_rule'
  | 'denied_by_rule'
  | 'no_rule'
  | 'pinned'
  | 'above_max_level'
  | 'sealed_elsewhere'
  | 'no_provider_left'
  | 'provider_narrowed_to_nothing'

export type Verdict = {
  readonly destination: string
  readonly zone: Zone
  readonly permitted: boolean
  readonly ground: Ground
  /** The rule's id, where a rule decided. */
  readonly rule: string | null
  /** The rule's reason in the policy's words, or a fixed sentence for a floor. */
  readonly because: string
  /** What would have lifted the denial, where something can. */
  readonly unless?: Readonly<Partial<Record<Excuse, readonly string[]>>>
}

/** A destination that this prompt may go to, with all that the connector checks again. */
export type Permit = {
  readonly destination: string
  readonly zone: Zone
  readonly maxLevel: Level
  readonly rule: string
  /** The OpenRouter `provider` object to send: the policy's, narrowed by the caller's. Null for `lan`. */
  readonly provider: JsonObject | null
}

export type ShadowVerdict = {
  readonly rule: string
  /** Destinations that would be permitted if the shadow rule counted. */
  readonly wouldPermit: readonly string[]
}

/** Where a prompt may go, and why. A value, never an exception; frozen, and carried to the socket. */
export type Decision = {
  readonly kind: 'permit' | 'deny'
  readonly level: Level
  readonly reasons: readonly LevelReason[]
  /** What the policy counted from, also where it did not count. */
  readonly tallied: readonly Tallied[]
  /** True when the level is at or above the policy's `pinFrom`. */
  readonly pinned: boolean
  /** One verdict for every destination in the policy, in its order. */
  readonly considered: readonly Verdict[]
  /** Empty exactly when `kind` is `deny`. */
  readonly permitted: readonly Permit[]
  /** Only those that would have changed the outcome. */
  readonly shadow: readonly ShadowVerdict[]
  /** Denials that yielded because the caller gave a reason, for each destination that this opened. */
  readonly broken: readonly { readonly destination: string; readonly rule: string }[]
  /** Obligations that applied. */
  readonly obligations: readonly string[]
  /** How long the record must be kept at least: the longest that an obligation asks for. */
  readonly retain: Retention | null
  /** Prompt and answer must be kept, sealed for auditors. Absent: nothing is. */
  readonly seal?: true
  readonly policy: { readonly name: string; readonly version: string; readonly digest: string }
}

/** What another policy would have said to the same question. It has no effect. */
export type Rehearsal = {
  readonly policy: Decision['policy']
  readonly level: Level
  /** Destinations that it would have permitted. */
  readonly permitted: readonly string[]
  /** True when those are not the ones that were permitted. */
  readonly changes: boolean
}
