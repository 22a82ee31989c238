import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { READ_FIELDS } from '../terms/reading.ts'
import type { ReadScope } from '../terms/reading.ts'

/**
 * Whether somebody may read a decision record: the same answer as an index gives about its row. What is not in the record fits no limit, and a
 * limit that is not understood throws.
 */
export function mayRead(scope: ReadScope, record: JsonObject): boolean {
  return scope.some((part) =>
    Object.entries(part).every(([name, allowed]) => {
      const values = valuesOf(name, record)
      return values.length > 0 && values.every((value) => allowed.includes(value))
    }),
  )
}

function valuesOf(name: string, record: JsonObject): readonly string[] {
  const field = READ_FIELDS.find((known) => known === name)
  if (field === undefined) throw new Error('a limit on what may be read cannot be translated')
  if (field === 'level') return typeof record['level'] === 'string' ? [record['level']] : []
  const caller: JsonValue = record['caller'] ?? null
  const values = isJsonObject(caller) ? caller[field] : null
  return Array.isArray(values) ? values.filter((value: JsonValue) => typeof value === 'string') : []
}
