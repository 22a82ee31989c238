/** One generation of the rooms: everything that a configuration and a policy determine. A reload builds another. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { decisionRecord } from './audit/decision-record.ts'
import { listingRecord } from './audit/listing-record.ts'
import { outcomeRecord } from './audit/outcome-record.ts'
import type { Pseudonyms } from './audit/pseudonyms.ts'
import { readRecord } from './audit/read-record.ts'
import type { ReadFacts } from './audit/read-record.ts'
import { refusalRecord } from './audit/refusal-record.ts'
import type { RecordParts } from './audit/request-record.ts'
import { sealedField } from './audit/sealer.ts'
import type { Sealer } from './audit/sealer.ts'
import { createAuthenticator } from './authenticate/authenticator.ts'
import { cloudHostsOf, nodesOf } from './config/config.ts'
import type { Config } from './config/config.ts'
import { askedLevels } from './decide/asked-levels.ts'
import { askedReason } from './decide/asked-reason.ts'
import { compile } from './decide/compile.ts'
import { decide } from './decide/decide.ts'
import { readersOf } from './decide/readers.ts'
import { rehearse } from './decide/rehearse.ts'
import { createEngineRoom } from './engine-room.ts'
import { detectorsWith } from './detect/custom-detector.ts'
import type { Answered } from './detect/run.ts'
import { createSegmentCache } from './detect/segment-cache.ts'
import { createThreadedDetect, LOOK_THREAD } from './detect/threaded-detect.ts'
import type { LookJob } from './detect/threaded-detect.ts'
import { createThreads } from './detect/threads.ts'
import type { ThreadCounts } from './detect/threads.ts'
import { workedMs } from './detect/work-clock.ts'
import { createForwarder } from './forward/forwarder.ts'
import { createNodeRoom } from './node-room.ts'
import type { Kept } from './route/discovery.ts'
import type { Node } from './terms/destination.ts'
import { createKeyFetch } from './forward/key-fetch.ts'
import { overhear } from './forward/overhear.ts'
import type { Considered, Sealed, Rooms, Seen } from './pipeline.ts'
import { isFieldName } from './read/field-names.ts'
import type { Memory } from './remember/memory.ts'
import { readRequest } from './read/read-request.ts'
import { DEFAULT_LIMITS } from './read/limits.ts'
import { attemptsFor } from './route/attempts.ts'
import { translationFor } from './translate/translation-for.ts'
import { listedModels } from './route/listed-models.ts'
import { createAffinity } from './route/affinity.ts'
import { createDispatcher } from './route/dispatcher.ts'
import { createMetering } from './route/metering.ts'
import type { Metered } from './route/metering.ts'
import { laterUnheld } from './route/later.ts'
import { createNodePool } from './route/node-pool.ts'
import type { NodeView } from './route/node-view.ts'
import type { Caller } from './terms/caller.ts'
import type { JsonObject } from './terms/json.ts'
import type { Attempt, AttemptResult, Plan } from './terms/attempt.ts'
import type { Log } from './terms/logger.ts'
import type { Decision } from './terms/decision.ts'
import type { Detection } from './terms/finding.ts'
import type { Grants } from './terms/grants.ts'
import type { Policy } from './terms/policy.ts'
import type { Prompt } from './terms/prompt.ts'
import type { Witness } from './terms/witness.ts'
import { Problem } from './terms/problem.ts'

/** Milliseconds of work that detection may take for one prompt, before the prompt counts as unread and stays local. */
const DETECT_BUDGET = 2_000
/** Milliseconds after which it lets others have their turn: records have a deadline, and streams go on. */
const DETECT_SLICE = 5
/** UTF-16 units of new text that are looked at in a thread: what is shorter is looked at sooner than it is handed over. */
const DETECT_THREAD_FROM = 16_384
/** Milliseconds for which a node's proof of locality is fresh enough for a pinned prompt; an older one is made again first. */
const PROOF_FRESH = 2_000
/** One core is left to the proxy itself. */
const DETECT_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1))
/** Milliseconds after which a thread that does not keep to the budget by itself is ended. */
const DETECT_LIMIT = DETECT_BUDGET + 500
/** Milliseconds for one text of it, in which nothing else runs: less than the usual deadline of a record. */
const DETECT_TEXT = 200

