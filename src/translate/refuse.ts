import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'

/** The Problem for a part of a request that a server of chat completions has no words for. `why` quotes nothing of the request. */
export function untranslatable(param: string, why: string): Problem {
  const says = `${param} cannot be served by the model server that this prompt may go to: ${why}.`
  return new Problem('invalid_request', 'there is no translation', { says, param, reason: 'untranslatable' })
}

/** The objects of a list, with the place of each; none where there is no list. Skips nothing: what is no object is refused. */
export function entriesOf(value: JsonValue | undefined, at: string): readonly (readonly [JsonObject, string])[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw untranslatable(at, UNKNOWN)
  return (value as readonly JsonValue[]).map((one, index) => {
    const place = `${at}[${String(index)}]`
    if (!isJsonObject(one)) throw untranslatable(place, UNKNOWN)
    return [one, place] as const
  })
}

/** A text, or '' where there is none. What is no text is refused. */
export function saidIn(value: JsonValue | undefined, at: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw untranslatable(at, UNKNOWN)
  return value
}

export const UNKNOWN = 'it knows no part of this kind'
