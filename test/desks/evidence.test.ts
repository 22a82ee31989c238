import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeNearProof } from '../../src/audit/near-proof.ts'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { packSegments } from '../../src/audit/pack-segments.ts'
import { checkProof } from '../../src/audit/proof.ts'
import { checkStatement } from '../../src/audit/prove/check-statement.ts'
import { rotateKey } from '../../src/audit/rotate-key.ts'
import { noteSigner, vkeyOf } from '../../src/audit/signed-note.ts'
import { verifyCheckpoint } from '../../src/console/lib/verify/checkpoint.ts'
import { verifyConsistency } from '../../src/console/lib/verify/consistency.ts'
import { followRotations } from '../../src/console/lib/verify/rotation.ts'
import { verifyProofFile } from '../../src/console/lib/verify/proof-file.ts'
import { Consistency, EVIDENCE, EvidenceState, ProofFile, ReportResult, StatementResult, Verification } from '../../src/contract/evidence.ts' // prettier-ignore
import { aLog, open, pathOf, segmentsOf } from '../audit/a-ledger.ts'
import { copyOf, newKey, notesOf, ORIGIN, publicPem, putNotes, resign, sizeOf } from '../audit/a-signed-ledger.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'
import { anEvidenceDesk } from './an-evidence-desk.ts'
import type { DeskOptions, EvidenceDesk } from './an-evidence-desk.ts'

/* Real ledgers, real threads; only who asks is made up. */

jest.setTimeout(60_000)
const key = newKey()
const given = { keys: publicPem(key), from: 'given' } as const
const ALL = { levels: ['restricted'], to: ['cloud'] }
const desks: EvidenceDesk[] = []
let [dir, desk]: [string, EvidenceDesk] = ['', undefined as never]

function over(where: string, options: Partial<DeskOptions> = {}): EvidenceDesk {
  const made = anEvidenceDesk(where, { key, ...options })
  desks.push(made)
  return made
}

beforeAll(async () => {
  const asked = [
    { request: 'req_a', tenant: ['acme'], level: 'restricted' },
    { request: 'req_b', tenant: ['rival'], level: 'restricted', to: 'openrouter' },
    { request: 'req_c', tenant: ['acme'], level: 'public', to: 'openrouter' },
  ]
  dir = await askedLedger(asked, { signers: [key], limits: { checkpointRecords: 2 } })
  const ledger = await open(dir, { signers: [key] })
  await ledger.append({ type: 'audit.hold', hold: 'h1', tenant: 'rival', because: 'case 7', by: 'ann' })
  await ledger.append({ type: 'audit.hold', hold: 'h2', because: 'case 8', by: 'ann' })
  await ledger.append({ type: 'audit.hold.lifted', hold: 'h2', by: 'ann' })
  await ledger.close()
  desk = over(dir)
})
afterAll(() => Promise.all(desks.map((one) => one.close())))
beforeEach(() => void desk.records.splice(0))

const sizes = () => notesOf(dir).map(sizeOf)
/** A copy in which every line that says this says something else. */
function spoilt(from: string, to: string): string {
  const copy = copyOf(dir)
  for (const name of segmentsOf(copy)) {
    const path = pathOf(copy, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to))
  }
  return copy
}

