import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { createAuthenticator } from '../../src/authenticate/authenticator.ts'
import type { Authenticator } from '../../src/authenticate/authenticator.ts'
import { createOidc } from '../../src/authenticate/oidc.ts'
import type { ConfiguredSignIn } from '../../src/config/console.ts'
import type { Issuer } from '../../src/terms/caller.ts'
import { fetchKeys } from '../authenticate/identity-provider.ts'
import { newKey } from '../authenticate/tokens.ts'
import { startSignInProvider } from '../harness/sign-in-provider.ts'
import type { SignInProvider } from '../harness/sign-in-provider.ts'
import { anAdmin, NOON } from './an-admin.ts'
import type { Admin, More } from './an-admin.ts'

/* The whole way through a real provider, by what a browser does: it follows redirects, and keeps the cookies of each host apart. */

const PEOPLE = { ann: { roles: ['auditor'], tenant: 'acme' }, eve: { roles: ['employee'], tenant: 'acme' } }
let provider: SignInProvider
let it: Admin
let server: Server
let site: URL

const issuer = (change: Partial<Issuer> = {}): Issuer => ({
  ...{ issuer: provider.url, audience: provider.resource, algorithms: ['ES256'], maxAge: 3600, clockTolerance: 5 },
  ...{ keys: { kind: 'remote', url: new URL(`${provider.url}/jwks`) }, types: ['at+jwt'], requiredClaims: [] },
  claims: { role: 'roles', tenant: 'org.tenant' },
  ...change,
})
const oidc = (change: Partial<ConfiguredSignIn> = {}): ConfiguredSignIn => ({
  ...{ issuer: new URL(provider.url), clientId: provider.clientId, clientSecretEnv: 'SECRET', token: 'access' },
  ...{ scopes: ['openid'], resource: provider.resource, hosts: [], label: 'Test', signOut: 'here' },
  ...change,
})

async function open(
  change: Partial<ConfiguredSignIn> = {},
  trusted: Partial<Issuer> = {},
  more: (authenticator: Authenticator) => More = () => ({}),
) {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const readFile = async () => Buffer.from(JSON.stringify({ keys: [newKey('sign-in').jwk] }))
  const made = createAuthenticator({ issuers: [issuer(trusted)], fetchKeys, readFile, now: () => Date.now(), log })
  const { authenticate, authenticateId } = made
  const parts = { oidc: oidc(change), secret: provider.clientSecret, authenticate, authenticateId, signIns: 100 }
  it = anAdmin({}, { ...parts, ...more(made) })
  it.hand.now = Date.now()
  it.hand.site = site
  server.removeAllListeners('request').on('request', it.app)
}

beforeAll(async () => {
  const { createServer } = await import('node:http')
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
  provider = await startSignInProvider(PEOPLE, [new URL('/admin/sign-in/callback', site).href])
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await provider.stop()
})
beforeEach(() => open())
afterEach(() => {
  provider.setDown(false)
  it.sessions.close()
})

type Step = { readonly url: URL; readonly status: number; readonly to: URL | null; readonly text: string }

