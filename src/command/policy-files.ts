import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { loadTests, subjectOf } from '../policy/load-tests.ts'
import type { Policy, PolicyTest } from '../terms/policy.ts'
import { readText } from './load.ts'

export const DEFAULT_POLICY = 'policies/default.yaml'

/** The policies that a command is asked about, each once. A file of tests stands for the policy that it is for. */
export async function policiesNamed(files: readonly string[]): Promise<readonly string[]> {
  const named = files.map(async (file) =>
    isTests(file) ? join(dirname(file), subjectOf({ text: await readText(file), file })) : file,
  )
  return files.length === 0 ? [DEFAULT_POLICY] : [...new Set(await Promise.all(named))]
}

const isTests = (file: string) => /\.test\.ya?ml$/.test(file)

export type TestsBeside = { readonly file: string; readonly tests: readonly PolicyTest[] }

/**
 * The tests of each `*.test.yaml` in a policy's folder that names it. Rejects when one of these files cannot be read: nobody could say which
 * policy its tests are for, and they would never run.
 */
export async function testsBeside(policyFile: string, policy: Policy): Promise<readonly TestsBeside[]> {
  const folder = dirname(policyFile)
  const types = [...ENTITY_TYPES, ...(policy.detectors ?? [])].map(({ type }) => type)
  const found: TestsBeside[] = []
  for (const name of (await readdir(folder)).filter(isTests).sort()) {
    const file = join(folder, name)
    const text = await readText(file)
    if (subjectOf({ text, file }) !== basename(policyFile)) continue
    found.push({ file, tests: loadTests({ text, file }, policy, types) })
  }
  return found
}
