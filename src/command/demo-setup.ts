import type { Config } from '../config/config.ts'
import { createForwarder } from '../forward/forwarder.ts'
import { standIn } from '../serve/stand-in.ts'
import { listen } from '../serve/listener.ts'
import type { Listener } from '../serve/listener.ts'
import { PRIVATE_RANGES } from '../terms/destination.ts'
import type { Node, NodeKind } from '../terms/destination.ts'
import type { Io } from './io.ts'

/** Where local model servers usually listen. llama.cpp's default moved from 8080 to 9931 in August 2026. */
const USUAL: readonly { readonly name: string; readonly kind: NodeKind; readonly port: number }[] = [
  { name: 'ollama', kind: 'ollama', port: 11434 },
  { name: 'vllm', kind: 'vllm', port: 8000 },
  { name: 'llamacpp', kind: 'llamacpp', port: 8080 },
  { name: 'llamacpp-9931', kind: 'llamacpp', port: 9931 },
  { name: 'lmstudio', kind: 'lmstudio', port: 1234 },
  { name: 'sglang', kind: 'sglang', port: 30000 },
]

export type FoundNode = {
  readonly name: string
  readonly kind: NodeKind
  readonly port: number
  readonly models: readonly string[]
}

export type Surroundings = {
  /** Real local nodes that are up, have a model, and are not known to pass prompts on. */
  readonly nodes: readonly FoundNode[]
  /** What answered and is not used, with the reason. */
  readonly notUsed: readonly string[]
}

/** Looks for real model servers at the usual ports of this machine. Sends no prompt. */
export async function lookAround(io: Pick<Io, 'now'>): Promise<Surroundings> {
  const candidates = USUAL.map(({ name, kind, port }): Node => {
    const url = new URL(`http://127.0.0.1:${String(port)}`)
    return { name, destination: 'lan', url, kind, models: [], parallel: 1, apiKey: null, standIn: false }
  })
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const lan = {
    name: 'lan',
    zone: 'lan',
    maxLevel: 'any',
    allowedCidrs: PRIVATE_RANGES,
    hosts: [],
    region: null,
    provider: null,
    onBreach: 'withhold',
  } as const
  const forwarder = createForwarder({
    destinations: [lan],
    levels: ['any'],
    nodes: candidates,
    cloudHosts: [],
    log: silent,
    now: io.now,
    pseudonymOf: (user) => user,
    translations: () => null,
  })
  const looks = await Promise.all(candidates.map(async (node) => ({ node, probed: await forwarder.probe(node) })))
  forwarder.close()
  const up = looks.filter(({ probed }) => probed.reachable)
  const usable = up.filter(({ probed }) => probed.local && probed.models.length > 0)
  return {
    nodes: usable.map(({ node: { name, kind, url }, probed }) => ({
      name,
      kind,
      port: Number(url.port),
      models: probed.models,
    })),
    notUsed: up
      .filter((look) => !usable.includes(look))
      .map(({ node, probed }) => `${node.name} at ${node.url.host}: ${probed.local ? 'it has no model' : probed.why}`),
  }
}

export type StandIns = { readonly node: Listener | null; readonly cloud: Listener | null }

export const STAND_IN_MODEL = 'stand-in-model'

/** Starts the stand-ins that are needed, on loopback, each on a port of its own. */
export async function startStandIns(needs: { readonly node: boolean; readonly cloud: boolean }): Promise<StandIns> {
  const start = (it: Parameters<typeof standIn>[0]) =>
    listen({ app: standIn(it), at: { host: '127.0.0.1', port: 0 }, refused: async () => {} })
  const node = { says: 'This is a stand-in for a local model.', model: STAND_IN_MODEL, provider: null }
  const cloud = { says: 'This is a stand-in for OpenRouter.', model: null, provider: 'Stand-in' }
  return { node: needs.node ? await start(node) : null, cloud: needs.cloud ? await start(cloud) : null }
}

export type Places = {
  readonly port: number
  readonly adminPort: number
  /** Of the folder with the development keys, from the file's own folder. */
  readonly keys: string
  readonly issuer: string
  readonly nodes: readonly FoundNode[]
  readonly standIns: StandIns
  readonly policy: string
}

/** The demo's cordon.yaml. It goes through the same checks as any other. */
export function demoYaml({ port, adminPort, keys, issuer, nodes, standIns, policy }: Places): string {
  const real = nodes.map(
    ({ name, kind, port: at }) => `{ name: ${name}, url: "http://127.0.0.1:${String(at)}", kind: ${kind} }`,
  )
  const own =
    standIns.node === null
      ? []
      : [
          `{ name: stand-in, url: "http://127.0.0.1:${String(standIns.node.port)}", kind: openai, models: [${STAND_IN_MODEL}] }`,
        ]
  const cloud =
    standIns.cloud === null
      ? ['    url: https://openrouter.ai/api/v1', '    apiKeyEnv: OPENROUTER_API_KEY']
      : [`    url: http://127.0.0.1:${String(standIns.cloud.port)}/api/v1`]
  const substitute = JSON.stringify(nodes[0]?.models[0] ?? STAND_IN_MODEL)
  return `# Written by npm start, anew each time: what the demo runs with.
server: { listen: "127.0.0.1:${String(port)}", admin: "127.0.0.1:${String(adminPort)}" }
identity:
  issuers:
    - issuer: ${issuer}
      audience: cordon
      jwksFile: ${keys}/jwks.json
      algorithms: [ES256]
      claims: { role: roles, department: department, tenant: tenant }
destinations:
  lan:
    nodes:
${[...real, ...own].map((node) => `      - ${node}`).join('\n')}
  openrouter:
${cloud.join('\n')}
models:
  "openai/*":                                    # asked for a cloud model: the cloud, if the prompt may go there…
    - { destination: openrouter, model: "*" }
    - { destination: lan, model: ${substitute} } # …and a local model, if it may not
  "anthropic/*":
    - { destination: openrouter, model: "*" }
    - { destination: lan, model: ${substitute} }
  local:                                         # asked for a local model: local first, the cloud if that fails and it may
    - { destination: lan, model: ${substitute} }
    - { destination: openrouter, model: openai/gpt-4o-mini }
audit:
  dir: ./audit
  origin: cordon.localhost/demo
  key: ${keys}/audit.pem
  readers:                                       # who may look at records in the console; nobody, where this is not there
    - { when: { caller.role: [auditor] }, read: all }
policies: ${policy}
`
}

/** The shipped policy, with the demo's own OpenRouter where the real one stands. Throws when it finds no such place. */
export function withStandInCloud(policy: string): string {
  const here = policy.replace(
    'hosts: [openrouter.ai]',
    'hosts: [127.0.0.1] # a stand-in\n    allowedCidrs: [127.0.0.0/8]',
  )
  if (here === policy) throw new Error('the default policy names no openrouter.ai that the demo could stand in for')
  return here
}

/** Marks what the demo itself has started, so that answers, logs and records say so. No configuration file can do this. */
export function markStandIns(config: Config, { cloud }: StandIns): Config {
  return {
    ...config,
    nodes: config.nodes.map((node) => (node.name === 'stand-in' ? { ...node, standIn: true } : node)),
    cloudHosts: config.cloudHosts.map((host) => ({ ...host, standIn: cloud !== null })),
  }
}
