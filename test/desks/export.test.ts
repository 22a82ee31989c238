import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'
import { aReading } from './a-reading.ts'

let reading: ReturnType<typeof aReading>
beforeAll(async () => {
  const many = Array.from({ length: 1_203 }, (_, at) => ({ request: `req_${String(at)}`, result: null }))
  const others = [
    { request: 'req_rival', tenant: ['rival'] },
    { request: 'req_both', tenant: ['rival', 'acme'] },
  ]
  reading = aReading(await askedLedger([...many, ...others]))
}, 60_000)
afterAll(() => reading.index.close())
beforeEach(() => void (reading.records.length = 0))

const get = (query: string, who = 'auditor/acme') =>
  supertest(reading.app)
    .get(`/admin/export?${query}`)
    .set('x-who', who)
    .buffer(true)
    .parse((res, done) => {
      // prettier-ignore
      let text = ''
      res.on('data', (data) => (text += String(data)))
      res.on('end', () => done(null, text))
    })
const linesOf = ({ body }: { readonly body: unknown }) => String(body).split('\r\n').slice(0, -1)

describe('an export', () => {
  test('has what its reader may read, in pieces, and nothing else', async () => {
    const answer = await get('format=csv')
    expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="requests-2026-09-21.csv"' }) // prettier-ignore
    const ids = linesOf(answer).slice(1).map((line) => line.split(',')[1]) // prettier-ignore
    expect(ids).toEqual(Array.from({ length: 1_203 }, (_, at) => `req_${String(1_202 - at)}`))
    expect(linesOf(await get('format=csv', 'ciso/none')).length).toBe(1_206)
  })

  test('leaves one record, with what was asked and how many it has', async () => {
    await get('effect=permit&team=sales,nobody&format=jsonl')
    expect(reading.records).toMatchObject([{ type: 'audit.read', what: 'export', rows: 1_203, asked: { effect: ['permit'], format: 'jsonl' } }]) // prettier-ignore
    expect(JSON.stringify(reading.records)).not.toContain('nobody')
  })

  test('of nothing is a line of names', async () => {
    const answer = await get('tenant=rival')
    expect([answer.status, linesOf(answer).length]).toEqual([200, 1])
  })

  test.each(['format=xlsx', 'limit=3', 'level='])('is refused for %s', async (query) => {
    expect((await get(query)).status).toBe(400)
  })

  test('is not for whoever may read nothing', async () => {
    expect((await get('', 'nobody/acme')).status).toBe(403)
  })
})
