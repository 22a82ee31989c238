import { isGlobalUnicast, withinRanges } from './addresses.ts'
import type { Connector, ConnectorParts } from './connector.ts'
import { toConnector } from './connector.ts'
import { endpointOf, unbracketed } from './dial.ts'

/**
 * The way to a cloud destination: its configured host and port, if the policy names that host too, and only global unicast
 * addresses; or, when the policy names ranges, only those. Plain `http:` is dialled only when it names ranges.
 */
export function cloudConnector(parts: ConnectorParts): Connector {
  const { name, zone, allowedCidrs, hosts } = parts.destination
  if (zone !== 'cloud') throw new Error(`${name} is not a cloud destination`)
  const named = parts.urls.filter(
    (url) => hosts.includes(unbracketed(url.hostname)) && (url.protocol === 'https:' || allowedCidrs.length > 0),
  )
  return toConnector(parts, {
    endpoints: new Set(named.map(endpointOf)),
    accepts: allowedCidrs.length === 0 ? isGlobalUnicast : withinRanges(allowedCidrs),
  })
}
