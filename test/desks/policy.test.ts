import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import type { IndexDesk } from '../../src/audit/index/index-desk.ts'
import { readPolicy } from '../../src/command/load.ts'
import { policyDescribe } from '../../src/command/policy-describe.ts'
import { PolicyDiff, PolicyHistory, PolicyPage, PolicyTests, ShadowReport } from '../../src/contract/policy.ts'
import type { InForce } from '../../src/desks/in-force.ts'
import { createJobDesk } from '../../src/desks/jobs.ts'
import { createPolicyDesk } from '../../src/desks/policy-desk.ts'
import type { PolicyDesk } from '../../src/desks/policy-desk.ts'
import { writtenPolicy } from '../../src/desks/written-policy.ts'
import { aLog } from '../audit/a-ledger.ts'
import { runWith } from '../command/an-io.ts'
import { keys, policyLedger, policyOf, START, TEXT } from './a-policy-ledger.ts'
import { adminDesk } from './an-admin-desk.ts'
import type { AdminDesk } from './an-admin-desk.ts'

/* What the Policy page asks, over a real ledger, a real index and real threads. */

const OLD = policyOf(TEXT.replace('2026.09.1', '2026.08.9').replace('maxLevel: internal', 'maxLevel: public'))
const NOW = policyOf(TEXT)
const CANDIDATE_TEXT = TEXT.replace('2026.09.1', '2026.10.1').replace('shadow: true, ', '')
const CANDIDATE = policyOf(CANDIDATE_TEXT)

const writtenOf = (text: string) =>
  writtenPolicy({ digest: policyOf(text).digest, file: '/etc/cordon/policies/acme.yaml', text, beside: [] })
const inForce: InForce = {
  ...{ policy: NOW, candidate: CANDIDATE, candidateUntil: '2027-01-01', approved: null },
  written: { policy: writtenOf(TEXT), candidate: writtenOf(CANDIDATE_TEXT) },
}

let current = inForce
let admin: AdminDesk
let index: IndexDesk
let desk: PolicyDesk

/** Ten requests of one tenant and three of another, under two policies. */
const requests = (tenant: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => {
    return { request: `req_${tenant}_${String(from + at)}`, tenant, found: at % 2 === 0 ? ['PERSON'] : [] }
  })

beforeAll(async () => {
  const dir = await policyLedger(
    [
      { policy: OLD, requests: [...requests('acme', 4), ...requests('rival', 2)] },
      { policy: NOW, candidate: CANDIDATE, requests: [...requests('acme', 6, 4), ...requests('rival', 1, 2)] },
      { policy: NOW, requests: [] },
    ],
    { refused: 1 },
  )
  index = createIndexDesk({ dir, path: null })
  const now = () => START + 60_000
  const jobs = createJobDesk({ now, log: aLog() })
  const house = () => { throw new Error('nothing here asks for it') } // prettier-ignore
  desk = createPolicyDesk({ inForce: () => current, house, jobs, index, dir, digest: keys.name, now, log: aLog() })
  admin = adminDesk(desk.works)
})
beforeEach(() => void (current = inForce))
afterAll(() => Promise.all([desk.close(), index.close()]))

