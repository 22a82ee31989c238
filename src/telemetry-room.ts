/** Telemetry: what is counted, logged and traced of each request, joined with the rooms that do the work and the state that they keep. */
import { detectorsWith } from './detect/custom-detector.ts'
import { ENTITY_TYPES } from './detect/entity-types.ts'
import type { Ledger } from './audit/ledger.ts'
import type { Delivery } from './audit/deliver/delivery.ts'
import type { House } from './house.ts'
import type { Arrived, Exchange, Rooms, Seen } from './pipeline.ts'
import type { Metered } from './route/metering.ts'
import { accessLine } from './telemetry/access-line.ts'
import { CLOSED } from './telemetry/catalogue.ts'
import { count, nodeLabel } from './telemetry/count.ts'
import type { Names } from './telemetry/labels.ts'
import { createMetrics } from './telemetry/metrics.ts'
import type { Exposed, Metrics } from './telemetry/metrics.ts'
import { watchProcess } from './telemetry/process.ts'
import type { Parent } from './telemetry/span.ts'
import { show } from './telemetry/state.ts'
import type { State } from './telemetry/state.ts'
import { createWatch } from './telemetry/story.ts'
import type { Story, Watch } from './telemetry/story.ts'
import type { Attempt, AttemptResult } from './terms/attempt.ts'
import type { Log } from './terms/logger.ts'
import type { Policy } from './terms/policy.ts'
import { toProblem } from './terms/problem.ts'
import type { Problem } from './terms/problem.ts'
import { whyOf } from './terms/why.ts'
import type { TracingRoom } from './tracing-room.ts'
import { watchedRooms } from './watched-rooms.ts'

/** Whose state is read when somebody asks for metrics. */
export type Sources = {
  /** The rooms that are in force now. */
  readonly house: () => House
  readonly candidate: () => Policy | null
  readonly ledger: Pick<Ledger, 'state'>
  readonly unwitnessed: () => { readonly records: number; readonly seconds: number } | null
}

export type TelemetryRoom = {
  /** Does the work of one request with rooms that are timed, and tells of it when it has ended. What `work` throws is thrown on. */
  readonly watched: <T>(request: Watched, work: (rooms: Rooms, watch: Watch) => Promise<T>) => Promise<T>
  /** A request that never reached a room. */
  readonly refused: (exchange: Arrived, problem: Problem) => void
  readonly began: (attempt: Attempt) => (result: AttemptResult) => void
  readonly synced: (seconds: number) => void
  readonly reloaded: (accepted: boolean) => void
  /** These rooms are no longer in force: what they have spent is counted. */
  readonly retired: (house: House) => void
  /** Says whose state there is to read. */
  readonly reads: (sources: Sources) => void
  readonly expose: (accept: string | undefined) => Promise<Exposed>
  /** The number of time series that there can be at most. */
  readonly bound: () => number
  /** Exports the traces that wait, and measures nothing any more. Never rejects. */
  readonly stop: () => Promise<void>
}

type Arriving = Arrived & Pick<Exchange, 'rawHeaders'>
type Watched = { readonly rooms: Rooms; readonly arrived: Arriving; readonly seen: Seen }

export type TelemetryParts = {
  readonly log: Log
  readonly deliveries?: () => Readonly<Record<string, Delivery['state']>>
  /** Null where no traces are exported. */
  readonly tracing?: TracingRoom | null
}

