import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cutBetween, stretchesOf, windowsOf } from '../../src/detect/join.ts'
import type { Joined } from '../../src/detect/join.ts'

const joined = (texts: readonly string[], glue: string, cutOnly: boolean): readonly Joined[] =>
  stretchesOf(texts).flatMap((edges) => windowsOf(edges, glue, cutOnly))

test('a span over a border is placed where it begins, and ends with its segment', () => {
  const [all] = joined(['ab', 'cd'], '', true)
  expect(all?.text).toBe('abcd')
  expect(all?.locate(1, 3)).toEqual({ segment: 0, start: 1, end: 2 })
  expect(cutBetween(all?.ends ?? [])(1, 3)).toBe(true)
})

test('a span within one segment was seen already', () => {
  const [all] = joined(['ab', 'cd'], '', true)
  expect([all?.locate(0, 2), all?.locate(2, 4)]).toEqual([null, null])
  const isCut = cutBetween(all?.ends ?? [])
  expect([isCut(0, 2), isCut(2, 4)]).toEqual([false, false])
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

test('invisible characters do not push a border out of reach, and places are those of the original', () => {
  const padding = '\u200b'.repeat(5_000)
  const [all] = joined(
    [`${'x'.repeat(300)}4${padding}1${padding}`, `${padding}2${padding}3${'y'.repeat(300)}`],
    '',
    true,
  )
  expect(all?.text.slice(94, 98)).toBe('4123')
  expect(all?.locate(94, 98)).toEqual({ segment: 0, start: 300, end: 5_302 })
})

test('a character of two units is not cut in two', () => {
  for (const shift of ['', 'x'])
    for (const { text } of joined([`${shift}${'😀'.repeat(400)}`, `${'😀'.repeat(400)}${shift}`], '', true))
      expect(text).not.toContain('\ufffd')
})

describe('many short segments', () => {
  const short = Array.from({ length: 900 }, (_, i) => `part ${String(i)} of the whole.`)

  test('are cut into windows, and every place of the stretch is one window’s own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 180 }), { minLength: 2, maxLength: 80 }),
        fc.boolean(),
        (texts, isLine) => {
          const glue = isLine ? '\n' : ''
          const windows = joined(texts, glue, !isLine)
          const stretches = stretchesOf(texts)
          const own = windows.map(({ text, owned }) => text.slice(owned.from, owned.to)).join('')
          expect(own).toBe(stretches.map((edges) => edges.map(({ text }) => text).join(glue)).join(''))
        },
      ),
    )
  })

  test('are read at most twice each time', () => {
    const read = joined(short, '', true).reduce((sum, { text }) => sum + text.length, 0)
    expect(read).toBeLessThan(2 * short.join('').length)
  })

  test('leave the windows before them as they were when more come', () => {
    const before = new Set(joined(short, '\n', false).map(({ text, shape }) => `${shape} ${text}`))
    const after = joined([...short, 'one more'], '\n', false).map(({ text, shape }) => `${shape} ${text}`)
    expect(after.length).toBeGreaterThan(4)
    expect(after.filter((window) => !before.has(window)).length).toBeLessThanOrEqual(2)
  })
})
