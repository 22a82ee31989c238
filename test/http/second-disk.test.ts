import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, jest, test } from '@jest/globals'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { audit } from '../../src/command/audit.ts'
import { runWith } from '../command/an-io.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* A mirror that is needed, and the nodes' own logs: with the real process. */

const policy = readFileSync('policies/default.yaml', 'utf8').replace(/\ntests:[^]*/, '\n')
const HELLO = { model: 'm', messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }
jest.setTimeout(60_000)
let open: { cordon: Cordon; node: FakeNode } | null = null

afterEach(async () => {
  await open?.cordon.stop('SIGKILL')
  await open?.node.stop()
  if (open !== null) removeDir(open.cordon.dir)
  open = null
})

async function start(): Promise<{ cordon: Cordon; node: FakeNode }> {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
`
  const prepared = (dir: string) => {
    const path = join(dir, 'cordon.yaml')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('key: audit.pem', 'key: audit.pem, mirror: { dir: ./second, need: all }'))
  }
  open = { cordon: await startCordon({ yaml, policy, prepared }), node }
  return open
}

async function untilAnswered(it: Cordon, status: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await it.ask(HELLO)).status === status) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`it never answered ${String(status)}`)
}

test('without the mirror that is needed nothing is sent; when it is back, things go on, and both ledgers are the same', async () => {
  const { cordon: it, node } = await start()
  const mirror = join(it.dir, 'second')
  let seen = 0
  node.behave({ kind: 'custom', handle: (_received, res) => {
    seen = recordsIn(mirror).filter(({ type }) => type === 'decision').length // when the node is asked, the decision is there
    res.setHeader('content-type', 'application/json').end('{"choices":[]}')
  } }) // prettier-ignore
  expect((await it.ask(HELLO)).status).toBe(200)
  expect(seen).toBe(1)

  renameSync(join(mirror, 'seg'), join(it.dir, 'away'))
  writeFileSync(join(mirror, 'seg'), '')
  await untilAnswered(it, 503)
  const before = node.received.length
  const refused = await it.ask(HELLO)
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('audit_unavailable')])
  expect((await fetch(`${it.url}/readyz`)).status).toBe(503)
  const { out } = await runWith(audit, ['status', it.auditDir, '--json'])
  expect(JSON.parse(out)).toMatchObject({ origin: 'cordon.test/1' }) // it works meanwhile
  expect(node.received).toHaveLength(before)

  renameSync(join(mirror, 'seg'), join(it.dir, 'file'))
  renameSync(join(it.dir, 'away'), join(mirror, 'seg'))
  await untilAnswered(it, 200)
  expect(await it.stop()).toBe(0)
  const [first, second] = await Promise.all([verifyLedger(it.auditDir), verifyLedger(mirror)])
  expect(first).toMatchObject({ verdict: 'fine', types: { 'audit.mirror': 2 } })
  expect(second).toEqual(first)
})

test('what the node has logged is what the ledger says; one request past Cordon is not', async () => {
  const { cordon: it, node } = await start()
  const log: string[] = []
  node.behave({ kind: 'custom', handle: (received, res) => {
    log.push(`${new Date().toISOString()} INFO:     127.0.0.1:40832 - "POST ${received.url} HTTP/1.1" 200 OK`)
    res.setHeader('content-type', 'application/json').end('{"choices":[]}')
  } }) // prettier-ignore
  for (let at = 0; at < 3; at += 1) expect((await it.ask(HELLO)).status).toBe(200)
  const reconcile = async () => {
    const file = join(it.dir, 'node.log')
    writeFileSync(file, `${log.join('\n')}\n`)
    const { code, out } = await runWith(audit, ['reconcile', it.auditDir, '--log', `n=${file}`, '--json'])
    const { accounted, unaccounted } = JSON.parse(out) as { accounted: number; unaccounted: readonly unknown[] }
    return [code, accounted, unaccounted.length]
  }
  expect(await it.stop()).toBe(0)
  expect(await reconcile()).toEqual([0, 3, 0])
  await fetch(`http://127.0.0.1:${String(node.port)}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(HELLO) }) // prettier-ignore
  expect(await reconcile()).toEqual([1, 3, 1])
})
