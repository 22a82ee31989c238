import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { readRecords } from '../read-records.ts'

/** One request to a node, as the ledger has it. */
export type SentAttempt = {
  readonly request: string
  readonly node: string
  /** Address and port of the connected peer; null when that was never written. */
  readonly peer: string | null
  /** Null when no status came, or none was recorded. */
  readonly status: number | null
  /** A node that logs what it does must have logged this one: it answered, and the answer came to its end. */
  readonly sure: boolean
  /** Milliseconds since 1970, between which it happened. */
  readonly from: number
  readonly to: number
}

/**
 * Everything that the ledger says was sent to nodes, in no order. A request whose process ended before its outcome was known may have been sent
 * to any node that it was permitted to go to, or to none. Believes what it reads: `verifyLedger` checks it. Memory grows with what it gives.
 */
export async function sentAttempts(
  dir: string,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<{ readonly sent: readonly SentAttempt[]; readonly damaged: number }> {
  const open = new Map<string, JsonObject>()
  const sent: SentAttempt[] = []
  const add = (more: readonly SentAttempt[]) =>
    void sent.push(...more.filter(({ from, to }) => to >= since && from < until))
  const { damaged } = await readRecords(dir, { types: ['decision', 'outcome'] }, (record) => {
    const { type, request, effect } = record
    if (typeof request !== 'string') return
    if (type === 'decision' && effect === 'permit') open.set(request, record)
    if (type !== 'outcome') return
    const decision = open.get(request)
    open.delete(request)
    if (decision !== undefined) add(ofOutcome(request, decision, record))
  })
  for (const [request, decision] of open) add(perhaps(request, decision, Infinity))
  return { sent, damaged }
}

function ofOutcome(request: string, decision: JsonObject, outcome: JsonObject): readonly SentAttempt[] {
  const to = timeOf(outcome)
  if (outcome['recovered'] === true) return perhaps(request, decision, to)
  return objects(outcome['attempts']).flatMap(({ node, peer, status, result }) => {
    if (typeof node !== 'string' || typeof peer !== 'string') return [] // the cloud; or never connected
    const answered = result === 'answered' && outcome['result'] === 'answered'
    const code = typeof status === 'number' ? status : null
    return [{ request, node, peer, status: code, sure: answered && code !== null, from: timeOf(decision), to }]
  })
}

function perhaps(request: string, decision: JsonObject, to: number): readonly SentAttempt[] {
  const nodes = new Set(objects(decision['attempts']).map(({ node }) => node))
  return [...nodes].flatMap((node) =>
    typeof node === 'string'
      ? [{ request, node, peer: null, status: null, sure: false, from: timeOf(decision), to }]
      : [],
  )
}

const timeOf = ({ time }: JsonObject) => (typeof time === 'number' ? time : 0)

const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : []
