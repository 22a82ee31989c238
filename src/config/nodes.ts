import { checkUrl } from './base-url.ts'
import type { ConfiguredNode } from './config.ts'
import type { NodeFile } from './cordon-file.ts'
import { PARALLEL } from './cordon-file.ts'
import { toTls } from './node-tls.ts'
import type { Desk } from './desk.ts'
import type { Path } from './source.ts'
import { whyNotOnLan } from '../terms/model-name.ts'

/** Nodes as they stand in a list. */
export function toNodes(destination: string, nodes: readonly NodeFile[], path: Path, desk: Desk): ConfiguredNode[] {
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
  const about = toNodeParts(destination, written, path, desk)
  const url = toUrl(written.url, [...path, 'url'], desk)
  if (url === null) return null
  const tls = written.tls === undefined ? {} : { tls: toTls(written.tls, url.protocol, [...path, 'tls'], desk) }
  return { ...about, url, at: desk.at([...path, 'url']), ...tls }
}

/** What is said of nodes wherever they are. */
export function toNodeParts(
  destination: string,
  written: Omit<NodeFile, 'url'>,
  path: Path,
  desk: Desk,
): Omit<ConfiguredNode, 'url' | 'at' | 'tls'> {
  const { name, kind, models = [], parallel = PARALLEL[kind], context, egress, pricePerHour = null } = written
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) {
    desk.wrong([...path, 'name'], '"name" may have letters, digits, dots, hyphens and underscores')
  }
  models.forEach((model, index) => {
    const why = whyNotOnLan(model)
    if (why !== null) desk.wrong([...path, 'models', index], why)
    if (models.indexOf(model) !== index) desk.wrong([...path, 'models', index], 'this model stands in the list twice')
  })
  const apiKeyEnv = desk.secret([...path, 'apiKeyEnv'], written.apiKeyEnv)
  return {
    ...{ name, destination, kind, models, parallel, apiKeyEnv, standIn: false, pricePerHour },
    ...(context === undefined ? {} : { context }),
    ...(egress === undefined ? {} : { firewalled: true }),
  }
}

/** A node's or host's URL; null when it is wrong. */
export function toUrl(written: string, path: Path, desk: Desk): URL | null {
  const checked = checkUrl(written)
  if ('url' in checked) return checked.url
  desk.wrong(path, `"url" ${checked.wrong}`)
  return null
}
