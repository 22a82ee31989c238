import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { narrowProvider } from '../../src/decide/narrow-provider.ts'
import type { JsonObject } from '../../src/terms/json.ts'

const rows: { name: string; policy: JsonObject | null; caller: JsonObject | null; want: JsonObject | 'nothing' }[] = [
  {
    name: 'no preference leaves the policy as it is',
    policy: { zdr: true, only: ['a'] },
    caller: null,
    want: { zdr: true, only: ['a'] },
  },
  {
    name: 'order keeps what "only" names',
    policy: { only: ['a', 'b'] },
    caller: { order: ['x', 'b'] },
    want: { only: ['a', 'b'], order: ['b'] },
  },
  { name: 'order is dropped where any provider may serve', policy: {}, caller: { order: ['x'] }, want: {} },
  {
    name: 'the policy’s order stands',
    policy: { only: ['a', 'b'], order: ['a', 'b'] },
    caller: { order: ['b', 'a'] },
    want: { only: ['a', 'b'], order: ['a', 'b'] },
  },
  { name: 'only is intersected', policy: { only: ['a', 'b'] }, caller: { only: ['b', 'c'] }, want: { only: ['b'] } },
  {
    name: 'only without a common provider leaves nothing',
    policy: { only: ['a'] },
    caller: { only: ['c'] },
    want: 'nothing',
  },
  { name: 'an empty only leaves nothing', policy: {}, caller: { only: [] }, want: 'nothing' },
  { name: 'only of the wrong type leaves nothing', policy: {}, caller: { only: 'a' }, want: 'nothing' },
  { name: 'only is taken where the policy has none', policy: {}, caller: { only: ['a'] }, want: { only: ['a'] } },
  {
    name: 'a base slug does not stand for its variants',
    policy: { only: ['a/eu'] },
    caller: { only: ['a'] },
    want: 'nothing',
  },
  { name: 'ignore is united', policy: { ignore: ['a'] }, caller: { ignore: ['b', 'a'] }, want: { ignore: ['a', 'b'] } },
  {
    name: 'ignoring every provider in "only" leaves nothing',
    policy: { only: ['a'] },
    caller: { ignore: ['a'] },
    want: 'nothing',
  },
  { name: 'ignore of the wrong type leaves nothing', policy: {}, caller: { ignore: 'a' }, want: 'nothing' },
  {
    name: 'fallbacks can be given up',
    policy: {},
    caller: { allow_fallbacks: false },
    want: { allow_fallbacks: false },
  },
  {
    name: 'fallbacks cannot be won back',
    policy: { allow_fallbacks: false },
    caller: { allow_fallbacks: true },
    want: { allow_fallbacks: false },
  },
  {
    name: 'collection cannot be allowed',
    policy: { data_collection: 'deny' },
    caller: { data_collection: 'allow' },
    want: { data_collection: 'deny' },
  },
  { name: 'collection is not allowed in words either', policy: {}, caller: { data_collection: 'allow' }, want: {} },
  {
    name: 'collection can be denied',
    policy: {},
    caller: { data_collection: 'deny' },
    want: { data_collection: 'deny' },
  },
  { name: 'zero retention cannot be switched off', policy: { zdr: true }, caller: { zdr: false }, want: { zdr: true } },
  { name: 'zero retention can be asked for', policy: { zdr: false }, caller: { zdr: true }, want: { zdr: true } },
  {
    name: 'a flag of the wrong type is the stricter one',
    policy: {},
    caller: { zdr: 'no', data_collection: 1, allow_fallbacks: 'yes' },
    want: { zdr: true, data_collection: 'deny', allow_fallbacks: false },
  },
  {
    name: 'parameters stay required',
    policy: { require_parameters: true },
    caller: { require_parameters: false },
    want: { require_parameters: true },
  },
  {
    name: 'the lower price counts, kind by kind',
    policy: { max_price: { prompt: '2', image: '1' } },
    caller: { max_price: { prompt: '10', image: 0.5, completion: '3' } },
    want: { max_price: { prompt: '2', image: 0.5, completion: '3' } },
  },
  {
    name: 'a price that is no price does not count',
    policy: { max_price: { prompt: '2' } },
    caller: { max_price: { prompt: '1e9', image: -1 } },
    want: { max_price: { prompt: '2' } },
  },
  {
    name: 'sorting stays within one model',
    policy: {},
    caller: { sort: { by: 'price', partition: 'none', x: 1 } },
    want: { sort: { by: 'price', partition: 'model' } },
  },
  { name: 'an unknown sorting is dropped', policy: {}, caller: { sort: 'cheapest' }, want: {} },
  {
    name: 'wishes pass where the policy has none',
    policy: {},
    caller: { sort: 'price', quantizations: ['fp8'], preferred_max_latency: { p50: 1, p1: 2 } },
    want: { sort: 'price', quantizations: ['fp8'], preferred_max_latency: { p50: 1 } },
  },
  {
    name: 'the policy’s quantizations stand',
    policy: { quantizations: ['fp16'] },
    caller: { quantizations: ['int4'] },
    want: { quantizations: ['fp16'] },
  },
  {
    name: 'unknown keys are dropped',
    policy: null,
    caller: { secret_option: true, options: {}, zdr: true },
    want: { zdr: true },
  },
  {
    name: 'an order without fallbacks is a closed list',
    policy: { order: ['a'], allow_fallbacks: false },
    caller: { only: ['b'] },
    want: 'nothing',
  },
]

