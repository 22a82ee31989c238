import type { Agent } from 'node:http'
import type { Node } from '../terms/destination.ts'
import type { JsonValue } from '../terms/json.ts'
import type { LocalityCheck, NodeFacts, NodeLoad, NodeModel } from '../terms/node-facts.ts'
import type { Connector } from './connector.ts'
import { fetchSmall } from './fetch-small.ts'
import { broken, kept, unseen } from './kinds/kind.ts'
import type { Asked, Look } from './kinds/kind.ts'
import { KINDS } from './kinds/kinds.ts'
import { versioned } from './request-headers.ts'

/** What a node says of itself. `why` is a short sentence for operators. */
export type Probed = {
  readonly reachable: boolean
  readonly models: readonly string[]
  /** True when nothing was found that lets the node pass a prompt on. False whenever that could not be asked. */
  readonly local: boolean
  readonly why: string
  readonly facts: NodeFacts
}

export type Probe = (node: Node) => Promise<Probed>

export type ProbeParts = {
  readonly connectorOf: (destination: string) => Connector | undefined
  readonly keyOf: (node: Node) => string | null
  readonly timeoutMs?: number
}

const MAX_BYTES = 1024 * 1024

/**
 * Asks a node for its models, its load, and for what would let it pass a prompt on, in the way of its kind. Never rejects. The
 * address is checked by the destination's connector, as for any dial. It is local when no check of its kind is broken; a check that fails is.
 */
export function createProbe({ connectorOf, keyOf, timeoutMs = 5_000 }: ProbeParts): Probe {
  return async (node) => {
    try {
      const agent = connectorOf(node.destination)?.probeAgentFor(node.url)
      if (agent === undefined) return unreachable(`there is no destination ${node.destination}`)
      return toProbed(await lookAt(node, lookWith(node, agent, keyOf(node), timeoutMs)))
    } catch (cause) {
      return unreachable(cause instanceof Error ? cause.message : 'unknown error')
    }
  }
}

/** Each path is asked once per look, whoever asks for it. */
function lookWith(node: Node, agent: Agent, key: string | null, timeoutMs: number): Look {
  const asked = new Map<string, Promise<Asked>>()
  const ask = (path: string): Promise<Asked> => {
    const known = asked.get(path) ?? askOnce(new URL(path, node.url.origin), agent, key, timeoutMs)
    asked.set(path, known)
    return known
  }
  const v1 = versioned(node.url)
  const root = v1.slice(0, -'/v1'.length)
  const { models: configured } = node
  return { ask: (path) => ask(root + path), askV1: (path) => ask(v1 + path), configured, firewalled: node.firewalled === true } // prettier-ignore
}

async function askOnce(url: URL, agent: Agent, key: string | null, timeoutMs: number): Promise<Asked> {
  const headers = {
    accept: 'application/json, text/plain',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  }
  const { status, body } = await fetchSmall(url, { agent, headers, timeoutMs, maxBytes: MAX_BYTES })
  const text = Buffer.from(body).toString('utf8')
  return { status, text, json: toJson(text) }
}

function toJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return null // whoever asked takes null for an answer that proves nothing
  }
}

async function lookAt(node: Node, look: Look): Promise<NodeFacts> {
  const kind = KINDS[node.kind]
  const [models, load, own] = await Promise.all([
    kind.models(look),
    kind.load(look).catch(() => null),
    kind.checks(look).catch(brokenCheck),
  ])
  if (models === null) return nothing('it gives no list of models that can be read')
  const checks = [kept('address', 'its address is in range'), ...own, firewall(look)]
  const wrong = checks.filter(({ verdict }) => verdict === 'broken')
  const says = (wrong.length > 0 ? wrong : checks.filter(({ verdict }) => verdict === 'kept')).map((it) => it.says)
  return facts(true, models, load, { proven: wrong.length === 0, checks }, says.join(', and '))
}

function firewall({ firewalled }: Look): LocalityCheck {
  const todo = 'close its way out (cordon nodes firewall writes rules), and say so: egress: firewalled'
  return firewalled
    ? kept('egress', 'its operator says that it has no way out')
    : unseen('egress', 'whether it has a way out cannot be seen from here', todo)
}

const brokenCheck = (cause: unknown): readonly LocalityCheck[] => [
  broken('asked', cause instanceof Error ? `it could not be asked: ${cause.message}` : 'it could not be asked', 'see why it does not answer'), // prettier-ignore
]

function facts(
  reachable: boolean,
  models: readonly NodeModel[],
  load: NodeLoad | null,
  local: NodeFacts['local'],
  why: string,
): NodeFacts {
  return { reachable, models, load, local, why }
}

const nothing = (why: string): NodeFacts => facts(false, [], null, { proven: false, checks: [] }, why)

const unreachable = (why: string): Probed => toProbed(nothing(why))

function toProbed(found: NodeFacts): Probed {
  const { reachable, models, local, why } = found
  return { reachable, models: models.map(({ id }) => id), local: local.proven, why, facts: found }
}
