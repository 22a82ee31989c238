import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { runCommand } from '../../src/command/run.ts'
import { llamacpp } from '../fakes/nodes/llamacpp.ts'
import { lmstudio } from '../fakes/nodes/lmstudio.ts'
import { ollama } from '../fakes/nodes/ollama.ts'
import type { Gets, Server } from '../fakes/nodes/server.ts'
import { models, serve } from '../fakes/nodes/server.ts'
import { vllm } from '../fakes/nodes/vllm.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { prepare, removeDir } from '../harness/cordon.ts'
import { runWith } from './an-io.ts'

const made: FakeNode[] = []
const dirs: string[] = []
afterEach(async () => void (await Promise.all(made.splice(0).map((it) => it.stop()))))
afterAll(() => dirs.forEach(removeDir))

const RANGES = '[127.0.0.0/8, 10.0.0.0/8, "fd00::/8"]'
const POLICY = readFileSync('policies/default.yaml', 'utf8').replace(
  'lan: { zone: lan, maxLevel: restricted }',
  `lan: { zone: lan, maxLevel: restricted, allowedCidrs: ${RANGES} }`,
)

async function configured(...lines: readonly string[]): Promise<string> {
  const yaml = ['destinations:', '  lan:', '    nodes:', ...lines.map((line) => `      - { ${line} }`), 'models: { "*": [{ destination: lan, model: "*" }] }'].join('\n') // prettier-ignore
  const dir = await prepare({ yaml, policy: POLICY })
  dirs.push(dir)
  return join(dir, 'cordon.yaml')
}

async function line(name: string, server: Server, gets: Gets = {}, more = ''): Promise<string> {
  const it = await serve(server, gets)
  made.push(it)
  return `name: ${name}, url: "http://127.0.0.1:${String(it.port)}", kind: ${server.kind}${more}`
}

const run = (...args: readonly string[]) => runWith(runCommand, ['nodes', ...args])

describe('cordon nodes', () => {
  test('says of every node what it found, and is fine when all are proven', async () => {
    const file = await configured(await line('one', vllm), await line('two', ollama), await line('three', lmstudio, {}, ', egress: firewalled')) // prettier-ignore
    const { code, out } = await run('--config', file)
    expect(code).toBe(0)
    expect(out).toMatch(/^ok {3}one http:\S+ vllm, proven local$/m)
    expect(out).toContain('qwen3.5-27b (32768 tokens, loaded)')
    expect(out).toContain('5 running, 4 waiting, KV cache 75 %')
    expect(out).toContain('all 3 nodes are proven local')
  })

  test('names what is wrong and what to do, and is not fine', async () => {
    const gone = 'name: gone, url: "http://127.0.0.1:9", kind: vllm'
    const file = await configured(await line('cloudy', ollama, ollama.leaks[0]?.gets), await line('fine', llamacpp), gone) // prettier-ignore
    const { code, out } = await run('--config', file)
    expect(code).toBe(1)
    expect(out).toMatch(/^bad {2}cloudy \S+ ollama, not proven local$/m)
    expect(out).toContain('its cloud features are not disabled')
    expect(out).toContain('start it with OLLAMA_NO_CLOUD=1')
    expect(out).toMatch(/^bad {2}gone \S+ vllm, not reachable: /m)
    expect(out).toContain('2 of 3 nodes serve nothing')
  })

  test('says the same to machines', async () => {
    const file = await configured(await line('cloudy', ollama, ollama.leaks[0]?.gets))
    const { code, out } = await run('--config', file, '--json')
    expect(code).toBe(1)
    const { ok, nodes } = JSON.parse(out) as { ok: boolean; nodes: readonly Record<string, unknown>[] }
    expect([ok, nodes[0]?.['reachable'], nodes[0]?.['kind']]).toEqual([false, true, 'ollama'])
    expect(nodes[0]).toMatchObject({ local: { proven: false, checks: expect.any(Array) }, models: expect.any(Array) })
  })

  test('lets no name steer a terminal', async () => {
    const odd = models({ id: 'a\u001b[2Jb\u202ec\r\nok   fake' })
    const { out } = await run('--config', await configured(await line('one', vllm, { '/v1/models': odd })))
    expect(out).toContain('a?[2Jb?c??ok   fake')
    expect(['\u001b', '\u202e', '\r'].filter((one) => out.includes(one))).toEqual([])
  })

  test.each([[[]], [['nonsense', '--config', 'x']], [['--config', 'x', '--unknown']]])(
    '%j is wrong usage',
    async (args) => {
      expect((await run(...args)).code).toBe(2)
    },
  )
})

