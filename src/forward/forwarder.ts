import type { Attempt, Dispatch } from '../terms/attempt.ts'
import type { CloudHost, Destination, Node } from '../terms/destination.ts'
import type { Levels } from '../terms/level.ts'
import type { Log } from '../terms/logger.ts'
import type { Api } from '../terms/prompt.ts'
import type { Translation } from '../terms/translation.ts'
import { whyOf } from '../terms/why.ts'
import { breakOff } from './broken-off.ts'
import { cloudConnector } from './cloud-connector.ts'
import type { Dialling } from './dial.ts'
import { DIALLING } from './dial.ts'
import { movesOn } from './failure.ts'
import { lanConnector } from './lan-connector.ts'
import { trustOf } from './node-tls.ts'
import type { Forwarded, Tried } from './outcome.ts'
import { conclude, resultOf } from './outcome.ts'
import { BREACH } from './passage.ts'
import type { Probe } from './probe.ts'
import { createProbe } from './probe.ts'
import { Reply } from './reply.ts'
import type { Job, Trying, Way } from './try-one.ts'
import { kindOf, tryOne } from './try-one.ts'
import type { Upstream } from './upstream.ts'
import { createUpstream } from './upstream.ts'

export type { Forwarded } from './outcome.ts'
export type { Job } from './try-one.ts'

export type ForwarderParts = {
  readonly destinations: readonly Destination[]
  readonly levels: Levels
  readonly nodes: readonly Node[]
  readonly cloudHosts: readonly CloudHost[]
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** What an end-user id is replaced with. */
  readonly pseudonymOf: (user: string) => string
  /** How a prompt in one API is served by a node that is asked in another; null where that cannot be. */
  readonly translations: (from: Api, to: Api) => Translation | null
  readonly dialling?: Partial<Dialling>
  /** Whether a 429 moves on to the next attempt. */
  readonly on429?: boolean
  readonly heartbeatMs?: number
  readonly stallMs?: number
  /** Hears of every request that is let out, at the socket; once, however often it is tried. */
  readonly onAdmit?: () => void
}

export type Forwarder = {
  readonly forward: (job: Job) => Promise<Forwarded>
  readonly probe: Probe
  /**
   * The nodes that there are from now on: no other is dialled. What is under way with one that is left out ends normally. Throws, and leaves
   * all as it was, when a node's certificates cannot be read.
   */
  readonly setNodes: (nodes: readonly Node[]) => void
  /** Closes idle sockets. Running requests end on their own. */
  readonly close: () => void
}

/** A kept socket that the node closed meanwhile says nothing about the node: so many times it is tried again. */
const STALE_RETRIES = 2

/**
 * The only way out. Tries the attempts in order and passes on the first answer; every attempt must be permitted by the
 * decision, which is checked here and again at the socket. Throws for destinations that make no sense.
 */
export function createForwarder(parts: ForwarderParts): Forwarder {
  let places = placesFor(parts, parts.nodes, null)
  return {
    forward: (job) => forward(parts, () => places, job),
    probe: createProbe({ connectorOf: (name) => places.ways.get(name)?.connector, keyOf: ({ apiKey }) => apiKey }),
    setNodes: (nodes) => {
      const old = places
      places = placesFor(parts, nodes, old)
      // What is kept open was checked for how things were: it is not used again, and closed as soon as it is idle.
      for (const [name, { connector }] of old.ways)
        if (places.ways.get(name)?.connector !== connector) connector.close()
    },
    close: () => places.ways.forEach(({ connector }) => connector.close()),
  }
}

/** Where everything is at one moment. It does not change: an attempt sees one of these from its beginning to its end. */
type Places = Pick<Trying, 'ways' | 'nodes'>

/** A way whose nodes are as they were goes on being used. */
function placesFor(parts: ForwarderParts, nodes: readonly Node[], old: Places | null): Places {
  const of = (all: Iterable<Node>, name: string) => [...all].filter(({ destination }) => destination === name)
  const isAsBefore = (name: string) =>
    JSON.stringify(of(nodes, name)) === JSON.stringify(of(old?.nodes.values() ?? [], name))
  const ways = parts.destinations.map((destination) => {
    const before = old?.ways.get(destination.name)
    const way = before !== undefined && isAsBefore(destination.name) ? before : wayTo(destination, { ...parts, nodes })
    return [destination.name, way] as const
  })
  return { ways: new Map(ways), nodes: new Map(nodes.map((node) => [node.name, node])) }
}

