import type { Agent } from 'node:http'
import { get } from 'node:http'
import { get as getTls } from 'node:https'
import { afterEach, describe, expect, test } from '@jest/globals'
import { cloudConnector } from '../../src/forward/cloud-connector.ts'
import type { Dialling } from '../../src/forward/dial.ts'
import { DIALLING } from '../../src/forward/dial.ts'
import { onBehalfOf } from '../../src/forward/floor.ts'
import { lanConnector } from '../../src/forward/lan-connector.ts'
import type { Decision } from '../../src/terms/decision.ts'
import type { Destination } from '../../src/terms/destination.ts'
import { selfSigned } from '../fakes/certificate.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import { CLOUD, LAN, LEVELS, decided, permit } from './house.ts'

const nodes: FakeNode[] = []

async function node(...options: Parameters<typeof fakeNode>): Promise<FakeNode> {
  const made = await fakeNode(...options)
  made.get['/'] = { here: true }
  nodes.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((made) => made.stop()))
})

type Place = { readonly destination: Destination; readonly urls: readonly URL[]; readonly dialling?: Partial<Dialling> }

function connect({ destination, urls, dialling = {} }: Place) {
  const parts = { destination, urls, levels: LEVELS, dialling: { ...DIALLING, ...dialling } }
  return destination.zone === 'lan' ? lanConnector(parts) : cloudConnector(parts)
}

/** Asks through an agent; the status, or the code of the error. */
function ask(url: URL, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const go = url.protocol === 'https:' ? getTls : get
    const failed = (cause: unknown) => resolve(String((cause as { code?: string }).code ?? cause))
    try {
      go(url, { agent }, (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0))).on(
        'error',
        failed,
      )
    } catch (cause) {
      failed(cause)
    }
  })
}

const probe = (place: Place, url = place.urls[0] ?? new URL('http://none')) =>
  ask(url, connect(place).probeAgentFor(url))
const named = (name: string, { port }: FakeNode) => new URL(`http://${name}:${String(port)}`)
const resolvesTo = (...addresses: string[]) => ({ lookup: () => Promise.resolve(addresses) })

