import type { JsonObject } from './json.ts'
import type { Level } from './level.ts'

/** Inside the network, or outside of it. */
export type Zone = 'lan' | 'cloud'

/** Where data may go, as the policy says. Where a host actually is belongs to cordon.yaml. */
export type Destination = {
  readonly name: string
  readonly zone: Zone
  readonly maxLevel: Level
  /**
   * CIDR ranges that may be dialled. For `lan` never empty (default: loopback and the private ranges);
   * for `cloud` empty means: global addresses only.
   */
  readonly allowedCidrs: readonly string[]
  /** Host names that may be dialled; cloud only, and never empty there. */
  readonly hosts: readonly string[]
  readonly region: string | null
  /** The OpenRouter `provider` object that every request carries; cloud only. */
  readonly provider: JsonObject | null
  /** What becomes of an answer that was not made as it was asked for; cloud only. */
  readonly onBreach: 'withhold' | 'flag'
}

/** The ranges a `lan` destination allows when its policy names none: loopback, RFC 1918, RFC 4193, link-local excluded. */
export const PRIVATE_RANGES = [
  '127.0.0.0/8',
  '::1/128',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
] as const

/** How a local node speaks. */
export type NodeKind = 'ollama' | 'vllm' | 'llamacpp' | 'tgi' | 'lmstudio' | 'sglang' | 'mlx' | 'omlx' | 'openai'

/** How a node proves itself by TLS, and Cordon to it. Paths of PEM files, so that no key is in a configuration. */
export type NodeTls = {
  /** Certificates to trust for this node, instead of the public ones. */
  readonly ca: string | null
  /** Cordon's own certificate and its key, for a node that asks for one. */
  readonly own: { readonly cert: string; readonly key: string } | null
  /** SHA-256 of the node's public key (SPKI), in base64: besides a valid certificate it must have this very key. */
  readonly pin: string | null
}

/** One model server inside the network, as cordon.yaml names it. */
export type Node = {
  readonly name: string
  readonly destination: string
  readonly url: URL
  readonly kind: NodeKind
  /** Models it serves; empty means: discovered. */
  readonly models: readonly string[]
  /** How many requests it works on at once. */
  readonly parallel: number
  /** US dollars that it costs in an hour; null where nobody said. */
  readonly pricePerHour?: number | null
  /** The key it asks for; null for none. */
  readonly apiKey: string | null
  /** Its operator states that a firewall keeps the node's own way out closed. That cannot be seen from here. */
  readonly firewalled?: boolean
  /** Tokens that prompt and answer may have together, as its operator states; it may say so itself. */
  readonly context?: number
  readonly tls?: NodeTls
  /** The name that its certificate must prove, where `url` has an address that was found by that name. */
  readonly tlsName?: string
  /** True for the demo's own stand-in. Never from a configuration file. */
  readonly standIn: boolean
}

/** What is asked of DNS for nodes: every address of a host, with a port; or every target and port of a service (RFC 2782). */
export type Whereabouts =
  | { readonly kind: 'dns'; readonly host: string; readonly port: number }
  | { readonly kind: 'srv'; readonly service: string }

/** How a cloud destination is reached. */
export type CloudHost = {
  readonly destination: string
  readonly url: URL
  readonly apiKey: string | null
  readonly standIn: boolean
}

/** One line of a model's list in cordon.yaml: try this destination, asking it for that model. */
export type Choice = {
  readonly destination: string
  /** `*` stands for the name that was asked for. */
  readonly model: string
  readonly timeoutMs: number
}

/** Asked name (or a prefix ending in `*`) → what to try, in order. */
export type ModelTable = readonly { readonly name: string; readonly choices: readonly Choice[] }[]
