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
    const isKilledBy = (test: ReadyTest | undefined) => test !== undefined && !runTest(test, decided).passed
    const killer = isKilledBy(likely) ? likely : tests.find(isKilledBy)
    if (killer !== undefined) {
      killed += 1
      likely = killer
    } else if (isEquivalent(bare, mutant.policy, judging)) equivalent.push(mutant)
    else survivors.push(mutant)
  }
  return { killed, survivors, equivalent }
}

/** Percent of the mutants that could be killed, to one decimal and rounded down; 100 when there are none. */
export function scoreOf({ killed, survivors }: Mutated): number {
  const count = killed + survivors.length
  return count === 0 ? 100 : Math.floor((killed / count) * 1000) / 10
}
