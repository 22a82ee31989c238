import type { Attempt, AttemptResult, Dispatch, Outcome } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'
import { Problem } from '../terms/problem.ts'
import type { Prompt } from '../terms/prompt.ts'
import { formOf } from './answers/forms.ts'
import type { Run } from './attempt-run.ts'
import type { Failure } from './failure.ts'
import { problemAfter } from './failure.ts'
import { NO_USAGE } from './meter.ts'
import { BREACH } from './passage.ts'
import type { Reply } from './reply.ts'

/** One attempt, and what came of it. `run` is null when nothing was sent. */
export type Tried = { readonly attempt: Attempt; readonly run: Run | null; readonly failure: Failure | null }

/** `problem` is null when the caller was answered, or is gone; else nothing was answered yet, and this is what to say. */
export type Forwarded = { readonly outcome: Outcome; readonly problem: Problem | null }

type Asked = { readonly prompt: Prompt; readonly decision: Decision; readonly attempts: readonly Attempt[] }
type Ended = {
  readonly reply: Reply
  readonly tries: readonly Tried[]
  readonly bug: unknown
  readonly ms: number
  readonly lack: ReturnType<Dispatch['lack']>
  readonly queuedMs: number
}

/** Everything that came of the request, as one value. Whoever was cut off is told nothing; who was not answered gets a problem. */
export function conclude(asked: Asked, ended: Ended): Forwarded {
  const { reply, tries, bug, ms, lack, queuedMs } = ended
  const last = tries.at(-1)
  const brokenOff = reply.started && last?.failure !== null // by us, after an upstream failed
  const gone = last?.failure?.result === 'aborted' || (reply.gone && !brokenOff)
  const problem = reply.started || gone ? null : problemOf(asked, tries, bug, lack)
  const result = gone ? 'aborted' : bug === null && last !== undefined && last.failure === null ? 'answered' : 'failed'
  const judged = reply.started || last?.failure?.why === BREACH
  const outcome: Outcome = {
    attempts: tries.filter(wasSent).map((tried) => toResult(tried, gone)),
    status: problem?.status ?? (reply.started ? 200 : CLIENT_CLOSED_REQUEST),
    result,
    served: reply.started && last !== undefined ? servedBy(last) : null,
    verification: judged ? (last?.run?.passage.verification ?? null) : null,
    usage: last?.run?.passage.meter.usage ?? NO_USAGE,
    queuedMs,
    bytesOut: reply.bytes,
    firstByteMs: reply.firstByteMs,
    ms,
  }
  return { outcome, problem }
}

/** No status was sent, because nobody was there any more; nginx's number for it. */
const CLIENT_CLOSED_REQUEST = 499

/** What could not be put into the words of a server's API says nothing about that server. */
const wasSent = ({ failure }: Tried): boolean => failure?.problem === undefined

function problemOf(
  { prompt, attempts, decision }: Asked,
  tries: readonly Tried[],
  bug: unknown,
  lack: Ended['lack'],
): Problem {
  if (bug !== null) return new Problem('internal_error', 'forwarding failed', { cause: bug })
  if (lack !== null && tries.length === 0) return LACKING[lack]()
  const { pinned } = decision
  const lanOnly = pinned || attempts.every(({ zone }) => zone === 'lan')
  const failures = tries.flatMap(({ failure }) => (failure === null ? [] : [failure]))
  return problemAfter(failures, { pinned, lanOnly, promptField: formOf(prompt.api).promptField })
}

/** Nothing was tried, because all nodes were busy. */
const LACKING: Readonly<Record<NonNullable<Ended['lack']>, () => Problem>> = {
  busy: () => new Problem('rate_limited', 'all nodes are busy, and nobody else may wait', { reason: 'busy' }),
  waited: () =>
    new Problem('no_permitted_destination', 'no node was free in time', { reason: 'queue_deadline', retryAfter: 5 }),
}

/** What one place is told of the request that it had. What was not sent says nothing about it. */
export function resultOf(tried: Tried | null, attempt: Attempt, gone: boolean): AttemptResult {
  if (tried !== null && wasSent(tried)) return toResult(tried, gone)
  const { destination, node, model } = attempt
  return { destination, node, model, result: 'aborted', status: null, peer: null, ms: 0 }
}

function toResult({ attempt, run, failure }: Tried, aborted: boolean): AttemptResult {
  const { destination, node, model } = attempt
  const result = failure?.result ?? (aborted ? 'aborted' : 'answered')
  const status = failure?.status ?? run?.status ?? null
  return { destination, node, model, result, status, peer: run?.peer ?? null, ms: run?.ms ?? 0 }
}

function servedBy({ attempt, run }: Tried): Outcome['served'] {
  const { destination, node, standIn } = attempt
  const { model, provider } = run?.passage.meter ?? { model: null, provider: null }
  return { destination, node, peer: run?.peer ?? null, model, provider, standIn }
}
