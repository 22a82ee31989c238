import { readFileSync } from 'node:fs'
import { createSecureContext, rootCertificates } from 'node:tls'
import type { Node, NodeTls } from '../terms/destination.ts'
import { endpointOf } from './dial.ts'
import type { Trust } from './pin.ts'

/** The trust of each node that has its own, by its endpoint. Throws when a file cannot be read, or is none of its kind. */
export function trustOf(nodes: readonly Pick<Node, 'url' | 'tls' | 'tlsName'>[]): ReadonlyMap<string, Trust> {
  const own = nodes.filter(({ tls, tlsName }) => tls !== undefined || tlsName !== undefined)
  return new Map(own.map(({ url, tls = PUBLIC, tlsName = null }) => [endpointOf(url), toTrust(tls, tlsName)]))
}

const PUBLIC: NodeTls = { ca: null, own: null, pin: null }

function toTrust({ ca, own, pin }: NodeTls, name: string | null): Trust {
  const read = (file: string) => readFileSync(file, 'utf8')
  const ours = own === null ? {} : { cert: read(own.cert), key: read(own.key) }
  return { context: createSecureContext({ ca: ca === null ? [...rootCertificates] : read(ca), ...ours }), pin, name }
}
