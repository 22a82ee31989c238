import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { operationsLog } from '../../src/audit/operations-log.ts'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import type { FrontDeskParts, Visitor } from '../../src/desks/front-desk.ts'
import { inAThread } from '../../src/desks/in-a-thread.ts'
import { jobWorks } from '../../src/desks/job-works.ts'
import { createJobDesk } from '../../src/desks/jobs.ts'
import { createPool } from '../../src/desks/thread-pool.ts'
import { newDir } from '../audit/a-ledger.ts'
import { BREAKING } from './a-job-thread.ts'
import type { Told } from './a-job-thread.ts'
import { adminDesk } from './an-admin-desk.ts'

/* Work that breaks with somebody's text at hand: nobody but whoever sent it ever sees that text, and nor does the log. */

jest.setTimeout(60_000)
const CANARY = 'heron7weir nineteen reeds'
const lines: string[] = []
const log = operationsLog({ level: 'debug', write: (text) => void lines.push(text) })
const entry = new URL('./a-job-thread.ts', import.meta.url)
const told = (how: Told['how']): Told => ({ how, text: CANARY })
const visitor = { caller: { issuer: 'https://idp.example', subject: 'ann' }, grants: { records: [], policy: true, sealed: [] } } as unknown as Visitor // prettier-ignore
const heron = /heron|nineteen/

/** What the log says, when that is anything at all and nothing of the text. */
const said = () => {
  const all = lines.join('')
  expect(all).not.toBe('')
  expect(all).not.toMatch(heron)
  return all
}
afterEach(() => void (lines.length = 0))

describe.each(BREAKING)('a thread that breaks by its %s', (how) => {
  test('as a job', async () => {
    const jobs = createJobDesk({ now: () => Date.now(), log })
    const id = jobs.start(visitor, { kind: 'a-test', entry, data: told(how), asked: {}, limitMs: 30_000 })
    await jobs.see(visitor, id)?.ended
    const seen = jobs.see(visitor, id)
    expect(seen?.job).toMatchObject({ state: 'failed', problem: 'It could not be done. The log of the proxy says why.' }) // prettier-ignore
    expect(JSON.stringify(seen)).not.toMatch(heron)
    expect(said()).toMatch(/"kind":"a-test","why":"[A-Za-z]/)
    await jobs.close()
  })

  test('as a short question', async () => {
    const run = inAThread({ entry, most: 1, limitMs: 30_000, log })
    const thrown = (await run(told(how)).catch((cause: unknown) => cause)) as Error
    expect(`${thrown.message} ${thrown.stack ?? ''} ${JSON.stringify(thrown)}`).not.toMatch(heron)
    expect(said()).toMatch(/"why":"[A-Za-z]/)
  })
})

test('a thread of the pool that breaks says nothing of what it had', async () => {
  const pool = createPool<Told, unknown>({ entry: new URL('./a-broken-thread.ts', import.meta.url), count: 1, limitMs: 30_000, heapMb: 64, log, tooLong: 'long' }) // prettier-ignore
  const thrown = (await pool.ask(told('message')).catch((cause: unknown) => cause)) as Error
  expect(`${thrown.message} ${thrown.stack ?? ''} ${JSON.stringify(thrown)}`).not.toMatch(heron)
  said()
  await pool.close()
})

describe('a question that throws', () => {
  const thrown: readonly [string, unknown][] = [
    ['an error with the text', new Error(CANARY)],
    ['an error caused by one', new Error('it broke', { cause: new Error(CANARY, { cause: CANARY }) })],
    ['the text', CANARY],
    ['an error that is called so', Object.assign(new Error('it broke'), { name: CANARY, code: CANARY, text: CANARY })],
  ]
  test.each(thrown)('%s is answered and recorded without it', async (_what, cause) => {
    const works: Partial<FrontDeskParts['works']> = {
      playground: () => Promise.reject(cause as Error),
      jobs: jobWorks({ jobs: createJobDesk({ now: Date.now, log }), digest: () => 'digest' }).jobs,
    }
    const admin = adminDesk(works, Date.now, log)
    const answer = await admin.post('/admin/playground', { prompt: CANARY, draft: CANARY })
    expect([answer.status, answer.body]).toMatchObject([500, { error: { code: 'internal_error' } }])
    const other = await admin.get('/admin/jobs', 'author/rival')
    expect(JSON.stringify([answer.body, answer.headers, other.body, admin.records])).not.toMatch(heron)
    expect(said()).toMatch(/"what":"playground","why":"[A-Za-z]/)
  })
})

test('what the index says of itself is told, for it holds no prompt', async () => {
  const index = createIndexDesk({ dir: newDir(), path: null })
  const ask = () => index.ask({ what: 'events', types: [], scope: [{}] as never })
  const admin = adminDesk({ records: ask }, Date.now, log)
  expect((await admin.get('/admin/records')).status).toBe(500)
  expect(said()).toContain('this is no ledger')
  await index.close()
})
