import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { startApp } from '../../src/app.ts'
import type { App } from '../../src/app.ts'
import { keepPolicy } from '../../src/audit/kept-policies.ts'
import { openLedger } from '../../src/audit/ledger.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { loadFiles } from '../../src/command/load.ts'
import { PolicyHistory, PolicyPage } from '../../src/contract/policy.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { aLog } from '../audit/a-ledger.ts'
import { mint, prepare, recordsIn, removeDir } from '../harness/cordon.ts'
import { about, toKeep } from './a-policy-ledger.ts'

/* The wiring: what the Policy page shows is what is in force, whatever lies on disk. */

const POLICY = `policy: wired # as it was written
version: "1"
owners: [test@example.com]
levels: [public, restricted]
pinFrom: restricted
unread: restricted
detect: { US_SSN: { level: restricted } }
destinations: { lan: { zone: lan, maxLevel: restricted } }
rules: [{ id: staff, allow: [lan], when: { caller.role: [employee] }, because: staff may }]
`
const YAML = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:9", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
`

let running: { readonly app: App; readonly dir: string } | null = null
afterEach(async () => {
  await running?.app.stop()
  if (running !== null) removeDir(running.dir)
  running = null
})

async function start(): Promise<{ readonly app: App; readonly dir: string; readonly auditDir: string }> {
  const dir = await prepare({ yaml: YAML, policy: POLICY })
  const file = join(dir, 'cordon.yaml')
  const readers = 'readers: [{ when: { caller.role: [auditor] }, read: all }]'
  await writeFile(file, (await readFile(file, 'utf8')).replace('key: audit.pem', `key: audit.pem, ${readers}`))
  const load = () => loadFiles(file, { env: {}, now: Date.now })
  const loaded = await load()
  const { audit } = loaded.config
  const log = aLog()
  const keep = ({ policy }: { readonly policy: Policy }) => keepPolicy(audit.dir, toKeep(policy))
  const clocks = { now: Date.now, monotonic: () => performance.now() }
  const ledger = await openLedger({ dir: audit.dir, origin: audit.origin, writer: 'test', deadlineMs: 10_000, ...clocks, pid: process.pid, log, about: about(loaded.policy), policy: toKeep(loaded.policy) }) // prettier-ignore
  const keys = pseudonyms(await readFile(audit.key))
  const app = await startApp({ loaded, reload: load, ledger, keep, keys, log, now: Date.now })
  running = { app, dir }
  return { app, dir, auditDir: audit.dir }
}

test('the page shows the text that was loaded, until another is', async () => {
  const { app, dir, auditDir } = await start()
  const headers = { authorization: `Bearer ${await mint(dir, { role: 'auditor' })}` }
  const get = async (path: string) => (await fetch(`${app.adminUrl}${path}`, { headers })).json()
  const page = async () => PolicyPage.parse(await get('/admin/policy')).policy
  expect(await page()).toMatchObject({ version: '1', source: { file: 'policy.yaml', text: POLICY } })

  const file = join(dir, 'policy.yaml')
  const next = POLICY.replace('"1"', '"2"')
  await writeFile(file, next)
  expect((await page()).source?.text).toBe(POLICY)
  expect(await app.reload()).toBe(true)
  expect(await page()).toMatchObject({ version: '2', source: { text: next } })

  await writeFile(file, POLICY.replace('levels:', 'levls:'))
  expect(await app.reload()).toBe(false)
  expect((await page()).source?.text).toBe(next)

  const { versions, refused } = PolicyHistory.parse(await get('/admin/policy/history'))
  expect(versions.map(({ version, kept }) => [version, kept])).toEqual([['2', true], ['1', true]]) // prettier-ignore
  expect([versions[0]?.until, versions[1]?.until, refused.length]).toEqual([null, versions[0]?.from, 1])
  const reads = recordsIn(auditDir).filter(({ type }) => type === 'audit.read')
  expect(reads.map(({ what }) => what)).toEqual(['policy', 'policy', 'policy', 'policy', 'policy-history'])
}, 60_000)

test('a request is tried where Cordon runs', async () => {
  const { app, dir } = await start()
  const headers = { authorization: `Bearer ${await mint(dir, { role: 'auditor' })}`, 'content-type': 'application/json' } // prettier-ignore
  const body = JSON.stringify({ prompt: 'My SSN is 536-22-8726.', caller: { claims: { role: 'employee' } } })
  const answer = await fetch(`${app.adminUrl}/admin/playground`, { method: 'POST', headers, body })
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    { decision: { level: 'restricted', attempts: [{ node: 'n' }], destinations: [{ rule: 'staff', line: 9 }] } },
  ])
}, 60_000)
