import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { createSignInDoor } from '../../src/forward/sign-in-door.ts'

const servers: { close: () => void; closeAllConnections: () => void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function provider(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<URL> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/realm`)
}

test('a form is posted to any path of the issuer, and a redirect is not followed', async () => {
  const seen: string[] = []
  const url = await provider((req, res) => {
    req.on('data', (chunk: Buffer) => seen.push(`${req.method ?? ''} ${req.url ?? ''} ${req.headers['content-type'] ?? ''} ${chunk.toString()}`)) // prettier-ignore
    req.on('end', () => res.writeHead(302, { location: '/elsewhere' }).end('{}'))
  })
  const door = createSignInDoor({ issuer: url, hosts: [] })
  const { status } = await door.ask(new URL('/token', url), { accept: 'application/json' }, 'grant_type=x&code=y')
  expect([status, seen]).toEqual([302, ['POST /token application/x-www-form-urlencoded;charset=UTF-8 grant_type=x&code=y']]) // prettier-ignore
  door.close()
})

test.each([
  ['another host', 'https://idp.evil.example/token'],
  ['another port', 'http://127.0.0.1:1/token'],
  ['another scheme', 'https://127.0.0.1/token'],
  ['no HTTP', 'file:///etc/passwd'],
  ['the service of a cloud', 'http://169.254.169.254/latest'],
])('%s is not asked, whatever the provider says', async (_what, url) => {
  const issuer = await provider((_req, res) => void res.end('{}'))
  const { ask } = createSignInDoor({ issuer, hosts: ['oauth2.example.com'] })
  await expect(ask(new URL(url), {}, null)).rejects.toMatchObject({ code: 'EGRESS_HOST' })
})

test.each([
  ['https://oauth2.example.com/token', '169.254.169.254'],
  ['https://oauth2.example.com/token', '0.0.0.0'],
  ['http://idp.test/token', '8.8.8.8'], // plain HTTP over the internet proves nothing
])('%s is not asked at %s', async (url, address) => {
  const issuer = new URL('http://idp.test/')
  const { ask } = createSignInDoor({ issuer, hosts: ['oauth2.example.com'], dialling: { lookup: async () => [address] } }) // prettier-ignore
  await expect(ask(new URL(url), {}, null)).rejects.toMatchObject({ code: 'EGRESS_IP' })
})

test('an answer without an end is none', async () => {
  const issuer = await provider((_req, res) => void res.end('x'.repeat(256 * 1024 + 1)))
  await expect(createSignInDoor({ issuer, hosts: [] }).ask(issuer, {}, null)).rejects.toThrow(/more than/)
})