function wayTo(destination: Destination, parts: ForwarderParts): Way {
  const places = destination.zone === 'lan' ? parts.nodes : parts.cloudHosts
  const urls = places.filter((place) => place.destination === destination.name).map(({ url }) => url)
  const connect = destination.zone === 'lan' ? lanConnector : cloudConnector
  const dialling = { ...DIALLING, trust: trustOf(parts.nodes), ...parts.dialling }
  const connector = connect({ destination, levels: parts.levels, urls, dialling })
  const upstreams = new Map<string, Upstream>()
  for (const url of urls) {
    if (!upstreams.has(url.protocol)) upstreams.set(url.protocol, createUpstream(connector.agentFor(url)))
  }
  return { connector, upstreams }
}

async function forward(parts: ForwarderParts, places: () => Places, job: Job): Promise<Forwarded> {
  const { heartbeatMs = 15_000, stallMs = 120_000, now } = parts
  const began = now()
  const reply = new Reply({ res: job.res, now, heartbeatMs, stallMs })
  const stop = () => reply.cut()
  if (job.signal?.aborted === true) stop()
  job.signal?.addEventListener('abort', stop, { once: true })
  const tries: Tried[] = []
  const dispatch = job.dispatch ?? inOrder(job.attempts)
  let bug: unknown = null
  try {
    reply.set(job.headers)
    const { levels, translations, on429 = true } = parts
    const user = job.prompt.user === null ? null : parts.pseudonymOf(job.prompt.user)
    const shared = { job, reply, levels, translations, user, on429, now, admitted: once(parts.onAdmit) }
    await tryInOrder(() => ({ ...shared, ...places() }), parts.log, tries, dispatch)
  } catch (cause) {
    bug = cause
    if (reply.started) reply.cut()
  }
  job.signal?.removeEventListener('abort', stop)
  const queue = { lack: dispatch.lack(), queuedMs: dispatch.waitedMs() }
  return conclude(job, { reply, tries, bug, ms: now() - began, ...queue })
}

/** Calls it the first time only. Without one, does nothing. */
function once(react: (() => void) | undefined): () => void {
  let waiting = react
  return () => {
    const first = waiting
    waiting = undefined
    first?.()
  }
}

async function tryInOrder(here: () => Trying, log: Log, tries: Tried[], dispatch: Dispatch): Promise<void> {
  const { job, reply, on429 } = here()
  for (;;) {
    if (reply.gone) return
    const next = dispatch.next((react) => reply.onGone(react))
    const attempt = next instanceof Promise ? await next : next
    if (attempt === null) return
    const last = await tryOnOne(here(), log, tries, { attempt, dispatch })
    if (last === null || last.failure === null) return
    const { run, failure } = last
    if (reply.started && run !== null) return breakOff(reply, kindOf(job.prompt), run.passage, failure)
    if (!movesOn(failure, on429)) return
  }
}

type Given = { readonly attempt: Attempt; readonly dispatch: Dispatch }

/** Tries one place, also twice if a socket was stale. Its node has its place back when this ends, in whatever way. */
async function tryOnOne(trying: Trying, log: Log, tries: Tried[], given: Given): Promise<Tried | null> {
  const { attempt, dispatch } = given
  const { job, reply } = trying
  let last: Tried | null = null
  try {
    // The decision was about what stands in the plan: whoever gives out attempts cannot add to it.
    if (!job.attempts.includes(attempt)) throw new Error('an attempt was given out that is not in the plan')
    for (let stale = 0; stale <= STALE_RETRIES && !reply.gone; stale += 1) {
      last = await tryOne(trying, attempt)
      tries.push(last)
      report(log, job, last)
      if (last.run?.stale !== true || reply.started) break
    }
    return last
  } finally {
    dispatch.ended(resultOf(last, attempt, reply.gone))
  }
}

/** The attempts as they stand, for whoever has no nodes to choose from. */
function inOrder(attempts: readonly Attempt[]): Dispatch {
  let given = 0
  return { next: () => attempts[given++] ?? null, ended: () => {}, lack: () => null, waitedMs: () => 0 }
}

function report(log: Log, { requestId }: Job, { attempt, run, failure }: Tried): void {
  const { destination, node, api } = attempt
  const where = { request: requestId, destination, node }
  const { verdict, breaches } = run?.passage.verification ?? { verdict: null, breaches: [] }
  if (verdict === 'breached') {
    log.error('an answer was not made as it was asked for', { ...where, breaches, withheld: failure?.why === BREACH })
  }
  if (failure === null || failure.result === 'aborted') return
  const { result, status, why, cause } = failure
  const fields = { ...where, result, status, why, peer: run?.peer ?? null }
  if (cause !== undefined)
    log.error('an attempt failed by a fault of our own', { ...fields, api, why: `${String(why)}: ${whyOf(cause)}` })
  else if (result === 'refused') log.error('the egress guard refused an attempt', fields)
  else if (failure.problem !== undefined) log.warn('a request could not be translated', { ...where, api })
  else log.warn('an attempt failed', fields)
}
