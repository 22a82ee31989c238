import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import type { IndexDesk } from '../../src/audit/index/index-desk.ts'
import { sealStore } from '../../src/audit/seal-store.ts'
import { openSealed } from '../../src/console/lib/open-sealed.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { SealedContent } from '../../src/contract/sealed.ts'
import { sealedWorks } from '../../src/desks/sealed.ts'
import { secretOf, sealedLedger } from '../command/a-sealed-ledger.ts'
import type { SealedLedger } from '../command/a-sealed-ledger.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'
import { anAdmin, nameless } from './an-admin.ts'
import type { Admin } from './an-admin.ts'

/* A real ledger with real sealed files, asked over HTTP, and opened as a browser does. */

let ledger: SealedLedger
let index: IndexDesk
let it: Admin
let answerOf = (text: string) => text
beforeAll(async () => {
  ledger = await sealedLedger(['ann', 'bob', 'eve', 'gus'], { tenant: ['acme'] })
  index = createIndexDesk({ dir: ledger.dir, path: null })
  answerOf = (request) => `an answer with \u001b[2J to ${request}`
})
afterAll(async () => {
  await index.close()
})
beforeEach(() => {
  const append = async (record: Parameters<Admin['entry']['append']>[0]) => it.entry.append(record)
  const store = sealStore(ledger.sealed)
  it = anAdmin(sealedWorks({ index, store, append, digest: nameless, pseudonymOf: ({ subject }) => `ps1_${subject}` }))
})

const REASON = 'case 12: the supervised desk'
const ask = (request: string, token = 'examiner/acme', body: unknown = { reason: REASON }) =>
  supertest(it.app)
    .post(`/admin/records/${request}/sealed`)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body))
const auditor = () => readFileSync(ledger.auditor, 'utf8')
type Sealed = Extract<SealedContent, { readonly state: 'sealed' }>

describe('what was sealed', () => {
  test('is opened in the browser, after a record that says who and why', async () => {
    const answer = await ask('req_ann')
    expectToFit(OPERATIONS.sealed, answer)
    expect(answer.text).not.toContain(secretOf('req_ann'))
    expect(answer.body).toMatchObject({ state: 'sealed', prompt: { cut: false, bytes: secretOf('req_ann').length }, answer: { cut: true } }) // prettier-ignore
    expect(await openSealed(answer.body as Sealed, auditor())).toEqual({
      prompt: { text: secretOf('req_ann'), cut: false },
      answer: { text: answerOf('req_ann'), cut: true },
    })
    expect(it.records).toMatchObject([
      {
        ...{ type: 'audit.opened', request: 'req_ann', caller: ledger.nameOf('ann'), parts: ['prompt', 'answer'] },
        ...{ reason: REASON, by: 'ps1_examiner of acme' },
      },
      { type: 'audit.read', what: 'sealed', rows: 1, asked: { request: 'req_ann', reason: nameless(REASON) } },
    ])
    expect(it.records[0]?.['asked']).toBe(it.records[1]?.['request'])
  })

  test('is not handed out when that cannot be recorded', async () => {
    it.hand.isFull = true
    const answer = await ask('req_ann')
    expect([answer.status, answer.text.includes('jwe')]).toEqual([503, false])
  })

  test.each([
    ['of another tenant', 'req_ann', 'examiner/rival', 404],
    ['that they may read, and not open,', 'req_ann', 'ciso+examiner/rival', 404],
    ['of nobody', 'req_nobody', 'examiner/acme', 404],
    ['for whoever only reads', 'req_ann', 'auditor/acme', 403],
    ['for whoever reads all, and opens nothing', 'req_ann', 'ciso/', 403],
    ['for whoever sees the policy', 'req_ann', 'author/acme', 403],
    ['for an employee', 'req_ann', 'employee/acme', 403],
  ])('%s is not there', async (_what, request, token, status) => {
    const answer = await ask(request, token)
    expectToFit(OPERATIONS.sealed, answer)
    expect(answer.status).toBe(status)
    if (status === 404) expect(answer.text).toBe((await ask('req_never', token)).text)
    expect(it.records.map(({ type }) => type)).not.toContain('audit.opened')
  })

  test.each([
    ['none', {}],
    ['an empty one', { reason: '  ' }],
    ['one of two lines', { reason: 'a\nb' }],
    ['one that runs backward', { reason: 'a\u202eb' }],
    ['a long one', { reason: 'x'.repeat(501) }],
    ['another field', { reason: REASON, key: 'a private key' }],
    ['no object', [REASON]],
  ])('needs a reason: %s will not do', async (_what, body) => {
    const answer = await ask('req_ann', 'examiner/acme', body)
    expectToFit(OPERATIONS.sealed, answer)
    expect([answer.status, it.records.map(({ type, problem }) => [type, problem])]).toEqual([400, [['audit.read', 'invalid_request']]]) // prettier-ignore
  })

  test('whose key was destroyed is gone, and nobody is said to have opened it', async () => {
    await sealStore(ledger.sealed).destroyKeys(ledger.nameOf('bob'))
    const answer = await ask('req_bob')
    expectToFit(OPERATIONS.sealed, answer)
    expect([answer.status, answer.body]).toEqual([200, { state: 'gone', request: 'req_bob' }])
    expect(it.records.map(({ type }) => type)).toEqual(['audit.read'])
  })

  test('of which the answer is lost is opened as far as it goes', async () => {
    const store = sealStore(ledger.sealed)
    const whole = (await ask('req_eve')).body as Sealed
    for (const folder of readdirSync(join(ledger.sealed, 'content')))
      for (const name of readdirSync(join(ledger.sealed, 'content', folder)))
        if (readFileSync(join(ledger.sealed, 'content', folder, name), 'utf8') === whole.answer?.jwe) await store.remove(name.replace('.jwe', '')) // prettier-ignore
    const { body } = await ask('req_eve')
    expect(body).toMatchObject({ state: 'sealed', answer: null })
    expect((await openSealed(body as Sealed, auditor())).prompt.text).toBe(secretOf('req_eve'))
    expect(it.records.at(-2)).toMatchObject({ type: 'audit.opened', parts: ['prompt'] })
  })

  test('and was changed since is not handed out', async () => {
    const folder = join(ledger.sealed, 'content')
    const { prompt } = (await ask('req_gus')).body as Sealed
    for (const at of readdirSync(folder))
      for (const name of readdirSync(join(folder, at)))
        if (readFileSync(join(folder, at, name), 'utf8') === prompt.jwe) writeFileSync(join(folder, at, name), 'changed') // prettier-ignore
    const answer = await ask('req_gus')
    expectToFit(OPERATIONS.sealed, answer)
    expect(answer.status).toBe(500)
  })
})

test('of a request of which nothing was sealed there is nothing', async () => {
  const none = { ask: async () => ({ body: { decision: { caller: { id: 'ps1_x' } }, outcome: null }, rows: 1, known: [] }), close: async () => {} } // prettier-ignore
  it = anAdmin(sealedWorks({ index: none as unknown as IndexDesk, store: null, append: async (record) => it.entry.append(record), digest: nameless, pseudonymOf: () => 'ps1_e' })) // prettier-ignore
  const answer = await ask('req_plain')
  expectToFit(OPERATIONS.sealed, answer)
  expect(answer.body).toEqual({ state: 'none', request: 'req_plain' })
})

test('a private key that it was not sealed for opens nothing', async () => {
  const other = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { body } = await ask('req_ann')
  await expect(openSealed(body as Sealed, other)).rejects.toThrow('does not open what was sealed')
})
