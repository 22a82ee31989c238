import { PROBLEMS } from '../terms/problem.ts'

/**
 * Every metric that there is, with its labels and the values that these may have. Nothing else can be counted, so that neither a name nor
 * a value can come from a request. Names follow Prometheus' conventions: base units, `_total` for what only grows.
 */

const APIS = [
  'chat_completions',
  'completions',
  'embeddings',
  'responses',
  'messages',
  'count_tokens',
  'models',
] as const
/**
 * `denied`: by a policy. `refused`: for any other reason before it was permitted. `failed`: permitted, and no answer came.
 * `aborted`: the caller went away. `listed`: a list of models.
 */
export const OUTCOMES = ['answered', 'failed', 'aborted', 'denied', 'refused', 'listed'] as const
export type RequestOutcome = (typeof OUTCOMES)[number]

/** The steps of a request that are timed. `queue` and `upstream` are parts of `forward`. */
export const STEPS = [
  'receive',
  'authenticate',
  'read',
  'recall',
  'detect',
  'decide',
  'rehearse',
  'prove',
  'route',
  'seal',
  'record',
  'forward',
  'queue',
  'upstream',
  'outcome',
  'models',
] as const
export type StepName = (typeof STEPS)[number]

/** Labels whose values are known here. */
export const CLOSED = {
  api: APIS,
  outcome: OUTCOMES,
  code: Object.keys(PROBLEMS),
  step: STEPS,
  result: ['answered', 'refused', 'unreachable', 'timed_out', 'reset', 'redirected', 'not_local', 'aborted', 'error'],
  why: ['threw', 'timed_out', 'overloaded', 'invalid_finding'],
  cause: ['unread', 'detector_failed'],
  kind: ['image', 'audio', 'video', 'file', 'token_ids', 'encrypted', 'blob', 'reference', 'unknown_part'],
  standing: ['ready', 'trying', 'resting', 'unreachable', 'not_local', 'unknown'],
  direction: ['in', 'out'],
  state: ['ok', 'stalled', 'full', 'failed', 'closed'],
  breach: ['provider', 'strategy', 'pipeline', 'cache'],
  reload: ['accepted', 'refused'],
  changes: ['yes', 'no'],
  quantile: ['0.5', '0.9', '0.99', '1'],
  role: ['active', 'candidate'],
  doing: ['busy', 'idle'],
} as const satisfies Record<string, readonly string[]>

/** Labels whose values are names from the configuration and the policy. */
export const NAMED = [
  'level',
  'destination',
  'node',
  'model',
  'rule',
  'type',
  'detector',
  'target',
  'policy',
  'version',
  'digest',
] as const
export type Named = (typeof NAMED)[number]
export type Label = keyof typeof CLOSED | Named

export type Row = { readonly help: string; readonly labels: readonly Label[] }
export type HistogramRow = Row & { readonly buckets: readonly number[] }

/** From a tenth of a millisecond: most steps take less than one. */
const SHORT = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
/** As long as models take. */
const LONG = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

export const COUNTERS = {
  cordon_requests_total: {
    help: 'Requests that ended, by what became of them.',
    labels: ['api', 'level', 'destination', 'outcome'],
  },
  cordon_problems_total: { help: 'Requests that ended with an error, by its public code.', labels: ['api', 'code'] },
  cordon_pinned_total: { help: 'Requests whose level kept them on the LAN.', labels: ['level'] },
  cordon_denied_total: {
    help: 'Requests that a policy denied, by the rule that says most about why.',
    labels: ['rule'],
  },
  cordon_failed_local_total: {
    help: 'Requests that count as the top level because something in them could not be read, or a detector failed.',
    labels: ['cause'],
  },
  cordon_break_glass_total: {
    help: 'Denials that yielded to a reason, by rule and destination that this opened.',
    labels: ['rule', 'destination'],
  },
  cordon_shadow_changes_total: {
    help: 'Requests for which a shadow rule would have changed what is permitted.',
    labels: ['rule'],
  },
  cordon_rehearsals_total: {
    help: 'Requests that a candidate policy was asked about too, and whether it would have permitted something else.',
    labels: ['changes'],
  },
  cordon_findings_total: { help: 'Findings in prompts.', labels: ['type'] },
  cordon_unread_parts_total: { help: 'Parts of prompts that could not be read.', labels: ['kind'] },
  cordon_detector_failures_total: {
    help: 'Detectors that failed on a prompt; it counts as the top level.',
    labels: ['detector', 'why'],
  },
  cordon_attempts_total: {
    help: 'Attempts at destinations, by how they ended.',
    labels: ['destination', 'node', 'result'],
  },
  cordon_tokens_total: {
    help: 'Tokens as destinations report them, of prompts (in) and answers (out).',
    labels: ['destination', 'node', 'model', 'direction'],
  },
  cordon_cost_dollars_total: {
    help: 'US dollars: of clouds as their answers say, of nodes their price for the time in which they worked.',
    labels: ['destination', 'node', 'model'],
  },
  cordon_breaches_total: {
    help: 'Answers of clouds that were not made as was asked for, by what was not kept.',
    labels: ['destination', 'breach'],
  },
  cordon_answer_bytes_total: { help: 'Bytes of answers that were passed on.', labels: ['destination'] },
  cordon_policy_reloads_total: {
    help: 'Times that configuration and policy were read again.',
    labels: ['reload'],
  },
  cordon_audit_refused_total: { help: 'Records that were refused: their requests were not served.', labels: [] },
  cordon_audit_late_total: { help: 'Records that reached the disk after they had been refused.', labels: [] },
  cordon_audit_segments_given_up_total: { help: 'Segments of the ledger that could not be written.', labels: [] },
  cordon_audit_checkpoints_failed_total: { help: 'Checkpoints that could not be written.', labels: [] },
  cordon_traces_dropped_total: { help: 'Spans that were not exported: too many waited, or nobody took them.', labels: [] }, // prettier-ignore
  process_cpu_seconds_total: { help: 'CPU time of this process, user and system.', labels: [] },
} as const satisfies Record<string, Row>

