import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { testPolicy } from '../src/command/policy-test.ts'
import { ENTITY_TYPES } from '../src/detect/entity-types.ts'
import { loadPolicy } from '../src/policy/load-policy.ts'

const README = readFileSync('README.md', 'utf8')

test('the policy in README loads, and its own tests pass', async () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? ''
  const { policy } = loadPolicy({ text, file: 'README.md', entities: ENTITY_TYPES })
  const results = await testPolicy(policy, () => Date.now())
  expect(results.map(({ differences }) => differences)).toEqual([[]])
})

test('every document that README and SECURITY.md point to is there', () => {
  const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path ?? '')
  expect(links.length).toBeGreaterThan(8)
  for (const path of links) expect(readFileSync(path, 'utf8').length).toBeGreaterThan(100)
})

test('every test that SECURITY.md names is there', () => {
  const named = [...readFileSync('SECURITY.md', 'utf8').matchAll(/`(test\/[\w/.-]+)`/g)].map(([, path]) => path ?? '')
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})
