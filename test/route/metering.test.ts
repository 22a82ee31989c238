import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createMetering, meteringTable } from '../../src/route/metering.ts'
import type { Attempt, AttemptResult, Outcome } from '../../src/terms/attempt.ts'

function house(price: number | null = 3.6, most = 100) {
  let clock = 0
  const metering = createMetering({ now: () => clock, pricePerHour: () => price, most })
  const begin = (node: string | null = 'n1', model = 'm') =>
    metering.began({ destination: node === null ? 'openrouter' : 'lan', node, model } as Attempt)
  const noted = (what: Outcome) => metering.note(what, [])
  return { ...metering, begin, noted, pass: (ms: number) => void (clock += ms) }
}
const result = (what: AttemptResult['result'] = 'answered', more: Partial<AttemptResult> = {}): AttemptResult => ({
  ...{ destination: 'lan', node: 'n1', model: 'm', result: what, status: 200, peer: null, ms: 1_000 },
  ...more,
})
const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  ...{ attempts: [result()], status: 200, result: 'answered', verification: null, bytesOut: 10 },
  served: { destination: 'lan', node: 'n1', peer: null, model: 'm', provider: null, standIn: false },
  usage: { promptTokens: 100, completionTokens: 45, cost: null },
  ...{ queuedMs: 50, firstByteMs: 150, ms: 1_050 },
  ...more,
})

describe('an answer is counted', () => {
  test('with its tokens, its wait, its first byte and its speed, without what came before its attempt', () => {
    const { begin, noted, snapshot } = house(null)
    begin()(result())
    noted(outcome({ attempts: [result('reset', { node: 'n0', ms: 40 }), result()] }))
    expect(snapshot()).toEqual([
      {
        ...{ destination: 'lan', node: 'n1', model: 'm', requests: 1, errors: 0, queuedMs: 50, cost: null },
        ...{ tokens: { prompt: 100, completion: 45 }, firstByte: { ms: 60, count: 1 }, generating: { ms: 900, tokens: 45 } }, // prettier-ignore
      },
    ])
  })

  test.each<[string, Partial<Outcome>, number | undefined]>([
    ['a whole answer took all of its attempt', { firstByteMs: 1_049 }, 1_000],
    ['without tokens there is no speed', { usage: { promptTokens: null, completionTokens: null, cost: null } }, 0],
    ['nothing served is nothing counted', { served: null }, undefined],
  ])('%s', (_, more, want) => {
    const { noted, snapshot } = house()
    noted(outcome(more))
    expect(snapshot()[0]?.generating.ms).toBe(want)
  })

  test('in the cloud with the cost that it names', () => {
    const { noted, snapshot } = house()
    const cloud = result('answered', { destination: 'openrouter', node: null })
    const usage = { promptTokens: 1, completionTokens: 1, cost: 0.25 }
    noted(outcome({ attempts: [cloud], usage }))
    noted(outcome({ attempts: [cloud], usage }))
    expect(snapshot()).toMatchObject([{ destination: 'openrouter', cost: 0.5 }])
  })
})

test('what the time of its node cost is told of the request that it served, and of no other', () => {
  const { began, note, pass } = house(3.6)
  const attempt = { destination: 'lan', node: 'n1', model: 'm' } as Attempt
  const [ended, other] = [began(attempt), began({ ...attempt })]
  pass(2_000)
  ended(result())
  other(result())
  expect(note(outcome(), [attempt]).usage).toEqual({ promptTokens: 100, completionTokens: 45, cost: 0.001 })
  expect(note(outcome(), [attempt]).usage.cost).toBe(null) // it was told, and is kept no longer
  expect(note(outcome({ served: null }), [attempt]).usage.cost).toBe(null)
  const cloud = { destination: 'openrouter', node: null, model: 'm' } as Attempt
  const said = outcome({ attempts: [result('answered', cloud)], usage: { promptTokens: 1, completionTokens: 1, cost: 0.25 } }) // prettier-ignore
  expect(note(said, [attempt, cloud]).usage.cost).toBe(0.25)
})

test.each<[AttemptResult['result'], number]>([
  ['answered', 0],
  ['aborted', 0],
  ['timed_out', 1],
  ['error', 1],
  ['unreachable', 1],
])('an attempt that ends as %s is %d errors', (what, errors) => {
  const { begin, snapshot } = house()
  begin()(result(what))
  expect(snapshot()).toMatchObject([{ requests: 1, errors }])
})

test('requests together cost what the node does while it works, however they overlap', () => {
  const step = fc.record({ wait: fc.nat(10_000), ends: fc.boolean(), model: fc.constantFrom('m', 'o') })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { begin, pass, snapshot } = house(3.6) // a dollar for each 1000 s
      const running: (() => void)[] = []
      let busy = 0
      const passing = (ms: number) => {
        if (running.length > 0) busy += ms
        pass(ms)
      }
      for (const { wait, ends, model } of steps) {
        passing(wait)
        if (ends) running.shift()?.()
        else {
          const end = begin('n1', model)
          running.push(() => end(result()))
        }
      }
      passing(1)
      for (const end of running.splice(0)) end()
      const cost = snapshot().reduce((sum, row) => sum + (row.cost ?? 0), 0)
      expect(cost).toBeCloseTo(busy / 1e6, 9)
    }),
  )
})

test('rows are bounded', () => {
  const { begin, snapshot } = house(null, 3)
  for (let i = 0; i < 50; i++) begin('n1', `made-up-${String(i)}`)(result())
  expect(snapshot().map(({ model, requests }) => [model, requests])).toEqual([
    ['made-up-0', 1],
    ['made-up-1', 1],
    ['made-up-2', 1],
    ['other', 47],
  ])
})

test('the table has local and cloud side by side', () => {
  const { begin, noted, pass, snapshot } = house()
  const end = begin()
  pass(1_000)
  end(result())
  noted(outcome())
  const cloud = result('answered', { destination: 'openrouter', node: null, model: 'acme/big' })
  noted(outcome({ attempts: [cloud], usage: { promptTokens: 900, completionTokens: 100, cost: 0.002 } }))
  begin(null, 'acme/big')(cloud)
  expect(meteringTable(snapshot())).toBe(
    `destination  node  model     requests  errors   in  out  first ms  tok/s  queued ms       $   $/M
lan          n1    m                1       0  100   45       100   50.0         50  0.0010  6.90
openrouter   -     acme/big         1       0  900  100       100  111.1         50  0.0020  2.00
`,
  )
})
