import { createServer, request, Agent } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import type { FrontDeskParts } from '../../src/desks/front-desk.ts'
import { anAdmin, NOON } from './an-admin.ts'
import type { Admin } from './an-admin.ts'

/* What other pages in the same browser may try, on every operation; and what every answer says to browsers. */

jest.setTimeout(120_000)
let server: Server
let origin = ''
const agent = new Agent({ keepAlive: true, maxSockets: 4 })
/** Operations that got as far as their work. */
let worked: string[] = []
let it: Admin

const works = Object.fromEntries(
  (Object.keys(OPERATIONS) as OperationName[]).map((name) => [name, async () => {
    worked.push(name)
    return { answer: { kind: 'json', body: {} }, rows: 0 }
  }]),
) as Partial<FrontDeskParts['works']> // prettier-ignore
const plain = Buffer.from('<!doctype html><title>Cordon</title>')
const file = { type: 'text/html; charset=utf-8', etag: 'e', isLasting: false, plain, br: null, gzip: null }
const files = new Map([['/index.html', file], ['/assets/a.js', { ...file, type: 'text/javascript' }], ['/assets/a-B4k9xQ2z.js', { ...file, type: 'text/javascript', isLasting: true }]]) // prettier-ignore

beforeAll(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})
afterAll(async () => {
  agent.destroy()
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})
beforeEach(() => {
  it = anAdmin(works, { files, signIns: 10_000 })
  server.removeAllListeners('request').on('request', it.app)
  worked = []
})
afterEach(() => it.sessions.close())

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly code: string | null }

function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      origin + path,
      { method, agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (res) => {
        // prettier-ignore
        let text = ''
        res.on('data', (chunk: Buffer) => (text += chunk.toString()))
        res.once('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, code: /"code":"(\w+)"/.exec(text)?.[1] ?? null })) // prettier-ignore
      },
    )
    sent.once('error', reject).end(body)
  })
}

