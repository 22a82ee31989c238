import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BadQuestion } from '../../../src/audit/index/filter.ts'
import { overviewOf } from '../../../src/audit/index/overview.ts'
import type { Line, Overview } from '../../../src/audit/index/overview.ts'
import type { Totals } from '../../../src/audit/index/sums.ts'
import { ALL_RECORDS } from '../../../src/terms/reading.ts'
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

function expectTotals(totals: Totals, seen: readonly Some[]): void {
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
    if (exact === undefined) expect(found).toBeNull()
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

test('an overview is what its reader would count in the records that they may read', () => {
  fc.assert(
    fc.property(
      someRequests,
      someScope,
      fewNamed,
      aWindow,
      fc.integer({ min: 1, max: 50 }),
      (all, scope, named, window, batch) => {
        const filter = { ...window, named }
        const seen = all.filter((some) => fits(some, scope, filter))
        const db = indexWith(all, batch)
        const found: Overview = overviewOf(db, { filter, scope })
        db.close()
        expectTotals(found.totals, seen)
        const earlier = { named, since: 2 * window.since - window.until, until: window.since }
        expectTotals(
          found.before,
          all.filter((some) => fits(some, scope, earlier)),
        )
        expect(sorted(sum(found.series.levels))).toEqual(sorted(tallied(seen, ({ level }) => level)))
        expect(sorted(sum(found.series.endings))).toEqual(sorted(tallied(seen, ({ end }) => ENDINGS[end] ?? end)))
        const sent = seen.filter((some) => destinationOf(some) !== null)
        expect(sorted(sum(found.series.destinations))).toEqual(sorted(tallied(sent, ({ to }) => to)))
        expect(sorted(found.left.map(({ level, requests }) => [level, requests]))).toEqual(
          sorted(
            found.left.map(({ level, destination, region, provider }) => [
              level,
              count(
                sent,
                (some) =>
                  some.level === level &&
                  some.to === destination &&
                  (some.to === 'openrouter-eu' ? 'eu' : null) === region &&
                  (some.end === 'answered' && some.to !== 'lan' ? 'mistral' : null) === provider,
              ),
            ]),
          ),
        )
        expect(found.services.reduce((n, { requests }) => n + requests, 0)).toBe(sent.length)
        const types = seen.flatMap(({ entities }) => entities)
        expect(sorted((found.entities ?? []).map(({ type, requests }) => [type, requests]))).toEqual(
          sorted([...new Set(types)].map((type) => [type, types.filter((one) => one === type).length])),
        )
        expectPlaces(found, seen)
      },
    ),
    { numRuns: RUNS },
  )
}, 120_000)

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
