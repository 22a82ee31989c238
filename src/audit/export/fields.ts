import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'

/** Reads a record that nobody promises to be whole: what is not of its type counts as not there. */

export const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null)

export const number = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null)

export const flag = (value: JsonValue | undefined): boolean | null => (typeof value === 'boolean' ? value : null)

export const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})

export const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []

export const texts = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => typeof item === 'string') : []

/** An object without the fields that say nothing. */
export function known(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const said = Object.entries(fields).filter((entry): entry is [string, JsonValue] => {
    const [, value] = entry
    return value !== undefined && value !== null && !(isJsonObject(value) && Object.keys(value).length === 0)
  })
  return Object.fromEntries(said)
}