const OWN = { 'sec-fetch-site': 'same-origin', 'x-cordon-console': '1', 'content-type': 'application/json' }
async function signIn(token: string): Promise<string> {
  const { headers } = await ask('POST', '/admin/session', OWN, JSON.stringify({ token }))
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** How a question may come to be sent: whose page it is, as the browser says, and what the page could put into it. */
const SITES = [undefined, 'none', 'same-origin', 'same-site', 'cross-site', ['same-origin', 'cross-site']] as const
const ORIGINS = (): readonly (string | undefined)[] => [undefined, origin, 'null', 'https://evil.example', `${origin}1`]
const TYPES = [undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain; application/json'] as const // prettier-ignore
const MARKS = [undefined, '1', '0'] as const

type Sent = { readonly site: (typeof SITES)[number]; readonly from: string | undefined; readonly type: (typeof TYPES)[number]; readonly mark: (typeof MARKS)[number] } // prettier-ignore
const everyWay = (): readonly Sent[] =>
  SITES.flatMap((site) => ORIGINS().flatMap((from) => TYPES.flatMap((type) => MARKS.map((mark) => ({ site, from, type, mark }))))) // prettier-ignore
/** Those that differ from one of the console's own in one thing at most. */
const nearlyOwn = (): readonly Sent[] => {
  const own: readonly Sent[] = [
    { site: 'same-origin', from: origin, type: 'application/json', mark: '1' },
    { site: undefined, from: origin, type: 'application/json', mark: '1' },
  ]
  const differ = (one: Sent, other: Sent) => Object.keys(one).filter((key) => one[key as keyof Sent] !== other[key as keyof Sent]).length // prettier-ignore
  return everyWay().filter((way) => own.some((one) => differ(one, way) <= 1))
}
/** One of each kind is tried in every way; whatever holds for it is one line for all. */
const IN_EVERY_WAY = ['records', 'playground', 'job-cancel', 'signOut']
const headersOf = ({ site, from, type, mark }: Sent): OutgoingHttpHeaders => ({
  ...(site !== undefined && { 'sec-fetch-site': site as string | string[] }),
  ...(from !== undefined && { origin: from }),
  ...(type !== undefined && { 'content-type': type }),
  ...(mark !== undefined && { 'x-cordon-console': mark }),
})

/** The few ways that are the console's own. */
const isOwnRead = ({ site }: Sent) => site === undefined || site === 'none' || site === 'same-origin'
const isOwnChange = ({ site, from, type, mark }: Sent) =>
  mark === '1' && (type === undefined || type === 'application/json') && (site === 'same-origin' || (site === undefined && from === origin)) // prettier-ignore

const operations = Object.entries(OPERATIONS)
  .filter(([name]) => name !== 'openApi') // which is for anybody
  .map(([name, { method, path }]) => [name, method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')] as const)
const isAboutSessions = (name: string) => ['session', 'signIn', 'signOut'].includes(name)

describe('with the cookie of somebody who may do it,', () => {
  test.each(operations)('%s is done for the page of the console alone', async (name, method, path) => {
    const isChange = method !== 'GET'
    const token = name === 'sealed' ? 'examiner/acme' : 'ciso/'
    let cookie = await signIn(token)
    for (const way of IN_EVERY_WAY.includes(name) ? everyWay() : nearlyOwn()) {
      const fine = isChange ? isOwnChange(way) : isOwnRead(way)
      if (name === 'signIn' && fine) continue // tried without a cookie below
      const [before, recorded] = [worked.length, it.records.length]
      const answer = await ask(method, path, { ...headersOf(way), cookie }, isChange ? '{}' : '')
      const reached = worked.length > before
      const said = { way, cross: answer.code === 'cross_site', status: answer.status === 403, cookie: 'set-cookie' in answer.headers } // prettier-ignore
      if (fine) expect({ ...said, cookie: false }).toEqual({ way, cross: false, status: false, cookie: false })
      else expect(said).toEqual({ way, cross: true, status: true, cookie: false })
      if (!isAboutSessions(name)) expect({ way, reached }).toEqual({ way, reached: fine })
      if (!fine) expect(it.records.slice(recorded)).toMatchObject([{ what: name, problem: 'cross_site' }])
      else if (name === 'signOut') cookie = await signIn(token)
    }
  })

  test('and without it nobody is signed in from another page', async () => {
    for (const way of everyWay()) {
      const answer = await ask('POST', '/admin/session', headersOf(way), JSON.stringify({ token: 'ciso/' }))
      const fine = isOwnChange(way)
      // Of a type that is left out, a body is no JSON.
      const expected = !fine ? 403 : way.type === undefined ? 415 : 200
      expect({ way, status: answer.status, cookie: 'set-cookie' in answer.headers }).toEqual({ way, status: expected, cookie: expected === 200 }) // prettier-ignore
    }
  })

  test('a page that is not ours keeps no session alive', async () => {
    const cookie = await signIn('ciso/')
    for (let minute = 0; minute < 30; minute += 10) {
      it.hand.now = NOON + minute * 60_000
      expect((await ask('GET', '/admin/session', { cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403)
      expect((await ask('GET', '/admin/records', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    }
    it.hand.now = NOON + 30 * 60_000
    expect((await ask('GET', '/admin/records', { cookie })).status).toBe(401)
  })

  test.each(['PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'POST', 'DELETE'])(
    '%s changes nothing where it is not asked for',
    async (method) => {
      const cookie = await signIn('ciso/')
      const reads = operations.filter(([, its, path]) => its === 'GET' && !operations.some(([, other, at]) => at === path && other === method)) // prettier-ignore
      for (const [name, , path] of reads) {
        const before = worked.length
        const { status, headers } = await ask(method, path, { ...OWN, cookie, 'x-http-method-override': 'GET' })
        const reached = worked.length > before
        expect([name, reached, headers['access-control-allow-origin']]).toEqual([name, method === 'HEAD' && name !== 'session' && name !== 'sealed', undefined]) // prettier-ignore
        if (method !== 'HEAD' && method !== 'OPTIONS') expect([name, status]).toEqual([name, 404])
      }
      expect((await ask('GET', '/admin/session', { cookie })).status).toBe(200)
    },
  )

  test('that is another one than we gave, one is nobody, and it is not taken over', async () => {
    const fixed = `cordon=${'F'.repeat(43)}`
    const { headers } = await ask('POST', '/admin/session', { ...OWN, cookie: fixed }, JSON.stringify({ token: 'ciso/' })) // prettier-ignore
    const own = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect([own === fixed, (await ask('GET', '/admin/records', { cookie: fixed })).status]).toEqual([false, 401])
    expect((await ask('GET', '/admin/records', { cookie: `${own}; ${fixed}` })).status).toBe(401)
  })
})

describe('every answer', () => {
  const HEADERS = {
    'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
    ...{ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' },
    ...{ 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' },
    'cross-origin-embedder-policy': 'require-corp',
  }
  const TLS = 'max-age=31536000'
  const paths: readonly (readonly [string, string, string])[] = [
    ...['/healthz', '/readyz', '/checkpoint', '/usage', '/metrics'].map((path) => ['GET', path, 'no-store'] as const),
    ...['/', '/sign-in', '/records', '/policy/x', '/evidence'].map((path) => ['GET', path, 'no-store'] as const),
    ...[['GET', '/assets/a.js', 'no-cache'], ['GET', '/assets/a-B4k9xQ2z.js', 'public, max-age=31536000, immutable']] as const, // prettier-ignore
    ...['/nowhere', '/admin', '/admin/', '/admin//records', '/Admin/records', '/index.html', '/%zz', '/assets/../x'].map((path) => ['GET', path, 'no-store'] as const), // prettier-ignore
    ...['/admin/sign-in', '/admin/sign-in/callback?code=x', '/admin/records?limit=1&limit=2'].map((path) => ['GET', path, 'no-store'] as const), // prettier-ignore
    ...['OPTIONS', 'TRACE', 'PUT', 'HEAD'].map((method) => [method, '/admin/records', 'no-store'] as const),
    ...Object.values(OPERATIONS).map(({ method, path }) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'), 'no-store'] as const), // prettier-ignore
  ]
  const NAMES = { 'cordon.example.com': 'by its name', '127.0.0.1': 'by an address', 'rebound.evil.example': 'by a name that is not ours' } as const // prettier-ignore

  test.each(paths)('%s %s says what browsers must not do with it', async (method, path, kept) => {
    for (const site of [null, new URL('https://cordon.example.com')]) {
      it.hand.site = site
      for (const host of Object.keys(NAMES)) {
        const { headers, status } = await ask(method, path, { host, authorization: 'Bearer ciso/' })
        expect({ host, ...headers }).toMatchObject(HEADERS)
        expect([host, headers['strict-transport-security']]).toEqual([host, site === null ? undefined : TLS])
        const isOurs = host === '127.0.0.1' || (site !== null && host === site.host)
        expect([host, headers['cache-control']]).toEqual([host, isOurs ? kept : 'no-store'])
        for (const name of ['access-control-allow-origin', 'server', 'x-powered-by']) expect(headers).not.toHaveProperty(name) // prettier-ignore
        const isForAll = ['/healthz', '/readyz', '/checkpoint'].includes(path)
        if (!isOurs && !isForAll) expect([host, status]).toEqual([host, 421])
      }
    }
  })

  test.each([
    ['http:', null, /^cordon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/],
    ['https:', new URL('https://cordon.example.com'), /^__Host-cordon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/], // prettier-ignore
  ])(
    'over %s sets no other cookie than the session, for no other host, and takes it away again',
    async (_scheme, site, form) => {
      it.hand.site = site
      const into = await ask('POST', '/admin/session', OWN, JSON.stringify({ token: 'ciso/' }))
      const given = into.headers['set-cookie'] ?? []
      expect(given).toEqual([expect.stringMatching(form)])
      const out = await ask('DELETE', '/admin/session', { ...OWN, cookie: given[0]?.split(';')[0] ?? '' })
      const attributes = given[0]?.split('; ').slice(1) ?? []
      const gone = out.headers['set-cookie']?.[0]?.split('; ') ?? []
      expect(gone).toEqual([`${given[0]?.split('=')[0] ?? ''}=`, ...attributes, 'Max-Age=0'])
      // Neither of them is looked at by the name that it has over the other.
      const other = site === null ? '__Host-cordon' : 'cordon'
      const again = await ask('POST', '/admin/session', OWN, JSON.stringify({ token: 'ciso/' }))
      const value = again.headers['set-cookie']?.[0]?.split(';')[0]?.split('=')[1] ?? ''
      expect((await ask('GET', '/admin/records', { cookie: `${other}=${value}` })).status).toBe(401)
    },
  )
})
