import { frozen } from '../terms/frozen.ts'
import { ConfigError, toTexts } from './config-error.ts'
import type { Config, ConfiguredNode, NodesFrom } from './config.ts'
import { NodesFile } from './cordon-file.ts'
import { createDesk, lookOnDisk, readFromDisk } from './desk.ts'
import { explainIssue, toPlaces } from './explain-issue.ts'
import { toNodes } from './nodes.ts'
import { readSource } from './source.ts'

type Env = Readonly<Record<string, string | undefined>>
type Nodes = Pick<Config, 'nodes' | 'secrets'>

/** A configuration with the nodes of its nodes files, as these are now. Throws a ConfigError with everything that is wrong in them. */
export function withNodesFiles(config: Config, env: Env): Config {
  const { nodes, secrets } = config.nodesFiles.reduce<Nodes>((known, from) => withNodesOf(from, known, env), config)
  return config.nodesFiles.length === 0 ? config : frozen({ ...config, nodes, secrets })
}

/**
 * The nodes that are known and those of one file, with the secrets that it names. Throws a ConfigError when it cannot be read, when
 * anything in it is wrong, and when one of its nodes has a name or a place that another has.
 */
export function withNodesOf(from: NodesFrom, { nodes, secrets }: Nodes, env: Env): Nodes {
  const read = readNodesFile(from, env)
  const clashes = read.nodes.flatMap((node) => clashOf(node, nodes))
  if (clashes.length > 0) throw new ConfigError(clashes)
  return { nodes: [...nodes, ...read.nodes], secrets: secrets.and(read.secrets) }
}

function readNodesFile({ path: file, destination }: NodesFrom, env: Env) {
  const source = readSource(textOf(file), file)
  const shape = NodesFile.safeParse(source.value, { error: explainIssue })
  if (!shape.success) {
    const remarks = shape.error.issues
      .flatMap(toPlaces)
      .map(({ path, part, message }) => ({ ...source.place(path, part), message }))
    throw new ConfigError(toTexts(file, remarks))
  }
  const desk = createDesk({ file, source, env, look: lookOnDisk })
  const nodes = toNodes(destination, shape.data.nodes, ['nodes'], desk).map((node) => ({ ...node, from: file }))
  nodes.forEach(({ name }, index) => {
    if (nodes.findIndex((other) => other.name === name) !== index)
      desk.wrong(['nodes', index, 'name'], `the node "${name}" stands in this list already: records name nodes by this`)
  })
  const { problems, secrets } = desk.collected
  if (problems.length > 0) throw new ConfigError(toTexts(file, problems))
  return { nodes, secrets }
}

function textOf(file: string): string {
  try {
    return readFromDisk(file)
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new ConfigError([`${file}:1:1: the nodes file cannot be read (${code})`])
  }
}

function clashOf({ name, url, destination, at }: ConfiguredNode, others: readonly ConfiguredNode[]): readonly string[] {
  const same = others.find((other) => other.name === name)
  const there = others.find((other) => other.destination === destination && other.url.host === url.host)
  return [
    ...(same === undefined ? [] : [`${at}: the node "${name}" stands at ${same.at} already`]),
    ...(there === undefined ? [] : [`${at}: "${there.name}" is at this host and port already`]),
  ]
}
