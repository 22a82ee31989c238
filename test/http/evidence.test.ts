import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPrivateKey } from 'node:crypto'
import { afterEach, expect, jest, test } from '@jest/globals'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { checkStatement } from '../../src/audit/prove/check-statement.ts'
import { verifyConsistency } from '../../src/console/lib/verify/consistency.ts'
import { verifyProofFile } from '../../src/console/lib/verify/proof-file.ts'
import { Consistency, EvidenceState, StatementResult, Verification } from '../../src/contract/evidence.ts'
import { publicPem } from '../audit/a-signed-ledger.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* Evidence of a process at work: what it says of its ledger can be checked with nothing but its public key. */

const policy = readFileSync('policies/default.yaml', 'utf8').replace(/\ntests:[^]*/, '\n')
const HELLO = { model: 'm', messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }
jest.setTimeout(90_000)
let open: { cordon: Cordon; node: FakeNode } | null = null

afterEach(async () => {
  await open?.cordon.stop('SIGKILL')
  await open?.node.stop()
  if (open !== null) removeDir(open.cordon.dir)
  open = null
})

async function start(): Promise<Cordon> {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
`
  const more = `key: audit.pem, readers: [{ when: { caller.role: [ciso] }, read: all }], witnesses: [{ name: near, file: ./kept.notes }, { name: far, file: ./nowhere/kept.notes }]` // prettier-ignore
  const prepared = (dir: string) => {
    const path = join(dir, 'cordon.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('key: audit.pem', more))
  }
  open = { cordon: await startCordon({ yaml, policy, prepared }), node }
  return open.cordon
}

const adminOf = (it: Cordon) => /"admin":"([^"]+)"/.exec(it.output())?.[1] ?? ''

async function until<T>(look: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look()
    if (isThere(found)) return found
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('it never came')
}

test('what a process says of its ledger holds, with its public key alone', async () => {
  const it = await start()
  const headers = { authorization: `Bearer ${await it.token({ role: 'ciso' })}`, 'content-type': 'application/json' }
  const ask = (path: string) => fetch(adminOf(it) + path, { headers })
  const state = async () => EvidenceState.parse(await (await ask('/admin/evidence')).json())
  const job = async (path: string, body: object) => {
    const started = await fetch(adminOf(it) + path, { method: 'POST', headers, body: JSON.stringify(body) })
    const { job: id } = (await started.json()) as { readonly job: string }
    const look = async () => (await (await ask(`/admin/jobs/${id}?wait=5`)).json()) as { readonly state: string; readonly result: unknown } // prettier-ignore
    return { id, ...(await until(look, ({ state }) => state !== 'running')) }
  }

  const before = await until(state, ({ checkpoint }) => checkpoint !== null)
  const answered = await it.ask(HELLO)
  const request = answered.headers.get('x-request-id') ?? ''
  expect(answered.status).toBe(200)
  it.process.kill('SIGHUP') // a reload is followed by a checkpoint
  const now = await until(state, ({ checkpoint }) => (checkpoint?.size ?? 0) > (before.checkpoint?.size ?? 0))

  const key = publicPem(createPrivateKey(readFileSync(join(it.dir, 'audit.pem'))))
  const given = { keys: key, from: 'given' } as const
  expect(now.keys[0]?.vkey.startsWith('cordon.test/1+')).toBe(true)
  const [from, to] = [before.checkpoint?.size ?? 0, now.checkpoint?.size ?? 0]
  const proof = Consistency.parse(await (await ask(`/admin/evidence/consistency?from=${String(from)}&to=${String(to)}`)).json()) // prettier-ignore
  expect(await verifyConsistency(proof, { from, to }, given)).toMatchObject({ verdict: 'holds' })
  expect(await verifyConsistency(proof, { from, to }, { keys: now.keys[0]?.vkey ?? '', from: 'told' })).toMatchObject({ verdict: 'holds' }) // prettier-ignore
  const file = await (await ask(`/admin/records/${request}/proof`)).text()
  expect(await verifyProofFile(file, given)).toMatchObject({ verdict: 'holds', record: { fields: { request } } })

  const seen = await until(state, ({ witnesses: [near] }) => near?.state === 'in_order')
  expect(seen.witnesses).toMatchObject([{ name: 'near', kind: 'file', size: seen.checkpoint?.size }, { name: 'far', state: 'failing', size: null }]) // prettier-ignore

  const checked = Verification.parse((await job('/admin/evidence/verification', {})).result)
  expect(checked.report).toMatchObject({ verdict: 'fine', origin: 'cordon.test/1', keys: [expect.any(String)] })
  const made = await job('/admin/evidence/statement', { levels: ['restricted'], to: ['cloud'] })
  expect(StatementResult.parse(made.result)).toMatchObject({ kind: 'made', answer: 'none', counts: { decisions: 1 } })
  const statement = await (await ask(`/admin/jobs/${made.id}/file`)).text()
  expect(await it.stop()).toBe(0)
  expect(await checkStatement(statement, readPinnedKeys(key), it.auditDir)).toMatchObject({ holds: true, recounted: true }) // prettier-ignore
})
