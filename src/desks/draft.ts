import type { PolicyProblem } from '../contract/playground.ts'
import { faultsIn } from '../detect/custom-detector.ts'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import type { LoadedPolicy } from '../policy/load-policy.ts'
import { PolicyError, toText } from '../policy/remark.ts'
import type { Remark } from '../policy/remark.ts'
import { toSuggestion } from '../policy/suggestion.ts'

/** A policy that somebody tries: `loaded` is null exactly when there are problems. */
export type Draft = {
  readonly loaded: LoadedPolicy | null
  readonly problems: readonly PolicyProblem[]
  readonly warnings: readonly PolicyProblem[]
}

const FILE = 'draft.yaml'
const MOST = 200

/**
 * A policy from what somebody sent. A policy names no other file, so nothing but the text is looked at. What is wrong with it is told, and never
 * thrown; call it in a thread all the same, because a text can be made so that reading it takes long.
 */
export function readDraft(text: string, now: number): Draft {
  const deep = tooDeepAt(text)
  if (deep !== null) return { loaded: null, problems: toProblems([deep]), warnings: [] }
  try {
    const loaded = loadPolicy({ text, file: FILE, entities: ENTITY_TYPES, checkDetector: faultsIn, now })
    return { loaded, problems: [], warnings: toProblems(loaded.doubts) }
  } catch (cause) {
    return { loaded: null, problems: toProblems(remarksIn(cause)), warnings: [] }
  }
}

const MOST_DEPTH = 64

/** The first line with far more open brackets than a policy has: a parser would need memory for each. */
function tooDeepAt(text: string): Remark | null {
  let [line, open, start] = [1, 0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === 0x0a) [line, open, start] = [line + 1, 0, at + 1]
    else if (char === 0x5b || char === 0x7b) open += 1
    else if (char === 0x5d || char === 0x7d) open -= 1
    if (open > MOST_DEPTH) return { line, column: at - start + 1, message: 'nested too deeply' }
  }
  return null
}

/** A text that is nested deeper than a stack is high is no policy, and the only one that fails otherwise. */
const remarksIn = (cause: unknown): readonly Remark[] => {
  if (cause instanceof PolicyError) return cause.remarks
  if (cause instanceof RangeError) return [{ line: 1, column: 1, message: 'nested too deeply' }]
  throw cause
}

const toProblems = (remarks: readonly Remark[]): readonly PolicyProblem[] =>
  remarks.slice(0, MOST).map((remark) => ({
    ...{ line: remark.line, column: remark.column, message: remark.message },
    ...{ text: toText(FILE, remark), suggestion: toSuggestion(remark.message) },
  }))