/** Goes where it is sent, one step at a time. */
function aBrowser() {
  const jars = new Map<string, Map<string, string>>()
  const go = async (url: URL, init: RequestInit = {}): Promise<Step> => {
    const jar = jars.get(url.host) ?? new Map<string, string>()
    jars.set(url.host, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    const to = answer.headers.get('location')
    return { url, status: answer.status, to: to === null ? null : new URL(to, url), text: await answer.text() }
  }
  const follow = async (step: Step): Promise<Step> => {
    let at = step
    while (at.to !== null && at.to.pathname !== '/admin/sign-in/callback' && at.to.pathname !== '/sign-in') at = await go(at.to) // prettier-ignore
    return at
  }
  /** From the page to the moment in which the provider sends the browser back; gives the address that it would go to. */
  const toCallback = async (name: string, query = '', from = new URL(`/admin/sign-in${query}`, site)): Promise<URL> => {
    const form = await follow(await go(from))
    const sent = await go(form.url, { method: 'POST', body: new URLSearchParams({ login: name }) })
    return (await follow(sent)).to ?? form.url
  }
  return { go, toCallback, jar: () => jars.get(site.host) ?? new Map<string, string>() }
}

const whoIs = async (browser: ReturnType<typeof aBrowser>) =>
  JSON.parse((await browser.go(new URL('/admin/session', site))).text) as Readonly<Record<string, unknown>>

describe('signing in at the provider', () => {
  test('leads back to where one wanted to go, with a session and no token', async () => {
    const browser = aBrowser()
    const back = await browser.toCallback('ann', '?return=%2Frecords%3Flevel%3Drestricted')
    expect(back.searchParams.get('iss')).toBe(provider.url)
    const end = await browser.go(back)
    expect([end.status, end.to?.href]).toEqual([303, new URL('/records?level=restricted', site).href])
    expect([...browser.jar().keys()]).toEqual(['cordon'])
    expect(await whoIs(browser)).toMatchObject({ signedIn: true, caller: { roles: ['auditor'], tenant: ['acme'] }, may: { records: true } }) // prettier-ignore
    expect(it.records).toMatchObject([{ type: 'audit.read', what: 'signIn', asked: { way: 'oidc' }, scope: [{ tenant: ['acme'] }] }]) // prettier-ignore
    expect(JSON.stringify([...browser.jar()])).not.toMatch(/eyJ/)
  })

  test('asks with PKCE (S256), state and nonce, each time another', async () => {
    const seen = await Promise.all([1, 2].map(async () => (await aBrowser().go(new URL('/admin/sign-in', site))).to))
    const of = (name: string) => seen.map((to) => to?.searchParams.get(name))
    expect([of('code_challenge_method'), of('resource')]).toEqual([['S256', 'S256'], ['urn:cordon', 'urn:cordon']]) // prettier-ignore
    for (const name of ['state', 'nonce', 'code_challenge']) expect(new Set(of(name)).size).toBe(2)
  })

  test('with ID tokens is by the ID token, which opens nothing else', async () => {
    const kept: string[] = []
    await open({ token: 'id', resource: null }, {}, (authenticator) => ({
      authenticateId: async (token, of) => {
        kept.push(token)
        return authenticator.authenticateId(token, of)
      },
    }))
    const browser = aBrowser()
    await browser.go(await browser.toCallback('ann'))
    expect(await whoIs(browser)).toMatchObject({ signedIn: true, caller: { roles: ['auditor'], client: provider.clientId } }) // prettier-ignore
    expect((await browser.go(new URL('/admin/records', site))).status).toBe(404) // asked, and nothing found
    const [token = ''] = kept
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: expect.any(String) }) // of no type, as this provider has it
    expect(decodeJwt(token)).toMatchObject({ aud: provider.clientId, sub: 'ann', nonce: expect.any(String) })

    const own = { 'sec-fetch-site': 'same-origin', 'x-cordon-console': '1', 'content-type': 'application/json' }
    const thief = aBrowser()
    const tries = [
      await thief.go(new URL('/admin/records', site), { headers: { authorization: `Bearer ${token}` } }),
      await thief.go(new URL('/admin/records', site), { headers: { 'x-api-key': token } }),
      await thief.go(new URL('/admin/session', site), {
        method: 'POST',
        headers: own,
        body: JSON.stringify({ token }),
      }),
    ]
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(it.records.at(-1)).toMatchObject({ what: 'signIn', problem: 'invalid_token' })
    expect(`${JSON.stringify([it.records, it.logged])}`).not.toContain(token.split('.')[1])
  })

  test.each<[string, Partial<Issuer>]>([
    ['of which another key is known', { keys: { kind: 'file', path: 'other' } }],
    ['by an algorithm that is not allowed', { algorithms: ['EdDSA'] }],
    ['that live too long', { maxAge: 60 }],
  ])('with ID tokens %s lets nobody in', async (_what, trusted) => {
    await open({ token: 'id', resource: null }, trusted)
    const browser = aBrowser()
    expect((await browser.go(await browser.toCallback('ann'))).to?.search).toBe('?failed=failed')
    expect([it.sessions.size(), it.records.at(-1)]).toEqual([0, expect.objectContaining({ what: 'signIn' })])
  })

  test('lets in whoever may see nothing, who then sees nothing', async () => {
    const browser = aBrowser()
    await browser.go(await browser.toCallback('eve'))
    expect(await whoIs(browser)).toMatchObject({ signedIn: true, may: { records: false, policy: false }, policy: null })
  })

  test('begins where it will come back to', async () => {
    const other = new URL(`http://localhost:${site.port}/admin/sign-in?return=/policy`)
    const { to } = await aBrowser().go(other)
    expect(to?.href).toBe(new URL('/admin/sign-in?return=%2Fpolicy', site).href)
  })

  test.each([
    ['same-origin', true],
    ['none', true],
    ['same-site', false],
    ['cross-site', false],
    ['cross-site, same-origin', false],
  ])('is begun by a page that is %s: %s', async (from, begins) => {
    const browser = aBrowser()
    const asked = provider.asked.length
    const { to } = await browser.go(new URL('/admin/sign-in?return=/policy', site), { headers: { 'sec-fetch-site': from } }) // prettier-ignore
    expect([to?.origin === provider.url, browser.jar().size, provider.asked.length > asked]).toEqual(begins ? [true, 1, true] : [false, 0, false]) // prettier-ignore
    if (!begins) expect(to?.href).toBe(new URL('/policy', site).href)
  })

  test('is not there where no provider is configured', async () => {
    it = anAdmin()
    it.hand.site = site
    server.removeAllListeners('request').on('request', it.app)
    expect((await aBrowser().go(new URL('/admin/sign-in', site))).status).toBe(404)
  })
})

