import type { AttemptResult } from '../terms/attempt.ts'

/** What one attempt says about its node: it works, it does not, nothing can be known from it, or it may not be used at all. */
export type Sign = 'good' | 'bad' | 'gone' | 'not_local' | 'none'

/**
 * Reads an attempt's result as a sign of health. A 4xx is about the request or the load, and a caller that went away says
 * nothing; a guard's refusal, a redirect or no connection need no second time to be believed.
 */
export function signOf({ result, status }: Pick<AttemptResult, 'result' | 'status'>): Sign {
  if (result === 'answered') return 'good'
  if (result === 'aborted') return 'none'
  if (result === 'not_local') return 'not_local'
  if (result === 'unreachable' || result === 'refused' || result === 'redirected') return 'gone'
  return status !== null && status >= 400 && status < 500 ? 'none' : 'bad'
}