describe('a LAN connector', () => {
  test('reaches a literal in range, and a name whose every address is in range', async () => {
    const it = await node()
    expect(await probe({ destination: LAN, urls: [it.url] })).toBe(200)
    expect(await probe({ destination: LAN, urls: [named('ms01.lan', it)], dialling: resolvesTo('127.0.0.1') })).toBe(
      200,
    )
  })

  test('dials the very address that the name was looked up to', async () => {
    const it = await node({ kind: 'answer' }, { host: '127.0.0.2' })
    const place = { destination: LAN, urls: [named('localhost', it)] }
    expect(await probe({ ...place, dialling: resolvesTo('127.0.0.2') })).toBe(200)
    expect(await probe({ ...place, dialling: resolvesTo('127.0.0.1') })).toBe('ECONNREFUSED')
  })

  test('goes on to the next address when the first does not answer', async () => {
    const it = await node()
    expect(
      await probe({ destination: LAN, urls: [named('ms01.lan', it)], dialling: resolvesTo('::1', '127.0.0.1') }),
    ).toBe(200)
  })

  test.each([
    { name: 'a public address', addresses: ['203.0.114.1'] },
    { name: 'one public among private ones', addresses: ['127.0.0.1', '203.0.114.1'] },
    { name: 'a private address of another range', addresses: ['10.0.0.1'] },
    { name: 'a mapped public address', addresses: ['::ffff:203.0.114.1'] },
    { name: 'a NAT64 address', addresses: ['64:ff9b::7f00:1'] },
    { name: 'an IPv4-compatible address', addresses: ['::7f00:1'] },
    { name: 'the unspecified address, which would reach this very machine', addresses: ['0.0.0.0'] },
    { name: 'what is no address', addresses: ['127.1'] },
  ])('refuses a name that resolves to $name, and connects to nothing', async ({ addresses }) => {
    const it = await node()
    expect(await probe({ destination: LAN, urls: [named('ms01.lan', it)], dialling: resolvesTo(...addresses) })).toBe(
      'EGRESS_IP',
    )
    expect(it.connections()).toBe(0)
  })

  test.each([
    ...['0.0.0.0', '[::]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '10.0.0.1', '8.8.8.8'],
    ...['[64:ff9b:1::a00:1]', '[2002:7f00:1::]', '[2001::80ff:fffe]', '[::ffff:8.8.8.8]', '[fec0::1]', '[fd00::1]'],
    ...['100.64.0.1', '169.254.169.254', '198.18.0.1', '192.0.2.1', '192.88.99.1', '192.0.0.192', '224.0.0.1'],
    ...[
      '255.255.255.255',
      '[ff02::1]',
      '[2001:db8::1]',
      '[100::1]',
      '[5f00::1]',
      '[3fff::1]',
      '134744072',
      '0x08080808',
    ],
  ])('refuses the literal %s', async (host) => {
    const it = await node()
    expect(await probe({ destination: LAN, urls: [named(host, it)] })).toBe('EGRESS_IP')
    expect(it.connections()).toBe(0)
  })

  test('dials what it checked: a name that flips between two lookups is looked up once', async () => {
    const it = await node()
    let lookups = 0
    const lookup = () => Promise.resolve([(lookups += 1) === 1 ? '127.0.0.1' : '203.0.114.1'])
    const place = { destination: LAN, urls: [named('ms01.lan', it)], dialling: { lookup } }
    expect(await probe(place)).toBe(200)
    expect(lookups).toBe(1)
    expect(await probe(place)).toBe('EGRESS_IP')
  })

  test.each([
    { name: 'another port', url: (it: FakeNode) => new URL(`http://127.0.0.1:${String(it.port + 1)}`) },
    { name: 'another spelling that resolves to the same place', url: (it: FakeNode) => named('localhost', it) },
    { name: 'a trailing dot', url: (it: FakeNode) => named('ms01.lan.', it) },
    { name: 'the mapped form of a configured literal', url: (it: FakeNode) => named('[::ffff:127.0.0.1]', it) },
    { name: 'another scheme', url: (it: FakeNode) => new URL(`https://127.0.0.1:${String(it.port)}`) },
  ])('refuses $name', async ({ url }) => {
    const it = await node()
    const place = { destination: LAN, urls: [it.url, named('ms01.lan', it)], dialling: resolvesTo('127.0.0.1') }
    expect(await probe(place, url(it))).toBe('EGRESS_HOST')
    expect(it.connections()).toBe(0)
  })

  test('checks the connected peer as well: what it is connected to in the end counts', async () => {
    const it = await node()
    let asked = 0
    const { dial, endpointOf } = await import('../../src/forward/dial.ts')
    const accepts = () => (asked += 1) === 1 // the literal passes, the peer does not
    const endpoint = { scheme: 'http:', host: '127.0.0.1', port: it.port } as const
    await expect(dial(endpoint, { endpoints: new Set([endpointOf(it.url)]), accepts }, DIALLING)).rejects.toMatchObject(
      { code: 'EGRESS_IP' },
    )
    expect(asked).toBe(2)
    expect(it.bytes()).toHaveLength(0)
  })

  test('gives up on a resolver that does not answer, and on a name without addresses', async () => {
    const it = await node()
    const silent = { lookup: () => new Promise<readonly string[]>(() => {}), connectTimeoutMs: 30 }
    expect(await probe({ destination: LAN, urls: [named('ms01.lan', it)], dialling: silent })).toBe('ETIMEDOUT')
    expect(await probe({ destination: LAN, urls: [named('ms01.lan', it)], dialling: resolvesTo() })).toBe('ENOTFOUND')
  })

  test('is not made for a cloud destination, without ranges, or with a level that the policy does not have', () => {
    expect(() => connect({ destination: { ...LAN, allowedCidrs: [] }, urls: [] })).toThrow(/ranges/)
    expect(() => connect({ destination: { ...LAN, maxLevel: 'secret' }, urls: [] })).toThrow(/not a level/)
    expect(() => lanConnector({ destination: CLOUD, urls: [], levels: LEVELS, dialling: DIALLING })).toThrow(
      /not a LAN/,
    )
    expect(() => cloudConnector({ destination: LAN, urls: [], levels: LEVELS, dialling: DIALLING })).toThrow(
      /not a cloud/,
    )
  })
})

describe('a cloud connector', () => {
  const global: Destination = {
    ...CLOUD,
    allowedCidrs: [],
    hosts: ['cloud.test', '127.0.0.1', '169.254.169.254', '[::1]', '::1'],
  }

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '0.0.0.0',
  ])('refuses a name that resolves to %s', async (address) => {
    const url = new URL('https://cloud.test')
    expect(await probe({ destination: global, urls: [url], dialling: resolvesTo('8.8.8.8', address) })).toBe(
      'EGRESS_IP',
    )
  })

  test.each(['https://127.0.0.1', 'https://169.254.169.254', 'https://[::1]'])(
    'refuses the literal %s',
    async (url) => {
      expect(await probe({ destination: global, urls: [new URL(url)] })).toBe('EGRESS_IP')
    },
  )

  test('refuses a host that the policy does not name, and plain HTTP, though they are configured', async () => {
    const urls = ['https://other.test', 'https://cloud.test.', 'http://cloud.test'].map((url) => new URL(url))
    for (const url of urls)
      expect(await probe({ destination: global, urls, dialling: resolvesTo('8.8.8.8') }, url)).toBe('EGRESS_HOST')
  })

  test('with ranges of its own dials those, and nothing else', async () => {
    const it = await node()
    const place = { destination: CLOUD, urls: [named('cloud.test', it)] }
    expect(await probe({ ...place, dialling: resolvesTo('127.0.0.1') })).toBe(200)
    expect(await probe({ ...place, dialling: resolvesTo('8.8.8.8') })).toBe('EGRESS_IP')
  })
})

