import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { choose, costOf, isFree } from '../../src/route/choose.ts'
import type { Candidate } from '../../src/route/choose.ts'

const node = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  name,
  slots: 4,
  inFlight: 0,
  onTrial: false,
  load: null,
  warm: null,
  ms: null,
  fresh: 1,
  ...more,
})

const load = fc.option(
  fc.record({
    running: fc.option(fc.nat(50)),
    waiting: fc.option(fc.nat(50)),
    kv: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  }),
)
const candidate = fc.record({
  slots: fc.integer({ min: 1, max: 64 }),
  inFlight: fc.nat(70),
  onTrial: fc.boolean(),
  load,
  warm: fc.option(fc.boolean()),
  ms: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  fresh: fc.double({ min: 0, max: 1, noNaN: true }),
})
const pool = fc.array(candidate, { maxLength: 8 }).map((all) => all.map((it, index) => node(`n${String(index)}`, it)))
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const prefer = fc.array(fc.constantFrom('n0', 'n1', 'n2', 'elsewhere'), { maxLength: 4 })

describe('whatever is known of the nodes', () => {
  test('the choice is one of them and free; there is none when none is free, and always one when all are', () => {
    fc.assert(
      fc.property(pool, prefer, random, random, (nodes, names, one, other) => {
        const draws = [one, other]
        const chosen = choose(nodes, { prefer: names, waiting: 0, random: () => draws.shift() ?? 0 })
        if (!nodes.some(isFree)) expect(chosen).toBe(null)
        if (nodes.length > 0 && nodes.every(isFree)) expect(chosen).not.toBe(null)
        if (chosen !== null) expect(nodes.includes(chosen) && isFree(chosen)).toBe(true)
      }),
    )
  })

  test('a node on trial never has two requests', () => {
    fc.assert(
      fc.property(pool, prefer, random, (nodes, names, drawn) => {
        const chosen = choose(nodes, { prefer: names, waiting: 0, random: () => drawn })
        expect(chosen?.onTrial === true && chosen.inFlight > 0).toBe(false)
      }),
    )
  })

  test('a known beginning draws no node beyond 1.25 times its share, unless half of its slots are free', () => {
    fc.assert(
      fc.property(pool, random, (nodes, drawn) => {
        const ready = nodes.filter(({ onTrial }) => !onTrial)
        const without = choose(ready, { prefer: [], waiting: 0, random: () => drawn })
        const chosen = choose(ready, { prefer: ['n0'], waiting: 0, random: () => drawn })
        if (chosen === null || chosen.name !== 'n0' || without?.name === 'n0') return
        const work = ready.reduce((sum, { inFlight }) => sum + inFlight, 1)
        const share = (work * chosen.slots) / ready.reduce((sum, { slots }) => sum + slots, 0)
        expect(chosen.inFlight + 1).toBeLessThanOrEqual(Math.max(Math.ceil(1.25 * share), chosen.slots / 2))
      }),
    )
  })
})

/** Both of two are always drawn, so that the cheaper one wins whatever is drawn first. */
describe.each([0, 0.99])('of two, with %d drawn', (drawn) => {
  test.each<[string, Partial<Candidate>, Partial<Candidate>]>([
    ['the less busy wins', { inFlight: 1 }, { inFlight: 2 }],
    ['work counts by slots', { slots: 16, inFlight: 4 }, { slots: 2, inFlight: 1 }],
    ['the faster wins', { ms: 50 }, { ms: 500 }],
    ['the faster wins though it is busier', { ms: 50, inFlight: 3 }, { ms: 500 }],
    ['what was long ago counts less', { ms: 1_000, fresh: 0.01 }, { ms: 60, inFlight: 2 }],
    [
      'the shorter queue wins',
      { load: { running: 0, waiting: 0, kv: 0 } },
      { load: { running: 4, waiting: 9, kv: 0 } },
    ],
    ['a KV cache with room wins', { load: { running: 1, waiting: 0, kv: 0.5 } }, { load: { running: 1, waiting: 0, kv: 0.97 } }], // prettier-ignore
    ['a loaded model wins', { warm: true }, { warm: false }],
    ['the free one wins', { inFlight: 3 }, { inFlight: 4 }],
    ['one on trial is tried', { onTrial: true }, {}],
    ['one on trial that is being tried is not', { inFlight: 3 }, { onTrial: true, inFlight: 1 }],
  ])('%s', (_, better, worse) => {
    const nodes = [node('worse', worse), node('better', better)]
    expect(choose(nodes, { prefer: [], waiting: 0, random: () => drawn })?.name).toBe('better')
    expect(choose(nodes.toReversed(), { prefer: [], waiting: 0, random: () => drawn })?.name).toBe('better')
  })
})

describe('a node that has seen the beginning of the prompt', () => {
  const choosing = { prefer: ['far', 'knows'], waiting: 0, random: () => 0 }

  test('is chosen before a better one', () => {
    expect(choose([node('fast', { ms: 10 }), node('knows', { ms: 90 })], choosing)?.name).toBe('knows')
  })

  test('is not drawn at all when it is much dearer than another', () => {
    const nodes = [node('slow', { ms: 500 }), node('stalls', { ms: 900 }), node('fast', { ms: 50, inFlight: 2 })]
    for (const drawn of [0, 0.4, 0.7, 0.99]) {
      expect(choose(nodes, { prefer: [], waiting: 0, random: () => drawn })?.name).toBe('fast')
    }
  })

  test.each([
    [0, null],
    [50, 'stalls'],
  ])('with %d before it, a request is better off at %p than waiting', (waiting, where) => {
    const nodes = [node('stalls', { ms: 5_000 }), node('fast', { ms: 50, inFlight: 4 })]
    expect(choose(nodes, { prefer: [], waiting, random: () => 0 })?.name ?? null).toBe(where)
    expect(choose([node('slow', { ms: 200 }), node('fast', { ms: 50, inFlight: 4 })], { prefer: [], waiting, random: () => 0 })?.name).toBe('slow') // prettier-ignore
  })

  test.each<[string, Partial<Candidate>]>([
    ['has more than its share', { inFlight: 3 }],
    ['has no slot left', { slots: 1, inFlight: 1 }],
    ['has no room in its cache', { load: { running: 1, waiting: 0, kv: 1 } }],
  ])('is not chosen when it %s', (_, busy) => {
    expect(choose([node('fast', { ms: 10 }), node('knows', { ms: 90, ...busy })], choosing)?.name).toBe('fast')
  })
})

test('work costs more the more there is', () => {
  fc.assert(
    fc.property(candidate, (it) => {
      const here = node('n', it)
      expect(costOf({ ...here, inFlight: here.inFlight + 1 }, 100)).toBeGreaterThanOrEqual(costOf(here, 100))
    }),
  )
})