describe('signing out', () => {
  const OWN = { 'sec-fetch-site': 'same-origin', 'x-cordon-console': '1' }
  const leave = async (browser: ReturnType<typeof aBrowser>) => {
    const { status, text } = await browser.go(new URL('/admin/session', site), { method: 'DELETE', headers: OWN })
    const { leaveAt } = JSON.parse(text) as { leaveAt: string | null }
    expect([status, await whoIs(browser)]).toEqual([200, expect.objectContaining({ signedIn: false })])
    return leaveAt
  }

  test('leads to the provider where that is configured, and says nothing of who leaves', async () => {
    await open({ signOut: 'provider' })
    const browser = aBrowser()
    await browser.go(await browser.toCallback('ann'))
    const to = new URL((await leave(browser)) ?? '')
    expect(to.origin).toBe(provider.url)
    const said = { client_id: provider.clientId, post_logout_redirect_uri: new URL('/sign-in', site).href }
    expect(Object.fromEntries(to.searchParams)).toEqual(said)
    expect((await browser.go(to)).text).toContain('Yes, sign me out') // it asks, and takes the address that it is given
    expect(await leave(browser)).toBeNull() // who is out already goes nowhere
  })

  test.each<[string, Partial<ConfiguredSignIn>]>([
    ['where it is not configured', {}],
    ['when the provider is down', { signOut: 'provider' }],
  ])('ends the session here, %s', async (_what, change) => {
    await open(change)
    const browser = aBrowser()
    await browser.go(await browser.toCallback('ann'))
    it.hand.now += 60 * 60_000 + 1 // what the provider said of itself is asked for anew
    provider.setDown(true)
    expect(await leave(browser)).toBeNull()
  })

  test('of whoever came with a token leads nowhere', async () => {
    await open({ signOut: 'provider' }, {}, () => ({ authenticate: undefined }))
    const body = JSON.stringify({ token: 'auditor/acme' })
    const headers = { ...OWN, 'content-type': 'application/json' }
    it.hand.now = NOON
    const browser = aBrowser()
    expect((await browser.go(new URL('/admin/session', site), { method: 'POST', headers, body })).status).toBe(200)
    expect(await leave(browser)).toBeNull()
  })

  test.each(['ftp://evil.example/out', 'https://evil.example/out', 'javascript:alert(1)', null])(
    'where the provider names %j leads to no other kind of place',
    async (named) => {
      const ask = async (url: URL) => {
        const answer = await fetch(url)
        const said = (await answer.json()) as object
        const body = JSON.stringify({ ...said, end_session_endpoint: named ?? undefined })
        return { status: answer.status, body: new TextEncoder().encode(body) }
      }
      const made = createOidc({ ...oidc(), clientSecret: null, ask, now: () => Date.now(), redirectUri: site.href })
      const left = await made.leave(site.href).catch((thrown: { code?: string }) => thrown.code ?? 'thrown')
      expect(left).toBe(named === null ? null : 'identity_unavailable')
    },
  )
})

