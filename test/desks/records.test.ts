import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import supertest from 'supertest'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import type { IndexDesk } from '../../src/audit/index/index-desk.ts'
import { checkProof } from '../../src/audit/proof.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { readRecord } from '../../src/audit/read-record.ts'
import { readersOf } from '../../src/decide/readers.ts'
import { createFrontDesk } from '../../src/desks/front-desk.ts'
import { recordWorks } from '../../src/desks/records.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import { adminApi } from '../../src/serve/admin-api.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import { pinnedTo } from '../audit/a-signed-ledger.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'

/* The admin API over a real ledger and a real thread; only who asks is made up, by a header. */

const keys = pseudonyms(Buffer.from('a key that is long enough for this test'))
const parts = { keys, mayName: () => true, isField: () => true }
const key = generateKeyPairSync('ed25519').privateKey
let index: IndexDesk
const records: JsonObject[] = []
let isFull = false

beforeAll(async () => {
  const tenants = ['acme', 'acme', 'rival', 'acme', 'rival']
  const asked = tenants.map((tenant, at) => ({ request: `req_${String(at)}`, tenant: [tenant], team: [tenant] }))
  const strange = [
    { request: 'req_both', tenant: ['acme', 'rival'] },
    { request: 'req_none', tenant: [] },
    { request: 'req_secret', tenant: ['rival'], level: 'restricted', entities: ['US_SSN'], caller: 'ps1_rival' },
  ]
  index = createIndexDesk({ dir: await askedLedger([...asked, ...strange], { signers: [key] }), path: null })
})
afterAll(() => index.close())
beforeEach(() => {
  records.length = 0
  isFull = false
})

const grantsOf = readersOf([
  { when: { 'caller.role': ['auditor'] }, read: { tenant: 'own' } },
  { when: { 'caller.role': ['ciso'] }, read: 'all' },
])

const serve = createFrontDesk({
  house: () => ({
    rooms: { authenticate } as unknown as Parameters<typeof createFrontDesk>[0]['house'] extends () => { rooms: infer R } ? R : never, // prettier-ignore
    grantsOf,
    readRecord: (facts) => readRecord(facts, parts),
    digest: keys.name,
  }),
  works: recordWorks({ index: { ask: (ask) => index.ask(ask), close: () => index.close() }, digest: keys.name, now: () => Date.now() }) as unknown as Parameters<typeof createFrontDesk>[0]['works'], // prettier-ignore
  append: async (record) => {
    if (isFull) throw new Problem('audit_unavailable', 'the disk is full')
    records.push(record)
  },
  log: { debug() {}, info() {}, warn() {}, error() {} },
})
const app = adminApi({
  health: () => ({ status: 'ok', missing: [] }),
  checkpoint: () => null,
  serve,
  now: () => 1_790_000_000_000,
})

/** `x-who: role/tenant`. */
async function authenticate(rawHeaders: readonly string[]) {
  const who = rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === 'x-who') + 1]
  const [role = '', tenant = ''] = who?.split('/') ?? []
  if (!rawHeaders.includes('x-who')) throw new Problem('invalid_token', 'no token')
  return {
    ...{ issuer: 'https://idp.example', subject: 'ann', client: null, raises: [], tokenId: null, tokenKey: 'k' },
    ...{ attributes: { role: [role], tenant: [tenant] }, otherAudiences: [], expires: 0 },
  }
}

const get = (path: string, who = 'auditor/acme') => supertest(app).get(path).set('x-who', who)
type Paged = { readonly requests: readonly { readonly request: string }[]; readonly next: string | null }
const idsIn = ({ body }: { readonly body: unknown }) => (body as Paged).requests.map(({ request }) => request)

