import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { startApp } from '../src/app.ts'
import type { App, Loaded } from '../src/app.ts'
import { openLedger } from '../src/audit/ledger.ts'
import { pseudonyms } from '../src/audit/pseudonyms.ts'
import { loadFiles } from '../src/command/load.ts'
import { canonicalPolicy } from '../src/policy/digest.ts'
import type { Policy } from '../src/terms/policy.ts'
import { fakeNode } from './fakes/openai-node.ts'
import type { FakeNode } from './fakes/openai-node.ts'
import { lanPolicy } from './harness/a-policy.ts'
import { mint, prepare, recordsIn, removeDir } from './harness/cordon.ts'

/* The wiring in this process, so that it can be given what no file could hold. */

const POLICY = lanPolicy('wired')
type Running = { readonly app: App; readonly dir: string; readonly node: FakeNode; readonly errors: string[] }
let running: Running | null = null

async function start(next: (loaded: Loaded) => Loaded | Promise<Loaded>): Promise<Running> {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
`
  const dir = await prepare({ yaml, policy: POLICY })
  const loaded = await loadFiles(join(dir, 'cordon.yaml'), { env: {}, now: Date.now })
  const errors: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (says: string, about?: object) => void errors.push(`${says} ${JSON.stringify(about)}`) } // prettier-ignore
  const { audit } = loaded.config
  const about = { policy: { name: 'wired', version: '1', sha256: loaded.policy.digest } }
  const ledger = await openLedger({ dir: audit.dir, origin: audit.origin, writer: 'test', deadlineMs: 2_000, now: Date.now, monotonic: () => performance.now(), pid: process.pid, log, about, policy: { digest: loaded.policy.digest, text: canonicalPolicy(loaded.policy), serial: null } }) // prettier-ignore
  const keys = pseudonyms(await readFile(audit.key))
  const reload = async () => next(loaded)
  const app = await startApp({ loaded, reload, ledger, keep: async () => {}, keys, log, now: Date.now })
  running = { app, dir, node, errors }
  return running
}

afterEach(async () => {
  await running?.app.stop()
  await running?.node.stop()
  if (running !== null) removeDir(running.dir)
  running = null
})

async function ask({ app, dir }: Running): Promise<number> {
  const headers = { authorization: `Bearer ${await mint(dir, {})}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Write a haiku.' }] })
  return (await fetch(`${app.callerUrl}/v1/chat/completions`, { method: 'POST', headers, body })).status
}

const changed = (loaded: Loaded, policy: Partial<Policy>): Loaded => ({ ...loaded, policy: { ...loaded.policy, ...policy, digest: 'f'.repeat(64) } }) // prettier-ignore

describe('a policy that loads, and breaks when it is put in force', () => {
  test.each([
    ['because it does not compile', (loaded: Loaded) => changed(loaded, { rules: [{ id: 'x', effect: 'allow', destinations: ['lan'], when: { 'caller.rank': ['x'] } as object, shadow: false, because: 'b' }] })], // prettier-ignore
    ['because it holds something that cannot be copied', (loaded: Loaded) => changed(loaded, { owners: [(() => 'o') as unknown as string] })], // prettier-ignore
    ['because reading it fails', () => Promise.reject(new Error('the disk is gone'))],
    ['because reading it throws something odd', () => Promise.reject(undefined as unknown as Error)],
  ])('leaves the old one in force, %s; no request is lost, and an alert and a record say so', async (_, next) => {
    const it = await start(next)
    const during = Promise.all(Array.from({ length: 20 }, async () => ask(it)))
    expect(await it.app.reload()).toBe(false)
    expect(await during).toEqual(Array.from({ length: 20 }, () => 200))
    expect(await ask(it)).toBe(200)
    const records = recordsIn(join(it.dir, 'audit'))
    expect(records.filter(({ event }) => event === 'reload_refused').length).toBe(1)
    expect(records.some((record) => JSON.stringify(record).includes('f'.repeat(64)))).toBe(false)
    expect(it.errors.filter((line) => line.includes('"alert":"reload_refused"')).length).toBe(1)
  })

  test('and one that works comes into force', async () => {
    const it = await start((loaded) => changed(loaded, {}))
    expect(await it.app.reload()).toBe(true)
    expect(await ask(it)).toBe(200)
    expect(recordsIn(join(it.dir, 'audit')).findLast(({ type }) => type === 'decision')).toMatchObject({ policy: { sha256: 'f'.repeat(64) } }) // prettier-ignore
  })
})

test('of thousands of wishes for a reload one runs and one waits, and stopping waits for no more than the one that runs', async () => {
  let read = 0
  const it = await start(async (loaded) => {
    read += 1
    return changed(loaded, {})
  })
  const asked = Array.from({ length: 1_000 }, () => it.app.reload())
  await new Promise((done) => setImmediate(done))
  asked.push(...Array.from({ length: 1_000 }, () => it.app.reload()))
  const stopped = it.app.stop()
  const [first] = await Promise.all(asked)
  await stopped
  expect([first, read]).toEqual([true, 1])
})
