import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ATTRIBUTES } from '../../src/decide/attributes.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { PolicyFile } from '../../src/policy/policy-file.ts'
import { ProviderFile } from '../../src/policy/provider-file.ts'
import { runTests } from '../../src/policy/run-tests.ts'
import { simpleRooms } from './simple-rooms.ts'
import { VOCABULARY } from './vocabulary.ts'

const page = readFileSync('docs/policy.md', 'utf8')
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, example]) => example ?? '')

describe('docs/policy.md', () => {
  test('shows policies that load and pass their tests', async () => {
    expect(examples.length).toBeGreaterThan(0)
    for (const text of examples) {
      const { policy } = loadPolicy({ text, file: 'docs/policy.md', entities: VOCABULARY })
      const results = await runTests(simpleRooms(policy))
      expect(results.length).toBe(2)
      expect(results.flatMap(({ differences }) => differences)).toEqual([])
    }
  })
  test.each([...Object.keys(PolicyFile.shape), ...Object.keys(ProviderFile.shape), ...ATTRIBUTES])(
    'speaks of %s',
    (key) => {
      expect(page).toMatch(new RegExp(`\`${key.replaceAll('.', '\\.')}[\`.[]`))
    },
  )
})
