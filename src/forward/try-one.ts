import type { ServerResponse } from 'node:http'
import type { Attempt, Dispatch } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'
import type { Levels } from '../terms/level.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Node } from '../terms/destination.ts'
import { fetchesMarkup, mayHoldImageMarkup, stringsIn } from '../terms/image-markup.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import type { Translation } from '../terms/translation.ts'
import type { Witness } from '../terms/witness.ts'
import type { AnswerKind } from './answer.ts'
import { runAttempt } from './attempt-run.ts'
import type { Connector } from './connector.ts'
import type { Failure } from './failure.ts'
import { failure, movesOn } from './failure.ts'
import { whyNotTo } from './floor.ts'
import type { Tried } from './outcome.ts'
import { quirksOf } from './kinds/quirks.ts'
import { Passage } from './passage.ts'
import type { Reply } from './reply.ts'
import { requestBody } from './request-body.ts'
import { requestHeaders, requestPath } from './request-headers.ts'
import type { Upstream } from './upstream.ts'

/** A permitted request. The caller's own request is not in it: nothing of it is needed. */
export type Job = {
  readonly res: ServerResponse
  readonly requestId: string
  readonly prompt: Prompt
  readonly decision: Decision
  readonly attempts: readonly Attempt[]
  /** Gives out the attempts; without it, they are tried in their order. */
  readonly dispatch?: Dispatch
  /** Whether a pinned prompt may go to a node: asked before each attempt, as it may have waited, or been elsewhere, for long. */
  readonly isProven: (attempt: Attempt) => Promise<boolean>
  /** Headers for every answer to this request, such as `x-cordon-level`. */
  readonly headers: Readonly<Record<string, string>>
  /** Hears the answer as the caller gets it. Of an attempt that failed before that, nothing. */
  readonly witness?: Witness
  /** Breaks the request off. */
  readonly signal?: AbortSignal
}

/** A destination with the proxies that lead to it: one per scheme, so that no two zones or destinations share one. */
export type Way = { readonly connector: Connector; readonly upstreams: ReadonlyMap<string, Upstream> }

/** What every attempt of a request shares. */
export type Trying = {
  readonly job: Job
  readonly reply: Reply
  readonly ways: ReadonlyMap<string, Way>
  readonly levels: Levels
  /** The nodes that there are, by name. */
  readonly nodes: ReadonlyMap<string, Node>
  readonly translations: (from: Api, to: Api) => Translation | null
  /** The end-user id's pseudonym, or null. */
  readonly user: string | null
  readonly on429: boolean
  /** Called each time that the request is let out, at the socket. */
  readonly admitted: () => void
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Makes one attempt, if the decision permits its destination and the prompt can be said in its API. */
export async function tryOne(trying: Trying, attempt: Attempt): Promise<Tried> {
  const { job, reply, ways, levels, on429 } = trying
  const way = ways.get(attempt.destination)
  const upstream = way?.upstreams.get(attempt.url.protocol)
  if (way === undefined || upstream === undefined || way.connector.destination.zone !== attempt.zone) {
    return unsent(attempt, failure('refused', 'EGRESS_HOST'))
  }
  if (whyNotTo(way.connector.destination, levels, job.decision) !== null) {
    return unsent(attempt, failure('refused', 'EGRESS_LEVEL'))
  }
  if (!isWhereItIs(trying, attempt)) return unsent(attempt, failure('refused', 'EGRESS_NODE'))
  if (job.decision.pinned && !(await job.isProven(attempt))) return unsent(attempt, failure('refused', 'EGRESS_PROOF'))
  const said = toSay(trying, attempt)
  if ('why' in said) return unsent(attempt, said)
  const kind = trying.nodes.get(attempt.node ?? '')?.kind
  if (kind !== undefined && fetchesMarkup(kind) && mayHoldImageMarkup(stringsIn(said.body))) {
    return unsent(attempt, failure('refused', 'EGRESS_MARKUP'))
  }
  const { prompt, decision } = job
  const answerHeaders = headersOf(attempt, decision)
  const run = await runAttempt({
    attempt,
    decision,
    upstream,
    request: requestFor(trying, attempt, said.body),
    wanted: kindOf(prompt),
    passage: passageFor(trying, attempt, said.translation, way.connector.destination.onBreach === 'withhold'),
    reply,
    failing: kind === undefined ? [] : quirksOf(kind).failing,
    answerHeaders,
    admitted: trying.admitted,
    now: trying.now,
  })
  if (run.failure !== null && !movesOn(run.failure, on429)) reply.set(answerHeaders)
  return { attempt, run, failure: run.failure }
}

/** Whether a node is still there, and where it was when the attempt was planned: its proof of locality is of that place. */
function isWhereItIs({ nodes }: Trying, { node: name, zone, destination, url }: Attempt): boolean {
  if (zone === 'cloud') return name === null
  const node = nodes.get(name ?? '')
  return node?.destination === destination && node.url.href === url.href
}

/** How the caller's answer is written. */
export function kindOf({ stream }: Prompt): AnswerKind {
  return stream ? 'events' : 'json'
}

const unsent = (attempt: Attempt, why: Failure): Tried => ({ attempt, run: null, failure: why })

type ToSay = { readonly body: JsonObject; readonly translation: Translation | null }

/** What to say, in the API of the attempt. A failure with a problem when there is no way to say it. */
function toSay({ job, translations }: Trying, { api, zone }: Attempt): ToSay | Failure {
  const { prompt } = job
  const body = prompt.body[zone]
  if (api === prompt.api) return { body, translation: null }
  try {
    const translation = translations(prompt.api, api)
    if (translation === null) throw new Error(`nothing translates ${prompt.api} to ${api}`)
    return { body: translation.request(body), translation }
  } catch (thrown) {
    const problem = toProblem(thrown)
    return failure('error', 'untranslatable', { problem, ...(thrown instanceof Problem ? {} : { cause: thrown }) })
  }
}

function requestFor({ job, user }: Trying, attempt: Attempt, said: JsonObject) {
  const { prompt, requestId } = job
  const { stream, betas } = prompt
  const body = requestBody(said, attempt, { stream, user })
  const headers = requestHeaders(attempt, { bytes: body.length, stream, requestId, betas })
  return { path: requestPath(attempt.url, attempt.api), headers, body }
}

function passageFor(
  { job, now, nodes }: Trying,
  attempt: Attempt,
  translation: Translation | null,
  withholds: boolean,
): Passage {
  const { prompt, requestId, witness } = job
  const kind = nodes.get(attempt.node ?? '')?.kind
  return new Passage({
    attempt,
    api: prompt.api,
    translation,
    body: prompt.body[attempt.zone],
    about: { requestId, model: attempt.model, created: Math.floor(now() / 1000) },
    wantsUsage: prompt.wantsUsage,
    witness: witness ?? null,
    withholds,
    isModel: (answered) => attempt.zone === 'cloud' || quirksOf(kind ?? 'openai').isModel(attempt.model, answered),
  })
}

function headersOf({ destination, model, standIn }: Attempt, { permitted }: Decision): Record<string, string> {
  return {
    'x-cordon-destination': destination,
    'x-cordon-model': model,
    'x-cordon-rule': permitted.find((permit) => permit.destination === destination)?.rule ?? '',
    ...(standIn ? { 'x-cordon-stand-in': 'true' } : {}),
  }
}
