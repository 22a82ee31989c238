import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Attempt } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'
import { peerName } from './addresses.ts'
import type { AnswerKind } from './answer.ts'
import { judge, saysTooLong } from './answer.ts'
import type { Failure } from './failure.ts'
import { failure, toFailure } from './failure.ts'
import { onBehalfOf } from './floor.ts'
import type { Passage } from './passage.ts'
import { BREACH, OTHER_MODEL } from './passage.ts'
import type { Sink } from './read-answer.ts'
import { readEvents, readJson } from './read-answer.ts'
import type { Reply } from './reply.ts'
import type { Call, Underway, Upstream } from './upstream.ts'

/** As much of an error's text as is looked at. None of it is passed on. */
const MAX_ERROR_BYTES = 16 * 1024

export type RunParts = {
  readonly attempt: Attempt
  readonly decision: Decision
  readonly upstream: Upstream
  readonly request: Pick<Call, 'path' | 'headers' | 'body'>
  readonly wanted: AnswerKind
  readonly passage: Passage
  readonly reply: Reply
  /** 4xx statuses by which this kind of server says that it failed itself. */
  readonly failing: readonly number[]
  /** Set on the reply when this attempt is the one that answers. */
  readonly answerHeaders: Readonly<Record<string, string>>
  /** Called when the attempt is let out, at the socket. */
  readonly admitted: () => void
  readonly now: () => number
}

/** How one attempt went. `failure` is null when all of the answer was passed on. */
export type Run = {
  readonly failure: Failure | null
  readonly status: number | null
  readonly peer: string | null
  /** True when a kept socket broke before anything came back: it may have been closed while it was idle. */
  readonly stale: boolean
  readonly passage: Passage
  readonly ms: number
}

/** Makes one attempt. Resolves exactly once, never rejects, and leaves nothing running. */
export function runAttempt(parts: RunParts): Promise<Run> {
  return new Promise((done) => new AttemptRun(parts, done).start())
}

class AttemptRun {
  readonly #parts: RunParts
  readonly #resolve: (run: Run) => void
  readonly #began: number
  #underway: Underway | null = null
  #timer: NodeJS.Timeout | null = null
  #request: ClientRequest | null = null
  #status: number | null = null
  #peer: string | null = null
  #paused = false
  #settled = false

  constructor(parts: RunParts, resolve: (run: Run) => void) {
    this.#parts = parts
    this.#resolve = resolve
    this.#began = parts.now()
  }

  start(): void {
    const { attempt, decision, upstream, request, reply, admitted } = this.#parts
    this.#timer = setTimeout(() => this.#late(), attempt.timeoutMs)
    reply.onGone(() => this.#fail(failure('aborted', 'caller_gone', { status: this.#status })))
    const call: Call = {
      ...request,
      url: attempt.url,
      connected: (made) => this.#connected(made),
      answered: (response) => this.#answered(response),
      failed: (cause) => this.#broke(cause),
    }
    this.#underway = onBehalfOf(decision, () => upstream(call), admitted)
  }

  #connected(request: ClientRequest): void {
    this.#request = request
    this.#peer = peerName(request.socket?.remoteAddress, request.socket?.remotePort)
    // A 101, which nobody asked for, ends the request without a response and without an error.
    request.once('close', () => {
      if (this.#status === null) this.#broke(new Error('no answer came'))
    })
  }

  #answered(response: IncomingMessage): void {
    if (this.#settled) return
    const { wanted, passage } = this.#parts
    this.#status = response.statusCode ?? null
    this.#alive()
    response.on('error', (cause) => this.#broke(cause))
    response.on('close', () => {
      if (!response.complete) this.#broke(new Error('the answer broke off'))
    })
    const wrong = judge(response, wanted)
    if (wrong !== null) return this.#refusal(response, wrong)
    const { fault } = passage.headers(response.headers)
    if (fault !== null) return this.#unusable(fault)
    const read = wanted === 'json' ? readJson : readEvents
    read(response, passage, this.#sinkOf(response))
  }

  /** An error answer. Read so that its socket can be kept, and to learn whether the prompt was too long; never passed on. */
  #refusal(response: IncomingMessage, wrong: Failure): void {
    if (wrong.result === 'redirected') return this.#fail(wrong)
    const chunks: Uint8Array[] = []
    let size = 0
    const judged = () => {
      const about = wrong.status === 400 || wrong.status === 413 || wrong.status === 422
      const ofNode = this.#parts.failing.includes(wrong.status ?? 0)
      return { ...wrong, ofNode, tooLong: about && saysTooLong(Buffer.concat(chunks).toString('latin1')) }
    }
    response.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > MAX_ERROR_BYTES) this.#fail(judged())
    })
    response.on('end', () => this.#fail(judged(), 'keep'))
  }

