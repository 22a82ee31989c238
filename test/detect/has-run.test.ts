import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { alphabetOf, hasRun } from '../../src/detect/has-run.ts'

test('finds a row of characters exactly where a regular expression does', () => {
  const ab = alphabetOf('ab')
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '😀'), maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      (text, least) => {
        expect(hasRun(text, ab, least)).toBe(new RegExp(`[ab]{${String(least)}}`).test(text))
      },
    ),
    { numRuns: 3000 },
  )
})
