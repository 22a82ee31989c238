import { isJsonObject } from '../../src/terms/json.ts'
import type { JsonValue } from '../../src/terms/json.ts'
import type { Prompt } from '../../src/terms/prompt.ts'

export const CANARY = 'Kanarie 7f3a'

/** The same value with one thing changed, for everything in it that can be changed into the canary: each leaf, each key, each gap. */
export function planted(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[]
    const inside = list.flatMap((item, at) => planted(item).map((changed) => list.with(at, changed)))
    return [...inside, [...list, CANARY], [CANARY, ...list]]
  }
  if (!isJsonObject(value)) return [CANARY, { [CANARY]: 1 }, [CANARY]]
  const entries = Object.entries(value)
  const inside = entries.flatMap(([key, inner]) => planted(inner).map((changed) => ({ ...value, [key]: changed })))
  const renamed = entries.map((_, at) =>
    Object.fromEntries(entries.map(([key, inner], index) => [index === at ? CANARY : key, inner])),
  )
  return [...inside, ...renamed, { ...value, [CANARY]: 'x' }, CANARY]
}

/** True when a prompt's readers were told of the canary: in a text, or as something sealed that counts as unread. */
export const isSeen = ({ segments, unread }: Prompt) =>
  segments.some(({ text }) => text.includes(CANARY)) || unread.some(({ sealed }) => sealed?.includes(CANARY))
