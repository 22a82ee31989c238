import type { IncomingHttpHeaders } from 'node:http'
import type { Attempt, Verification } from '../terms/attempt.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { isJsonObject } from '../terms/json.ts'
import type { ProblemCode } from '../terms/problem.ts'
import type { Api } from '../terms/prompt.ts'
import type { StreamTranslation, Translation } from '../terms/translation.ts'
import type { Witness } from '../terms/witness.ts'
import type { About, Form, Listener } from './answers/form.ts'
import { NOBODY, asText } from './answers/form.ts'
import { formOf } from './answers/forms.ts'
import { readEvent, withData } from './event-stream.ts'
import { Meter } from './meter.ts'
import { Verifier, withoutMetadata } from './verifier.ts'

export type PassageParts = {
  readonly attempt: Attempt
  /** The caller's API. */
  readonly api: Api
  /** Null when the attempt is made in the caller's API. */
  readonly translation: Translation | null
  /** The request as it was read and allowed. */
  readonly body: JsonObject
  readonly about: About
  /** False: a chunk that only carries usage, which we asked for and the caller did not, is left out. */
  readonly wantsUsage: boolean
  readonly witness: Witness | null
  /** True when an answer that was not made as it was asked for must not be passed on. */
  readonly withholds: boolean
  /** Whether a model that the answer names is the one that was asked for. */
  readonly isModel: (answered: string) => boolean
}

/** What is to be passed on of what came; `fault` is a short machine word when nothing more may be. */
export type Step = { readonly pass: readonly Uint8Array[]; readonly fault: string | null }

const NOTHING: Step = { pass: [], fault: null }
const fault = (why: string): Step => ({ pass: [], fault: why })
const pass = (...bytes: readonly Uint8Array[]): Step => ({ pass: bytes, fault: null })

/**
 * What becomes of one answer on its way from a server to the caller: it is read, metered, verified when it comes from a cloud,
 * translated when the server was asked in another API, and heard by the witness as the caller gets it. It opens no socket.
 */
export class Passage {
  readonly meter = new Meter()
  readonly #parts: PassageParts
  readonly #form: Form
  readonly #listener: Listener
  readonly #translated: StreamTranslation | null
  readonly #verifier: Verifier | null
  /** The end of a stream is kept until it is known that nothing more is told about the answer. */
  #closing: Uint8Array[] = []
  #empty = true
  #ended = false
  #translatedEnd = false

  constructor(parts: PassageParts) {
    const { attempt, api, translation, witness, about } = parts
    this.#parts = parts
    this.#form = formOf(attempt.api)
    this.#listener = formOf(api).listen(witness ?? NOBODY, about)
    this.#translated = translation === null ? null : translation.stream(this.#answered())
    this.#verifier = attempt.zone === 'cloud' ? new Verifier(attempt.provider) : null
  }

  /** True when the stream has said that the answer is complete. */
  get ended(): boolean {
    return this.#ended
  }

  /** True when the stream has said nothing yet. */
  get empty(): boolean {
    return this.#empty
  }

  /** True when only the stream itself can say that it is complete. */
  get mustEnd(): boolean {
    return this.#form.mustEnd
  }

  /** True when a JSON answer can be passed on only as a whole. */
  get needsWhole(): boolean {
    const { api, witness, translation } = this.#parts
    return this.#verifier !== null || translation !== null || (witness !== null && formOf(api).heard)
  }

  /** Null where nothing was promised. */
  get verification(): Verification | null {
    return this.#verifier?.verification ?? null
  }

