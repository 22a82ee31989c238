import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { fakeNode, listOf } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { fakePresidio } from '../fakes/presidio.ts'
import type { FakePresidio } from '../fakes/presidio.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* Engines beside the detectors, with the real process. */

jest.setTimeout(30_000)

const POLICY = `
policy: engines
version: "1"
owners: [test@example.com]
levels: [public, internal, restricted]
pinFrom: restricted
unread: restricted
detect:
  US_SSN: { level: restricted }
  EMAIL_ADDRESS: { level: internal }
  NRP: { level: internal }
  DIAGNOSIS: { level: restricted }
destinations: { lan: { zone: lan, maxLevel: restricted } }
rules: [{ id: staff, allow: [lan], when: { caller.role: [employee] }, because: staff may }]
tests: [{ it: staff may, caller: { role: employee }, prompt: Hello., expect: { to: lan } }]
`

type Open = { readonly cordon: Cordon; readonly node: FakeNode; readonly analyzer: FakePresidio }
let open: Open | null = null

async function start(
  engines: (analyzer: FakePresidio) => string,
  policy = POLICY,
  prepared: (dir: string) => void = () => {},
): Promise<Open> {
  const node = await fakeNode({ kind: 'answer' })
  const analyzer = await fakePresidio({ Quaker: 'NRP', 'zanzibar fever': 'DIAGNOSIS' })
  node.get['/v1/models'] = listOf(['m', 'j'])
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
${engines(analyzer)}`
  const cordon = await startCordon({ yaml, policy, prepared }).catch(async (cause: unknown) => {
    await Promise.all([node.stop(), analyzer.stop()])
    throw cause
  })
  return (open = { cordon, node, analyzer })
}

afterEach(async () => {
  await open?.cordon.stop('SIGKILL')
  await Promise.all([open?.node.stop(), open?.analyzer.stop()])
  if (open !== null) removeDir(open.cordon.dir)
  open = null
})

const presidio = ({ url }: FakePresidio) =>
  `engines: { p: { kind: presidio, destination: lan, url: "${url.origin}", entities: { NRP: NRP, DIAGNOSIS: DIAGNOSIS }, timeout: 500ms } }`
const judge = () => 'engines: { j: { kind: judge, destination: lan, model: j, types: [DIAGNOSIS], timeout: 5s } }'

async function levelOf({ cordon }: Open, content: string): Promise<string | null> {
  const answer = await cordon.ask({ model: 'm', messages: [{ role: 'user', content }] })
  expect(answer.status).toBe(200)
  return answer.headers.get('x-cordon-level')
}
const last = ({ cordon }: Open) => recordsIn(cordon.auditDir).findLast(({ type }) => type === 'decision')

describe('a Presidio analyzer', () => {
  test('raises what the detectors left low, is not asked about what is at the top, and is named in records', async () => {
    const house = await start(presidio)
    expect(await levelOf(house, 'Hello there.')).toBe('public')
    expect(await levelOf(house, 'He is a Quaker 😀.')).toBe('internal')
    expect(await levelOf(house, '😀 It is zanzibar fever.')).toBe('restricted')
    expect(last(house)?.['findings']).toMatchObject([{ type: 'DIAGNOSIS', count: 1, detectors: ['engine:p'] }])
    const asked = house.analyzer.asked.length
    expect(await levelOf(house, 'SSN 536-22-8726, a Quaker.')).toBe('restricted')
    expect(house.analyzer.asked.length).toBe(asked)
  })

  test('that fails makes a prompt count as the top, and the record says which engine', async () => {
    const house = await start(presidio)
    house.analyzer.trouble = (res) => void res.writeHead(500).end('{}')
    expect(await levelOf(house, 'Hello there.')).toBe('restricted')
    expect(last(house)?.['failed']).toEqual([{ detector: 'engine:p', why: 'threw' }])
    house.analyzer.trouble = () => {}
    expect(await levelOf(house, 'Hello again.')).toBe('restricted')
    expect(last(house)?.['failed']).toEqual([{ detector: 'engine:p', why: 'timed_out' }])
    house.analyzer.trouble = null
    expect(await levelOf(house, 'Hello there.')).toBe('public')
  })

  test('is asked about what is at the top, when a rule asks for what it may find', async () => {
    const denial = '{ id: no-nrp, deny: [lan], when: { finding: [NRP] }, because: agreed }'
    const house = await start(presidio, POLICY.replace('rules: [', `rules: [${denial}, `))
    const ask = (content: string) => house.cordon.ask({ model: 'm', messages: [{ role: 'user', content }] })
    expect((await ask('SSN 536-22-8726')).status).toBe(200)
    expect((await ask('SSN 536-22-8726, a Quaker')).status).toBe(403)
  })

  test('outside of the network is a reason not to start', async () => {
    const start_ = start(({ url: _ }) => presidio({ url: new URL('http://8.8.8.8:5002') } as FakePresidio))
    await expect(start_).rejects.toThrow(/the engine "p": it is outside of what the policy allows/)
  })
})

test('a model that cannot be loaded lets Cordon start, is told of, and makes every prompt count as the top', async () => {
  const house = await start(
    () => 'engines: { names: { kind: model, folder: ., entities: { PER: NRP } } }',
    POLICY,
    (dir) => writeFileSync(join(dir, 'config.json'), '{}'),
  )
  expect(house.cordon.output()).toContain('an engine cannot be loaded')
  expect(await levelOf(house, 'Hello there.')).toBe('restricted')
  expect(last(house)?.['failed']).toEqual([{ detector: 'engine:names', why: 'threw' }])
})

describe('a judge', () => {
  const verdict = (types: readonly string[], node: FakeNode) => {
    node.behave({
      kind: 'custom',
      handle: ({ body }, res) => {
        const isJudge = body['model'] === 'j'
        const content = isJudge ? JSON.stringify({ types }) : 'Hello.'
        const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }]
        res.writeHead(200, { 'content-type': 'application/json' })
        res.end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, model: body['model'], choices }))
      },
    })
  }
  const judged = ({ node }: Open) => node.received.filter(({ body }) => body['model'] === 'j').length

  test('is asked about what holds something, when it is not at the top, and only raises', async () => {
    const house = await start(judge)
    verdict(['DIAGNOSIS'], house.node)
    expect([await levelOf(house, 'Hello there.'), judged(house)]).toEqual(['public', 0])
    expect([await levelOf(house, 'SSN 536-22-8726'), judged(house)]).toEqual(['restricted', 0])
    expect([await levelOf(house, 'jane@acme.com is not well'), judged(house)]).toEqual(['restricted', 1])
    expect(last(house)?.['findings']).toMatchObject([{ type: 'DIAGNOSIS', detectors: ['engine:j'] }, { type: 'EMAIL_ADDRESS' }]) // prettier-ignore
    verdict([], house.node)
    expect([await levelOf(house, 'joe@acme.com is well'), judged(house)]).toEqual(['internal', 2])
  })

  test('that says something else makes a prompt count as the top', async () => {
    const house = await start(judge)
    verdict(['NOTHING'], house.node)
    expect(await levelOf(house, 'jane@acme.com is not well')).toBe('restricted')
    expect(last(house)?.['failed']).toEqual([{ detector: 'engine:j', why: 'invalid_finding' }])
  })
})
