import type { Zone } from './destination.ts'
import type { JsonObject } from './json.ts'
import type { Api } from './prompt.ts'

/** One try at one destination. */
export type Attempt = {
  readonly destination: string
  readonly zone: Zone
  /** The node's name; null for a cloud destination. */
  readonly node: string | null
  /** Base URL; the forwarder appends the API's path. */
  readonly url: URL
  readonly model: string
  /** The API that the destination is asked in. Another than the prompt's: request and answer are translated. */
  readonly api: Api
  /** Until the first byte of the answer; and between any two chunks after it. */
  readonly timeoutMs: number
  readonly provider: JsonObject | null
  readonly apiKey: string | null
  readonly standIn: boolean
}

/** What is to be tried, in order; or why there is nothing to try. */
export type Plan =
  | { readonly kind: 'attempts'; readonly attempts: readonly [Attempt, ...Attempt[]] }
  /**
   * `unknown_model`: 404. `no_substitute`: the model has no permitted destination, 403. `none_available`: 503.
   * `not_offered`: nothing that is permitted speaks this API, nor one that it can be translated to, 404.
   * `busy`: every node that is permitted is, and no place is left to wait in, 429.
   * `image_markup`: the text holds image markup, and every server there is might fetch what it names, 503.
   * `too_long`: there are servers for it, and it fits into the context of none, 400.
   */
  | {
      readonly kind: 'nothing'
      readonly reason:
        'unknown_model' | 'no_substitute' | 'none_available' | 'not_offered' | 'image_markup' | 'busy' | 'too_long'
      /** For `busy`: seconds after which trying again makes sense. */
      readonly retryAfter?: number
    }

/** Gives out the attempts of one request, one at a time. All of them are among those that its plan holds. */
export type Dispatch = {
  /**
   * The next attempt, whose node has a place for it from now on; waits while all nodes are busy. Null when there is none, or when the
   * caller went away, of which `whenGone` tells. Each attempt is followed by one `ended` before another is asked for.
   */
  readonly next: (whenGone: (react: () => void) => void) => Attempt | null | Promise<Attempt | null>
  readonly ended: (result: AttemptResult) => void
  /** Why the last `next` gave nothing out: there was no place left to wait in, or the wait was too long. Null for any other reason. */
  readonly lack: () => 'busy' | 'waited' | null
  /** Milliseconds that the request has waited, all together. */
  readonly waitedMs: () => number
}

/** How one attempt went. `refused`: by our own guard. `error`: an answer that could not be passed on. */
export type AttemptResult = {
  readonly destination: string
  readonly node: string | null
  readonly model: string
  readonly result:
    'answered' | 'refused' | 'unreachable' | 'timed_out' | 'reset' | 'redirected' | 'not_local' | 'aborted' | 'error'
  /** Upstream status, when there was one. */
  readonly status: number | null
  /** Address and port of the connected peer, when there was one. */
  readonly peer: string | null
  readonly ms: number
}

/** Token counts and cost as the upstream reported them, or of a node with a price what its time cost; null where neither is known. */
export type Usage = {
  readonly promptTokens: number | null
  readonly completionTokens: number | null
  /** US dollars. */
  readonly cost: number | null
}

/** What an answer says of how it was made, beside what it was asked to be. */
export type Verification = {
  /** `unverified`: the answer said nothing about it. */
  readonly verdict: 'kept' | 'breached' | 'unverified'
  /** What was not kept: a provider outside of the list, a router's choice, a stage that was not asked for, a kept answer. */
  readonly breaches: readonly ('provider' | 'strategy' | 'pipeline' | 'cache')[]
}

/** What came of a permitted request. */
export type Outcome = {
  readonly attempts: readonly AttemptResult[]
  /** Status sent to the caller. */
  readonly status: number
  readonly result: 'answered' | 'failed' | 'aborted'
  readonly served: {
    readonly destination: string
    readonly node: string | null
    readonly peer: string | null
    /** The model that the answer names; null when it names none. */
    readonly model: string | null
    /** The provider behind OpenRouter that the answer names. */
    readonly provider: string | null
    readonly standIn: boolean
  } | null
  /** Null where nothing was promised: on the LAN, and where nothing was answered. */
  readonly verification: Verification | null
  readonly usage: Usage
  /** Milliseconds that it waited for a node that was not busy. */
  readonly queuedMs: number
  readonly bytesOut: number
  readonly firstByteMs: number | null
  readonly ms: number
}
