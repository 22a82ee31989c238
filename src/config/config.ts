import type { Reader } from '../terms/reading.ts'
import type { Issuer } from '../terms/caller.ts'
import type { CloudHost, ModelTable, Node, Whereabouts, Zone } from '../terms/destination.ts'
import type { ConfiguredConsole } from './console.ts'
import type { ConfiguredDelivery } from './deliver.ts'
import type { ConfiguredWitness } from './witnesses.ts'
import type { ConfiguredEngine } from './engines.ts'
import type { ConfiguredTelemetry } from './telemetry.ts'
import type { Secrets } from './secrets.ts'

/** Where to listen; port 0 lets the system choose. An IPv6 address has no brackets here. */
export type ListenAt = { readonly host: string; readonly port: number }

/** `file:line:col` of what a value was made from, for messages. */
type Placed = { readonly at: string }

/** PEM files that a listener shows, and proves itself by. What they hold is seen when they are read. */
export type ListenTls = { readonly cert: string; readonly key: string } & Placed

/** A node, but for its key: only the name of the variable that holds it. `from`: the nodes file in which it stands. */
export type ConfiguredNode = Omit<Node, 'apiKey'> &
  Placed & { readonly apiKeyEnv: string | null; readonly from?: string }
/** Nodes that are found by a name. Each is called by this one's name, and its address. */
export type Discovery = Omit<ConfiguredNode, 'url' | 'from'> & {
  readonly by: Whereabouts
  readonly scheme: 'http' | 'https'
}
/** A file with nodes of one destination, which may change while Cordon runs. */
export type NodesFrom = { readonly destination: string; readonly path: string } & Placed
export type ConfiguredHost = Omit<CloudHost, 'apiKey'> & Placed & { readonly apiKeyEnv: string | null }
export type ConfiguredIssuer = Issuer & Placed

/** Everything Cordon was started with: checked, complete with its defaults, frozen. Safe to print: secrets are apart. */
export type Config = {
  /** The file it comes from, as given. */
  readonly file: string
  readonly server: {
    readonly listen: ListenAt
    readonly admin: ListenAt
    /** Of the caller API, and of the admin API; null: plain HTTP. */
    readonly tls: ListenTls | null
    readonly adminTls: ListenTls | null
    /** Bytes of one request's body. */
    readonly maxBody: number
    /** Bytes of all request bodies in memory together. */
    readonly maxBodies: number
    /** Unknown fields of a request are stripped and recorded, not refused. */
    readonly lenient: boolean
    /** How long running requests may take when the process is asked to stop. */
    readonly graceMs: number
    /** From where metrics may be read, besides this machine: CIDR ranges. */
    readonly metricsTo: readonly string[]
  }
  readonly identity: { readonly issuers: readonly ConfiguredIssuer[] }
  /** Every destination that has a place, by name. */
  readonly destinations: readonly ({ readonly name: string; readonly zone: Zone } & Placed)[]
  /** Those of the file, and those of its nodes files as they were when it was read. */
  readonly nodes: readonly ConfiguredNode[]
  readonly discover: readonly Discovery[]
  readonly nodesFiles: readonly NodesFrom[]
  readonly cloudHosts: readonly ConfiguredHost[]
  readonly models: ModelTable
  readonly route: {
    /** Between two looks at a node. */
    readonly probeMs: number
    /** So many failures in a row rest a node. */
    readonly failures: number
    /** The first rest; each further one is twice as long, up to eight times. */
    readonly cooldownMs: number
    /** Whether a 429 moves on to the next attempt. */
    readonly on429: boolean
    /** Requests that may wait for a node, all together. */
    readonly queue: number
    /** How long one request may wait for a node. */
    readonly waitMs: number
    /** Between two questions to DNS for nodes. */
    readonly discoverMs: number
  }
  /** What looks in texts beside the detectors; none where nothing is configured. */
  readonly engines: readonly ConfiguredEngine[]
  readonly audit: {
    readonly dir: string
    readonly deadlineMs: number
    readonly origin: string
    /** Path of the ledger's Ed25519 key, PKCS#8 PEM. */
    readonly key: string
    /** Where a copy goes, on another disk, and whether a record counts without it; null where nothing is configured. */
    readonly mirror: { readonly dir: string; readonly need: 'all' | 'any' } | null
    /** Who gets the records as they are written. */
    readonly deliver: readonly ConfiguredDelivery[]
    /** Who keeps checkpoints; nobody where nothing is configured. */
    readonly witnesses: readonly ConfiguredWitness[]
    /** Who may read which records over the admin API: nobody, where none is named. */
    readonly readers: readonly Reader[]
    /** A file for the index that they are read by; null: in memory. */
    readonly index: string | null
    /** For whom and where content is sealed, where a policy asks for it; null: nothing can be sealed. */
    readonly seal: {
      /** Paths of auditors' public keys in PEM. */
      readonly recipients: readonly string[]
      readonly dir: string
      /** Bytes of one prompt or answer. */
      readonly limit: number
    } | null
  }
  /** Path of the policy. */
  readonly policies: string
  /** Who must have approved a policy before it comes into force, by signature; null: nobody. */
  readonly approval: {
    readonly need: number
    /** Paths of Ed25519 public keys in PEM. */
    readonly approvers: readonly { readonly name: string; readonly key: string }[]
  } | null
  /** A policy that is tried beside the one in force, and never instead of it; `until` is its last day, YYYY-MM-DD in UTC. */
  readonly candidate: { readonly policy: string; readonly until: string } | null
  readonly console: ConfiguredConsole
  readonly telemetry: ConfiguredTelemetry
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' }
  readonly secrets: Secrets
  /** What is allowed, but deserves a second look; each as `file:line:col: message`. */
  readonly warnings: readonly string[]
}

/** The nodes with their keys: for the rooms that dial them, and never to be printed. */
export function nodesOf({ nodes, secrets }: Pick<Config, 'nodes' | 'secrets'>): readonly Node[] {
  return nodes.map(({ at: _, from: __, apiKeyEnv, ...node }) => ({ ...node, apiKey: secrets.of(apiKeyEnv) }))
}

/** The node that was found at an address, with its key: for the rooms that dial it, and never to be printed. */
export function foundAt(
  { at: _, apiKeyEnv, by, scheme, name, ...node }: Discovery,
  { address, port }: { readonly address: string; readonly port: number },
  secrets: Secrets,
): Node {
  const host = address.includes(':') ? `[${address}]` : address
  const tlsName = by.kind === 'dns' ? by.host : domainOf(by.service)
  return {
    ...node,
    name: by.kind === 'dns' ? `${name}@${address}` : `${name}@${host}:${String(port)}`,
    url: new URL(`${scheme}://${host}:${String(port)}`),
    apiKey: secrets.of(apiKeyEnv),
    ...(scheme === 'https' && { tlsName }),
  }
}

/** `gpu.lan` of `_vllm._tcp.gpu.lan`: what was configured, and not what the answer names (RFC 6125 §1.8: source domain). */
const domainOf = (service: string): string => service.split('.').slice(2).join('.')

/** The cloud hosts with their keys: for the rooms that dial them, and never to be printed. */
export function cloudHostsOf({ cloudHosts, secrets }: Config): readonly CloudHost[] {
  return cloudHosts.map(({ at: _, apiKeyEnv, ...host }) => ({ ...host, apiKey: secrets.of(apiKeyEnv) }))
}
