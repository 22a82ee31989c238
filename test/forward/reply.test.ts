import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { Reply } from '../../src/forward/reply.ts'

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** More than a system keeps for a connection by itself. */
const LARGE = Buffer.alloc(24 * 1024 * 1024, 'a')

/** A caller that has read no byte of its answer, and that answer. */
async function asked(stallMs: number) {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).end()
  client.on('error', () => {})
  const answer = once(client, 'response') as Promise<[IncomingMessage]>
  const [, res] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
  return { reply: new Reply({ res, now: Date.now, heartbeatMs: 60_000, stallMs }), client, answer }
}

test.each([
  { name: 'while more is to come', sends: (reply: Reply) => new Promise<void>((done) => { reply.onGone(done); reply.drained(done) }) }, // prettier-ignore
  { name: 'when all of it is written', sends: (reply: Reply) => reply.end() },
])(
  'a caller that takes nothing is cut $name',
  async ({ sends }) => {
    const { reply, answer } = await asked(100)
    reply.begin('application/json', null)
    reply.write(LARGE)
    const [response] = await answer
    response.pause().on('error', () => {})
    await sends(reply)
    expect(reply.gone).toBe(true)
  },
  30_000,
)

test('a caller that takes a large answer slowly gets all of it', async () => {
  const stallMs = 1_000
  const { reply, answer } = await asked(stallMs)
  reply.begin('application/json', LARGE.length)
  reply.write(LARGE)
  reply.drained(() => {})
  const ended = reply.end()
  const [response] = await answer
  let size = 0
  for await (const chunk of response) {
    size += (chunk as Buffer).length
    await pause((4 * stallMs * (chunk as Buffer).length) / LARGE.length)
  }
  await ended
  expect([size, reply.gone]).toEqual([LARGE.length, false])
}, 60_000)
