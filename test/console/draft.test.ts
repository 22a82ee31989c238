import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { POLICY } from './a-console.ts'
import { inABrowser } from './in-a-browser.ts'

/* What somebody writes in the playground is not lost by looking elsewhere, and does not stay where anybody finds it. */

const PROMPT = 'The kingfisher lantern is lost.'
const DRAFT = POLICY.replace('PERSON: { level: internal }', 'PERSON: { level: restricted } # heron')
const KEPT = '[location.href, document.cookie, JSON.stringify([localStorage, sessionStorage, history.state])].join()'

inABrowser({ name: 'a draft' }, (stage) => {
  const { when, arrive } = stage

  const write = async (page: Page) => {
    await page.getByRole('link', { name: 'Playground' }).click()
    await page.getByLabel('Prompt', { exact: true }).fill(PROMPT)
    await page.getByRole('button', { name: 'Draft policy' }).click()
    await page.getByLabel('The draft, as YAML').fill(DRAFT)
  }
  const written = async (page: Page) => [
    await page.getByLabel('Prompt', { exact: true }).inputValue(),
    await page.getByLabel('The draft, as YAML').inputValue(),
  ]
  /** What the browser asks when the tab is closed; null: nothing. */
  const askedOnClosing = async (page: Page): Promise<string | null> => {
    const asked = page.waitForEvent('dialog').then((dialog) => dialog.dismiss().then(() => dialog.type()))
    const closed = page.waitForEvent('close').then(() => null)
    await page.close({ runBeforeUnload: true })
    return Promise.race([asked, closed])
  }
  const signOut = async (page: Page) => {
    await page.locator('.bar .menu summary').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
  }

  when('is there again after the back button and after other pages, and is in nothing that is kept', async () => {
    const page = await arrive('/policy')
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.type())
      void dialog.accept()
    })
    await write(page)
    await page.goBack()
    await page.getByRole('heading', { name: 'acme-llm-egress' }).waitFor()
    await page.goForward()
    expect(await written(page)).toEqual([PROMPT, DRAFT])
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.getByRole('link', { name: 'Playground' }).click()
    expect(await written(page)).toEqual([PROMPT, DRAFT])
    expect(await page.evaluate<string>(KEPT)).not.toMatch(/kingfisher|heron/)
    expect(dialogs).toEqual([])
    await page.getByRole('button', { name: 'As in force again' }).click()
    expect((await written(page))[1]).not.toBe(DRAFT)
    expect(dialogs).toEqual(['confirm'])
  })

  when('is asked about when the tab is closed, from any page, until a file has it', async () => {
    const page = await arrive('/policy')
    await write(page)
    await page.getByRole('link', { name: 'Overview' }).click()
    expect(await askedOnClosing(page)).toBe('beforeunload')
    await page.getByRole('link', { name: 'Playground' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as a file' }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toBe(DRAFT)
    expect(await askedOnClosing(page)).toBe(null)
  })

  when('is not there for whoever signs in next', async () => {
    const page = await arrive('/policy')
    await write(page)
    const asked = page.waitForEvent('dialog').then((dialog) => dialog.accept().then(() => dialog.message()))
    await signOut(page)
    expect(await asked).toMatch(/lose it\?/)
    await page.getByLabel('Access token').fill(await stage.it.cordon.token({ role: 'ciso', sub: 'cleo' }))
    await page.getByRole('button', { name: 'Sign in with a token' }).click()
    await page.getByRole('heading', { name: 'Playground' }).waitFor()
    expect(await page.getByLabel('Prompt', { exact: true }).inputValue()).toBe('')
    expect(await page.getByLabel('The draft, as YAML').count()).toBe(0)
  })

  when('waits for whoever comes back after a session that is over, and for nobody else', async () => {
    const page = await arrive('/policy')
    await write(page)
    const over = async (sub: string) => {
      await stage.here.context.clearCookies()
      await page.getByRole('link', { name: 'Evidence' }).click()
      await page.getByText('Your session is over.').waitFor()
      await page.getByLabel('Access token').fill(await stage.it.cordon.token({ role: 'ciso', sub }))
      await page.getByRole('button', { name: 'Sign in with a token' }).click()
      await page.getByRole('heading', { name: 'Evidence' }).waitFor()
      await page.getByRole('link', { name: 'Playground' }).click()
      stage.here.heard.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/ 401 /))
    }
    await over('cora')
    expect(await written(page)).toEqual([PROMPT, DRAFT])
    await over('cleo')
    expect(await page.getByLabel('Prompt', { exact: true }).inputValue()).toBe('')
  })
})
