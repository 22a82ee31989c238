import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'
import { anAdmin, NOON } from './an-admin.ts'
import type { Admin } from './an-admin.ts'

/* Sessions of browsers over HTTP; only what a token says, and what is found, is made up. */

let it: Admin
beforeEach(() => {
  it = anAdmin({
    records: async () => ({ answer: { kind: 'json', body: { requests: [], next: null } }, rows: 0 }),
    aggregates: async ({ gone }) => {
      await new Promise((done) => gone.addEventListener('abort', done))
      return { answer: { kind: 'json', body: { requests: 0, groups: [] } }, rows: 0 }
    },
  })
})
afterEach(() => it.sessions.close())

const OWN = { 'sec-fetch-site': 'same-origin', 'x-cordon-console': '1', 'content-type': 'application/json' }
const signIn = (token: string, headers: Readonly<Record<string, string>> = {}) =>
  supertest(it.app)
    .post('/admin/session')
    .set({ ...OWN, ...headers })
    .send(JSON.stringify({ token }))
const cookiesOf = ({ headers }: supertest.Response) => (headers['set-cookie'] as unknown as string[] | undefined) ?? []
/** Signs in, and gives what a browser would send from then on. */
const cookieOf = async (token: string) => cookiesOf(await signIn(token))[0]?.split(';')[0] ?? ''
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => supertest(it.app).get(path).set(headers)

describe('signing in with a token', () => {
  test('gives a cookie that no script can read, and no token back', async () => {
    const answer = await signIn('auditor/acme')
    expectToFit(OPERATIONS.signIn, answer)
    expect(cookiesOf(answer)).toEqual([expect.stringMatching(/^cordon=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)]) // prettier-ignore
    expect(JSON.stringify([answer.body, answer.headers])).not.toContain('auditor/acme')
    expect(answer.body).toMatchObject({ signedIn: true, expires: new Date(NOON + 3_600_000).toISOString() })
  })

  test('where TLS is spoken gives one for this very host', async () => {
    it.hand.site = new URL('https://cordon.example.com')
    const answer = await signIn('auditor/acme', { host: 'cordon.example.com' })
    expect(cookiesOf(answer)).toEqual([expect.stringMatching(/^__Host-cordon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)]) // prettier-ignore
  })

  test.each([
    ['of nobody known', 'nonsense', 401, 'invalid_token'],
    ['that is none', '', 400, 'invalid_request'],
    ['that is a book', 'x'.repeat(9000), 400, 'invalid_request'],
  ])('%s gives none', async (_what, token, status, problem) => {
    const answer = await signIn(token)
    expectToFit(OPERATIONS.signIn, answer)
    expect([answer.status, cookiesOf(answer), it.sessions.size()]).toEqual([status, [], 0])
    expect(it.records).toMatchObject([{ type: 'audit.read', what: 'signIn', problem }])
    if (token.length > 0) expect(JSON.stringify(it.records)).not.toContain(token)
  })

  test('is recorded, and so is signing out, by the same pseudonym', async () => {
    const cookie = await cookieOf('auditor/acme')
    const out = await supertest(it.app)
      .delete('/admin/session')
      .set({ ...OWN, cookie })
    expectToFit(OPERATIONS.signOut, out)
    expect(out.body).toMatchObject({ signedIn: false, leaveAt: null })
    expect(it.records).toMatchObject([
      { type: 'audit.read', what: 'signIn', asked: { way: 'token' }, scope: [{ tenant: ['acme'] }] },
      { type: 'audit.read', what: 'signOut', caller: (it.records[0] as { caller: object }).caller },
    ])
  })

  test('gives none when it cannot be recorded', async () => {
    it.hand.isFull = true
    const answer = await signIn('auditor/acme')
    expect([answer.status, cookiesOf(answer), it.sessions.size()]).toEqual([503, [], 0])
  })

  test('works however often others behind the same address do it, but not without a limit', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 17; at += 1) statuses.push((await signIn('auditor/acme')).status)
    expect(statuses).toEqual([...Array<number>(15).fill(200), 429, 429])
  })

  test('that fails, works so many times a minute', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 7; at += 1) statuses.push((await signIn('nonsense')).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    const late = await signIn('auditor/acme')
    expectToFit(OPERATIONS.signIn, late)
    expect([late.status, Number(late.headers['retry-after'])]).toEqual([429, 60])
    it.hand.now += 60_000
    expect((await signIn('auditor/acme')).status).toBe(200)
  })

  test('ends the session before', async () => {
    const first = await cookieOf('auditor/acme')
    const second = await signIn('examiner/acme', { cookie: first })
    expect([second.status, it.sessions.size()]).toEqual([200, 1])
    expect((await get('/admin/records', { cookie: first })).status).toBe(401)
  })
})

