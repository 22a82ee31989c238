import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { keysAt, toPlaces } from './place.ts'
import type { Places } from './place.ts'
import type { Drop } from './shape.ts'

/** The body without the dropped values. What holds none of them is the very same value, not a copy. */
export function without(body: JsonObject, drops: readonly Drop[]): JsonObject {
  return keptOfObject(body, lossesOf(drops))
}

/** For every object or list that changes, the keys that it loses itself. It may also only hold one that changes. */
function lossesOf(drops: readonly Drop[]): Places {
  const losses = toPlaces(drops.map(({ at }) => at))
  for (const { at } of drops) for (let up = at.up; up !== null; up = up.up) keysAt(losses, up.inside)
  return losses
}

function kept(value: JsonValue, losses: Places): JsonValue {
  if (Array.isArray(value)) return keptOfList(value as readonly JsonValue[], losses)
  return isJsonObject(value) ? keptOfObject(value, losses) : value
}

function keptOfObject(value: JsonObject, losses: Places): JsonObject {
  const loss = losses.get(value)
  if (loss === undefined) return value
  const entries = Object.entries(value).filter(([key]) => !loss.has(key))
  return Object.fromEntries(entries.map(([key, inner]) => [key, kept(inner, losses)]))
}

function keptOfList(value: readonly JsonValue[], losses: Places): readonly JsonValue[] {
  const loss = losses.get(value)
  if (loss === undefined) return value
  return value.filter((_, index) => !loss.has(index)).map((inner) => kept(inner, losses))
}
