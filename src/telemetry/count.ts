import type { Outcome } from '../terms/attempt.ts'
import type { RequestOutcome, StepName } from './catalogue.ts'
import type { Metrics } from './metrics.ts'
import type { Story } from './story.ts'

/** What became of a request, in one word. */
export function outcomeOf({ outcome, problem, known }: Story): RequestOutcome {
  if (outcome !== null) return outcome.result
  if (problem === null) return known.listed === undefined ? 'failed' : 'listed'
  return problem.code === 'policy_denied' || problem.code === 'step_up_required' ? 'denied' : 'refused'
}

/** Where an answer came from; null where there was none. */
export const destinationOf = ({ outcome }: Story): string | null => outcome?.served?.destination ?? null

/** Counts a request that has ended. It reads names, numbers and kinds from it, and no text. */
export function count(metrics: Metrics, story: Story): void {
  const { api, known, problem } = story
  const level = known.decision?.level ?? null
  const [destination, outcome] = [destinationOf(story), outcomeOf(story)]
  metrics.add('cordon_requests_total', { api, level, destination, outcome })
  metrics.observe('cordon_request_seconds', { destination, outcome }, (story.to - story.from) / 1000)
  if (problem !== null) metrics.add('cordon_problems_total', { api, code: problem.code })
  countPrompt(metrics, story)
  countDecision(metrics, story)
  countTimes(metrics, story)
  if (story.outcome !== null) countOutcome(metrics, story, story.outcome)
}

function countPrompt(metrics: Metrics, { known: { prompt, detection } }: Story): void {
  for (const { kind } of prompt?.unread ?? []) metrics.add('cordon_unread_parts_total', { kind })
  for (const [type, by] of counted(detection?.findings ?? [], 'type'))
    metrics.add('cordon_findings_total', { type }, by)
  for (const { detector, why } of detection?.failed ?? []) metrics.add('cordon_detector_failures_total', { detector, why }) // prettier-ignore
}

function countDecision(metrics: Metrics, { known: { decision, rehearsal }, problem }: Story): void {
  if (decision === undefined) return
  const { level, pinned, reasons, considered, broken, shadow } = decision
  if (pinned) metrics.add('cordon_pinned_total', { level })
  const causes = new Set(reasons.map(({ kind }) => kind))
  for (const cause of ['unread', 'detector_failed'] as const)
    if (causes.has(cause)) metrics.add('cordon_failed_local_total', { cause })
  if (problem?.code === 'policy_denied' || problem?.code === 'step_up_required') {
    const forbidding = considered.filter(({ permitted }) => !permitted)
    const said = forbidding.find(({ ground }) => ground === 'denied_by_rule') ?? forbidding[0]
    metrics.add('cordon_denied_total', { rule: said?.rule ?? null })
  }
  for (const { rule, destination } of broken) metrics.add('cordon_break_glass_total', { rule, destination })
  for (const { rule } of shadow) metrics.add('cordon_shadow_changes_total', { rule })
  if (rehearsal !== undefined) metrics.add('cordon_rehearsals_total', { changes: rehearsal.changes ? 'yes' : 'no' })
}

function countTimes(metrics: Metrics, { steps, tries, outcome, from, to }: Story): void {
  for (const { name, from: began, to: ended } of steps)
    metrics.observe('cordon_step_seconds', { step: name }, (ended - began) / 1000)
  const upstream = tries.reduce((sum, one) => sum + one.to - one.from, 0)
  if (tries.length > 0) metrics.observe('cordon_step_seconds', { step: 'upstream' }, upstream / 1000)
  const queued = outcome?.queuedMs ?? 0
  if (queued > 0) metrics.observe('cordon_step_seconds', { step: 'queue' }, queued / 1000)
  if (outcome !== null) metrics.observe('cordon_queue_seconds', {}, queued / 1000)
  const elsewhere = upstream + queued + sumOf(steps, 'receive')
  metrics.observe('cordon_added_seconds', {}, (to - from - elsewhere) / 1000)
}

function countOutcome(metrics: Metrics, { tries }: Story, outcome: Outcome): void {
  for (const { attempt, result, from, to } of tries) {
    const place = { destination: attempt.destination, node: nodeLabel(attempt.node) }
    metrics.add('cordon_attempts_total', { ...place, result: result.result })
    metrics.observe('cordon_attempt_seconds', place, (to - from) / 1000)
  }
  const { served, usage, verification, bytesOut, firstByteMs, queuedMs } = outcome
  const last = tries.at(-1)
  if (served === null || last === undefined) return
  const { destination } = served
  const place = { destination, node: nodeLabel(served.node) }
  const told = { ...place, model: last.attempt.model }
  metrics.add('cordon_tokens_total', { ...told, direction: 'in' }, usage.promptTokens ?? 0)
  metrics.add('cordon_tokens_total', { ...told, direction: 'out' }, usage.completionTokens ?? 0)
  metrics.add('cordon_answer_bytes_total', { destination }, bytesOut)
  for (const breach of verification?.breaches ?? []) metrics.add('cordon_breaches_total', { destination, breach })
  if (firstByteMs === null) return
  const before = queuedMs + tries.slice(0, -1).reduce((sum, one) => sum + one.to - one.from, 0)
  metrics.observe('cordon_first_byte_seconds', place, (firstByteMs - before) / 1000)
}

/** A node that was found by a name counts under that name: its address is nobody's business, and there may be many. */
export const nodeLabel = (node: string | null): string | null => node?.split('@', 1)[0] ?? null

const sumOf = (steps: Story['steps'], step: StepName) =>
  steps.reduce((sum, { name, from, to }) => (name === step ? sum + to - from : sum), 0)

function counted<K extends string>(things: readonly Readonly<Record<K, string>>[], by: K): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const thing of things) counts.set(thing[by], (counts.get(thing[by]) ?? 0) + 1)
  return counts
}
