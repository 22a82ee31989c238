import type { JsonObject } from './json.ts'
import type { Zone } from './destination.ts'

/** The caller's API. It decides how the request is read and what an error looks like. */
export type Api =
  'chat_completions' | 'completions' | 'embeddings' | 'responses' | 'messages' | 'count_tokens' | 'models'

/** One text of the request: a string leaf, or an object key. */
export type Segment = {
  /** RFC 6901 pointer into the request body. A key has the pointer of its value. */
  readonly path: string
  /** The message's role, `tools`, or `field` for anything else. */
  readonly role: string
  readonly kind: 'value' | 'key'
  readonly text: string
}

/** A part of the request that cannot be read. It counts as the top level. */
export type Unread = {
  readonly path: string
  readonly kind:
    'image' | 'audio' | 'video' | 'file' | 'token_ids' | 'encrypted' | 'blob' | 'reference' | 'unknown_part'
}

/** What the caller is saying: every text in it, and what could not be read. */
export type Prompt = {
  readonly api: Api
  /** The model that was asked for. */
  readonly model: string
  readonly stream: boolean
  /** True when the caller asked for usage in its stream. */
  readonly wantsUsage: boolean
  /** True when the request offers tools to the model. */
  readonly tools: boolean
  /** Bytes of the body as received. */
  readonly bytes: number
  readonly segments: readonly Segment[]
  readonly unread: readonly Unread[]
  /**
   * What may be sent to each zone: the allow-listed fields, parsed once, and the very values that the segments came from.
   * Without `model`, `stream`, `stream_options`, `user` and `provider`, which the forwarder sets itself.
   */
  readonly body: Readonly<Record<Zone, JsonObject>>
  /** The caller's own OpenRouter `provider` object. It can only narrow the policy's. */
  readonly provider: JsonObject | null
  /** The caller's end-user id. It leaves as a keyed pseudonym or not at all. */
  readonly user: string | null
  /** Names of fields that were dropped, for the record. */
  readonly stripped: readonly string[]
}