describe('cordon nodes firewall', () => {
  const NODES = [
    'name: ms.01, url: "http://10.0.0.21:8000", kind: vllm',
    'name: six, url: "https://[fd00::1]", kind: vllm',
    'name: named, url: "http://node.lan:11434", kind: ollama',
  ]
  /** One statement of the small part of nftables' language that is written here. */
  const STATEMENT =
    /^(?:type (?:filter hook (?:input|output) priority 0; policy (?:accept|drop)|ipv[46]_addr; flags interval);|[io]if "lo" accept|ct state established,related accept|drop|meta skuid != "cordon" accept|meta nfproto ipv[46] tcp dport \d+ drop|ip6? (?:saddr != [\da-f.:/]+|daddr (?:[\da-f.:/]+|@cloud[46])) tcp dport \d+ (?:accept|drop))$/

  const rules = async (...more: readonly string[]) =>
    run('firewall', '--config', await configured(...NODES), '--format', ...more)

  test('writes nftables: each node answers Cordon alone and opens nothing; Cordon opens to nodes alone', async () => {
    const { code, out } = await rules('nftables', '--from', '10.0.0.5')
    expect(code).toBe(0)
    const lines = out.split('\n').map((it) => it.trim()).filter((it) => it !== '' && !it.startsWith('#')) // prettier-ignore
    const inner = lines.filter((it) => it !== '}' && !/^(?:table inet|chain|set) \w+ \{$/.test(it))
    expect(inner.filter((it) => !STATEMENT.test(it))).toEqual([])
    expect(lines.filter((it) => it.endsWith('{')).length).toBe(lines.filter((it) => it === '}').length)
    expect(lines.filter((it) => it.startsWith('table'))).toEqual(['table inet cordon_node_ms_01 {', 'table inet cordon_node_six {', 'table inet cordon_node_named {', 'table inet cordon_egress {']) // prettier-ignore
    expect(inner.filter((it) => it.endsWith('policy drop;'))).toHaveLength(NODES.length)
    expect(inner).toContain('ip saddr != 10.0.0.5 tcp dport 8000 drop')
    expect(inner).toContain('ip6 daddr fd00::1 tcp dport 443 accept')
    expect(inner).toContain('ip daddr 10.0.0.0/8 tcp dport 11434 accept') // a name may be anywhere in its range
    expect(lines.at(-3)).toBe('drop')
  })

  const nft = spawnSync('nft', ['--version']).status === 0
  ;(nft ? test : test.skip)('nft itself takes them', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cordon-nft-'))
    const file = join(dir, 'rules.nft')
    writeFileSync(file, (await rules('nftables', '--from', '10.0.0.5')).out.replaceAll('"cordon"', '"root"'))
    const { status, stderr } = spawnSync('nft', ['-c', '-f', file], { encoding: 'utf8' })
    rmSync(dir, { recursive: true })
    expect([status, stderr]).toEqual([0, ''])
  })

  test('writes network policies', async () => {
    const { code, out } = await rules('networkpolicy')
    expect(code).toBe(0)
    type Item = { kind: string; metadata: { name: string }; spec: { policyTypes: string[]; egress: object[]; podSelector: object } } // prettier-ignore
    const { items } = JSON.parse(out) as { items: readonly Item[] }
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['cordon-node-ms-01', 'cordon-node-six', 'cordon-node-named', 'cordon-egress']) // prettier-ignore
    for (const { spec } of items.slice(0, -1)) {
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress'])
      expect(spec.egress).toEqual([])
    }
    expect(JSON.stringify(items.at(-1))).not.toContain('0.0.0.0/0"') // there is no cloud here
  })

  test.each([
    { name: 'no format', args: [] },
    { name: 'an unknown one', args: ['--format', 'iptables'] },
    { name: 'no address', args: ['--format', 'nftables'] },
    { name: 'an address that is a rule', args: ['--format', 'nftables', '--from', '1.1.1.1 accept; drop'] },
  ])('with $name is wrong usage', async ({ args }) => {
    expect((await run('firewall', '--config', await configured(...NODES), ...args)).code).toBe(2)
  })
})