describe('how the ledger is', () => {
  test('is told whole to whoever may read all', async () => {
    const { status, body } = await desk.get('/admin/evidence')
    const state = EvidenceState.parse(body)
    expect([status, state.origin, state.keys]).toMatchObject([200, ORIGIN, [{ vkey: vkeyOf(noteSigner(ORIGIN, key)), inForce: true }]]) // prettier-ignore
    expect(await verifyCheckpoint(state.checkpoint?.note ?? '', given)).toMatchObject({ verdict: 'holds' })
    expect([state.recent, state.checkpoint?.size]).toEqual([sizes().toReversed(), sizes().at(-1)])
    expect(state.whole).toMatchObject({
      ...{ records: sizes().at(-1), unsigned: 0, problems: [], gaps: [], pruned: null, verification: null },
      segments: { files: 2, packed: 0, bytes: expect.any(Number) },
      holds: [{ hold: 'h1', tenant: 'rival', because: 'case 7', by: 'ann', callers: null }],
    })
    expect(desk.records).toMatchObject([{ type: 'audit.read', what: 'evidence', rows: null, asked: {} }])
  })

  test('counts the bytes of segments also when they grow, are packed or go', async () => {
    const copy = copyOf(dir)
    const asked = over(copy)
    const segments = async () => EvidenceState.parse((await asked.get('/admin/evidence')).body).whole?.segments
    const onDisk = () => readdirSync(join(copy, 'seg')).reduce((sum, name) => sum + statSync(join(copy, 'seg', name)).size, 0) // prettier-ignore
    for (let run = 0; run < 4; run += 1) {
      await (await open(copy, { signers: [key] })).close()
      expect(await segments()).toEqual({ files: 3 + run, packed: 0, bytes: onDisk() })
    }
    await packSegments(copy)
    expect(await segments()).toEqual({ files: 6, packed: 3, bytes: onDisk() })
    rmSync(join(copy, 'seg', readdirSync(join(copy, 'seg')).sort()[0] ?? ''))
    expect(await segments()).toMatchObject({ files: 5, bytes: onDisk() })
  })

  test('is told an auditor of a tenant as far as anybody may know it', async () => {
    const { body, text } = await desk.get('/admin/evidence', 'auditor/acme')
    const { whole, checkpoint } = EvidenceState.parse(body)
    expect([whole, checkpoint?.size]).toEqual([null, sizes().at(-1)])
    expect(text).not.toMatch(/rival|case 7|bytes/)
  })

  test('names the keys that were before, each with the record that ended it', async () => {
    const [rotated, next] = [copyOf(dir), newKey()]
    const about = { dir: rotated, origin: ORIGIN, writer: 'w', now: () => Date.now(), monotonic: () => performance.now(), pid: 1, log: aLog() } // prettier-ignore
    const { from, to } = await rotateKey(about, key, next)
    const after = over(rotated, { key: next })
    const { keys } = EvidenceState.parse((await after.get('/admin/evidence')).body)
    expect(keys.map(({ vkey, inForce }) => [vkey, inForce])).toEqual([[to, true], [from, false]]) // prettier-ignore
    expect(keys[0]?.since).toBe(keys[1]?.until)
    const [current, first] = keys
    const asked = await after.get(`/admin/evidence/rotations/${String(current?.record)}`, 'auditor/acme')
    ProofFile.parse(asked.body)
    const followed = await followRotations(given.keys, keys, ORIGIN, () => Promise.resolve(asked.text))
    expect([followed?.newest, followed?.keys]).toEqual([to, `${from}\n${to}`])
    const none = [await after.get('/admin/evidence/rotations/1'), await after.get('/admin/evidence/rotations/x')]
    expect([first?.record, ...none.map(({ status }) => status)]).toEqual([null, 404, 404])
    const { report } = Verification.parse((await after.job('/admin/evidence/verification')).result)
    expect([report.verdict, report.keys?.length]).toEqual(['fine', 2])
    const unread = over(rotated, { key: next, noIndex: true }) // the thread finds the keys by itself then
    const found = Verification.parse((await unread.job('/admin/evidence/verification')).result)
    expect([found.report.verdict, found.report.keys?.length]).toEqual(['fine', 2])
    expect(EvidenceState.parse((await unread.get('/admin/evidence')).body).whole?.problems).toHaveLength(1)
  })

  test.each([
    ['in order', { kept: 1_000_000, failing: false }, 'in_order'],
    ['behind', { kept: 1, failing: false }, 'behind'],
    ['failing', { kept: 1, failing: true }, 'failing'],
    ['failing from the beginning', { kept: null, failing: true }, 'failing'],
    ['not asked yet', { kept: null, failing: false }, 'never'],
  ])('says of a witness that it is %s', async (_, { kept, failing }, state) => {
    const seen = over(dir, {
      kinds: [{ name: 'nas', kind: 'file', path: '/secret/place' }],
      witnesses: [{ name: 'nas', kept: kept === null ? null : { size: kept, at: 1_790_000_000_000 }, failing }],
      unwitnessed: { records: 7, seconds: 40 },
    })
    const { text, body } = await seen.get('/admin/evidence', 'auditor/acme')
    const { witnesses, unwitnessed } = EvidenceState.parse(body)
    expect([witnesses, unwitnessed]).toMatchObject([[{ name: 'nas', kind: 'file', size: kept, state }], { records: 7, seconds: 40 }]) // prettier-ignore
    expect(text).not.toContain('/secret/place')
  })

  test('is told where nothing is signed', async () => {
    const unsigned = over(await askedLedger([{ request: 'req_a' }]), { key: null })
    const { keys, checkpoint, recent, whole } = EvidenceState.parse((await unsigned.get('/admin/evidence')).body)
    expect([keys, checkpoint, recent]).toEqual([[], null, []])
    expect(whole?.unsigned).toBe(whole?.records)
    const { report, notShown } = Verification.parse((await unsigned.job('/admin/evidence/verification')).result)
    expect([report.verdict, report.keys, notShown.startsWith('Nothing is signed here')]).toEqual(['fine', null, true])
    expect((await unsigned.post('/admin/evidence/statement', ALL)).status).toBe(503)
  })

  test('is told where the records cannot be read', async () => {
    const broken = over(spoilt('"audit.hold"', 'nonsense'))
    const { whole, checkpoint } = EvidenceState.parse((await broken.get('/admin/evidence')).body)
    expect([whole?.problems.join(), checkpoint?.size]).toEqual([expect.stringContaining('are not shown'), sizes().at(-1)]) // prettier-ignore
  })

  test('says how long the policy asks for records to be kept', async () => {
    const obligations = [
      { id: 'health', retain: '6y', because: 'law' },
      { id: 'other', retain: null, because: '' },
    ]
    const { whole } = EvidenceState.parse((await over(dir, { obligations }).get('/admin/evidence')).body)
    expect(whole?.retention).toEqual([{ obligation: 'health', retain: '6y', because: 'law' }])
  })
})

