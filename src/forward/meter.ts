import type { Usage } from '../terms/attempt.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { isJsonObject } from '../terms/json.ts'
import { readEvent } from './event-stream.ts'

export const NO_USAGE: Usage = { promptTokens: null, completionTokens: null, cost: null }

/** `fault`: the upstream reports that it failed. `usage_only`: a chunk that only carries usage. `end`: `[DONE]`. */
export type Seen = 'passed' | 'usage_only' | 'fault' | 'end'

/** What a record may take over from an answer: names and numbers of a plausible shape, so that no text can hide in them. */
const NAME = /^[\w.:/@~+ ()-]{1,128}$/

/** Reads model, provider and usage out of one answer: chat completions, as a stream of events or as one JSON body. */
export class Meter {
  usage: Usage = NO_USAGE
  model: string | null = null
  provider: string | null = null

  /** Looks at one event. Only events that can matter are parsed; one whose data is not JSON is passed. */
  event(event: Uint8Array): Seen {
    const bytes = Buffer.from(event.buffer, event.byteOffset, event.byteLength)
    if (this.model !== null && !MARKS.some((mark) => bytes.includes(mark))) return 'passed'
    const { name, data } = readEvent(bytes)
    if (name === 'error') return 'fault'
    if (data === null) return 'passed'
    if (data === '[DONE]') return 'end'
    const chunk = parse(data)
    return isJsonObject(chunk) ? this.#chunk(chunk) : 'passed'
  }

  /** Looks at a whole JSON answer. `fault` when it is not a JSON object, or reports an error. */
  body(text: string): Seen {
    const answer = parse(text)
    return isJsonObject(answer) ? this.#chunk(answer) : 'fault'
  }

  #chunk(chunk: JsonObject): Seen {
    if (isFault(chunk)) return 'fault'
    this.model ??= nameOf(chunk['model'])
    this.provider ??= nameOf(chunk['provider'])
    const usage = chunk['usage']
    if (!isJsonObject(usage)) return 'passed'
    this.usage = {
      promptTokens: count(usage['prompt_tokens']),
      completionTokens: count(usage['completion_tokens']),
      cost: amount(usage['cost']),
    }
    const choices = chunk['choices']
    return Array.isArray(choices) && choices.length === 0 ? 'usage_only' : 'passed'
  }
}

/** Inside a JSON string a quote is escaped, so that no text of the model's can look like the first two. */
const MARKS: readonly string[] = ['"usage"', '"error"', '[DONE]', 'event:']

/** OpenRouter reports a failure after the headers in a chunk with `error` (and `finish_reason: "error"`), others with `error` alone. */
function isFault(chunk: JsonObject): boolean {
  return (chunk['error'] ?? null) !== null
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // not JSON: no usage, and no answer where a JSON body was due
  }
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
