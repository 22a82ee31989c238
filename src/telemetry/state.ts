import { CLOSED } from './catalogue.ts'
import { nodeLabel } from './count.ts'
import type { Metrics } from './metrics.ts'

/** How things stand at one moment, as far as metrics tell of it. */
export type State = {
  readonly nodes: readonly {
    readonly name: string
    readonly destination: string
    readonly standing: (typeof CLOSED)['standing'][number]
    readonly inFlight: number
    readonly slots: number
  }[]
  readonly queue: { readonly length: number; readonly limit: number }
  readonly threads: { readonly busy: number; readonly idle: number; readonly waiting: number }
  readonly policies: readonly {
    readonly role: (typeof CLOSED)['role'][number]
    readonly name: string
    readonly version: string
    readonly digest: string
  }[]
  readonly ledger: {
    readonly status: (typeof CLOSED)['state'][number]
    readonly records: number
    readonly pending: number
    readonly refused: number
    readonly late: number
    readonly poisoned: number
    readonly checkpointsFailed: number
    readonly signed: number | null
    /** Milliseconds since the last checkpoint; null when this process has signed none. */
    readonly signedMsAgo: number | null
    /** Records of the mirror; null without one. */
    readonly mirrored: number | null
  }
  /** Null when nobody is to witness anything. */
  readonly unwitnessed: { readonly records: number; readonly seconds: number } | null
  readonly deliveries: Readonly<Record<string, { readonly behind: number; readonly failures: number }>>
}

/** Puts a state into the gauges that tell of it, in place of the one before. */
export function show(metrics: Metrics, state: State): void {
  showNodes(metrics, state)
  const { queue, threads, policies, deliveries } = state
  metrics.state('cordon_queue_length', [[{}, queue.length]])
  metrics.state('cordon_queue_limit', [[{}, queue.limit]])
  metrics.state('cordon_detect_threads', [[{ doing: 'busy' }, threads.busy], [{ doing: 'idle' }, threads.idle]]) // prettier-ignore
  metrics.state('cordon_detect_waiting', [[{}, threads.waiting]])
  const toInfo = ({ role, name, version, digest }: State['policies'][number]) => [{ role, policy: name, version, digest }, 1] as const // prettier-ignore
  metrics.state('cordon_policy_info', policies.map(toInfo))
  showLedger(metrics, state)
  const targets = Object.entries(deliveries)
  metrics.state('cordon_delivery_behind_records', targets.map(([target, { behind }]) => [{ target }, behind])) // prettier-ignore
  metrics.state('cordon_delivery_failures', targets.map(([target, { failures }]) => [{ target }, failures])) // prettier-ignore
}

function showNodes(metrics: Metrics, { nodes }: State): void {
  const placeOf = ({ name, destination }: State['nodes'][number]) => ({ destination, node: nodeLabel(name) })
  const standings = nodes.flatMap((node) =>
    CLOSED.standing.map((standing) => [{ ...placeOf(node), standing }, standing === node.standing ? 1 : 0] as const),
  )
  metrics.state('cordon_nodes', standings)
  metrics.state('cordon_node_in_flight', nodes.map((node) => [placeOf(node), node.inFlight])) // prettier-ignore
  metrics.state('cordon_node_slots', nodes.map((node) => [placeOf(node), node.slots])) // prettier-ignore
}

function showLedger(metrics: Metrics, { ledger, unwitnessed }: State): void {
  const { status, records, pending, refused, late, poisoned, checkpointsFailed, signed, signedMsAgo, mirrored } = ledger
  metrics.state('cordon_audit_state', CLOSED.state.map((state) => [{ state }, state === status ? 1 : 0])) // prettier-ignore
  metrics.state('cordon_audit_records', [[{}, records]])
  metrics.state('cordon_audit_pending_records', [[{}, pending]])
  metrics.total('cordon_audit_refused_total', [[{}, refused]])
  metrics.total('cordon_audit_late_total', [[{}, late]])
  metrics.total('cordon_audit_segments_given_up_total', [[{}, poisoned]])
  metrics.total('cordon_audit_checkpoints_failed_total', [[{}, checkpointsFailed]])
  metrics.state('cordon_audit_signed_records', known(signed))
  metrics.state('cordon_audit_checkpoint_age_seconds', known(signedMsAgo === null ? null : signedMsAgo / 1000))
  metrics.state('cordon_audit_mirror_behind_records', known(mirrored === null ? null : Math.max(0, records - mirrored)))
  metrics.state('cordon_audit_unwitnessed_records', known(unwitnessed?.records ?? null))
  metrics.state('cordon_audit_unwitnessed_seconds', known(unwitnessed?.seconds ?? null))
}

/** What is not known has no value, which is not the same as 0. */
const known = (value: number | null) => (value === null ? [] : [[{}, value] as const])