describe('what is told of a session', () => {
  const THE_HOUSE = { policy: { name: 'p', version: '1', digest: 'd' }, levels: ['public', 'top'], destinations: [{ name: 'lan', zone: 'lan' }] } // prettier-ignore
  const NOTHING = { policy: null, levels: [], destinations: [] }
  const may = (records: boolean, allRecords: boolean, policy: boolean, sealed: boolean) => ({ records, allRecords, policy, sealed }) // prettier-ignore
  test.each([
    ['an employee', 'employee/acme', may(false, false, false, false), NOTHING],
    ['an auditor', 'auditor/acme', may(true, false, true, false), THE_HOUSE],
    ['an examiner', 'examiner/acme', may(true, false, true, true), THE_HOUSE],
    ['an author of policies', 'author/acme', may(false, false, true, false), THE_HOUSE],
    ['the head', 'ciso/', may(true, true, true, false), THE_HOUSE],
  ])('%s hears what they may do, and no more', async (_who, token, expected, house) => {
    const cookie = await cookieOf(token)
    for (const headers of [{ cookie }, { authorization: `Bearer ${token}` }]) {
      const answer = await get('/admin/session', headers)
      expectToFit(OPERATIONS.session, answer)
      expect(answer.body).toMatchObject({ signedIn: true, may: expected, ...house, version: '1.2.3', origin: 'test/1' })
    }
  })

  test.each<[string, () => Promise<Readonly<Record<string, string>>>]>([
    ['without any', async () => ({})],
    ['with a cookie of nobody', async () => ({ cookie: `cordon=${'A'.repeat(43)}` })],
    ['with a cookie that is none', async () => ({ cookie: 'cordon=../../etc/passwd' })],
    ['with a cookie that is there twice', async () => ({ cookie: `${await cookieOf('ciso/')}; cordon=${'A'.repeat(43)}` })], // prettier-ignore
  ])('%s one is signed out', async (_what, headers) => {
    const answer = await get('/admin/session', await headers())
    expectToFit(OPERATIONS.session, answer)
    expect([answer.status, answer.body]).toEqual([200, { signedIn: false, ways: { token: true, oidc: null } }])
  })

  test('a wrong token in a header is an error', async () => {
    const answer = await get('/admin/session', { authorization: 'Bearer nonsense' })
    expectToFit(OPERATIONS.session, answer)
    expect(answer.status).toBe(401)
  })
})

