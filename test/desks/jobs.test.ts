import { afterEach, describe, expect, test } from '@jest/globals'
import { jobWorks } from '../../src/desks/job-works.ts'
import { createJobDesk } from '../../src/desks/jobs.ts'
import type { JobDesk, JobLimits } from '../../src/desks/jobs.ts'
import type { Visitor } from '../../src/desks/front-desk.ts'
import type { Asked } from '../../src/serve/admin-operations.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import type { Told } from './a-job-thread.ts'

/* Real threads, which do as they are told. */

const ENTRY = new URL('./a-job-thread.ts', import.meta.url)
const desks: JobDesk[] = []
const logged: string[] = []
let clock = 1_790_000_000_000

afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()))
  logged.length = 0
})

function desk(limits: Partial<JobLimits> = {}): JobDesk {
  const log = { debug() {}, info() {}, warn() {}, error: (says: string) => void logged.push(says) }
  const made = createJobDesk({ now: () => clock, log, limits })
  desks.push(made)
  return made
}

const visitor = (subject: string, tenant = 'acme') =>
  ({
    caller: { issuer: 'https://idp.example', subject },
    grants: { records: [{ tenant: [tenant] }], policy: true, sealed: false },
  }) as unknown as Visitor

const order = (told: Told, more: { limitMs?: number; heapMb?: number } = {}) => ({
  ...{ kind: 'a-test', entry: ENTRY, data: told, asked: { since: '2026-01-01' }, ...more },
})

async function ended(jobs: JobDesk, who: Visitor, id: string) {
  await jobs.see(who, id)?.ended
  return jobs.see(who, id)
}

describe('a job', () => {
  test('has a result', async () => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'value' }))
    expect(jobs.see(visitor('ann'), id)?.job).toMatchObject({ job: id, state: 'running', result: null })
    const seen = await ended(jobs, visitor('ann'), id)
    expect(seen?.job).toMatchObject({ state: 'done', progress: 1, problem: null, result: { text: 'vvvv' }, file: null })
    expect([seen?.rows, seen?.asked]).toEqual([7, { since: '2026-01-01' }])
  })

  test('has a file', async () => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'file' }))
    const seen = await ended(jobs, visitor('ann'), id)
    expect(seen?.job).toMatchObject({
      state: 'done',
      result: null,
      file: { name: 'a.txt', type: 'text/plain', bytes: 4 },
    })
    expect(Buffer.from(seen?.file?.bytes ?? []).toString()).toBe('aaaa')
  })

  test.each<[string, Told, { limitMs?: number; heapMb?: number }, string, number]>([
    ['is refused', { how: 'refuse' }, {}, 'There is no such day.', 0],
    ['throws', { how: 'throw' }, {}, 'It could not be done. The log of the proxy says why.', 1],
    ['never ends', { how: 'spin' }, { limitMs: 1_500 }, 'It took too long. Ask for less, such as a shorter time.', 0],
    [
      'needs too much memory',
      { how: 'grow' },
      { heapMb: 64 },
      'It could not be done. The log of the proxy says why.',
      1,
    ],
    [
      'makes too much',
      { how: 'file', size: 33_000_000 },
      {},
      'The result is too large to be handed out here. Ask for less.',
      0,
    ],
  ])('that %s has failed', async (_, told, more, problem, logs) => {
    const jobs = desk()
    const seen = await ended(jobs, visitor('ann'), jobs.start(visitor('ann'), order(told, more)))
    expect(seen?.job).toMatchObject({ state: 'failed', problem, result: null, file: null })
    expect(logged).toHaveLength(logs)
  })

  test('belongs to whoever began it, as long as they may read the same', () => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'stay' }))
    for (const other of [visitor('bob'), visitor('ann', 'rival')]) {
      expect(jobs.see(other, id)).toBeNull()
      expect(jobs.list(other)).toEqual([])
      expect(jobs.cancel(other, id)).toBe(false)
    }
    expect(jobs.list(visitor('ann')).map(({ job }) => job.job)).toEqual([id])
  })

  test('can be cancelled, and is gone then', () => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'spin' }))
    expect(jobs.cancel(visitor('ann'), id)).toBe(true)
    expect(jobs.see(visitor('ann'), id)).toBeNull()
  })
})

test('one person has two at once, and all have four', () => {
  const jobs = desk()
  const start = (who: string) => jobs.start(visitor(who), order({ how: 'stay' }))
  const first = start('ann')
  start('ann')
  expect(() => start('ann')).toThrow('too many jobs')
  start('bob')
  start('bob')
  expect(() => start('eve')).toThrow('too many jobs')
  jobs.cancel(visitor('ann'), first)
  expect(start('eve')).toMatch(/^job_[0-9a-f]{32}$/)
})

test.each<[string, Partial<JobLimits>, number, number]>([
  ['so long', { keptMs: 1_000 }, 1_001, 0],
  ['so many', { kept: 1 }, 0, 1],
  ['so much', { keptBytes: 60_000 }, 0, 1],
])('results are kept %s', async (_, limits, later, left) => {
  const jobs = desk(limits)
  for (const size of [20_000, 20_000]) {
    await ended(jobs, visitor('ann'), jobs.start(visitor('ann'), order({ how: 'value', size })))
    clock += 1
  }
  clock += later
  expect(jobs.list(visitor('ann'))).toHaveLength(left)
})

describe('asked over the admin API', () => {
  const asked = (job: string, query: Record<string, string> = {}) =>
    ({ params: { job }, query: new Map(Object.entries(query)), gone: new AbortController().signal }) as unknown as Asked
  const works = (jobs: JobDesk) => jobWorks({ jobs, digest: (text) => `digest of ${String(text.length)}` })

  test('waits until it has ended, and the record says of what it was', async () => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'value' }))
    const { answer, rows, asked: said } = await works(jobs).job(asked(id, { wait: '20' }), visitor('ann'))
    expect(answer).toMatchObject({ kind: 'json', body: { state: 'done' } })
    expect([rows, said]).toEqual([7, { since: '2026-01-01', job: id, kind: 'a-test' }])
  })

  test.each(['job', 'job-file', 'job-cancel'] as const)('%s of another is like one that never was', async (what) => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'stay' }))
    const theirs = await works(jobs)[what](asked(id), visitor('bob'))
    expect(theirs).toEqual(await works(jobs)[what](asked(`job_${'0'.repeat(32)}`), visitor('bob')))
    expect(theirs.answer).toBeNull()
  })

  test('refuses what it does not know', async () => {
    const jobs = desk()
    for (const query of [{ wait: '21' }, { wait: 'a' }, { other: '1' }] as Record<string, string>[]) {
      await expect(works(jobs).job(asked('job_0', query), visitor('ann'))).rejects.toThrow()
    }
  })

  test('lists jobs without their results, and sends a file', async () => {
    const jobs = desk()
    const id = jobs.start(visitor('ann'), order({ how: 'file' }))
    await jobs.see(visitor('ann'), id)?.ended
    const { answer } = await works(jobs).jobs(asked(''), visitor('ann'))
    expect((answer as unknown as { body: JsonObject }).body).toEqual({ jobs: [expect.not.objectContaining({ result: expect.anything() })] }) // prettier-ignore
    const sent = (await works(jobs)['job-file'](asked(id), visitor('ann'))).answer
    if (sent?.kind !== 'file') throw new Error('no file')
    const chunks: Uint8Array[] = []
    for await (const chunk of sent.chunks) chunks.push(Buffer.from(chunk))
    expect([sent.name, Buffer.concat(chunks).toString()]).toEqual(['a.txt', 'aaaa'])
  })
})
