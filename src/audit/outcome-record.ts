import type { AttemptResult, Outcome } from '../terms/attempt.ts'
import type { JsonObject } from '../terms/json.ts'
import { providerName, servedModel } from './known-name.ts'
import type { RecordParts } from './request-record.ts'

export type OutcomeFacts = {
  readonly request: string
  /** The model that the caller asked for. */
  readonly asked: string
  readonly outcome: Outcome
}

/** What came of a permitted request: where it went, as seen at the socket, and what the upstream said of it. */
export function outcomeRecord({ request, asked, outcome }: OutcomeFacts, parts: RecordParts): JsonObject {
  const { status, result, attempts, usage } = outcome
  return {
    type: 'outcome',
    request,
    status,
    result,
    attempts: attempts.map((attempt) => attemptFields(attempt, parts)),
    asked: parts.mayName(asked) ? asked : null,
    served: servedFields(outcome, asked, parts),
    verified: outcome.verification === null ? null : outcome.verification.verdict,
    breaches: outcome.verification?.breaches ?? [],
    tokens: { prompt: usage.promptTokens, completion: usage.completionTokens },
    cost: usage.cost,
    queued_ms: tenth(outcome.queuedMs),
    bytes_out: outcome.bytesOut,
    first_byte_ms: outcome.firstByteMs === null ? null : tenth(outcome.firstByteMs),
    ms: tenth(outcome.ms),
  }
}

function attemptFields(attempt: AttemptResult, { mayName }: RecordParts): JsonObject {
  const { destination, node, model, result, status, peer, ms } = attempt
  return { to: destination, node, model: mayName(model) ? model : null, result, status, peer, ms: tenth(ms) }
}

function servedFields({ served, attempts }: Outcome, asked: string, { keys, mayName }: RecordParts): JsonObject | null {
  if (served === null) return null
  const names = [asked, ...attempts.map(({ model }) => model)].filter(mayName)
  return {
    to: served.destination,
    node: served.node,
    peer: served.peer,
    model: servedModel(served.model, names, { mayName, digest: keys.name }),
    provider: providerName(served.provider, keys.name),
    stand_in: served.standIn,
  }
}

const tenth = (ms: number) => Math.round(ms * 10) / 10