describe('many people behind one address', () => {
  const junk = async (times: number) => {
    for (let at = 0; at < times; at += 1) await aBrowser().go(new URL('/admin/sign-in/callback?code=x&state=y', site))
  }

  test('come in though others there fail all the time', async () => {
    await open({}, {}, () => ({ signIns: 3 }))
    const browser = aBrowser()
    const back = await browser.toCallback('ann')
    await junk(4)
    expect(it.records.at(-1)).toMatchObject({ what: 'signIn', problem: 'rate_limited' })
    expect((await browser.go(back)).to?.pathname).toBe('/')
    expect(await whoIs(browser)).toMatchObject({ signedIn: true })
  })

  test('may begin so often in a minute, all together', async () => {
    await open({}, {}, () => ({ signIns: 1 }))
    const begun: (string | undefined)[] = []
    for (let at = 0; at < 4; at += 1) begun.push((await aBrowser().go(new URL('/admin/sign-in', site))).to?.pathname)
    expect(begun).toEqual(['/auth', '/auth', '/auth', '/sign-in'])
  })

  test('have one sign-in under way in each browser', async () => {
    const browser = aBrowser()
    const first = await browser.toCallback('ann')
    const kept = new Map(browser.jar())
    await browser.go(new URL('/admin/sign-in', site))
    for (const [name, value] of kept) browser.jar().set(name, value)
    expect((await browser.go(first)).to?.search).toBe('?failed=expired')
  })
})

