import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { createKeys, createSegmentCache } from '../../src/detect/segment-cache.ts'
import type { SegmentCache } from '../../src/detect/segment-cache.ts'
import type { Sight } from '../../src/detect/sight.ts'
import type { Detector } from '../../src/terms/finding.ts'
import type { Segment } from '../../src/terms/prompt.ts'
import { segment } from './look.ts'

const sight: Sight = {
  detector: 'd',
  type: 'US_SSN',
  score: 1,
  start: 0,
  end: 1,
  via: 'plain',
  look: 0,
  from: 0,
  to: 1,
  isOpaque: false,
}
const sights = (count: number) => new Array<Sight>(count).fill(sight)

describe('what is kept', () => {
  test('is what was put in', () => {
    const cache = createSegmentCache()
    cache.set('a', [sight])
    cache.set('b', [])
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([[sight], [], undefined])
  })

  test('is never more than allowed, and what is asked for stays', () => {
    const cache = createSegmentCache({ maxEntries: 100 })
    cache.set('asked for', [])
    for (let i = 0; i < 1_000; i++) {
      cache.set(`key ${String(i)}`, [])
      expect(cache.get('asked for')).toEqual([])
    }
    const left = Array.from({ length: 1_000 }, (_, i) => i).filter((i) => cache.get(`key ${String(i)}`) !== undefined)
    expect(left.length).toBeLessThanOrEqual(100)
    expect(left).toContain(999)
    expect(left).not.toContain(800)
  })

  test('is bounded by the findings of all together', () => {
    const cache = createSegmentCache({ maxFindings: 100 })
    for (let i = 0; i < 50; i++) cache.set(`key ${String(i)}`, sights(10))
    const left = Array.from({ length: 50 }, (_, i) => cache.get(`key ${String(i)}`) ?? []).flat()
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThanOrEqual(100)
  })

  test('has nothing in it that is too much by itself', () => {
    const cache = createSegmentCache({ maxFindings: 100 })
    cache.set('much', sights(51))
    expect(cache.get('much')).toBeUndefined()
  })

  test('counts what is put in again once', () => {
    const cache = createSegmentCache({ maxFindings: 100, maxEntries: 10 })
    cache.set('other', sights(5))
    for (let i = 0; i < 100; i++) cache.set('same', sights(40))
    expect(cache.get('other')).toHaveLength(5)
  })
})

describe('keys', () => {
  const keyOf = createKeys()

  test('tell apart what differs in any part, and where it belongs', () => {
    const parts = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['abc', ''],
      ['', 'abc'],
      ['abc'],
      ['2 1\nab', 'c'],
      ['\ud800'],
      ['\ud801'],
      ['\ufffd'],
      ['"\\ud800"'],
    ]
    expect(new Set(parts.map(keyOf)).size).toBe(parts.length)
  })

  test('are the same for the same, another process knows none of them, and they hold no text', () => {
    expect(keyOf(['a text'])).toBe(keyOf(['a text']))
    expect(createKeys()(['a text'])).not.toBe(keyOf(['a text']))
    expect(keyOf(['a text'])).toMatch(/^[\w-]{43}$/)
  })
})

/** A working cache that counts, and forgets at random where it is told to. */
function counting(
  forgets: () => boolean = () => false,
): SegmentCache & { hits: number; sets: number; readonly kept: Sight[] } {
  const inner = createSegmentCache()
  const cache = {
    hits: 0,
    sets: 0,
    kept: [] as Sight[],
    get: (key: string) => {
      const known = forgets() ? undefined : inner.get(key)
      cache.hits += Number(known !== undefined)
      return known
    },
    set: (key: string, some: readonly Sight[]) => {
      cache.sets++
      cache.kept.push(...some)
      inner.set(key, some)
    },
  }
  return cache
}

const WORDS = ['My SSN is', '536-22-8726', '536', '-22-', '8726', 'Maria Schneider', 'born 1980-03-02', 'jane@acme.com', 'and so on. '.repeat(30), '\u200b', '５３６', '\ud83d', 'U1NOIDUzNi0yMi04NzI2', '%35', '{"ssn":', '"536228726"}', 'ssn: ', '\n', '4111 1111', '1111 1111', 'é'] // prettier-ignore
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' '))
const path = fc.constantFrom('/messages/0/content', '/messages/7/content/1/text', '/ssn', '/a/password', '')
const role = fc.constantFrom('user', 'assistant', 'field')
const anySegment: fc.Arbitrary<Segment> = fc.record({ path, role, kind: fc.constantFrom('value', 'key'), text })
type Edit = { readonly at: number; readonly with: readonly Segment[]; readonly removed: number }
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(12),
  with: fc.array(anySegment, { maxLength: 3 }),
  removed: fc.nat(2),
})

