import { expect } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { POLICY } from './a-console.ts'
import type { Visit } from './a-console.ts'
import { FLAG, fuller, hostile, HOSTILE, HOSTILE_TAIL, INVISIBLE } from './hostile-answers.ts'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* Whatever stands in a record, a policy or an answer: the pages show it, and it does nothing. */

const LONG = 120_000

/** Run in the page: every text and attribute that holds something invisible, by where it stands. What a reader writes, and offers to complete it, is as it is. */
const SHOWN = `(() => {
  const bad = new RegExp('${INVISIBLE}')
  const where = (node) => [node.parentElement?.closest('section,li,tr,p,h1,h2,dd,pre')?.className, node.parentElement?.tagName, node.tagName ?? node.nodeName].join(' ')
  const out = []
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const node = walk.currentNode
    if (node.nodeType === 3) { if (bad.test(node.data) && !node.parentElement.closest('datalist, select, textarea')) out.push(where(node) + ': ' + JSON.stringify(node.data.slice(0, 60))) }
    else for (const { name, value } of node.attributes) if (bad.test(value) && !(name === 'value' && node.closest('datalist, select, input'))) out.push(where(node) + '[' + name + ']: ' + JSON.stringify(value.slice(0, 60)))
  }
  return out
})()`
const LINKS = `[...document.querySelectorAll('a[href], form[action], [src]')].map((one) => one.getAttribute('href') ?? one.getAttribute('src')).filter((to) => !/^(\\/(?![/\\\\])|#)/.test(to))`
const WIDE = `(() => {
  const most = innerWidth + 1
  if (document.scrollingElement.scrollWidth <= most) return []
  return [document.scrollingElement.scrollWidth + ' wide: ' + [...document.querySelectorAll('main *, header *, footer *')].filter((one) => one.getBoundingClientRect().right > most && one.closest('.scroll, pre, .source') === null).slice(0, 4).map((one) => one.tagName + '.' + one.className + ' in ' + one.parentElement.className).join(', ')]
})()`
const OPEN_ALL = `for (const one of document.querySelectorAll('main details')) one.open = true`

let [request, digest] = ['', '']
const before = async ({ it }: Stage) => {
  for (const text of ['My SSN is 536-22-8726.', 'Dear Anna Schmidt, thank you.']) expect((await it.say(text)).status).toBe(200) // prettier-ignore
  const asked = await it.say('Hello.', { department: 'trading' })
  await asked.text()
  request = asked.headers.get('x-request-id') ?? ''
  await it.restart()
  const ciso = await it.cordon.token({ role: 'ciso' })
  const page = await fetch(`${it.cordon.adminUrl}/admin/policy`, { headers: { authorization: `Bearer ${ciso}` } })
  digest = ((await page.json()) as { policy: { digest: string } }).policy.digest
}