describe('a proof between two checkpoints', () => {
  test('holds in the browser, up to the last one unless another is named', async () => {
    const [first = 0, , third = 0] = sizes()
    for (const [query, to] of [
      [`from=${String(first)}`, sizes().at(-1) ?? 0],
      [`from=${String(first)}&to=${String(third)}`, third],
    ] as const) {
      // prettier-ignore
      const { body } = await desk.get(`/admin/evidence/consistency?${query}`, 'auditor/acme')
      const { verdict } = await verifyConsistency(Consistency.parse(body), { from: first, to }, given)
      expect([query, verdict]).toEqual([query, 'holds'])
    }
    expect(desk.records).toMatchObject([{}, { what: 'consistency', asked: { from: first, to: third } }])
  })

  test.each([
    ['from=1', 404, 'no checkpoints of these two sizes'],
    ['', 400, 'from takes the size of a checkpoint'],
    ['from=-1', 400, 'from takes'],
    ['from=2&to=1e3', 400, 'to takes'],
    ['from=2&of=3', 400, 'the parameters are from, to'],
  ])('?%s is answered with %i', async (query, status, says) => {
    const answer = await desk.get(`/admin/evidence/consistency?${query}`)
    expect([answer.status, answer.body]).toMatchObject([status, { error: { message: expect.stringContaining(says) } }])
  })
})

