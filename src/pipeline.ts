/** The life of a request, in order. Each room is handed in; what a room promises is said in that room. */
import type { ServerResponse } from 'node:http'
import type { Tie } from './remember/ties.ts'
import type { Outcome, Plan } from './terms/attempt.ts'
import type { Caller } from './terms/caller.ts'
import type { Decision, Rehearsal, Verdict } from './terms/decision.ts'
import type { Detection } from './terms/finding.ts'
import type { JsonObject } from './terms/json.ts'
import type { Level } from './terms/level.ts'
import type { Log } from './terms/logger.ts'
import { Problem, toProblem } from './terms/problem.ts'
import type { ProblemDetail } from './terms/problem.ts'
import type { Api, Prompt, Unread } from './terms/prompt.ts'
import { whyOf } from './terms/why.ts'
import type { Witness } from './terms/witness.ts'

/** What a record may say of a request that arrived, before anything is known of it. */
export type Arrived = {
  readonly id: string
  /** Null for a path that belongs to no API. */
  readonly api: Api | null
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  readonly ip: string | null
}

/** One HTTP request at our edge, as far as the pipeline may see it. */
export type Exchange = Arrived & {
  readonly api: Api
  readonly rawHeaders: readonly string[]
  /** Every value of `x-cordon-level`. */
  readonly levels: readonly string[]
  /** Every value of `x-cordon-reason`. */
  readonly reasons: readonly string[]
  /** Refuses a media type or encoding that cannot be read, and reads the body whole. */
  readonly body: () => Promise<Uint8Array>
  /** Where the answer goes; for the forwarder only. */
  readonly res: ServerResponse
}

/** What is known of a request so far; it grows step by step, and is what the record is made from. */
export type Seen = {
  readonly exchange: Arrived
  caller?: Caller
  prompt?: Prompt
  /** What the caller said why a denial should yield. */
  excuse?: string | null
  detection?: Detection
  decision?: Decision
  rehearsal?: Rehearsal
  plan?: Plan
  problem?: Problem
  /** What was sealed of the prompt, for the records. */
  sealed?: Sealed
  /** What was sealed of the answer; `failed` when it could not be. */
  sealedAnswer?: JsonObject
  /** For a model list: the names in it. */
  listed?: readonly string[]
}

/** A prompt that lies sealed on disk: what the record says of it, and how its answer, as far as it was sent, is sealed too. */
export type Sealed = { readonly field: JsonObject; readonly answer: () => Promise<JsonObject> }

/** A request that may go out: everything is known, and the record of it is on disk. */
export type Considered = {
  readonly exchange: Exchange
  readonly caller: Caller
  readonly prompt: Prompt
  readonly detection: Detection
  readonly decision: Decision
  readonly plan: Extract<Plan, { kind: 'attempts' }>
  readonly ties: readonly Tie[]
}

/** What is known of a prompt's conversation from before. */
export type Recalled = {
  /** The highest level that earlier turns had; null when nothing is known of them. */
  readonly level: Level | null
  /** What could not be read, with where it came from, as far as that was seen. */
  readonly unread: readonly Unread[]
  /** What ties it to answers that were heard: found once, for whoever attends to it later. */
  readonly ties: readonly Tie[]
}

/** `problem` is null when the caller was answered, or is gone. */
export type Forwarded = { readonly outcome: Outcome; readonly problem: Problem | null }

/** Hears an answer, and keeps what is needed to recognise it: `keep` is called once, with the destination that served it. */
export type Attended = { readonly witness: Witness; readonly keep: (served: string | null) => void }

/** What a policy is asked. */
export type Question = {
  readonly caller: Caller
  readonly prompt: Prompt
  readonly detection: Detection
  readonly raises: readonly Level[]
  readonly remembered: Level | null
  readonly hasReason: boolean
  /** Milliseconds since 1970. */
  readonly at: number
}

export type Rooms = {
  readonly authenticate: (rawHeaders: readonly string[]) => Promise<Caller>
  readonly read: (api: Api, body: Uint8Array, rawHeaders: readonly string[]) => Prompt
  readonly recall: (caller: Caller, prompt: Prompt) => Recalled
  readonly detect: (prompt: Prompt, caller: Caller) => Detection | Promise<Detection>
  readonly raises: (levels: readonly string[]) => readonly Level[]
  readonly excuse: (reasons: readonly string[]) => string | null
  readonly decide: (question: Question) => Decision
  /** What a candidate policy would have said; null when there is none. */
  readonly rehearse: (question: Question, decision: Decision) => Rehearsal | null
  /** Looks again at nodes whose proof of locality is not fresh, before a pinned prompt is given to any of them. */
  readonly prove: () => Promise<void>
  readonly route: (prompt: Prompt, decision: Decision, caller: Caller) => Plan
  /** Resolves when the prompt is sealed on disk. Absent: nothing can be sealed, and what must be is refused. */
  readonly seal?: (considered: Considered) => Promise<Sealed>
  readonly attend: (considered: Considered) => Attended
  readonly forward: (considered: Considered, witness: Witness) => Promise<Forwarded>
  /** The models that a caller may use, for a request in the API of the exchange. */
  readonly models: (caller: Caller, exchange: Exchange) => readonly string[]
  readonly record: {
    readonly decision: (seen: Seen) => JsonObject
    readonly outcome: (seen: Seen, outcome: Outcome) => JsonObject
  }
  readonly append: (record: JsonObject) => Promise<unknown>
  readonly log: Log
}

