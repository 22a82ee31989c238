import type { Attempt, AttemptResult } from '../terms/attempt.ts'
import type { NodePool } from './node-pool.ts'

/**
 * Counts a request as work of the first node it is sent to, from now until what comes back is called with what came of every
 * attempt; each of those is a sign of its node's health. Call it once, also with no results when nothing was tried.
 */
export function follow(pool: NodePool, attempts: readonly Attempt[]): (results: readonly AttemptResult[]) => void {
  const first = attempts[0]?.node ?? null
  if (first !== null) pool.began(first)
  return (results) => {
    let held = first
    for (const { node, result, status } of results) {
      if (node === null) continue
      if (node === held) held = null
      else pool.began(node)
      pool.ended(node, { result, status })
    }
    if (held !== null) pool.ended(held, { result: 'aborted', status: null })
  }
}
