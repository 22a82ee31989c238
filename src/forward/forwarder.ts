import type { ServerResponse } from 'node:http'
import type { Attempt, AttemptResult, Outcome } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'
import type { CloudHost, Destination, Node } from '../terms/destination.ts'
import type { Levels } from '../terms/level.ts'
import type { Log } from '../terms/logger.ts'
import { Problem } from '../terms/problem.ts'
import type { Prompt } from '../terms/prompt.ts'
import type { AnswerKind } from './answer.ts'
import type { Run } from './attempt-run.ts'
import { runAttempt } from './attempt-run.ts'
import { breakOff } from './broken-off.ts'
import { cloudConnector } from './cloud-connector.ts'
import type { Connector } from './connector.ts'
import type { Dialling } from './dial.ts'
import { DIALLING } from './dial.ts'
import type { Failure } from './failure.ts'
import { failure, movesOn, problemAfter } from './failure.ts'
import { whyNotTo } from './floor.ts'
import { lanConnector } from './lan-connector.ts'
import { NO_USAGE } from './meter.ts'
import type { Probe } from './probe.ts'
import { createProbe } from './probe.ts'
import { Reply } from './reply.ts'
import { requestBody } from './request-body.ts'
import { requestHeaders, requestPath } from './request-headers.ts'
import type { Upstream } from './upstream.ts'
import { createUpstream } from './upstream.ts'

export type ForwarderParts = {
  readonly destinations: readonly Destination[]
  readonly levels: Levels
  readonly nodes: readonly Node[]
  readonly cloudHosts: readonly CloudHost[]
  readonly log: Log
  /** Milliseconds. */
  readonly now: () => number
  /** What an end-user id is replaced with. */
  readonly pseudonymOf: (user: string) => string
  readonly dialling?: Partial<Dialling>
  /** Whether a 429 moves on to the next attempt. */
  readonly on429?: boolean
  readonly heartbeatMs?: number
  readonly stallMs?: number
}

/** A permitted request. The caller's own request is not in it: nothing of it is needed. */
export type Job = {
  readonly res: ServerResponse
  readonly requestId: string
  readonly prompt: Prompt
  readonly decision: Decision
  readonly attempts: readonly Attempt[]
  /** Headers for every answer to this request, such as `x-cordon-level`. */
  readonly headers: Readonly<Record<string, string>>
  /** Breaks the request off. */
  readonly signal?: AbortSignal
}

/** `problem` is null when the caller was answered, or is gone; else nothing was answered yet, and this is what to say. */
export type Forwarded = { readonly outcome: Outcome; readonly problem: Problem | null }

export type Forwarder = {
  readonly forward: (job: Job) => Promise<Forwarded>
  readonly probe: Probe
  /** Closes idle sockets. Running requests end on their own. */
  readonly close: () => void
}

/** A destination with the proxies that lead to it: one per scheme, so that no two zones or destinations share one. */
type Way = { readonly connector: Connector; readonly upstreams: ReadonlyMap<string, Upstream> }

/** A kept socket that the node closed meanwhile says nothing about the node: so many times it is tried again. */
const STALE_RETRIES = 2

/**
 * The only way out. Tries the attempts in order and passes on the first answer; every attempt must be permitted by the
 * decision, which is checked here and again at the socket. Throws for destinations that make no sense.
 */
export function createForwarder(parts: ForwarderParts): Forwarder {
  const ways = new Map(parts.destinations.map((destination) => [destination.name, wayTo(destination, parts)]))
  return {
    forward: (job) => forward(parts, ways, job),
    probe: createProbe({ connectorOf: (name) => ways.get(name)?.connector, keyOf: ({ apiKey }) => apiKey }),
    close: () => ways.forEach(({ connector }) => connector.close()),
  }
}

function wayTo(destination: Destination, parts: ForwarderParts): Way {
  const places = destination.zone === 'lan' ? parts.nodes : parts.cloudHosts
  const urls = places.filter((place) => place.destination === destination.name).map(({ url }) => url)
  const connect = destination.zone === 'lan' ? lanConnector : cloudConnector
  const dialling = { ...DIALLING, ...parts.dialling }
  const connector = connect({ destination, levels: parts.levels, urls, dialling })
  const upstreams = new Map<string, Upstream>()
  for (const url of urls) {
    if (!upstreams.has(url.protocol)) upstreams.set(url.protocol, createUpstream(connector.agentFor(url)))
  }
  return { connector, upstreams }
}

type Ways = ReadonlyMap<string, Way>
type Tried = { readonly attempt: Attempt; readonly run: Run | null; readonly failure: Failure | null }

async function forward(parts: ForwarderParts, ways: Ways, job: Job): Promise<Forwarded> {
  const { heartbeatMs = 15_000, stallMs = 120_000, now } = parts
  const began = now()
  const reply = new Reply({ res: job.res, now, heartbeatMs, stallMs })
  const stop = () => reply.cut()
  if (job.signal?.aborted === true) stop()
  job.signal?.addEventListener('abort', stop, { once: true })
  const tries: Tried[] = []
  let bug: unknown = null
  try {
    reply.set(job.headers)
    await tryInOrder(parts, ways, job, reply, tries)
  } catch (cause) {
    bug = cause
    if (reply.started) reply.cut()
  }
  job.signal?.removeEventListener('abort', stop)
  return conclude(job, reply, tries, bug, now() - began)
}

