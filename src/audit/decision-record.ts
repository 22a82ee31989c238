import type { JsonObject } from '../terms/json.ts'
import type { ProblemCode } from '../terms/problem.ts'
import type { Effect, Facts, RecordParts } from './request-record.ts'
import { requestFields } from './request-record.ts'

/** A request about which the policy was asked. */
export type DecidedFacts = Required<Omit<Facts, Unsure>> & Pick<Facts, Unsure>
type Unsure = 'problem' | 'rehearsal' | 'excuse'

/**
 * The record that must be durable before anything leaves and before a denial is answered. `effect` is `permit` only when the
 * decision permits, there is something to try, and no problem stands in the way.
 */
export function decisionRecord(facts: DecidedFacts, parts: RecordParts): JsonObject {
  return { type: 'decision', effect: effectOf(facts), ...requestFields(facts, parts) }
}

/** What a caller is told when a policy forbids. */
const FORBIDDEN: readonly ProblemCode[] = ['policy_denied', 'step_up_required']

function effectOf({ decision, plan, problem }: DecidedFacts): Effect {
  if (decision.kind === 'permit' && plan.kind === 'attempts' && problem === undefined) return 'permit'
  const isDenied = decision.kind === 'deny' || (plan.kind === 'nothing' && plan.reason === 'no_substitute')
  return isDenied && (problem === undefined || FORBIDDEN.includes(problem.code)) ? 'deny' : 'refuse'
}
