import { expect, test } from '@jest/globals'
import { createAttempts } from '../../src/authenticate/attempts.ts'
import { createPendingSignIns } from '../../src/authenticate/pending-sign-ins.ts'

test('so many attempts a minute, for each source by itself', () => {
  let at = 1000
  const { count } = createAttempts({ now: () => at, most: 2 })
  expect([count('a'), count('a'), count('a'), count('b')]).toEqual([null, null, 60, null])
  at += 45_000
  expect(count('a')).toBe(15)
  at += 15_000
  expect(count('a')).toBeNull()
  at -= 30_000 // a clock that was set back begins another minute
  expect(count('a')).toBeNull()
})

test('one can ask how long it takes, and nothing is counted', () => {
  let at = 0
  const { count, wait } = createAttempts({ now: () => at, most: 2 })
  expect([wait('a'), wait('a'), wait('a'), count('a'), wait('a'), count('a'), wait('a')]).toEqual([null, null, null, null, null, null, 60]) // prettier-ignore
  at += 60_000
  expect(wait('a')).toBeNull()
})

test('sources beyond those that can be told apart share what one may try, until a minute is over', () => {
  let at = 0
  const { count } = createAttempts({ now: () => at, most: 2 })
  for (let source = 0; source < 10_000; source += 1) count(String(source))
  expect([count('x'), count('y'), count('z'), count('17')]).toEqual([null, null, 60, null])
  at += 60_000
  expect(count('z')).toBeNull()
})

test('a sign-in that was begun is taken once, and the oldest goes first when there are too many', () => {
  const { add, take } = createPendingSignIns<number>(() => 0)
  const ids = Array.from({ length: 5001 }, (_, at) => add(at))
  expect([take(ids[0] ?? ''), take(ids[1] ?? ''), take(ids[1] ?? ''), take(ids[5000] ?? '')]).toEqual([null, 1, null, 5000]) // prettier-ignore
  expect(new Set(ids).size).toBe(5001)
})
