import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Says whether an address, as text, may be dialled. What is not an address may not. */
export type AddressRule = (address: string) => boolean

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** The whole of today's global unicast space (IANA IPv6 address space registry); whatever lies outside is not the internet. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')
/** IPv4-compatible addresses (RFC 4291 §2.5.5.1, deprecated), which ipaddr.js takes for unicast. */
const COMPATIBLE_V6 = ipaddr.IPv6.parseCIDR('::/96')
/** NAT64 (RFC 6052, 8215), SIIT (RFC 6145), 6to4 (RFC 3056), Teredo (RFC 4380): an IPv4 address in disguise. */
const DISGUISES: readonly string[] = ['rfc6052', 'rfc6145', '6to4', 'teredo']

/**
 * Accepts addresses inside of some CIDR ranges. A mapped IPv4 address counts as the IPv4 address it is (RFC 4291
 * §2.5.5.2); one that travels in another IPv6 disguise is refused, whatever the ranges say. Throws for a malformed range.
 */
export function withinRanges(cidrs: readonly string[]): AddressRule {
  const ranges = cidrs.map((cidr) => ipaddr.parseCIDR(cidr))
  return (text) => {
    const address = readAddress(text)
    return address !== null && !isDisguised(address) && ranges.some((range) => isIn(address, range))
  }
}

/** Accepts global unicast addresses: no private, loopback, link-local, reserved, multicast or transition address. */
export function isGlobalUnicast(text: string): boolean {
  const address = readAddress(text)
  if (address === null || isDisguised(address) || address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || isIn(address, GLOBAL_V6)
}

/** `address:port` for records, with a mapped IPv4 address written as what it is. */
export function peerName(address: string | undefined, port: number | undefined): string | null {
  const read = address === undefined ? null : readAddress(address)
  if (read === null || port === undefined) return null
  return read.kind() === 'ipv4' ? `${read.toString()}:${String(port)}` : `[${read.toString()}]:${String(port)}`
}

/** Only what the operating system would call an address: ipaddr.js itself also reads `127.1` and `0x7f000001`. */
function readAddress(text: string): Address | null {
  return isIP(text) === 0 ? null : ipaddr.process(text)
}

function isDisguised(address: Address): boolean {
  if (DISGUISES.includes(address.range())) return true
  return isIn(address, COMPATIBLE_V6) && address.range() !== 'loopback'
}

function isIn(address: Address, range: readonly [Address, number]): boolean {
  return address.kind() === range[0].kind() && address.match(range[0], range[1])
}
