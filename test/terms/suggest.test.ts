import { expect, test } from '@jest/globals'
import { didYouMean, editDistance } from '../../src/terms/suggest.ts'

test.each([
  { one: '', other: '', want: 0 },
  { one: 'rules', other: 'rules', want: 0 },
  { one: 'rulse', other: 'rules', want: 1 },
  { one: 'rule', other: 'rules', want: 1 },
  { one: 'roles', other: 'rules', want: 1 },
  { one: 'kitten', other: 'sitting', want: 3 },
  { one: '', other: 'abc', want: 3 },
])('from $one to $other are $want edits', ({ one, other, want }) => {
  expect(editDistance(one, other)).toBe(want)
  expect(editDistance(other, one)).toBe(want)
})

test('the nearest name is suggested, whatever its case, and none when all are far', () => {
  expect(didYouMean('Deny', ['allow', 'deny'])).toBe(' (did you mean "deny"?)')
  expect(didYouMean('us_ssn', ['US_SSN', 'US_ITIN'])).toBe(' (did you mean "US_SSN"?)')
  expect(didYouMean('xyz', ['allow', 'deny'])).toBe('')
  expect(didYouMean('x'.repeat(100_000), ['allow'])).toBe('')
})