export type HouseParts = {
  readonly config: Config
  readonly policy: Policy
  /** A policy to try beside it. */
  readonly candidate: Policy | null
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly keys: Pseudonyms
  readonly append: Rooms['append']
  /** Seals what a policy says must be; absent where nothing is configured to seal for. */
  readonly sealer?: Sealer
  /** What is remembered of conversations. It outlives a generation of rooms. */
  readonly memory: Memory
  /** Hears of every request that is let out. */
  readonly onAdmit: () => void
  /** Told of each attempt as it begins; what it returns, of its end. */
  readonly onAttempt: (attempt: Attempt) => (result: AttemptResult) => void
  /** The environment, for keys that a nodes file comes to name. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** What names of nodes had. It outlives a generation of rooms. */
  readonly keptNodes: Kept
}

export type House = {
  readonly rooms: Rooms
  readonly config: Config
  readonly policy: Policy
  /** What a caller may do over the admin API. */
  readonly grantsOf: (caller: Caller) => Grants
  readonly readRecord: (facts: ReadFacts) => JsonObject
  /** Of whom an ID token speaks that came from the sign-in; refused where sign-ins are not by ID tokens. */
  readonly authenticateId: (token: string) => Promise<Caller>
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
  /** Adds what the engines find, to what detectors found in a text that is only tried. */
  readonly lookFurther: (
    prompt: Pick<Prompt, 'segments' | 'unread'>,
    found: Detection,
    scope: string,
  ) => Promise<Detection>
  /** Loads keys and probes nodes once; then both are kept fresh until `close`. */
  readonly warm: () => Promise<void>
  /** What is not usable yet; empty when all is. */
  readonly missing: () => readonly string[]
  /** What each node and cloud has done since this generation began. */
  readonly metered: () => readonly Metered[]
  readonly nodes: () => readonly NodeView[]
  /** Requests that wait for a node. */
  readonly waiting: () => number
  /** What the threads for long prompts are doing. */
  readonly detecting: () => ThreadCounts
  readonly close: () => void
}