describe('the proof of a record', () => {
  test('is the file that the command and the browser take', async () => {
    const { status, text, headers } = await desk.get('/admin/records/req_a/proof', 'auditor/acme')
    expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="proof-req-a.json"'])
    const { index } = JSON.parse(text) as { readonly index: number }
    expect(text).toBe(`${JSON.stringify(await makeNearProof(dir, index), null, 2)}\n`)
    expect(checkProof(text, readPinnedKeys(given.keys))).toMatchObject({ holds: true, record: { request: 'req_a' } })
    expect(await verifyProofFile(text, given)).toMatchObject({ verdict: 'holds' })
    expect(desk.records).toMatchObject([{ what: 'record-proof', rows: 1, asked: { request: 'req_a' } }])
  })

  test('of another tenant is like one that never was', async () => {
    const [other, none] = [await desk.get('/admin/records/req_b/proof', 'auditor/acme'), await desk.get('/admin/records/req_nowhere/proof', 'auditor/acme')] // prettier-ignore
    expect([other.status, other.text]).toEqual([404, none.text])
    expect(JSON.stringify(desk.records)).not.toMatch(/req_b|req_nowhere/)
  })

  test('is not there while no checkpoint covers the record, and says so', async () => {
    const early = copyOf(dir)
    putNotes(early, notesOf(early).slice(0, 1))
    const { status, body } = await over(early).get('/admin/records/req_c/proof')
    expect([status, body]).toMatchObject([404, { error: { message: expect.stringContaining('Try again') } }])
  })
})

describe('a check of the whole ledger', () => {
  test('says that it is fine, how far that goes, and is remembered', async () => {
    const { state, result } = await desk.job('/admin/evidence/verification')
    const { report, says } = Verification.parse(result)
    expect([state, report.verdict, report.records, report.unsigned]).toEqual(['done', 'fine', sizes().at(-1), 0])
    expect([report.unwitnessed, says[0]]).toEqual([report.records, 'FINE: every record is as it was written, and in order.']) // prettier-ignore
    const { whole } = EvidenceState.parse((await desk.get('/admin/evidence')).body)
    expect(whole?.verification?.report).toEqual(report)
  })

  const other = newKey()
  test.each<[string, () => string | Promise<string>, string]>([
    ['a changed record', () => spoilt('req_a', 'req_z'), 'tampered'],
    ['a missing checkpoint', () => { const copy = copyOf(dir); putNotes(copy, notesOf(copy).toSpliced(1, 1)); return copy }, 'tampered'], // prettier-ignore
    ['checkpoints of somebody else', () => { const copy = copyOf(dir); resign(copy, other, sizes()); return copy }, 'unverifiable'], // prettier-ignore
    ['another ledger of the same key in its place', () => askedLedger([{ request: 'req_x' }], { signers: [key] }), 'truncated'], // prettier-ignore
    ['no ledger', () => { const copy = copyOf(dir); writeFileSync(`${copy}/LOG`, ''); return copy }, 'unverifiable'], // prettier-ignore
  ])('says that %s is bad', async (_, harm, verdict) => {
    const { result } = await over(await harm(), { checkpoint: notesOf(dir).at(-1) ?? '' }).job('/admin/evidence/verification') // prettier-ignore
    const { report, says } = Verification.parse(result)
    expect([report.verdict, says[0]?.startsWith(verdict.toUpperCase())]).toEqual([verdict, true])
  })
})

