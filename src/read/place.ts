import type { JsonObject, JsonValue } from '../terms/json.ts'

type Holder = JsonObject | readonly JsonValue[]

/** Where a value stands in the body: the object or list that holds it, and that one's own place. The root is null. */
export type Place = Inside | null
export type Inside = {
  readonly up: Place
  readonly inside: Holder
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

/** Some places, by the very object or list that holds them: to be asked while walking, without building any name. */
export type Places = ReadonlyMap<Holder, ReadonlySet<string | number>>

export function toPlaces(all: readonly Inside[]): Map<Holder, Set<string | number>> {
  const places = new Map<Holder, Set<string | number>>()
  for (const { inside, key } of all) keysAt(places, inside).add(key)
  return places
}

/** The keys noted for an object or list; an empty set is put there when there is none. */
export function keysAt(places: Map<Holder, Set<string | number>>, holder: Holder): Set<string | number> {
  const keys = places.get(holder) ?? new Set()
  places.set(holder, keys)
  return keys
}
