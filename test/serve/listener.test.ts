import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { listen } from '../../src/serve/listener.ts'
import type { Listener } from '../../src/serve/listener.ts'
import type { Problem } from '../../src/terms/problem.ts'
import { until } from '../harness/until.ts'

let reached = 0
const refused: Problem[] = []
let listener: Listener

beforeAll(async () => {
  listener = await listen({
    at: { host: '127.0.0.1', port: 0 },
    app: (req, res) => {
      reached += 1
      req.resume()
      res.end('reached')
    },
    refused: async (problem) => void refused.push(problem),
  })
})
afterAll(() => listener.stop(1000))

/** Sends raw bytes and returns everything until the server closes. */
function raw(text: string, port = listener.port): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setTimeout(5000, () => reject(new Error(`still open after: ${answer}`)))
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

const HEAD = 'POST /v1/chat/completions HTTP/1.1\r\nHost: cordon\r\n'

describe('a request that is not clean HTTP never reaches the app', () => {
  test.each([
    {
      name: 'length and chunked together',
      text: `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      status: 400,
    },
    { name: 'two different lengths', text: `${HEAD}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`, status: 400 },
    { name: 'a length that is no number', text: `${HEAD}Content-Length: 4x\r\n\r\nabcd`, status: 400 },
    { name: 'a space before the colon', text: `${HEAD}Content-Length : 4\r\n\r\nabcd`, status: 400 },
    { name: 'a folded header', text: `${HEAD}X-A: b\r\n c\r\nTransfer-Encoding : chunked\r\n\r\n`, status: 400 },
    { name: 'a NUL in a header', text: `${HEAD}X-A: b\u0000c\r\n\r\n`, status: 400 },
    { name: 'headers above the limit', text: `${HEAD}X-A: ${'a'.repeat(17 * 1024)}\r\n\r\n`, status: 431 },
    { name: 'no HTTP at all', text: '\u0016\u0003\u0001\u0002\u0000\r\n\r\n', status: 400 },
  ])('$name', async ({ text, status }) => {
    const [reachedBefore, refusedBefore] = [reached, refused.length]
    const answer = await raw(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} [\\s\\S]*Connection: close[\\s\\S]*"code":`))
    expect(reached).toBe(reachedBefore)
    expect(refused.length).toBe(refusedBefore + 1)
    expect(answer.length).toBeLessThan(1024)
  })
})

test('a malformed request that cannot be recorded gets no answer', async () => {
  const refusing = async () => Promise.reject(new Error('disk full'))
  const other = await listen({ at: { host: '127.0.0.1', port: 0 }, app: () => {}, refused: refusing })
  expect(await raw('nonsense\r\n\r\n', other.port)).toBe('')
  await other.stop(100)
})

test('a taken port is one clear sentence', async () => {
  const again = listen({ at: { host: '127.0.0.1', port: listener.port }, app: () => {}, refused: async () => {} })
  await expect(again).rejects.toThrow(`port ${String(listener.port)} on 127.0.0.1 is taken by another program`)
})

test('a stop does not wait for a connection over which nothing was ever asked', async () => {
  const other = await listen({ at: { host: '127.0.0.1', port: 0 }, app: () => {}, refused: async () => {} })
  const socket = connect(other.port, '127.0.0.1')
  await once(socket, 'connect')
  await Promise.all([other.stop(600_000), once(socket.resume(), 'close')])
}, 30_000)

describe('what is no request of HTTP', () => {
  const CONNECT = 'CONNECT evil.test:443 HTTP/1.1\r\nHost: cordon\r\n\r\n'

  test.each([
    { name: 'a tunnel', text: CONNECT },
    { name: 'no HTTP', text: 'nonsense\r\n\r\n' },
  ])(
    'holds up no stop, though its other end never hangs up: $name',
    async ({ text }) => {
      const other = await listen({ at: { host: '127.0.0.1', port: 0 }, app: () => {}, refused: async () => {} })
      const socket = connect({ port: other.port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text))
      await once(socket.on('error', () => {}).resume(), 'end')
      await other.stop(600_000)
      socket.destroy()
    },
    30_000,
  )

  test('ends nothing when its other end breaks off before it is answered', async () => {
    let answer = () => {}
    const refused = () => new Promise<void>((done) => (answer = done))
    const other = await listen({ at: { host: '127.0.0.1', port: 0 }, app: (_req, res) => void res.end(), refused })
    const socket = connect(other.port, '127.0.0.1', () => socket.write(CONNECT + 'x'.repeat(10_000)))
    await until(() => socket.bytesWritten > 10_000)
    socket.resetAndDestroy()
    await new Promise((done) => setTimeout(done, 50))
    answer()
    expect(await raw('GET / HTTP/1.0\r\n\r\n', other.port)).toMatch(/^HTTP\/1.1 200/)
    await other.stop(100)
  })
})
