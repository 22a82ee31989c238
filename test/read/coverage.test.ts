import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { fieldsIn } from '../../src/read/shape.ts'
import { TABLES } from '../../src/read/tables.ts'
import { coveragePage } from './coverage-table.ts'

describe('docs/coverage.md', () => {
  test('is what the readers go by', () => {
    expect(readFileSync('docs/coverage.md', 'utf8')).toBe(coveragePage())
  })

  test.each(TABLES)('names every field of $api once, with a reason', ({ request }) => {
    const top = fieldsIn(request).filter(({ path }) => /^\w+$/.test(path))
    const names = top.map(({ path }) => path)
    expect(new Set(names).size).toBe(names.length)
    expect(top.filter(({ row }) => row.why === '')).toEqual([])
  })
})
