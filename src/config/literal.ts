import ipaddr from 'ipaddr.js'

/** An IPv4 address in IPv6 clothes: NAT64 (RFC 6052, 8215), SIIT (RFC 6145), 6to4 (RFC 3056), Teredo (RFC 4380), mapped. */
const DISGUISES = ['rfc6052', 'rfc6145', '6to4', 'teredo', 'ipv4Mapped']
const NOT_HOSTS = [
  'unspecified',
  'broadcast',
  'multicast',
  'reserved',
  'discard',
  'as112',
  'as112v6',
  'orchid2',
  'deprecatedOrchid',
]
/** IPv4-compatible addresses (RFC 4291 §2.5.5.1, deprecated), which ipaddr.js takes for unicast. */
const COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96')
/** All that is global unicast so far (IANA IPv6 address space registry). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** A host as an address, or null when it is a name. `host` is as a URL has it: canonical, an IPv6 address in brackets. */
function addressOf(host: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.parse(bare) : null
}

/** Why no host can have this address, or null. Names are not looked up: what they resolve to is checked when dialling. */
export function whyNotDialled(host: string): string | null {
  const address = addressOf(host)
  if (address === null) return null
  const range = address.range()
  if (DISGUISES.includes(range)) return 'is an IPv4 address in disguise: write the IPv4 address'
  if (range !== 'loopback' && isIn(address, [COMPATIBLE]))
    return range === 'unspecified' ? NO_HOST : 'is an IPv4 address in disguise: write the IPv4 address'
  return NOT_HOSTS.includes(range) ? NO_HOST : null
}

const NO_HOST = 'is not the address of a host'

/** True for a name, and for an address in one of the ranges. Throws for a malformed range. */
export function mayBeWithin(host: string, cidrs: readonly string[]): boolean {
  const address = addressOf(host)
  return (
    address === null ||
    isIn(
      address,
      cidrs.map((cidr) => ipaddr.parseCIDR(cidr)),
    )
  )
}

/** True for a name, and for a global unicast address. */
export function mayBeGlobal(host: string): boolean {
  const address = addressOf(host)
  if (address === null) return true
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || isIn(address, [GLOBAL_V6]))
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]): boolean {
  return ranges.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits))
}
