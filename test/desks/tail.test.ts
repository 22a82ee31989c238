import { afterEach, describe, expect, test } from '@jest/globals'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import type { IndexDesk } from '../../src/audit/index/index-desk.ts'
import type { Visitor } from '../../src/desks/front-desk.ts'
import { tails } from '../../src/desks/tail.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'

const opened: IndexDesk[] = []
afterEach(async () => void (await Promise.all(opened.splice(0).map((index) => index.close()))))

const times = { everyMs: 1, renewMs: 1e9, mostMs: 1e9 }
const question = { filter: { since: -Infinity, until: Infinity, named: {} }, asked: {} }

function aVisitor(
  tenant: string,
  renew: Visitor['renew'] = () => Promise.reject(new Error('not now')),
  expires = 4e9,
): Visitor {
  // prettier-ignore
  return { caller: { expires }, grants: { records: [{ tenant: [tenant] }] }, renew } as unknown as Visitor
}

async function aTail(visitor: Visitor, all = times) {
  const dir = await askedLedger([{ request: 'old' }])
  const index = createIndexDesk({ dir, path: null })
  opened.push(index)
  const gone = new AbortController()
  const events = tails({ index, now: () => Date.now() }, all)(visitor, question, { gone: gone.signal })
  return { dir, gone, events: events[Symbol.asyncIterator]() }
}

type Events = Awaited<ReturnType<typeof aTail>>['events']
const next = async (events: Events) => {
  const { value, done } = await events.next()
  if (done === true) return 'over'
  const { event, data } = value as { readonly event: string; readonly data: JsonObject }
  const requests = data['requests'] as readonly JsonObject[]
  return [event, ...requests.map(({ request, outcome }) => `${String(request)} ${String(outcome)}`)].join(' ')
}

describe('a tail', () => {
  test('tells what is new to its reader alone, and again how it ended', async () => {
    const { dir, events, gone } = await aTail(aVisitor('acme'))
    expect(await next(events)).toBe('requests')
    await askedLedger(
      [
        { request: 'theirs', tenant: ['rival'] },
        { request: 'a', result: null },
      ],
      {},
      dir,
    )
    expect(await next(events)).toBe('requests a open')
    await askedLedger([{ request: 'b' }], {}, dir)
    const told: string[] = []
    while (!told.join().includes('b answered')) told.push(await next(events))
    expect(told.join()).toContain('a unknown') // what the writer before did not know any more
    expect(told.join()).not.toMatch(/theirs|old/)
    gone.abort()
    expect(await next(events)).toBe('over')
  }, 60_000)

  test('asks again who is there, and says how much they saw since', async () => {
    const seen: unknown[] = []
    const renew: Visitor['renew'] = async ({ rows }) => {
      seen.push(rows)
      if (seen.length > 1) throw new Problem('invalid_token', 'it has expired')
      return aVisitor('rival', renew)
    }
    const { dir, events } = await aTail(aVisitor('acme', renew, 0), { ...times, renewMs: 0 })
    await askedLedger([{ request: 'a' }, { request: 'theirs', tenant: ['rival'] }], {}, dir)
    const told = [await next(events), await next(events), await next(events)]
    expect(told[0]).toBe('requests')
    expect(told).toContain('end')
    expect(told.join()).not.toContain('a answered')
    expect(seen[0]).toBe(0)
  }, 60_000)

  test('ends after a while', async () => {
    const { events } = await aTail(aVisitor('acme'), { ...times, mostMs: 0 })
    expect([await next(events), await next(events), await next(events)]).toEqual(['requests', 'end', 'over'])
  }, 60_000)

  test('is one of a few, and makes room when it is left', () => {
    const make = tails({ index: {} as IndexDesk, now: () => 0 }, times)
    const all = Array.from({ length: 32 }, () => new AbortController())
    const begin = (gone: AbortController) => make(aVisitor('acme'), question, { gone: gone.signal })
    for (const gone of all) begin(gone)
    expect(() => begin(new AbortController())).toThrow(Problem)
    all[0]?.abort()
    return Promise.resolve().then(() => expect(() => begin(new AbortController())).not.toThrow())
  })
})
