import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createKeyFetch } from '../../src/forward/key-fetch.ts'

const servers: { close: () => void; closeAllConnections: () => void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function issuer(answer: (res: ServerResponse) => void): Promise<{ url: URL; hits: () => number }> {
  let hits = 0
  const server = createServer((_req, res) => {
    hits += 1
    answer(res)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: new URL(`http://127.0.0.1:${String(port)}/jwks.json`), hits: () => hits }
}

describe('a key fetch', () => {
  test('returns status and bytes of a configured key set', async () => {
    const { url } = await issuer((res) => res.end('{"keys":[]}'))
    const { status, body } = await createKeyFetch({ urls: [url] })(url)
    expect([status, Buffer.from(body).toString()]).toEqual([200, '{"keys":[]}'])
  })

  test('does not follow a redirect', async () => {
    const target = await issuer((res) => res.end('{"keys":["stolen"]}'))
    const { url } = await issuer((res) => res.writeHead(302, { location: target.url.href }).end())
    expect((await createKeyFetch({ urls: [url, target.url] })(url)).status).toBe(302)
    expect(target.hits()).toBe(0)
  })

  test('rejects what is larger than a key set, breaks off, or is not configured', async () => {
    const large = await issuer((res) => res.end('x'.repeat(256 * 1024 + 1)))
    const torn = await issuer((res) => {
      res.writeHead(200, { 'content-length': 100 })
      res.write('{"keys":', () => res.destroy())
    })
    const fetchKeys = createKeyFetch({ urls: [large.url, torn.url] })
    await expect(fetchKeys(large.url)).rejects.toThrow(/more than/)
    await expect(fetchKeys(torn.url)).rejects.toThrow()
    await expect(fetchKeys(new URL('/other', large.url))).rejects.toMatchObject({ code: 'EGRESS_HOST' })
    await expect(fetchKeys(new URL('http://localhost/'))).rejects.toMatchObject({ code: 'EGRESS_HOST' })
  })

  test.each([
    { url: 'http://idp.test/', address: '8.8.8.8' }, // plain HTTP over the internet proves nothing
    { url: 'http://169.254.169.254/latest', address: '' },
    { url: 'https://169.254.169.254/latest', address: '' },
    { url: 'https://idp.test/', address: '169.254.169.254' },
    { url: 'https://idp.test/', address: '0.0.0.0' },
    { url: 'https://idp.test/', address: '::7f00:1' },
    { url: 'https://[64:ff9b::7f00:1]/', address: '' },
  ])('refuses $url at $address', async ({ url, address }) => {
    const fetchKeys = createKeyFetch({ urls: [new URL(url)], dialling: { lookup: () => Promise.resolve([address]) } })
    await expect(fetchKeys(new URL(url))).rejects.toMatchObject({ code: 'EGRESS_IP' })
  })
})
