import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { auditTail } from '../../src/command/audit-tail.ts'
import { audit } from '../../src/command/audit.ts'
import type { Io } from '../../src/command/io.ts'
import { newDir } from '../audit/a-ledger.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'
import { runWith } from './an-io.ts'

const ISSUER = 'https://idp.example'
const key = join(newDir(), 'audit.pem')
let dir = ''

beforeAll(async () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  writeFileSync(key, pem, { mode: 0o600 })
  const caller = pseudonyms(Buffer.from(pem)).caller(ISSUER, 'ann')
  const now = () => Date.parse('2026-11-20T08:00:00Z')
  dir = await askedLedger(
    [
      { request: 'req_a', entities: ['PERSON'], caller },
      { request: 'req_b', level: 'restricted', entities: ['US_SSN'] },
      { request: 'req_c', to: 'openrouter', team: ['\u001b[31mred\u202e'] },
      { request: 'req_d', effect: 'deny' },
      { request: 'req_e', result: null },
    ],
    { now },
  )
})

const run = (args: readonly string[], options = {}) => runWith(audit, args, options)

describe('audit query', () => {
  test('shows a page for people, newest first', async () => {
    const { code, out } = await run(['query', dir])
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toMatch(/^time +request +effect +level +destination/)
    expect(out.match(/req_./g)).toEqual(['req_e', 'req_d', 'req_c', 'req_b', 'req_a'])
  })

  test('shows nothing that could move a cursor', async () => {
    const { out } = await run(['query', dir, '--team', '\u001b[31mred\u202e'])
    expect(out).toContain('�[31mred�')
  })

  const rows: readonly (readonly [string, readonly string[], string])[] = [
    ['level', ['--level', 'restricted'], 'req_b'],
    ['entity', ['--entity', 'PERSON'], 'req_a'],
    ['zone', ['--to', 'cloud'], 'req_c'],
    ['caller by name', ['--issuer', ISSUER, '--subject', 'ann', '--key', key], 'req_a'],
    ['time', ['--since', '2026-11-21'], ''],
    ['time and effect', ['--since', '2d', '--effect', 'deny'], 'req_d'],
  ]
  test.each(rows)('finds by %s, as JSON Lines', async (_what, args, expected) => {
    const { out } = await run(['query', dir, ...args, '--json'])
    const found = out.split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { request: string }).request) // prettier-ignore
    expect(found.join(' ')).toBe(expected)
  })

  test('pages go on where the last one ended', async () => {
    const first = await run(['query', dir, '--limit', '3', '--json'])
    const [, cursor = ''] = /--after (\S+)/.exec(first.err) ?? []
    const second = await run(['query', dir, '--limit', '3', '--json', '--after', cursor])
    expect(`${first.out}${second.out}`.match(/req_./g)?.join('')).toBe('req_ereq_dreq_creq_breq_a')
    expect(second.err).toBe('')
  })

  test('counts', async () => {
    const { out } = await run(['query', dir, '--count-by', 'level,destination', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      requests: 5,
      groups: [{ by: { level: 'internal', destination: 'lan' }, requests: 2 }, {}, {}, {}],
    })
    const { out: text } = await run(['query', dir, '--count-by', 'day'])
    expect(text).toContain('2026-11-20')
  })

  test('keeps its index in a file of choice', async () => {
    const index = join(newDir(), 'index.sqlite')
    const runs = [await run(['query', dir, '--index', index]), await run(['query', dir, '--index', index])]
    expect(runs[0]?.out).toBe(runs[1]?.out)
  })

  test.each([
    [['--effect', 'allow'], '--effect is one of permit, deny, refuse'],
    [['--outcome', 'done'], '--outcome is one of answered'],
    [['--to', 'moon'], '--to is one of lan, cloud, unknown'],
    [['--count-by', 'colour'], '--count-by takes up to four of caller'],
    [['--limit', '0'], '--limit takes a number from 1 to 1000'],
    [['--since', 'soon'], '--since takes a day'],
    [['--after', 'nonsense'], '--after is not a cursor'],
    [['--subject', 'ann'], '--issuer, --subject and --key'],
    [['--index', 'INSIDE'], 'may not lie in the ledger'],
  ])('refuses %j', async (args, says) => {
    const given = args.map((one) => (one === 'INSIDE' ? join(dir, 'seg', 'index') : one))
    await expect(run(['query', dir, ...given])).rejects.toThrow(says)
  })
})

describe('audit tail', () => {
  test('tells the last requests, a line each', async () => {
    const { out } = await run(['tail', dir])
    expect(out.split('\n').slice(0, -1).map((line) => line.replace(/^\S+ \S+ {2}/, ''))).toEqual([
      expect.stringMatching(/^sent {5}req_a {2}internal · → lan · rule staff · PERSON · ps1_\S+ sales acme · answered 200 in 13 ms$/),
      expect.stringMatching(/^sent {5}req_b {2}restricted · → lan/),
      expect.stringMatching(/^sent {5}req_c {2}internal · → openrouter \(mistral\)/),
      expect.stringMatching(/^denied {3}req_d {2}internal · rule stays/),
      expect.stringMatching(/^unsure {3}req_e .* open$/),
    ]) // prettier-ignore
  })

  test('tells as many as are asked for, as JSON too', async () => {
    const { out } = await run(['tail', dir, '--limit', '1', '--json'])
    expect(out.split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { request: string }).request)).toEqual(['req_d', 'req_e']) // prettier-ignore
  })
})

test('audit tail --follow tells what happens from now on, until it is stopped', async () => {
  const live = await askedLedger([{ request: 'req_1' }])
  let stop = (_signal: string) => {}
  const stopped = new Promise<string>((resolve) => (stop = resolve))
  let out = ''
  const seen = (text: string) => {
    out += text
    if (out.includes('req_2')) stop('SIGINT')
  }
  const io = { ...quiet, out: seen, stopped }
  const running = auditTail([live, '--follow'], io)
  while (!out.includes('req_1')) await new Promise((resolve) => setTimeout(resolve, 10))
  await askedLedger([{ request: 'req_2' }], {}, live)
  expect(await running).toBe(0)
  expect(out.match(/req_./g)).toEqual(['req_1', 'req_2'])
}, 30_000)

const quiet: Io = {
  stdin: (async function* () {})(),
  ...{ out: () => {}, err: () => {}, env: {}, colour: false, now: () => 0, pid: 1 },
  ...{ stopped: new Promise<string>(() => {}), onReload: () => {} },
}
