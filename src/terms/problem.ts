/**
 * Every way in which a request can fail without a policy having forbidden it, and a denial's own code.
 * `code` is public: clients branch on it. Status, and one fixed sentence that never quotes the request.
 */
export const PROBLEMS = {
  invalid_token: { status: 401, says: 'The access token is missing, expired or not valid for this service.' },
  step_up_required: { status: 401, says: 'A policy rule asks for a stronger sign-in.' },
  policy_denied: { status: 403, says: 'A policy rule forbids this request.' },
  cross_site: { status: 403, says: 'This does not come from the page that it is for.' },
  misdirected: { status: 421, says: 'This server is not called by that name: "console.url" says what it is called.' },
  not_found: { status: 404, says: 'There is no such endpoint here.' },
  method_not_allowed: { status: 405, says: 'This endpoint does not answer to that method.' },
  model_not_found: { status: 404, says: 'There is no such model here.' },
  invalid_request: { status: 400, says: 'The request is not valid.' },
  context_length_exceeded: { status: 400, says: 'The prompt is too long for this model.' },
  payload_too_large: { status: 413, says: 'The request body is too large.' },
  unsupported_media_type: { status: 415, says: 'Send application/json in UTF-8, without a content encoding.' },
  upgrade_required: { status: 426, says: 'WebSockets are not served here. Send the same request as HTTP POST.' },
  headers_too_large: { status: 431, says: 'The request headers or the access token are too large.' },
  rate_limited: { status: 429, says: 'Too many requests.' },
  identity_unavailable: {
    status: 503,
    says: 'The identity provider cannot be reached, so the token cannot be checked.',
  },
  no_permitted_destination: { status: 503, says: 'No destination that is permitted for this request is available.' },
  audit_unavailable: { status: 503, says: 'The request could not be recorded, so nothing was sent.' },
  upstream_error: { status: 502, says: 'The model server did not answer properly.' },
  upstream_timeout: { status: 504, says: 'The model server did not answer in time.' },
  internal_error: { status: 500, says: 'Something went wrong here.' },
} as const satisfies Record<string, { readonly status: number; readonly says: string }>

export type ProblemCode = keyof typeof PROBLEMS

export type ProblemDetail = {
  /** A sentence for the caller in place of the fixed one. It may name a field or a limit, never a value from the request. */
  readonly says?: string
  /** The field at fault, in the words of the caller's API. */
  readonly param?: string
  /** A short machine word for the record only, such as `dup_key` or `aud`. */
  readonly reason?: string
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number
  /** Authentication contexts (`acr`) one of which is asked for. */
  readonly contexts?: readonly string[]
  readonly cause?: unknown
}

/**
 * A request that cannot be served. `code`, `says` and `param` are for the caller;
 * `reason` is for the record; `message` and `cause` are for the operational log, and only for it.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  readonly says: string
  readonly param: string | null
  readonly reason: string | null
  readonly retryAfter: number | null
  readonly contexts: readonly string[]

  constructor(code: ProblemCode, forTheLog: string, detail: ProblemDetail = {}) {
    super(forTheLog, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.status = PROBLEMS[code].status
    this.says = detail.says ?? PROBLEMS[code].says
    this.param = detail.param ?? null
    this.reason = detail.reason ?? null
    this.retryAfter = detail.retryAfter ?? null
    this.contexts = detail.contexts ?? []
  }
}

/** Anything that was thrown, as a Problem. What is not one already is a bug: `internal_error`. */
export function toProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem('internal_error', 'unexpected error', { cause: thrown })
}
