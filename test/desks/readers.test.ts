import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import supertest from 'supertest'
import { FILTER_NAMES } from '../../src/audit/index/filter.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { Overview } from '../../src/contract/overview.ts'
import type { Newer, RecordsPage, Suggestions, WholeRecord } from '../../src/contract/records.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'
import { aReading } from './a-reading.ts'

/* What an auditor of one tenant is told by the console's questions, in a ledger that is full of another's. */

let reading: ReturnType<typeof aReading>
beforeAll(async () => {
  const mine = [
    { request: 'req_1', entities: ['PERSON'], caller: 'ps1_mine' },
    { request: 'req_2', to: 'openrouter-eu', caller: 'ps1_mine' },
    { request: 'req_3', effect: 'deny' as const, level: 'public', caller: 'ps1_mine' },
  ]
  const theirs = { tenant: ['rival'], team: ['secret-team'], level: 'restricted', entities: ['US_SSN'], caller: 'ps1_rival', to: 'openrouter' } // prettier-ignore
  const all = mine.flatMap((one, at) => [{ ...theirs, request: `req_rival_${String(at)}` }, one, { ...theirs, request: `req_both_${String(at)}`, tenant: ['acme', 'rival'] }]) // prettier-ignore
  const key = generateKeyPairSync('ed25519').privateKey
  reading = aReading(await askedLedger(all, { signers: [key], now: () => 1_789_999_000_000 }))
}, 60_000)
afterAll(() => reading.index.close())
beforeEach(() => void (reading.records.length = 0))

const get = (path: string, who = 'auditor/acme') => supertest(reading.app).get(`/admin/${path}`).set('x-who', who)
const THEIRS = /rival|secret|restricted|US_SSN/

describe('an auditor of one tenant', () => {
  test('sees an overview of their own', async () => {
    const answer = await get('overview')
    expectToFit(OPERATIONS.overview, answer)
    const { totals, entities, services, left } = answer.body as Overview
    expect(totals).toMatchObject({ requests: 3, permitted: 2, denied: 1, cloud: 1, answered: 2, cost: 0.25 })
    expect([entities, services?.length, left.length]).toEqual([[{ type: 'PERSON', requests: 1 }], 2, 2])
    expect(answer.text).not.toMatch(THEIRS)
  })

  test.each(['tenant=rival', 'level=restricted', 'team=secret-team', 'caller=ps1_rival', 'destination=openrouter'])(
    'sees the same for %s as for nothing at all',
    async (query) => {
      const answers = [await get(`overview?${query}`), await get('overview?tenant=never-heard-of')]
      expect(answers.map(({ body }) => body as unknown)[0]).toEqual(answers[1]?.body)
    },
  )

  test.each(FILTER_NAMES)('is reminded of no %s of others', async (name) => {
    const answer = await get(`suggestions?name=${name}`)
    expectToFit(OPERATIONS.suggestions, answer)
    expect(answer.text).not.toMatch(THEIRS)
    const { suggestions } = answer.body as Suggestions
    expect(suggestions.every(({ requests }) => requests <= 3)).toBe(true)
    expect((await get(`suggestions?name=${name}&text=RIVAL`)).body).toEqual({ suggestions: [] })
  })

  test('is told of nothing newer but their own, and begins behind their own last', async () => {
    const begin = await get('newer')
    const from = await get('newer?after=-1')
    for (const answer of [begin, from]) expectToFit(OPERATIONS.newer, answer)
    const { requests, next } = from.body as Newer
    expect(requests.map(({ request }) => request)).toEqual(['req_1', 'req_2', 'req_3'])
    expect([begin.body, (await get(`newer?after=${String(next)}`)).body]).toEqual([{ requests: [], next }, { requests: [], next }]) // prettier-ignore
  })

  test('is told how many they may read', async () => {
    const answer = await get('records?total=yes&limit=1')
    expectToFit(OPERATIONS.records, answer)
    expect((answer.body as RecordsPage).total).toEqual({ count: 3, isExact: true })
  })

  test('is shown where a record of theirs stands', async () => {
    const answer = await get('records/req_2')
    expectToFit(OPERATIONS.record, answer)
    const { place, found, proof } = answer.body as WholeRecord
    expect(place).toEqual({ index: found.seq, size: proof?.['size'], segment: expect.any(String), line: found.seq + 1 })
  })
})

test('all of it is one record each, with what was asked', async () => {
  for (const path of ['overview?level=internal', 'suggestions?name=team&text=sal', 'newer?after=3']) await get(path)
  expect(reading.records).toMatchObject([
    { type: 'audit.read', what: 'overview', rows: 2, asked: { level: ['internal'] }, scope: [{ tenant: ['acme'] }] },
    { type: 'audit.read', what: 'suggestions', rows: 1, asked: { name: 'team' } },
    { type: 'audit.read', what: 'newer' },
  ])
  expect(JSON.stringify(reading.records)).not.toContain('"sal"')
})

test.each([
  'overview?since=2026-09-22&until=2026-09-21',
  'overview?since=0001-01-01',
  'overview?limit=1',
  'suggestions',
  'suggestions?name=password',
  'suggestions?name=team&since=2026-01-01',
  'newer?after=x',
  'newer?limit=201',
  'records?total=no',
])('%s is refused in words', async (path) => {
  const answer = await get(path)
  expect(answer.status).toBe(400)
  expectToFit(OPERATIONS.overview, answer)
})
