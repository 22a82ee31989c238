import { describe, expect } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { checkProof } from '../../src/audit/proof.ts'
import { recordsIn } from '../harness/cordon.ts'
import { axe, signIn } from './a-console.ts'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* What a reader does, in a real browser, before a real Cordon. After each test: no complaint in the browser's console, and no request to anybody else. */

const SSN = 'My SSN is 536-22-8726, please file the form.'

/** Runs in the page: all that a script there could get at. */
const ALL_THAT_SCRIPTS_SEE = '[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML].join()' // prettier-ignore

const before = async ({ it }: Stage) => {
  for (const text of ['Write a haiku about spring.', SSN, 'Dear Anna Schmidt, thank you.']) expect((await it.say(text)).status).toBe(200) // prettier-ignore
  expect((await it.say('Hello.', { department: 'hr' })).status).toBe(200)
  await it.say('A rival asks.', { tenant: 'rival', team: 'rival-team', sub: 'ruth' })
  await it.say(SSN, { tenant: 'rival', team: 'rival-team', sub: 'ruth' })
  await it.say('Hello.', { role: 'guest' })
}

inABrowser({ name: 'the console', before }, (stage) => {
  const { when, arrive } = stage

  when('lets nobody in with a bad token, and keeps a good one out of reach', async () => {
    const { page, context, heard } = await stage.visit()
    const ciso = await stage.it.cordon.token({ role: 'ciso', sub: 'cora' })
    await page.goto('/records')
    await page.getByLabel('Access token').fill('nonsense')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toMatch(/token is missing, expired or not valid/)
    expect(heard.complaints.splice(0)).toEqual([expect.stringMatching(/401/)]) // the browser says what it was answered
    await page.getByLabel('Access token').fill(ciso)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Access log' }).waitFor()
    const kept = await page.evaluate<string>(ALL_THAT_SCRIPTS_SEE)
    expect(kept).not.toContain(ciso.slice(-40))
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
    await page.locator('.bar .menu summary').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Access token').waitFor()
    expect(await context.cookies()).toEqual([])
  })

  when('shows what happened', async () => {
    const page = await arrive()
    const figure = (says: string) => page.locator('.figures li', { hasText: says }).locator('.value').textContent()
    await page.locator('.figures').waitFor()
    expect(await Promise.all(['Requests', 'Held to the LAN', 'Denied'].map(figure))).toEqual(['7', '2', '1'])
    await page.getByRole('img', { name: /Requests by level: 7 in all/ }).waitFor()
    await page.getByRole('button', { name: 'outcome' }).click()
    await page.getByRole('img', { name: /Requests by outcome/ }).waitFor()
    await page.getByRole('heading', { name: 'Nodes and providers, now' }).waitFor()
    expect(await page.getByText('cordon.test/1').count()).toBeGreaterThan(0)
  })

  when('filters by keyboard, and the address says which', async () => {
    const page = await arrive('/records')
    await page.locator('.log tbody tr').nth(6).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('level')
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: /restricted/ }).waitFor()
    await page.keyboard.type('restr')
    await page.keyboard.press('Enter')
    await page.waitForURL(/level=restricted/)
    await page.locator('.log tbody tr').nth(1).waitFor()
    await page.getByText('2 requests').waitFor()
    const levels = await page.locator('.log tbody td:nth-child(3)').allTextContents()
    expect(levels).toEqual(['restricted', 'restricted'])
    const shared = await stage.here.context.newPage()
    await shared.goto(page.url())
    await shared.getByText('2 requests').waitFor()
    await page.getByRole('button', { name: /Take away the filter Level/ }).click()
    await page.getByText('7 requests').waitFor()
  })

  when('reads an address as it was written', async () => {
    const page = await arrive('/records?rule=100%2525&caller=a%2Bb')
    expect(await page.locator('.chip.filter .word').allTextContents()).toEqual(['100%25', 'a+b'])
  })

  when('goes on where one was, after a request, and whatever comes in', async () => {
    const page = await arrive('/records?tenant=acme')
    await page.locator('.log tbody tr').nth(3).waitFor()
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key)
    const third = await page.locator('.log tbody tr').nth(2).locator('a').getAttribute('href')
    const at = () => page.locator('.log tr[aria-selected=true] a').getAttribute('href')
    expect(await at()).toBe(third)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Decided' }).waitFor()
    await page.goBack()
    await page.locator('.log tr:focus').waitFor()
    expect(await at()).toBe(third)
    await page.keyboard.press('l')
    await page.locator('.live.on').waitFor()
    const asked = await stage.it.say('Something else.')
    await page.locator(`.log tbody tr a[href*="${asked.headers.get('x-request-id') ?? ''}"]`).waitFor()
    expect(await at()).toBe(third)
  })

  when('shows new requests while it is live', async () => {
    const page = await arrive('/records?tenant=acme')
    await page.locator('.log tbody tr').nth(3).waitFor()
    await page.keyboard.press('l')
    await page.locator('.live.on').waitFor()
    const asked = await stage.it.say('Something new.', { sub: 'newcomer' })
    await page.locator(`.log tbody tr a[href*="${asked.headers.get('x-request-id') ?? ''}"]`).waitFor()
  })

  when('shows what came between the list and the moment when it is live', async () => {
    const page = await arrive('/records?tenant=acme')
    await page.locator('.log tbody tr').nth(3).waitFor()
    const asked = await stage.it.say('Something in between.', { sub: 'newcomer' })
    const row = page.locator(`.log tbody tr a[href*="${asked.headers.get('x-request-id') ?? ''}"]`)
    expect(await row.count()).toBe(0)
    await page.keyboard.press('l')
    await row.waitFor()
  })

  when('exports what is shown', async () => {
    const page = await arrive('/records?level=restricted')
    await page.getByText('2 requests').waitFor()
    await page.locator('summary', { hasText: 'Export' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: /JSON Lines/ }).click()
    const lines = readFileSync(await (await saved).path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['restricted', 'restricted'])
  })

  const PAGES = ['/', '/records', '/policy', '/policy/tests', '/policy/history', '/policy/shadow', '/policy/playground', '/evidence'] // prettier-ignore
  describe.each(['light', 'dark'] as const)('by %s', (theme) => {
    when(
      'has nothing that keeps anybody out',
      async () => {
        const here = await stage.visit({ theme })
        await here.page.goto('/')
        await here.page.getByLabel('Access token').waitFor()
        const found: Record<string, readonly string[]> = { 'sign-in': await axe(here) }
        await signIn(here.page, await stage.it.cordon.token({ role: 'ciso' }))
        await here.page.goto('/records?tenant=acme')
        await here.page.locator('.log tbody tr').first().click()
        await here.page.getByRole('heading', { name: 'Decided' }).waitFor()
        found['record'] = await axe(here)
        for (const path of PAGES) {
          await here.page.goto(path)
          await here.page.locator('h1').waitFor()
          await here.page.waitForLoadState('networkidle')
          found[path] = await axe(here)
        }
        expect(found).toEqual(Object.fromEntries(Object.keys(found).map((path) => [path, []])))
      },
      120_000,
    )
  })

  when('shows the reader of one tenant nothing of another', async () => {
    const page = await arrive('/', await stage.it.cordon.token({ role: 'auditor', tenant: 'acme', sub: 'ada' }))
    const rivals = recordsIn(stage.it.cordon.auditDir).filter((record) => JSON.stringify(record).includes('"rival"'))
    const secrets = ['rival', ...rivals.map(({ request }) => String(request))]
    expect(rivals.length).toBeGreaterThan(1)
    for (const path of [
      ...PAGES,
      '/records?tenant=rival',
      `/records/${String(rivals[0]?.['request'])}`,
      '/?tenant=rival',
    ]) {
      // prettier-ignore
      await page.goto(path)
      await page.waitForLoadState('networkidle')
    }
    await page.goto('/records')
    await page.locator('.log tbody tr').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('tenant')
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: /acme/ }).waitFor()
    const { heard } = stage.here
    heard.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/404|403/))
    const asked = heard.bodies.join('\n')
    for (const secret of secrets) expect(asked).not.toContain(secret)
  })

  when('tells one request, and its proof holds here and elsewhere', async () => {
    const page = await arrive('/records?level=restricted&tenant=acme')
    await page.locator('.log tbody tr').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Decided' }).waitFor()
    const story = (await page.locator('.story').textContent()) ?? ''
    for (const told of ['US_SSN', 'staff-lan', 'the prompt is held to the LAN', '127.0.0.1:', 'It was answered.']) expect(story).toContain(told) // prettier-ignore
    const check = page.getByRole('button', { name: 'Check it in this browser' })
    for (let tries = 0; tries < 40 && !(await check.isVisible()); tries += 1) {
      await page.waitForTimeout(1_000) // until a checkpoint covers it
      await page.reload()
      await page.getByRole('heading', { name: 'In the ledger' }).waitFor()
    }
    await check.click()
    await page.getByText('It holds.').waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the proof' }).click()
    const proof = readFileSync(await (await saved).path(), 'utf8')
    expect(
      checkProof(proof, readPinnedKeys(readFileSync(join(stage.it.cordon.dir, 'audit.pem'), 'utf8'))),
    ).toMatchObject({
      holds: true,
    })
  })
})