describe('with a cache', () => {
  const without = createDetect({ detectors: DETECTORS, now: () => 0 })

  test('the result is the result without, whatever is edited and forgotten', () => {
    fc.assert(
      fc.property(
        fc.array(anySegment, { maxLength: 12 }),
        fc.array(edit, { maxLength: 6 }),
        fc.infiniteStream(fc.boolean()),
        (start, edits, forgets) => {
          const cache = counting(() => forgets.next().value as boolean)
          const detect = createDetect({ detectors: DETECTORS, now: () => 0, cache })
          let segments = start
          for (const { at, with: more, removed } of [{ at: 0, with: [], removed: 0 }, ...edits]) {
            segments = segments.toSpliced(at, removed, ...more)
            expect(detect({ segments })).toEqual(without({ segments }))
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  const turns = Array.from({ length: 40 }, (_, i) =>
    segment(
      `Turn ${String(i)}: ${'the weather is fine and nothing is wrong. '.repeat(i % 7)}`,
      `/messages/${String(i)}/content`,
    ),
  )

  test('a turn more is looked at by itself, and at its borders', () => {
    const seen: string[] = []
    const spy: Detector = {
      id: 'spy',
      types: ['US_SSN'],
      detect: (piece) => {
        seen.push(piece)
        return []
      },
    }
    const detect = createDetect({ detectors: [spy], now: () => 0, cache: createSegmentCache() })
    detect({ segments: turns.slice(0, -1) })
    const cold = seen.splice(0).join('').length
    detect({ segments: turns })
    expect(seen).toContain(turns.at(-1)?.text)
    expect(seen.splice(0).join('').length).toBeLessThan(cold / 4)
    detect({ segments: turns })
    expect(seen).toEqual([])
  })

  test('a message that moved is known', () => {
    const cache = counting()
    const detect = createDetect({ detectors: DETECTORS, now: () => 0, cache })
    detect({ segments: [segment('My SSN is 536-22-8726', '/messages/4/content')] })
    detect({ segments: [segment('My SSN is 536-22-8726', '/messages/12/content')] })
    expect([cache.hits, cache.sets]).toEqual([1, 1])
  })

  test.each([
    ['a role', { role: 'assistant' }],
    ['a kind', { kind: 'key' as const }],
    ['a name', { path: '/messages/0/password' }],
    ['a text', { text: 'Hunter23abc' }],
  ])('%s of its own is an entry of its own', (_, other) => {
    const cache = counting()
    const detect = createDetect({ detectors: DETECTORS, now: () => 0, cache })
    const one = segment('Hunter22abc', '/messages/0/content')
    detect({ segments: [one] })
    expect(detect({ segments: [{ ...one, ...other }] })).toEqual(without({ segments: [{ ...one, ...other }] }))
    expect(cache.hits).toBe(0)
  })

  test('the same texts, cut elsewhere, are looked at again', () => {
    const detect = createDetect({ detectors: DETECTORS, now: () => 0, cache: createSegmentCache() })
    for (const texts of [
      ['U1NOIDUzNi0yMi04NzI2 ', 'x'],
      ['U1NOIDUzNi', '0yMi04NzI2 x'],
    ]) {
      const segments = texts.map((one) => segment(one))
      expect(detect({ segments }).findings).toHaveLength(1)
      expect(detect({ segments })).toEqual(without({ segments }))
    }
  })

  test('what one scope sent is not known in another', () => {
    const cache = counting()
    const detect = createDetect({ detectors: DETECTORS, now: () => 0, cache })
    detect({ segments: [segment('hello')] }, 'one')
    detect({ segments: [segment('hello')] }, 'two')
    expect(cache.hits).toBe(0)
  })

  test('two detections that share one do not take each other’s answers', () => {
    const cache = createSegmentCache()
    createDetect({ detectors: [], now: () => 0, cache })({ segments: [segment('SSN 536-22-8726')] })
    const { findings } = createDetect({ detectors: DETECTORS, now: () => 0, cache })({
      segments: [segment('SSN 536-22-8726')],
    })
    expect(findings).toHaveLength(1)
  })

  test('nothing of the text is kept', () => {
    const cache = counting()
    createDetect({ detectors: DETECTORS, now: () => 0, cache })({
      segments: [segment('Mr. Zyxwvut, SSN 536-22-8726'), segment('Zyxwvut@acme.com')],
    })
    expect(cache.kept.length).toBeGreaterThan(2)
    expect(JSON.stringify(cache.kept)).not.toMatch(/zyxwvut|536|8726/i)
  })
})

describe('what failed', () => {
  const failing = (fails: () => boolean): Detector => ({
    id: 'frail',
    types: ['US_SSN'],
    detect: () => {
      if (fails()) throw new Error('out of order')
      return []
    },
  })

  test('is looked at again, and fails again', () => {
    let broken = true
    const cache = counting()
    const detect = createDetect({ detectors: [failing(() => broken)], now: () => 0, cache })
    const segments = [segment('one'), segment('two')]
    for (let i = 0; i < 3; i++) expect(detect({ segments }).failed).toEqual([{ detector: 'frail', why: 'threw' }])
    expect(cache.sets).toBe(0)
    broken = false
    expect(detect({ segments }).failed).toEqual([])
    expect(cache.sets).toBeGreaterThan(0)
  })

  test('is not remembered where the time ran out', () => {
    let clock = 0
    const slow: Detector = { id: 'slow', types: ['US_SSN'], detect: () => ((clock += 60), []) }
    const cache = counting()
    const detect = createDetect({ detectors: [slow], now: () => clock, budgetMs: 100, cache })
    const segments = ['one', 'two', 'three'].map((word) => segment(word))
    expect(detect({ segments }).failed).toEqual([{ detector: 'detect', why: 'timed_out' }])
    expect(cache.sets).toBe(1)
    expect(detect({ segments }).failed).toEqual([{ detector: 'detect', why: 'timed_out' }])
  })

  test('is not remembered where there was too much encoded', () => {
    const cache = counting()
    let bomb = 'SSN 536-22-8726, and that is all there is to it'
    for (let i = 0; i < 9; i++) bomb = Buffer.from(bomb).toString(i % 2 === 0 ? 'base64' : 'hex')
    const detect = createDetect({ detectors: DETECTORS, now: () => 0, cache })
    for (let i = 0; i < 2; i++)
      expect(detect({ segments: [segment(bomb)] }).failed).toEqual([{ detector: 'decode', why: 'overloaded' }])
    expect(cache.sets).toBe(0)
  })
})
