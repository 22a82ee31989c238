import type { Decision, Rehearsal } from '../terms/decision.ts'
import type { CompiledPolicy } from './compile.ts'
import { decide } from './decide.ts'
import type { Question } from './decide.ts'

/** What a candidate would have said to a question that the policy in force has answered. */
export function rehearse(candidate: CompiledPolicy, question: Question, real: Decision): Rehearsal {
  const { level, permitted, policy } = decide(candidate, question)
  const names = permitted.map(({ destination }) => destination)
  const same =
    names.length === real.permitted.length && real.permitted.every((permit) => names.includes(permit.destination))
  return { policy, level, permitted: names, changes: !same }
}
