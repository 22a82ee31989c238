import type { JsonObject, JsonValue } from '../terms/json.ts'
import { objectOf, picked } from './look.ts'

/** The words for effort that clients use, and those that every server of chat completions knows. */
const EFFORTS = new Map<unknown, string>([
  ['minimal', 'low'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['xhigh', 'high'],
  ['max', 'high'],
])

export type Thinking = {
  readonly effort: JsonValue | undefined
  /** Null leaves it to the model. */
  readonly on: boolean | null
  readonly budget: JsonValue | undefined
}

/**
 * How much to think, as model servers are told: by a field, and by the switches of chat templates, of which each template knows some.
 * Where the caller names a switch itself, that counts.
 */
export function thinkingOf({ effort, on, budget }: Thinking, body: JsonObject): JsonObject {
  const isOn = effort === 'none' ? false : on
  const word = isOn === false ? undefined : EFFORTS.get(effort)
  const switches = {
    ...(isOn === null ? {} : { enable_thinking: isOn, thinking: isOn }),
    ...picked({ thinking_budget: budget ?? null, reasoning_effort: word ?? null }, [
      'thinking_budget',
      'reasoning_effort',
    ]),
    ...objectOf(body['chat_template_kwargs']),
  }
  return {
    ...(word === undefined ? {} : { reasoning_effort: word }),
    ...(Object.keys(switches).length === 0 ? {} : { chat_template_kwargs: switches }),
  }
}