/** Builds the rooms. Opens nothing yet; throws when the parts do not fit together. */
export function createHouse(all: HouseParts): House {
  const { config, policy, candidate, log, now, keys, append, memory, onAdmit, onAttempt, sealer } = all
  const nodes = nodesOf(config)
  const cloudHosts = cloudHostsOf(config)
  const compiled = compile(policy)
  const tried = candidate === null ? null : compile(candidate)
  const lastDay = config.candidate === null ? 0 : Date.parse(`${config.candidate.until}T23:59:59.999Z`)
  const limits = { ...DEFAULT_LIMITS, maxBody: config.server.maxBody }
  const urls = config.identity.issuers.flatMap(({ keys }) => (keys.kind === 'remote' ? [keys.url] : []))
  const fetchKeys = createKeyFetch({ urls })
  const authenticator = createAuthenticator({ issuers: config.identity.issuers, fetchKeys, readFile, now, log })
  const places = new Set(config.destinations.map(({ name }) => name))
  const destinations = policy.destinations.filter(({ name }) => places.has(name))
  const { on429, queue, waitMs, ...intervals } = config.route
  const { levels } = policy
  const pseudonymOf = keys.user
  const answering = { log, now, pseudonymOf, on429, translations: translationFor }
  const forwarder = createForwarder({ destinations, levels, nodes, cloudHosts, onAdmit, ...answering })
  const pool = createNodePool({ nodes, probe: forwarder.probe, now: () => performance.now(), log, intervals })
  const affinity = createAffinity({ key: randomBytes(32) })
  let prices = pricesOf(nodes)
  const metering = createMetering({ now: () => performance.now(), pricePerHour: (node) => prices.get(node) ?? null })
  const dispatcher = createDispatcher({
    began: (attempt) => {
      const told = [metering.began(attempt), onAttempt(attempt)]
      return (result) => told.forEach((ended) => ended(result))
    },
    ...{ pool, affinity, now: () => performance.now(), later: laterUnheld, random: Math.random },
    queue: { most: queue, waitMs },
  })

  const isProven = async ({ node, model, url }: Attempt) => {
    if (node !== null) await pool.freshen(PROOF_FRESH, node)
    return node === null || pool.candidate(node, model, url) !== null
  }

  const forward = async (considered: Considered, witness: Witness) => {
    const { exchange, caller, prompt, decision, plan } = considered
    const headers = { 'x-cordon-level': decision.level }
    const { res, id: requestId } = exchange
    const { attempts } = plan
    const scope = scopeOf(caller)
    const trail = () => affinity.trail(scope, prompt.model, prompt.segments)
    const dispatch = dispatcher.begin({ attempts, api: prompt.api, scope, trail })
    const job = { res, requestId, prompt, decision, attempts, dispatch, headers, witness, isProven }
    const forwarded = await forwarder.forward(job)
    return { ...forwarded, outcome: metering.note(forwarded.outcome, attempts) }
  }

  /** Whoever could not even wait is told so before anything is recorded as permitted. */
  const route = (prompt: Prompt, decision: Decision, caller: Caller): Plan => {
    const plan = attemptsFor(config.models, prompt, decision, { nodes: pool.view(), cloudHosts })
    if (plan.kind === 'nothing') return plan
    const retryAfter = dispatcher.full({ attempts: plan.attempts, scope: scopeOf(caller) })
    return retryAfter === null ? plan : { kind: 'nothing', reason: 'busy', retryAfter }
  }

  const mayName = nameable(config, () => pool.view().flatMap(({ models }) => models))
  const cache = createSegmentCache()
  const detectors = detectorsWith(policy.detectors)
  const threaded = { entry: LOOK_THREAD, data: policy.detectors ?? [], count: DETECT_THREADS, limitMs: DETECT_LIMIT }
  const threads = createThreads<LookJob, readonly Answered[]>(threaded)
  const detect = createThreadedDetect({
    ...{ detectors, now: workedMs, budgetMs: DETECT_BUDGET, textMs: DETECT_TEXT, cache },
    ...{
      rest: () => new Promise((done) => setImmediate(done)),
      sliceMs: DETECT_SLICE,
      sliceNow: () => performance.now(),
    },
    ...{ threads, leastChars: DETECT_THREAD_FROM },
  })
  const further = createEngineRoom({
    config,
    compiled: tried === null ? [compiled] : [compiled, tried],
    view: pool.view,
    log,
  })
  let looking = Promise.resolve()
  const setNodes = (next: readonly Node[]) => {
    forwarder.setNodes(next)
    further.setNodes(next)
    prices = pricesOf(next)
    looking = pool.set(next)
  }
  const coming = createNodeRoom({ config, policy, env: all.env, log, kept: all.keptNodes, set: setNodes })
  const parts: RecordParts = { keys, mayName, isField: isFieldName }

  return {
    config,
    policy,
    grantsOf: readersOf(config.audit.readers),
    authenticateId: async (token) => {
      const { oidc } = config.console
      if (oidc?.token !== 'id') throw new Problem('invalid_token', 'no sign-in by ID tokens', { reason: 'typ' })
      return authenticator.authenticateId(token, { issuer: oidc.issuer, client: oidc.clientId })
    },
    readRecord: (facts) => readRecord(facts, parts),
    digest: keys.name,
    lookFurther: further.lookFurther,
    rooms: {
      authenticate: authenticator.authenticate,
      read: (api, body, rawHeaders) => readRequest(api, body, { limits, lenient: config.server.lenient, rawHeaders }),
      recall: (caller, prompt) => memory.recall({ caller, prompt, levels }),
      attend: ({ caller, prompt, decision, ties }) => memory.attend({ caller, prompt, decision, ties, levels }),
      detect: async (prompt, { issuer, subject }) => {
        const scope = JSON.stringify([issuer, subject])
        return further.lookFurther(prompt, await detect(prompt, scope), scope)
      },
      raises: (values) => askedLevels(levels, values),
      excuse: askedReason,
      decide: (question) => decide(compiled, question),
      rehearse: (question, decision) =>
        tried === null || question.at > lastDay ? null : rehearse(tried, question, decision),
      prove: () => pool.freshen(PROOF_FRESH),
      route,
      ...(sealer && { seal: (considered) => sealRequest(sealer, considered, keys) }),
      forward,
      models: (caller, { api, receivedAt: at }) => {
        const served = pool.view().flatMap(({ models }) => models)
        return listedModels(config.models, served).filter((model) => {
          const prompt = { ...HARMLESS, api, model }
          const question = { caller, prompt, detection: NOTHING_FOUND, raises: [], remembered: null, at }
          const plan = attemptsFor(config.models, prompt, decide(compiled, question), {
            nodes: pool.view(),
            cloudHosts,
          })
          return plan.kind === 'attempts' || plan.reason === 'none_available'
        })
      },
      record: {
        decision: (seen) => toRecord(seen, parts),
        outcome: ({ exchange, prompt, sealedAnswer: sealed }, outcome) => ({
          ...outcomeRecord({ request: exchange.id, asked: prompt?.model ?? '', outcome }, parts),
          ...(sealed && { sealed }),
        }),
      },
      append,
      log,
    },
    warm: async () =>
      void (await Promise.all([
        authenticator.warm(),
        pool.start(),
        coming.start().then(() => looking),
        further.warm(),
      ])),
    metered: metering.snapshot,
    nodes: pool.view,
    waiting: dispatcher.waiting,
    detecting: threads.counts,
    missing: () => authenticator.state().flatMap(({ issuer, usable }) => (usable ? [] : [`keys of ${issuer}`])),
    close: () => {
      authenticator.close()
      coming.stop()
      pool.stop()
      forwarder.close()
      void threads.close()
      further.close()
    },
  }
}

