import type { CallerAttribute } from './caller.ts'
import type { Decision, Ground } from './decision.ts'
import type { Tallied } from './finding.ts'
import type { JsonObject } from './json.ts'
import type { Level } from './level.ts'
import type { Api, Unread } from './prompt.ts'

/** A decision as its record has it: what it was made of, as far as a record may hold that, and what came of it. */
export type Recorded = {
  readonly request: string
  /** Milliseconds since 1970. */
  readonly received: number
  /** By policy attribute. Without `subject`, of which a record has a pseudonym only. */
  readonly attributes: Readonly<Partial<Record<CallerAttribute, readonly string[]>>>
  readonly prompt: {
    readonly api: Api
    /** Null for a name that may not be written down. */
    readonly model: string | null
    readonly stream: boolean
    readonly tools: boolean
    /** The caller gave a reason. */
    readonly reason: boolean
    /** What the caller asked to leave out, with digests for what is no name. */
    readonly provider: JsonObject | null
  }
  readonly unread: readonly Pick<Unread, 'kind' | 'from'>[]
  readonly tallied: readonly Tallied[]
  /** Detectors that failed. */
  readonly failed: readonly string[]
  /** Levels that the caller's header and token asked for. One that the policy did not know stands here as its top. */
  readonly raised: readonly { readonly by: 'caller_header' | 'token_claim'; readonly level: Level }[]
  /** The level that earlier turns had. */
  readonly remembered: Level | null
  readonly decided: {
    readonly level: Level
    readonly policy: Decision['policy']
    readonly considered: readonly RecordedVerdict[]
    readonly permitted: readonly string[]
    readonly shadow: Decision['shadow']
    /** What the policy that was tried beside it would have done. */
    readonly candidate: {
      readonly policy: Decision['policy']
      readonly level: Level
      readonly permitted: readonly string[]
    } | null
  }
  /** Why the record does not hold all that the decision was made of; empty when it does. */
  readonly lacks: readonly Lack[]
}

export type RecordedVerdict = {
  readonly to: string
  readonly permitted: boolean
  readonly ground: Ground
  readonly rule: string | null
}

/** `cut`: the record was too long. `values`: of an older version. `claims`, `providers`: a list that may have been longer. */
export type Lack = 'cut' | 'values' | 'claims' | 'providers'

/** What cannot be known of a question from its record, and makes a difference to the answer. */
export type Open = Lack | 'model' | 'subject' | 'exceptions' | 'levels' | 'earlier_turns' | 'too_many'

/** What a policy says to a question that was recorded. */
export type Replayed =
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'undecidable'; readonly open: readonly [Open, ...Open[]] }
