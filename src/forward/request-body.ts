import type { Attempt } from '../terms/attempt.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Prompt } from '../terms/prompt.ts'

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

/**
 * The body for one attempt, as JSON bytes: what was read and allowed for the attempt's zone, and the fields that only we set.
 * `user` is already a pseudonym, or null. Ours come last, so that nothing that was read can replace them.
 */
export function requestBody(prompt: Prompt, attempt: Attempt, user: string | null): Uint8Array {
  const body: JsonObject = {
    ...prompt.body[attempt.zone],
    model: attempt.model,
    stream: prompt.stream,
    ...(prompt.stream ? { stream_options: { include_usage: true } } : {}),
    ...(user === null ? {} : { user }),
    ...(attempt.zone === 'cloud' ? cloudOnly(attempt) : {}),
  }
  return Buffer.from(JSON.stringify(body))
}

function cloudOnly({ provider }: Attempt): JsonObject {
  return provider === null ? { plugins: PLUGINS_OFF } : { provider, plugins: PLUGINS_OFF }
}
