import { checkUrl } from './base-url.ts'
import type { Config, ConfiguredHost, ConfiguredNode } from './config.ts'
import type { CordonFile, DestinationFile, NodeFile } from './cordon-file.ts'
import { PARALLEL } from './cordon-file.ts'
import { toTls } from './node-tls.ts'
import type { Desk } from './desk.ts'
import type { Path } from './source.ts'
import { whyNotOnLan } from '../terms/model-name.ts'

export type Places = Pick<Config, 'destinations' | 'nodes' | 'cloudHosts'>

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
  const { nodes, url } = written
  if (nodes !== undefined && url !== undefined)
    desk.wrong([...path, 'url'], 'a destination has "nodes" (LAN) or a "url" (cloud), not both', 'key')
  if (nodes === undefined && url === undefined)
    desk.wrong(path, `"${name}" needs "nodes" (LAN) or a "url" (cloud)`, 'key')
  if (nodes !== undefined && written.apiKeyEnv !== undefined) {
    desk.wrong([...path, 'apiKeyEnv'], 'each node has its own "apiKeyEnv"', 'key')
  }
  const zone = nodes === undefined ? 'cloud' : 'lan'
  return {
    destinations: [{ name, zone, at: desk.at(path) }],
    nodes: toNodes(name, nodes ?? [], [...path, 'nodes'], desk),
    cloudHosts: url === undefined || nodes !== undefined ? [] : toHost(name, url, written.apiKeyEnv, desk),
  }
}

function toHost(destination: string, written: string, variable: string | undefined, desk: Desk): ConfiguredHost[] {
  const path = ['destinations', destination]
  const apiKeyEnv = desk.secret([...path, 'apiKeyEnv'], variable)
  const url = toUrl(written, [...path, 'url'], desk)
  return url === null ? [] : [{ destination, url, apiKeyEnv, standIn: false, at: desk.at([...path, 'url']) }]
}

function toNodes(destination: string, nodes: readonly NodeFile[], path: Path, desk: Desk): ConfiguredNode[] {
  const seen = new Map<string, string>()
  return nodes.flatMap((written, index) => {
    const node = toNode(destination, written, [...path, index], desk)
    if (node === null) return []
    const twin = seen.get(node.url.host)
    if (twin !== undefined)
      desk.wrong([...path, index, 'url'], `"${twin}" is at this host and port already: its load would count twice`)
    seen.set(node.url.host, node.name)
    return [node]
  })
}

function toNode(destination: string, written: NodeFile, path: Path, desk: Desk): ConfiguredNode | null {
  const { name, kind, models = [], parallel = PARALLEL[kind] } = written
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) {
    desk.wrong([...path, 'name'], '"name" may have letters, digits, dots, hyphens and underscores')
  }
  models.forEach((model, index) => {
    const why = whyNotOnLan(model)
    if (why !== null) desk.wrong([...path, 'models', index], why)
    if (models.indexOf(model) !== index) desk.wrong([...path, 'models', index], 'this model stands in the list twice')
  })
  const apiKeyEnv = desk.secret([...path, 'apiKeyEnv'], written.apiKeyEnv)
  const url = toUrl(written.url, [...path, 'url'], desk)
  if (url === null) return null
  const { context, egress, pricePerHour = null } = written
  return {
    ...{
      name,
      destination,
      url,
      kind,
      models,
      parallel,
      apiKeyEnv,
      standIn: false,
      pricePerHour,
      at: desk.at([...path, 'url']),
    },
    ...(context === undefined ? {} : { context }),
    ...(egress === undefined ? {} : { firewalled: true }),
    ...(written.tls === undefined ? {} : { tls: toTls(written.tls, url, [...path, 'tls'], desk) }),
  }
}

function toUrl(written: string, path: Path, desk: Desk): URL | null {
  const checked = checkUrl(written)
  if ('url' in checked) return checked.url
  desk.wrong(path, `"url" ${checked.wrong}`)
  return null
}
