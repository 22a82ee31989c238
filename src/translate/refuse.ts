import { Problem } from '../terms/problem.ts'

/** The Problem for a part of a request that a server of chat completions has no words for. `why` quotes nothing of the request. */
export function untranslatable(param: string, why: string): Problem {
  const says = `${param} cannot be served by the model server that this prompt may go to: ${why}.`
  return new Problem('invalid_request', 'there is no translation', { says, param, reason: 'untranslatable' })
}