describe('coming back', () => {
  /** Nobody is signed in, the page is told one word, and the ledger that it was tried. */
  const expectFailed = async (browser: ReturnType<typeof aBrowser>, end: Step, why: string) => {
    expect([end.status, end.to?.href]).toEqual([303, new URL(`/sign-in?failed=${why}`, site).href])
    expect([it.sessions.size(), [...browser.jar().keys()]]).toEqual([0, []])
    expect(it.records.at(-1)).toMatchObject({ type: 'audit.read', what: 'signIn', problem: expect.any(String) })
    expect(it.logged.at(-1)).toContain('did not work')
  }
  const changed = (url: URL, name: string, value: string | null) => {
    const other = new URL(url)
    if (value === null) other.searchParams.delete(name)
    else other.searchParams.set(name, value)
    return other
  }

  test.each<[string, (back: URL) => URL, string]>([
    ['with another state', (back) => changed(back, 'state', 'x'.repeat(43)), 'failed'],
    ['without a state', (back) => changed(back, 'state', null), 'failed'],
    ['from another issuer (RFC 9207)', (back) => changed(back, 'iss', 'https://evil.example'), 'failed'],
    ['from nobody in particular', (back) => changed(back, 'iss', null), 'failed'],
    ['with another code', (back) => changed(back, 'code', 'x'.repeat(43)), 'failed'],
    ['without a code', (back) => changed(back, 'code', null), 'failed'],
    ['with nothing', (back) => new URL(back.pathname, back), 'failed'],
    ['with an error that says a lot', (back) => new URL(`${back.pathname}?error=%3Cscript%3E&error_description=secret&state=${back.searchParams.get('state') ?? ''}&iss=${encodeURIComponent(provider.url)}`, back), 'denied'], // prettier-ignore
  ])('%s signs nobody in', async (_what, change, why) => {
    const browser = aBrowser()
    const back = await browser.toCallback('ann')
    const end = await browser.go(change(back))
    await expectFailed(browser, end, why)
    const code = back.searchParams.get('code') ?? ''
    expect(`${end.text}${JSON.stringify([it.records, it.logged])}`).not.toMatch(new RegExp(`secret|script|${code}`))
    await expectFailed(browser, await browser.go(back), 'expired') // there is one try
  })

  test('as somebody whom the provider does not let in', async () => {
    const browser = aBrowser()
    await expectFailed(browser, await browser.go(await browser.toCallback('mallory')), 'denied')
    expect(JSON.stringify([it.records, it.logged])).not.toContain('mallory')
  })

  test('a second time with the same code signs nobody in', async () => {
    const [browser, thief] = [aBrowser(), aBrowser()]
    const back = await browser.toCallback('ann')
    await browser.go(back)
    it.sessions.close()
    await thief.toCallback('eve') // and so has a sign-in of its own under way
    await expectFailed(thief, await thief.go(back), 'failed')
  })

  test('a second time with all that there was the first time signs nobody in', async () => {
    const browser = aBrowser()
    const back = await browser.toCallback('ann')
    const kept = new Map(browser.jar())
    await browser.go(back.searchParams.has('code') ? changed(back, 'code', 'x') : back)
    for (const [name, value] of kept) browser.jar().set(name, value)
    await expectFailed(browser, await browser.go(back), 'expired')
  })

  test.each(['nonce', 'verifier', 'state', 'nothing'] as const)('with another %s than was begun with', async (name) => {
    const ask = async (url: URL, headers: Readonly<Record<string, string>>, body: string | null) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const post = body === null ? {} : { method: 'POST', body, headers: { ...headers, ...type } }
      const answer = await fetch(url, { headers, redirect: 'manual', ...post })
      return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) }
    }
    const { finish, begin } = createOidc({
      ...{ ...oidc(), clientSecret: provider.clientSecret, ask, now: () => Date.now() },
      redirectUri: new URL('/admin/sign-in/callback', site).href,
    })
    const { to, pending } = await begin()
    const back = await aBrowser().toCallback('ann', '', to)
    const finished = finish(back, { ...pending, ...(name !== 'nothing' && { [name]: 'x'.repeat(43) }) })
    if (name === 'nothing') expect(decodeJwt(await finished)).toMatchObject({ aud: provider.resource, sub: 'ann' })
    else await expect(finished).rejects.toMatchObject({ code: 'invalid_token', reason: 'failed' })
  })

  test('in a browser in which nothing was begun signs nobody in', async () => {
    const back = await aBrowser().toCallback('ann')
    const other = aBrowser()
    await expectFailed(other, await other.go(back), 'expired')
  })

  test('too late signs nobody in', async () => {
    const browser = aBrowser()
    const back = await browser.toCallback('ann')
    it.hand.now += 10 * 60_000
    await expectFailed(browser, await browser.go(back), 'expired')
  })

  test('with a token for somebody else signs nobody in', async () => {
    await open({}, { audience: 'urn:other' })
    const browser = aBrowser()
    await expectFailed(browser, await browser.go(await browser.toCallback('ann')), 'failed')
  })

  test('when it cannot be recorded signs nobody in', async () => {
    const browser = aBrowser()
    const back = await browser.toCallback('ann')
    it.hand.isFull = true
    const end = await browser.go(back)
    expect([end.status, it.sessions.size(), browser.jar().has('cordon')]).toEqual([503, 0, false])
  })
})

test('a provider that is down is an error of nobody, and is asked again the next time', async () => {
  provider.setDown(true)
  const browser = aBrowser()
  expect((await browser.go(new URL('/admin/sign-in', site))).to?.search).toBe('?failed=failed')
  expect(it.records).toMatchObject([{ what: 'signIn', asked: { way: 'oidc' }, problem: 'identity_unavailable' }])
  provider.setDown(false)
  await browser.go(await browser.toCallback('ann'))
  expect(await whoIs(browser)).toMatchObject({ signedIn: true })
})

test.each([
  ...[
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '\\\\evil.example',
  ],
  ...[
    'javascript:alert(1)',
    'records',
    '',
    '/admin/sign-in',
    '/admin/session',
    '/..//evil.example',
    'http:/evil.example',
  ],
  ...['/@evil.example:80:x\n//evil.example', `/${'x'.repeat(3000)}`, '/%0d%0aset-cookie:a=b'],
])('nobody is sent on to %j', async (written) => {
  const browser = aBrowser()
  const end = await browser.go(await browser.toCallback('ann', `?return=${encodeURIComponent(written)}`))
  expect([end.status, end.to?.origin]).toEqual([303, site.origin])
  expect(end.to?.pathname).not.toMatch(/^\/\/|^\/admin/)
  expect([...browser.jar().keys()]).toEqual(['cordon'])
})
