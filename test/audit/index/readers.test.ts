import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { FILTER_NAMES } from '../../../src/audit/index/filter.ts'
import type { FilterName } from '../../../src/audit/index/filter.ts'
import { lastSeen, newerThan } from '../../../src/audit/index/newer.ts'
import { countBy } from '../../../src/audit/index/count-by.ts'
import { pageOf } from '../../../src/audit/index/query.ts'
import { suggest } from '../../../src/audit/index/suggest.ts'
import { totalOf } from '../../../src/audit/index/total.ts'
import { ALL_RECORDS } from '../../../src/terms/reading.ts'
import { fewNamed, fits, indexWith, someRequests, someScope, wordsOf } from './some-requests.ts'

/* What each question tells a reader is what they would find themselves in the records that they may read, and nothing beyond. */

const RUNS = { numRuns: 150 }
const ever = { since: -Infinity, until: Infinity, named: {} }

/** In the order in which the index was given them. */
const inOrder = (all: Parameters<typeof indexWith>[0]) => [...all].sort((one, other) => one.time - other.time)

test('suggestions are the values of their own records, as often as they occur', () => {
  const aName = fc.constantFrom<FilterName>('caller', 'tenant', 'team', 'level', 'entity', 'destination', 'outcome', 'role', 'pinned') // prettier-ignore
  const aText = fc.constantFrom('', 's', 'S', 'ps1_b', 'A', 'xyz')
  fc.assert(
    fc.property(someRequests, someScope, aName, aText, (all, scope, name, text) => {
      const seen = all.filter((some) => fits(some, scope, ever))
      const values = seen.flatMap((some) => wordsOf(some)[name] ?? [])
      const wanted = [...new Set(values)].filter((value) => value.toLowerCase().includes(text.toLowerCase()))
      const db = indexWith(all, 7)
      const found = suggest(db, { scope, name, text })
      db.close()
      const count = (value: string) => values.filter((one) => one === value).length
      const expected = wanted.map((value) => ({ value, requests: count(value) }))
      expect([...found].sort((one, other) => (one.value < other.value ? -1 : 1))).toEqual(expected.sort((one, other) => (one.value < other.value ? -1 : 1))) // prettier-ignore
    }),
    RUNS,
  )
}, 120_000)

test('suggestions that begin with the text come first, and then the most frequent', () => {
  const one = { tenant: [], team: [], level: 'public', entities: [], to: 'lan', end: 'answered', isPinned: false, missed: null, ms: 1 } as const // prettier-ignore
  const callers = ['b', 'xa', 'xa', 'xa', 'a', 'AB', 'AB']
  const db = indexWith(callers.map((caller, time) => ({ ...one, caller, time })), 3) // prettier-ignore
  const found = suggest(db, { scope: ALL_RECORDS, name: 'caller', text: 'a' })
  expect(found.map(({ value }) => value)).toEqual(['AB', 'a', 'xa'])
  db.close()
})

test('every name has suggestions, or none', () => {
  const db = indexWith([], 1)
  expect(FILTER_NAMES.flatMap((name) => suggest(db, { scope: ALL_RECORDS, name, text: '' }))).toEqual([])
  db.close()
})

test('totals are exact in a small ledger, whatever is asked', () => {
  fc.assert(
    fc.property(someRequests, someScope, fewNamed, (all, scope, named) => {
      const filter = { ...ever, named }
      const db = indexWith(all, 11)
      const total = totalOf(db, { filter, scope })
      db.close()
      expect(total).toEqual({ count: all.filter((some) => fits(some, scope, filter)).length, isExact: true })
    }),
    RUNS,
  )
}, 120_000)

test('counts by something are those of their own records', () => {
  const someGroups = fc.subarray(['level', 'tenant', 'team', 'entity', 'outcome', 'month', 'caller', 'day'] as const, { maxLength: 3 }) // prettier-ignore
  fc.assert(
    fc.property(someRequests, someScope, fewNamed, someGroups, (all, scope, named, groups) => {
      const filter = { ...ever, named }
      const seen = all.filter((some) => fits(some, scope, filter))
      const expected = new Map<string, number>()
      for (const some of seen) {
        const day = new Date(some.time).toISOString()
        const words: Readonly<Record<string, readonly string[]>> = { ...wordsOf(some), day: [day.slice(0, 10)], month: [day.slice(0, 7)] } // prettier-ignore
        const names = groups.reduce<readonly (readonly (string | null)[])[]>(
          (made, group) => made.flatMap((by) => (words[group]?.length ? words[group] : [null]).map((name) => [...by, name])), // prettier-ignore
          [[]],
        )
        for (const name of names) expected.set(name.join(), (expected.get(name.join()) ?? 0) + 1)
      }
      const db = indexWith(all, 11)
      const found = countBy(db, { filter, scope, groups })
      db.close()
      expect(found.requests).toBe(seen.length)
      const counts = found.groups.map(({ by, requests }) => [groups.map((group) => by[group]).join(), requests])
      expect(counts.sort()).toEqual([...expected].sort())
    }),
    RUNS,
  )
}, 120_000)

test('whoever looks on sees each of their own requests, in the end as it ended', () => {
  fc.assert(
    fc.property(someRequests, someScope, fewNamed, fc.integer({ min: 1, max: 9 }), (all, scope, named, limit) => {
      const filter = { ...ever, named }
      const db = indexWith(all, 11)
      const seen = new Map<unknown, unknown>()
      let after = -1
      for (
        let page = newerThan(db, { filter, scope, after, limit });
        page.requests.length > 0;
        page = newerThan(db, { filter, scope, after, limit })
      ) {
        // prettier-ignore
        expect(page.next).toBeGreaterThan(after)
        after = page.next
        for (const found of page.requests) seen.set(found['seq'], found)
      }
      const expected = inOrder(all).flatMap((some, seq) => (fits(some, scope, filter) ? [seq] : []))
      expect([...seen.keys()].sort((one, other) => Number(one) - Number(other))).toEqual(expected)
      expect([...seen.values()].reverse()).toEqual(pageOf(db, { filter, scope, limit: 100 }).requests.filter(({ seq }) => seen.has(seq)).sort((one, other) => Number(other['seq']) - Number(one['seq']))) // prettier-ignore
      const mine = pageOf(db, { filter: ever, scope, limit: 100 }).requests.flatMap(({ seq, ended }) => [Number(seq), Number(ended ?? -1)]) // prettier-ignore
      expect(lastSeen(db, scope)).toBe(Math.max(-1, ...mine))
      expect(newerThan(db, { filter, scope, after: lastSeen(db, scope), limit }).requests).toEqual([])
      db.close()
    }),
    RUNS,
  )
}, 120_000)
