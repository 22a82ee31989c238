import ipaddr from 'ipaddr.js'
import type { Config, ListenAt, ListenTls } from './config.ts'
import type { CordonFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import { quote } from './desk.ts'
import type { Path } from './source.ts'
import { duration, size } from './units.ts'

/** Where Cordon listens, and its limits. */
export function toServer({ server = {} }: CordonFile, desk: Desk): Config['server'] {
  const limit = (name: string) => ['server', name]
  const listen = toListenAt(server.listen ?? '127.0.0.1:8080', limit('listen'), desk)
  const admin = toListenAt(server.admin ?? '127.0.0.1:8081', limit('admin'), desk)
  if (overlap(listen, admin)) desk.wrong(limit('admin'), '"admin" is where "listen" is: choose another port')
  if (!isLoopback(admin.host)) desk.doubt(limit('admin'), 'the admin API listens beyond this machine')
  const [tls, adminTls] = [toListenTls('tls', server.tls, desk), toListenTls('adminTls', server.adminTls, desk)]
  const maxBody = desk.measured(limit('maxBody'), server.maxBody, size, { from: '1kb', to: '1gb', standard: '10mb' })
  const bodies = { from: '1kb', to: '64gb', standard: '256mb' }
  const maxBodies = desk.measured(limit('maxBodies'), server.maxBodies, size, bodies)
  if (server.maxBodies !== undefined && maxBodies < maxBody) {
    desk.wrong(limit('maxBodies'), '"maxBodies" is for all requests together, and may not be less than "maxBody"')
  }
  const graceMs = desk.measured(limit('grace'), server.grace, duration, { from: '0s', to: '1h', standard: '30s' })
  const lenient = server.lenient ?? false
  const metricsTo = toRanges(server.metrics?.allow ?? [], desk)
  return { listen, admin, tls, adminTls, maxBody, maxBodies: Math.max(maxBody, maxBodies), lenient, graceMs, metricsTo }
}

type Certificate = { readonly cert: string; readonly key: string }

function toListenTls(name: 'tls' | 'adminTls', written: Certificate | undefined, desk: Desk): ListenTls | null {
  if (written === undefined) return null
  const file = (part: keyof Certificate) => desk.existing(['server', name, part], written[part], 'a PEM file')
  return { cert: file('cert'), key: file('key'), at: desk.at(['server', name]) }
}

/** A range is written as what it is: one with bits beyond its prefix may be meant otherwise than it is read. */
function toRanges(written: readonly string[], desk: Desk): readonly string[] {
  const isRange = (text: string) => ipaddr.isValidCIDR(text) && networkOf(text) === text
  for (const [index, text] of written.entries())
    if (!isRange(text)) desk.wrong(['server', 'metrics', 'allow', index], `${JSON.stringify(text)} is not a CIDR range such as 10.1.0.0/16, written in full`) // prettier-ignore
  return written.filter(isRange)
}

function networkOf(range: string): string {
  const [address, bits] = ipaddr.parseCIDR(range)
  const network =
    address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(range) : ipaddr.IPv6.networkAddressFromCIDR(range)
  return `${network.toString()}/${String(bits)}`
}

function toListenAt(written: string, path: Path, desk: Desk): ListenAt {
  const [, host = '', digits = ''] = /^(\[[0-9a-f:.]+\]|[^:[\]]+):(0|[1-9]\d{0,4})$/.exec(written) ?? []
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const port = Number(digits)
  if (host === '' || port > 65_535) {
    desk.wrong(path, `${quote(path)} needs an address and a port, such as 127.0.0.1:8080`)
  } else if (bare !== 'localhost' && (!ipaddr.isValid(bare) || ipaddr.parse(bare).toString() !== bare)) {
    desk.wrong(path, `${quote(path)} needs localhost or an address of this machine, written in full`)
  }
  return { host: bare, port }
}

const ANYWHERE = ['0.0.0.0', '::']

function overlap(one: ListenAt, other: ListenAt): boolean {
  const sameHost = one.host === other.host || [one, other].some(({ host }) => ANYWHERE.includes(host))
  return sameHost && one.port === other.port && one.port !== 0
}

/** Whether a host is this machine by its name or address alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback')
}
