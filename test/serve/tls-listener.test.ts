import { once } from 'node:events'
import { Agent, request } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { connect } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Certificate } from '../../src/serve/certificate.ts'
import { listen } from '../../src/serve/listener.ts'
import type { Listener } from '../../src/serve/listener.ts'
import type { Problem } from '../../src/terms/problem.ts'
import { selfSigned } from '../fakes/certificate.ts'
import type { Pair } from '../fakes/certificate.ts'

/* A listener that speaks TLS, with real connections. */

jest.setTimeout(30_000)
const [first, second] = [selfSigned('localhost'), selfSigned('localhost')]
const shown = ({ cert, key }: Pair): Certificate => ({ options: { cert, key, minVersion: 'TLSv1.2' }, until: 0, isFor: () => true }) // prettier-ignore
let listener: Listener
const refused: Problem[] = []

beforeEach(async () => {
  refused.length = 0
  listener = await listen({
    at: { host: '127.0.0.1', port: 0 },
    app: (_req, res) => void res.end('reached'),
    refused: async (problem) => void refused.push(problem),
    certificate: shown(first),
  })
})
afterEach(() => listener.stop(100))

async function open(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: listener.port, servername: 'localhost', ca: first.cert, ...options }) // prettier-ignore
  await once(socket, 'secureConnect')
  return socket
}

/** What is answered to raw bytes, until the other side closes. */
async function said(socket: TLSSocket, text: string): Promise<string> {
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
  socket.write(text)
  await once(socket, 'close')
  return answer
}

const get = (agent: Agent) =>
  new Promise<{ status: number | undefined; serial: string; reused: boolean }>((resolve, reject) => {
    const sent = request(
      { agent, host: '127.0.0.1', port: listener.port, servername: 'localhost', rejectUnauthorized: false },
      (res) => {
        // prettier-ignore
        const { serialNumber } = (res.socket as TLSSocket).getPeerCertificate()
        res.resume().once('end', () => resolve({ status: res.statusCode, serial: serialNumber, reused: sent.reusedSocket })) // prettier-ignore
      },
    )
    sent.once('error', reject).end()
  })

test.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s, and HTTP in it', async (version) => {
  expect(listener.scheme).toBe('https')
  const socket = await open({ minVersion: version, maxVersion: version })
  expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, false])
  expect(await said(socket, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200[\s\S]*reached/) // prettier-ignore
})

test.each(['TLSv1', 'TLSv1.1'] as const)('does not speak %s, and records nothing of it', async (version) => {
  await expect(open({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow()
  expect(refused).toEqual([])
})

test('plain HTTP is not answered', async () => {
  const socket = connectPlain(listener.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'close')
  expect([answer.includes('HTTP'), refused]).toEqual([false, []])
})

test.each([
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde', 400],
  ['large headers', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(17 * 1024)}\r\n\r\n`, 431],
])('%s are answered and recorded as without TLS', async (_what, text, status) => {
  expect(await said(await open(), text)).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} [\\s\\S]*"code":`))
  expect(refused).toHaveLength(1)
})

test('a new certificate is shown from then on, and what is open goes on', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const before = await get(agent)
  listener.renew(shown(second))
  const same = await get(agent)
  const after = await get(new Agent({ maxCachedSessions: 0 }))
  agent.destroy()
  expect([before.status, same.status, after.status]).toEqual([200, 200, 200])
  expect([same.reused, same.serial === before.serial, after.serial === before.serial]).toEqual([true, true, false])
})

describe('a stop does not wait for', () => {
  test('a connection over which nothing was asked', async () => {
    const socket = await open()
    await Promise.all([listener.stop(600_000), once(socket.resume(), 'close')])
  })

  test('one that does not come to speak TLS', async () => {
    const socket = connectPlain(listener.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(Buffer.from([0x16, 0x03, 0x01]))
    await new Promise((done) => setTimeout(done, 50))
    await Promise.all([listener.stop(600_000), once(socket.resume(), 'close')])
  })
})
