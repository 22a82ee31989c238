import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withFresh, withNewest, withOlder } from '../../src/console/lib/rows.ts'
import type { Rows } from '../../src/console/lib/rows.ts'
import type { FoundRequest, RecordsPage } from '../../src/contract/records.ts'

/* A list of requests that somebody looks at while others come in. */

const NOTHING: Rows = { rows: [], next: null }
const row = (seq: number, ended: number | null = null): FoundRequest =>
  ({ request: `r${String(seq)}`, seq, ended, time: new Date(seq * 1_000).toISOString() }) as FoundRequest
const page = (seqs: readonly number[], next: string | null): RecordsPage => ({
  requests: seqs.map((seq) => row(seq)),
  next,
  total: null,
})
const said = ({ rows }: Rows) => rows.map(({ seq }) => seq)
const list = (seqs: readonly number[], next: string | null): Rows => withNewest(NOTHING, page(seqs, next), null)

describe('what comes in', () => {
  test('stands where its time puts it, once, as it ended', () => {
    const decided = withFresh(list([3, 2], 'c'), [row(4), row(5)], 10)
    const ended = withFresh(decided, [row(4, 6)], 10)
    expect(said(ended)).toEqual([5, 4, 3, 2])
    expect(ended.rows[1]?.ended).toBe(6)
    expect(withFresh(ended, [row(4)], 10).rows[1]?.ended).toBe(6)
  })

  test('is not shown below what was loaded, where there is more than that', () => {
    expect(said(withFresh(list([5, 4], 'c'), [row(2, 6), row(5, 7)], 10))).toEqual([5, 4])
    expect(said(withFresh(list([5, 4], null), [row(2, 6)], 10))).toEqual([5, 4, 2])
    expect(said(withFresh(NOTHING, [row(2)], 10))).toEqual([2])
  })

  test('takes the place of the oldest, when there are many', () => {
    expect(said(withFresh(list([3, 2, 1], 'c'), [row(4), row(5)], 3))).toEqual([5, 4, 3])
  })
})

describe('older requests', () => {
  test('are added to the list that they were asked for', () => {
    const more = withOlder(list([5, 4], 'c'), 'c', page([3, 2], 'd'))
    expect([said(more), more.next]).toEqual([[5, 4, 3, 2], 'd'])
  })

  test('are nothing to one that has begun anew', () => {
    const anew = list([50, 49], 'x')
    expect(withOlder(anew, 'c', page([3, 2], 'd'))).toBe(anew)
  })
})

describe('the newest, when somebody begins to look on', () => {
  test('close the gap where they reach the list', () => {
    const closed = withNewest(list([5, 4, 3], 'c'), page([8, 7, 6, 5], 'd'), row(5))
    expect([said(closed), closed.next]).toEqual([[8, 7, 6, 5, 4, 3], 'c'])
  })

  test('begin it anew where they do not, so that no hole is shown as none', () => {
    const anew = withNewest(list([5, 4, 3], 'c'), page([90, 89], 'd'), row(5))
    expect([said(anew), anew.next]).toEqual([[90, 89], 'd'])
  })

  test('keep what the tail said before they came', () => {
    const told = withFresh(withFresh(list([5, 4], 'c'), [row(91, 93)], 10), [row(90, 92)], 10)
    const closed = withNewest(told, page([90, 89], 'd'), row(5))
    expect(said(closed)).toEqual([91, 90, 89])
    expect(closed.rows.map(({ ended }) => ended)).toEqual([93, 92, null])
  })

  test('are all there is, when there are no more', () => {
    expect(withNewest(list([2, 1], null), page([], null), row(2)).next).toBeNull()
    expect(said(withNewest(NOTHING, page([2, 1], null), null))).toEqual([2, 1])
  })
})

test('whatever comes in which order: newest first, each once, and no hole between the first row and the last', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), missed: fc.nat(12), more: fc.nat(3) }),
    fc.record({ kind: fc.constant('hear' as const), missed: fc.constant(0), more: fc.nat(4) }),
    fc.record({ kind: fc.constant('older' as const), missed: fc.constant(0), more: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let [shown, last] = [NOTHING, 20]
      const hear = (more: number) => {
        const fresh = Array.from({ length: more }, (_, n) => row(last + 1 + n))
        last += more
        shown = withFresh(shown, fresh, 1_000)
      }
      const below = (from: number) => Array.from({ length: Math.min(5, from) }, (_, n) => from - n)
      const nextOf = (from: number) => (from > 5 ? String(from - 5) : null)
      shown = withNewest(shown, page(below(last), nextOf(last)), null)
      for (const { kind, missed, more } of steps) {
        if (kind === 'hear') {
          hear(more)
        } else if (kind === 'ask') {
          const top = shown.rows[0] ?? null
          last += missed
          const asked = page(below(last), nextOf(last))
          hear(more)
          shown = withNewest(shown, asked, top)
        } else if (shown.next !== null) {
          const from = Number(shown.next)
          shown = withOlder(shown, shown.next, page(below(from), nextOf(from)))
        }
        const seqs = said(shown)
        const first = seqs[0] ?? 0
        expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => first - n))
        expect(first).toBe(last)
      }
    }),
  )
})
