import type { Attempt, AttemptResult, Outcome, Plan } from '../terms/attempt.ts'
import type { Decision, Rehearsal } from '../terms/decision.ts'
import type { Detection } from '../terms/finding.ts'
import type { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import type { StepName } from './catalogue.ts'

/** A piece of time in milliseconds of a clock that never goes back. */
export type Span = { readonly from: number; readonly to: number }

/** One step of a request; `failed` when it threw. */
export type Step = Span & { readonly name: StepName; readonly failed: boolean }

/** One attempt, with what came of it. */
export type Try = Span & { readonly attempt: Attempt; readonly result: AttemptResult }

/** What came to be known of a request. */
export type Known = {
  readonly prompt?: Prompt
  readonly detection?: Detection
  readonly decision?: Decision
  readonly rehearsal?: Rehearsal
  readonly plan?: Plan
  readonly listed?: readonly string[]
}

/** One request from its beginning to its end, for whoever counts, traces or logs it: none of them may keep any of its texts. */
export type Story = Span & {
  readonly request: string
  readonly api: Api | null
  readonly known: Known
  readonly steps: readonly Step[]
  readonly tries: readonly Try[]
  /** Null for what was not permitted. */
  readonly outcome: Outcome | null
  /** What it was answered with, if that was an error. */
  readonly problem: Problem | null
}

/** Who watches one request while it is served. */
export type Watch = {
  /** The same work, but timed. It may be done at once or take its time, and may throw. */
  readonly timed: <A extends readonly unknown[], R>(name: StepName, work: (...given: A) => R) => (...given: A) => R
  /** An attempt begins; what is returned is called with its end. */
  readonly began: (attempt: Attempt) => (result: AttemptResult) => void
  readonly heard: (outcome: Outcome) => void
  readonly end: (problem: Problem | null) => Story
}

export type WatchParts = Pick<Story, 'request' | 'api' | 'known'> & {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

/** Begins to watch a request now. */
export function createWatch({ now, ...about }: WatchParts): Watch {
  const from = now()
  const steps: Step[] = []
  const tries: Try[] = []
  let outcome: Outcome | null = null
  return {
    timed: (name, work) => {
      const note = (at: number, failed: boolean) => void steps.push({ name, from: at, to: now(), failed })
      return (...given) => {
        const at = now()
        try {
          const done = work(...given)
          if (!(done instanceof Promise)) note(at, false)
          else
            done.then(
              () => note(at, false),
              () => note(at, true),
            )
          return done
        } catch (thrown) {
          note(at, true)
          throw thrown
        }
      }
    },
    began: (attempt) => {
      const at = now()
      return (result) => void tries.push({ attempt, result, from: at, to: now() })
    },
    heard: (came) => {
      outcome = came
    },
    end: (problem) => ({ ...about, from, to: now(), steps, tries, outcome, problem }),
  }
}
