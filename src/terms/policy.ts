import type { CallerAttribute } from './caller.ts'
import type { CustomDetector } from './custom-detector.ts'
import type { Destination } from './destination.ts'
import type { JsonObject } from './json.ts'
import type { Level, Levels } from './level.ts'
import type { Api } from './prompt.ts'

/** Everything a condition may name. A closed list. */
export type Attribute =
  | `caller.${CallerAttribute}`
  | 'level'
  | 'finding'
  | 'request.model'
  | 'request.api'
  | 'request.stream'
  | 'request.tools'

/** What a denial may yield to. A closed list. `request.reason` is `true` when the caller gave a reason in `x-cordon-reason`. */
export type Excuse = `caller.${CallerAttribute}` | 'request.reason'

/** How one entity type raises the level. */
export type DetectRule = {
  /** Findings less sure than this do not count. */
  readonly sure: number
  /** From this many findings on, this level; ascending by count. */
  readonly tiers: readonly { readonly count: number; readonly level: Level }[]
  /** Names of exceptions whose exact values do not count. */
  readonly except: readonly string[]
}

export type Together = { readonly all: readonly string[]; readonly level: Level; readonly because: string }

export type Exception = {
  readonly name: string
  readonly exact: readonly string[]
  readonly owner: string
  /** The last day on which it holds, as YYYY-MM-DD in UTC. */
  readonly until: string
  readonly because: string
}

export type Rule = {
  readonly id: string
  readonly effect: 'allow' | 'deny'
  readonly destinations: readonly string[]
  /** All must match; each matches when the attribute has one of the values. Booleans are written as 'true' and 'false'. */
  readonly when: Readonly<Partial<Record<Attribute, readonly string[]>>>
  /** Of a denial: what lifts it, when the request has one of the values of every attribute named here. What is missing lifts nothing. */
  readonly unless?: Readonly<Partial<Record<Excuse, readonly string[]>>>
  /** Evaluated and recorded, without effect on the outcome. */
  readonly shadow: boolean
  /** Of a shadow rule: the last day on which it is evaluated, as YYYY-MM-DD in UTC. Absent: without an end. */
  readonly until?: string
  readonly because: string
}

/** What comes with permission. It matches as a denial does, and all that match apply together: they only tighten. */
export type Obligation = {
  readonly id: string
  readonly destinations: readonly string[]
  readonly when: Rule['when']
  /** Narrows what is asked of providers there; null: nothing. */
  readonly provider: JsonObject | null
  /** How long the record must be kept at least, such as `6y`; null: not said. */
  readonly retain: Retention | null
  /** Prompt and answer are kept, sealed for auditors. Absent: nothing is. */
  readonly seal?: true
  readonly because: string
}

/** A number of days, months or years. */
export type Retention = `${number}${'d' | 'm' | 'y'}`

export type PolicyTest = {
  readonly it: string
  readonly line: number
  readonly caller: Readonly<Partial<Record<CallerAttribute, readonly string[]>>>
  /** Text to read and detect in, or null when a request or findings are given. */
  readonly prompt: string | null
  /** A request as a client would send it, to read and detect in. */
  readonly request: { readonly api: Api; readonly body: JsonObject } | null
  readonly findings: readonly { readonly type: string; readonly count: number; readonly score: number }[]
  readonly unread: boolean
  readonly detectorFails: boolean
  readonly tools: boolean
  readonly model: string | null
  /** True when the caller gives a reason, for break-glass. */
  readonly reason: boolean
  /** `x-cordon-level` */
  readonly raise: Level | null
  /** The clock of this test, YYYY-MM-DD; null: the day it runs. */
  readonly on: string | null
  readonly expect: {
    readonly level: Level | null
    /** Exactly the permitted destinations; empty means denied everywhere; null: not asserted. */
    readonly to: readonly string[] | null
    readonly never: readonly string[]
    /** The rule that permitted the first destination in `to`, or denied all. */
    readonly rule: string | null
    /** Destination → rule id or floor that denied it. */
    readonly denied: Readonly<Record<string, string>>
    /** Shadow rules that would have changed the outcome. */
    readonly shadow: readonly string[] | null
    /** Permitted destination → what the `provider` object that is sent there must say, among other things. */
    readonly provider: Readonly<Record<string, JsonObject>>
    /** How long the record must be kept; `none` for nothing said; null: not asserted. */
    readonly retain: Retention | 'none' | null
    /** Exactly the obligations that apply; null: not asserted. */
    readonly obligations: readonly string[] | null
    /** The denials that the reason broke; null: not asserted. */
    readonly broken: readonly string[] | null
  }
}

/** A policy that loaded: checked, complete, frozen. */
export type Policy = {
  readonly name: string
  readonly version: string
  readonly owners: readonly string[]
  readonly levels: Levels
  /** From this level on only `lan` destinations, whatever a rule says. */
  readonly pinFrom: Level
  readonly unread: Level
  /** Detectors of the policy's own; absent where it has none. */
  readonly detectors?: readonly CustomDetector[]
  readonly detect: Readonly<Record<string, DetectRule>>
  readonly together: readonly Together[]
  readonly exceptions: Readonly<Record<string, Exception>>
  readonly destinations: readonly Destination[]
  readonly rules: readonly Rule[]
  /** Absent in a policy that has none. */
  readonly obligations?: readonly Obligation[]
  readonly tests: readonly PolicyTest[]
  /** SHA-256 over everything above but the tests, in canonical JSON; hex. */
  readonly digest: string
}
