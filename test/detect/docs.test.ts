import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'

test('the documentation lists every type that a policy may name', () => {
  const page = readFileSync('docs/detection.md', 'utf8')
  expect(ENTITY_TYPES.map(({ type }) => type).filter((type) => !page.includes(`| \`${type}\``))).toEqual([])
})
