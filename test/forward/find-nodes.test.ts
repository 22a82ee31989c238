import { describe, expect, test } from '@jest/globals'
import { createFinder } from '../../src/forward/find-nodes.ts'
import type { Lookup } from '../../src/forward/dial.ts'
import type { Whereabouts } from '../../src/terms/destination.ts'
import { CLOUD, LAN } from './house.ts'

/* What DNS says of nodes, and what is taken of it. */

const GPU: Whereabouts = { kind: 'dns', host: 'gpu.lan', port: 8000 }
const SERVICE: Whereabouts = { kind: 'srv', service: '_vllm._tcp.gpu.lan' }
const TEN = { ...LAN, allowedCidrs: ['10.0.0.0/8', 'fd00::/8'] }

const answering = (hosts: Readonly<Record<string, readonly string[]>>): Lookup => {
  return (host) => (hosts[host] === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(hosts[host]))
}
const at = (...addresses: readonly string[]) => ({ lookup: answering({ 'gpu.lan': addresses }) })

describe('the addresses of a host', () => {
  test('are nodes in an order of their own, each once', async () => {
    const found = await createFinder(at('10.0.0.2', 'fd00::1', '10.0.0.1', '10.0.0.2'))(GPU, TEN)
    expect(found.places.map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.2', 'fd00::1'])
    expect([found.places[0]?.port, found.refused]).toEqual([8000, []])
  })

  test.each([
    ['off the LAN', '93.184.216.34'],
    ['in another private range', '192.168.1.1'],
    ['where clouds serve credentials', '169.254.169.254'],
    ['an IPv4 address in a NAT64 disguise', '64:ff9b::a00:1'],
    ['a mapped address off the LAN', '::ffff:93.184.216.34'],
    ['an address with a zone', 'fd00::1%eth0'],
    ['no address', 'cloud.example.com'],
    ['an address as only some programs read it', '10.1'],
    ['a port in disguise', '10.0.0.1:99'],
    ['nothing', ''],
  ])('are refused when they are %s', async (_, address) => {
    const found = await createFinder(at('10.0.0.1', address))(GPU, TEN)
    expect(found).toEqual({ places: [{ address: '10.0.0.1', port: 8000 }], refused: [address] })
  })

  test('are no more than can be looked at', async () => {
    const many = Array.from({ length: 300 }, (_, i) => `10.0.${String(Math.floor(i / 100))}.${String(i % 100)}`)
    const found = await createFinder(at(...many))(GPU, TEN)
    expect([found.places.length, found.refused.length]).toEqual([256, 44])
  })

  test.each([
    ['the name has none', at()],
    ['the name is not known', { lookup: answering({}) }],
    ['nobody answers', { lookup: () => new Promise<never>(() => {}), timeoutMs: 20 }],
  ])('are not known when %s', async (_, parts) => {
    await expect(createFinder(parts)(GPU, TEN)).rejects.toThrow()
  })

  test.each([CLOUD, { ...LAN, allowedCidrs: [] }])(
    'are not asked for a destination like $zone $allowedCidrs',
    async (to) => {
      await expect(createFinder(at('10.0.0.1'))(GPU, to)).rejects.toThrow('not a LAN destination')
    },
  )
})

describe('the targets of a service', () => {
  const lookup = answering({ 'a.lan': ['10.0.0.1', '93.184.216.34'], 'b.lan': ['10.0.0.2'] })
  const find = (...targets: readonly { name: string; port: number }[]) =>
    createFinder({ lookup, services: () => Promise.resolve(targets) })(SERVICE, TEN)

  test('are nodes at their ports, and their addresses are held to the ranges', async () => {
    const found = await find(
      { name: 'b.lan', port: 9001 },
      { name: 'a.lan', port: 9000 },
      { name: 'a.lan', port: 9002 },
    )
    expect(found.places.map(({ address, port }) => `${address}:${String(port)}`)).toEqual(['10.0.0.1:9000', '10.0.0.1:9002', '10.0.0.2:9001']) // prettier-ignore
    expect(found.refused).toEqual(['93.184.216.34'])
  })

  test('that cannot be resolved take no others with them', async () => {
    const found = await find({ name: 'gone.lan', port: 1 }, { name: 'b.lan', port: 9001 }, { name: 'b.lan', port: 0 })
    expect(found.places).toEqual([{ address: '10.0.0.2', port: 9001 }])
  })

  test.each<[string, readonly { name: string; port: number }[]]>([
    ['there is no such service', [{ name: '.', port: 0 }]],
    ['there is no such service, and no dot', [{ name: '', port: 0 }]],
    ['none of them has an address', [{ name: 'gone.lan', port: 1 }]],
    ['there are none', []],
  ])('are not known when %s', async (_, targets) => {
    await expect(find(...targets)).rejects.toThrow('no target with an address')
  })
})
