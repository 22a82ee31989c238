import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { rangeProblems } from '../../src/config/agree.ts'
import { foundAt, nodesOf } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'
import { withNodesFiles } from '../../src/config/nodes-file.ts'
import type { Destination } from '../../src/terms/destination.ts'
import { changed, GOOD, KEY, load, problemsOf } from './a-config.ts'

/* Nodes that are found by a name, and nodes that stand in a file of their own. */

const NODE = '      - { name: ms02, url: http://192.168.88.22:11434, kind: ollama }\n'
const LAN: Destination = { name: 'lan', zone: 'lan', maxLevel: 'b', allowedCidrs: ['192.168.88.0/24'], hosts: [], region: null, provider: null, onBreach: 'withhold' } // prettier-ignore

const dir = mkdtempSync(join(tmpdir(), 'cordon-nodes-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const discovering = (...entries: readonly string[]) =>
  changed(NODE, `${NODE}    discover:\n${entries.map((entry) => `      - { ${entry} }\n`).join('')}`)

describe('a name by which nodes are found', () => {
  test.each([
    { entry: 'name: gpu, dns: gpu.lan, port: 8000, kind: vllm', at: '10.0.0.5', called: 'gpu@10.0.0.5', url: 'http://10.0.0.5:8000/', proves: undefined }, // prettier-ignore
    { entry: 'name: gpu, dns: gpu.lan, port: 8000, kind: vllm', at: 'fd00::5', called: 'gpu@fd00::5', url: 'http://[fd00::5]:8000/', proves: undefined }, // prettier-ignore
    { entry: 'name: gpu, dns: gpu.lan, port: 443, scheme: https, kind: vllm', at: '10.0.0.5', called: 'gpu@10.0.0.5', url: 'https://10.0.0.5/', proves: 'gpu.lan' }, // prettier-ignore
    { entry: 'name: gpu, srv: _vllm._tcp.gpu.lan, scheme: https, kind: vllm', at: '10.0.0.5', called: 'gpu@10.0.0.5:9000', url: 'https://10.0.0.5:9000/', proves: 'gpu.lan' }, // prettier-ignore
  ])('$entry at $at', ({ entry, at, called, url, proves }) => {
    const { discover, secrets } = load(discovering(`${entry}, apiKeyEnv: CLOUD_KEY, parallel: 3`))
    const [found] = discover
    if (found === undefined) throw new Error('nothing to discover')
    const port = found.by.kind === 'dns' ? found.by.port : 9000
    const node = foundAt(found, { address: at, port }, secrets)
    expect({ ...node, url: node.url.href }).toMatchObject({ name: called, url, destination: 'lan', parallel: 3 })
    expect([node.apiKey, node.tlsName]).toEqual([KEY, proves])
  })

  test('makes a LAN destination without any other nodes', () => {
    const only = load(changed('nodes:\n', 'discover: [{ name: gpu, dns: gpu.lan, port: 1, kind: vllm }]\n    nodes:\n'))
    expect(only.destinations[0]).toMatchObject({ name: 'lan', zone: 'lan' })
  })

  test.each([
    ['name: a, kind: vllm', 'an entry of "discover" has either "dns" and a "port", or "srv"'],
    ['name: a, kind: vllm, dns: a.lan, port: 1, srv: _v._tcp.a.lan', 'an entry of "discover" has either'],
    ['name: a, kind: vllm, dns: a.lan', '"dns" needs a "port" beside it'],
    ['name: a, kind: vllm, srv: _v._tcp.a.lan, port: 1', 'the ports come with the answer to "srv"'],
    ['name: a, kind: vllm, srv: a.lan', '"srv" needs a service'],
    ['name: a, kind: vllm, srv: _v._tcp.', '"srv" needs a service'],
    ['name: a, kind: vllm, dns: A.lan, port: 1', '"dns" needs a host name'],
    ['name: a, kind: vllm, dns: 10.0.0.1, port: 1', '"dns" needs a host name'],
    ['name: a, kind: vllm, dns: a.lan., port: 1', '"dns" needs a host name'],
    ['name: a, kind: vllm, dns: "a.lan/x", port: 1', '"dns" needs a host name'],
    ['name: a, kind: vllm, dns: a.lan, port: 0', '"port" may not be less than 1'],
    ['name: a@b, kind: vllm, dns: a.lan, port: 1', '"name" may have letters'],
    ['name: a, kind: vllm, dns: a.lan, port: 1, scheme: ftp', '"scheme" may not be "ftp"'],
    ['name: a, kind: vllm, dns: a.lan, port: 1, tls: { pin: "x" }', '"tls" needs a "url" that starts with https://'],
    ['name: a, kind: vllm, dns: a.lan, port: 1, url: "http://a.lan"', 'unknown key "url"'],
  ])('{ %s } is refused', (entry, says) => {
    expect(problemsOf(discovering(entry))[0]).toContain(says)
  })

  test('has a name of its own', () => {
    const twice = discovering('name: a, kind: vllm, dns: a.lan, port: 1', 'name: a, kind: vllm, dns: b.lan, port: 1')
    expect(problemsOf(twice)).toEqual([expect.stringContaining('"a" stands in this list already')])
  })
})

describe('a nodes file', () => {
  const file = join(dir, 'nodes.yaml')
  const at = (text: string | null, env = {}) => {
    if (text === null) rmSync(file, { force: true })
    else writeFileSync(file, text)
    const config = { ...load(GOOD), nodesFiles: [{ destination: 'lan', path: file, at: 'x:1:1' }] } // prettier-ignore
    return withNodesFiles(config, env)
  }
  const problems = (text: string | null) => {
    try {
      at(text)
      return []
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown
      return thrown.problems
    }
  }

  test('adds its nodes to those of the configuration, and its keys to the secrets', () => {
    const text = 'nodes: [{ name: f1, url: "http://192.168.88.30:8000", kind: vllm, apiKeyEnv: NODE_KEY }]'
    const config = at(text, { NODE_KEY: 'planted' })
    expect(nodesOf(config).map(({ name, apiKey }) => [name, apiKey])).toEqual([['ms01', null], ['ms02', null], ['f1', 'planted']]) // prettier-ignore
    expect(config.nodes.at(-1)).toMatchObject({ from: file, at: `${file}:1:26` })
    expect(nodesOf(config).at(-1)).not.toHaveProperty('from')
  })

  test('may say that it has none', () => expect(at('nodes: []').nodes.length).toBe(2))

  test.each<[string, string | null, string]>([
    ['is missing', null, 'cannot be read (ENOENT)'],
    ['is empty', '', 'the file is empty'],
    ['is no YAML', 'nodes: [', ':1:'],
    ['is cut off before its list', 'nodes:', 'has nothing after it'],
    ['has another key', 'nodes: []\nurl: x', 'unknown key "url"'],
    ['names what is not set', 'nodes: [{ name: f, url: "http://10.0.0.1", kind: vllm, apiKeyEnv: NOT_SET }]', 'NOT_SET is not set'], // prettier-ignore
    ['has a node twice', 'nodes: [{ name: f, url: "http://10.0.0.1", kind: vllm }, { name: f, url: "http://10.0.0.2", kind: vllm }]', 'stands in this list already'], // prettier-ignore
    ['has a name of another list', 'nodes: [{ name: ms01, url: "http://10.0.0.1", kind: vllm }]', 'stands at'],
    ['has a place of another list', 'nodes: [{ name: f, url: "http://192.168.88.21:8000", kind: vllm }]', '"ms01" is at this host and port already'], // prettier-ignore
  ])('is refused when it %s', (_, text, says) => {
    const found = problems(text)
    expect(found.length).toBeGreaterThan(0)
    expect(found[0]).toContain(says)
    expect(found[0]?.startsWith(`${file}:`)).toBe(true)
  })

  test('is held against the policy as the configuration is', () => {
    const config = at('nodes: [{ name: f, url: "http://8.8.8.8", kind: vllm }]')
    const says = rangeProblems(config.nodes, [LAN])
    expect(says).toEqual([
      expect.stringMatching(/nodes\.yaml:1:\d+: the node "f" is outside of what the policy allows/),
    ])
  })
})
