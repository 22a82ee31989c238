import { nameOfDetector } from '../terms/custom-detector.ts'
import type { Policy } from '../terms/policy.ts'
import type { Judging } from './diff.ts'
import { isEquivalent } from './equivalent.ts'
import { mutantsOf } from './mutants.ts'
import type { Mutant } from './mutants.ts'
import { runTest } from './run-tests.ts'
import type { Decide, ReadyTest } from './run-tests.ts'

export type Mutated = {
  /** Mutants that a test fails for. */
  readonly killed: number
  /** Mutants that no test fails for, though some request would be judged otherwise. */
  readonly survivors: readonly Mutant[]
  /** Mutants that are proven to judge every request as the policy does, so that no test could fail for them. */
  readonly equivalent: readonly Mutant[]
}

export type MutationRooms = {
  readonly decide: (policy: Policy) => Decide
  readonly judging: Judging
}

/** Asks each mutant of a policy what its tests ask. The tests must pass on the policy itself. */
export function mutate(policy: Policy, tests: readonly ReadyTest[], { decide, judging }: MutationRooms): Mutated {
  const bare: Policy = { ...policy, tests: [] }
  let killed = 0
  const [survivors, equivalent]: [Mutant[], Mutant[]] = [[], []]
  // The test that killed the mutant before is likely to kill the next one, too.
  let likely = tests[0]
  for (const mutant of mutantsOf(bare)) {
    const decided = decide(mutant.policy)
    const gone = lostBy(bare, mutant.policy)
    const isKilledBy = (test: ReadyTest | undefined) => test !== undefined && !runTest(unseen(test, gone), decided).passed // prettier-ignore
    const killer = isKilledBy(likely) ? likely : tests.find(isKilledBy)
    if (killer !== undefined) {
      killed += 1
      likely = killer
    } else if (gone.size === 0 && isEquivalent(bare, mutant.policy, judging)) equivalent.push(mutant)
    else survivors.push(mutant)
  }
  return { killed, survivors, equivalent }
}

/** The names of the detectors that a mutant lacks. */
const lostBy = ({ detectors = [] }: Policy, mutant: Policy): ReadonlySet<string> =>
  new Set(detectors.filter((one) => mutant.detectors?.includes(one) !== true).map(({ type }) => nameOfDetector(type)))

/** A test as it is asked when some detectors are gone: without what they found. */
function unseen(test: ReadyTest, gone: ReadonlySet<string>): ReadyTest {
  if (gone.size === 0 || test.question === null) return test
  const { detection } = test.question
  const findings = detection.findings.filter(({ detector }) => !gone.has(detector))
  return { ...test, question: { ...test.question, detection: { ...detection, findings } } }
}

/** Percent of the mutants that could be killed, to one decimal and rounded down; 100 when there are none. */
export function scoreOf({ killed, survivors }: Mutated): number {
  const count = killed + survivors.length
  return count === 0 ? 100 : Math.floor((killed / count) * 1000) / 10
}
