import { describe, expect } from '@jest/globals'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { checkStatement } from '../../src/audit/prove/check-statement.ts'
import { filesIn, recordsIn } from '../harness/cordon.ts'
import { axe, POLICY } from './a-console.ts'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* The pages on which something is done: the playground, the policy, the evidence, and sealed content. After each test: no complaint in the browser's console, and no request to anybody else. */

const PROMPT = 'Anna Schmidt lost the kingfisher lantern; her SSN is 536-22-8725.'
/** None of these stands in the policy, or in anything else that a Cordon has. */
const WORDS = ['Schmidt', 'kingfisher', '536-22-8725']
const SECRET = 'The heron account is closed.'

let sealed = ''
const before = async ({ it }: Stage) => {
  for (const text of ['Write a haiku about spring.', 'Dear Bruno Weber, thank you.']) expect((await it.say(text)).status).toBe(200) // prettier-ignore
  const supervised = await it.say(SECRET, { department: 'trading' })
  await supervised.text()
  sealed = supervised.headers.get('x-request-id') ?? ''
  await it.restart()
}

inABrowser({ name: 'a page', before }, (stage) => {
  const { when, arrive } = stage
  const card = (page: Page, title: string) => page.locator('section.card', { has: page.getByRole('heading', { name: title, exact: true }) }) // prettier-ignore

  const writeTrial = async (page: Page, prompt: string) => {
    await page.getByLabel('Prompt', { exact: true }).fill(prompt)
    await page.getByLabel('Value of role').fill('employee')
    await page.getByRole('button', { name: '+ attribute' }).click()
    await page.getByLabel('Value of department').fill('sales')
  }
  const writeDraft = async (page: Page, draft: string) => {
    await page.getByRole('button', { name: 'Draft policy' }).click()
    await page.getByLabel('The draft, as YAML').fill(draft)
  }

  describe('the playground', () => {
    when('shows what is found and decided, and keeps and sends nothing of it', async () => {
      const page = await arrive('/policy/playground')
      const before = [stage.it.behind.node, stage.it.behind.cloud].map(({ received }) => received.length)
      await writeTrial(page, PROMPT)
      await page.getByText('It would be served.').waitFor()
      const marks = await page.locator('.marked mark').allTextContents()
      expect(marks).toEqual([expect.stringMatching(/^Anna Schmidt.*PERSON/), expect.stringMatching(/^536-22-8725.*US_SSN/)]) // prettier-ignore
      await page.getByRole('heading', { name: 'Level restricted' }).waitFor()
      await page.getByText('Held to the LAN, whatever a rule says.').waitFor()
      const verdicts = await page.locator('.verdicts tbody tr').allTextContents()
      expect(verdicts).toEqual([expect.stringMatching(/^lan.*yes.*staff-lan/), expect.stringMatching(/^openrouter.*no/)]) // prettier-ignore

      const behind = Buffer.concat([stage.it.behind.node, stage.it.behind.cloud].map((one) => one.bytes())).toString(
        'utf8',
      )
      const kept = await page.evaluate<string>('[location.href, document.cookie, JSON.stringify([localStorage, sessionStorage, history.state])].join()') // prettier-ignore
      const addresses = stage.here.heard.asked.map((line) => line.split(' ')[1])
      const files = filesIn(stage.it.cordon.dir)
      expect(files.length).toBeGreaterThan(5)
      for (const word of WORDS) {
        expect(files.filter(({ bytes }) => bytes.includes(word)).map(({ path }) => path)).toEqual([])
        for (const place of [behind, kept, addresses.join(), stage.it.cordon.output()])
          expect(place).not.toContain(word)
      }
      expect([stage.it.behind.node, stage.it.behind.cloud].map(({ received }) => received.length)).toEqual(before)
    })

    when('holds a draft against the policy in force, and against what was decided', async () => {
      const page = await arrive('/policy/playground')
      page.on('dialog', (dialog) => void dialog.accept())
      await writeTrial(page, 'Dear Anna Schmidt, thank you.')
      await writeDraft(page, POLICY.replace('PERSON: { level: internal }', 'PERSON: { level: restricted }'))
      await page.getByRole('heading', { name: 'The draft decides otherwise' }).waitFor()
      await card(page, 'In force').getByRole('heading', { name: 'Level internal' }).waitFor()
      await card(page, 'Draft').getByRole('heading', { name: 'Level restricted' }).waitFor()
      await page.getByRole('button', { name: 'Try it', exact: true }).click()
      await page.getByText(/It would have changed 1 of \d decisions/).waitFor()
      await page.getByRole('region', { name: 'What the draft would have changed' }).waitFor()
      expect(await axe(stage.here)).toEqual([])

      await page.getByLabel('The draft, as YAML').fill(POLICY.replace('pinFrom: restricted', 'pinFrom: secret'))
      const wrong = page.getByRole('status', { name: 'What is wrong with it' })
      await wrong.waitFor()
      expect(await wrong.textContent()).toMatch(/6:10/)
      expect(await page.getByRole('button', { name: 'Try it', exact: true }).isDisabled()).toBe(true)
      expect(await axe(stage.here)).toEqual([])
    })
  })

  when('of the policy shows which lines a sentence tells of, its tests and its history', async () => {
    const page = await arrive('/policy')
    const sentence = page.locator('.sentence', { hasText: 'works council agreement 2026-04' }).last()
    await sentence.hover()
    await page.locator('.source li.at', { hasText: 'hr-stays' }).waitFor()
    await page.getByRole('link', { name: 'Tests' }).click()
    await page.getByText('All 2 tests pass.').waitFor()
    await page.getByRole('link', { name: 'History' }).click()
    expect(await page.locator('.versions tbody tr').first().textContent()).toMatch(/2026\.11\.1.*in force/)
  })

  describe('the evidence', () => {
    const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
    const right = () => pem(createPublicKey(readFileSync(join(stage.it.cordon.dir, 'audit.pem'))))
    const giveKey = async (page: Page, key: string) => {
      await page.getByLabel('A public key that you were given: a vkey, or PEM').fill(key)
      await page.getByRole('button', { name: 'Use it' }).click()
      await page.getByText('given by you').waitFor()
    }
    const savedBy = async (page: Page, press: () => Promise<void>) => {
      const saved = page.waitForEvent('download')
      await press()
      return readFileSync(await (await saved).path(), 'utf8')
    }

    when('is checked in the browser with the key that was given, and fails with another', async () => {
      const page = await arrive('/evidence')
      const last = card(page, 'The last checkpoint')
      await last.getByText('It holds.').waitFor()
      await giveKey(page, right())
      await last.getByText('It holds.').waitFor()
      const token = await stage.it.cordon.token({ role: 'ciso', sub: 'cora' })
      const proof = await (await fetch(`${stage.it.cordon.adminUrl}/admin/records/${sealed}/proof`, { headers: { authorization: `Bearer ${token}` } })).text() // prettier-ignore
      const mine = card(page, 'A proof that you have')
      const drop = (text: string) => mine.locator('input[type=file]').setInputFiles({ name: 'proof.json', mimeType: 'application/json', buffer: Buffer.from(text) }) // prettier-ignore
      expect(proof).toContain('trading')
      await drop(proof)
      await mine.getByText('It holds.').waitFor()
      await drop(proof.replace('trading', 'nothing'))
      await mine.getByText('It does not hold.').waitFor()
      await page.getByRole('button', { name: 'Forget them' }).click()
      await giveKey(page, pem(generateKeyPairSync('ed25519').publicKey))
      await last.getByText('It does not hold.').waitFor()
      await drop(proof)
      await mine.getByText('It does not hold.').waitFor()
    })

    when('is checked whole, stated and reported', async () => {
      const page = await arrive('/evidence')
      const whole = card(page, 'The whole ledger')
      await whole.getByRole('button', { name: 'Check all of it' }).click()
      await whole.getByText(/^The ledger is in order/).waitFor()

      const stated = card(page, 'A statement, signed')
      await stated.getByRole('button', { name: 'Make it' }).click()
      await stated.getByText('None did.').waitFor()
      const statement = await savedBy(page, () => stated.getByRole('link', { name: /Download the statement/ }).click()) // prettier-ignore
      expect(await checkStatement(statement, readPinnedKeys(right()), null)).toMatchObject({ holds: true, statement: { answer: 'none' } }) // prettier-ignore

      const reported = card(page, 'A report of a period')
      await reported.getByRole('button', { name: 'Make it' }).click()
      await reported.getByText('The report is there: 3 requests.').waitFor()
      expect(await axe(stage.here)).toEqual([])
      const report = await savedBy(page, () => reported.getByRole('link', { name: /^Download/ }).click())
      expect(report).toMatch(/^<!doctype html>/i)
      const look = reported.getByRole('link', { name: 'Look at it' })
      expect(await look.getAttribute('rel')).toMatch(/noopener/)
      const [shown] = await Promise.all([stage.here.context.waitForEvent('page'), look.click()])
      await shown.getByRole('heading', { level: 1 }).waitFor()
      expect(new URL(shown.url()).pathname).toMatch(/^\/admin\/evidence\/report\/job_/)
      const answer = await shown.reload()
      expect(answer?.headers()['content-security-policy']).toMatch(/^sandbox; default-src 'none'/)
    })
  })

  when('opens what was sealed for a reason, with a key that goes nowhere', async () => {
    const page = await arrive(`/records/${sealed}`)
    const reason = 'case 12: the supervised desk'
    await page.getByRole('button', { name: 'Ask for it' }).click()
    await page.getByLabel('Reason').fill(reason)
    expect(await axe(stage.here)).toEqual([])
    await page.getByRole('button', { name: 'Record it, and ask' }).click()
    const key = join(stage.it.cordon.dir, 'auditor.pem')
    await page.locator('.sealed input[type=file]').setInputFiles(key)
    await page.getByText('Opened here.').waitFor()
    expect(await axe(stage.here)).toEqual([])
    expect(await page.getByLabel('Prompt', { exact: true }).textContent()).toContain(SECRET)
    const [, half = ''] = readFileSync(key, 'utf8').split('\n')
    expect(half.length).toBeGreaterThan(40)
    expect(stage.here.heard.asked.join('\n')).toContain(reason)
    expect(stage.here.heard.asked.join('\n')).not.toContain(half.slice(-24))
    expect(recordsIn(stage.it.cordon.auditDir).filter(({ type }) => type === 'audit.opened')).toMatchObject([{ request: sealed, reason }]) // prettier-ignore
    await page.getByRole('button', { name: 'Close it' }).click()
    expect(await page.locator('main').textContent()).not.toContain(SECRET)
  })
})
