import type { Attempt } from '../terms/attempt.ts'
import type { JsonObject } from '../terms/json.ts'
import { isJsonObject } from '../terms/json.ts'
import type { Api } from '../terms/prompt.ts'

/**
 * OpenRouter runs an account's default plugins when a request names none, and some of them hand the prompt to third
 * parties. These are the ones whose documented type has an `enabled` switch.
 */
export const PLUGINS_OFF = [
  'web',
  'file-parser',
  'context-compression',
  'response-healing',
  'fusion',
  'auto-router',
  'auto-beta-router',
  'pareto-router',
].map((id) => ({ id, enabled: false }))

/** Fields that only we set, which not every API has. */
type Ours = 'stream' | 'stream_options' | 'user' | 'user_id' | 'store' | 'provider' | 'plugins'

/**
 * Which of them each API has. OpenRouter documents `plugins` for the three that chat, and `provider` for all but the counting
 * of tokens, which it does not offer.
 */
const HAS: Readonly<Record<Exclude<Api, 'models'>, readonly Ours[]>> = {
  chat_completions: ['stream', 'stream_options', 'user', 'provider', 'plugins'],
  completions: ['stream', 'stream_options', 'user', 'provider'],
  embeddings: ['user', 'provider'],
  responses: ['stream', 'user', 'store', 'provider', 'plugins'],
  messages: ['stream', 'user_id', 'provider', 'plugins'],
  count_tokens: [],
}

/** `user` is already a pseudonym, or null. */
export type Said = { readonly stream: boolean; readonly user: string | null }

/**
 * The body for one attempt, as JSON bytes: what was read and allowed for the attempt's zone, in the attempt's API, and the
 * fields that only we set. Ours come last, so that nothing that was read can replace them.
 */
export function requestBody(body: JsonObject, attempt: Attempt, said: Said): Uint8Array {
  return Buffer.from(JSON.stringify({ ...body, model: attempt.model, ...ours(body, attempt, said) }))
}

function ours(body: JsonObject, { api, zone, provider }: Attempt, { stream, user }: Said): JsonObject {
  const has = (field: Ours) => api !== 'models' && HAS[api].includes(field)
  return {
    ...(has('stream') ? { stream } : {}),
    ...(has('stream_options') && stream ? { stream_options: { include_usage: true } } : {}),
    ...(has('user') && user !== null ? { user } : {}),
    ...(has('user_id') && user !== null ? { metadata: { ...metadataOf(body), user_id: user } } : {}),
    ...(has('store') ? { store: false } : {}), // nobody keeps what Cordon could not read again
    ...(has('provider') && zone === 'cloud' && provider !== null ? { provider } : {}),
    ...(has('plugins') && zone === 'cloud' ? { plugins: PLUGINS_OFF } : {}),
  }
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isJsonObject(metadata) ? metadata : {}
}