describe('a statement', () => {
  test('is signed with the key of the ledger, and holds with the ledger beside it', async () => {
    const made = await desk.job('/admin/evidence/statement', { ...ALL, since: '2020-01-01', until: '2035-12-31' })
    const result = StatementResult.parse(made.result)
    expect(result).toMatchObject({
      ...{ kind: 'made', answer: 'exceptions', exceptions: { count: 1, listed: [{ request: 'req_b' }] } },
      ...{ since: '2020-01-01T00:00:00.000Z', until: '2036-01-01T00:00:00.000Z' },
      ...{ counts: { decisions: 3 }, covers: { records: sizes().at(-1) }, leftOut: { records: 0, decisions: 0 } },
    })
    const { text, headers } = await desk.get(`/admin/jobs/${made.job}/file`)
    expect(headers['content-disposition']).toContain('cordon-statement-2020-01-01-2036-01-01.statement')
    const pinned = readPinnedKeys(given.keys)
    expect(await checkStatement(text, pinned, dir)).toMatchObject({ holds: true, recounted: true })
    expect(desk.records[0]).toMatchObject({ what: 'statement', asked: { ...ALL, since: '2020-01-01', until: '2035-12-31' } }) // prettier-ignore
  })

  test('is not made of a ledger that is not fine', async () => {
    const { result, file } = await over(spoilt('req_a', 'req_z')).job('/admin/evidence/statement', ALL)
    expect([StatementResult.parse(result).kind, file]).toEqual(['refused', null])
  })

  test('is not signed with a key that was put in the place of the first', async () => {
    const { state, problem, file } = await over(dir, { keyNow: newKey() }).job('/admin/evidence/statement', ALL)
    expect([state, problem, file]).toEqual(['failed', expect.stringContaining('Nothing was signed'), null])
  })

  test('needs levels that some policy of the period has', async () => {
    const { state, problem } = await desk.job('/admin/evidence/statement', { ...ALL, levels: ['restrictd'] })
    expect([state, problem]).toEqual(['failed', expect.stringContaining('there are public, internal')])
    expect(JSON.stringify(desk.records)).not.toContain('restrictd')
  })

  test.each<[object, string]>([
    [{ ...ALL, levels: [] }, 'levels'],
    [{ ...ALL, to: ['moon'] }, 'to.0'],
    [{ ...ALL, levels: ['a', 'a'] }, 'levels'],
    [{ ...ALL, since: 'yesterday' }, 'since'],
    [{ ...ALL, colour: 'red' }, 'body'],
    [{}, 'levels'],
  ])('%j is no question', async (body, param) => {
    const answer = await desk.post('/admin/evidence/statement', body)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { param } }])
    expect(JSON.stringify(desk.records)).not.toMatch(/moon|yesterday|red/)
  })
})

describe('a report', () => {
  test('is a page that may do nothing, to save or to look at', async () => {
    const made = await desk.job('/admin/evidence/report', {})
    expect(ReportResult.parse(made.result)).toMatchObject({ requests: 3, verification: { report: { verdict: 'fine' } } }) // prettier-ignore
    const saved = await desk.get(`/admin/jobs/${made.job}/file`)
    expect(saved.headers['content-disposition']).toBe('attachment; filename="cordon-report-first-last.html"')
    const page = await desk.get(`/admin/evidence/report/${made.job}`)
    expect([page.status, page.text, page.headers['content-disposition']]).toEqual([200, saved.text, expect.stringMatching(/^inline/)]) // prettier-ignore
    expect(page.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/)
    expect(page.text).toContain('Access report')
  })

  test('is nobody else’s, and nothing else is shown as one', async () => {
    const { job } = await desk.job('/admin/evidence/verification')
    const answers = [await desk.get(`/admin/evidence/report/${job}`), await desk.get('/admin/evidence/report/job_x')]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
  })

  test('says at its head that the ledger is not fine', async () => {
    const copy = copyOf(dir)
    putNotes(copy, notesOf(copy).toSpliced(1, 1))
    const bad = over(copy)
    const { job, result } = await bad.job('/admin/evidence/report')
    expect(ReportResult.parse(result)).toMatchObject({ kind: 'made', verification: { report: { verdict: 'tampered' } } }) // prettier-ignore
    expect((await bad.get(`/admin/jobs/${job}/file`)).text).toContain('Nothing on this page can be relied upon')
  })

  test('is not made where nothing can be counted', async () => {
    const { result, file } = await over(spoilt('"case 7"', '"case 9"')).job('/admin/evidence/report')
    expect([ReportResult.parse(result), file]).toMatchObject([{ kind: 'refused', verification: { report: { verdict: 'tampered' } } }, null]) // prettier-ignore
  })
})

describe('who may', () => {
  const rows = Object.values(EVIDENCE).map(({ method, path, who }) => [method, path.replace(/\{\w+\}/, 'req_a'), who] as const) // prettier-ignore

  test.each(rows)('%s %s is for %s', async (method, path, who) => {
    const ask = (as: string) => (method === 'get' ? desk.get(path, as) : desk.post(path, {}, as))
    expect((await ask('employee/acme')).status).toBe(403)
    expect((await ask('auditor/')).status).toBe(403)
    expect((await ask('auditor/acme')).status === 403).toBe(who === 'all-records')
  })
})
