import supertest from 'supertest'
import { readRecord } from '../../src/audit/read-record.ts'
import { readersOf } from '../../src/decide/readers.ts'
import { createFrontDesk } from '../../src/desks/front-desk.ts'
import type { FrontDeskParts } from '../../src/desks/front-desk.ts'
import { adminApi } from '../../src/serve/admin-api.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import type { Log } from '../../src/terms/logger.ts'
import { Problem } from '../../src/terms/problem.ts'
import { keys } from './a-policy-ledger.ts'

/* The admin API over real works; only who asks is made up, by a header, `x-who: role/tenant`. */

export type AdminDesk = {
  readonly get: (path: string, who?: string) => supertest.Test
  readonly post: (path: string, body: object, who?: string) => supertest.Test
  readonly delete: (path: string, who?: string) => supertest.Test
  /** What was recorded of the reading. */
  readonly records: JsonObject[]
}

const grantsOf = readersOf([
  { when: { 'caller.role': ['auditor'] }, read: { tenant: 'own' } },
  { when: { 'caller.role': ['ciso'] }, read: 'all' },
  { when: { 'caller.role': ['author'] }, read: 'policy' },
])

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }

export function adminDesk(works: object, now = () => Date.now(), log: Log = SILENT): AdminDesk {
  const records: JsonObject[] = []
  const parts = { keys, mayName: () => true, isField: () => true }
  const serve = createFrontDesk({
    house: () => ({
      rooms: { authenticate } as unknown as ReturnType<FrontDeskParts['house']>['rooms'],
      ...{ grantsOf, readRecord: (facts) => readRecord(facts, parts), digest: keys.name },
    }),
    works: works as FrontDeskParts['works'],
    append: async (record) => void records.push(record),
    log,
  })
  const app = adminApi({ health: () => ({ status: 'ok', missing: [] }), checkpoint: () => null, serve, now })
  const ask = supertest(app)
  return {
    get: (path, who = 'auditor/acme') => ask.get(path).set('x-who', who),
    post: (path, body, who = 'auditor/acme') => ask.post(path).set('x-who', who).send(body),
    delete: (path, who = 'auditor/acme') => ask.delete(path).set('x-who', who),
    records,
  }
}

async function authenticate(rawHeaders: readonly string[]) {
  const who = rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === 'x-who') + 1]
  const [role = '', tenant = ''] = who?.split('/') ?? []
  if (!rawHeaders.includes('x-who')) throw new Problem('invalid_token', 'no token')
  return {
    ...{ issuer: 'https://idp.example', subject: 'ann', client: null, raises: [], tokenId: null, tokenKey: 'k' },
    ...{ attributes: { role: [role], tenant: [tenant] }, otherAudiences: [], expires: 0 },
  }
}