  /** The event that ends the caller's stream when it cannot be completed. */
  brokenOff(code: ProblemCode): Uint8Array {
    return Buffer.from(this.#listener.brokenOff(code))
  }

  /** What can be told from the headers of an answer. */
  headers(headers: IncomingHttpHeaders): Step {
    this.#verifier?.cacheStatus(String(headers['x-openrouter-cache-status'] ?? ''))
    return this.#withheld() ? fault(BREACH) : NOTHING
  }

  /** A whole JSON answer. It is passed on byte by byte unless something in it is replaced. */
  whole(body: Uint8Array): Step {
    const answer = toObject(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
    if (answer === null) return fault('bad_answer')
    const plain = this.#verified(answer)
    const said = this.#form.whole(plain)
    if (said.kind === 'fault') return fault('bad_answer')
    this.#note(said.about)
    this.meter.note(said)
    if (this.#withheld()) return fault(BREACH)
    if (this.#isOther(said.about)) return fault(OTHER_MODEL)
    const { translation } = this.#parts
    const passed = translation === null ? plain : translation.answer(plain, this.#answered())
    if (passed === null) return fault('bad_answer')
    this.#listener.whole(passed)
    return pass(passed === answer ? body : Buffer.from(JSON.stringify(passed)))
  }

  /** One event of a stream. */
  event(bytes: Uint8Array): Step {
    const read = readEvent(bytes)
    if (read === null) return fault('bad_event')
    const { name, data, onlyComments } = read
    if (onlyComments) return this.#ended ? NOTHING : pass(bytes)
    if (data !== null) this.#empty = false
    if (data === '[DONE]') return this.#done(bytes)
    if (name === 'error') return this.#ended ? NOTHING : fault('error_event')
    if (data === null || data === '') return NOTHING
    const event = toObject(data)
    return event === null ? fault('bad_event') : this.#object(event, name, bytes)
  }

  /** What is left to pass on when the server's stream is over. */
  end(): Step {
    if (this.#withheld()) return fault(BREACH)
    this.#ended = true
    this.#closing.push(...this.#translate(null))
    return this.#release()
  }

  #object(event: JsonObject, name: string | null, bytes: Uint8Array): Step {
    const plain = this.#verified(event)
    if (this.#ended) return this.#withheld() ? fault(BREACH) : this.#closes([])
    const said = this.#form.event(plain, name)
    if (said.kind === 'fault') return fault('error_event')
    this.#note(said.about)
    this.meter.note(said)
    if (this.#withheld()) return fault(BREACH)
    if (this.#isOther(said.about)) return fault(OTHER_MODEL)
    this.#ended = said.kind === 'end'
    if (this.#parts.translation !== null) return this.#closes(this.#translate(plain))
    if (said.kind === 'usage_only' && !this.#parts.wantsUsage) return NOTHING
    this.#listener.event(plain)
    return this.#closes([plain === event ? bytes : withData(bytes, JSON.stringify(plain))])
  }

  /** `[DONE]` ends a stream of the older APIs; after the end of the newer ones it says nothing new, and is passed on. */
  #done(bytes: Uint8Array): Step {
    if (!this.#ended && this.#form.mustEnd) return NOTHING
    this.#ended = true
    this.#closing.push(...(this.#parts.translation === null ? [bytes] : this.#translate(null)))
    return this.#withheld() ? fault(BREACH) : this.#release()
  }

  /** Of a stream that is over, metadata may still be to come, up to `[DONE]`. */
  #closes(events: readonly Uint8Array[]): Step {
    this.#closing.push(...events)
    return this.#ended && this.#verifier?.told === false ? NOTHING : this.#release()
  }

  #release(): Step {
    const events = this.#closing
    this.#closing = []
    return events.length === 0 ? NOTHING : pass(...events)
  }

  /** The events that a chunk becomes; those that are left when there is none. */
  #translate(chunk: JsonObject | null): readonly Uint8Array[] {
    if (this.#translated === null || this.#translatedEnd) return []
    const text = (chunk === null ? '' : this.#translated.chunk(chunk)) + (this.#ended ? this.#translated.end() : '')
    this.#translatedEnd = this.#ended
    if (text === '') return []
    for (const event of text.split('\n\n')) this.#hear(event)
    return [Buffer.from(text)]
  }

  #hear(event: string): void {
    const read = readEvent(Buffer.from(event))
    const made = read?.data === undefined || read.data === null ? null : toObject(read.data)
    if (made !== null) this.#listener.event(made)
  }

  #verified(answer: JsonObject): JsonObject {
    if (this.#verifier === null) return answer
    const { rest, metadata } = withoutMetadata(answer)
    for (const it of metadata) this.#verifier.metadata(it)
    return rest
  }

  #note(about: JsonObject | null): void {
    const provider = asText(about?.['provider'])
    if (provider !== '') this.#verifier?.provider(provider)
  }

  #isOther(about: JsonObject | null): boolean {
    const answered = asText(about?.['model'])
    return answered !== '' && !this.#parts.isModel(answered)
  }

  #withheld(): boolean {
    return this.#parts.withholds && this.#verifier?.breached === true
  }

  #answered() {
    const { about, body } = this.#parts
    return { ...about, body }
  }
}

/** What a passage says when an answer was not made as it was asked for, and is withheld for that. */
export const BREACH = 'breach'

/** What it says when a node answers with another model than it was asked for: what it did with the prompt is not known. */
export const OTHER_MODEL = 'other_model'

function toObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue
    return isJsonObject(value) ? value : null
  } catch {
    return null // not JSON, and so no answer
  }
}
