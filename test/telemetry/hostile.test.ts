import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createLabels } from '../../src/telemetry/labels.ts'
import { anApp, samplesIn } from './an-app.ts'
import type { AnApp, Asked } from './an-app.ts'

/* Callers who would like to see their words in a label, or to fill Prometheus with time series. */

/** Stands in everything that a hostile caller says. */
const MARK = 'zqx7'
const REQUESTS = 1_500
const ROUNDS = 4
/** How long the event loop was held up is known only where it was looked at since the last scrape. */
const COMES_AND_GOES = /^cordon_event_loop_delay_seconds\{/
const odd = (n: number) => `${MARK}-${String(n)}`
const SECOND = 1_000_000
/** Names that a node has, and the configuration does not: it leaves them to callers. */
const SERVED = (from: number) => Array.from({ length: 60 }, (_, n) => `open/${odd(from + n)}`)
let it: AnApp

beforeAll(async () => {
  it = await anApp({ models: Array.from({ length: ROUNDS + 1 }, (_, round) => SERVED(round * SECOND)).flat() })
}, 60_000)
afterAll(() => it.stop(), 60_000)

const KINDS: readonly ((n: number) => Asked)[] = [
  (n) => ({ model: odd(n) }),
  (n) => ({ model: SERVED(n - (n % SECOND))[n % 60] ?? '' }),
  (n) => ({ model: `open/${odd(n)}` }),
  (n) => ({ model: `m"} 1\ncordon_${odd(n)}{a="` }),
  (n) => ({ text: `My SSN is 536-22-8726, ${odd(n)}`, claims: { tenant: odd(n), department: odd(n), role: ['employee', odd(n)] } }), // prettier-ignore
  (n) => ({ claims: { sub: odd(n), client_id: odd(n), role: odd(n) } }),
  (n) => ({ path: `/v1/${odd(n)}?${odd(n)}=${odd(n)}` }),
  (n) => ({ path: `/v1/models/${odd(n)}`, method: 'GET' }),
  (n) => ({ path: `/${odd(n)}`, method: ['PUT', 'DELETE', 'PATCH', 'OPTIONS'][n % 4] ?? 'PUT' }),
  (n) => ({ headers: { 'x-cordon-level': odd(n), 'x-cordon-reason': odd(n), traceparent: odd(n), 'user-agent': odd(n) } }), // prettier-ignore
  (n) => ({ headers: { authorization: `Bearer ${Buffer.from(JSON.stringify({ alg: odd(n), kid: odd(n) })).toString('base64url')}.e30.x` } }), // prettier-ignore
  (n) => ({ body: JSON.stringify({ model: 'm', [odd(n)]: odd(n), messages: [{ role: odd(n), content: odd(n) }] }) }),
  (n) => ({ body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: [{ type: odd(n), [odd(n)]: 1 }] }] }) }), // prettier-ignore
  (n) => ({ body: `{"model": "m", "model": "${odd(n)}"` }),
  (n) => ({ headers: { 'content-type': `text/${odd(n)}` } }),
]

async function attack(from: number): Promise<void> {
  const all = Array.from({ length: REQUESTS }, (_, n) => from + n)
  const take = async (): Promise<void> => {
    for (let n = all.pop(); n !== undefined; n = all.pop()) await it.ask(KINDS[n % KINDS.length]?.(n) ?? {})
  }
  await Promise.all(Array.from({ length: 20 }, take))
}

describe('hostile requests', () => {
  test('add no time series once each kind of them was seen, stay below the bound, and leave no word of theirs', async () => {
    await attack(0)
    let [before, added] = [await it.settled(), ['not known yet']]
    // a kind that only a busy machine shows may come late, and once; words of callers would add some in each round
    for (let round = 1; round <= ROUNDS && added.length > 0; round += 1) {
      await attack(round * SECOND)
      const after = await it.settled()
      added = [...after.keys()].filter((name) => !before.has(name) && !COMES_AND_GOES.test(name))
      before = after
      expect(samples(after, 'cordon_requests_total')).toBeGreaterThan((round + 1) * REQUESTS - 1)
    }
    expect(added).toEqual([])
    expect(before.size).toBeLessThanOrEqual(it.telemetry.bound())
    for (const accept of ['text/plain', 'application/openmetrics-text']) {
      const { text } = await it.scrape(accept)
      expect(text).not.toContain(MARK)
      expect(text).not.toMatch(/tester|idp\.test|sales|127\.0\.0\.1|haiku/) // nor what ordinary callers bring along
    }
  }, 120_000)
})

describe('a label', () => {
  const labels = createLabels(3)
  labels.learn({ model: ['a', 'b', 'c', 'd'] })
  test.each([
    ['a', 'a'],
    ['c', 'c'],
    ['d', 'other'], // one more than are told apart
    ['toString', 'other'],
    ['__proto__', 'other'],
    ['', 'other'],
    ['a ', 'other'],
    ['none', 'other'],
    [null, 'none'],
  ])('says of %j: %j', (value, said) => {
    expect(labels.of('model', value)).toBe(said)
  })

  test('has a bound, however often names are learnt', () => {
    for (let n = 0; n < 100; n += 1) labels.learn({ rule: [String(n)] })
    expect(labels.size('rule')).toBe(5)
  })
})

const samples = (all: ReadonlyMap<string, number>, name: string) =>
  [...all].reduce((sum, [key, value]) => (key.startsWith(`${name}{`) ? sum + value : sum), 0)

describe('who may read metrics', () => {
  test.each([
    ['from this machine', 'maxBody: 1mb', 200],
    ['also where ranges are named', 'metrics: { allow: [10.0.0.0/8] }', 200],
  ])(
    '%s',
    async (_, server, status) => {
      const other = await anApp({ server })
      const answer = await fetch(`${other.app.adminUrl}/metrics`)
      await other.stop()
      expect(answer.status).toBe(status)
      expect(samplesIn(await answer.text()).has('cordon_audit_records')).toBe(true)
    },
    60_000,
  )
})
