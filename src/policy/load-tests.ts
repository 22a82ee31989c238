import { frozen } from '../terms/frozen.ts'
import type { Policy, PolicyTest } from '../terms/policy.ts'
import { checkTests } from './check-tests.ts'
import { TestsFile } from './policy-file.ts'
import { PolicyError } from './remark.ts'
import { toShape } from './shape.ts'
import { readSource } from './source.ts'
import { toTest } from './to-test.ts'

export type TestsText = {
  readonly text: string
  /** The name of the file, for messages only. */
  readonly file: string
}

/** The name of the policy file that a file of tests is for. Throws a PolicyError when the file has another shape. */
export function subjectOf({ text, file }: TestsText): string {
  return toShape(TestsFile, readSource(text, file), file).policy
}

/** Tests that stand beside their policy. Throws a PolicyError with everything that is wrong with them. */
export function loadTests(
  { text, file }: TestsText,
  policy: Policy,
  entities: readonly string[],
): readonly PolicyTest[] {
  const source = readSource(text, file)
  const { tests } = toShape(TestsFile, source, file)
  const flaws = checkTests(tests, policy, entities)
  if (flaws.length > 0) {
    throw new PolicyError(
      file,
      flaws.map(({ path, part, message }) => ({ ...source.place(path, part), message })),
    )
  }
  return frozen(tests.map((test, index) => toTest(test, source.place(['tests', index]).line)))
}