export const GAUGES = {
  cordon_requests_in_flight: { help: 'Requests that are being served.', labels: [] },
  cordon_nodes: {
    help: 'Nodes of a configured name by how they stand; only ready and trying ones are used.',
    labels: ['destination', 'node', 'standing'],
  },
  cordon_node_in_flight: { help: 'Requests that a node works on.', labels: ['destination', 'node'] },
  cordon_node_slots: { help: 'Requests that a node may work on at once.', labels: ['destination', 'node'] },
  cordon_queue_length: { help: 'Requests that wait for a node.', labels: [] },
  cordon_queue_limit: { help: 'Requests that may wait for a node.', labels: [] },
  cordon_detect_threads: { help: 'Threads for long prompts, by what they do.', labels: ['doing'] },
  cordon_detect_waiting: { help: 'Prompts that wait for a thread.', labels: [] },
  cordon_policy_info: {
    help: 'Always 1; its labels say which policy is in force, and which is tried beside it.',
    labels: ['role', 'policy', 'version', 'digest'],
  },
  cordon_audit_state: { help: '1 for the state that the ledger is in, 0 for the others.', labels: ['state'] },
  cordon_audit_records: { help: 'Records that are durable, from the beginning of the ledger.', labels: [] },
  cordon_audit_pending_records: { help: 'Records that wait for the disk, or for the mirror.', labels: [] },
  cordon_audit_signed_records: { help: 'Records that a checkpoint on disk covers.', labels: [] },
  cordon_audit_checkpoint_age_seconds: { help: 'Since the last checkpoint of this process was signed.', labels: [] },
  cordon_audit_unwitnessed_records: { help: 'Records beyond the last checkpoint that a witness keeps.', labels: [] },
  cordon_audit_unwitnessed_seconds: { help: 'Since a witness last took a checkpoint, while there is something new.', labels: [] }, // prettier-ignore
  cordon_audit_mirror_behind_records: { help: 'Records that the mirror does not have yet.', labels: [] },
  cordon_delivery_behind_records: { help: 'Records that a receiver does not surely have yet.', labels: ['target'] },
  cordon_delivery_failures: { help: 'Failures in a row to deliver to a receiver.', labels: ['target'] },
  cordon_event_loop_delay_seconds: { help: 'Delay of the event loop since the last scrape.', labels: ['quantile'] },
  process_resident_memory_bytes: { help: 'Memory that this process has in RAM.', labels: [] },
  process_start_time_seconds: { help: 'When this process began, in seconds since 1970.', labels: [] },
  nodejs_heap_used_bytes: { help: 'JavaScript heap in use.', labels: [] },
  nodejs_heap_total_bytes: { help: 'JavaScript heap that is allocated.', labels: [] },
  nodejs_external_memory_bytes: { help: 'Memory of buffers outside of the heap.', labels: [] },
} as const satisfies Record<string, Row>

export const HISTOGRAMS = {
  cordon_request_seconds: {
    help: 'From the arrival of a request to its end.',
    labels: ['destination', 'outcome'],
    buckets: LONG,
  },
  cordon_added_seconds: {
    help: 'What Cordon itself took of a request: without receiving it, waiting for a node, and what destinations took.',
    labels: [],
    buckets: SHORT,
  },
  cordon_step_seconds: { help: 'What one step of a request took.', labels: ['step'], buckets: SHORT },
  cordon_queue_seconds: { help: 'How long permitted requests waited for a node.', labels: [], buckets: LONG },
  cordon_attempt_seconds: {
    help: 'What attempts took, from connecting to the end of the answer.',
    labels: ['destination', 'node'],
    buckets: LONG,
  },
  cordon_first_byte_seconds: {
    help: 'Until the first byte of an answer, from the beginning of the attempt that brought it.',
    labels: ['destination', 'node'],
    buckets: LONG,
  },
  cordon_audit_sync_seconds: { help: 'What the disk took to make records durable (fdatasync).', labels: [], buckets: SHORT }, // prettier-ignore
} as const satisfies Record<string, HistogramRow>

export type CounterName = keyof typeof COUNTERS
export type GaugeName = keyof typeof GAUGES
export type HistogramName = keyof typeof HISTOGRAMS
