import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { until } from '../harness/until.ts'

/* Starting, reading again, and stopping: with the real process and real signals. */

// Without its own tests, which would keep a changed policy from coming into force.
const policy = readFileSync('policies/default.yaml', 'utf8').replace(/\ntests:[^]*/, '\n')
const HELLO = { model: 'm', messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }
jest.setTimeout(20_000)
let open: { cordon: Cordon; node: FakeNode } | null = null

async function start(): Promise<{ cordon: Cordon; node: FakeNode }> {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
`
  open = { cordon: await startCordon({ yaml, policy }), node }
  return open
}

afterEach(async () => {
  await open?.cordon.stop('SIGKILL')
  await open?.node.stop()
  if (open !== null) removeDir(open.cordon.dir)
  open = null
})

const cordon = (...args: readonly string[]) =>
  spawnSync(process.execPath, [resolve('src/main.ts'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })

describe('a stop', () => {
  test('lets running requests end, records them, and exits with 0', async () => {
    const { cordon: it, node } = await start()
    let answer = () => {}
    node.behave({ kind: 'custom', handle: (_received, res) => (answer = () => res.setHeader('content-type', 'application/json').end('{"choices":[]}')) }) // prettier-ignore
    const asked = it.ask(HELLO)
    await until(() => node.received.length === 1)
    const stopped = it.stop()
    await until(() => it.output().includes('"stopping"'))
    await expect(it.ask(HELLO)).rejects.toThrow() // the door is closed to new requests
    answer()
    expect((await asked).status).toBe(200)
    expect(await stopped).toBe(0)
    const types = recordsIn(it.auditDir).map(({ type, event, status }) =>
      [type, event ?? status].filter((part) => part !== undefined).join(' '),
    )
    expect(types.filter((type) => type !== 'checkpoint.pre')).toEqual([
      'lifecycle start',
      'decision',
      'outcome 200',
      'heartbeat',
      'lifecycle stop',
    ])
    const beat = recordsIn(it.auditDir).find(({ type }) => type === 'heartbeat')
    expect(beat).toMatchObject({ requests: 1, decisions: 1, permits: 1, outcomes: 1, sent: 1, counted: 0 })
    expect(types.at(-1)).toBe('checkpoint.pre')
    expect(cordon('audit', 'verify', it.auditDir).status).toBe(0)
  })
})

describe('reading again', () => {
  test('takes a valid policy from the next request on, and records its digest', async () => {
    const { cordon: it } = await start()
    const file = join(it.dir, 'policy.yaml')
    writeFileSync(file, policy.replace('employee, developer, analyst, clinician', 'developer, analyst, clinician'))
    expect((await it.ask(HELLO)).status).toBe(200)
    it.process.kill('SIGHUP')
    await until(() => it.output().includes('were read again'))
    expect((await it.ask(HELLO)).status).toBe(403)
    const records = recordsIn(it.auditDir)
    const digests = records
      .filter(({ type }) => type === 'decision')
      .map(({ policy }) => (policy as { sha256: string }).sha256)
    expect(new Set(digests).size).toBe(2)
    const reload = records.find(({ event }) => event === 'reload') as { policy: { sha256: string } } | undefined
    expect(reload?.policy.sha256).toBe(digests[1])
  })

  test.each([
    {
      name: 'a policy with a typo',
      file: 'policy.yaml',
      change: (text: string) => text.replace('rules:', 'rulse:'),
      says: 'rulse',
    },
    {
      name: 'a configuration that the policy forbids',
      file: 'cordon.yaml',
      change: (text: string) => text.replace(/http:\/\/127\.0\.0\.1:\d+/, 'http://8.8.8.8:8000'),
      says: 'outside',
    },
    { name: 'a configuration that is gone', file: 'cordon.yaml', change: () => '', says: 'cordon.yaml' },
  ])('$name leaves what was running in place, and says what is wrong', async ({ file, change, says }) => {
    const { cordon: it } = await start()
    const path = join(it.dir, file)
    writeFileSync(path, change(readFileSync(path, 'utf8')))
    it.process.kill('SIGHUP')
    await until(() => it.output().includes('what was running goes on'))
    expect(it.output()).toContain(says)
    expect((await it.ask(HELLO)).status).toBe(200)
    expect(recordsIn(it.auditDir).some(({ event }) => event === 'reload_refused')).toBe(true)
  })
})

describe('a start', () => {
  test('is refused to a second writer of the same ledger, in one sentence', async () => {
    const { cordon: it } = await start()
    const second = cordon('serve', '--config', join(it.dir, 'cordon.yaml'))
    expect(second.status).toBe(1)
    expect(second.stderr).toMatch(/^cordon: another process is writing to the ledger/m)
    expect(second.stderr.trim().split('\n').length).toBeLessThan(4)
    expect((await it.ask(HELLO)).status).toBe(200)
  })

  test('is refused with a proxy in the environment, without repeating its value', async () => {
    const { cordon: it } = await start()
    const args = [resolve('src/main.ts'), 'serve', '--config', join(it.dir, 'cordon.yaml')]
    const env = { PATH: process.env['PATH'], HTTPS_PROXY: 'http://user:hunter2@proxy' }
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
    expect([status, stderr.includes('HTTPS_PROXY'), stderr.includes('hunter2')]).toEqual([1, true, false])
  })

  test.each([
    { name: 'no configuration', args: ['serve'], status: 2, says: '--config' },
    { name: 'an unknown command', args: ['serv'], status: 2, says: 'serv' },
    { name: 'a switch for stand-ins', args: ['serve', '--config', 'x', '--stand-ins'], status: 2, says: 'stand-ins' },
    {
      name: 'a configuration that is not there',
      args: ['serve', '--config', 'none.yaml'],
      status: 1,
      says: 'none.yaml',
    },
  ])('is refused with $name', ({ args, status, says }) => {
    const ran = cordon(...args)
    expect(ran.status).toBe(status)
    expect(ran.stderr).toContain(says)
    expect(ran.stderr).not.toMatch(/\bat .*:\d+:\d+/)
  })
})