describe('TLS', () => {
  test('is made with the configured name, and only with a certificate that proves it', async () => {
    const [right, wrong] = [selfSigned('node.test'), selfSigned('other.test')]
    const [good, bad] = [await node({ kind: 'answer' }, { tls: right }), await node({ kind: 'answer' }, { tls: wrong })]
    const at = ({ port }: FakeNode) => new URL(`https://node.test:${String(port)}`)
    const lookup = resolvesTo('127.0.0.1')
    expect(await probe({ destination: LAN, urls: [at(good)], dialling: { ...lookup, ca: right.cert } })).toBe(200)
    expect(await probe({ destination: LAN, urls: [at(bad)], dialling: { ...lookup, ca: wrong.cert } })).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    )
    expect(await probe({ destination: LAN, urls: [at(good)], dialling: lookup })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(bad.bytes()).toHaveLength(0)
  })

  test('with an address in place of a name needs a certificate for that address', async () => {
    const own = selfSigned('127.0.0.1')
    const it = await node({ kind: 'answer' }, { tls: own })
    expect(await probe({ destination: LAN, urls: [it.url], dialling: { ca: own.cert } })).toBe(200)
  })

  test('that is never finished is given up', async () => {
    const it = await node()
    const silent = await import('node:net').then(({ createServer }) => createServer(() => {}))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const url = new URL(`https://127.0.0.1:${String(port)}`)
    expect(await probe({ destination: LAN, urls: [url], dialling: { connectTimeoutMs: 50 } })).toBe('ETIMEDOUT')
    silent.close()
    expect(it.connections()).toBe(0)
  })
})

