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
  /** For `encrypted`: the sealed text itself, so that it can be recognised. It goes into no record and no log. */
  readonly sealed?: string
  /** The destination that Cordon itself saw this come from. Then it tells that destination nothing new. */
  readonly from?: string
}

/** What one side said in one turn of a conversation. */
export type Turn = {
  readonly role: string
  /** All of its texts, joined without anything between them, as an answer's pieces are. */
  readonly text: string
  /** Ids of the tool calls that it makes or answers. */
  readonly calls: readonly string[]
}

/** What ties a request to earlier ones of the same conversation. */
export type Conversation = {
  /** Names that the client gives to its conversation, in its body or its headers. */
  readonly sessions: readonly string[]
  readonly turns: readonly Turn[]
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
   * Without `model`, `stream`, `stream_options`, `user`, `provider` and `metadata.user_id`, which the forwarder sets itself.
   */
  readonly body: Readonly<Record<Zone, JsonObject>>
  /** The caller's own OpenRouter `provider` object. It can only narrow the policy's. */
  readonly provider: JsonObject | null
  /** The caller's end-user id. It leaves as a keyed pseudonym or not at all. */
  readonly user: string | null
  /** Names of fields, betas and headers that were dropped, for the record. */
  readonly stripped: readonly string[]
  /** Anthropic betas that were asked for and are known here; for destinations that are asked in the Messages API. */
  readonly betas: readonly string[]
  readonly conversation: Conversation
}
