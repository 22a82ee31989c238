import type { Destination } from '../terms/destination.ts'
import { topOf } from '../terms/level.ts'
import type { Levels } from '../terms/level.ts'
import { withinRanges } from './addresses.ts'
import { DIALLING, endpointOf } from './dial.ts'
import type { Dialling } from './dial.ts'
import { EgressError } from './egress-error.ts'
import { fetchSmall } from './fetch-small.ts'
import type { Fetched } from './fetch-small.ts'
import { closeIdle, GuardedHttpAgent, GuardedHttpsAgent } from './guarded-agent.ts'

export type EngineDoorParts = {
  readonly destinations: readonly Destination[]
  readonly levels: Levels
  /** Where texts may be sent, exactly: the address of each engine and node, and the destination that it belongs to. */
  readonly places: readonly { readonly url: URL; readonly destination: string }[]
  readonly dialling?: Partial<Dialling>
}

export type EnginePost = {
  readonly destination: string
  readonly url: URL
  /** JSON. */
  readonly body: string
  readonly apiKey: string | null
  readonly signal: AbortSignal
}

export type EngineDoor = {
  readonly post: (ask: EnginePost) => Promise<Fetched>
  /** Closes idle sockets. */
  readonly close: () => void
}

/** The largest answer that is read; and a time far above any that is configured, in case nobody gives up before. */
const LIMITS = { maxBytes: 4 * 1024 * 1024, timeoutMs: 300_000 } as const

type Agents = { readonly plain: GuardedHttpAgent; readonly secure: GuardedHttpsAgent }

/**
 * The way on which texts whose level is not known yet go to engines: to LAN destinations for the top level and to nowhere else, and
 * there to the configured hosts and ports, at addresses in the destination's ranges. No redirect is followed. Rejects
 * when there is no whole answer.
 */
export function createEngineDoor({ destinations, levels, places, dialling: own = {} }: EngineDoorParts): EngineDoor {
  const dialling = { ...DIALLING, ...own }
  const agents = new Map<string, Agents>()
  for (const { name, zone, maxLevel, allowedCidrs } of destinations) {
    if (zone !== 'lan' || maxLevel !== topOf(levels) || allowedCidrs.length === 0) continue
    const mine = places.filter(({ destination }) => destination === name)
    const reach = { endpoints: new Set(mine.map(({ url }) => endpointOf(url))), accepts: withinRanges(allowedCidrs) }
    const guard = { reach, dialling, admit: () => {} } // what may come here at all was asked above
    agents.set(name, { plain: new GuardedHttpAgent(guard), secure: new GuardedHttpsAgent(guard) })
  }
  return {
    post: async ({ destination, url, body, apiKey, signal }) => {
      const mine = agents.get(destination)
      if (mine === undefined)
        throw new EgressError('EGRESS_LEVEL', `${destination} is not a LAN destination for the top level`)
      const agent = url.protocol === 'https:' ? mine.secure : mine.plain
      const key = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }
      return fetchSmall(url, { agent, headers: { accept: 'application/json', ...key }, json: body, signal, ...LIMITS })
    },
    close: () => {
      for (const { plain, secure } of agents.values()) {
        closeIdle(plain)
        closeIdle(secure)
      }
    },
  }
}
