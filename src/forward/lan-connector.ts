import { withinRanges } from './addresses.ts'
import type { Connector, ConnectorParts } from './connector.ts'
import { toConnector } from './connector.ts'
import { endpointOf } from './dial.ts'

/**
 * The way to a LAN destination: the exact host and port of its nodes, and only addresses in its ranges. A node whose name
 * resolves outside of them, with even one of its addresses, is refused. Throws when the destination is not a LAN one with ranges.
 */
export function lanConnector(parts: ConnectorParts): Connector {
  const { name, zone, allowedCidrs } = parts.destination
  if (zone !== 'lan' || allowedCidrs.length === 0) throw new Error(`${name} is not a LAN destination with ranges`)
  return toConnector(parts, {
    endpoints: new Set(parts.urls.map(endpointOf)),
    accepts: withinRanges(allowedCidrs),
  })
}
