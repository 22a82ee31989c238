import type { Config, ConfiguredHost } from './config.ts'
import type { CordonFile, DestinationFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import { toDiscoveries } from './discover.ts'
import { toNodes, toUrl } from './nodes.ts'
import type { Path } from './source.ts'

export type Places = Pick<Config, 'destinations' | 'nodes' | 'discover' | 'nodesFiles' | 'cloudHosts'>

/** Where every destination is: nodes make a LAN one, a URL makes a cloud one. What the policy allows is checked by `agree`. */
export function toPlaces({ destinations }: CordonFile, desk: Desk): Places {
  const places = Object.entries(destinations).map(([name, written]) => toPlace(name, written, desk))
  if (places.length === 0) desk.wrong(['destinations'], '"destinations" may not be empty', 'key')
  const nodes = places.flatMap((place) => place.nodes)
  for (const [index, { name, at }] of nodes.entries()) {
    const first = nodes.findIndex((node) => node.name === name)
    const path = pathOf(destinations, index)
    if (first !== index)
      desk.wrong(
        [...path, 'name'],
        `the node "${name}" stands at ${nodes[first]?.at ?? at} already: records name nodes by this`,
      )
  }
  return {
    destinations: places.flatMap((place) => place.destinations),
    nodes,
    discover: places.flatMap((place) => place.discover),
    nodesFiles: places.flatMap((place) => place.nodesFiles),
    cloudHosts: places.flatMap((place) => place.cloudHosts),
  }
}

/** The path of the node with this index, counted over all destinations. */
function pathOf(destinations: CordonFile['destinations'], index: number): Path {
  const all = Object.entries(destinations).flatMap(([name, { nodes = [] }]) =>
    nodes.map((_, i) => ['destinations', name, 'nodes', i]),
  )
  return all[index] ?? ['destinations']
}

function toPlace(name: string, written: DestinationFile, desk: Desk): Places {
  const path = ['destinations', name]
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) {
    desk.wrong(
      path,
      `${JSON.stringify(name.slice(0, 64))} is not a name: use lower-case letters, digits and hyphens`,
      'key',
    )
  }
  const { nodes, discover, nodesFile, url } = written
  const isLan = nodes !== undefined || discover !== undefined || nodesFile !== undefined
  if (isLan && url !== undefined)
    desk.wrong([...path, 'url'], 'a destination has "nodes" (LAN) or a "url" (cloud), not both', 'key')
  if (!isLan && url === undefined) desk.wrong(path, `"${name}" needs "nodes" (LAN) or a "url" (cloud)`, 'key')
  if (isLan && written.apiKeyEnv !== undefined) {
    desk.wrong([...path, 'apiKeyEnv'], 'each node has its own "apiKeyEnv"', 'key')
  }
  const zone = isLan ? 'lan' : 'cloud'
  return {
    destinations: [{ name, zone, at: desk.at(path) }],
    nodes: toNodes(name, nodes ?? [], [...path, 'nodes'], desk),
    discover: toDiscoveries(name, discover ?? [], [...path, 'discover'], desk),
    nodesFiles: nodesFile === undefined ? [] : toNodesFrom(name, nodesFile, [...path, 'nodesFile'], desk),
    cloudHosts: url === undefined || isLan ? [] : toHost(name, url, written.apiKeyEnv, desk),
  }
}

function toHost(destination: string, written: string, variable: string | undefined, desk: Desk): ConfiguredHost[] {
  const path = ['destinations', destination]
  const apiKeyEnv = desk.secret([...path, 'apiKeyEnv'], variable)
  const url = toUrl(written, [...path, 'url'], desk)
  return url === null ? [] : [{ destination, url, apiKeyEnv, standIn: false, at: desk.at([...path, 'url']) }]
}

function toNodesFrom(destination: string, written: string, path: Path, desk: Desk): Config['nodesFiles'] {
  return [{ destination, path: desk.existing(path, written, 'a list of "nodes"'), at: desk.at(path) }]
}
