import type { PolicyTest } from '../terms/policy.ts'
import { lintDestinations, lintNever } from './lint-destinations.ts'
import { lintLevels, lintThresholds } from './lint-levels.ts'
import { lintRules } from './lint-rules.ts'
import { lintWords } from './lint-words.ts'
import type { LoadedPolicy } from './load-policy.ts'
import type { PlacedNote } from './note.ts'
import { inOrder } from './remark.ts'
import { toSuggestion } from './suggestion.ts'

export type LintParts = {
  /** Tests that stand in files beside the policy; the policy has its own. */
  readonly beside: readonly PolicyTest[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Everything in a policy that is allowed and probably not meant, in the order of the file, each with what to do about it. That something changes
 * nothing is never a guess: it was tried. Where there is too much to try, a note says so.
 */
export function lint({ policy, doubts, place }: LoadedPolicy, { beside, now }: LintParts): readonly PlacedNote[] {
  const tests = [...policy.tests, ...beside]
  const notes = [
    ...lintRules(policy),
    ...lintDestinations(policy),
    ...lintLevels(policy, now),
    ...lintWords(policy),
    ...lintThresholds(policy, tests),
    ...lintNever(policy, tests),
  ]
  return inOrder([
    ...doubts.map((doubt): PlacedNote => ({ code: 'doubt', ...doubt, suggestion: toSuggestion(doubt.message) })),
    ...notes.map(({ code, path, part, message, suggestion }): PlacedNote => {
      return { code, ...place(path, part), message, suggestion }
    }),
  ])
}
