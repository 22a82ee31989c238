import type { JsonObject, JsonValue } from '../terms/json.ts'

/** One thing that is said or shown in a message of a chat. */
export type Part = { readonly text: string } | { readonly image: JsonObject }

export const isText = (part: Part): part is { readonly text: string } => 'text' in part

/** Texts of one message stand on lines of their own: simple servers take a string, and not a list of parts. */
export const joined = (parts: readonly Part[]): string =>
  parts
    .filter(isText)
    .map(({ text }) => text)
    .join('\n')

/** What a message of a chat holds: a string, or a list of parts where there is an image among them. */
export function contentOf(parts: readonly Part[]): JsonValue {
  if (parts.every(isText)) return joined(parts)
  return parts.map((part) =>
    isText(part) ? { type: 'text', text: part.text } : { type: 'image_url', image_url: part.image },
  )
}

export const call = (id: string, name: string, called: string): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: called },
})

export const tool = (definition: JsonObject): JsonObject => ({ type: 'function', function: definition })

/** The turns of a chat as they are put together: calls that follow an assistant's text, or each other, belong to one message. */
export class Turns {
  readonly #turns: JsonObject[] = []

  add(role: string, parts: readonly Part[]): void {
    this.#turns.push({ role, content: contentOf(parts) })
  }

  calls(calls: readonly JsonObject[]): void {
    if (calls.length === 0) return
    const last = this.#turns.at(-1)
    const before = last?.['role'] === 'assistant' ? last : { role: 'assistant', content: null }
    const earlier = (before['tool_calls'] ?? []) as readonly JsonValue[]
    if (before === last) this.#turns.pop()
    this.#turns.push({ ...before, tool_calls: [...earlier, ...calls] })
  }

  result(id: string, text: string): void {
    this.#turns.push({ role: 'tool', tool_call_id: id, content: text })
  }

  all(): readonly JsonObject[] {
    return this.#turns
  }
}
