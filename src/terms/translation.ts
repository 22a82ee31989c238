import type { JsonObject } from './json.ts'
import type { Api } from './prompt.ts'

/** How a request in one API is served by a model server that only speaks another. Pure; one for each pair of APIs. */
export type Translation = {
  readonly from: Api
  readonly to: Api
  /** The body for the server, from what was read and allowed. Throws a Problem for what has no equivalent. */
  readonly request: (body: JsonObject) => JsonObject
  /** A whole answer in the caller's API. `model` is the model that was asked of the server. Null when it is no answer of that API. */
  readonly answer: (answer: JsonObject, about: Answered) => JsonObject | null
  /** One for each streamed answer. */
  readonly stream: (about: Answered) => StreamTranslation
}

export type Answered = {
  readonly model: string
  /** Our request id, for servers that give no id. */
  readonly requestId: string
  /** Seconds since 1970. */
  readonly created: number
  /** The request as it was read and allowed: answers of some APIs repeat parts of it. */
  readonly body: JsonObject
}

export type StreamTranslation = {
  /** The server-sent events, each with its blank line, that one chunk of the server's stream becomes; possibly none. */
  readonly chunk: (chunk: JsonObject) => string
  /** What is left to say when the server's stream has ended as it should. */
  readonly end: () => string
}
