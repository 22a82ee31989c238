import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* What comes out of the printer: all that is told, nothing to press, and by whom and when it was printed. */

const before = async ({ it }: Stage) => {
  for (const text of ['Write a haiku about spring.', 'Dear Anna Schmidt, my SSN is 536-22-8726.', 'Hello.']) expect((await it.say(text)).status).toBe(200) // prettier-ignore
  await it.restart() // which signs all of it
}

inABrowser({ name: 'on paper', before }, ({ when, arrive }) => {
  /** How many pages it is, on A4 unless the page says otherwise, and which of these places can be seen on them. */
  async function printed(page: Page, places: Readonly<Record<string, string>>) {
    await page.emulateMedia({ media: 'print' })
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    const seen = Object.entries(places).map(async ([name, place]) => [name, await page.locator(place).first().isVisible()]) // prettier-ignore
    const [, wide = 0, high = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []).map(Number)
    return { pages: Number(/\/Count (\d+)/.exec(pdf)?.[1]), isWide: wide > high, seen: Object.fromEntries(await Promise.all(seen)) } // prettier-ignore
  }
  const ALWAYS = { bar: '.bar', keys: '.foot button', who: '.foot .paper' }
  const NEVER_PRESSED = { bar: false, keys: false, who: true }

  when('a request is one story of two pages at most, with its place in the ledger', async () => {
    const page = await arrive('/records?level=restricted')
    await page.locator('.log tbody tr').first().click()
    await page.getByRole('button', { name: 'Check it in this browser' }).click()
    await page.getByText('It holds.').waitFor()
    const { pages, seen } = await printed(page, { ...ALWAYS, raw: 'details.card', verdict: 'text=It holds.', copy: 'text=Copy the id', found: 'text=US_SSN' }) // prettier-ignore
    expect(seen).toEqual({ ...NEVER_PRESSED, raw: false, verdict: true, copy: false, found: true })
    expect(pages).toBeLessThanOrEqual(2)
    expect(await page.locator('.foot .paper').textContent()).toMatch(/^Printed \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by ps1_\S+ from http.*\/records\/req_/) // prettier-ignore
  })

  when('the log says of which time it is and how much of it is there, across the page', async () => {
    const page = await arrive('/records')
    await page.locator('.log tbody tr').nth(2).waitFor()
    const { pages, isWide, seen } = await printed(page, { ...ALWAYS, row: '.log tbody tr:nth-child(3)', time: '.filters .window', add: '.add-filter', export: '.filters .menu.end', all: '.more .hint' }) // prettier-ignore
    expect(seen).toEqual({ ...NEVER_PRESSED, row: true, time: true, add: false, export: false, all: true })
    expect([pages, isWide]).toEqual([1, true])
  })

  when('the evidence says what it cannot show, and leaves out what was not asked for', async () => {
    const page = await arrive('/evidence')
    await page.getByText('It holds.').waitFor()
    const { pages, isWide, seen } = await printed(page, { ...ALWAYS, limits: 'text=That all that happened was recorded', report: 'text=A report of a period', drop: '.drop' }) // prettier-ignore
    expect(seen).toEqual({ ...NEVER_PRESSED, limits: true, report: false, drop: false })
    expect([pages <= 3, isWide]).toEqual([true, false])
  })
})
