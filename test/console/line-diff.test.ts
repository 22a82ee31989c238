import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diffLines, folds } from '../../src/console/lib/line-diff.ts'
import type { DiffRow } from '../../src/console/lib/line-diff.ts'

const SIGNS = { same: ' ', gone: '-', new: '+', changed: '~' }
const drawn = (rows: readonly DiffRow[]) => rows.map(({ kind, left, right }) => `${SIGNS[kind]}${left?.text ?? ''}|${right?.text ?? ''}`) // prettier-ignore

describe('two texts side by side', () => {
  test.each([
    ['nothing', '', '', []],
    ['the same', 'a\nb\n', 'a\nb\n', [' a|a', ' b|b']],
    ['a line more', 'a\nc', 'a\nb\nc', [' a|a', '+|b', ' c|c']],
    ['a line less', 'a\nb\nc', 'a\nc', [' a|a', '-b|', ' c|c']],
    ['another line', 'a\nb\nc', 'a\nx\nc', [' a|a', '~b|x', ' c|c']],
    ['two lines for one', 'a\nb\nc', 'a\nx\ny\nc', [' a|a', '~b|x', '+|y', ' c|c']],
    ['from nothing', '', 'a\n', ['+|a']],
    ['to nothing', 'a\n', '', ['-a|']],
    ['a break at the end is no line', 'a\n', 'a', [' a|a']],
    ['an empty line is one', 'a\n\n', 'a\n', [' a|a', '-|']],
  ])('%s', (_name, from, to, rows) => {
    expect(drawn(diffLines(from, to))).toEqual(rows)
  })

  test('both texts can be read off it, and it keeps as much as can be kept', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
    fc.assert(
      fc.property(text, text, (one, other) => {
        const rows = diffLines(one.join('\n'), other.join('\n'))
        expect(rows.flatMap(({ left }) => (left === null ? [] : [left.text]))).toEqual(one)
        expect(rows.flatMap(({ right }) => (right === null ? [] : [right.text]))).toEqual(other)
        expect(rows.filter(({ kind }) => kind === 'same')).toHaveLength(longest(one, other))
        expect(rows.every(({ kind, left, right }) => (kind === 'same') === (left?.text === right?.text))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('numbers count the lines of each side', () => {
    const rows = diffLines('a\nb\nc', 'b\nc\nd')
    expect(rows.flatMap(({ left }) => left?.number ?? [])).toEqual([1, 2, 3])
    expect(rows.flatMap(({ right }) => right?.number ?? [])).toEqual([1, 2, 3])
  })

  test('very different texts are shown as replaced', () => {
    const lines = (name: string) => Array.from({ length: 3_000 }, (_line, at) => `${name}${String(at)}`).join('\n')
    const rows = diffLines(`first\n${lines('a')}\nlast`, `first\n${lines('b')}\nlast`)
    expect(rows).toHaveLength(3_002)
    expect(rows.filter(({ kind }) => kind === 'same')).toHaveLength(2)
  })

  test('what is the same is folded, but for some lines around each change', () => {
    const many = Array.from({ length: 20 }, (_line, at) => String(at))
    const rows = diffLines(many.join('\n'), [...many.slice(0, 10), 'x', ...many.slice(10)].join('\n'))
    expect(folds(rows, 2).map(({ rows: { length }, isFolded }) => [length, isFolded])).toEqual([[8, true], [5, false], [8, true]]) // prettier-ignore
  })
})

/** The longest common subsequence, the plain way. */
function longest(one: readonly string[], other: readonly string[]): number {
  const table = Array.from({ length: one.length + 1 }, () => Array.from({ length: other.length + 1 }, () => 0))
  const at = (x: number, y: number) => table[x]?.[y] ?? 0
  one.forEach((line, x) =>
    other.forEach((with_, y) => {
      const row = table[x + 1] ?? []
      row[y + 1] = line === with_ ? at(x, y) + 1 : Math.max(at(x, y + 1), at(x + 1, y))
    }),
  )
  return at(one.length, other.length)
}
