import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { markedPieces } from '../../src/console/lib/marked.ts'
import type { Range } from '../../src/console/lib/marked.ts'

const drawn = (length: number, ranges: readonly (readonly [number, number])[]) =>
  markedPieces(length, ranges.map(([start, end]) => ({ start, end }))).map(({ start, end, of }) => `${String(start)}-${String(end)}:${of.join('+')}`) // prettier-ignore

describe('what was found, drawn in its text', () => {
  test.each<[string, number, (readonly [number, number])[], string[]]>([
    ['nothing', 5, [], ['0-5:']],
    ['no text', 0, [[0, 3]], []],
    ['one', 9, [[2, 5]], ['0-2:', '2-5:0', '5-9:']],
    ['all of it', 4, [[0, 4]], ['0-4:0']],
    ['beside each other', 6, [[0, 3], [3, 6]], ['0-3:0', '3-6:1']], // prettier-ignore
    ['one in another', 9, [[1, 8], [3, 5]], ['0-1:', '1-3:0', '3-5:0+1', '5-8:0', '8-9:']], // prettier-ignore
    ['one over another', 9, [[1, 5], [3, 8]], ['0-1:', '1-3:0', '3-5:0+1', '5-8:1', '8-9:']], // prettier-ignore
    ['the same twice', 4, [[1, 2], [1, 2]], ['0-1:', '1-2:0+1', '2-4:']], // prettier-ignore
    ['over the end', 4, [[2, 9]], ['0-2:', '2-4:0']],
    ['behind the end', 4, [[6, 9]], ['0-4:']],
    ['an empty one', 4, [[2, 2]], ['0-4:']],
  ])('%s', (_name, length, ranges, pieces) => {
    expect(drawn(length, ranges)).toEqual(pieces)
  })

  test('every unit stands in one piece, with the ranges that cover it', () => {
    const range: fc.Arbitrary<Range> = fc.tuple(fc.nat(30), fc.nat(12)).map(([start, size]) => ({ start, end: start + size })) // prettier-ignore
    fc.assert(
      fc.property(fc.nat(30), fc.array(range, { maxLength: 6 }), (length, ranges) => {
        const units = markedPieces(length, ranges).flatMap(({ start, end, of }) => Array.from({ length: end - start }, (_unit, nth) => [start + nth, of] as const)) // prettier-ignore
        expect(units.map(([at]) => at)).toEqual(Array.from({ length }, (_unit, at) => at))
        for (const [at, of] of units)
          expect(of).toEqual(ranges.flatMap(({ start, end }, nth) => (start <= at && at < end ? [nth] : [])))
      }),
    )
  })
})
