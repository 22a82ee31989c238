import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { twoLevels } from '../harness/a-policy.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { until } from '../harness/until.ts'

/* How a policy comes into force, and what keeps it from doing so: with the real process and real files. */

jest.setTimeout(30_000)
const HELLO = { model: 'm', messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }

const policyOf = (version: string, roles = 'employee', expected = 'lan') => `${twoLevels('in-force', version)}
destinations: { lan: { zone: lan, maxLevel: restricted } }
rules: [{ id: staff, allow: [lan], when: { caller.role: [${roles}] }, because: staff may }]
tests: [{ it: staff may, caller: { role: ${roles} }, prompt: Hello., expect: { to: ${expected} } }]
`

let open: { cordon: Cordon; node: FakeNode } | null = null
async function start(more = '', prepare: (dir: string) => void = () => {}): Promise<Cordon> {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
${more}`
  const starting = startCordon({ yaml, policy: policyOf('1'), prepared: prepare })
  const cordon = await starting.catch(async (cause: unknown) => {
    await node.stop()
    throw cause
  })
  open = { cordon, node }
  return cordon
}

afterEach(async () => {
  await open?.cordon.stop('SIGKILL')
  await open?.node.stop()
  if (open !== null) removeDir(open.cordon.dir)
  open = null
})

const events = (cordon: Cordon) =>
  recordsIn(cordon.auditDir).flatMap(({ type, event }) => (type === 'lifecycle' ? [event] : []))
const put = (cordon: Cordon, text: string) => writeFileSync(join(cordon.dir, 'policy.yaml'), text)

describe('a policy file that changes', () => {
  test('comes into force by itself, and both are kept by their digests', async () => {
    const cordon = await start()
    expect((await cordon.ask(HELLO)).status).toBe(200)
    put(cordon, policyOf('2', 'clinician'))
    await until(() => events(cordon).includes('reload'))
    expect((await cordon.ask(HELLO)).status).toBe(403)
    const folder = join(cordon.auditDir, 'policies')
    const kept = readdirSync(folder)
    expect(kept.length).toBe(2)
    for (const name of kept) {
      const digest = createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')
      expect(name).toBe(`${digest}.json`)
    }
    const decided = recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision')
    const digests = decided.map(({ policy }) => `${(policy as { sha256: string }).sha256}.json`)
    expect(digests.toSorted()).toEqual(kept.toSorted())
  })

  test('and brings detectors along looks with them at what it saw before', async () => {
    const cordon = await start()
    const asked = { model: 'm', messages: [{ role: 'user', content: 'What of Bluebird?' }] }
    const level = async () => (await cordon.ask(asked)).headers.get('x-cordon-level')
    expect([await level(), await level()]).toEqual(['public', 'public'])
    const own =
      'detectors: { ACME_PROJECT: { words: [Bluebird], because: not announced } }\ndetect: { ACME_PROJECT: { level: restricted }, '
    put(cordon, policyOf('2').replace('detect: { ', own))
    await until(() => events(cordon).includes('reload'))
    expect(await level()).toBe('restricted')
    const [last] = recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision').slice(-1) // prettier-ignore
    expect(last?.['findings']).toMatchObject([{ type: 'ACME_PROJECT', count: 1, detectors: ['policy:ACME_PROJECT'] }])
  })

  test('and fails its own tests does not come into force', async () => {
    const cordon = await start()
    put(cordon, policyOf('2', 'clinician', '[]'))
    await until(() => events(cordon).includes('reload_refused'))
    await until(() => /test \\?"staff may\\?" fails/.test(cordon.output()))
    expect((await cordon.ask(HELLO)).status).toBe(200)
  })
})

test('a hundred reloads under load lose no request, and mix no policies', async () => {
  const cordon = await start()
  const policies = [policyOf('a', 'employee'), policyOf('b', 'employee, nurse', 'lan')].map((text) =>
    text.replace('caller: { role: employee, nurse }', 'caller: { role: nurse }'),
  )
  let over = false
  const statuses: number[] = []
  const worker = async () => {
    while (!over) statuses.push((await cordon.ask(HELLO)).status)
  }
  const workers = Array.from({ length: 8 }, worker)
  for (let turn = 1; turn <= 100; turn += 1) {
    put(cordon, policies[turn % 2] ?? '')
    cordon.process.kill('SIGHUP')
    await until(() => cordon.output().split('were read again').length > turn) // the ledger is too long to be read each time
  }
  over = true
  await Promise.all(workers)
  expect(statuses.length).toBeGreaterThan(100)
  expect(statuses.filter((status) => status !== 200)).toEqual([])
  const seen = recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision')
  const pairs = new Set(
    seen.map(({ policy }) =>
      JSON.stringify([(policy as { version: string }).version, (policy as { sha256: string }).sha256]),
    ),
  )
  expect(pairs.size).toBe(new Set(seen.map(({ policy }) => (policy as { sha256: string }).sha256)).size)
  expect(cordon.output()).not.toContain('not accepted')
}, 120_000)

describe('a candidate', () => {
  const candidate = 'candidate: { policy: next.yaml, until: 2099-01-31 }\n'

  test('is asked and recorded, and changes nothing', async () => {
    const cordon = await start(candidate, (dir) => writeFileSync(join(dir, 'next.yaml'), policyOf('next', 'clinician')))
    expect((await cordon.ask(HELLO)).status).toBe(200)
    const [decision] = recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision')
    expect(decision).toMatchObject({
      effect: 'permit',
      candidate: { would_permit: [], changes: true },
    })
  })

  test('that is broken is warned about, and not asked', async () => {
    const cordon = await start(candidate, (dir) => writeFileSync(join(dir, 'next.yaml'), 'rulse:'))
    expect(cordon.output()).toContain('the candidate policy is not tried')
    expect((await cordon.ask(HELLO)).status).toBe(200)
  })
})

describe('approvals', () => {
  const MAIN = resolve('src/main.ts')
  const cordonCli = (dir: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [MAIN, ...args], { cwd: dir, encoding: 'utf8', env: { PATH: process.env['PATH'] } })
  const sign = (dir: string, who: string, ...more: readonly string[]) =>
    cordonCli(dir, 'policy', 'sign', 'policy.yaml', '--key', `${who}.pem`, '--as', who, ...more)
  const withKeys = (dir: string) => {
    for (const who of ['ann', 'bob', 'carl']) {
      execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', join(dir, `${who}.pem`)])
      execFileSync('openssl', ['pkey', '-in', join(dir, `${who}.pem`), '-pubout', '-out', join(dir, `${who}.pub.pem`)])
    }
  }
  const approval = 'approval: { need: 2, approvers: { ann: ann.pub.pem, bob: bob.pub.pem, carl: carl.pub.pem } }\n'
  const approved = (serial: string) => (dir: string) => {
    withKeys(dir)
    expect(sign(dir, 'ann', '--author', 'carl', '--serial', serial).stderr).toBe('')
    expect(sign(dir, 'bob').status).toBe(0)
  }

  test('let a policy in, and are recorded', async () => {
    const cordon = await start(approval, approved('7'))
    expect((await cordon.ask(HELLO)).status).toBe(200)
    expect(recordsIn(cordon.auditDir)[0]).toMatchObject({
      policy: { approved: { serial: 7, author: 'carl', approvers: ['ann', 'bob'] } },
    })
  })

  test('are missed at a start', async () => {
    await expect(start(approval, withKeys)).rejects.toThrow('may not come into force')
  })

  test('do not hold for a policy that was changed, nor for an older one', async () => {
    const cordon = await start(approval, approved('7'))
    put(cordon, policyOf('2'))
    await until(() => events(cordon).includes('reload_refused'))
    await until(() => cordon.output().includes('which is not this policy'))
    writeFileSync(join(cordon.dir, 'policy.yaml.approvals.json'), '')
    const anew = join(cordon.dir, 'policy.yaml.approvals.json')
    execFileSync('rm', [anew])
    expect(sign(cordon.dir, 'ann', '--author', 'carl', '--serial', '6').status).toBe(0)
    expect(sign(cordon.dir, 'bob').status).toBe(0)
    cordon.process.kill('SIGHUP')
    await until(() => cordon.output().includes('have it approved with a higher one'))
    expect((await cordon.ask(HELLO)).status).toBe(200)
  })
})
