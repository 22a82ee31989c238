import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Attempt } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'
import { peerName } from './addresses.ts'
import type { AnswerKind } from './answer.ts'
import { hasEnd, judge, saysTooLong } from './answer.ts'
import { EventSplitter, EventTooLarge } from './event-stream.ts'
import type { Failure } from './failure.ts'
import { failure, toFailure } from './failure.ts'
import { onBehalfOf } from './floor.ts'
import { Meter } from './meter.ts'
import type { Reply } from './reply.ts'
import type { Call, Underway, Upstream } from './upstream.ts'

/** A JSON answer is held back up to this size, so that a broken one is none and another attempt can be made. */
export const MAX_HELD_BYTES = 1024 * 1024
/** As much of an error's text as is looked at. None of it is passed on. */
const MAX_ERROR_BYTES = 16 * 1024

export type RunParts = {
  readonly attempt: Attempt
  readonly decision: Decision
  readonly upstream: Upstream
  readonly request: Pick<Call, 'path' | 'headers' | 'body'>
  readonly wanted: AnswerKind
  /** False: a chunk that only carries usage, which we asked for and the caller did not, is left out. */
  readonly wantsUsage: boolean
  readonly reply: Reply
  /** Set on the reply when this attempt is the one that answers. */
  readonly answerHeaders: Readonly<Record<string, string>>
  readonly now: () => number
}

/** How one attempt went. `failure` is null when all of the answer was passed on. */
export type Run = {
  readonly failure: Failure | null
  readonly status: number | null
  readonly peer: string | null
  /** True when a kept socket broke before anything came back: it may have been closed while it was idle. */
  readonly stale: boolean
  readonly meter: Meter
  readonly ms: number
}

/** Makes one attempt. Resolves exactly once, never rejects, and leaves nothing running. */
export function runAttempt(parts: RunParts): Promise<Run> {
  return new Promise((done) => new AttemptRun(parts, done).start())
}

class AttemptRun {
  readonly #parts: RunParts
  readonly #resolve: (run: Run) => void
  readonly #meter = new Meter()
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
    const { attempt, decision, upstream, request, reply } = this.#parts
    this.#timer = setTimeout(() => this.#late(), attempt.timeoutMs)
    reply.onGone(() => this.#fail(failure('aborted', 'caller_gone', { status: this.#status })))
    const call: Call = {
      ...request,
      url: attempt.url,
      connected: (made) => this.#connected(made),
      answered: (response) => this.#answered(response),
      failed: (cause) => this.#broke(cause),
    }
    this.#underway = onBehalfOf(decision, () => upstream(call))
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
    this.#status = response.statusCode ?? null
    this.#alive()
    response.on('error', (cause) => this.#broke(cause))
    response.on('close', () => {
      if (!response.complete) this.#broke(new Error('the answer broke off'))
    })
    const wrong = judge(response, this.#parts.wanted)
    if (wrong !== null) return this.#refusal(response, wrong)
    if (this.#parts.wanted === 'json') this.#json(response)
    else this.#events(response)
  }

  /** An error answer. Read so that its socket can be kept, and to learn whether the prompt was too long; never passed on. */
  #refusal(response: IncomingMessage, wrong: Failure): void {
    if (wrong.result === 'redirected') return this.#fail(wrong)
    const chunks: Uint8Array[] = []
    let size = 0
    const judged = () => {
      const about = wrong.status === 400 || wrong.status === 413 || wrong.status === 422
      return { ...wrong, tooLong: about && saysTooLong(Buffer.concat(chunks).toString('latin1')) }
    }
    response.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > MAX_ERROR_BYTES) this.#fail(judged())
    })
    response.on('end', () => this.#fail(judged(), 'keep'))
  }

  #json(response: IncomingMessage): void {
    let held: Uint8Array[] = []
    let size = 0
    response.on('data', (chunk: Uint8Array) => {
      this.#alive()
      size += chunk.length
      if (this.#parts.reply.started) return this.#pass(response, chunk)
      held.push(chunk)
      if (size <= MAX_HELD_BYTES) return
      this.#begin()
      this.#parts.reply.begin('application/json', null)
      this.#pass(response, Buffer.concat(held))
      held = []
    })
    response.on('end', () => {
      if (this.#settled) return
      if (this.#parts.reply.started) return this.#succeed()
      const body = Buffer.concat(held)
      if (this.#meter.body(body.toString('utf8')) === 'fault') {
        return this.#fail(failure('error', 'bad_answer', { status: this.#status }), 'keep')
      }
      this.#begin()
      this.#parts.reply.begin('application/json', body.length)
      this.#succeed(body)
    })
  }

  #events(response: IncomingMessage): void {
    const splitter = new EventSplitter()
    let ended = false
    const take = (events: readonly Uint8Array[]) => {
      const good: Uint8Array[] = []
      let fault = false
      for (const event of events) {
        const seen = this.#meter.event(event)
        if (seen === 'end') ended = true
        fault = seen === 'fault'
        if (fault) break
        if (seen !== 'usage_only' || this.#parts.wantsUsage) good.push(event)
      }
      if (good.length > 0) this.#passEvents(response, good)
      if (fault) this.#fail(failure('error', 'error_event', { status: this.#status }))
    }
    response.on('data', (chunk: Uint8Array) => {
      if (this.#settled) return
      this.#alive()
      try {
        take(splitter.push(chunk))
      } catch (cause) {
        if (!(cause instanceof EventTooLarge)) throw cause
        this.#fail(failure('error', 'event_too_large', { status: this.#status }))
      }
    })
    response.on('end', () => {
      if (this.#settled) return
      const rest = splitter.rest()
      if (rest.length > 0) take([Buffer.concat([rest, BLANK])])
      if (!this.#parts.reply.started) return this.#fail(failure('error', 'empty_answer', { status: this.#status }))
      if (!ended && !hasEnd(response)) return this.#broke(new Error('the stream has no end'))
      this.#succeed()
    })
  }

  #passEvents(response: IncomingMessage, events: readonly Uint8Array[]): void {
    if (!this.#parts.reply.started) {
      this.#begin()
      this.#parts.reply.beginEvents()
    }
    const [first] = events
    this.#pass(response, events.length === 1 && first !== undefined ? first : Buffer.concat(events))
  }

  #begin(): void {
    this.#parts.reply.set(this.#parts.answerHeaders)
  }

  #pass(response: IncomingMessage, chunk: Uint8Array): void {
    if (this.#parts.reply.write(chunk) || this.#paused) return
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
    this.#fail(failure('timed_out', 'timeout', { status: this.#status }))
  }

  #broke(cause: unknown): void {
    this.#fail({ ...toFailure(cause, this.#peer !== null), status: this.#status })
  }

  #fail(why: Failure, socket: 'keep' | 'destroy' = 'destroy'): void {
    if (!this.#settle()) return
    if (socket === 'keep') this.#underway?.done()
    else this.#underway?.abort()
    this.#resolve(this.#run(why))
  }

  #succeed(last?: Uint8Array): void {
    if (!this.#settle()) return
    this.#underway?.done()
    const run = this.#run(null)
    void this.#parts.reply.end(last).then(() => this.#resolve(run))
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    return true
  }

  #run(why: Failure | null): Run {
    const stale = why?.result === 'reset' && this.#status === null && this.#request?.reusedSocket === true
    const { now } = this.#parts
    return { failure: why, status: this.#status, peer: this.#peer, stale, meter: this.#meter, ms: now() - this.#began }
  }
}

const BLANK = Buffer.from('\n\n')
