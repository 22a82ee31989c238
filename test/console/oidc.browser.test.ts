import { expect } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { selfSigned } from '../fakes/certificate.ts'
import { recordsIn } from '../harness/cordon.ts'
import { startSignInProvider } from '../harness/sign-in-provider.ts'
import type { SignInProvider } from '../harness/sign-in-provider.ts'
import { aConsole } from './a-console.ts'
import type { AConsole } from './a-console.ts'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* Signing in at a real OpenID provider on another site, in a real browser and over TLS: there, back to the page that was asked for, and out again, here and there. */

const PEOPLE = { ann: { roles: ['ciso'], tenant: 'acme' } }

/** The console's address has to be known to the provider before either is there. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

let provider: SignInProvider

async function start(): Promise<AConsole> {
  const port = await freePort()
  const site = `https://127.0.0.1:${String(port)}`
  provider = await startSignInProvider(PEOPLE, [`${site}/admin/sign-in/callback`], 'localhost')
  const { url, clientId, resource } = provider
  const issuer = `    - { issuer: "${url}", audience: "${resource}", jwks: "${url}/jwks", algorithms: [ES256], claims: { role: roles, tenant: org.tenant } }`
  const sign = `console: { url: "${site}", oidc: { issuer: "${url}", clientId: ${clientId}, clientSecretEnv: OIDC_SECRET, resource: "${resource}", label: Acme, signOut: provider } }`
  const prepared = (dir: string) => {
    const path = join(dir, 'cordon.yaml')
    const written = readFileSync(path, 'utf8')
    const served = written.replace('admin: 127.0.0.1:0', `admin: 127.0.0.1:${String(port)}`)
    const { cert, key } = selfSigned('127.0.0.1')
    writeFileSync(join(dir, 'admin.cert.pem'), cert)
    writeFileSync(join(dir, 'admin.key.pem'), key, { mode: 0o600 })
    writeFileSync(path, `${served.replace('  issuers:', `  issuers:\n${issuer}`)}${sign}\n`)
  }
  const server = 'adminTls: { cert: admin.cert.pem, key: admin.key.pem }'
  return aConsole({ server, env: { OIDC_SECRET: provider.clientSecret }, prepared })
}
const before = async ({ it }: Stage) => {
  expect((await it.say('Write a haiku about spring.')).status).toBe(200)
}
const after = async () => provider?.stop()
const isFine = (line: string) => line.includes(`${provider.url}/`)

inABrowser({ name: 'signing in', start, before, after, isFine }, (stage) => {
  const { when, visit } = stage
  const signInAt = async (page: Page, name: string, path = '/') => {
    await page.goto(path)
    await page.getByRole('link', { name: 'Sign in with Acme' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  when('leads back to the page that was asked for, and out again', async () => {
    const { it } = stage
    const { page, context } = await visit()
    await signInAt(page, 'ann', '/records?level=public&last=7d')
    await page.getByRole('heading', { name: 'Access log' }).waitFor()
    await page.getByText('1 request', { exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/records')
    expect(new URL(page.url()).searchParams.get('level')).toBe('public')
    const cookies = () => context.cookies(it.cordon.adminUrl)
    expect(await cookies()).toMatchObject([{ name: '__Host-cordon', httpOnly: true, sameSite: 'Strict', secure: true }])
    expect(recordsIn(it.cordon.auditDir)).toContainEqual(expect.objectContaining({ what: 'signIn', asked: { way: 'oidc' } })) // prettier-ignore
    await page.locator('.bar .menu summary').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${provider.url}/**`)
    expect(await cookies()).toEqual([])
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(`${it.cordon.adminUrl}/sign-in`)
    await page.getByRole('link', { name: 'Sign in with Acme' }).click()
    await page.getByLabel('Name').waitFor() // whoever had only left the console would be back by now
  })

  when('that is denied says so, in words of its own', async () => {
    const { it } = stage
    const { page, context } = await visit()
    await signInAt(page, 'nobody-here', '/policy')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toBe('The identity provider did not let you in.')
    expect(await page.locator('body').textContent()).not.toContain('nobody-here')
    expect(await context.cookies(it.cordon.adminUrl)).toEqual([])
  })
})
