import type { JsonObject, JsonValue } from '../terms/json.ts'

/** Where a value stands in the body: the object or list that holds it, and that one's own place. The root is null. */
export type Place = Inside | null
export type Inside = {
  readonly up: Place
  readonly inside: JsonObject | readonly JsonValue[]
  readonly key: string | number
}

/** RFC 6901 pointer; the root is the empty string. */
export function pointerOf(place: Place): string {
  return place === null ? '' : `${pointerOf(place.up)}/${pointerToken(place.key)}`
}

/** One reference token of a pointer (RFC 6901 §3: `~` is `~0`, `/` is `~1`). */
export function pointerToken(key: string | number): string {
  if (typeof key === 'number') return String(key)
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
}

/** A place in the words of the caller's API, such as `messages[0].content`; null for the root. */
export function paramOf(place: Place): string | null {
  if (place === null) return null
  const up = paramOf(place.up)
  if (typeof place.key === 'number') return `${up ?? ''}[${place.key}]`
  return up === null ? place.key : `${up}.${place.key}`
}

/** The same without positions, such as `messages[].content`: one name for the field wherever it occurs. */
export function fieldOf(place: Place): string {
  return (paramOf(place) ?? '').replace(/\[\d+\]/g, '[]')
}
