import { expect } from '@jest/globals'
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { checkStatement } from '../../src/audit/prove/check-statement.ts'
import { rotateKey } from '../../src/audit/rotate-key.ts'
import { noteSigner, signNote } from '../../src/audit/signed-note.ts'
import { aLog } from '../audit/a-ledger.ts'
import { newKey, publicPem } from '../audit/a-signed-ledger.ts'
import { startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { axe, signIn } from './a-console.ts'
import { inABrowser } from './in-a-browser.ts'
import type { Stage } from './in-a-browser.ts'

/* An auditor before a Cordon whose key was changed: they were given the first one, and keep an eye on the ledger with their own browser. */

const LONG = 120_000
const ORIGIN = 'cordon.test/1'

const next = newKey()
let [first, cordon]: [KeyObject, Cordon] = [next, undefined as never]

/** Stops, changes the key, and starts again in the same folder. */
const before = async ({ it }: Stage) => {
  const { dir, auditDir } = it.cordon
  expect((await it.say('Write a haiku about spring.')).status).toBe(200)
  await it.cordon.stop()
  const [yaml, policy] = ['cordon.yaml', 'policy.yaml'].map((name) => readFileSync(join(dir, name), 'utf8'))
  first = createPrivateKey(readFileSync(join(dir, 'audit.pem')))
  const about = { dir: auditDir, origin: ORIGIN, writer: 'w', now: () => Date.now(), monotonic: () => performance.now(), pid: 1, log: aLog() } // prettier-ignore
  await rotateKey(about, first, next)
  writeFileSync(join(dir, 'audit.pem'), next.export({ type: 'pkcs8', format: 'pem' }))
  const prepared = () => writeFileSync(join(dir, 'cordon.yaml'), yaml ?? '')
  cordon = await startCordon({ yaml: '', policy: policy ?? '', dir, env: { OPENROUTER_API_KEY: 'sk-test' }, prepared })
}
const after = async () => cordon?.stop()

inABrowser({ name: 'the Evidence page', before, after, ms: LONG }, ({ when, visit }) => {
  const arrive = async () => {
    const here = await visit({}, cordon.adminUrl)
    await signIn(here.page, await cordon.token({ role: 'ciso' }), '/evidence')
    return here
  }

  when(
    'checks the last checkpoint with a key that was given, over a change of the key, and against what it saw last time',
    async () => {
      const here = await arrive()
      const { page } = here
      await page.getByText('as told by this Cordon').waitFor()
      await page.getByText('It holds.').waitFor()
      await page.getByText('This browser sees this ledger for the first time.').waitFor()

      await page.getByLabel('A public key that you were given').fill(publicPem(first))
      await page.getByRole('button', { name: 'Use it' }).click()
      await page.getByText('the one that you gave vouches for').waitFor()
      await page.getByText('The key that you gave:').waitFor()
      await page.getByText('It holds.').waitFor()
      await page.getByText(/that this browser saw last time\./).waitFor()
      expect(await axe(here)).toEqual([])

      const longer = signNote({ origin: ORIGIN, size: 9_999_999, root: new Uint8Array(32) }, [noteSigner(ORIGIN, next)])
      await page.evaluate(`localStorage.setItem('cordon.checkpoint', ${JSON.stringify(longer)})`)
      await page.reload()
      await page.getByText('Last time there was a checkpoint over 9,999,999 records').waitFor()
    },
    LONG,
  )

  when(
    'has the whole ledger checked, and a statement signed that holds elsewhere',
    async () => {
      const { page } = await arrive()
      await page.getByRole('button', { name: 'Check all of it' }).click()
      await page.getByText('FINE: every record is as it was written, and in order.').waitFor()
      await page.locator('section', { hasText: 'A statement, signed' }).getByRole('button', { name: 'Make it' }).click()
      await page.getByText('None did.').waitFor()
      const coming = page.waitForEvent('download')
      await page.getByRole('link', { name: /Download the statement/ }).click()
      const file = await (await coming).path()
      const pinned = readPinnedKeys(publicPem(next))
      expect(await checkStatement(readFileSync(file, 'utf8'), pinned, null)).toMatchObject({ holds: true })
    },
    LONG,
  )
})
