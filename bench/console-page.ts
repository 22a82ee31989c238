/**
 * How long a reader waits for the console with a large ledger behind it: the first page, every kind of filter, one record; seen from the browser.
 *
 *     npm run -s bench:console-page [REQUESTS] [--dir DIR] [--json]     REQUESTS: 1,000,000 without; DIR: goes on with what lies there
 *
 * Cordon and its thread of the index are held to one core (taskset), the browser to the others. It needs Chromium.
 */
import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { aConsole, CHROMIUM, openBrowser, signIn, visit } from '../test/console/a-console.ts'
import { mint, prepare } from '../test/harness/cordon.ts'
import { writeHistory } from './a-history.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dir: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const REQUESTS = Number(positionals[0] ?? 1_000_000)
const YEAR = 365 * 86_400_000
const say = (text: string) => (values.json ? undefined : console.log(text))
if (CHROMIUM === null) throw new Error('this bench needs Chromium (apt-get install chromium)')

const dir = values.dir ?? mkdtempSync(join(tmpdir(), 'cordon-console-page-'))
await prepare({ yaml: '', policy: '', dir })
if (!existsSync(join(dir, 'audit'))) {
  const begin = performance.now()
  await writeHistory({
    ...{
      dir: join(dir, 'audit'),
      origin: 'cordon.test/1',
      key: createPrivateKey(readFileSync(join(dir, 'audit.pem'))),
    },
    ...{ requests: REQUESTS, since: Date.now() - YEAR, until: Date.now() - 60_000 },
    onProgress: (done) => {
      if (!values.json && done % 102_400 === 0) process.stderr.write(`\r${done.toLocaleString('en')} requests written `)
    },
  })
  say(`\n${REQUESTS.toLocaleString('en')} requests written in ${((performance.now() - begin) / 1000).toFixed(0)} s`)
}

/** Goes to an address as a click on the page would, and waits for its answer. */
async function follow(page: Page, to: string): Promise<void> {
  const asked = to.startsWith('/records') ? '/admin/records' : '/admin/overview'
  const answered = page.waitForResponse((response) => response.url().includes(asked))
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(to)})`)
  await answered
}

/** From what is done until the page shows that it has the answer; milliseconds, the middle one of five. `before` is not counted. */
async function timed(page: Page, begin: () => Promise<unknown>, before?: () => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let nth = 0; nth < 5; nth += 1) {
    await before?.()
    await page.locator('.page[aria-busy="false"]').waitFor()
    const from = performance.now()
    await begin()
    await page.locator('.page[aria-busy="false"]').waitFor()
    all.push(performance.now() - from)
  }
  return all.sort((one, other) => one - other)[2] ?? 0
}

const FILTERS = [
  'level=restricted',
  'level=public,confidential',
  'effect=deny',
  'outcome=failed',
  'destination=openrouter',
  'to=cloud',
  'rule=staff-7',
  'entity=US_SSN',
  'model=model-3',
  'provider=provider-2',
  'caller=ps1_caller_77',
  'team=team-7',
  'tenant=tenant-1',
  'role=employee',
  'client=app-3',
  'considered=openrouter-eu',
  'level=restricted&to=cloud',
  'team=team-7&effect=deny&model=model-2',
]

const it = await aConsole({ dir, audit: `index: ${join(dir, 'index.sqlite')}` })
const browser = await openBrowser()
try {
  const isPinned = spawnSync('taskset', ['-acp', '0', String(it.cordon.process.pid)]).status === 0
  spawnSync('sh', ['-c', `for p in $(pgrep chromium); do taskset -acp 1 $p; done`])
  const { page } = await visit(browser, it.cordon.adminUrl)
  page.setDefaultTimeout(600_000)
  const goTo = (to: string) => follow(page, to)
  const openRecord = async () => {
    await page.locator('.log tbody tr a').first().click()
    await page.getByRole('heading', { name: 'Decided' }).waitFor()
  }
  const begin = performance.now()
  await signIn(page, await mint(dir, { role: 'ciso' }))
  await page.locator('.figures').waitFor()
  say(
    `the ledger was taken into the index in ${((performance.now() - begin) / 1000).toFixed(0)} s; Cordon on ${isPinned ? 'one core' : 'all cores'}\n`,
  )
  const rows: { what: string; ms: number }[] = []
  const note = (what: string, ms: number) => {
    rows.push({ what, ms })
    say(`${what.padEnd(64)} ${ms.toFixed(0).padStart(6)} ms`)
  }
  note('first page: the overview of a day, from nothing', await timed(page, () => page.goto('/')))
  note('first page: the access log, from nothing', await timed(page, () => page.goto('/records')))
  for (const last of ['7d', '30d', '365d'])
    note(`overview of ${last}`, await timed(page, () => page.goto(`/?last=${last}`)))
  for (const [name, path] of [
    ['log', '/records'],
    ['overview', '/'],
  ] as const)
    // prettier-ignore
    for (const filter of FILTERS) {
      const [to, from] = [`${path}?last=365d&${filter}`, `${path}?last=1h`]
      note(`a filter on the ${name}, a year: ${filter}`, await timed(page, () => goTo(to), () => goTo(from))) // prettier-ignore
    }
  note('one record, opened', await timed(page, openRecord, () => page.goto('/records')))
  const worst = rows.reduce((one, other) => (one.ms > other.ms ? one : other))
  if (values.json) console.log(JSON.stringify({ requests: REQUESTS, isPinned, rows }))
  say(
    `\nthe slowest: ${worst.what}, ${worst.ms.toFixed(0)} ms. First pages and overviews are with the page loaded anew.`,
  )
} finally {
  await browser.close()
  await it.stop({ keep: values.dir !== undefined })
  if (values.dir === undefined) rmSync(dir, { recursive: true, force: true })
}
