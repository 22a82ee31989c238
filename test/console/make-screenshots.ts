/**
 * Pictures of every page of the console, light and dark, for the documentation: a real Cordon, with a ledger of made-up requests.
 *
 *     npm run -s docs:screenshots        writes docs/screenshots/*.png; needs Chromium
 */
import { createPrivateKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { writeHistory } from '../../bench/a-history.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { canonicalPolicy } from '../../src/policy/digest.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { mint, prepare } from '../harness/cordon.ts'
import { requestOf } from './a-company.ts'
import { aConsole, CHROMIUM, NO_CHROMIUM, openBrowser, POLICY, signIn, visit } from './a-console.ts'

if (CHROMIUM === null) throw new Error(NO_CHROMIUM)

const OUT = 'docs/screenshots'
const DAY = 86_400_000
/** More by day than by night, over two days. */
const byDay = (share: number) => share + (0.75 * Math.sin(4 * Math.PI * share)) / (4 * Math.PI)

const RICHER = POLICY.replace('internal, restricted]', 'internal, confidential, restricted]')
  .replace('  openrouter: {', '  openrouter-eu: { zone: cloud, maxLevel: confidential, hosts: [eu.openrouter.ai], region: eu, provider: { zdr: true, data_collection: deny, only: [mistral] } }\n  openrouter: {')
  .replace('  EMAIL_ADDRESS:', '  IBAN_CODE: { level: confidential }\n  EMAIL_ADDRESS:')
  .replace('deny: [openrouter], when: { caller.department', 'deny: [openrouter, openrouter-eu], when: { caller.department')
  .replace('allow: [openrouter]', 'allow: [openrouter-eu, openrouter]')
  .trimStart() // prettier-ignore

/** The version before, by which all that the history holds was decided. */
function before() {
  const text = RICHER.replace('"2026.11.1"', '"2026.10.3"').replace('zero-retention hosts', 'hosts that keep nothing')
  const { policy } = loadPolicy({ text, file: 'policy.yaml', entities: ENTITY_TYPES, now: Date.now() })
  return { id: policy.name, version: policy.version, sha256: policy.digest, text: canonicalPolicy(policy) }
}

const PROMPT =
  'Dear Ms Anna Schmidt, your claim for SSN 536-22-8726 was accepted. Write to anna.schmidt@example.com if anything is open.'

type Shot = {
  readonly name: string
  readonly path: string
  readonly ready: string
  readonly then?: (page: Page) => Promise<unknown>
}
const SHOTS: readonly Shot[] = [
  { name: 'overview', path: '/', ready: '.figures' },
  { name: 'access-log', path: '/records?level=restricted,confidential', ready: '.log tbody tr' },
  {
    ...{ name: 'record', path: '/records?tenant=acme&rule=staff-lan&last=1h', ready: '.log tbody tr' },
    then: async (page) => {
      await page.locator('.log tbody tr').first().click()
      await page.getByRole('heading', { name: 'Decided' }).waitFor()
      const check = page.getByRole('button', { name: 'Check it in this browser' })
      for (let tries = 0; tries < 90 && !(await check.isVisible()); tries += 1) {
        await page.waitForTimeout(1_000)
        await page.reload()
        await page.getByRole('heading', { name: 'In the ledger' }).waitFor()
      }
      await check.click()
      await page.getByText('It holds.').waitFor()
    },
  },
  { name: 'policy', path: '/policy', ready: 'text=staff-cloud' },
  { name: 'policy-tests', path: '/policy/tests', ready: 'text=HR never leaves' },
  { name: 'policy-shadow', path: '/policy/shadow', ready: 'text=names-stay' },
  { name: 'policy-history', path: '/policy/history', ready: 'table' },
  {
    ...{ name: 'playground', path: '/policy/playground', ready: 'textarea' },
    then: async (page) => {
      await page.locator('textarea').first().fill(PROMPT)
      await page.getByLabel('Value of role').fill('employee')
      await page.getByRole('button', { name: '+ attribute' }).click()
      await page.getByLabel('Attribute 2').selectOption('department')
      await page.getByLabel('Value of department').fill('claims')
      await page.getByLabel('Model', { exact: true }).fill('openai/gpt-4o-mini')
      await page.locator('mark').first().waitFor()
      await page.waitForTimeout(1_500)
    },
  },
  { name: 'evidence', path: '/evidence', ready: 'text=It holds.' },
]

const dir = mkdtempSync(join(tmpdir(), 'cordon-screenshots-'))
mkdirSync(OUT, { recursive: true })
await prepare({ yaml: '', policy: '', dir })
const key = createPrivateKey(readFileSync(join(dir, 'audit.pem')))
await writeHistory({ dir: join(dir, 'audit'), origin: 'cordon.test/1', key, requests: 9_000, atOnce: 4, when: byDay, since: Date.now() - 2 * DAY, until: Date.now() - 60_000, requestOf, policy: before() }) // prettier-ignore
const prepared = (folder: string) => {
  const file = join(folder, 'cordon.yaml')
  const more = '  openrouter-eu: { url: "https://eu.openrouter.ai/api/v1", apiKeyEnv: OPENROUTER_API_KEY }\nmodels:'
  writeFileSync(file, readFileSync(file, 'utf8').replace('models:', more))
}
const it = await aConsole({ dir, policy: RICHER, prepared })
const browser = await openBrowser()
try {
  for (const text of ['Write a haiku about spring.', PROMPT, 'Summarise the minutes of Monday.'])
    await it.say(text, { team: 'claims' })
  for (const theme of ['light', 'dark'] as const) {
    const { page, context } = await visit(browser, it.cordon.adminUrl, { theme })
    page.setDefaultTimeout(60_000)
    await page.goto('/')
    await page.getByLabel('Access token').waitFor()
    await page.screenshot({ path: `${OUT}/sign-in-${theme}.png` })
    await signIn(page, await mint(dir, { role: 'ciso', tenant: 'acme' }))
    for (const { name, path, ready, then } of SHOTS) {
      await page.goto(path)
      await page.locator(ready).first().waitFor()
      await then?.(page)
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: `${OUT}/${name}-${theme}.png` })
      console.log(`${OUT}/${name}-${theme}.png`)
    }
    await context.close()
  }
} finally {
  await browser.close()
  await it.stop()
  rmSync(dir, { recursive: true, force: true })
}