export function createTelemetryRoom({ log, deliveries = () => ({}), tracing = null }: TelemetryParts): TelemetryRoom {
  const metrics = createMetrics()
  const stopProcess = watchProcess(metrics)
  const watches = new Map<Attempt, Watch>()
  const cost = createCost(metrics)
  // Whoever watches for the first of these needs to have seen that there were none.
  for (const reload of CLOSED.reload) metrics.add('cordon_policy_reloads_total', { reload }, 0)
  for (const cause of CLOSED.cause) metrics.add('cordon_failed_local_total', { cause }, 0)
  let inFlight = 0
  let learnAgain = () => {}
  metrics.onScrape(() => {
    metrics.state('cordon_requests_in_flight', [[{}, inFlight]])
    metrics.total('cordon_traces_dropped_total', [[{}, tracing?.dropped() ?? 0]])
  })
  const tell = (story: Story, parent: Parent | null) => {
    try {
      log.info('a request ended', accessLine(story))
      count(metrics, story)
      tracing?.trace(story, parent, metrics.labels)
    } catch (cause) {
      log.error('a request could not be told of', { request: story.request, why: whyOf(cause) })
    }
  }
  const now = () => performance.now()

  return {
    watched: async ({ rooms, arrived, seen }, work) => {
      const { id: request, api } = arrived
      const watch = createWatch({ request, api, known: seen, now })
      inFlight += 1
      let problem: Problem | null = null
      try {
        return await work(watchedRooms(rooms, watch, watches), watch)
      } catch (thrown) {
        problem = toProblem(thrown)
        throw thrown
      } finally {
        inFlight -= 1
        tell(watch.end(problem), tracing?.parentOf(arrived.rawHeaders) ?? null)
      }
    },
    refused: ({ id: request, api }, problem) => tell(createWatch({ request, api, known: {}, now }).end(problem), null),
    began: (attempt) => watches.get(attempt)?.began(attempt) ?? (() => {}),
    synced: (seconds) => metrics.observe('cordon_audit_sync_seconds', {}, seconds),
    reloaded: (accepted) => {
      metrics.add('cordon_policy_reloads_total', { reload: accepted ? 'accepted' : 'refused' })
      learnAgain()
    },
    retired: cost,
    reads: (sources) => {
      const learn = () => metrics.learn(namesOf(sources.house(), sources.candidate()))
      learn()
      learnAgain = learn
      metrics.onScrape(() => {
        learn() // nodes come and go between reloads
        cost(sources.house())
        show(metrics, stateOf(sources, deliveries()))
      })
    },
    expose: async (accept) => {
      try {
        return await metrics.expose(accept)
      } catch (cause) {
        log.error('metrics could not be read', { cause })
        throw cause
      }
    },
    bound: metrics.bound,
    stop: async () => {
      stopProcess()
      await tracing?.stop()
    },
  }
}

/** What configuration and policy call things. */
function namesOf({ config, policy, nodes }: House, candidate: Policy | null): Names {
  const policies = candidate === null ? [policy] : [policy, candidate]
  const models = config.models.flatMap(({ name, choices }) => [name, ...choices.map(({ model }) => model)])
  const custom = policy.detectors ?? []
  return {
    level: policies.flatMap(({ levels }) => levels),
    destination: policies.flatMap(({ destinations }) => destinations.map(({ name }) => name)),
    node: [...config.nodes, ...config.discover, ...nodes().map(({ node }) => node)].map(({ name }) => nodeLabel(name) ?? ''), // prettier-ignore
    model: models.filter((model) => !model.endsWith('*')),
    rule: policies.flatMap(({ rules }) => rules.map(({ id }) => id)),
    type: [...ENTITY_TYPES, ...custom].map(({ type }) => type),
    detector: ['detect', ...detectorsWith(custom).map(({ id }) => id), ...config.engines.map(({ name }) => `engine:${name}`)], // prettier-ignore
    target: config.audit.deliver.map(({ name }) => name),
    policy: policies.map(({ name }) => name),
    version: policies.map(({ version }) => version),
    digest: policies.map(({ digest }) => digest),
  }
}

function stateOf({ house, candidate, ledger, unwitnessed }: Sources, deliveries: State['deliveries']): State {
  const { nodes, waiting, detecting, policy, config } = house()
  const { status, mirror, signedAt, ...numbers } = ledger.state()
  const tried = candidate()
  return {
    nodes: nodes().map(({ node, standing, inFlight }) => ({ ...{ name: node.name, destination: node.destination }, standing, inFlight, slots: node.parallel })), // prettier-ignore
    queue: { length: waiting(), limit: config.route.queue },
    threads: detecting(),
    policies: [{ role: 'active', ...policy }, ...(tried === null ? [] : [{ role: 'candidate' as const, ...tried }])],
    ledger: {
      ...{ ...numbers, status, mirrored: mirror?.records ?? null },
      signedMsAgo: signedAt === null ? null : performance.now() - signedAt,
    },
    unwitnessed: unwitnessed(),
    deliveries,
  }
}

/** Counts what was spent since it was asked last. What a generation of rooms has spent begins at nothing. */
function createCost(metrics: Metrics): (house: Pick<House, 'metered'>) => void {
  const before = new WeakMap<House['metered'], ReadonlyMap<string, number>>()
  return ({ metered }) => {
    const last = before.get(metered)
    const rows = metered().flatMap((row) => (row.cost === null ? [] : [{ ...row, cost: row.cost, key: keyOf(row) }]))
    for (const { destination, node, model, cost, key } of rows)
      metrics.add('cordon_cost_dollars_total', { destination, node: nodeLabel(node), model }, cost - (last?.get(key) ?? 0)) // prettier-ignore
    before.set(metered, new Map(rows.map(({ key, cost }) => [key, cost])))
  }
}

const keyOf = ({ destination, node, model }: Metered) => JSON.stringify([destination, node, model])
