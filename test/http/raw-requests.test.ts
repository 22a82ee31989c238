import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { besideANode } from '../harness/beside-a-node.ts'
import type { BesideANode } from '../harness/beside-a-node.ts'
import { recordsIn } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { until } from '../harness/until.ts'

/* Requests as no client library writes them, byte by byte: each is answered, and each has exactly one decision in the ledger. */

let it: BesideANode
let cordon: Cordon
let token: string

beforeAll(async () => {
  it = await besideANode()
  ;({ cordon, token } = it)
}, 60_000)

afterAll(() => it.stop(), 60_000)

const BODY = '{"model":"m","messages":[{"role":"user","content":"hi"}]}'
const LENGTH = `Content-Length: ${String(BODY.length)}\r\n`
const CHUNKED = 'Transfer-Encoding: chunked\r\n'
const CHUNK = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n`

type Sent = {
  readonly line?: string
  readonly host?: string
  readonly more?: string
  readonly body?: string
  readonly last?: boolean
}
function written({ line = 'POST /v1/chat/completions HTTP/1.1', host = 'Host: c\r\n', ...rest }: Sent): string {
  const { more = LENGTH, body = BODY, last = true } = rest
  const head = `Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n`
  return `${line}\r\n${host}${head}${more}${last ? 'Connection: close\r\n' : ''}\r\n${body}`
}

/** Everything that comes back until Cordon closes. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(cordon.url).port), '127.0.0.1', () => socket.write(text))
    socket.setTimeout(20_000, () => reject(new Error(`still open after: ${answer}`)))
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
    socket.on('close', () => resolve(answer))
    socket.on('error', () => {})
  })
}

const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
const decisions = () => recordsIn(cordon.auditDir).filter(({ type }) => type === 'decision')

const ROWS: readonly { readonly name: string; readonly sent: readonly Sent[]; readonly want: readonly number[] }[] = [
  { name: 'expects to be told to go on', sent: [{ more: `${LENGTH}Expect: 100-continue\r\n` }], want: [100, 200] },
  { name: 'expects something else', sent: [{ more: `${LENGTH}Expect: 200-ok\r\n` }], want: [200] },
  {
    name: 'is HTTP/1.0, without a host',
    sent: [{ line: 'POST /v1/chat/completions HTTP/1.0', host: '' }],
    want: [200],
  },
  { name: 'names another server', sent: [{ line: 'POST http://evil.test/v1/chat/completions HTTP/1.1' }], want: [200] },
  { name: 'raises its level in a trailer', sent: [{ more: CHUNKED, body: `${CHUNK}x-cordon-level: x\r\n\r\n` }], want: [200] }, // prettier-ignore
  { name: 'has no host', sent: [{ host: '' }], want: [400] },
  { name: 'has two hosts', sent: [{ host: 'Host: a\r\nHost: b\r\n' }], want: [400] },
  { name: 'wants a tunnel', sent: [{ line: 'CONNECT evil.test:443 HTTP/1.1', more: '', body: '' }], want: [405] },
  { name: 'has a path that is badly escaped', sent: [{ line: 'GET /v1/models/%zz HTTP/1.1', more: '', body: '' }], want: [400] }, // prettier-ignore
  { name: 'goes wrong in its first chunk', sent: [{ more: CHUNKED, body: `zz\r\n${BODY}` }], want: [400] },
  { name: 'goes wrong in its second chunk', sent: [{ more: CHUNKED, body: '5\r\n{"mod\r\nXX\r\n' }], want: [400] },
  { name: 'has an endless chunk extension', sent: [{ more: CHUNKED, body: CHUNK.replace('\r', `;x=${'a'.repeat(20_000)}\r`) }], want: [400] }, // prettier-ignore
  { name: 'is followed by another', sent: [{ last: false }, {}], want: [200, 200] },
  { name: 'is followed by what is no request', sent: [{ last: false }, { line: 'no request' }], want: [200, 400] },
]

test.each(ROWS)(
  'a request that $name is answered with $want',
  async ({ sent, want }) => {
    const before = decisions().length
    const answer = await exchange(sent.map(written).join(''))
    expect(statuses(answer)).toEqual(want)
    expect(decisions().length - before).toBe(sent.length)
  },
  30_000,
)

test('a request that breaks off in its body has one record, too', async () => {
  const before = decisions().length
  const socket = connect(Number(new URL(cordon.url).port), '127.0.0.1', () => {
    socket.end(written({ body: BODY.slice(0, 9) }))
  })
  await new Promise((closed) => socket.resume().on('error', closed).on('close', closed))
  await until(() => decisions().length > before)
  await cordon.ask('{}') // whatever else was to be written stands before this one's
  expect(decisions().length - before).toBe(2)
}, 30_000)
