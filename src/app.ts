/** The wiring: a configuration and a policy in, listening servers out; both can be read again while they run. */
import { createFloods } from './audit/floods.ts'
import type { Ledger } from './audit/ledger.ts'
import { lifecycleRecord } from './audit/lifecycle-record.ts'
import type { Pseudonyms } from './audit/pseudonyms.ts'
import type { Sealer } from './audit/sealer.ts'
import type { WitnessSeen } from './audit/witnesses.ts'
import type { Config } from './config/config.ts'
import { createCounters } from './counters.ts'
import { withinRanges } from './forward/addresses.ts'
import { createHouse } from './house.ts'
import type { House } from './house.ts'
import { handle, list } from './pipeline.ts'
import type { Seen } from './pipeline.ts'
import type { Kept } from './route/discovery.ts'
import { meteringTable } from './route/metering.ts'
import { createMemory } from './remember/memory.ts'
import { createAdminDesk } from './desks/admin-desk.ts'
import type { Written } from './desks/written-policy.ts'
import { checkMedia } from './read/media-type.ts'
import { adminApi } from './serve/admin-api.ts'
import { createBodyBudget } from './serve/body.ts'
import { readCertificate } from './serve/certificate.ts'
import { callerApi } from './serve/caller-api.ts'
import type { Arrival, CallerApiParts, Health } from './serve/caller-api.ts'
import { readConsole } from './serve/console-files.ts'
import { listen } from './serve/listener.ts'
import type { Listener } from './serve/listener.ts'
import { newRequestId } from './serve/request-id.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { createTelemetryRoom } from './telemetry-room.ts'
import type { TelemetryRoom } from './telemetry-room.ts'
import type { Log } from './terms/logger.ts'
import type { Policy } from './terms/policy.ts'
import { toProblem } from './terms/problem.ts'
import type { Problem } from './terms/problem.ts'

/** A configuration and a policy that agree with each other. */
export type Loaded = {
  readonly config: Config
  readonly policy: Policy
  /** A policy that is tried beside it. */
  readonly candidate: Policy | null
  /** By whom it was approved, and in which place; null when that is not asked for. */
  readonly approved: { readonly serial: number; readonly author: string; readonly approvers: readonly string[] } | null
  /** Both policies as they were written, to be shown; absent where only their sense is at hand. */
  readonly written?: Written
}

export type AppParts = {
  readonly loaded: Loaded
  /** Reads both again. Rejects, with everything that is wrong in its message, when they may not be used. */
  readonly reload: () => Promise<Loaded>
  readonly ledger: Ledger
  /** Puts a policy on disk beside the records that will name it. */
  readonly keep: (loaded: Loaded) => Promise<void>
  readonly keys: Pseudonyms
  /** Made once: keys to seal for are read at the start only. */
  readonly sealer?: Sealer
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The environment, for keys that a nodes file comes to name. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The folder of the built console; none: there is no page. */
  readonly consoleDir?: string
  /** Of Cordon, for the console. */
  readonly version?: string
  /** How far the ledger has grown beyond what a witness keeps; null when there is none. */
  readonly unwitnessed?: () => { readonly records: number; readonly seconds: number } | null
  /** One that is there already; it is stopped with the app. */
  readonly telemetry?: TelemetryRoom
  /** What each witness has. */
  readonly witnesses?: () => readonly WitnessSeen[]
  /** The public key of what signs the ledger's checkpoints; none: nothing is signed. */
  readonly vkey?: string
}

export type App = {
  readonly callerUrl: string
  readonly adminUrl: string
  readonly missing: () => readonly string[]
  /**
   * Reads configuration and policy again and swaps them in, or keeps what is running. Never rejects. Asked often, it is done no more often
   * than it takes, and once more after the last question.
   */
  readonly reload: () => Promise<boolean>
  /** Accepts nothing new, lets running requests end within the grace period, and closes the ledger. */
  readonly stop: () => Promise<void>
}