inABrowser({ name: 'hostile data', before, ms: LONG }, (stage) => {
  const { when } = stage

  /** What the page did that it must not, and what it shows that it must not. */
  async function harm({ page, heard }: Visit): Promise<Readonly<Record<string, unknown>>> {
    await page.evaluate(OPEN_ALL)
    const complaints = heard.complaints.splice(0)
    return {
      ...{ ran: await page.evaluate(`globalThis.${FLAG} ?? null`), complaints, strayed: heard.strayed.splice(0) },
      ...{ shown: await page.evaluate(SHOWN), links: await page.evaluate(LINKS), wide: await page.evaluate(WIDE) },
    }
  }
  const NONE = { ran: null, complaints: [], strayed: [], shown: [], links: [], wide: [] }

  /** A reader whose every answer is hostile. */
  async function arrive(): Promise<Visit & { readonly dialogs: string[] }> {
    await stage.arrive()
    const { here } = stage
    const dialogs: string[] = []
    here.page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload') dialogs.push(dialog.message())
      void dialog.accept()
    })
    await here.page.route('**/admin/**', async (route) => {
      // a level of a hostile policy is none of the one that is really there
      const asked = route.request().url().endsWith('/evidence/statement') ? { postData: { levels: ['restricted'], to: ['cloud', 'lan'] } } : {} // prettier-ignore
      const answer = await route.fetch(asked)
      if (!(answer.headers()['content-type'] ?? '').startsWith('application/json')) return route.fulfill({ response: answer }) // prettier-ignore
      const path = new URL(route.request().url()).pathname
      const body: unknown = await answer.json()
      await route.fulfill({ response: answer, json: answer.ok() ? hostile(route.request().method(), path, fuller(path, body) as never) : body }) // prettier-ignore
    })
    await here.page.route('**/admin/tail**', (route) => route.fulfill({ contentType: 'text/event-stream', body: HOSTILE_TAIL })) // prettier-ignore
    return { ...here, dialogs }
  }
  const settled = async (page: Page) => {
    await page.waitForLoadState('networkidle')
    await page.locator('[aria-busy=true], .loading').first().waitFor({ state: 'detached' })
  }
  const write = async (page: Page) => {
    await page.getByLabel('Prompt', { exact: true }).fill('Dear Anna Schmidt, thank you.')
    await page.getByText('Nothing was sent, and nothing was kept.').waitFor()
    await page.getByRole('button', { name: 'Draft policy' }).click()
    await page.locator('.draft-problems').waitFor() // the policy in force is hostile, too
    await page.getByLabel('The draft, as YAML').fill(POLICY.replace('PERSON: { level: internal }', 'PERSON: { level: restricted }')) // prettier-ignore
    await page.getByRole('heading', { name: 'In force' }).waitFor()
    await page.getByRole('button', { name: 'Try it', exact: true }).click()
    await page.locator('.report').waitFor()
  }
  const make = async (page: Page) => {
    await page.getByRole('button', { name: 'Check all of it' }).click()
    await page.locator('.verified').waitFor()
    for (const button of await page.locator('form.asking button.main').all()) await button.click()
    await page.getByText(/^The report is there/).waitFor()
    await page.locator('.statement').waitFor()
  }
  const choose = async (page: Page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('tenant')
    await page.keyboard.press('Enter')
    await page.locator('.options li bdi').first().waitFor()
  }
  const live = async (page: Page) => {
    await page.getByRole('button', { name: 'Live' }).click()
    await page
      .locator('.log tbody a[href*="/records/live"]')
      .nth(HOSTILE.length - 1)
      .waitFor()
  }
  const PAGES: readonly (readonly [path: () => string, act?: (page: Page) => Promise<void>])[] = [
    [() => '/'],
    [() => '/records', choose],
    [() => '/records?last=30d', live],
    [() => `/records/${request}`],
    [() => '/policy'],
    [() => '/policy/candidate'],
    [() => '/policy/tests'],
    [() => '/policy/history'],
    [() => '/policy/shadow'],
    [() => `/policy/diff?from=${digest}&to=${digest}`],
    [() => '/policy/playground', write],
    [() => '/evidence', make],
  ]

  when(
    'does nothing on any page, and makes none wider than its window',
    async () => {
      const here = await arrive()
      const found: Record<string, unknown> = {}
      for (const [path, act] of PAGES) {
        await here.page.setViewportSize({ width: 1360, height: 900 })
        await here.page.goto(path())
        await here.page.locator('h1').first().waitFor()
        await settled(here.page)
        await act?.(here.page)
        found[path()] = await harm(here)
        await here.page.setViewportSize({ width: 420, height: 900 })
        found[`${path()} on a phone`] = await here.page.evaluate(WIDE)
      }
      const none = PAGES.flatMap(([path]) => [[path(), NONE], [`${path()} on a phone`, []]] as const) // prettier-ignore
      expect(found).toEqual(Object.fromEntries(none))
      expect(here.dialogs).toEqual([])
    },
    LONG,
  )

  when(
    'does nothing in what went wrong',
    async () => {
      await stage.arrive()
      const { here } = stage
      for (const text of HOSTILE) {
        await here.page.route('**/admin/records?**', (route) => route.fulfill({ status: 400, json: { error: { code: text, message: text, param: text } } })) // prettier-ignore
        await here.page.goto('/records')
        await here.page.getByRole('alert').waitFor()
        here.heard.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/ 400 /))
        expect([text, await harm(here)]).toEqual([text, NONE])
      }
    },
    LONG,
  )

  when(
    'does nothing in an address that somebody was sent',
    async () => {
      const page = await stage.arrive()
      const { here } = stage
      for (const text of HOSTILE.filter((one) => one.length < 200)) {
        const asked = new URLSearchParams({ level: text, caller: text, since: text, until: text, last: text, from: text, to: text, line: text, failed: text }) // prettier-ignore
        for (const path of [
          '/',
          '/records',
          '/policy',
          '/policy/diff',
          '/policy/shadow',
          `/records/${encodeURIComponent(text.toWellFormed())}`,
        ]) {
          // as if a link was followed: nothing is loaded anew
          await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`${path}?${asked.toString()}`)})`)
          await settled(page)
          here.heard.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/ (400|404) /))
          expect([path, text, await harm(here)]).toEqual([path, text, NONE])
        }
      }
    },
    LONG,
  )

  when(
    'does nothing on its way from a token and a request to the log, and to a spreadsheet',
    async () => {
      const texts = HOSTILE.filter((text) => text !== '' && text.length < 100).map((text) => text.toWellFormed())
      for (const text of texts) {
        const asked = await stage.it.say('Hello.', { role: ['employee', text], tenant: text, team: [text], department: text, client_id: text, azp: text }, text) // prettier-ignore
        await asked.text()
        expect(asked.status).toBeLessThan(500)
      }
      await stage.arrive('/records')
      const { here } = stage
      await here.page.locator('.log tbody tr').nth(texts.length).waitFor()
      expect(await harm(here)).toEqual(NONE)
      const saved = here.page.waitForEvent('download')
      await here.page.getByRole('link', { name: /CSV/ }).click() // its menu was opened with all others
      const csv = readFileSync(await (await saved).path(), 'utf8')
      expect(csv.trim().split('\n').length).toBeGreaterThan(texts.length)
      expect(csv).toMatch(/'=HYPERLINK/)
      expect(csv.match(/(^|[,\n])"?([=+@\t-]|\r(?!\n)).{0,40}/g) ?? []).toEqual([])
    },
    LONG,
  )
})
