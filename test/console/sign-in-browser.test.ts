import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@jest/globals'
import { createAuthenticator } from '../../src/authenticate/authenticator.ts'
import { readConsole } from '../../src/serve/console-files.ts'
import { fetchKeys } from '../authenticate/identity-provider.ts'
import { anAdmin } from '../desks/an-admin.ts'
import type { Admin } from '../desks/an-admin.ts'
import { startSignInProvider } from '../harness/sign-in-provider.ts'
import type { SignInProvider } from '../harness/sign-in-provider.ts'
import { inABrowser } from './in-a-browser.ts'

/* Signing in at a provider on another site, as a real browser goes about it: with its own idea of which cookies go where. */

let provider: SignInProvider
let it: Admin
let server: Server
let base = ''

const before = async () => {
  const built = spawnSync(process.execPath, ['scripts/build-console.js'], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the console could not be built:\n${built.stderr}`)
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  provider = await startSignInProvider({ ann: { roles: ['auditor'], tenant: 'acme' } }, [`${base}/admin/sign-in/callback`], 'localhost') // prettier-ignore
  const { url, resource, clientId, clientSecret: secret } = provider
  const { authenticate } = createAuthenticator({
    issuers: [
      {
        ...{ issuer: url, audience: resource, algorithms: ['ES256'], types: ['at+jwt'], requiredClaims: [] },
        ...{ keys: { kind: 'remote', url: new URL(`${url}/jwks`) }, maxAge: 3600, clockTolerance: 5 },
        claims: { role: 'roles', tenant: 'org.tenant' },
      },
    ],
    ...{ fetchKeys, readFile: async () => Buffer.from(''), now: () => Date.now() },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
  const oidc = {
    ...{ issuer: new URL(url), clientId, clientSecretEnv: 'SECRET', token: 'access' as const, scopes: ['openid'] },
    ...{ resource, hosts: [], label: 'the test' },
  }
  it = anAdmin({}, { oidc, secret, authenticate, signIns: 100, files: await readConsole('dist/console') })
  it.hand.now = Date.now()
  it.hand.site = new URL(base)
  server.on('request', it.app)
}
const after = async () => {
  server?.closeAllConnections()
  server?.close()
  await provider?.stop()
  it?.sessions.close()
}
/** The provider is another site, and behind this page stands nothing but the sign-in. */
const isFine = (line: string) =>
  line.includes(`${provider.url}/`) || line.endsWith(' (Not Found) ' + base + '/admin/policy')

inABrowser({ name: 'signing in at a provider', start: null, before, after, isFine }, ({ when, visit }) => {
  when('leads back to the page that one came for, with a cookie that only this site sends', async () => {
    const { page, context } = await visit({}, base)
    await page.goto('/policy?from=mail')
    await page.getByRole('link', { name: 'Sign in with the test' }).click()
    await page.waitForURL(`${provider.url}/**`)
    await page.getByLabel('Name').fill('ann')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${base}/policy?from=mail`)
    await page.getByText('auditor').first().waitFor()
    expect((await context.cookies(base)).map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([{ name: 'cordon', httpOnly: true, sameSite: 'Strict' }]) // prettier-ignore
    expect(it.records).toMatchObject(expect.arrayContaining([expect.objectContaining({ what: 'signIn', asked: { way: 'oidc' } })])) // prettier-ignore
  })

  when('says why it did not work, in a sentence of ours', async () => {
    const { page, context } = await visit({}, base)
    await page.goto('/')
    await page.getByRole('link', { name: 'Sign in with the test' }).click()
    await page.getByLabel('Name').fill('mallory')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${base}/sign-in?failed=denied`)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toBe('The identity provider did not let you in.')
    expect(await context.cookies(base)).toEqual([])
  })
})