/** Starts both listeners. Rejects with one sentence when a port is taken. */
export async function startApp(parts: AppParts): Promise<App> {
  const { ledger, log, now, loaded } = parts
  const shown = await certificatesOf(loaded.config, now())
  const memory = createMemory({ now })
  const counters = createCounters()
  const floods = createFloods({ append: counters.through(ledger.append), now, log })
  const { append } = floods
  const keptNodes: Kept = new Map()
  const telemetry = parts.telemetry ?? createTelemetryRoom({ log })
  const lasting = {
    append,
    memory,
    keptNodes,
    onAdmit: counters.sent,
    onAttempt: telemetry.began,
    env: parts.env ?? {},
  }
  const build = (next: Loaded) => createHouse({ ...parts, ...next, ...lasting })
  let house: House = build(loaded)
  let current = loaded
  const unwitnessed = parts.unwitnessed ?? (() => null)
  telemetry.reads({ house: () => house, candidate: () => current.candidate, ledger, unwitnessed })
  let draining = false
  const underWay = new Set<Promise<void>>()
  await house.warm()

  const missing = () => [
    ...(draining ? ['draining'] : []),
    ...(ledger.state().status === 'ok' ? [] : ['audit']),
    ...house.missing(),
  ]
  const health = (): Health => ({
    status: ledger.state().status === 'ok' ? 'ok' : 'audit_unavailable',
    missing: missing(),
  })
  const record = async (seen: Seen) => void (await append(house.rooms.record.decision(seen)))
  const { maxBody, maxBodies, listen: at, admin, graceMs, metricsTo } = loaded.config.server

  const callerParts: CallerApiParts = {
    handle: (arrival) => {
      counters.arrived()
      return tracked(underWay, serve(telemetry, house, arrival))
    },
    models: (arrival, form) => {
      const [exchange, seen] = [{ ...arrival, api: ASKED_IN[form] }, { exchange: arrival }]
      const { rooms } = house
      return telemetry.watched({ rooms, arrived: arrival, seen }, (timed) => list(timed, exchange, seen))
    },
    refuse: async ({ problem, ...exchange }) => {
      telemetry.refused(exchange, problem)
      await record({ exchange, problem })
    },
    checkHeaders: checkMedia,
    health,
    budget: createBodyBudget(maxBody, maxBodies),
    now,
    log,
  }
  const refused = async (problem: Problem, ip: string | null) => {
    const exchange = { id: newRequestId(now()), api: null, receivedAt: now(), ip }
    telemetry.refused(exchange, problem)
    await record({ exchange, problem })
  }
  const adminDesk = createAdminDesk({
    ...{ house: () => house, loaded: () => current, keys: parts.keys, ledger, append, missing, now, log, unwitnessed },
    ...{ version: parts.version ?? '', vkey: parts.vkey ?? null, witnesses: parts.witnesses ?? (() => []) },
  })
  const files = await (parts.consoleDir === undefined ? new Map() : readConsole(parts.consoleDir))
  const caller = await listen({ app: callerApi(callerParts), at, refused, certificate: shown.caller })
  const adminListener = await listen({
    app: adminApi({
      ...{ health, checkpoint: ledger.checkpoint, unwitnessed, now },
      serve: adminDesk.serve,
      signIn: adminDesk.signIn,
      site: () => house.config.console.url,
      files,
      usage: () => meteringTable(house.metered()),
      metrics: { expose: telemetry.expose, allows: withinRanges([...LOOPBACK, ...metricsTo]) },
    }),
    at: admin,
    refused,
    certificate: shown.admin,
  }).catch(async (cause: unknown) => {
    await caller.stop(0)
    house.close()
    await telemetry.stop()
    throw cause
  })
  const beat = () => ledger.append({ type: 'heartbeat', ...counters.values(), counted: floods.counted() })
  const heart = setInterval(() => {
    beat().catch((cause: unknown) => log.warn('a heartbeat could not be recorded', { cause }))
  }, HEARTBEAT).unref()
  const urls = { caller: urlOf(caller), admin: urlOf(adminListener) }
  log.info('listening', {
    ...urls,
    policy: loaded.policy.name,
    version: loaded.policy.version,
    digest: loaded.policy.digest,
  })

  const reload = oneAtATime(async (): Promise<boolean> => {
    if (draining) return false
    let built: House | null = null
    try {
      const next = await parts.reload()
      built = build(next)
      await built.warm()
      const newly = await certificatesOf(next.config, now())
      await parts.keep(next)
      await ledger.append(lifecycleRecord('reload', policyOf(next)))
      const old = house
      house = built
      current = next
      built = null
      if (newly.caller !== null) caller.renew(newly.caller)
      if (newly.admin !== null) adminListener.renew(newly.admin)
      telemetry.retired(old)
      telemetry.reloaded(true)
      old.close()
      log.info('configuration and policy were read again', policyOf(next))
      return true
    } catch (cause) {
      built?.close() // or it would go on probing nodes and fetching keys that nobody uses
      const about = {
        alert: 'reload_refused',
        problems: problemsIn(cause),
        ...(problemsIn(cause) === null ? { cause } : {}),
      }
      log.error('configuration or policy were not accepted: what was running goes on', about)
      telemetry.reloaded(false)
      await ledger.append(lifecycleRecord('reload_refused')).catch((unrecorded: unknown) => {
        log.error('a refused reload could not be recorded', { cause: unrecorded })
      })
      return false
    }
  })

  return {
    callerUrl: urls.caller,
    adminUrl: urls.admin,
    missing,
    reload,
    stop: async () => {
      draining = true
      await reload() // until the one that runs is over
      await Promise.all([caller.stop(graceMs), adminListener.stop(1000)])
      await Promise.allSettled(underWay)
      await adminDesk.close()
      house.close()
      await telemetry.stop()
      floods.stop()
      clearInterval(heart)
      await floods.flush().catch((cause: unknown) => log.error('counted refusals could not be recorded', { cause }))
      await beat().catch((cause: unknown) => log.error('the last heartbeat could not be recorded', { cause }))
      await ledger.close()
    },
  }
}