/**
 * Takes a request through all steps. Resolves when the answer has been passed on; throws the Problem to answer with.
 * Whatever happens, there is one decision record on disk before anything leaves or is answered.
 */
export async function handle(rooms: Rooms, exchange: Exchange, seen: Seen): Promise<void> {
  const considered = await consider(rooms, exchange, seen)
  const { outcome, problem } = await send(rooms, considered)
  await sealAnswer(rooms, seen)
  const recorded = rooms.append(rooms.record.outcome(seen, outcome)).catch((cause: unknown) => {
    rooms.log.error('an outcome could not be recorded', { request: exchange.id, cause })
  })
  if (problem === null) return void (await recorded)
  await recorded
  throw problem
}

/** Never throws: what was permitted has an outcome, also when a room of ours broke. */
async function send(rooms: Rooms, considered: Considered): Promise<Forwarded> {
  try {
    const { broken } = considered.decision
    if (broken.length > 0) rooms.log.warn('a denial yielded to a reason', { alert: 'break_glass', request: considered.exchange.id, broken }) // prettier-ignore
    const { witness, keep } = rooms.attend(considered)
    const forwarded = await rooms.forward(considered, witness)
    keep(forwarded.outcome.served?.destination ?? null)
    return forwarded
  } catch (cause) {
    return { outcome: BROKEN, problem: new Problem('internal_error', 'sending failed', { cause }) }
  }
}

const BROKEN: Outcome = {
  attempts: [],
  status: 500,
  result: 'failed',
  served: null,
  verification: null,
  usage: { promptTokens: null, completionTokens: null, cost: null },
  queuedMs: 0,
  bytesOut: 0,
  firstByteMs: null,
  ms: 0,
}

/** The names of the models that a caller may use, in the API that it will ask in. Recorded, like every request. */
export async function list(rooms: Rooms, exchange: Exchange, seen: Seen): Promise<readonly string[]> {
  try {
    seen.caller = await rooms.authenticate(exchange.rawHeaders)
    seen.listed = rooms.models(seen.caller, exchange)
  } catch (thrown) {
    seen.problem = toProblem(thrown)
  }
  await rooms.append(rooms.record.decision(seen))
  if (seen.listed === undefined) throw seen.problem ?? new Problem('internal_error', 'nothing was listed')
  return seen.listed
}

/** Everything up to the durable record: what may go where, or the Problem that says why nothing may. */
export async function consider(rooms: Rooms, exchange: Exchange, seen: Seen): Promise<Considered> {
  const considered = await judge(rooms, exchange, seen).catch((thrown: unknown) => {
    seen.problem = toProblem(thrown)
    return null
  })
  await rooms.append(rooms.record.decision(seen)) // if this throws, the request is refused: no record, no request
  if (considered === null) throw seen.problem ?? new Problem('internal_error', 'refused without a problem')
  return considered
}

async function judge(rooms: Rooms, exchange: Exchange, seen: Seen): Promise<Considered> {
  const caller = (seen.caller = await rooms.authenticate(exchange.rawHeaders))
  const raises = rooms.raises(exchange.levels)
  const excuse = (seen.excuse = rooms.excuse(exchange.reasons))
  const read = (seen.prompt = rooms.read(exchange.api, await exchange.body(), exchange.rawHeaders))
  const { level: remembered, unread, ties } = rooms.recall(caller, read)
  const prompt = (seen.prompt = { ...read, unread })
  const detection = (seen.detection = await look(rooms, prompt, caller))
  const hasReason = excuse !== null
  const question = { caller, prompt, detection, raises, remembered, hasReason, at: exchange.receivedAt }
  const decision = (seen.decision = rooms.decide(question))
  tryOut(rooms, question, seen, decision)
  if (decision.pinned) await rooms.prove()
  const plan = (seen.plan = rooms.route(prompt, decision, caller))
  if (decision.kind === 'deny' || plan.kind === 'nothing') throw whyNot(decision, plan)
  const considered = { exchange, caller, prompt, detection, decision, plan, ties }
  if (decision.seal === true) seen.sealed = await sealed(rooms, considered)
  return considered
}

/** What must be sealed and cannot be goes nowhere. */
async function sealed({ seal }: Rooms, considered: Considered): Promise<Sealed> {
  try {
    if (seal === undefined) throw new Error('nothing is configured to seal for')
    return await seal(considered)
  } catch (cause) {
    throw new Problem('audit_unavailable', 'the prompt could not be sealed', { cause })
  }
}

/** The answer has been passed on already: that it could not be sealed is recorded. */
async function sealAnswer({ log }: Rooms, seen: Seen): Promise<void> {
  if (seen.sealed === undefined) return
  seen.sealedAnswer = await seen.sealed.answer().catch((cause: unknown) => {
    log.error('an answer could not be sealed', { request: seen.exchange.id, why: whyOf(cause) })
    return { failed: true }
  })
}