describe('the floor at the socket', () => {
  const asked = (decision: Decision | null, it: FakeNode, destination: Destination) => {
    const agent = connect({ destination, urls: [it.url] }).agentFor(it.url)
    return decision === null ? ask(it.url, agent) : onBehalfOf(decision, () => ask(it.url, agent))
  }

  test.each([
    { name: 'no decision', decision: null, destination: LAN },
    {
      name: 'a denial',
      decision: { ...decided('public', []), permitted: decided('public', [LAN]).permitted },
      destination: LAN,
    },
    { name: 'a decision without this destination', decision: decided('public', [LAN]), destination: CLOUD },
    {
      name: 'a pinned decision, for a cloud destination',
      decision: decided('public', [CLOUD], true),
      destination: CLOUD,
    },
    { name: 'a level above the destination’s', decision: decided('restricted', [CLOUD]), destination: CLOUD },
    {
      name: 'a level above the permit’s',
      decision: {
        ...decided('restricted', []),
        kind: 'permit' as const,
        permitted: [{ ...permit(LAN), maxLevel: 'public' }],
      },
      destination: LAN,
    },
    { name: 'an unknown level', decision: decided('cosmic', [LAN]), destination: LAN },
    {
      name: 'a permit with an unknown ceiling',
      decision: {
        ...decided('public', []),
        kind: 'permit' as const,
        permitted: [{ ...permit(LAN), maxLevel: 'cosmic' }],
      },
      destination: LAN,
    },
  ])('refuses $name', async ({ decision, destination }) => {
    const it = await node()
    expect(await asked(decision, it, destination)).toBe('EGRESS_LEVEL')
    expect(it.connections()).toBe(0)
  })

  test('lets through what is permitted', async () => {
    const it = await node()
    expect(await asked(decided('restricted', [LAN], true), it, LAN)).toBe(200)
    expect(await asked(decided('internal', [CLOUD]), it, CLOUD)).toBe(200)
  })

  test('is asked for every request, also on a socket that is kept', async () => {
    const it = await node()
    const agent = connect({ destination: CLOUD, urls: [it.url] }).agentFor(it.url)
    const first = () => onBehalfOf(decided('public', [CLOUD]), () => ask(it.url, agent))
    const later = () => onBehalfOf(decided('restricted', [CLOUD], true), () => ask(it.url, agent))
    expect(await first()).toBe(200)
    expect(await later()).toBe('EGRESS_LEVEL')
    expect(await ask(it.url, agent)).toBe('EGRESS_LEVEL')
    expect(await first()).toBe(200)
    expect(it.connections()).toBe(1)
  })

  test('many requests at once are each judged by their own decision', async () => {
    const it = await node()
    const agent = connect({ destination: CLOUD, urls: [it.url] }).agentFor(it.url)
    const all = Array.from({ length: 60 }, (_, i) =>
      onBehalfOf(decided(i % 2 === 0 ? 'public' : 'restricted', [CLOUD], i % 2 === 1), () => ask(it.url, agent)),
    )
    expect(await Promise.all(all)).toEqual(all.map((_, i) => (i % 2 === 0 ? 200 : 'EGRESS_LEVEL')))
  })

  test('destinations share no socket, even at the same place', async () => {
    const it = await node()
    const other: Destination = { ...LAN, name: 'lan-2' }
    const [one, two] = [connect({ destination: LAN, urls: [it.url] }), connect({ destination: other, urls: [it.url] })]
    await onBehalfOf(decided('public', [LAN]), () => ask(it.url, one.agentFor(it.url)))
    await onBehalfOf(decided('public', [other]), () => ask(it.url, two.agentFor(it.url)))
    await ask(it.url, one.probeAgentFor(it.url))
    expect(it.connections()).toBe(3)
    one.close()
    two.close()
  })
})

test('a proxy in the environment is not used', async () => {
  const [it, proxy] = [await node(), await node()]
  const before = { ...process.env }
  Object.assign(process.env, {
    HTTP_PROXY: proxy.url.href,
    http_proxy: proxy.url.href,
    ALL_PROXY: proxy.url.href,
    NODE_USE_ENV_PROXY: '1',
  })
  expect(await probe({ destination: LAN, urls: [it.url] })).toBe(200)
  process.env = before
  expect(proxy.connections()).toBe(0)
})