describe('the policy in force', () => {
  test('is told in the sentences of the command, each with its lines, and as it was written', async () => {
    const { status, body } = await admin.get('/admin/policy')
    expect(status).toBe(200)
    const page = PolicyPage.parse(body)
    expect(page.policy).toMatchObject({ digest: NOW.digest, source: { file: 'acme.yaml', text: TEXT } })
    const { out } = await runWith(policyDescribe, ['test/policy/fixtures/described.yaml'])
    const said = out.replaceAll(/\s+/g, ' ')
    const sentences = page.policy.chapters.flatMap(({ sentences }) => sentences.flatMap((one) => [one, ...one.under]))
    for (const { text } of sentences) expect(said).toContain(text)
    const lines = TEXT.split('\n')
    const rule = sentences.find(({ text }) => text.endsWith('[hr-stays]'))
    expect(lines[(rule?.lines?.from ?? 0) - 1]).toContain('id: hr-stays')
    expect(page.policy.reach.rows.flatMap(({ roles }) => roles)).toEqual(expect.arrayContaining(['employee', '(none)']))
    expect(page.candidate?.digest).toBe(CANDIDATE.digest)
    expect(page.since).toBe(new Date(START + 7_000).toISOString())
  })

  test('has remarks at their lines', async () => {
    const { notes } = PolicyPage.parse((await admin.get('/admin/policy')).body).policy
    expect(notes).toContainEqual(
      expect.objectContaining({ code: 'doubt', message: 'the policy has no tests', line: 2 }),
    )
    expect(notes.every(({ suggestion }) => suggestion !== '')).toBe(true)
  })

  test.each([
    ['is still being made', () => new Promise<never>(() => {})],
    ['is broken', () => Promise.reject(new Error('the index is closed'))],
  ])('is told where the index %s', async (_, ask) => {
    const parts = { inForce: () => inForce, house: () => { throw new Error('nobody asks') }, jobs: { start: () => '' }, dir: '', digest: keys.name, now: () => START, log: aLog() } // prettier-ignore
    const other = createPolicyDesk({ ...parts, index: { ask } })
    const { policy, since } = PolicyPage.parse((await adminDesk(other.works).get('/admin/policy')).body)
    await other.close()
    expect([policy.digest, since]).toEqual([NOW.digest, null])
  })

  test('is told without its text where that is of another', async () => {
    current = { ...inForce, written: { policy: writtenOf(CANDIDATE_TEXT), candidate: null } }
    const { policy } = PolicyPage.parse((await admin.get('/admin/policy')).body)
    expect([policy.source, policy.notes, policy.digest]).toEqual([null, [], NOW.digest])
  })
})

describe.each(readdirSync('policies').filter((name) => /(?<!\.test)\.yaml$/.test(name)))('policies/%s', (name) => {
  test('is told whole, and its tests pass', async () => {
    const file = `policies/${name}`
    const { policy, source } = await readPolicy(file, { now: Date.now })
    const beside = name === 'secrets-only.yaml' ? [] : [`${name.replace('.yaml', '')}.test.yaml`].map((file) => ({ file, text: readFileSync(`policies/${file}`, 'utf8') })) // prettier-ignore
    const written = { policy: writtenPolicy({ digest: policy.digest, ...source, beside }), candidate: null }
    current = { policy, candidate: null, candidateUntil: null, approved: null, written }
    const page = PolicyPage.parse((await admin.get('/admin/policy')).body)
    expect(page.policy.reach.rows.length).toBeGreaterThan(0)
    const tests = PolicyTests.parse((await admin.get('/admin/policy/tests')).body)
    expect(tests.failed).toBe(0)
    expect(new Set(tests.tests.map(({ file }) => file))).toEqual(new Set([...(policy.tests.length > 0 ? [name] : []), ...beside.map(({ file }) => file)])) // prettier-ignore
  })
})

test('a test that fails says what was expected and what came', async () => {
  const text = `${TEXT}tests:\n  - { it: nobody may, caller: { role: employee, department: sales }, prompt: Hello., expect: { to: [lan], level: internal } }\n`
  const policy = policyOf(text)
  current = { ...inForce, policy, written: { policy: writtenOf(text), candidate: null } }
  const { tests, failed } = PolicyTests.parse((await admin.get('/admin/policy/tests')).body)
  expect([failed, tests]).toMatchObject([
    1,
    [
      {
        it: 'nobody may',
        ok: false,
        line: text.split('\n').length - 1,
        differences: [
          { what: 'level', expected: 'internal', got: 'public' },
          { what: 'to', expected: 'lan', got: 'lan, openrouter-eu, openrouter' },
        ],
      },
    ],
  ])
})

describe('the history', () => {
  test.each([
    ['auditor/acme', [6, 4]],
    ['auditor/rival', [1, 2]],
    ['auditor/nobody', [0, 0]],
    ['author/acme', [0, 0]],
    ['ciso/', [7, 6]],
  ])('for %s counts only what they may read', async (who, counts) => {
    const { versions, refused, more } = PolicyHistory.parse((await admin.get('/admin/policy/history', who)).body)
    expect(versions).toMatchObject([
      { version: '2026.09.1', digest: NOW.digest, until: null, kept: true },
      { version: '2026.08.9', digest: OLD.digest, until: versions[0]?.from, kept: true },
    ])
    expect(versions.map(({ decisions }) => decisions)).toEqual(counts)
    expect([refused.length, more]).toEqual([3, false])
  })
})

