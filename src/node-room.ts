/** Nodes that come and go: what DNS and nodes files say, joined with the rooms that resolve, check and use it. */
import { stat } from 'node:fs/promises'
import { rangeProblems } from './config/agree.ts'
import { ConfigError } from './config/config-error.ts'
import { foundAt, nodesOf } from './config/config.ts'
import type { Config, Discovery as Discovered, NodesFrom } from './config/config.ts'
import { withNodesOf } from './config/nodes-file.ts'
import { createFinder } from './forward/find-nodes.ts'
import type { Finder } from './forward/find-nodes.ts'
import { createDiscovery } from './route/discovery.ts'
import type { Discovery, Kept, NodeSource } from './route/discovery.ts'
import { laterUnheld } from './route/later.ts'
import type { Node } from './terms/destination.ts'
import type { Log } from './terms/logger.ts'
import type { Policy } from './terms/policy.ts'

export type NodeRoomParts = {
  readonly config: Config
  readonly policy: Policy
  /** Where nodes files find their keys. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
  readonly kept: Kept
  /** Takes the nodes that there are from now on; throws when it cannot. */
  readonly set: (nodes: readonly Node[]) => void
  readonly find?: Finder
}

/** Milliseconds between two looks at a nodes file. */
const FILE_EVERY = 1_000
/** A name that cannot be resolved keeps its nodes for so long, or for so many intervals where that is longer. */
const NAME_KEPT = { ms: 300_000, intervals: 4 }

/** Follows what a configuration names. With nothing to follow, it does nothing. */
export function createNodeRoom(parts: NodeRoomParts): Discovery {
  const { config, log, kept, set, find = createFinder({}) } = parts
  const fixed = nodesOf({ ...config, nodes: config.nodes.filter(({ from }) => from === undefined) })
  const sources = [
    ...config.nodesFiles.map((from) => fileSource(from, parts)),
    ...config.discover.map((one) => nameSource(one, find, parts)),
  ]
  return createDiscovery({ fixed, sources, set, now: () => performance.now(), later: laterUnheld, log, kept })
}

/** Every node that is found by a name at this moment; those of names that cannot be resolved are left out, and told of. */
export async function findNow({ config, policy, log }: Pick<NodeRoomParts, 'config' | 'policy' | 'log'>) {
  const find = createFinder({})
  const looks = config.discover.map(async (one) => {
    const { look, failed } = nameSource(one, find, { config, policy, log })
    return (await look().catch(failed)) ?? []
  })
  return (await Promise.all(looks)).flat()
}

function nameSource(
  one: Discovered,
  find: Finder,
  parts: Pick<NodeRoomParts, 'config' | 'policy' | 'log'>,
): NodeSource {
  const { config, policy, log } = parts
  const name = one.by.kind === 'dns' ? one.by.host : one.by.service
  const destination = policy.destinations.find((it) => it.name === one.destination)
  const { discoverMs } = config.route
  let told = ''
  return {
    key: JSON.stringify({ ...one, at: null }),
    nodes: [],
    everyMs: discoverMs,
    keepMs: Math.max(NAME_KEPT.ms, NAME_KEPT.intervals * discoverMs),
    look: async () => {
      if (destination === undefined) throw new Error(`there is no destination ${one.destination}`)
      const { places, refused } = await find(one.by, destination)
      const why = `the policy does not allow "${one.destination}" to be at ${refused.slice(0, 8).join(', ')}`
      if (refused.join() !== told && refused.length > 0)
        log.warn('addresses of a name are not used', { why: `${name}: ${why}` })
      told = refused.join()
      return places.map((place) => foundAt(one, place, config.secrets))
    },
    failed: (cause) => {
      const why = `${name}: ${cause instanceof Error ? cause.message : 'unknown error'}`
      log.warn('a name of nodes cannot be resolved: the nodes that it had go on for now', { why })
    },
  }
}

/** Read when it has changed and then stayed the same for one more look, so that nobody reads half of what an editor writes. */
function fileSource(from: NodesFrom, { config, policy, env, log }: NodeRoomParts): NodeSource {
  const { path: file } = from
  const nodes = nodesOf({ ...config, nodes: config.nodes.filter((node) => node.from === file) })
  const others = { ...config, nodes: config.nodes.filter((node) => node.from === undefined) }
  let read: string | null = null
  let last: string | null = null
  let broken: unknown = null
  return {
    key: null, // each generation reads it anew before it begins
    nodes,
    everyMs: FILE_EVERY,
    keepMs: Infinity,
    look: async () => {
      const facts = await factsOf(file)
      const isSettled = facts === last
      last = facts
      if (facts === read || !isSettled) {
        if (broken !== null && facts === read) throw broken
        return null
      }
      read = facts
      try {
        broken = null
        return readNodes(from, others, { policy, env })
      } catch (cause) {
        broken = cause
        throw cause
      }
    },
    failed: (cause) => {
      const problems = cause instanceof ConfigError ? { problems: cause.problems } : { cause }
      log.error('a nodes file was not accepted: the nodes that it had go on', { alert: 'nodes_refused', file, ...problems }) // prettier-ignore
    },
  }
}

function readNodes(from: NodesFrom, others: Config, { policy, env }: Pick<NodeRoomParts, 'policy' | 'env'>) {
  const { nodes, secrets } = withNodesOf(from, others, env)
  const mine = nodes.filter((node) => node.from === from.path)
  const outside = rangeProblems(mine, policy.destinations)
  if (outside.length > 0) throw new ConfigError(outside)
  return nodesOf({ nodes: mine, secrets })
}

async function factsOf(file: string): Promise<string> {
  const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true })
  return [dev, ino, size, mtimeNs].join(' ')
}
