import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { ProblemCode } from '../../terms/problem.ts'
import type { Witness } from '../../terms/witness.ts'

/**
 * What one event of a stream, or a whole answer, says. `fault`: the server failed, or it is no answer of this API.
 * `usage_only`: nothing but usage. `end`: the answer is complete.
 */
export type Said = {
  readonly kind: 'part' | 'usage_only' | 'end' | 'fault'
  /** What may name the model and the provider. */
  readonly about: JsonObject | null
  /** Token counts, in the words of the API. */
  readonly usage: JsonObject | null
}

export const FAULT: Said = { kind: 'fault', about: null, usage: null }

/** The answers of one API: where they come from, how to read them, and how to say that one is not completed. */
export type Form = {
  /** Below the `/v1` of a base URL. */
  readonly path: string
  /** The field that holds the prompt. */
  readonly promptField: 'messages' | 'input' | 'prompt'
  /** True when a stream without an event that says so is not complete, however its connection ended. */
  readonly mustEnd: boolean
  /** True when its answers come back as turns of a conversation, so that a witness must hear all of them. */
  readonly heard: boolean
  /** Reads one event; `name` is that of its `event:` line. `[DONE]` is no event. */
  readonly event: (event: JsonObject, name: string | null) => Said
  readonly whole: (answer: JsonObject) => Said
  readonly listen: (witness: Witness, about: About) => Listener
}

export type About = {
  readonly requestId: string
  readonly model: string
  /** Seconds since 1970. */
  readonly created: number
}

/** Follows one answer as the caller gets it. */
export type Listener = {
  readonly event: (event: JsonObject) => void
  readonly whole: (answer: JsonObject) => void
  /** The event that ends a stream which cannot be completed, such that the API's clients report it. */
  readonly brokenOff: (code: ProblemCode) => string
}

/** For whoever is not interested. */
export const NOBODY: Witness = { said: () => {}, called: () => {}, sealed: () => {} }

export function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** The objects in a list; none when it is none. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : []
}

export function asObject(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null
}

/** JSON's `null` and a missing field say the same. */
export function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null
}

/** Tells a witness what the named fields hold, where they hold text. */
export function unseal(holder: JsonObject, fields: readonly string[], { sealed }: Witness): void {
  for (const field of fields) {
    const blob = asText(holder[field])
    if (blob !== '') sealed(blob)
  }
}
