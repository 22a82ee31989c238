import type { JsonObject } from '../terms/json.ts'
import type { Problem, ProblemCode } from '../terms/problem.ts'
import type { Api } from '../terms/prompt.ts'

/** What an error is told as: a status, headers and a body in the shape of the API that was called. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: JsonObject
}

/** OpenAI's `error.type` for each of our codes. */
const OPENAI_TYPE = {
  invalid_token: 'authentication_error',
  step_up_required: 'authentication_error',
  policy_denied: 'policy_violation',
  cross_site: 'policy_violation',
  misdirected: 'invalid_request_error',
  not_found: 'invalid_request_error',
  method_not_allowed: 'invalid_request_error',
  model_not_found: 'invalid_request_error',
  invalid_request: 'invalid_request_error',
  context_length_exceeded: 'invalid_request_error',
  payload_too_large: 'invalid_request_error',
  unsupported_media_type: 'invalid_request_error',
  upgrade_required: 'invalid_request_error',
  headers_too_large: 'invalid_request_error',
  rate_limited: 'rate_limit_error',
  identity_unavailable: 'server_error',
  no_permitted_destination: 'server_error',
  audit_unavailable: 'server_error',
  upstream_error: 'server_error',
  upstream_timeout: 'server_error',
  internal_error: 'server_error',
} as const satisfies Record<ProblemCode, string>

/** Anthropic's `error.type` for each of our codes. */
const ANTHROPIC_TYPE = {
  invalid_token: 'authentication_error',
  step_up_required: 'authentication_error',
  policy_denied: 'permission_error',
  cross_site: 'permission_error',
  misdirected: 'invalid_request_error',
  not_found: 'not_found_error',
  method_not_allowed: 'not_found_error',
  model_not_found: 'not_found_error',
  invalid_request: 'invalid_request_error',
  context_length_exceeded: 'invalid_request_error',
  payload_too_large: 'request_too_large',
  unsupported_media_type: 'invalid_request_error',
  upgrade_required: 'invalid_request_error',
  headers_too_large: 'request_too_large',
  rate_limited: 'rate_limit_error',
  identity_unavailable: 'api_error',
  no_permitted_destination: 'overloaded_error',
  audit_unavailable: 'api_error',
  upstream_error: 'api_error',
  upstream_timeout: 'timeout_error',
  internal_error: 'api_error',
} as const satisfies Record<ProblemCode, string>

const ANTHROPIC: readonly (Api | null)[] = ['messages', 'count_tokens']

/** Trying the same request again cannot help, so the SDKs are told not to: they would send the prompt twice more. */
const FINAL: readonly ProblemCode[] = [
  'policy_denied',
  'step_up_required',
  'invalid_token',
  'model_not_found',
  'invalid_request',
  'context_length_exceeded',
  'upgrade_required',
]

/** Seconds until a retry makes sense, for problems that pass; the SDKs ignore waits above 60 s. */
const RETRY_AFTER: Partial<Record<ProblemCode, number>> = {
  rate_limited: 1,
  identity_unavailable: 5,
  no_permitted_destination: 5,
  audit_unavailable: 1,
}

/** A problem in the words of the caller's API. It holds nothing of the request, and nothing of the log's message or cause. */
export function toAnswer(problem: Problem, api: Api | null, requestId: string): Answer {
  const retryAfter = problem.retryAfter ?? RETRY_AFTER[problem.code]
  const headers: Record<string, string> = {}
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.min(60, Math.max(1, Math.ceil(retryAfter))))
  if (FINAL.includes(problem.code)) headers['x-should-retry'] = 'false'
  if (problem.code === 'invalid_token') headers['www-authenticate'] = 'Bearer error="invalid_token"' // RFC 6750 §3
  if (problem.code === 'step_up_required') headers['www-authenticate'] = challenge(problem)
  if (problem.code === 'upgrade_required') headers['upgrade'] = 'HTTP/1.1' // RFC 9110 §15.5.22
  return {
    status: problem.status,
    headers,
    body: ANTHROPIC.includes(api) ? anthropic(problem, requestId) : openai(problem),
  }
}

/** RFC 9470 §3. A context that a quoted string cannot hold is left out. */
function challenge({ contexts }: Problem): string {
  const values = contexts.filter((context) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(context))
  const asked = values.length === 0 ? '' : `, acr_values="${values.join(' ')}"`
  return `Bearer error="insufficient_user_authentication", error_description="A stronger sign-in is required"${asked}`
}

function openai(problem: Problem): JsonObject {
  const { says: message, param, code } = problem
  return { error: { message, type: OPENAI_TYPE[code], param, code } }
}

function anthropic(problem: Problem, requestId: string): JsonObject {
  return { type: 'error', error: { type: ANTHROPIC_TYPE[problem.code], message: problem.says }, request_id: requestId }
}
