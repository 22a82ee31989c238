import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { runTests } from '../../src/policy/run-tests.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { simpleRooms } from './simple-rooms.ts'

const text = readFileSync('policies/default.yaml', 'utf8')
const { policy, warnings } = loadPolicy({ text, file: 'policies/default.yaml', entities: ENTITY_TYPES })

/** Those of its tests that need no detector and no reader but the simple one. */
const ready: Policy = {
  ...policy,
  tests: policy.tests.filter(({ prompt, request }) => prompt === null && request === null),
}

describe('the default policy', () => {
  test('loads without a warning', () => {
    expect(warnings).toEqual([])
  })
  test('passes its own tests', async () => {
    expect(ready.tests.length).toBeGreaterThan(40)
    expect((await runTests(simpleRooms(ready))).filter(({ passed }) => !passed)).toEqual([])
  })
})
