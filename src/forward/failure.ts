import type { AttemptResult } from '../terms/attempt.ts'
import type { ProblemCode } from '../terms/problem.ts'
import { Problem } from '../terms/problem.ts'
import { EgressError } from './egress-error.ts'

/** Why one attempt brought no answer. */
export type Failure = {
  readonly result: Exclude<AttemptResult['result'], 'answered'>
  /** Upstream status, when there was one. */
  readonly status: number | null
  /** A short machine word for the log: an error code, or what was wrong with the answer. */
  readonly why: string
  /** Seconds, as the upstream asked. */
  readonly retryAfter: number | null
  /** True when the upstream says that the prompt is too long for the model. */
  readonly tooLong: boolean
  /** True when no other attempt may be made, because the prompt has gone where it was not asked to. */
  readonly final: boolean
  /** True for a status of the request's that this kind of server gives when it failed itself. */
  readonly ofNode?: boolean
  /** What to answer with, when it was found out here and nothing was sent. */
  readonly problem?: Problem
  /** For the log. */
  readonly cause?: unknown
}

export function failure(result: Failure['result'], why: string, more: Partial<Failure> = {}): Failure {
  return { status: null, retryAfter: null, tooLong: false, final: false, ...more, result, why }
}

/** A transport error: what the guard refused, what never connected, what broke off, and what is not HTTP. */
export function toFailure(cause: unknown, connected: boolean): Failure {
  const code = codeOf(cause)
  if (cause instanceof EgressError) return failure('refused', code)
  if (!connected) return failure('unreachable', code)
  return failure(code.startsWith('HPE_') ? 'error' : 'reset', code)
}

function codeOf(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : cause instanceof Error ? cause.name : 'unknown'
}

/**
 * Whether another attempt may help. A 4xx is about the request and stays the answer; but for 408, for 429 when the
 * configuration says so, and for what this kind of server says when it failed.
 */
export function movesOn({ status, result, final, ofNode }: Failure, on429: boolean): boolean {
  if (result === 'aborted' || final) return false
  if (ofNode === true || status === null || status < 400 || status >= 500) return true
  return status === 408 || (status === 429 && on429)
}

/** What an upstream's 4xx means to our caller. What is about our key, account or model (401, 402, 403, 404 …) is not theirs. */
const MEANS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request',
  408: 'upstream_timeout',
  413: 'invalid_request',
  422: 'invalid_request',
  429: 'rate_limited',
}

const REFUSED = 'The model server refused the request as not valid for this model.'

/** Where else a request could have gone: `pinned`, by its level nowhere but to the LAN; `lanOnly`, by its model's list. */
export type Confined = {
  readonly pinned: boolean
  readonly lanOnly: boolean
  /** The field of the caller's API that holds the prompt. */
  readonly promptField: string
}

/**
 * The problem to answer with when no attempt brought an answer. A LAN that cannot be reached, and for a pinned prompt one
 * that fails in whatever way, is no fault of an upstream but a lack of one: 503, try again. What could not be sent anywhere,
 * because it cannot be said in the API of any server, is the caller's to change.
 */
export function problemAfter(failures: readonly Failure[], confined: Confined): Problem {
  const tried = failures.filter(({ problem }) => problem === undefined)
  const last = tried.at(-1)
  const unsent = failures.find(({ problem }) => problem !== undefined)?.problem
  if (last === undefined && unsent !== undefined) return unsent
  const nowhere = tried.every(({ result }) => ['unreachable', 'refused', 'not_local'].includes(result))
  const lacking = (confined.lanOnly && nowhere) || (confined.pinned && last !== undefined && movesOn(last, false))
  if (last === undefined || lacking) {
    return new Problem('no_permitted_destination', 'no node answered', {
      reason: last?.why ?? 'no_attempt',
      retryAfter: 5,
    })
  }
  const code = codeFor(last)
  return new Problem(code, `no attempt was answered: ${last.result} ${last.why}`, detailOf(code, last, confined))
}

function codeFor({ result, status, tooLong }: Failure): ProblemCode {
  if (tooLong) return 'context_length_exceeded'
  if (result === 'timed_out') return 'upstream_timeout'
  return (status === null ? undefined : MEANS[status]) ?? 'upstream_error'
}

function detailOf(code: ProblemCode, { retryAfter, why, result, final }: Failure, { promptField }: Confined) {
  if (code === 'context_length_exceeded') return { param: promptField, reason: why }
  if (code === 'invalid_request') return { says: REFUSED, reason: why }
  const reason = final ? why : `${result}:${why}`
  return { reason, ...(retryAfter === null ? {} : { retryAfter }) }
}