describe('the difference', () => {
  test('between two policies that are kept says who gains', async () => {
    const diff = PolicyDiff.parse((await admin.get(`/admin/policy/diff?from=${OLD.digest}&to=${NOW.digest}`)).body)
    expect(diff.opens).toEqual(['More may go to the cloud than before: openrouter.'])
    expect(diff.newlyAllowed).toMatchObject([{ destination: 'openrouter', zone: 'cloud' }])
    expect(diff.settings).toContainEqual(expect.objectContaining({ what: 'destinations.openrouter.maxLevel', before: 'public', now: 'internal' })) // prettier-ignore
    expect([diff.texts.form, diff.whole]).toEqual(['canonical', true])
    expect(diff.texts.from).toContain('"maxLevel": "public"')
  })

  test('between two that are written shows what was written', async () => {
    const diff = PolicyDiff.parse(
      (await admin.get(`/admin/policy/diff?from=${NOW.digest}&to=${CANDIDATE.digest}`)).body,
    )
    expect(diff.texts).toEqual({ form: 'source', from: TEXT, to: CANDIDATE_TEXT })
  })

  test.each([
    [`from=${'0'.repeat(64)}&to=${NOW.digest}`, 404],
    [`from=../../etc/passwd&to=${NOW.digest}`, 400],
    [`from=${NOW.digest}`, 400],
    [`from=${NOW.digest}&to=${NOW.digest}&more=1`, 400],
  ])('?%s is %i', async (query, status) => {
    expect((await admin.get(`/admin/policy/diff?${query}`)).status).toBe(status)
  })

  test('leaves a record that names only digests of policies that there are', async () => {
    admin.records.length = 0
    await admin.get(`/admin/policy/diff?from=${'0'.repeat(64)}&to=${NOW.digest}`)
    expect(admin.records).toMatchObject([
      { what: 'policy-diff', asked: { from: expect.stringMatching(/^hm1_/), to: NOW.digest } },
    ])
  })
})

describe('what is tried out', () => {
  test.each([
    ['auditor/acme', 10, 3, 6],
    ['auditor/rival', 3, 1, 1],
    ['auditor/nobody', 0, 0, 0],
    ['author/acme', 0, 0, 0],
    ['ciso/', 13, 4, 7],
  ])('for %s counts only what they may read', async (who, decisions, changed, asked) => {
    admin.records.length = 0
    const { body } = await admin.get('/admin/policy/shadow', who)
    const report = ShadowReport.parse(body)
    expect(report.decisions).toBe(decisions)
    expect(report.candidates.map((one) => [one.asked, one.changed])).toEqual(asked === 0 ? [] : [[asked, changed]])
    const samples = report.rules.flatMap(({ changes }) => changes.flatMap(({ samples }) => samples))
    const tenant = who.split('/')[1] ?? ''
    expect(samples.every((id) => id.startsWith(`req_${tenant}`))).toBe(true)
    expect(samples.length > 0).toBe(decisions > 0)
    expect(admin.records).toMatchObject([{ what: 'policy-shadow', rows: decisions }])
    expect(JSON.stringify(body).includes('rival')).toBe(who === 'auditor/rival' || who === 'ciso/')
  })

  test('counts a time', async () => {
    const until = new Date(START + 3_500).toISOString()
    const { decisions } = ShadowReport.parse((await admin.get(`/admin/policy/shadow?until=${until}`, 'ciso/')).body)
    expect(decisions).toBe(3)
    const later = await admin.get('/admin/policy/shadow?since=2026-09-02', 'ciso/')
    expect(ShadowReport.parse(later.body)).toMatchObject({ decisions: 0, rules: [], candidates: [] })
  })

  test.each(['since=yesterday', 'since=2026-02-31', 'other=1'])('refuses ?%s', async (query) => {
    expect((await admin.get(`/admin/policy/shadow?${query}`)).status).toBe(400)
  })
})

test.each(['/admin/policy', '/admin/policy/tests', '/admin/policy/history', '/admin/policy/shadow'])(
  '%s is for readers only',
  async (path) => {
    expect((await admin.get(path, 'employee/acme')).status).toBe(403)
    expect((await admin.get(`${path}?nonsense=1`)).status).toBe(400)
  },
)
