import type { KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { readRecord } from '../../src/audit/read-record.ts'
import { noteSigner, vkeyOf } from '../../src/audit/signed-note.ts'
import type { WitnessSeen } from '../../src/audit/witnesses.ts'
import { readersOf } from '../../src/decide/readers.ts'
import { evidenceWorks } from '../../src/desks/evidence.ts'
import type { EvidenceParts } from '../../src/desks/evidence.ts'
import { createFrontDesk } from '../../src/desks/front-desk.ts'
import type { FrontDeskParts } from '../../src/desks/front-desk.ts'
import { jobWorks } from '../../src/desks/job-works.ts'
import { createJobDesk } from '../../src/desks/jobs.ts'
import { adminApi } from '../../src/serve/admin-api.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import supertest from 'supertest'
import { aLog, newDir } from '../audit/a-ledger.ts'
import { notesOf, ORIGIN } from '../audit/a-signed-ledger.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const keys = pseudonyms(Buffer.from('a key that is long enough for this test'))

export type DeskOptions = {
  /** What the process signs with; null: nothing. */
  readonly key: KeyObject | null
  /** What lies in its key file now, if that is another one. */
  readonly keyNow?: KeyObject
  /** The last checkpoint that the process remembers; that of the folder, unless something else is said. */
  readonly checkpoint?: string | null
  /** The index cannot be asked. */
  readonly noIndex?: true
  readonly witnesses?: readonly WitnessSeen[]
  readonly kinds?: EvidenceParts['audit']['witnesses']
  readonly unwitnessed?: { readonly records: number; readonly seconds: number } | null
  readonly obligations?: readonly JsonObject[]
}

/** The admin API over a ledger that nobody writes. Who asks is made up, by a header: `x-who: role/tenant`. */
export function anEvidenceDesk(dir: string, { key, ...more }: DeskOptions) {
  const records: JsonObject[] = []
  const log = aLog()
  const indexed = createIndexDesk({ dir, path: null })
  const index = more.noIndex ? { ...indexed, ask: () => Promise.reject(new Error('busy')) } : indexed
  const jobs = createJobDesk({ now: () => NOW, log })
  const digest = keys.name
  const path = join(newDir(), 'audit.pem')
  if (key !== null) writeFileSync(path, (more.keyNow ?? key).export({ type: 'pkcs8', format: 'pem' }))
  const checkpoint = more.checkpoint === undefined ? (key === null ? null : (notesOf(dir).at(-1) ?? null)) : more.checkpoint // prettier-ignore
  const works = {
    ...jobWorks({ jobs, digest }),
    ...evidenceWorks({
      audit: { dir, origin: ORIGIN, mirror: null, witnesses: more.kinds ?? [], key: path, index: null },
      ledger: { checkpoint: () => checkpoint },
      vkey: key === null ? null : vkeyOf(noteSigner(ORIGIN, key)),
      policy: () => ({ levels: ['public', 'restricted'], obligations: more.obligations ?? [] }) as never,
      ...{ witnesses: () => more.witnesses ?? [], unwitnessed: () => more.unwitnessed ?? null },
      ...{ index, jobs, digest, now: () => NOW, log },
    }),
  }
  const parts = { keys, mayName: () => true, isField: () => true }
  const serve = createFrontDesk({
    house: () => ({ rooms: { authenticate } as never, grantsOf, readRecord: (facts) => readRecord(facts, parts), digest }), // prettier-ignore
    works: works as unknown as FrontDeskParts['works'],
    append: async (record) => void records.push(record),
    log,
  })
  const app = adminApi({ health: () => ({ status: 'ok', missing: [] }), checkpoint: () => null, serve, now: () => NOW })
  const get = (path: string, who = 'ciso/') => supertest(app).get(path).set('x-who', who)
  const post = (path: string, body: object = {}, who = 'ciso/') =>
    supertest(app).post(path).set('x-who', who).send(body)
  /** Asks for some long work and waits for its end. */
  const job = async (path: string, body: object = {}) => {
    const { status, body: started } = await post(path, body)
    if (status !== 202) throw new Error(`${String(status)}: ${JSON.stringify(started)}`)
    const { job: id } = started as { readonly job: string }
    for (;;) {
      const { body } = await get(`/admin/jobs/${id}?wait=20`)
      if ((body as { readonly state: string }).state !== 'running') return body as { job: string; state: string; problem: string | null; result: JsonObject; file: JsonObject | null } // prettier-ignore
    }
  }
  return { get, post, job, records, log, close: () => Promise.all([index.close(), jobs.close()]) }
}

export type EvidenceDesk = ReturnType<typeof anEvidenceDesk>

const grantsOf = readersOf([
  { when: { 'caller.role': ['auditor'] }, read: { tenant: 'own' } },
  { when: { 'caller.role': ['ciso'] }, read: 'all' },
])

async function authenticate(rawHeaders: readonly string[]) {
  const who = rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === 'x-who') + 1]
  const [role = '', tenant = ''] = who?.split('/') ?? []
  if (!rawHeaders.includes('x-who')) throw new Problem('invalid_token', 'no token')
  return {
    ...{ issuer: 'https://idp.example', subject: `${role} of ${tenant}`, client: null, raises: [], tokenId: null },
    ...{ attributes: { role: [role], tenant: [tenant] }, otherAudiences: [], expires: 0, tokenKey: 'k' },
  }
}
