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
const shown = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, example]) => example ?? '')
const [whole = ''] = shown

/** A part of a policy, in the first one that the page shows. */
function inPlace(part: string): string {
  const key = /^(\w+):\n/.exec(part)?.[1] ?? ''
  if (key === 'policy' || key === '') return part
  const lines = part.replace(/^.*\n/, '').replace(/id: hr-stays/, 'id: hr-too')
  return whole.includes(`\n${key}:\n`) ? whole.replace('\n\ntests:', `\n${lines}\ntests:`) : `${whole}${part}`
}
const examples = shown.map(inPlace)

describe('docs/policy.md', () => {
  test('shows policies that load and pass their tests', async () => {
    expect(examples.length).toBe(3)
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
