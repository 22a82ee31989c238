import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'

/** A value as what it should be, or as the empty one of that kind. For bodies whose shape was checked. */

type Maybe = JsonValue | undefined

export const textOf = (value: Maybe): string => (typeof value === 'string' ? value : '')
export const objectOf = (value: Maybe): JsonObject | null => (isJsonObject(value) ? value : null)
export const listOf = (value: Maybe): readonly JsonValue[] => (Array.isArray(value) ? (value as JsonValue[]) : [])
export const isFilled = (value: Maybe): boolean => listOf(value).length > 0

/** A text, or the texts in the `key` of each part of a list, joined without anything between them. */
export const textIn = (content: Maybe, key: string): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .map((part) => textOf(objectOf(part)?.[key]))
        .join('')