/** A candidate that breaks has said nothing, and changes nothing. */
function tryOut(rooms: Rooms, question: Question, seen: Seen, decision: Decision): void {
  try {
    const rehearsal = rooms.rehearse(question, decision)
    if (rehearsal !== null) seen.rehearsal = rehearsal
  } catch (cause) {
    rooms.log.error('the candidate policy could not be tried', { why: whyOf(cause) })
  }
}

/** A detector room that breaks as a whole has found nothing out: that is a failure, and counts as the top level. */
async function look(rooms: Rooms, prompt: Prompt, caller: Caller): Promise<Detection> {
  try {
    return await rooms.detect(prompt, caller)
  } catch (cause) {
    rooms.log.error('detection failed as a whole', { why: whyOf(cause) }) // a message may quote the prompt
    return { findings: [], failed: [{ detector: 'detect', why: 'threw' }] }
  }
}

/** Why a request that was understood goes nowhere, in a sentence that names rules and types but no value. */
export function whyNot(decision: Decision, plan: Plan): Problem {
  const why = plan.kind === 'nothing' ? plan.reason : 'denied'
  if (why === 'unknown_model') return new Problem('model_not_found', 'model is not in the table', { param: 'model' })
  if (decision.kind === 'deny') return denial(decision)
  if (why === 'not_offered') {
    return new Problem('not_found', 'no destination speaks this API', { says: NOT_OFFERED, param: 'model' })
  }
  if (why === 'none_available') {
    return new Problem('no_permitted_destination', 'no permitted destination is available', { reason: why })
  }
  if (why === 'too_long') {
    return new Problem('context_length_exceeded', 'it fits into no node', { reason: why })
  }
  if (plan.kind === 'nothing' && why === 'busy') {
    return new Problem('rate_limited', 'all nodes are busy and nobody else may wait', {
      says: BUSY,
      reason: why,
      ...(plan.retryAfter === undefined ? {} : { retryAfter: plan.retryAfter }),
    })
  }
  if (why === 'image_markup') {
    return new Problem('no_permitted_destination', 'its text would make a node fetch', { says: MARKUP, reason: why })
  }
  const verdict = forbidding(decision)
  const says = `This prompt is ${levelOf(decision)}, and the model asked for has no destination that it may go to${verdict === null ? '' : ` (${inWords(verdict)})`}.`
  return forbidden(verdict, says, { reason: 'no_substitute', param: 'model' })
}

const BUSY = 'Every model server that is permitted for this request is busy, and so many requests wait already.'

const NOT_OFFERED = 'No model server that this model stands for offers this endpoint.'

const MARKUP =
  'The text holds Markdown image markup, and every model server that is permitted for it might fetch what that names.'

function denial(decision: Decision): Problem {
  const narrowed = decision.considered.some(({ ground }) => ground === 'provider_narrowed_to_nothing')
  if (narrowed) {
    const says = 'provider.only leaves no provider that the policy permits.'
    return new Problem('invalid_request', 'provider narrowed to nothing', {
      says,
      param: 'provider.only',
      reason: 'narrowed',
    })
  }
  const verdict = forbidding(decision)
  const because = verdict === null ? 'no destination' : inWords(verdict)
  const says = `A policy rule forbids this request (${because}). This prompt is ${levelOf(decision)}.`
  return forbidden(verdict, says, { reason: verdict?.ground ?? 'no_rule' })
}

/** A denial that yields says to what; one that yields to a stronger sign-in alone asks for it (RFC 9470). */
function forbidden(verdict: Verdict | null, says: string, detail: ProblemDetail): Problem {
  const unless = Object.entries(verdict?.unless ?? {})
  const lifted = unless.map(([name, values]) => LIFTS[name] ?? `${name} is ${values.join(' or ')}`)
  const whole = { ...detail, says: lifted.length === 0 ? says : `${says} It does not hold where ${lifted.join(' and ')}.` } // prettier-ignore
  const [[name, contexts] = [], ...others] = unless
  if (name !== 'caller.assurance' || contexts === undefined || others.length > 0) return new Problem('policy_denied', 'denied', whole) // prettier-ignore
  return new Problem('step_up_required', 'a stronger sign-in is required', { ...whole, contexts })
}

const LIFTS: Readonly<Record<string, string>> = { 'request.reason': 'a reason is given in x-cordon-reason' }

/** The verdict that says most about why: a rule's before a floor's. */
function forbidding({ considered }: Decision): Verdict | null {
  const forbidden = considered.filter(({ permitted }) => !permitted)
  return forbidden.find(({ ground }) => ground === 'denied_by_rule') ?? forbidden[0] ?? null
}

const inWords = ({ rule, ground, because }: Verdict) => `${rule ?? ground}: ${because}`

/** The level and what spoke for it: entity types and kinds, never a value. */
function levelOf({ level, reasons }: Decision): string {
  const what = reasons.filter((reason) => reason.level === level).map((reason) => reason.what)
  return what.length === 0 ? level : `${level} (${[...new Set(what)].slice(0, 5).join(', ')})`
}
