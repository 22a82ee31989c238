/** Reading a record, whose form is older or newer than this page may know: what is not of the form asked for is not there. */

export type Json = unknown
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a path such as `caller.id`. */
export function dig(value: Json, path: string): Json {
  return path
    .split('.')
    .reduce<Json>((at, name) => (isFields(at) && Object.hasOwn(at, name) ? at[name] : undefined), value)
}

export const textAt = (value: Json, path: string): string | null => {
  const found = dig(value, path)
  return typeof found === 'string' ? found : null
}

export const numberAt = (value: Json, path: string): number | null => {
  const found = dig(value, path)
  return typeof found === 'number' ? found : null
}

export const isAt = (value: Json, path: string): boolean => dig(value, path) === true

export const listAt = (value: Json, path: string): readonly Json[] => {
  const found = dig(value, path)
  return Array.isArray(found) ? found : []
}

export const textsAt = (value: Json, path: string): readonly string[] =>
  listAt(value, path).filter((one): one is string => typeof one === 'string')

export const fieldsAt = (value: Json, path: string): readonly Fields[] => listAt(value, path).filter(isFields)
