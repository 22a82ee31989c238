import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'

type Maybe = JsonValue | undefined

/** A value as what it should be, or as the empty one of that kind. */
export const textOf = (value: Maybe): string => (typeof value === 'string' ? value : '')
export const objectOf = (value: Maybe): JsonObject => (isJsonObject(value) ? value : {})
export const listOf = (value: Maybe): readonly JsonValue[] => (Array.isArray(value) ? (value as JsonValue[]) : [])
export const objectsIn = (value: Maybe): readonly JsonObject[] => listOf(value).filter(isJsonObject)

export const isCount = (value: Maybe): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
export const countOf = (value: Maybe): number => (isCount(value) ? value : 0)

/** The fields of an object that it has, and that are not null. */
export const picked = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => ((from[name] ?? null) === null ? [] : [[name, from[name] ?? null]])))
