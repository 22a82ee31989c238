/** What short words of records mean, in sentences. A word that is not here is shown as it is. */

import { ownOf } from './own.ts'

const GROUNDS: Readonly<Record<string, string>> = {
  allowed_by_rule: 'a rule allows it',
  denied_by_rule: 'a rule forbids it',
  no_rule: 'no rule allows it',
  pinned: 'the prompt is held to the LAN',
  above_max_level: 'the prompt is above what may go there',
  sealed_elsewhere: 'a part that only another destination can read',
  no_provider_left: 'no provider there meets what the policy asks',
  provider_narrowed_to_nothing: 'the caller’s own preferences leave no provider',
}
export const groundSays = (ground: string): string => ownOf(GROUNDS, ground) ?? ground.replaceAll('_', ' ')

const PROBLEMS: Readonly<Record<string, string>> = {
  invalid_token: 'the token was missing, expired or not valid',
  step_up_required: 'a rule asks for a stronger sign-in',
  policy_denied: 'a policy rule forbids it',
  not_found: 'there is no such endpoint',
  method_not_allowed: 'the endpoint does not answer to that method',
  model_not_found: 'there is no such model here',
  invalid_request: 'the request is not valid',
  context_length_exceeded: 'the prompt is too long for every node that is permitted',
  payload_too_large: 'the body is too large',
  rate_limited: 'too many requests',
  identity_unavailable: 'the token could not be checked',
  no_permitted_destination: 'no destination that is permitted was available',
  audit_unavailable: 'it could not be recorded, so nothing was sent',
  upstream_error: 'the model server did not answer properly',
  upstream_timeout: 'the model server did not answer in time',
  internal_error: 'Cordon itself failed',
}
export const problemSays = (code: string): string => ownOf(PROBLEMS, code) ?? code.replaceAll('_', ' ')

const RESULTS: Readonly<Record<string, string>> = {
  answered: 'It was answered.',
  failed: 'It failed, at every destination that was tried.',
  aborted: 'The caller hung up before the answer was whole.',
  unknown: 'Cordon stopped before it knew how it ended.',
}
export const resultSays = (result: string): string => ownOf(RESULTS, result) ?? result

const VERIFIED: Readonly<Record<string, string>> = {
  kept: 'as the policy asks, says the answer',
  breached: 'not as the policy asks, says the answer',
  unverified: 'not told by the answer',
}
export const verifiedSays = (verdict: string): string => ownOf(VERIFIED, verdict) ?? verdict

const WHY: Readonly<Record<string, string>> = {
  finding: 'found',
  unread: 'not read',
  failed: 'a detector failed',
  together: 'together',
  caller: 'who asked',
  raised: 'asked for by the caller',
  remembered: 'from earlier in the conversation',
}
export const whySays = (kind: string): string => ownOf(WHY, kind) ?? kind.replaceAll('_', ' ')
