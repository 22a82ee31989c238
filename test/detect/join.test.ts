import { expect, test } from '@jest/globals'
import { joined } from '../../src/detect/join.ts'

test('a span over a border is placed where it begins, and ends with its segment', () => {
  const [all] = joined(['ab', 'cd'], '', true)
  expect(all?.text).toBe('abcd')
  expect(all?.locate(1, 3)).toEqual({ segment: 0, start: 1, end: 2 })
})

test('a span within one segment was seen already', () => {
  const [all] = joined(['ab', 'cd'], '', true)
  expect([all?.locate(0, 2), all?.locate(2, 4)]).toEqual([null, null])
})

test('with something between them, spans within a segment are placed too, for the words beside them', () => {
  const [all] = joined(['ab', 'cd'], '\n', false)
  expect(all?.text).toBe('ab\ncd')
  expect(all?.locate(3, 5)).toEqual({ segment: 1, start: 0, end: 2 })
})

test('of long segments only what is near a border is read again', () => {
  const long = 'x'.repeat(10_000)
  const stretches = joined([long, 'short', long], '', true)
  expect(stretches.map(({ text }) => text.length)).toEqual([96 + 5 + 96])
  expect(stretches[0]?.locate(95, 97)).toEqual({ segment: 0, start: 9_999, end: 10_000 })
})

test('one segment has no border', () => expect(joined(['alone'], '', true)).toEqual([]))
