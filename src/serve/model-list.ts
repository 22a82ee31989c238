import type { JsonObject } from '../terms/json.ts'

/** Who asks for the list decides its form. */
export type ListForm = 'openai' | 'anthropic' | 'codex'

/** No model has a release date here; Anthropic documents the epoch for that. */
const NO_DATE = { created: 0, created_at: '1970-01-01T00:00:00Z' }

/** One model in the words of OpenAI and of Anthropic at once: no field of one means another thing to the other. */
export const modelEntry = (id: string): JsonObject => ({
  id,
  object: 'model',
  type: 'model',
  ...NO_DATE,
  owned_by: 'cordon',
  display_name: id,
})

/**
 * A model list that OpenAI's, Anthropic's and OpenRouter's clients all read. It is never cut into pages. Codex's, which asks with
 * `client_version`, also gets `models`.
 */
export function modelList(ids: readonly string[], form: ListForm): JsonObject {
  const list = {
    object: 'list',
    data: ids.map(modelEntry),
    has_more: false,
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
  }
  return form === 'codex' ? { ...list, models: ids.map((slug) => ({ slug, display_name: slug })) } : list
}

/** The form that a request for the list asks for. */
export function formOf(hasAnthropicVersion: boolean, query: string): ListForm {
  if (hasAnthropicVersion) return 'anthropic'
  return new URLSearchParams(query).has('client_version') ? 'codex' : 'openai'
}
