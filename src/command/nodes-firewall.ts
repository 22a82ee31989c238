import type { Config } from '../config/config.ts'
import type { Destination } from '../terms/destination.ts'
import { UsageError } from './io.ts'
import type { LoadedFiles } from './load.ts'

type Asked = { readonly format: string | undefined; readonly from: string | undefined }

/** A node as a firewall sees it: its port, and the addresses at which it may be. */
type Place = { readonly name: string; readonly port: number; readonly addresses: readonly string[] }

/**
 * Rules that close in the kernel what cannot be seen from here: a node answers Cordon and opens no connection of its own; Cordon's
 * host opens none but to its nodes. A node that is named is taken to be anywhere in its destination's ranges.
 */
export function firewall({ config, policy }: LoadedFiles, { format, from }: Asked): string {
  const found = config.discover.flatMap(({ by, ...one }) =>
    by.kind === 'srv' ? [] : [{ ...one, url: new URL(`${one.scheme}://${by.host}:${String(by.port)}`) }],
  )
  const places = [...config.nodes, ...found].map((node) => toPlace(node, policy.destinations))
  if (format === 'nftables') return nftables(places, addressOf(from))
  if (format === 'networkpolicy') return networkPolicies(places, config)
  throw new UsageError('nodes firewall needs --format nftables or --format networkpolicy')
}

/** IPv4 or IPv6, with or without a length; anything else might be read as another rule. */
function addressOf(from: string | undefined): string {
  if (from !== undefined && /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F:]{2,39})(?:\/[0-9]{1,3})?$/.test(from)) return from // prettier-ignore
  throw new UsageError('nodes firewall --format nftables needs --from ADDRESS, from which Cordon comes to the nodes')
}

function toPlace(
  { name, url, destination }: Pick<Config['nodes'][number], 'name' | 'url' | 'destination'>,
  destinations: readonly Destination[],
): Place {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isAddress = host.includes(':') || /^[\d.]+$/.test(host)
  const ranges = destinations.find((it) => it.name === destination)?.allowedCidrs ?? []
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  return { name, port, addresses: isAddress ? [host] : ranges }
}

const isV6 = (address: string): boolean => address.includes(':')
const family = (address: string): string => (isV6(address) ? 'ip6' : 'ip')

function nftables(places: readonly Place[], from: string): string {
  return `${[...places.map((place) => nodeTable(place, from)), cordonTable(places)].join('\n')}`
}

function nodeTable({ name, port }: Place, from: string): string {
  const other = `meta nfproto ${isV6(from) ? 'ipv4' : 'ipv6'} tcp dport ${String(port)} drop`
  return `# On the host of ${name}: it answers Cordon, and opens no connection of its own. This holds for the whole host.
table inet cordon_node_${name.replaceAll(/[^A-Za-z0-9]/g, '_')} {
  chain input {
    type filter hook input priority 0; policy accept;
    iif "lo" accept
    ${family(from)} saddr != ${from} tcp dport ${String(port)} drop
    ${other}
  }
  chain output {
    type filter hook output priority 0; policy drop;
    oif "lo" accept
    ct state established,related accept
  }
}
`
}

function cordonTable(places: readonly Place[]): string {
  const rules = places.flatMap(({ addresses, port }) =>
    addresses.map((address) => `    ${family(address)} daddr ${address} tcp dport ${String(port)} accept`),
  )
  return `# On Cordon's host, for its own user: to its nodes, and to the cloud's addresses that you put into the sets. Resolve names elsewhere.
table inet cordon_egress {
  set cloud4 {
    type ipv4_addr; flags interval;
  }
  set cloud6 {
    type ipv6_addr; flags interval;
  }
  chain output {
    type filter hook output priority 0; policy accept;
    meta skuid != "cordon" accept
    oif "lo" accept
    ct state established,related accept
${[...new Set(rules)].join('\n')}
    ip daddr @cloud4 tcp dport 443 accept
    ip6 daddr @cloud6 tcp dport 443 accept
    drop
  }
}
`
}

/** JSON, which is YAML too. Pods are told apart by the labels that stand in it. */
function networkPolicies(places: readonly Place[], { cloudHosts }: Config): string {
  const items = [...places.map(nodePolicy), cordonPolicy(places, cloudHosts.length > 0)]
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`
}

const CORDON = { matchLabels: { app: 'cordon' } }
const policyOf = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: name.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-') },
  spec,
})
const tcp = (port: number) => [{ protocol: 'TCP', port }]

function nodePolicy({ name, port }: Place) {
  return policyOf(`cordon-node-${name}`, {
    podSelector: { matchLabels: { 'cordon-node': name } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: CORDON }], ports: tcp(port) }],
    egress: [],
  })
}

/** The cloud is every address that is none of a LAN: a NetworkPolicy knows no names. */
function cordonPolicy(places: readonly Place[], hasCloud: boolean) {
  const pods = places.map(({ name, port }) => ({
    to: [{ podSelector: { matchLabels: { 'cordon-node': name } } }],
    ports: tcp(port),
  }))
  const ranges = places.flatMap(({ addresses, port }) =>
    addresses.map((address) => ({ to: [{ ipBlock: { cidr: toCidr(address) } }], ports: tcp(port) })),
  )
  const cloud = { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE } }], ports: tcp(443) }
  const dns = { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], ports: [{ protocol: 'UDP', port: 53 }] } // prettier-ignore
  return policyOf('cordon-egress', {
    podSelector: CORDON,
    policyTypes: ['Egress'],
    egress: [...pods, ...ranges, dns, ...(hasCloud ? [cloud] : [])],
  })
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '127.0.0.0/8']

const toCidr = (address: string): string => (address.includes('/') ? address : `${address}/${isV6(address) ? '128' : '32'}`) // prettier-ignore
