import type { JsonObject } from '../terms/json.ts'

/** One server-sent event (WHATWG HTML §9.2.6) that has its type as its name, as both Anthropic's and OpenAI's clients want it. */
export const event = (value: JsonObject & { readonly type: string }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`
