import { describe, expect, test } from '@jest/globals'
import { count } from '../../src/telemetry/count.ts'
import { createMetrics } from '../../src/telemetry/metrics.ts'
import { show } from '../../src/telemetry/state.ts'
import type { State } from '../../src/telemetry/state.ts'
import type { Known, Story, Try } from '../../src/telemetry/story.ts'
import type { Outcome } from '../../src/terms/attempt.ts'
import { Problem } from '../../src/terms/problem.ts'
import { samplesIn } from './an-app.ts'

const NAMES = { level: ['internal'], destination: ['lan', 'cloud'], node: ['n1', 'pool'], model: ['m'], rule: ['r1', 'r2'], type: ['PERSON'], detector: ['d1'], target: ['siem'], policy: ['p', 'q'], version: ['1'], digest: ['aa', 'bb'] } // prettier-ignore

const decision = { level: 'internal', pinned: false, reasons: [], considered: [], broken: [], shadow: [] }
const decided = (more: object) => ({ decision: { ...decision, ...more } }) as unknown as Known
const usage = { promptTokens: 30, completionTokens: 7, cost: 0.5 }
const served = { destination: 'cloud', node: null, peer: null, model: 'm', provider: null, standIn: false }
const outcome: Outcome = { attempts: [], status: 200, result: 'answered', served, verification: null, usage, queuedMs: 250, bytesOut: 99, firstByteMs: 1_250, ms: 3_000 } // prettier-ignore
const tried = (destination: string, node: string | null, result: string, from: number, to: number) =>
  ({ attempt: { destination, node, model: 'm' }, result: { result }, from, to }) as unknown as Try

async function counted(story: Partial<Story>): Promise<ReadonlyMap<string, number>> {
  const metrics = createMetrics()
  metrics.learn(NAMES)
  count(metrics, { request: 'r', api: 'messages', from: 0, to: 4_000, known: {}, steps: [], tries: [], outcome: null, problem: null, ...story }) // prettier-ignore
  return samplesIn((await metrics.expose(undefined)).body)
}

describe('a request counts', () => {
  test.each<[string, Partial<Story>, string, number]>([
    ['a denial that yielded', { known: decided({ broken: [{ rule: 'r1', destination: 'cloud' }] }) }, 'cordon_break_glass_total{rule="r1",destination="cloud"}', 1],
    ['a shadow rule', { known: decided({ shadow: [{ rule: 'r2', wouldPermit: [] }] }) }, 'cordon_shadow_changes_total{rule="r2"}', 1],
    ['a candidate that differs', { known: { ...decided({}), rehearsal: { changes: true } as never } }, 'cordon_rehearsals_total{changes="yes"}', 1],
    ['a detector that failed', { known: { detection: { findings: [], failed: [{ detector: 'd1', why: 'timed_out' }] } } }, 'cordon_detector_failures_total{detector="d1",why="timed_out"}', 1],
    ['what counts as the top for it', { known: decided({ reasons: [{ kind: 'detector_failed' }, { kind: 'detector_failed' }] }) }, 'cordon_failed_local_total{cause="detector_failed"}', 1],
    ['the rule that denied', { known: decided({ considered: [{ permitted: false, ground: 'no_rule', rule: null }, { permitted: false, ground: 'denied_by_rule', rule: 'r2' }] }), problem: new Problem('policy_denied', 'x') }, 'cordon_denied_total{rule="r2"}', 1],
    ['a stronger sign-in as a denial', { problem: new Problem('step_up_required', 'x') }, 'cordon_requests_total{api="messages",level="none",destination="none",outcome="denied"}', 1],
    ['what was not kept', { outcome: { ...outcome, verification: { verdict: 'breached', breaches: ['provider'] } }, tries: [tried('cloud', null, 'answered', 0, 1)] }, 'cordon_breaches_total{destination="cloud",breach="provider"}', 1],
    ['each attempt', { outcome, tries: [tried('lan', 'n1', 'reset', 300, 800), tried('cloud', null, 'answered', 800, 3_000)] }, 'cordon_attempts_total{destination="lan",node="n1",result="reset"}', 1],
    ['the first byte from the beginning of its own attempt', { outcome, tries: [tried('lan', 'n1', 'reset', 300, 800), tried('cloud', null, 'answered', 800, 3_000)] }, 'cordon_first_byte_seconds_sum{destination="cloud",node="none"}', 0.5],
    ['what it added, without what it waited for', { outcome, steps: [{ name: 'receive', from: 0, to: 50, failed: false }], tries: [tried('cloud', null, 'answered', 800, 3_000)] }, 'cordon_added_seconds_sum', 1.5],
    ['tokens', { outcome, tries: [tried('cloud', null, 'answered', 0, 1)] }, 'cordon_tokens_total{destination="cloud",node="none",model="m",direction="in"}', 30],
    ['a node that was found, without its address', { outcome: { ...outcome, served: { ...served, destination: 'lan', node: 'pool@10.9.8.7' } }, tries: [tried('lan', 'pool@10.9.8.7', 'answered', 0, 1_000)] }, 'cordon_attempt_seconds_sum{destination="lan",node="pool"}', 1],
  ])('%s', async (_, story, name, value) => expect((await counted(story)).get(name)).toBeCloseTo(value, 9)) // prettier-ignore
})