const pricesOf = (nodes: readonly Node[]) => new Map(nodes.map(({ name, pricePerHour = null }) => [name, pricePerHour]))

/** Who shares a queue and a cache: a tenant; where the token names none, nobody but the caller. */
function scopeOf({ issuer, subject, attributes: { tenant } }: Caller): string {
  return JSON.stringify(tenant === undefined ? [issuer, subject] : [issuer, null, tenant])
}

/** Seals the body in the form that its first destination gets, and the answer as the caller gets it. */
async function sealRequest(
  sealer: Sealer,
  { exchange, caller, prompt, plan }: Considered,
  keys: Pseudonyms,
): Promise<Sealed> {
  const about = { caller: keys.caller(caller.issuer, caller.subject), request: exchange.id }
  const { zone } = plan.attempts[0] ?? { zone: 'lan' }
  const { prompt: part, recipients, answer } = await sealer.seal(about, Buffer.from(JSON.stringify(prompt.body[zone])))
  const heard = overhear(exchange.res, sealer.limit)
  return {
    field: { ...sealedField(part), recipients },
    answer: async () => sealedField(await answer(heard())),
  }
}

/** The least that can be asked, in place of a prompt that is not there yet. */
const HARMLESS = { stream: false, tools: false, segments: [], unread: [], provider: null }
const NOTHING_FOUND = { findings: [], failed: [] }

/** One record for every request, with as much as was known when its answer was found. */
function toRecord(seen: Seen, parts: RecordParts) {
  const { exchange, caller, prompt, excuse = null, detection, decision, rehearsal, plan, problem, listed } = seen
  const { id: request, receivedAt, api, ip } = exchange
  const known = { request, receivedAt, api, ip }
  if (caller && listed) return listingRecord({ ...known, caller, models: listed.length }, parts)
  if (caller && prompt && detection && decision && plan) {
    const facts = { ...known, caller, prompt, excuse, detection, decision, plan, ...(rehearsal && { rehearsal }) }
    const record = decisionRecord(problem === undefined ? facts : { ...facts, problem }, parts)
    return seen.sealed === undefined ? record : { ...record, sealed: seen.sealed.field }
  }
  const some = {
    ...(caller && { caller }),
    ...(prompt && { prompt }),
    ...(detection && { detection }),
    ...(decision && { decision }),
  }
  return refusalRecord({ ...known, ...some, problem: problem ?? new Problem('internal_error', 'no problem') }, parts)
}

/** A model's name as models are named: a path of short lower-case words. */
const MODEL_NAME = /^[a-z][a-z0-9-]{0,31}(?:[/:._-][a-z0-9]{1,16}){0,10}$/

/**
 * Which model names may stand in a record: those of the configuration and of the nodes' own lists; and, where the
 * configuration leaves the rest of a name to the caller, what looks like a model's name and has no long number in it.
 */
function nameable({ models }: Config, served: () => readonly string[]): (model: string) => boolean {
  const names = new Set(models.flatMap(({ name, choices }) => [name, ...choices.map(({ model }) => model)]))
  const prefixes = [...names].filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
  return (model) =>
    (names.has(model) && !model.endsWith('*')) ||
    served().includes(model) ||
    (prefixes.some((prefix) => model.startsWith(prefix)) && MODEL_NAME.test(model) && !/\d{7}/.test(model))
}
