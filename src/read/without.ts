import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Drop } from './shape.ts'

type Holder = JsonObject | readonly JsonValue[]

/** For every object or list that changes: the keys that it loses itself. It may also only hold one that changes. */
type Losses = ReadonlyMap<Holder, ReadonlySet<string | number>>

/** The body without the dropped values. What holds none of them is the very same value, not a copy. */
export function without(body: JsonObject, drops: readonly Drop[]): JsonObject {
  return keptOfObject(body, lossesOf(drops))
}

function lossesOf(drops: readonly Drop[]): Losses {
  const losses = new Map<Holder, Set<string | number>>()
  const lossOf = (holder: Holder) => {
    const loss = losses.get(holder) ?? new Set()
    losses.set(holder, loss)
    return loss
  }
  for (const { at } of drops) {
    lossOf(at.inside).add(at.key)
    for (let up = at.up; up !== null; up = up.up) lossOf(up.inside)
  }
  return losses
}

function kept(value: JsonValue, losses: Losses): JsonValue {
  if (Array.isArray(value)) return keptOfList(value as readonly JsonValue[], losses)
  return isJsonObject(value) ? keptOfObject(value, losses) : value
}

function keptOfObject(value: JsonObject, losses: Losses): JsonObject {
  const loss = losses.get(value)
  if (loss === undefined) return value
  const entries = Object.entries(value).filter(([key]) => !loss.has(key))
  return Object.fromEntries(entries.map(([key, inner]) => [key, kept(inner, losses)]))
}

function keptOfList(value: readonly JsonValue[], losses: Losses): readonly JsonValue[] {
  const loss = losses.get(value)
  if (loss === undefined) return value
  return value.filter((_, index) => !loss.has(index)).map((inner) => kept(inner, losses))
}
