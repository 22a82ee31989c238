import { Problem } from '../terms/problem.ts'

/**
 * The Problem for a request that cannot be read. `param` is the field in the caller's words, or null.
 * `says` is shown to the caller: it may name fields and limits, and never quotes a value.
 */
export function refuse(param: string | null, says: string, reason: string): Problem {
  return new Problem('invalid_request', `request refused: ${reason}`, {
    says,
    reason,
    ...(param === null ? {} : { param }),
  })
}
