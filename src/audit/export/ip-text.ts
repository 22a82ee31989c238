const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** True for a dotted IPv4 address as a record holds it. */
export const isIPv4Text = (address: string): boolean => IPV4.test(address)

/** The parts of `address:port` or `[address]:port`, as a record names a peer; null for anything else. */
export function peerParts(peer: string | null): { readonly ip: string; readonly port: number } | null {
  const at = peer?.lastIndexOf(':') ?? -1
  if (peer === null || at <= 0) return null
  const port = Number(peer.slice(at + 1))
  const ip = peer.startsWith('[') ? peer.slice(1, at - 1) : peer.slice(0, at)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? { ip, port } : null
}
