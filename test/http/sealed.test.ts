import { generateKeyPairSync } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { readOpener, unseal, unwrapKey } from '../../src/audit/seal-box.ts'
import { sealStore } from '../../src/audit/seal-store.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { lanPolicy } from '../harness/a-policy.ts'
import { filesIn, recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* What a policy seals, with the real process: content is in encrypted files and nowhere else. */

jest.setTimeout(60_000)
const POLICY = lanPolicy('sealing', {
  rest: 'obligations: [{ id: kept, at: [lan], when: { caller.department: [sales] }, seal: true, because: a supervised desk }]',
})
const CANARY = 'the heron at the weir counts seventeen reeds'
const pair = generateKeyPairSync('x25519')
let node: FakeNode
let cordon: Cordon
beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m] }] } }
models: { m: [{ destination: lan, model: m }] }
`
  const prepared = (dir: string) =>
    writeFileSync(join(dir, 'auditor.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
  cordon = await startCordon({ yaml, policy: POLICY, deadline: '5s, seal: { recipients: [auditor.pem] }', prepared })
})
afterAll(async () => {
  await cordon.stop()
  await node.stop()
  removeDir(cordon.dir)
})

const ask = async (claims: Readonly<{ department?: string }>, more: Readonly<{ stream?: boolean }> = {}) =>
  cordon.ask(
    { model: 'm', messages: [{ role: 'user', content: CANARY }], ...more },
    { token: await cordon.token(claims) },
  )
const holding = () => filesIn(cordon.dir).filter(({ bytes }) => bytes.includes(CANARY))
const opened = async (
  dir: string,
  record: { request: string; sha256: string; caller: string },
  part: 'prompt' | 'answer',
) => {
  const store = sealStore(dir)
  const secret = readOpener(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const key = await unwrapKey((await store.getKey(record)) ?? '', secret)
  return Buffer.from(
    await unseal((await store.get(record.sha256)) ?? '', key, { request: record.request, part }),
  ).toString()
}

test('nothing is kept of a request that no obligation seals', async () => {
  expect((await ask({ department: 'it' })).status).toBe(200)
  expect(existsSync(join(cordon.dir, 'audit.sealed'))).toBe(false)
  expect(holding()).toEqual([])
})

type Record = { type: string; request: string; caller: { id: string }; sealed?: { sha256: string } }
async function lastOf(type: string): Promise<Record> {
  for (let tries = 0; tries < 400; tries += 1) {
    const records = recordsIn(cordon.auditDir) as unknown as readonly Record[]
    const decision = records.findLast((record) => record.type === 'decision')
    const found = records.find((record) => record.type === type && record.request === decision?.request)
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error(`there is no ${type}`)
}

test.each([{}, { stream: true }])(
  'prompt and answer are sealed for the auditor, and stand nowhere else: %j',
  async (more) => {
    const answer = await ask({}, more)
    expect(answer.status).toBe(200)
    const text = await answer.text()
    const [decision, outcome] = [await lastOf('decision'), await lastOf('outcome')]
    const { request, caller: { id: caller } } = decision // prettier-ignore
    const dir = join(cordon.dir, 'audit.sealed')
    await expect(opened(dir, { request, caller, sha256: decision.sealed?.sha256 ?? '' }, 'prompt')).resolves.toContain(CANARY) // prettier-ignore
    await expect(opened(dir, { request, caller, sha256: outcome.sealed?.sha256 ?? '' }, 'answer')).resolves.toBe(text)
    expect(holding()).toEqual([])
    expect(cordon.output()).not.toContain(CANARY)
  },
)

test('a prompt that cannot be sealed goes nowhere', async () => {
  const dir = join(cordon.dir, 'audit.sealed')
  rmSync(dir, { recursive: true })
  writeFileSync(dir, 'in the way')
  const before = node.received.length
  expect((await ask({})).status).toBe(503)
  expect(node.received.length).toBe(before)
})