describe('an auditor of one tenant', () => {
  test('sees the records of that tenant alone, on every page', async () => {
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: supertest.Response = await get(`/admin/records?limit=1${next === '' ? '' : `&after=${next}`}`)
      seen.push(...idsIn(page))
      next = (page.body as Paged).next
    }
    expect(seen).toEqual(['req_3', 'req_1', 'req_0'])
  })

  test.each([
    ['tenant=rival'],
    ['team=rival'],
    ['level=restricted'],
    ['entity=US_SSN'],
    ['caller=ps1_rival'],
    ['tenant=rival,acme&level=restricted'],
  ])('finds nothing of another by %s', async (query) => {
    const page = await get(`/admin/records?${query}&total=yes`)
    expect([page.status, page.body]).toEqual([200, { requests: [], next: null, total: { count: 0, isExact: true } }])
    const counts = await get(`/admin/aggregates?count-by=tenant,level&${query}`)
    expect(counts.body).toEqual({ requests: 0, groups: [] })
  })

  test('counts nothing of another', async () => {
    const { body } = await get('/admin/aggregates?count-by=tenant')
    expect(body).toMatchObject({ requests: 3, groups: [{ by: { tenant: 'acme' }, requests: 3 }] })
  })

  test('cannot tell a request of another from one that never was', async () => {
    const answers = [await get('/admin/records/req_secret'), await get('/admin/records/req_both'), await get('/admin/records/req_none'), await get('/admin/records/req_nowhere')] // prettier-ignore
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })

  test('cannot go on with the cursor of another', async () => {
    const { next } = (await get('/admin/records?limit=1', 'auditor/rival')).body as Paged
    const theirs = await get(`/admin/records?limit=1&after=${String(next)}`)
    const nonsense = await get('/admin/records?limit=1&after=nonsense')
    expect([theirs.status, theirs.text]).toEqual([400, nonsense.text])
  })

  test('reads one whole, with a proof that holds', async () => {
    const { status, body } = await get('/admin/records/req_1')
    const { decision, outcome, proof } = body as Record<string, JsonObject>
    expect([status, decision?.['request'], outcome?.['type']]).toEqual([200, 'req_1', 'outcome'])
    const { pinned } = pinnedTo(key)
    expect(pinned && checkProof(JSON.stringify(proof), pinned)).toMatchObject({ holds: true })
  })
})

test.each([
  ['records', '/admin/records?limit=3'],
  ['records', '/admin/records?limit=no'],
  ['record', '/admin/records/req_1'],
  ['record', '/admin/records/req_nowhere'],
  ['aggregates', '/admin/aggregates?count-by=tenant'],
  ['aggregates', '/admin/aggregates?count-by=colour'],
] as const)('%s: what %s answers is what the contract says', async (name, path) => {
  for (const who of ['auditor/acme', 'ciso/', 'employee/acme']) expectToFit(OPERATIONS[name], await get(path, who))
})

test('who may read all sees all', async () => {
  expect(idsIn(await get('/admin/records', 'ciso/'))).toHaveLength(8)
})

test.each(['employee/acme', 'auditor/', 'Auditor/acme'])('%s may read nothing', async (who) => {
  for (const path of ['/admin/records', '/admin/records/req_1', '/admin/aggregates']) {
    expect((await get(path, who)).status).toBe(403)
  }
  expect(records.map(({ problem, rows }) => [problem, rows])).toEqual(Array.from({ length: 3 }, () => ['policy_denied', null])) // prettier-ignore
})

test('nobody reads without a token', async () => {
  expect((await supertest(app).get('/admin/records')).status).toBe(401)
  expect(records).toMatchObject([{ type: 'audit.read', problem: 'invalid_token', rows: null }])
})

test.each(['/admin/records', '/admin/records/req_1', '/admin/records/req_nowhere', '/admin/aggregates'])(
  '%s gives nothing when the reading cannot be recorded',
  async (path) => {
    isFull = true
    const { status, body } = await get(path)
    expect([status, body]).toMatchObject([503, { error: { code: 'audit_unavailable' } }])
  },
)

test('a record says who read what, in words of the ledger or as digests', async () => {
  await get('/admin/records?level=internal,my%20SSN%20is&since=2026-01-01&limit=2')
  expect(records).toMatchObject([
    {
      ...{ type: 'audit.read', what: 'records', rows: 2, scope: [{ tenant: ['acme'] }] },
      caller: { id: keys.caller('https://idp.example', 'ann'), tenant: ['acme'] },
      asked: { level: ['internal', expect.stringMatching(/^hm1_/)], since: '2026-01-01', limit: '2' },
    },
  ])
})

test.each([
  ['colour=red', 'the parameters are caller, team'],
  ['level=a&level=b', 'stands there twice'],
  ['effect=allow', 'effect is one of permit, deny, refuse'],
  ['since=yesterday', 'since takes a day'],
  ['limit=100000', 'limit takes a number'],
])('refuses ?%s', async (query, says) => {
  const { status, body } = await get(`/admin/records?${query}`)
  expect([status, body]).toMatchObject([400, { error: { message: expect.stringContaining(says) } }])
  expect(JSON.stringify(records)).not.toMatch(/red|yesterday|100000|allow/)
})
