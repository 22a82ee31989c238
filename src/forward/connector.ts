import type { Agent } from 'node:http'
import type { Destination } from '../terms/destination.ts'
import type { Levels } from '../terms/level.ts'
import type { Dialling, Reach } from './dial.ts'
import { EgressError } from './egress-error.ts'
import { admit } from './floor.ts'
import { GuardedHttpAgent, GuardedHttpsAgent, closeIdle } from './guarded-agent.ts'

/** The way to one destination. Its sockets are shared with no other. */
export type Connector = {
  readonly destination: Destination
  /** For requests that carry a prompt: asks the current decision each time. Throws EGRESS_HOST for another scheme. */
  readonly agentFor: (url: URL) => Agent
  /** For questions that carry no prompt (health, models): the same addresses, and sockets of their own. */
  readonly probeAgentFor: (url: URL) => Agent
  /** Closes idle sockets; running requests end on their own. */
  readonly close: () => void
}

export type ConnectorParts = {
  readonly destination: Destination
  readonly levels: Levels
  /** Where the destination is: its nodes, or its host. */
  readonly urls: readonly URL[]
  readonly dialling: Dialling
}

/** A destination's four agents around one reach. Throws when its level is not one of the policy's. */
export function toConnector({ destination, levels, dialling }: ConnectorParts, reach: Reach): Connector {
  if (!levels.includes(destination.maxLevel)) {
    throw new Error(`${destination.name}: maxLevel ${destination.maxLevel} is not a level of the policy`)
  }
  const prompts = agents({ reach, dialling, admit: () => admit(destination, levels) })
  const probes = agents({ reach, dialling, admit: () => {} })
  return {
    destination,
    agentFor: (url) => choose(prompts, url),
    probeAgentFor: (url) => choose(probes, url),
    close: () => [...prompts.values(), ...probes.values()].forEach(closeIdle),
  }
}

function agents(guard: ConstructorParameters<typeof GuardedHttpAgent>[0]): ReadonlyMap<string, Agent> {
  return new Map<string, Agent>([
    ['http:', new GuardedHttpAgent(guard)],
    ['https:', new GuardedHttpsAgent(guard)],
  ])
}

function choose(from: ReadonlyMap<string, Agent>, url: URL): Agent {
  const agent = from.get(url.protocol)
  if (agent === undefined) throw new EgressError('EGRESS_HOST', `${url.protocol} is neither http: nor https:`)
  return agent
}
