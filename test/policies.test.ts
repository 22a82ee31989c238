import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { policyTest, testPolicy } from '../src/command/policy-test.ts'
import { ENTITY_TYPES } from '../src/detect/entity-types.ts'
import { loadPolicy } from '../src/policy/load-policy.ts'
import { runWith } from './command/an-io.ts'

/* Every policy that ships, and the one in the documentation, answers its own questions with the real rooms. */

const shipped = readdirSync('policies').map((name) => join('policies', name))
const files = [...shipped, 'test/policy/fixtures/acme.yaml'].filter((name) => /(?<!\.test)\.yaml$/.test(name))

describe.each(files)('%s', (file) => {
  const { policy, warnings } = loadPolicy({ text: readFileSync(file, 'utf8'), file, entities: ENTITY_TYPES })

  test('passes its own tests', async () => {
    const failed = (await testPolicy(policy, () => Date.now())).filter(({ passed }) => !passed)
    expect(failed).toEqual([])
    expect(policy.tests.length).toBeGreaterThan(0)
  })

  if (!file.startsWith('policies')) return

  test('loads without a warning, but for the types that it leaves at the top', () => {
    const others = warnings.filter((warning) => !/types without a level count as/.test(warning))
    expect(others).toEqual([])
    if (file === 'policies/default.yaml') expect(warnings).toEqual([])
  })

  test('has a test for everything in it, and one that fails for nearly every change of one thing', async () => {
    const { code, out } = await runWith(policyTest, [file, '--min-cover', '100', '--min-score', '95'])
    expect([code, out]).toEqual([0, expect.stringMatching(/mutants: \d{2,} of/)])
  })
})
