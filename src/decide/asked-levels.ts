import type { Level, Levels } from '../terms/level.ts'
import { Problem } from '../terms/problem.ts'

/**
 * The levels that a caller's `x-cordon-level` headers ask for. Several headers and comma lists are united, because levels
 * only rise. An unknown name is refused rather than taken for the top: the caller has a typo to hear of.
 */
export function askedLevels(levels: Levels, headerValues: readonly string[]): readonly Level[] {
  const asked = headerValues.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase())
  return [...new Set(asked)].map((name) => {
    const level = levels.find((level) => level.toLowerCase() === name)
    if (level !== undefined) return level
    throw new Problem('invalid_request', 'unknown level in x-cordon-level', {
      says: `x-cordon-level must name one of these levels: ${levels.join(', ')}.`,
      param: 'x-cordon-level',
      reason: 'level',
    })
  })
}
