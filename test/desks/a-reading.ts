import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { readRecord } from '../../src/audit/read-record.ts'
import type { ReadFacts } from '../../src/audit/read-record.ts'
import { readersOf } from '../../src/decide/readers.ts'
import { createFrontDesk } from '../../src/desks/front-desk.ts'
import { recordWorks } from '../../src/desks/records.ts'
import { adminApi } from '../../src/serve/admin-api.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'

/* The admin API over a real ledger and a real thread; only who asks is made up, by a header `x-who: role/tenant`. */

const keys = pseudonyms(Buffer.from('a key that is long enough for this test'))
const parts = { keys, mayName: () => true, isField: () => true }
type FrontDeskParts = Parameters<typeof createFrontDesk>[0]

const grantsOf = readersOf([
  { when: { 'caller.role': ['auditor'] }, read: { tenant: 'own' } },
  { when: { 'caller.role': ['ciso'] }, read: 'all' },
])

async function authenticate(rawHeaders: readonly string[]) {
  const who = rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === 'x-who') + 1]
  const [role = '', tenant = ''] = who?.split('/') ?? []
  if (!rawHeaders.includes('x-who')) throw new Problem('invalid_token', 'no token')
  return {
    ...{ issuer: 'https://idp.example', subject: 'ann', client: null, raises: [], tokenId: null, tokenKey: 'k' },
    ...{ attributes: { role: [role], tenant: [tenant] }, otherAudiences: [], expires: 4_000_000_000 },
  }
}

/** `records` are those that readings leave. */
export function aReading(dir: string) {
  const index = createIndexDesk({ dir, path: null })
  const records: JsonObject[] = []
  const now = () => 1_790_000_000_000
  const serve = createFrontDesk({
    house: () =>
      ({ rooms: { authenticate }, grantsOf, readRecord: (facts: ReadFacts) => readRecord(facts, parts), digest: keys.name }) as unknown as ReturnType<FrontDeskParts['house']>, // prettier-ignore
    works: recordWorks({ index, digest: keys.name, now }) as unknown as FrontDeskParts['works'],
    append: async (record) => records.push(record),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
  const app = adminApi({ health: () => ({ status: 'ok', missing: [] }), checkpoint: () => null, serve, now })
  return { app, index, records }
}