describe('a session', () => {
  const status = async (cookie: string) => (await get('/admin/records', { cookie })).status
  const MINUTE = 60_000

  test('asks with the token that was kept', async () => {
    expect(await status(await cookieOf('auditor/acme'))).toBe(200)
    expect(it.records.at(-1)).toMatchObject({ what: 'records', scope: [{ tenant: ['acme'] }] })
  })

  test('is over half an hour after the last question', async () => {
    const cookie = await cookieOf('auditor/acme')
    it.hand.now += 29 * MINUTE
    expect(await status(cookie)).toBe(200)
    it.hand.now += 29 * MINUTE
    expect(await status(cookie)).toBe(200)
    const other = await cookieOf('auditor/acme')
    it.hand.now -= 1
    expect(await status(other)).toBe(401) // a clock that was set back
  })

  test.each<[string, (cookie: string) => unknown]>([
    ['it was idle', () => (it.hand.now += 30 * MINUTE)],
    ['its token has expired', () => (it.hand.now += 60 * MINUTE)],
    ['its token is no longer good', () => it.hand.withdrawn.add('auditor/acme')],
    [
      'its owner has signed out',
      (cookie) =>
        supertest(it.app)
          .delete('/admin/session')
          .set({ ...OWN, cookie }),
    ],
    ['its owner has signed in ten times more', async () => {
      it.hand.now += 1
      for (let at = 0; at < 10; at += 1) it.sessions.open({ proof: { kind: 'access', token: 'auditor/acme' }, fromProvider: false }, JSON.stringify(['https://idp.example', 'auditor of acme']), NOON / 1000 + 3600) // prettier-ignore
    }], // prettier-ignore
    ['a thousand others have come', async () => {
      for (let at = 0; at < 1000; at += 1) it.sessions.open({ proof: { kind: 'access', token: 't' }, fromProvider: false }, String(at), NOON / 1000 + 3600)
    }], // prettier-ignore
  ])('is over when %s', async (_what, happen) => {
    const cookie = await cookieOf('auditor/acme')
    expect(await status(cookie)).toBe(200)
    await happen(cookie)
    expect(await status(cookie)).toBe(401)
    expect((await get('/admin/session', { cookie })).body).toMatchObject({ signedIn: false })
  })

  test('takes what it is being told with it', async () => {
    const cookie = await cookieOf('auditor/acme')
    const [answer] = await Promise.all([
      get('/admin/aggregates', { cookie }), // which is answered when whoever asked is gone
      new Promise((done) => setTimeout(done, 100)).then(() => signIn('examiner/acme', { cookie })),
    ])
    expect(answer.status).toBe(200)
  })

  test('is not looked at when there is a token in a header', async () => {
    const cookie = await cookieOf('ciso/')
    const answers = [
      await get('/admin/records', { cookie, authorization: 'Bearer employee/acme' }),
      await get('/admin/records', { cookie, 'x-api-key': 'employee/acme' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 401])
  })
})

describe('what another page sends with the cookie', () => {
  const without = (name: string) => Object.fromEntries(Object.entries(OWN).filter(([key]) => key !== name))
  const other = (change: Readonly<Record<string, string>>, lacks = '') => ({ ...without(lacks), ...change })
  const ORIGIN = 'sec-fetch-site' // absent where the page came by http: from beyond this machine
  const rows: readonly [string, Readonly<Record<string, string>>][] = [
    ['from another site', other({ 'sec-fetch-site': 'cross-site' })],
    ['from another port of this host', other({ 'sec-fetch-site': 'same-site' })],
    ['typed by hand', other({ 'sec-fetch-site': 'none' })],
    ['without a sign of where from', other({}, ORIGIN)],
    ['with the origin of another', other({ origin: 'https://evil.example' }, ORIGIN)],
    ['with an origin that is hidden', other({ origin: 'null' }, ORIGIN)],
    ['with our origin, and a browser that knows better', other({ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' })], // prettier-ignore
    ['without the header of its own', other({}, 'x-cordon-console')],
    ['as a form', other({ 'content-type': 'text/plain' })],
    ['as a form that pretends', other({ 'content-type': 'text/plain; application/json' })],
  ]
  test.each(rows)('%s changes nothing, and is recorded', async (_what, headers) => {
    const cookie = await cookieOf('auditor/acme')
    const before = it.records.length
    const out = await supertest(it.app)
      .delete('/admin/session')
      .set({ ...headers, cookie })
    const into = await supertest(it.app)
      .post('/admin/session')
      .set(headers)
      .send(JSON.stringify({ token: 'ciso/' }))
    expectToFit(OPERATIONS.signOut, out)
    expect([out.status, into.status, cookiesOf(out), cookiesOf(into)]).toEqual([403, 403, [], []])
    expect(it.records.slice(before)).toMatchObject([
      { what: 'signOut', problem: 'cross_site' },
      { what: 'signIn', problem: 'cross_site' },
    ])
    expect((await get('/admin/records', { cookie })).status).toBe(200)
  })

  test('reads nothing either, where the browser says whose page it is', async () => {
    const cookie = await cookieOf('auditor/acme')
    const statuses = await Promise.all(
      ['cross-site', 'same-site', 'none', 'same-origin'].map(async (from) => (await get('/admin/records', { cookie, 'sec-fetch-site': from })).status), // prettier-ignore
    )
    expect(statuses).toEqual([403, 403, 200, 200])
  })

  test.each(['http://127.0.0.1:8081', 'https://cordon.example.com'])('is our own page at %s', async (origin) => {
    it.hand.site = new URL('https://cordon.example.com')
    const headers = { ...other({ origin }, ORIGIN), host: new URL(origin).host }
    expect((await supertest(it.app).post('/admin/session').set(headers).send(JSON.stringify({ token: 'ciso/' }))).status).toBe(200) // prettier-ignore
  })
})

describe('a name that is not ours', () => {
  test.each([
    ['127.0.0.1:8081', 200],
    ['localhost:8081', 200],
    ['[::1]:8081', 200],
    ['192.168.1.20', 200],
    ['cordon.example.com', 200],
    ['CORDON.example.com', 200],
    ['cordon.example.com:8443', 421],
    ['rebound.evil.example:8081', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example', 421],
    ['cordon.example.com@evil.example', 421],
  ])('host: %s → %i', async (host, status) => {
    it.hand.site = new URL('https://cordon.example.com')
    const answer = await get('/admin/session', { host })
    expectToFit(OPERATIONS.session, answer)
    expect(answer.status).toBe(status)
    expect((await get('/healthz', { host })).status).toBe(200) // which tells nobody anything
  })
})

test('a path that cannot be read is an error like any other', async () => {
  const answer = await get('/admin/records/%zz')
  expectToFit(OPERATIONS.record, answer)
  expect(answer.status).toBe(400)
})

describe('every operation', () => {
  const TOKENS = { nobody: null, stranger: 'nonsense', employee: 'employee/acme', author: 'author/acme', auditor: 'auditor/acme', examiner: 'examiner/acme', ciso: 'ciso/' } as const // prettier-ignore
  type Token = keyof typeof TOKENS
  /** Who gets past the door; the rest is 403, or 401 for nobody and a stranger. */
  const MAY: Readonly<Record<string, readonly Token[]>> = {
    'signed-in': ['employee', 'author', 'auditor', 'examiner', 'ciso'],
    records: ['auditor', 'examiner', 'ciso'],
    'all-records': ['ciso'],
    policy: ['author', 'auditor', 'examiner', 'ciso'],
    sealed: ['examiner'],
  }
  const rows = (Object.keys(OPERATIONS) as OperationName[])
    .filter((name) => OPERATIONS[name].who !== 'anybody')
    .flatMap((name) => (Object.keys(TOKENS) as Token[]).map((token) => [name, token] as const))

  test.each(rows)('%s, asked by %s, is answered for whoever may ask it', async (name, who) => {
    const { method, path, who: whoMay } = OPERATIONS[name]
    const token = TOKENS[who]
    const api = supertest(anAdmin().app)
    const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) } // prettier-ignore
    const answer = await api[method](path.replaceAll(/\{\w+\}/g, 'x')).set(headers)
    expectToFit(OPERATIONS[name], answer)
    const may = MAY[whoMay]?.includes(who)
    expect(answer.status).toBe(may ? 404 : who === 'nobody' || who === 'stranger' ? 401 : 403)
  })

  test('is in the document that anybody gets', async () => {
    const answer = await get('/admin/openapi.json')
    expectToFit(OPERATIONS.openApi, answer)
    expect(Object.keys((answer.body as { paths: object }).paths)).toEqual([...new Set(Object.values(OPERATIONS).map(({ path }) => path))]) // prettier-ignore
  })
})