async function tryInOrder(parts: ForwarderParts, ways: Ways, job: Job, reply: Reply, tries: Tried[]): Promise<void> {
  const user = job.prompt.user === null ? null : parts.pseudonymOf(job.prompt.user)
  const kind: AnswerKind = job.prompt.stream ? 'events' : 'json'
  for (const attempt of job.attempts) {
    for (let stale = 0; stale <= STALE_RETRIES && !reply.gone; stale += 1) {
      const tried = await tryOne(parts, ways, job, reply, attempt, user, kind)
      tries.push(tried)
      if (tried.failure === null) return
      report(parts.log, job, tried)
      if (reply.started) return breakOff(reply, kind, tried.failure)
      if (!movesOn(tried.failure, parts.on429 ?? true)) return
      if (tried.run?.stale !== true) break
    }
  }
}

async function tryOne(
  parts: ForwarderParts,
  ways: Ways,
  job: Job,
  reply: Reply,
  attempt: Attempt,
  user: string | null,
  kind: AnswerKind,
): Promise<Tried> {
  const way = ways.get(attempt.destination)
  const upstream = way?.upstreams.get(attempt.url.protocol)
  if (way === undefined || upstream === undefined || way.connector.destination.zone !== attempt.zone) {
    return { attempt, run: null, failure: failure('refused', 'EGRESS_HOST') }
  }
  if (whyNotTo(way.connector.destination, parts.levels, job.decision) !== null) {
    return { attempt, run: null, failure: failure('refused', 'EGRESS_LEVEL') }
  }
  const { prompt, requestId, decision } = job
  const body = requestBody(prompt, attempt, user)
  const headers = requestHeaders(attempt, { bytes: body.length, stream: prompt.stream, requestId })
  const run = await runAttempt({
    attempt,
    decision,
    upstream,
    request: { path: requestPath(attempt.url, prompt.api), headers, body },
    wanted: kind,
    wantsUsage: prompt.wantsUsage,
    reply,
    answerHeaders: answerHeaders(attempt, decision),
    now: parts.now,
  })
  if (run.failure !== null && !movesOn(run.failure, parts.on429 ?? true)) reply.set(answerHeaders(attempt, decision))
  return { attempt, run, failure: run.failure }
}

function answerHeaders({ destination, model, standIn }: Attempt, { permitted }: Decision): Record<string, string> {
  return {
    'x-cordon-destination': destination,
    'x-cordon-model': model,
    'x-cordon-rule': permitted.find((permit) => permit.destination === destination)?.rule ?? '',
    ...(standIn ? { 'x-cordon-stand-in': 'true' } : {}),
  }
}

function report(log: Log, { requestId }: Job, { attempt, run, failure }: Tried): void {
  if (failure === null || failure.result === 'aborted') return
  const { destination, node } = attempt
  const { result, status, why } = failure
  const fields = { request: requestId, destination, node, result, status, why, peer: run?.peer ?? null }
  if (result === 'refused') log.error('the egress guard refused an attempt', fields)
  else log.warn('an attempt failed', fields)
}

/** Everything that came of the request, as one value. Whoever was cut off is told nothing; who was not answered gets a problem. */
function conclude(job: Job, reply: Reply, tries: readonly Tried[], bug: unknown, ms: number): Forwarded {
  const last = tries.at(-1)
  const brokenOff = reply.started && last?.failure !== null // by us, after an upstream failed
  const gone = last?.failure?.result === 'aborted' || (reply.gone && !brokenOff)
  const problem = reply.started || gone ? null : problemOf(job, tries, bug)
  const result = gone ? 'aborted' : bug === null && last !== undefined && last.failure === null ? 'answered' : 'failed'
  const outcome: Outcome = {
    attempts: tries.map((tried) => toResult(tried, gone)),
    status: problem?.status ?? (reply.started ? 200 : CLIENT_CLOSED_REQUEST),
    result,
    served: reply.started && last !== undefined ? servedBy(last) : null,
    usage: last?.run?.meter.usage ?? NO_USAGE,
    bytesOut: reply.bytes,
    firstByteMs: reply.firstByteMs,
    ms,
  }
  return { outcome, problem }
}

/** No status was sent, because nobody was there any more; nginx's number for it. */
const CLIENT_CLOSED_REQUEST = 499

function problemOf({ attempts, decision }: Job, tries: readonly Tried[], bug: unknown): Problem {
  if (bug !== null) return new Problem('internal_error', 'forwarding failed', { cause: bug })
  const lanOnly = decision.pinned || attempts.every(({ zone }) => zone === 'lan')
  const confined = { pinned: decision.pinned, lanOnly }
  const failures = tries.flatMap(({ failure }) => (failure === null ? [] : [failure]))
  return problemAfter(failures, confined)
}

function toResult({ attempt, run, failure }: Tried, aborted: boolean): AttemptResult {
  const { destination, node, model } = attempt
  const result = failure?.result ?? (aborted ? 'aborted' : 'answered')
  const status = failure?.status ?? run?.status ?? null
  return { destination, node, model, result, status, peer: run?.peer ?? null, ms: run?.ms ?? 0 }
}

function servedBy({ attempt, run }: Tried): Outcome['served'] {
  const { destination, node, standIn } = attempt
  const { model, provider } = run?.meter ?? { model: null, provider: null }
  return { destination, node, peer: run?.peer ?? null, model, provider, standIn }
}
