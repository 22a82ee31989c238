import type { JsonObject, JsonValue } from '../terms/json.ts'

/** A tool of a chat. `says` are the pieces of its description; empty ones are left out. */
export function functionOf(name: string, says: readonly string[], more: JsonObject): JsonObject {
  const description = says.filter((text) => text !== '').join('\n')
  return { type: 'function', function: { name, ...(description === '' ? {} : { description }), ...more } }
}

export const chosen = (name: string): JsonObject => ({ tool_choice: { type: 'function', function: { name } } })

/** What a chat has no field for is told to the model in words. */
export const inWords = (word: string, value: JsonValue | undefined): string =>
  (value ?? null) === null ? '' : `${word}: ${JSON.stringify(value)}`
