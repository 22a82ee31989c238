import type { JsonObject } from '../terms/json.ts'
import type { Api, Turn } from '../terms/prompt.ts'
import type { Shape } from './shape.ts'

/** How the requests of one API are read: its allow-list as data, and where in it the few things stand that Cordon acts on. */
export type ApiTable = {
  readonly api: Api
  /** The whole body: every field that is accepted, with everything inside. */
  readonly request: Shape
  /** The top-level list whose entries have a role each; null when there is none. */
  readonly dialogue: string | null
  /** Refuses what a shape alone cannot, such as a choice of a tool that is not offered. For a body whose shape was checked. */
  readonly check: (body: JsonObject) => void
  /** True when the request offers tools to the model. */
  readonly offersTools: (body: JsonObject) => boolean
  /** True when the caller asked for usage in its stream. */
  readonly wantsUsage: (body: JsonObject) => boolean
  /** The caller's end-user id, or null. */
  readonly userOf: (body: JsonObject) => string | null
  /** What was said so far, in order. */
  readonly turnsOf: (body: JsonObject) => readonly Turn[]
  /** The names that the body itself gives to its conversation. */
  readonly sessionsOf: (body: JsonObject) => readonly string[]
}
