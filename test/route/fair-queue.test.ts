import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createFairQueue } from '../../src/route/fair-queue.ts'

function queue(most: number) {
  const dropped: string[] = []
  return { dropped, queue: createFairQueue<string>({ most, dropped: (item) => void dropped.push(item) }) }
}
const drain = (from: { take: (fits: (item: string) => boolean) => string | null }, fits = (_: string) => true) => {
  const out: string[] = []
  for (let item = from.take(fits); item !== null; item = from.take(fits)) out.push(item)
  return out
}

test('groups take turns, and each keeps its own order', () => {
  const { queue: it } = queue(10)
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) it.enter(item.charAt(0), item)
  expect(drain(it)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('what does not fit keeps its place, and its group keeps its turn', () => {
  const { queue: it } = queue(10)
  for (const item of ['a1', 'a2', 'b1', 'b2']) it.enter(item.charAt(0), item)
  expect(drain(it, (item) => item.startsWith('b'))).toEqual(['b1', 'b2'])
  expect(drain(it)).toEqual(['a1', 'a2'])
})

describe('when it is full', () => {
  test('who has most of it makes room for who has less than a share', () => {
    const { queue: it, dropped } = queue(4)
    for (const item of ['a1', 'a2', 'a3', 'a4']) it.enter('a', item)
    expect([it.hasRoom('a'), it.enter('a', 'a5')]).toEqual([false, false])
    expect([it.hasRoom('b'), it.enter('b', 'b1'), it.enter('b', 'b2')]).toEqual([true, true, true])
    expect([it.hasRoom('b'), it.enter('b', 'b3')]).toEqual([false, false])
    expect([dropped, it.all(), it.size()]).toEqual([['a4', 'a3'], ['a1', 'a2', 'b1', 'b2'], 4])
  })

  test('with room for nobody it takes nobody', () => {
    const { queue: it } = queue(0)
    expect([it.hasRoom('a'), it.enter('a', 'a1'), it.size()]).toEqual([false, false, 0])
  })
})

test('who leaves is gone, once', () => {
  const { queue: it } = queue(4)
  it.enter('a', 'a1')
  it.enter('a', 'a2')
  expect([it.leave('a', 'a1'), it.leave('a', 'a1'), it.leave('b', 'a2')]).toEqual([true, false, false])
  expect([it.size(), drain(it)]).toEqual([1, ['a2']])
})

test('nothing is lost and nothing comes twice, whatever happens', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('enter' as const), group: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constant('take' as const), of: fc.nat(3) }),
    fc.record({ kind: fc.constant('leave' as const), which: fc.nat(40) }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.array(step, { maxLength: 60 }), (most, steps) => {
      const { queue: it, dropped } = queue(most)
      const entered: string[] = []
      const out: string[] = []
      steps.forEach((one, index) => {
        if (one.kind === 'enter') {
          const item = `${one.group}${String(index)}`
          if (it.enter(one.group, item)) entered.push(item)
        } else if (one.kind === 'take') {
          const item = it.take((waiting) => waiting.length % 4 !== one.of)
          if (item !== null) out.push(item)
        } else {
          const item = entered[one.which]
          if (item !== undefined && it.leave(item.charAt(0), item)) out.push(item)
        }
        expect(it.size()).toBeLessThanOrEqual(most)
        expect(it.all()).toHaveLength(it.size())
      })
      expect([...out, ...dropped, ...it.all()].toSorted()).toEqual(entered.toSorted())
    }),
  )
})