/** This machine: it may read metrics without being named. */
const LOOPBACK = ['127.0.0.0/8', '::1/128']

/** Milliseconds between two records of what was counted. */
const HEARTBEAT = 60_000

/** Whoever asks for a list in one form will ask for an answer in this API. */
const ASKED_IN = { openai: 'chat_completions', anthropic: 'messages', codex: 'responses' } as const

async function serve(telemetry: TelemetryRoom, { rooms }: House, arrival: Arrival): Promise<void> {
  const seen: Seen = { exchange: arrival }
  try {
    await telemetry.watched({ rooms, arrived: arrival, seen }, (timed, watch) =>
      handle(timed, { ...arrival, body: watch.timed('receive', arrival.body) }, seen),
    )
  } catch (thrown) {
    const { decision } = seen
    if (decision !== undefined && !arrival.res.headersSent && !arrival.res.hasHeader('x-cordon-rule')) {
      const denied = decision.considered.find(({ ground }) => ground === 'denied_by_rule')
      arrival.res.setHeader('x-cordon-level', decision.level)
      arrival.res.setHeader(
        'x-cordon-rule',
        denied?.rule ?? decision.considered.find(({ permitted }) => !permitted)?.ground ?? '',
      )
    }
    throw toProblem(thrown)
  }
}

/** Remembers a promise until it settles, so that a stop can wait for it. */
function tracked(set: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  set.add(work)
  const forget = () => void set.delete(work)
  work.then(forget, forget)
  return work
}

/** The list that a refused configuration or policy brings, each entry with its place; null for any other error. */
function problemsIn(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'problems' in cause ? cause.problems : null
}

/** What the ledger says of a policy that comes into force. */
export function policyOf({ policy: { name, version, digest }, approved }: Loaded) {
  return { policy: { name, version, sha256: digest, kept: true, ...(approved && { approved }) } }
}

/** What the listeners show; rejects with one sentence when it cannot be used. Whether one speaks TLS at all is settled at the start. */
async function certificatesOf({ server: { tls, adminTls } }: Config, now: number) {
  const [caller, admin] = await Promise.all([tls, adminTls].map((files) => files && readCertificate(files, now)))
  return { caller: caller ?? null, admin: admin ?? null }
}

function urlOf({ host, port, scheme }: Listener): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`
}