  #sinkOf(response: IncomingMessage): Sink {
    const { reply, answerHeaders } = this.#parts
    const begin = (how: () => void) => {
      if (reply.started) return
      reply.set(answerHeaders)
      how()
    }
    return {
      over: () => this.#settled,
      started: () => reply.started,
      alive: () => this.#alive(),
      body: (bytes, length) => {
        begin(() => reply.begin('application/json', length))
        this.#pass(response, bytes)
      },
      events: (bytes) => {
        begin(() => reply.beginEvents())
        this.#pass(response, bytes)
      },
      fail: (why, socket) => this.#unusable(why, socket),
      broke: (cause) => this.#broke(cause),
      threw: (cause) => this.#threw(cause),
      succeed: () => this.#succeed(),
    }
  }

  #pass(response: IncomingMessage, chunk: Uint8Array): void {
    if (this.#settled || this.#parts.reply.write(chunk) || this.#paused) return
    this.#paused = true
    response.pause()
    this.#parts.reply.drained(() => {
      this.#paused = false
      this.#alive()
      response.resume()
    })
  }

  #alive(): void {
    if (!this.#settled) this.#timer?.refresh()
  }

  /** While the caller is the slow one, the upstream is not late. */
  #late(): void {
    if (this.#paused) return this.#alive()
    this.#lost(failure('timed_out', 'timeout', { status: this.#status }))
  }

  #broke(cause: unknown): void {
    this.#lost({ ...toFailure(cause, this.#peer !== null), status: this.#status })
  }

  /** A stream that has said that it is complete lacks nothing when its connection breaks, or stays open, after that. */
  #lost(why: Failure): void {
    const { passage, reply } = this.#parts
    if (this.#settled || !passage.ended || !reply.started) return this.#fail(why)
    try {
      const { pass, fault } = passage.end()
      if (fault !== null) return this.#unusable(fault)
      for (const bytes of pass) reply.write(bytes)
      this.#succeed('destroy')
    } catch (cause) {
      this.#threw(cause)
    }
  }

  #threw(cause: unknown): void {
    this.#fail(failure('error', 'internal_error', { status: this.#status, cause }))
  }

  #unusable(why: string, socket: 'keep' | 'destroy' = 'destroy'): void {
    const result = why === OTHER_MODEL ? 'not_local' : 'error'
    this.#fail(failure(result, why, { status: this.#status, final: why === BREACH }), socket)
  }

  #fail(why: Failure, socket: 'keep' | 'destroy' = 'destroy'): void {
    if (!this.#settle()) return
    if (socket === 'keep') this.#underway?.done()
    else this.#underway?.abort()
    this.#resolve(this.#run(why))
  }

  #succeed(socket: 'keep' | 'destroy' = 'keep'): void {
    if (!this.#settle()) return
    if (socket === 'keep') this.#underway?.done()
    else this.#underway?.abort()
    const run = this.#run(null)
    void this.#parts.reply.end().then(() => this.#resolve(run))
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    return true
  }

  #run(why: Failure | null): Run {
    const stale = why?.result === 'reset' && this.#status === null && this.#request?.reusedSocket === true
    const { now, passage } = this.#parts
    return { failure: why, status: this.#status, peer: this.#peer, stale, passage, ms: now() - this.#began }
  }
}
