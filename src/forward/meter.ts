import type { Usage } from '../terms/attempt.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Said } from './answers/form.ts'

export const NO_USAGE: Usage = { promptTokens: null, completionTokens: null, cost: null }

/** What a record may take over from an answer: names and numbers of a plausible shape, so that no text can hide in them. */
const NAME = /^[\w.:/@~+ ()-]{1,128}$/

/** Keeps what an answer says of its model, provider and usage. Of each number the last that was given counts. */
export class Meter {
  usage: Usage = NO_USAGE
  model: string | null = null
  provider: string | null = null

  note({ about, usage }: Said): void {
    this.model ??= nameOf(about?.['model'])
    this.provider ??= nameOf(about?.['provider'])
    if (usage === null) return
    this.usage = {
      promptTokens: promptTokens(usage) ?? this.usage.promptTokens,
      completionTokens: count(usage['completion_tokens'] ?? usage['output_tokens']) ?? this.usage.completionTokens,
      cost: amount(usage['cost']) ?? this.usage.cost,
    }
  }
}

/** Anthropic counts what it took from its cache, or put there, beside `input_tokens`; OpenAI within. */
function promptTokens(usage: JsonObject): number | null {
  const input = count(usage['prompt_tokens'] ?? usage['input_tokens'])
  if (input === null) return null
  return input + (count(usage['cache_creation_input_tokens']) ?? 0) + (count(usage['cache_read_input_tokens']) ?? 0)
}

function nameOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && NAME.test(value) ? value : null
}

function count(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

function amount(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}
