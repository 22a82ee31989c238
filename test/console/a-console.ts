import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* A real Cordon with its console, and a real browser to look at it with. */

/** The system's own Chromium; null where there is none. */
export const CHROMIUM: string | null =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? null

export const NO_CHROMIUM = 'skipped: there is no Chromium here (apt-get install chromium)'

export const POLICY = `
policy: acme-llm-egress
version: "2026.11.1"
owners: [secpol@acme.example]
levels: [public, internal, restricted]
pinFrom: restricted
unread: restricted
detect:
  US_SSN: { level: restricted }
  PERSON: { level: internal }
  EMAIL_ADDRESS: { level: internal }
destinations:
  lan: { zone: lan, maxLevel: restricted }
  openrouter: { zone: cloud, maxLevel: internal, hosts: [127.0.0.1], allowedCidrs: [127.0.0.0/8], provider: { zdr: true, data_collection: deny } }
rules:
  - { id: staff-lan, allow: [lan], when: { caller.role: [employee] }, because: on-premises models serve any level }
  - { id: staff-cloud, allow: [openrouter], when: { caller.role: [employee] }, because: zero-retention hosts up to their level }
  - { id: hr-stays, deny: [openrouter], when: { caller.department: [hr] }, because: works council agreement 2026-04 }
  - { id: names-stay, deny: [openrouter], when: { finding: [PERSON] }, shadow: true, because: proposed until the impact assessment }
obligations:
  - { id: supervised, at: [lan, openrouter], when: { caller.department: [trading] }, seal: true, because: the supervised desk }
tests:
  - { it: one SSN pins to the LAN, caller: { role: employee, department: sales }, prompt: "My SSN is 536-22-8726.", expect: { level: restricted, to: lan } }
  - { it: HR never leaves, caller: { role: employee, department: hr }, prompt: Write a haiku., expect: { level: public, to: lan, denied: { openrouter: hr-stays } } }
`

export const READERS = `readers: [{ when: { caller.role: [auditor] }, read: { tenant: own } }, { when: { caller.role: [ciso] }, read: all, sealed: true }, { when: { caller.role: [author] }, read: policy }], seal: { recipients: [auditor.pub.pem] }`

export type AConsole = {
  /** The one that runs now. */
  readonly cordon: Cordon
  /** What stands behind it: a node on the LAN, and the cloud. */
  readonly behind: { readonly node: FakeNode; readonly cloud: FakeNode }
  /** Asks for a chat completion, as somebody. */
  readonly say: (text: string, claims?: Readonly<Record<string, unknown>>, model?: string) => Promise<Response>
  /** Ends it, which signs all that it recorded, and starts it again on the same ledger. */
  readonly restart: () => Promise<void>
  /** `keep`: leaves its folder where it is. */
  readonly stop: (how?: { readonly keep: boolean }) => Promise<void>
}