describe('a caller’s provider preferences', () => {
  test.each(rows)('$name', ({ policy, caller, want }) => {
    expect(narrowProvider(policy, caller)).toEqual(want)
  })

  const slugs = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
  const own = { requiredKeys: [] as never[] }
  const policies = fc.record(
    {
      zdr: fc.boolean(),
      data_collection: fc.constantFrom('allow', 'deny'),
      only: slugs,
      ignore: slugs,
      order: slugs,
      allow_fallbacks: fc.boolean(),
      require_parameters: fc.boolean(),
      max_price: fc.record({ prompt: fc.constantFrom('1', '2'), image: fc.constantFrom('3') }, own),
    },
    own,
  )
  const slugsOrNot = fc.oneof(slugs, fc.constant([]), fc.jsonValue())
  const callers = fc.record(
    {
      zdr: fc.oneof(fc.boolean(), fc.jsonValue()),
      data_collection: fc.oneof(fc.constantFrom('allow', 'deny'), fc.jsonValue()),
      only: slugsOrNot,
      ignore: slugsOrNot,
      order: slugsOrNot,
      allow_fallbacks: fc.oneof(fc.boolean(), fc.jsonValue()),
      require_parameters: fc.oneof(fc.boolean(), fc.jsonValue()),
      sort: fc.jsonValue(),
      max_price: fc.oneof(fc.record({ prompt: fc.constantFrom('0.5', '5', 1, 9) }, own), fc.jsonValue()),
      unknown: fc.jsonValue(),
    },
    own,
  )

  /** Providers that OpenRouter may choose under some preferences: a plain model of its documentation. */
  const eligible = (p: JsonObject) => {
    const has = (key: string, slug: string) => (p[key] as string[] | undefined)?.includes(slug)
    return ['a', 'b', 'c', 'z'].filter(
      (slug) =>
        has('only', slug) !== false &&
        has('ignore', slug) !== true &&
        (p['allow_fallbacks'] !== false || has('order', slug) !== false),
    )
  }

  test('can only narrow what the policy permits', () => {
    fc.assert(
      fc.property(policies, callers, (policy, caller) => {
        const ours = policy as JsonObject
        const sent = narrowProvider(ours, caller as unknown as JsonObject)
        if (sent === 'nothing') return
        for (const slug of eligible(sent)) expect(eligible(ours)).toContain(slug)
        if (ours['zdr'] === true) expect(sent['zdr']).toBe(true)
        if (ours['data_collection'] === 'deny') expect(sent['data_collection']).toBe('deny')
        if (ours['data_collection'] === undefined) expect(sent['data_collection']).not.toBe('allow')
        if (ours['allow_fallbacks'] === false) expect(sent['allow_fallbacks']).toBe(false)
        if (ours['require_parameters'] === true) expect(sent['require_parameters']).toBe(true)
        for (const [kind, price] of Object.entries((ours['max_price'] ?? {}) as JsonObject)) {
          expect(Number((sent['max_price'] as JsonObject)[kind])).toBeLessThanOrEqual(Number(price))
        }
        expect(sent).not.toHaveProperty('unknown')
        expect(JSON.stringify(sent['sort'] ?? '')).not.toContain('none')
      }),
      { numRuns: 3000 },
    )
  })
})
