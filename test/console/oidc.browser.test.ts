import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startSignInProvider } from '../harness/sign-in-provider.ts'
import type { SignInProvider } from '../harness/sign-in-provider.ts'
import { aConsole, CHROMIUM, NO_CHROMIUM, openBrowser, visit } from './a-console.ts'
import type { AConsole, Visit } from './a-console.ts'

/* Signing in at a real OpenID provider, in a real browser: there, back to the page that was asked for, and out again. */

const PEOPLE = { ann: { roles: ['ciso'], tenant: 'acme' } }
const LONG = 60_000

/** The console's address has to be known to the provider before either is there. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

describe(CHROMIUM === null ? NO_CHROMIUM : 'signing in', () => {
  const when = CHROMIUM === null ? test.skip : test
  let provider: SignInProvider
  let it: AConsole
  let browser: Browser
  let here: Visit

  beforeAll(async () => {
    if (CHROMIUM === null) return
    const port = await freePort()
    const site = `http://127.0.0.1:${String(port)}`
    provider = await startSignInProvider(PEOPLE, [`${site}/admin/sign-in/callback`])
    const { url, clientId, resource } = provider
    const issuer = `    - { issuer: "${url}", audience: "${resource}", jwks: "${url}/jwks", algorithms: [ES256], claims: { role: roles, tenant: org.tenant } }`
    const sign = `console: { url: "${site}", oidc: { issuer: "${url}", clientId: ${clientId}, clientSecretEnv: OIDC_SECRET, resource: "${resource}", label: Acme } }`
    const prepared = (dir: string) => {
      const path = join(dir, 'cordon.yaml')
      const written = readFileSync(path, 'utf8')
      const served = written.replace('admin: 127.0.0.1:0', `admin: 127.0.0.1:${String(port)}`)
      writeFileSync(path, `${served.replace('  issuers:', `  issuers:\n${issuer}`)}${sign}\n`)
    }
    it = await aConsole({ env: { OIDC_SECRET: provider.clientSecret }, prepared })
    expect((await it.say('Write a haiku about spring.')).status).toBe(200)
    browser = await openBrowser()
  }, LONG)
  afterAll(async () => {
    await browser?.close()
    await it?.stop()
    await provider?.stop()
  }, LONG)
  afterEach(async () => {
    if (here === undefined) return
    const { complaints, strayed } = here.heard
    await here.context.close()
    const ours = (all: readonly string[]) => all.filter((one) => !one.includes(`${provider.url}/`))
    expect({ complaints: ours(complaints), strayed: ours(strayed) }).toEqual({ complaints: [], strayed: [] })
  })

  const signInAt = async (page: Page, name: string, path = '/') => {
    await page.goto(path)
    await page.getByRole('link', { name: 'Sign in with Acme' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  when(
    'leads back to the page that was asked for, and out again',
    async () => {
      here = await visit(browser, it.cordon.adminUrl)
      const { page, context } = here
      await signInAt(page, 'ann', '/records?level=public&last=7d')
      await page.getByRole('heading', { name: 'Access log' }).waitFor()
      await page.getByText('1 request', { exact: true }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/records')
      expect(new URL(page.url()).searchParams.get('level')).toBe('public')
      const all = await context.cookies() // of the provider, too: cookies know no ports
      expect(all.filter(({ name }) => !name.startsWith('_'))).toMatchObject([
        { name: 'cordon', httpOnly: true, sameSite: 'Strict' },
      ])
      await page.locator('.bar .menu summary').click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('link', { name: 'Sign in with Acme' }).waitFor()
      await page.reload()
      await page.getByRole('link', { name: 'Sign in with Acme' }).waitFor()
    },
    LONG,
  )

  when(
    'that is denied says so, in words of its own',
    async () => {
      here = await visit(browser, it.cordon.adminUrl)
      const { page } = here
      await signInAt(page, 'nobody-here', '/policy')
      await page.getByRole('alert').waitFor()
      expect(await page.getByRole('alert').textContent()).toBe('The identity provider did not let you in.')
      expect(await page.locator('body').textContent()).not.toContain('nobody-here')
    },
    LONG,
  )
})
