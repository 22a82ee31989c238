import { Agent as HttpAgent } from 'node:http'
import type { ClientRequest, ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Dialling, Endpoint, Reach } from './dial.ts'
import { dial } from './dial.ts'

declare module 'node:http' {
  interface Agent {
    /** Called by node for every request, also when a kept socket is used again. */
    addRequest(request: ClientRequest, options: ClientRequestArgs): void
  }
}

export type Guard = {
  readonly reach: Reach
  readonly dialling: Dialling
  /** Asked before every request; throws to refuse it. */
  readonly admit: () => void
}

type OnSocket = (error: Error | null, socket: Duplex) => void

/**
 * Sockets are kept for less than the 5 s after which the common servers close an idle one. Their number has no limit here:
 * a waiting request would be given its socket in another request's context.
 */
const KEEP = { keepAlive: true, timeout: 4_000, scheduling: 'lifo' } as const

/** An agent for `http:` that dials only through its guard. */
export class GuardedHttpAgent extends HttpAgent {
  readonly #guard: Guard

  constructor(guard: Guard) {
    super(KEEP)
    this.#guard = guard
  }

  override addRequest(request: ClientRequest, options: ClientRequestArgs): void {
    this.#guard.admit()
    super.addRequest(request, options)
  }

  override createConnection(options: ClientRequestArgs, onSocket?: OnSocket): undefined {
    open(this.#guard, 'http:', options, onSocket)
  }
}

/** The same for `https:`. */
export class GuardedHttpsAgent extends HttpsAgent {
  readonly #guard: Guard

  constructor(guard: Guard) {
    super(KEEP)
    this.#guard = guard
  }

  override addRequest(request: ClientRequest, options: ClientRequestArgs): void {
    this.#guard.admit()
    super.addRequest(request, options)
  }

  override createConnection(options: ClientRequestArgs, onSocket?: OnSocket): undefined {
    open(this.#guard, 'https:', options, onSocket)
  }
}

/** Closes what is idle, and keeps nothing from now on. Sockets in use stay until their requests have ended. */
export function closeIdle(agent: HttpAgent): void {
  agent.maxFreeSockets = 0
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

/** Hands the socket over only when it is connected and checked, so that no byte can be waiting in it before. */
function open(guard: Guard, scheme: Endpoint['scheme'], options: ClientRequestArgs, onSocket?: OnSocket): void {
  if (onSocket === undefined) throw new Error('a guarded agent opens sockets asynchronously')
  const endpoint = { scheme, host: String(options.host), port: Number(options.port) }
  dial(endpoint, guard.reach, guard.dialling).then(
    (socket) => onSocket(null, socket),
    (cause: unknown) => (onSocket as (error: unknown) => void)(cause),
  )
}
