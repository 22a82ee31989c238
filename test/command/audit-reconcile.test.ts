import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, jest, test } from '@jest/globals'
import { audit } from '../../src/command/audit.ts'
import { newDir, open, permit } from '../audit/a-ledger.ts'
import { runWith } from './an-io.ts'

jest.setTimeout(60_000)

const START = Date.parse('2026-11-21T12:00:00Z')
const logs = newDir()
let dir = ''

const NODES = [
  { node: 'ms01', peer: '192.168.88.21:8000' },
  { node: 'ms02', peer: '192.168.88.22:11434' },
]

beforeAll(async () => {
  dir = newDir()
  let now = START
  const ledger = await open(dir, { now: () => now })
  for (let at = 0; at < 6; at += 1) {
    const { node, peer } = NODES[at % 2] ?? { node: '', peer: '' }
    now = START + at * 60_000
    await ledger.append({ ...permit(`r${String(at)}`), attempts: [{ to: 'lan', node, model: 'm' }] })
    now += 2000
    const attempt = { to: 'lan', node, model: 'm', result: 'answered', status: 200, peer, ms: 2000 }
    await ledger.append({ type: 'outcome', request: `r${String(at)}`, status: 200, result: 'answered', attempts: [attempt] }) // prettier-ignore
  }
  await ledger.append({ ...permit('cloud'), attempts: [{ to: 'openrouter', node: null, model: 'm' }] })
  await ledger.close()
})

const nginx = (minute: number, client = '10.0.0.7', status = 200) => `${client} - - [21/Nov/2026:12:0${String(minute)}:02 +0000] "POST /v1/messages HTTP/1.1" ${String(status)} 9 "-" "-"` // prettier-ignore
const gin = (minute: number, path = '/api/chat') => `[GIN] 2026/11/21 - 13:0${String(minute)}:01 | 200 | 1.9s | 10.0.0.7 | POST     "${path}"` // prettier-ignore
const probe = (time: string) => `10.0.0.7 - - [21/Nov/2026:${time} +0000] "GET /v1/models HTTP/1.1" 200 9 "-" "-"`

function aLog(lines: readonly string[], packed = false): string {
  const text = `${lines.join('\n')}\n`
  const path = join(logs, `${String(Math.random()).slice(2)}.log${packed ? '.gz' : ''}`)
  writeFileSync(path, packed ? gzipSync(text) : text)
  return path
}

const run = async (...args: readonly string[]) => {
  const { code, out } = await runWith(audit, ['reconcile', dir, '--json', ...args])
  const { fine, accounted, unaccounted, missing } = JSON.parse(out) as { fine: boolean; accounted: number; unaccounted: { line: number }[]; missing: { request: string }[] } // prettier-ignore
  return { code, fine, accounted, lines: unaccounted.map(({ line }) => line), missing: missing.map(({ request }) => request) } // prettier-ignore
}
const FINE = { code: 0, fine: true, lines: [], missing: [] }
const NGINX = [probe('11:00:00'), nginx(0), nginx(2), nginx(4), probe('13:00:00')]
const GIN = [gin(1), gin(3), gin(5)]

test('two logs that say what the records say', async () => {
  const both = ['--log', `ms01=${aLog(NGINX)}`, '--log', `ms02=${aLog(GIN, true)}`, '--zone', '+01:00']
  expect(await run(...both)).toEqual({ ...FINE, accounted: 6 })
})

test('a node may be named by its address, or not at all', async () => {
  expect(await run('--log', `192.168.88.21=${aLog(NGINX)}`)).toEqual({ ...FINE, accounted: 3 })
  expect(await run('--log', aLog(NGINX.slice(1, 4)))).toEqual({ ...FINE, accounted: 3, missing: ['r1', 'r3'], code: 1, fine: false }) // prettier-ignore
})

const BAD = { ...FINE, code: 1, fine: false, accounted: 3 }
const rows: readonly (readonly [string, readonly string[], readonly string[], object])[] = [
  ['a request that Cordon did not make', [...NGINX, nginx(3, '10.9.9.9')], [], { ...BAD, lines: [6] }],
  ['one that takes the place of another', NGINX.toSpliced(2, 1, nginx(3)), [], { ...BAD, accounted: 2, lines: [3], missing: ['r2'] }],
  ['another status', NGINX.toSpliced(2, 1, nginx(2, '10.0.0.7', 500)), [], { ...BAD, accounted: 2, lines: [3], missing: ['r2'] }],
  ['an answer that the node does not know of', NGINX.toSpliced(2, 1), [], { ...BAD, accounted: 2, missing: ['r2'] }],
  ['somebody else, at the right time', NGINX.toSpliced(2, 1, nginx(2, '10.9.9.9')), ['--from', '10.0.0.7'], { ...BAD, accounted: 2, lines: [3], missing: ['r2'] }],
  ['a line that cannot be read', [...NGINX, '10.0.0.7 "POST /v1/messages HTTP/1.1" soon'], [], BAD],
  ['a log of another kind', ['hello'], [], { ...BAD, accounted: 0 }],
  ['what was before is not asked for', [probe('11:00:00'), nginx(4), probe('13:00:00')], ['--since', '2026-11-21T12:03Z'], { ...FINE, accounted: 1 }],
] // prettier-ignore
test.each(rows)('%s', async (_what, lines, args, expected) => {
  expect(await run('--log', `ms01=${aLog(lines)}`, ...args)).toEqual(expected)
})

test('tells people, without what could move a cursor', async () => {
  const log = aLog([...NGINX.slice(0, 3), nginx(3, '\u001b[31m')])
  const { out } = await runWith(audit, ['reconcile', dir, '--log', `ms01=${log}`])
  expect(out).toContain(
    'not reconciled: 2 requests in the logs are accounted for, 1 are not; 0 recorded answers are in no log',
  )
  expect(out).toContain(`${log}:4`)
  expect(out).not.toContain('\u001b')
})

test.each([
  [[], 'needs --log'],
  [['--log', 'x', '--slack', 'long'], '--slack takes seconds'],
  [['--log', 'x', '--zone', 'CET'], '--zone takes an offset'],
])('refuses %j', async (args, says) => {
  await expect(runWith(audit, ['reconcile', dir, ...args])).rejects.toThrow(says)
})