describe('a state', () => {
  const node = { destination: 'lan', standing: 'ready', inFlight: 2, slots: 4 } as const
  const state: State = {
    nodes: [{ name: 'n1', ...node }, { name: 'pool@10.0.0.1', ...node }, { name: 'pool@10.0.0.2', ...node, standing: 'resting' }], // prettier-ignore
    queue: { length: 3, limit: 9 },
    threads: { busy: 1, idle: 2, waiting: 5 },
    policies: [
      { role: 'active', name: 'p', version: '1', digest: 'aa' },
      { role: 'candidate', name: 'q', version: '1', digest: 'bb' },
    ],
    ledger: { status: 'stalled', records: 100, pending: 4, refused: 6, late: 1, poisoned: 2, checkpointsFailed: 3, signed: 90, signedMsAgo: 1_500, mirrored: 95 }, // prettier-ignore
    unwitnessed: { records: 8, seconds: 77 },
    deliveries: { siem: { behind: 12, failures: 1 } },
  }
  const shown = async (...states: readonly State[]) => {
    const metrics = createMetrics()
    metrics.learn(NAMES)
    for (const one of states) show(metrics, one)
    return samplesIn((await metrics.expose(undefined)).body)
  }

  test.each([
    ['cordon_nodes{destination="lan",node="pool",standing="ready"}', 1],
    ['cordon_nodes{destination="lan",node="pool",standing="resting"}', 1],
    ['cordon_node_in_flight{destination="lan",node="pool"}', 4],
    ['cordon_node_slots{destination="lan",node="n1"}', 4],
    ['cordon_queue_length', 3],
    ['cordon_detect_threads{doing="idle"}', 2],
    ['cordon_policy_info{role="candidate",policy="q",version="1",digest="bb"}', 1],
    ['cordon_audit_state{state="stalled"}', 1],
    ['cordon_audit_state{state="ok"}', 0],
    ['cordon_audit_refused_total', 6],
    ['cordon_audit_segments_given_up_total', 2],
    ['cordon_audit_signed_records', 90],
    ['cordon_audit_checkpoint_age_seconds', 1.5],
    ['cordon_audit_mirror_behind_records', 5],
    ['cordon_audit_unwitnessed_records', 8],
    ['cordon_audit_unwitnessed_seconds', 77],
    ['cordon_delivery_behind_records{target="siem"}', 12],
  ])('shows %s as %d, also when it is shown again', async (name, value) => {
    expect((await shown(state)).get(name)).toBe(value)
    expect((await shown(state, state)).get(name)).toBe(value)
  })

  test('leaves nothing of the one before', async () => {
    const next: State = { ...state, nodes: [], policies: [{ role: 'active', name: 'p', version: '1', digest: 'bb' }], unwitnessed: null, deliveries: {} } // prettier-ignore
    const names = [...(await shown(state, next)).keys()]
    expect(names.filter((name) => /cordon_nodes|digest="aa"|candidate|unwitnessed|siem/.test(name))).toEqual([])
  })
})
