import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BadQuestion } from '../../../src/audit/index/filter.ts'
import type { Filter } from '../../../src/audit/index/filter.ts'
import { overviewOf } from '../../../src/audit/index/overview.ts'
import type { Line, Overview } from '../../../src/audit/index/overview.ts'
import type { Totals } from '../../../src/audit/index/sums.ts'
import { ALL_RECORDS } from '../../../src/terms/reading.ts'
import type { ReadScope } from '../../../src/terms/reading.ts'
import { destinationOf, effectOf, fewNamed, fits, indexWith, isFailedLocal, isUnserved, soon, someRequests, someScope, START, WEEK } from './some-requests.ts' // prettier-ignore
import type { Some } from './some-requests.ts'

const RUNS = 150
/** A slot of a fourth of an octave, and what is lost in rounding to three digits. */
const BOUND = 2 ** 0.25 * 1.01

const aWindow = fc
  .tuple(
    fc.oneof(fc.integer({ min: START - WEEK, max: START + 4 * WEEK }), soon),
    fc.constantFrom(600_000, 5_000_000, 86_400_000, 3 * WEEK, 60 * WEEK),
  )
  .map(([from, length]) => ({ since: from, until: from + length }))

const count = (all: readonly Some[], is: (some: Some) => boolean) => all.filter(is).length

/** `hasTimes` false: how long it took is not known. */
function expectTotals(totals: Totals, seen: readonly Some[], hasTimes = true): void {
  const answered = seen.filter(({ end }) => end === 'answered')
  expect(totals).toMatchObject({
    requests: seen.length,
    permitted: count(seen, (some) => effectOf(some) === 'permit'),
    denied: count(seen, ({ end }) => end === 'deny'),
    refused: count(seen, ({ end }) => end === 'refuse'),
    pinned: count(seen, ({ isPinned }) => isPinned),
    failed_local: count(seen, isFailedLocal),
    unserved: count(seen, isUnserved),
    cloud: count(seen, (some) => (destinationOf(some) ?? 'lan') !== 'lan'),
    answered: answered.length,
    tokens_in: 10 * answered.length,
    tokens_out: 5 * answered.length,
    cost: 0.25 * count(answered, ({ to }) => to !== 'lan'),
  })
  const sorted = answered.map(({ ms }) => ms).sort((one, other) => one - other)
  for (const [share, found] of [
    [0.5, totals.p50],
    [0.95, totals.p95],
    [0.99, totals.p99],
  ] as const) {
    const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
    if (exact === undefined || !hasTimes) expect(found).toBeNull()
    else expect(Math.max((found ?? 0) / exact, exact / (found ?? 0))).toBeLessThan(BOUND)
  }
}

const sum = (lines: readonly Line[]) =>
  lines.map(({ name, counts }) => [name, counts.reduce((all, one) => all + one, 0)] as const)

function tallied(
  all: readonly Some[],
  nameOf: (some: Some) => string | null,
): readonly (readonly [string | null, number])[] {
  const names = [...new Set(all.map(nameOf))]
  return names.map((name) => [name, count(all, (some) => nameOf(some) === name)] as const)
}

const ENDINGS: Readonly<Record<string, string>> = { deny: 'denied', refuse: 'refused' }
const sorted = (pairs: readonly (readonly [string | null, number])[]) => pairs.map(([name, n]) => `${name ?? ''} ${String(n)}`).sort() // prettier-ignore

/** How many rows may be looked through: all, and so few that other ways are found. */
const aMost = fc.constantFrom(100_000, 100_000, 0, 3, 12)
const aBatch = fc.integer({ min: 1, max: 50 })

test('an overview is what its reader would count in the records that they may read', () => {
  fc.assert(
    fc.property(someRequests, someScope, fewNamed, aWindow, aBatch, aMost, (all, scope, named, window, batch, most) => {
      const filter = { ...window, named }
      const db = indexWith(all, batch)
      const found: Overview = overviewOf(db, { filter, scope }, most)
      db.close()
      const { counted } = found
      const part = counted === null ? window : { since: Date.parse(counted.since), until: Date.parse(counted.until) }
      const seen = all.filter((some) => fits(some, scope, { ...part, named }))
      expectTotals(found.totals, seen, found.services !== null)
      const earlier = { named, since: 2 * window.since - window.until, until: window.since }
      const { before } = found
      if (before !== null)
        expectTotals(
          before,
          all.filter((some) => fits(some, scope, earlier)),
          before.p50 !== null,
        )
      expectPart(found, all, scope, window, most)
      expect(sorted(sum(found.series.levels))).toEqual(sorted(tallied(seen, ({ level }) => level)))
      expect(sorted(sum(found.series.endings))).toEqual(sorted(tallied(seen, ({ end }) => ENDINGS[end] ?? end)))
      const sent = seen.filter((some) => destinationOf(some) !== null)
      expect(sorted(sum(found.series.destinations))).toEqual(sorted(tallied(sent, ({ to }) => to)))
      expectLeft(found, sent)
      expect(found.services?.reduce((n, { requests }) => n + requests, 0) ?? sent.length).toBe(sent.length)
      const types = seen.flatMap(({ entities }) => entities)
      const expected = [...new Set(types)].map((type) => [type, types.filter((one) => one === type).length] as const)
      expect(sorted((found.entities ?? expected).map((one) => ('type' in one ? [one.type, one.requests] : one)))).toEqual(sorted(expected)) // prettier-ignore
      expectPlaces(found, seen)
    }),
    { numRuns: RUNS },
  )
}, 120_000)

