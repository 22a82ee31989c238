import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { withoutColour } from './an-io.ts'

/* Every command of docs/policies.md is run in one folder, one after the other, by the real process; and says what the page shows. */

jest.setTimeout(60_000)
const page = readFileSync('docs/policies.md', 'utf8')
const commands = [...page.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ cordon /m)
    .slice(1)
    .map((text) => ({ command: text.split('\n')[0] ?? '', shown: text.split('\n').slice(1).join('\n') })),
)
const HELLO = { model: 'm', messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }
const SSN = { model: 'm', messages: [{ role: 'user', content: 'My SSN is 536-22-8726.' }] }

let node: FakeNode
let cordon: Cordon
let yaml: string

beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m] }] } }
models: { m: [{ destination: lan, model: m }] }
`
  const policy = readFileSync('policies/default.yaml', 'utf8')
  const before = await startCordon({ yaml, policy })
  for (const body of [HELLO, SSN, HELLO]) expect((await before.ask(body)).status).toBe(200)
  await before.stop()
  cordon = before
  for (const name of ['ann', 'bob']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    put(`${name}.pem`, String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
    put(`${name}.pub.pem`, String(publicKey.export({ type: 'spki', format: 'pem' })))
  }
  put('claims.json', '{"role":"employee","department":"sales"}')
  put('request.json', JSON.stringify(SSN))
  const config = readFileSync(join(cordon.dir, 'cordon.yaml'), 'utf8').replace('./policy.yaml', 'acme/policy.yaml')
  put('cordon.yaml', `${config}approval: { need: 2, approvers: { ann: ann.pub.pem, bob: bob.pub.pem } }\n`)
})
afterAll(async () => {
  await node.stop()
  removeDir(cordon.dir)
})

const put = (name: string, text: string) => writeFileSync(join(cordon.dir, name), text)

function start(command: string) {
  const [words = '', stdin] = command.split(' < ')
  const child = spawn(process.execPath, [resolve('src/main.ts'), ...words.split(' ')], { cwd: cordon.dir, env: { PATH: process.env['PATH'] } }) // prettier-ignore
  child.stdin.end(stdin === undefined ? '' : readFileSync(join(cordon.dir, stdin)))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8'))) // prettier-ignore
  const exited = new Promise<number | null>((done) => child.once('close', done))
  return { child, exited, output: () => output }
}

/** Lines that the page shows, in their order, with anything in place of `…`; numbers may have changed. */
function shows(shown: string): RegExp {
  const escaped = shown.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\d+/g, '\\d+') // prettier-ignore
  return new RegExp(escaped.replace(/…/g, '[\\s\\S]*'))
}

describe('docs/policies.md', () => {
  test('has ten commands', () => {
    expect(commands.length).toBe(10)
  })

  test.each(commands.slice(0, 9).map(({ command }, index) => ({ command, index })))('$command', async ({ index }) => {
    const { command = '', shown = '' } = commands[index] ?? {}
    const { exited, output } = start(command)
    expect([await exited, withoutColour(output())]).toEqual([0, expect.stringMatching(shows(shown))])
  })

  test('and the last one puts the policy in force, approved by both', async () => {
    const { command = '' } = commands[9] ?? {}
    expect(command).toBe('serve --config cordon.yaml')
    const { child, exited, output } = start(command)
    try {
      let url: string | undefined
      for (let tries = 0; tries < 400 && url === undefined && child.exitCode === null; tries += 1) {
        await new Promise((done) => setTimeout(done, 50))
        url = /"caller":"(http:[^"]+)"/.exec(output())?.[1]
      }
      expect([url, output()]).toEqual([expect.any(String), expect.anything()])
      const headers = { authorization: `Bearer ${await cordon.token()}`, 'content-type': 'application/json' }
      const answer = await fetch(`${url ?? ''}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify(SSN) }) // prettier-ignore
      expect([answer.status, answer.headers.get('x-cordon-level')]).toEqual([200, 'restricted'])
    } finally {
      child.kill('SIGTERM')
      await exited
    }
    const records = recordsIn(cordon.auditDir)
    const last = records.findLast(({ type }) => type === 'decision')
    expect(last?.['policy']).toMatchObject({ id: 'starter', version: '1' })
    expect(records.findLast(({ event }) => event === 'start')).toMatchObject({ policy: { approved: { author: 'carl', approvers: ['ann', 'bob'] } } }) // prettier-ignore
  })

  test('shows a test that passes beside the starter policy', async () => {
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
    put('acme/shown.test.yaml', text)
    const { exited, output } = start('policy test acme/policy.yaml')
    expect([await exited, output()]).toEqual([0, expect.stringMatching(/shown\.test\.yaml\S*\nok {4}what is in a Messages request is found/)]) // prettier-ignore
  })
})
