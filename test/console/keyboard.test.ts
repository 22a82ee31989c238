import { readFileSync } from 'node:fs'
import { describe, expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* The whole console without a mouse. */

const PROMPT = 'My SSN is 536-22-8726.'
const MOST_STOPS = 400

/** Run in the page: notes what has the focus now, and says how it stands. Null: nothing has, so that the Tab key has been round. */
const NOTE = `(() => {
  const one = document.activeElement
  if (one === null || one === document.body) return null
  const isNew = one.dataset.seen === undefined
  one.dataset.seen = 'yes'
  const drawn = one.closest('label.file, label.drop') ?? one
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn)
  const says = [one.tagName, one.className, one.getAttribute('aria-label') ?? one.textContent.slice(0, 30)].join(' ')
  return { isNew, says, isShown: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 }
})()`
type Noted = { readonly isNew: boolean; readonly says: string; readonly isShown: boolean }
/** Run in the page: what can be used and was never reached. Of a list of line numbers one is a stop, and arrows go on from there. */
const MISSED = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((one) => !one.disabled && one.checkVisibility() && one.dataset.seen === undefined && !one.matches('.source button.nr, input[type=radio]'))
  .map((one) => [one.tagName, one.className, one.getAttribute('aria-label') ?? one.textContent.slice(0, 30)].join(' '))`

const before = async ({ it }: Stage) => {
  for (const text of ['Write a haiku about spring.', PROMPT]) expect((await it.say(text)).status).toBe(200)
  const supervised = await it.say('Hello.', { department: 'trading' })
  await supervised.text()
  await it.restart() // which signs all of it
}

inABrowser({ name: 'with keys alone', before }, (stage) => {
  const { when, arrive } = stage
  const press = async (page: Page, ...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Presses Tab until something has the focus whose name begins so. */
  const tabTo = async (page: Page, name: string) => {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate<string>(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent`) // prettier-ignore
      if (at.trim().startsWith(name)) return
    }
    throw new Error(`the Tab key never comes to “${name}”`)
  }

  when('one signs in, filters, opens a record, saves its proof, tries a prompt and signs out', async () => {
    const { page } = await stage.visit()
    await page.goto('/records')
    await page.getByLabel('Access token').waitFor()
    await page.keyboard.insertText(await stage.it.cordon.token({ role: 'ciso', sub: 'cora' }))
    await press(page, 'Enter')
    await page.locator('.log tbody tr').nth(2).waitFor()

    await press(page, '/')
    await page.keyboard.type('lev')
    await press(page, 'Enter')
    await page.getByRole('option', { name: /restricted/ }).waitFor()
    await page.keyboard.type('restr')
    await press(page, 'Enter')
    await page.getByText('1 request', { exact: true }).waitFor()
    await press(page, 'Escape')
    await tabTo(page, 'Take away the filter Level restricted')

    await press(page, 'j', 'Enter')
    await page.getByRole('heading', { name: 'Decided' }).waitFor()
    await tabTo(page, 'Check it in this browser')
    await press(page, 'Enter')
    await page.getByText('It holds.').waitFor()
    await tabTo(page, 'Download the proof')
    const saved = page.waitForEvent('download')
    await press(page, 'Enter')
    expect(JSON.parse(readFileSync(await (await saved).path(), 'utf8'))).toMatchObject({ origin: 'cordon.test/1' })
    await press(page, 'u')
    await page.getByRole('heading', { name: 'Access log' }).waitFor()
    expect(page.url()).toMatch(/level=restricted/)

    await press(page, 'g', 'y')
    await page.getByRole('heading', { name: 'Playground' }).waitFor()
    await tabTo(page, 'Prompt')
    await page.keyboard.type(PROMPT)
    await press(page, 'Control+Enter')
    await page.getByRole('heading', { name: 'Level restricted' }).waitFor()
    await press(page, 'Escape')

    await page.keyboard.press('Shift+Tab')
    await tabTo(page, 'You: ciso')
    await press(page, 'Enter')
    await tabTo(page, 'Sign out')
    await press(page, 'Enter')
    await page.getByLabel('Access token').waitFor()
  })

  const PAGES = ['/', '/records', '/policy', '/policy/tests', '/policy/history', '/policy/shadow', '/policy/playground', '/evidence'] // prettier-ignore
  describe.each(PAGES)('the Tab key at %s', (path) => {
    when('comes to everything that can be used, and shows where it is', async () => {
      const page = await arrive(path)
      await page.locator('h1').waitFor()
      await page.waitForLoadState('networkidle')
      const hidden: string[] = []
      // a field for a day is several stops
      for (let [stops, known] = [0, 0]; stops < MOST_STOPS && known < 5; stops += 1) {
        await page.keyboard.press('Tab')
        const noted = await page.evaluate<Noted | null>(NOTE)
        if (noted === null) break
        known = noted.isNew ? 0 : known + 1
        if (!noted.isShown) hidden.push(noted.says)
      }
      expect({ hidden, missed: await page.evaluate(MISSED) }).toEqual({ hidden: [], missed: [] })
    })
  })
})
