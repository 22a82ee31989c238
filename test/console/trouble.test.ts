import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { axe } from './a-console.ts'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* What a reader sees when something does not go as it should: in words, without losing what was there, and with a way on. */

/** Run in the page: whether the line along the top is drawn, which says that something is asked for. */
const IS_BUSY = `getComputedStyle(document.querySelector('.page'), '::before').visibility === 'visible' && getComputedStyle(document.querySelector('.page'), '::before').content !== 'none'` // prettier-ignore

const before = async ({ it }: Stage) => {
  for (const text of ['Write a haiku about spring.', 'My SSN is 536-22-8726.']) expect((await it.say(text)).status).toBe(200) // prettier-ignore
}

inABrowser({ name: 'trouble', before }, (stage) => {
  const { when, arrive } = stage
  /** What the browser itself says of answers that are no good. */
  const forgive = (pattern: RegExp) => stage.here.heard.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(pattern)) // prettier-ignore
  const figure = (page: Page) => page.locator('.figures .value').first().textContent()
  const signInAgain = async (page: Page) => {
    await page.getByText('Your session is over.').waitFor({ timeout: 40_000 })
    await page.keyboard.insertText(await stage.it.cordon.token({ role: 'ciso', sub: 'cora' }))
    await page.keyboard.press('Enter')
  }

  when('with the connection keeps what was there, says so, and is over with the next look', async () => {
    const page = await arrive('/')
    await page.locator('.figures').waitFor()
    const shown = await figure(page)
    await page.route('**/admin/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByRole('alert').first().textContent()).toMatch(/No answer\. Cordon does not answer/)
    expect(await figure(page)).toBe(shown)
    expect(await axe(stage.here)).toEqual([])
    await page.unroute('**/admin/**')
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByRole('alert').first().waitFor({ state: 'detached' })
    forgive(/ERR_FAILED/)
  })

  when(
    'of a time that is too long to look through is told beside what was counted, and nothing else is made up',
    async () => {
      const page = await arrive('/')
      await page.locator('.figures').waitFor()
      await page.route('**/admin/overview?**', async (route) => {
        const answer = await route.fetch()
        const body = (await answer.json()) as Record<string, unknown>
        const counted = { since: '2026-11-02T10:00:00.000Z', until: '2026-11-03T10:00:00.000Z' }
        await route.fulfill({ response: answer, json: { ...body, counted, before: null, services: null } })
      })
      await page.goto('/?rule=staff&client=app&last=30d')
      const note = page.getByText('Everything below is of')
      await note.waitFor()
      expect(await note.textContent()).toContain('of 2026-11-02 10:00:00 to 2026-11-03 10:00:00 only.')
      await page.getByText('Who answered, and how fast, is not kept for these filters').waitFor()
      expect(await page.getByRole('heading', { name: 'Who answered' }).count()).toBe(0)
      expect(await page.locator('.figures').textContent()).not.toMatch(/as before|none before|NaN|undefined/)
      expect(await axe(stage.here)).toEqual([])
    },
  )

  when('of a Cordon that does not answer at all is told before anybody is signed in', async () => {
    const { page } = await stage.visit()
    await page.route('**/admin/session', (route) => route.abort())
    await page.goto('/evidence')
    await page.getByRole('alert').waitFor()
    expect(await axe(stage.here)).toEqual([])
    await page.unroute('**/admin/session')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByLabel('Access token').waitFor()
    forgive(/ERR_FAILED/)
  })

  when('that passes is told with a way to try again, and that does not without', async () => {
    const page = await arrive('/')
    const answers = [
      [429, 'rate_limited', /^Busy\./, 1],
      [503, 'audit_unavailable', /^Not shown:/, 1],
      [403, 'policy_denied', /^Not for you\./, 0],
      [400, 'invalid_request', /^Not understood\./, 0],
    ] as const
    for (const [status, code, says, ways] of answers) {
      await page.route('**/admin/records?**', (route) => route.fulfill({ status, json: { error: { code, message: 'It is so.', param: null } } })) // prettier-ignore
      await page.goto(`/records?caller=${code}`)
      const alert = page.getByRole('alert')
      await alert.waitFor()
      expect(await alert.textContent()).toMatch(says)
      expect([code, await alert.getByRole('button').count()]).toEqual([code, ways])
      expect(await axe(stage.here)).toEqual([])
      await page.unroute('**/admin/records?**')
    }
    forgive(/ (429|503|403|400) /)
  })

  when('with a session that is over leads to the sign-in and back to the same page, from a live tail too', async () => {
    const page = await arrive('/records?level=public')
    await page.locator('.log tbody tr').first().waitFor()
    await page.getByRole('button', { name: 'Live' }).click()
    await page.locator('.live.on').waitFor()
    const other = await stage.here.context.newPage()
    await other.goto('/evidence')
    await other.locator('.bar .menu summary').click()
    await other.getByRole('button', { name: 'Sign out' }).click()
    await other.getByLabel('Access token').waitFor()
    await other.close()
    await signInAgain(page)
    await page.locator('.log tbody tr').first().waitFor()
    expect(page.url()).toMatch(/\/records\?level=public$/)
    forgive(/ERR_|401/)
  })

  when('of a slow answer is a line along the top, and of a quick one is not', async () => {
    const page = await arrive('/records')
    await page.locator('.log tbody tr').first().waitFor()
    expect(await page.evaluate(IS_BUSY)).toBe(false)
    let [answer, isAsked] = [() => {}, false]
    await page.route('**/admin/records?**', async (route) => {
      isAsked = true
      await new Promise<void>((resolve) => (answer = resolve))
      await route.continue()
    })
    await page
      .getByRole('button', { name: /^Only|^[A-Za-z0-9_-]{6}$/ })
      .first()
      .click()
    while (!(await page.evaluate<boolean>(IS_BUSY))) await page.waitForTimeout(50)
    expect(isAsked).toBe(true)
    answer()
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    expect(await page.evaluate(IS_BUSY)).toBe(false)
  })

  when('is none where somebody may read the policy alone, or nothing', async () => {
    const { cordon } = stage.it
    const author = await arrive('/', await cordon.token({ role: 'author' }))
    await author.waitForURL(/\/policy$/)
    await author.getByRole('heading', { name: 'acme-llm-egress' }).waitFor()
    const nobody = await arrive('/', await cordon.token({ role: 'guest' }))
    await nobody.getByRole('heading', { name: 'There is nothing that you may see' }).waitFor()
    expect(await axe(stage.here)).toEqual([])
    expect(await nobody.getByRole('navigation', { name: 'Pages' }).getByRole('link').count()).toBe(0)
  })
})
