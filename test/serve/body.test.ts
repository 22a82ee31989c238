import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { createBodyBudget, readBody } from '../../src/serve/body.ts'

let server: Server
afterEach(() => void server.close())

/** A request that has begun to arrive, and the socket that it comes from. */
async function begun(text: string) {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1', () => client.write(text))
  const [req] = (await once(server, 'request')) as [IncomingMessage]
  return { req, client }
}

const HEAD = 'POST / HTTP/1.1\r\nHost: cordon\r\nContent-Length: 4\r\n\r\n'

test.each([
  { name: 'with half of its body', body: '{"' },
  { name: 'with its whole body, which nobody has read', body: '{"a"' },
])('a client that leaves before its body is asked for ($name) is told of as one that broke off', async ({ body }) => {
  const { req, client } = await begun(HEAD + body)
  const gone = new Promise((closed) => req.once('close', closed))
  client.destroy()
  await gone
  const budget = createBodyBudget(100, 100)
  await expect(readBody(req, budget)).rejects.toMatchObject({ code: 'invalid_request' })
  expect(budget.held).toBe(0)
})