/** The pair of an auditor who may open what is sealed: `auditor.pem` is theirs alone. */
function makeAuditorKeys(dir: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  writeFileSync(join(dir, 'auditor.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(dir, 'auditor.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
}

export type ConsoleParts = {
  readonly server?: string
  readonly audit?: string
  readonly dir?: string
  readonly policy?: string
  readonly env?: Readonly<Record<string, string>>
  /** Called with the folder before each start: the place to write another cordon.yaml. */
  readonly prepared?: (dir: string) => void
}

/** Builds the page, if that was not done yet, and starts everything that it needs. */
export async function aConsole(more: ConsoleParts = {}): Promise<AConsole> {
  const built = spawnSync(process.execPath, ['scripts/build-console.js'], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the console could not be built:\n${built.stderr}`)
  const node: FakeNode = await fakeNode({ kind: 'answer' }, { models: ['small'] })
  const cloud = await fakeNode({ kind: 'answer', provider: 'Mistral' }, { path: '/api' })
  const yaml = `destinations:
  lan: { nodes: [{ name: n1, url: "http://127.0.0.1:${String(node.port)}", kind: vllm }] }
  openrouter: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: OPENROUTER_API_KEY }
models:
  "openai/*": [{ destination: openrouter, model: "*" }, { destination: lan, model: small }]
`
  const audit = more.audit === undefined ? READERS : `${READERS}, ${more.audit}`
  const server = more.server === undefined ? {} : { server: more.server }
  const claims = 'team: team'
  const stopFakes = () => Promise.all([node.stop(), cloud.stop()])
  const env = { OPENROUTER_API_KEY: 'sk-test', ...more.env }
  const folder = more.dir === undefined ? {} : { dir: more.dir }
  const parts = { yaml, policy: more.policy ?? POLICY, env, audit, claims, ...server, ...folder }
  const prepared = (dir: string) => {
    makeAuditorKeys(dir)
    more.prepared?.(dir)
  }
  let cordon = await startCordon({ ...parts, prepared }).catch(async (cause: unknown) => {
    await stopFakes()
    throw cause
  })
  return {
    get cordon() {
      return cordon
    },
    behind: { node, cloud },
    restart: async () => {
      await cordon.stop()
      cordon = await startCordon({ ...parts, dir: cordon.dir, prepared: (dir) => more.prepared?.(dir) })
    },
    say: async (text, claims = {}, model = 'openai/gpt-4o-mini') => {
      const token = await cordon.token({ tenant: 'acme', ...claims })
      return cordon.ask({ model, messages: [{ role: 'user', content: text }] }, { token })
    },
    stop: async ({ keep } = { keep: false }) => {
      await cordon.stop()
      await stopFakes()
      if (!keep) removeDir(cordon.dir)
    },
  }
}

/** What a page did besides what it showed. */
export type Heard = {
  /** Errors and warnings of the console, and exceptions. */
  readonly complaints: string[]
  /** Requests that went anywhere but to its own Cordon. */
  readonly strayed: string[]
  /** All that was asked for, whole: method, address and body. */
  readonly asked: string[]
  /** Bodies of answers of the admin API. */
  readonly bodies: string[]
}

export type Visit = { readonly page: Page; readonly context: BrowserContext; readonly heard: Heard }

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] })

export type VisitOptions = { readonly theme?: 'light' | 'dark'; readonly width?: number }

/** A page of a new visitor, of which everything is heard. */
export async function visit(
  browser: Browser,
  base: string,
  { theme = 'light', width = 1360 }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 900 }, colorScheme: theme, baseURL: base, acceptDownloads: true },
    timezoneId: 'Europe/Berlin',
    ignoreHTTPSErrors: true, // certificates here are made for the test, and by nobody known
  })
  const page = await context.newPage()
  const heard: Heard = { complaints: [], strayed: [], asked: [], bodies: [] }
  page.setDefaultTimeout(30_000)
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      heard.complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => heard.complaints.push(error.message))
  page.on('request', (request) => {
    heard.asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`)
    if (!request.url().startsWith(`${base}/`) && !request.url().startsWith('blob:')) heard.strayed.push(request.url())
  })
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.startsWith('/admin/'))
      response.text().then(
        (body) => heard.bodies.push(body),
        () => {},
      ) // a stream, or a file that was saved
  })
  return { page, context, heard }
}

export async function signIn(page: Page, token: string, path = '/'): Promise<void> {
  await page.goto(path)
  await page.getByLabel('Access token').fill(token)
  await page.getByRole('button', { name: 'Sign in with a token' }).click()
  await page.locator('main#main').waitFor()
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Axe = { readonly run: () => Promise<{ readonly violations: readonly Violation[] }> }
type Violation = {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** What axe-core finds wrong with a page: a sentence for each thing. It is put there by the debugger: the page's own policy lets no script in. */
export async function axe({ page, context }: Visit): Promise<readonly string[]> {
  const debug = await context.newCDPSession(page)
  await debug.send('Runtime.evaluate', { expression: AXE })
  await debug.detach()
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run())
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary}`)) // prettier-ignore
}
