import ipaddr from 'ipaddr.js'
import { PRIVATE_RANGES } from '../terms/destination.ts'
import type { Flaw } from './flaw.ts'
import type { Path } from './source.ts'

type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Inside a network by the address registries: the defaults, shared address space (RFC 6598), link-local. */
const INSIDE = [...PRIVATE_RANGES, '100.64.0.0/10', '169.254.0.0/16', 'fe80::/10'].map((text) => ipaddr.parseCIDR(text))

/** The shortest prefix that any one organisation's network needs. */
const SHORTEST = { ipv4: 8, ipv6: 7 }

/**
 * Why a range may not be used, or nothing. A range must be spelt as it is dialled: `10.1/16`, `0x0a000000/8` and host bits
 * are refused, since another reader of the policy may take them for something else.
 */
export function checkRange(text: string, path: Path): Flaw[] {
  const wrong = (message: string): Flaw[] => [{ path, message: `"${text}" ${message}` }]
  if (!ipaddr.isValidCIDR(text)) return wrong('is not a CIDR range, such as 10.20.0.0/24')
  const [address, bits] = ipaddr.parseCIDR(text)
  if (address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress())
    return wrong('must be written as IPv4')
  const network = toNetwork([address, bits])
  if (`${address.toString()}/${bits}` !== text) return wrong(`must be written as ${network}`)
  if (network !== text) return wrong(`has bits set after its prefix: write ${network}`)
  if (bits < SHORTEST[address.kind()]) return wrong('is too wide: it takes in most of the internet')
  if (['multicast', 'broadcast', 'unspecified'].includes(address.range())) return wrong('is not a range of hosts')
  return []
}

/** Ranges of a `lan` destination that deserve a second look: nothing here proves that they are inside. */
export function doubtAboutLan(text: string, path: Path): Flaw[] {
  if (checkRange(text, path).length > 0) return []
  const range = ipaddr.parseCIDR(text)
  if (!INSIDE.some((inside) => contains(inside, range))) {
    return [{ path, message: `"${text}" has public addresses: be sure that they are all inside your network` }]
  }
  if (contains(ipaddr.parseCIDR('169.254.0.0/16'), range)) {
    return [{ path, message: `"${text}" is link-local, where clouds serve credentials (169.254.169.254)` }]
  }
  return []
}

/** Why a host may not be named, or nothing. An address or a name without a dot needs the destination's own ranges. */
export function checkHost(host: string, ranges: readonly string[], path: Path): Flaw[] {
  const wrong = (message: string): Flaw[] => [{ path, message: `"${host}" ${message}` }]
  if (ipaddr.isValid(host)) {
    const address = ipaddr.parse(host)
    if (address.toString() !== host) return wrong(`must be written as ${address.toString()}`)
    const inside = ranges.filter((text) => ipaddr.isValidCIDR(text)).map((text) => ipaddr.parseCIDR(text))
    return inside.some((range) => contains(range, [address, address.kind() === 'ipv4' ? 32 : 128]))
      ? []
      : wrong('is an address: name a host, or list its range in allowedCidrs')
  }
  if (host.length > 253 || !HOST.test(host))
    return wrong('is not a host name: lower case, no scheme, port, path or last dot')
  return host.includes('.') || ranges.length > 0 ? [] : wrong('has no dot: name the host in full')
}

// RFC 1123 labels; the last one starts with a letter, or a URL parser would take the name for an address.
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function contains([outer, outerBits]: Cidr, [inner, innerBits]: Cidr): boolean {
  return outer.kind() === inner.kind() && outerBits <= innerBits && inner.match(outer, outerBits)
}

function toNetwork([address, bits]: Cidr): string {
  const text = `${address.toString()}/${bits}`
  const network = address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : networkOf6(text)
  return `${network.toString()}/${bits}`
}

const networkOf6 = (text: string) => ipaddr.IPv6.networkAddressFromCIDR(text)
