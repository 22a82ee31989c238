import type { Node } from '../terms/destination.ts'
import type { Log } from '../terms/logger.ts'
import type { Later } from './later.ts'

/** A list of nodes that changes. */
export type NodeSource = {
  /** Says which list it is, in every generation of rooms; null for one that needs no memory beyond its own. */
  readonly key: string | null
  /** What it has before it was looked at. */
  readonly nodes: readonly Node[]
  readonly everyMs: number
  /** For how long its nodes are kept while it cannot be read. */
  readonly keepMs: number
  /** The whole list as it is now; null when it is as it was. Rejects when it cannot be read. */
  readonly look: () => Promise<readonly Node[] | null>
  /** Told once of each way to fail, until it can be read again. */
  readonly failed: (cause: unknown) => void
}

export type DiscoveryParts = {
  /** Nodes that are always there. */
  readonly fixed: readonly Node[]
  readonly sources: readonly NodeSource[]
  /** Takes the nodes that there are from now on. Throws when it cannot, and is then given them again at the next look. */
  readonly set: (nodes: readonly Node[]) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly later: Later
  readonly log: Log
  /** What sources had, by their keys; so that who comes after this one does not begin with nothing. */
  readonly kept: Kept
}

/** What each source had when it was read last, and when that was. */
export type Kept = Map<string, Had>
type Had = { readonly nodes: readonly Node[]; readonly at: number }

export type Discovery = {
  /** Looks at every source, and goes on looking. Resolves after the first look at each; never rejects. */
  readonly start: () => Promise<void>
  readonly stop: () => void
}

/**
 * Keeps a set of nodes as its sources have it. A source that cannot be read keeps what it had, for as long as it says. Where two nodes
 * have one name, or one place in a destination, the first of them counts.
 */
export function createDiscovery({ fixed, sources, set, now, later, log, kept }: DiscoveryParts): Discovery {
  const cancels = new Map<NodeSource, () => void>()
  const told = new Map<NodeSource, string>()
  let stopped = false
  let last = textOf(distinct([...fixed, ...sources.flatMap(({ nodes }) => nodes)]).nodes)
  let doubled = ''

  const begun = now()
  const own = new Map<NodeSource, Had>()
  const has = (source: NodeSource): Had =>
    own.get(source) ?? kept.get(source.key ?? '') ?? { nodes: source.nodes, at: begun }
  const note = (source: NodeSource, had: Had) => {
    own.set(source, had)
    if (source.key !== null) kept.set(source.key, had)
  }
  const apply = () => {
    const { nodes, dropped } = distinct([...fixed, ...sources.flatMap((source) => has(source).nodes)])
    const text = textOf(nodes)
    if (text === last) return
    try {
      set(nodes)
    } catch (cause) {
      log.error('nodes that were found cannot be used: those before go on', { alert: 'nodes_refused', cause })
      return
    }
    const names = nodes.map(({ name }) => name)
    log.info('nodes came or went', { nodes: names.length })
    last = text
    if (dropped.join() !== doubled && dropped.length > 0)
      log.warn('nodes are left out: another has their name or their place', { why: dropped.slice(0, 8).join(', ') })
    doubled = dropped.join()
  }
  const lookAt = async (source: NodeSource): Promise<void> => {
    try {
      const nodes = await source.look()
      if (stopped) return // whoever comes next keeps its own account
      note(source, { nodes: nodes ?? has(source).nodes, at: now() })
      told.delete(source)
    } catch (cause) {
      if (stopped) return
      const why = cause instanceof Error ? cause.message : String(cause)
      if (told.get(source) !== why) source.failed(cause)
      told.set(source, why)
      const { nodes, at } = has(source)
      if (now() - at > source.keepMs && nodes.length > 0) note(source, { nodes: [], at })
    }
    apply()
  }
  const goOn = async (source: NodeSource): Promise<void> => {
    await lookAt(source)
    if (!stopped)
      cancels.set(
        source,
        later(source.everyMs, () => void goOn(source)),
      )
  }
  return {
    start: async () => {
      apply()
      await Promise.all(sources.map(goOn))
    },
    stop: () => {
      stopped = true
      for (const cancel of cancels.values()) cancel()
    },
  }
}

const textOf = (nodes: readonly Node[]): string => JSON.stringify(nodes)

function distinct(all: readonly Node[]): { readonly nodes: readonly Node[]; readonly dropped: readonly string[] } {
  const names = new Set<string>()
  const places = new Set<string>()
  const nodes: Node[] = []
  const dropped: string[] = []
  for (const node of all) {
    const place = `${node.destination} ${node.url.host}`
    if (names.has(node.name) || places.has(place)) dropped.push(node.name)
    else nodes.push(node)
    names.add(node.name)
    places.add(place)
  }
  return { nodes, dropped }
}
