import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { openSealed } from '../../src/console/lib/open-sealed.ts'
import type { SealedContent } from '../../src/contract/sealed.ts'
import type { Operation } from '../../src/contract/operation.ts'
import type { JobStarted } from '../../src/contract/jobs.ts'
import { statusOf } from '../../src/contract/openapi.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { lanPolicy } from '../harness/a-policy.ts'
import { filesIn, recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'
import { expectToFitDocument } from '../harness/openapi-document.ts'

/* The door of the admin API with the real process: sign in, read, open what is sealed, sign out; and what is left of it. */

jest.setTimeout(60_000)
const KEPT = '{ id: kept, at: [lan], when: { caller.department: [sales] }, seal: true, because: a supervised desk }'
const POLICY = lanPolicy('supervised', { rest: `obligations: [${KEPT}]` })
const CANARY = 'the heron at the weir counts nineteen reeds'
const READERS = `readers: [{ when: { caller.role: [examiner] }, read: { tenant: own }, sealed: true }, { when: { caller.role: [auditor] }, read: { tenant: own } }, { when: { caller.role: [author] }, read: policy }, { when: { caller.role: [ciso] }, read: all }]`
const pair = generateKeyPairSync('x25519')
let node: FakeNode
let cordon: Cordon
let admin = ''

beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m] }] } }
models: { m: [{ destination: lan, model: m }] }
console: { url: "https://cordon.example.com" }
`
  const prepared = (dir: string) =>
    writeFileSync(join(dir, 'auditor.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
  cordon = await startCordon({
    ...{ yaml, policy: POLICY, prepared, deadline: `5s, seal: { recipients: [auditor.pem] }, ${READERS}` },
  })
  admin = /"admin":"(http:\/\/127\.0\.0\.1:\d+)"/.exec(cordon.output())?.[1] ?? ''
})
afterAll(async () => {
  await cordon.stop()
  await node.stop()
  removeDir(cordon.dir)
})

const OWN = { 'sec-fetch-site': 'same-origin', 'x-cordon-console': '1', 'content-type': 'application/json' }
async function go(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: unknown) {
  const answer = await fetch(admin + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }) // prettier-ignore
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Readonly<Record<string, unknown>> } // prettier-ignore
}
async function signIn(claims: Readonly<Record<string, unknown>>) {
  const token = await cordon.token(claims)
  const answer = await go('POST', '/admin/session', OWN, { token })
  expectToFit(OPERATIONS.signIn, answer)
  return { token, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', body: answer.body }
}

describe('the console, behind TLS that another speaks', () => {
  test('lets an examiner in, who opens what was sealed in their own tenant, and nobody else', async () => {
    const asked = await cordon.ask(
      { model: 'm', messages: [{ role: 'user', content: CANARY }] },
      { token: await cordon.token({ tenant: 'acme' }) },
    )
    expect(asked.status).toBe(200)
    const said = await asked.text()
    const request = asked.headers.get('x-request-id') ?? ''

    const { cookie, body, token } = await signIn({ role: 'examiner', tenant: 'acme' })
    expect(cookie).toMatch(/^__Host-cordon=/)
    expect(body).toMatchObject({ may: { records: true, sealed: true }, policy: { name: 'supervised' } })
    let sealed = await go('POST', `/admin/records/${request}/sealed`, { ...OWN, cookie }, { reason: 'case 12' })
    for (let tries = 0; tries < 200 && sealed.body['answer'] === null; tries += 1)
      sealed = await go('POST', `/admin/records/${request}/sealed`, { ...OWN, cookie }, { reason: 'case 12' })
    expectToFit(OPERATIONS.sealed, sealed)
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const opened = await openSealed(sealed.body as Extract<SealedContent, { state: 'sealed' }>, pem)
    expect([opened.prompt.text.includes(CANARY), opened.answer?.text]).toEqual([true, said])

    const rival = await signIn({ role: 'examiner', tenant: 'rival' })
    const auditor = await signIn({ role: 'auditor', tenant: 'acme' })
    const theirs = await go(
      'POST',
      `/admin/records/${request}/sealed`,
      { ...OWN, cookie: rival.cookie },
      { reason: 'x' },
    )
    const never = await go('POST', '/admin/records/req_never/sealed', { ...OWN, cookie: rival.cookie }, { reason: 'x' })
    const reads = await go(
      'POST',
      `/admin/records/${request}/sealed`,
      { ...OWN, cookie: auditor.cookie },
      { reason: 'x' },
    )
    expect([theirs.status, theirs.body, reads.status]).toEqual([404, never.body, 403])

    expect((await go('DELETE', '/admin/session', { ...OWN, cookie })).status).toBe(200)
    expect((await go('GET', '/admin/records', { cookie })).status).toBe(401)
    const records = recordsIn(cordon.auditDir)
    expect(records.filter(({ type }) => type === 'audit.opened').at(-1)).toMatchObject({ request, reason: 'case 12', parts: ['prompt', 'answer'] }) // prettier-ignore
    expect(records.map(({ what }) => what)).toEqual(expect.arrayContaining(['signIn', 'sealed', 'signOut']))
    const everywhere = [cordon.output(), ...filesIn(cordon.dir).map(({ bytes }) => bytes.toString('latin1'))].join()
    const id = cookie.split('=')[1] ?? 'no cookie'
    for (const secret of [CANARY, token, id]) expect(everywhere.includes(secret)).toBe(false)
  })

  test('keeps nothing of what is tried, also when that breaks', async () => {
    const sown = 'kingfisher7brook'
    const author = { authorization: `Bearer ${await cordon.token({ role: 'author' })}`, 'content-type': 'application/json' } // prettier-ignore
    const caller = { attributes: { role: 'employee' } }
    const drafts = [
      POLICY.replace('a supervised desk', sown),
      `${POLICY}\n${sown}: [`,
      `*${sown}`,
      `a: &${sown} [*${sown}, *${sown}]`,
      `"${sown}\\xZZ"`,
      `${'['.repeat(2_000)}${sown}`,
      `policy: !!js/function "${sown}"`,
      `%${sown} 1\n---\n`,
      `? ${sown}\n: \u0000`,
    ]
    const bodies = [{ model: 'm', [sown]: 1 }, { messages: sown }, { model: 'm', messages: [{ role: sown, content: sown }] }] // prettier-ignore
    const asked = [
      ...drafts.map((draft) => ['/admin/playground', { prompt: sown, draft, caller }] as const),
      ...bodies.map((body) => ['/admin/playground', { body, caller }] as const),
      ...drafts.map((draft) => ['/admin/playground/replay', { draft }] as const),
    ]
    const statuses: number[] = []
    for (const [path, body] of asked) {
      const answer = await go('POST', path, author, body)
      statuses.push(answer.status)
      const { job } = answer.body as { readonly job?: string }
      if (job !== undefined) await go('GET', `/admin/jobs/${job}?wait=20`, author)
    }
    expect(new Set(statuses)).toEqual(new Set([200, 202]))
    const ciso = { authorization: `Bearer ${await cordon.token({ role: 'ciso' })}` }
    const others = await Promise.all(['/admin/jobs', '/admin/records?limit=500', '/admin/status', '/admin/overview'].map((path) => go('GET', path, ciso))) // prettier-ignore
    const numbers = await Promise.all(['/metrics', '/usage'].map(async (path) => (await fetch(admin + path)).text()))
    expect(numbers.join()).toContain('cordon_')
    const left = [cordon.output(), JSON.stringify(others), ...numbers, ...filesIn(cordon.dir).map(({ bytes }) => bytes.toString('latin1'))] // prettier-ignore
    expect(left.some((text) => text.includes(sown))).toBe(false)
  })

  test('counts what strangers try, and does not fill the ledger with it', async () => {
    const before = recordsIn(cordon.auditDir).length
    for (let at = 0; at < 30; at += 1)
      await go('GET', '/admin/records', { authorization: `Bearer nonsense${String(at)}` })
    expect(recordsIn(cordon.auditDir).length - before).toBeLessThanOrEqual(12) // ten, and perhaps a heartbeat
  })

  test('tells browsers to keep to TLS, and how one signs in', async () => {
    const answer = await fetch(`${admin}/admin/session`)
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(await answer.json()).toEqual({ signedIn: false, ways: { token: true, oidc: null } })
  })
})

describe('every answer', () => {
  /** What makes a question one that can be answered; the others need nothing. */
  const QUERIES: Partial<Record<OperationName, (digest: string) => string>> = {
    suggestions: () => '?name=level',
    'policy-diff': (digest) => `?from=${digest}&to=${digest}`,
    consistency: () => '?from=1',
    aggregates: () => '?count-by=level,tenant',
  }
  const BODIES: Partial<Record<OperationName, (digest: string) => unknown>> = {
    sealed: () => ({ reason: 'case 12' }),
    verification: () => ({}),
    statement: () => ({ levels: ['restricted'], to: ['cloud'] }),
    report: () => ({}),
    playground: () => ({ prompt: 'Write a haiku.', model: 'm', caller: { attributes: { role: 'employee' } } }),
    replay: (digest) => ({ digest }),
  }

  const asked = Object.entries(OPERATIONS).filter(([name, { answers }]) => answers.kind === 'json' && !['signIn', 'signOut'].includes(name)) as [OperationName, Operation][] // prettier-ignore

  /** What each role gets an answer to; everything else is refused, or asks for a job or a checkpoint that there is not. */
  const ANYBODY: OperationName[] = ['session', 'openApi', 'jobs']
  const ON_POLICY: OperationName[] = ['policy', 'policy-tests', 'policy-history', 'policy-diff', 'policy-shadow', 'playground', 'playground-examples', 'replay'] // prettier-ignore
  const ON_RECORDS: OperationName[] = ['records', 'newer', 'overview', 'suggestions', 'record', 'aggregates', 'status', 'evidence'] // prettier-ignore
  const ON_ALL_RECORDS: OperationName[] = ['verification', 'statement', 'report']
  const ANSWERED: Record<string, Set<OperationName>> = {
    ciso: new Set([...ANYBODY, ...ON_POLICY, ...ON_RECORDS, ...ON_ALL_RECORDS]),
    examiner: new Set([...ANYBODY, ...ON_POLICY, ...ON_RECORDS, 'sealed']),
    auditor: new Set([...ANYBODY, ...ON_POLICY, ...ON_RECORDS]),
    author: new Set([...ANYBODY, ...ON_POLICY]),
    employee: new Set(ANYBODY),
  }

  test.each(Object.keys(ANSWERED))('to %s is what the contract says', async (role) => {
    const said = await cordon.ask({ model: 'm', messages: [{ role: 'user', content: CANARY }] }, { token: await cordon.token({ tenant: 'acme' }) }) // prettier-ignore
    const request = said.headers.get('x-request-id') ?? ''
    const authorization = `Bearer ${await cordon.token({ role, tenant: 'acme' })}`
    const all = `Bearer ${await cordon.token({ role: 'ciso' })}`
    const { policy } = (await go('GET', '/admin/session', { authorization: all })).body as {
      policy: { digest: string }
    }
    const fine: OperationName[] = []
    for (const [name, operation] of asked) {
      const path = operation.path.replace('{request}', request).replace(/\{\w+\}/, 'job_none')
      const query = QUERIES[name]?.(policy.digest) ?? ''
      const headers = { authorization, ...(name in BODIES && { 'content-type': 'application/json' }) }
      const answer = await go(operation.method.toUpperCase(), `${path}${query}`, headers, BODIES[name]?.(policy.digest))
      expectToFit(operation, answer)
      await expectToFitDocument(operation, answer)
      expect([name, answer.status === 500]).toEqual([name, false])
      if (answer.status !== statusOf(operation.answers)) continue
      fine.push(name)
      if (answer.status !== 202) continue
      const job = `/admin/jobs/${(answer.body as JobStarted).job}`
      const ended = await go('GET', `${job}?wait=20`, { authorization })
      expectToFit(OPERATIONS.job, ended)
      await expectToFitDocument(OPERATIONS.job, ended)
      expect([name, ended.body['state']]).toEqual([name, 'done'])
      expectToFit(OPERATIONS['job-cancel'], await go('DELETE', job, { authorization }))
    }
    expect(fine).toEqual(asked.map(([name]) => name).filter((name) => ANSWERED[role]?.has(name)))
  })
})