test('an overview, and how much of a time it is of, does not change with what its reader may not read', () => {
  fc.assert(
    fc.property(someRequests, someScope, fewNamed, aWindow, aMost, (all, scope, named, window, most) => {
      const others = all.filter((some) => !fits(some, scope, { since: -Infinity, until: Infinity, named: {} }))
      const [one, other] = [indexWith(all, 7), indexWith([...all, ...others, ...others], 7)]
      const question = { filter: { ...window, named }, scope }
      expect(overviewOf(one, question, most)).toEqual(overviewOf(other, question, most))
      for (const db of [one, other]) db.close()
    }),
    { numRuns: RUNS / 2 },
  )
}, 120_000)

test('a value that only others have is answered like one that nobody has', () => {
  fc.assert(
    fc.property(someRequests, aWindow, aMost, (all, window, most) => {
      const mine = all.filter(({ tenant }) => tenant.join() === 'acme')
      const other = { ...(all[0] as Some), tenant: ['rival'], caller: 'ps1_rival', entities: ['DE_TAX_ID'] }
      const db = indexWith([...mine, other], 7)
      const ask = (named: Filter['named']) => overviewOf(db, { filter: { ...window, named }, scope: [{ tenant: ['acme'] }] }, most) // prettier-ignore
      for (const [name, theirs] of [['caller', 'ps1_rival'], ['entity', 'DE_TAX_ID'], ['tenant', 'rival']] as const)
        expect(ask({ [name]: [theirs] })).toEqual(ask({ [name]: ['nobody-has-it'] }))
      db.close()
    }),
    { numRuns: RUNS / 2 },
  )
}, 120_000) // prettier-ignore

/** A part is the newest, or whole days; it is not empty, and there is one only where there is more than may be looked through. */
function expectPart(
  { counted }: Overview,
  all: readonly Some[],
  scope: ReadScope,
  { since, until }: Window,
  most: number,
): void {
  // prettier-ignore
  if (counted === null) return
  const [from, to] = [Date.parse(counted.since), Date.parse(counted.until)]
  const readable = (part: Window) => count(all, (some) => fits(some, scope, { ...part, named: {} }))
  expect([since <= from, from < to, to <= until]).toEqual([true, true, true])
  const limit = scope.some((readers) => 'team' in readers) ? most / 5 : most // rows of teams lie apart
  expect(readable({ since, until })).toBeGreaterThan(limit)
  const isDays = from % DAY === 0 && to % DAY === 0
  if (!isDays) expect([to, to - from <= 60_000 || readable({ since: from, until: to }) <= most]).toEqual([until, true])
}

type Window = { readonly since: number; readonly until: number }
const DAY = 86_400_000

function expectLeft({ left, services }: Overview, sent: readonly Some[]): void {
  const providerOf = ({ end, to }: Some) => (services !== null && end === 'answered' && to !== 'lan' ? 'mistral' : null)
  const regionOf = ({ to }: Some) => (to === 'openrouter-eu' ? 'eu' : null)
  for (const { level, destination, region, provider, requests } of left) {
    const expected = count(sent, (some) => some.level === level && some.to === destination && regionOf(some) === region && providerOf(some) === provider) // prettier-ignore
    expect(requests).toBe(expected)
  }
  expect(left.reduce((n, { requests }) => n + requests, 0)).toBe(sent.length)
}

/** Each request counts in the point that its time lies in. */
function expectPlaces({ series }: Overview, seen: readonly Some[]): void {
  const starts = series.at.map((at) => Date.parse(at))
  expect(starts.length).toBeLessThanOrEqual(121)
  const expected = starts.map((start, nth) =>
    count(seen, ({ time }) => time >= start && time < (starts[nth + 1] ?? Infinity)),
  )
  const found = starts.map((_start, nth) => series.levels.reduce((all, { counts }) => all + (counts[nth] ?? 0), 0))
  expect(found).toEqual(expected)
}

describe('a time', () => {
  test.each([
    ['without an end', { since: -Infinity, until: START }],
    ['that ends before it begins', { since: START, until: START - 1 }],
    ['of a lifetime', { since: 0, until: START }],
  ])('%s is refused', (_what, time) => {
    const db = indexWith([], 1)
    expect(() => overviewOf(db, { filter: { ...time, named: {} }, scope: ALL_RECORDS })).toThrow(BadQuestion)
    db.close()
  })
})
