import type { JsonValue } from '../terms/json.ts'
import type { Unread } from '../terms/prompt.ts'
import type { Inside, Place } from './place.ts'

/** A value that is not sent: to no zone, or not to the cloud. */
export type Drop = { readonly at: Inside; readonly from: 'any' | 'cloud' }

/** What is noted down while a body is checked against its shape. */
export type Notes = {
  readonly unread: { readonly at: Inside; readonly kind: Unread['kind'] }[]
  readonly drops: Drop[]
  /** Names of stripped fields. */
  readonly stripped: Set<string>
  /** An unknown field is stripped, not refused. */
  readonly lenient: boolean
}

/**
 * What a value may be. `fits` answers false when the value is something else; the caller then names the field and quotes
 * `says`. It throws when something inside the value is at fault.
 */
export type Shape = {
  /** Completes the sentence "temperature must be …". */
  readonly says: string
  readonly fits: (value: JsonValue, at: Place, notes: Notes) => boolean
  /** What kind of content it is that cannot be read, when there is any in it. */
  readonly hides?: Unread['kind']
  /** The words of a closed list. */
  readonly words?: readonly string[]
  /** What it is made of, for whoever lists fields: an object's allow-list, and the shapes inside it or instead of it. */
  readonly fields?: readonly Field[]
  readonly inner?: readonly Inner[]
}

/** A shape within another; `as` is what stands between the two in the name of a field, such as `[]`. */
export type Inner = { readonly as: string; readonly shape: Shape }

/** One row of an allow-list. */
export type Field = {
  readonly field: string
  /**
   * `allow`: sent as it is. `strip`: dropped, and recorded. `refuse`: 400. `set`: Cordon reads it and sends its own.
   * `narrow`: it can only narrow what the policy sends. `pseudonymise`: it leaves as a keyed pseudonym or not at all.
   */
  readonly do: 'allow' | 'strip' | 'refuse' | 'set' | 'narrow' | 'pseudonymise'
  /** `lan`: never sent to the cloud. */
  readonly zones: 'any' | 'lan'
  readonly is: Shape
  readonly why: string
}

/** Anything at all. */
export const anything: Shape = { says: 'any value', fits: () => true }

export const allow = (field: string, is: Shape, why: string): Field => ({ field, do: 'allow', zones: 'any', is, why })
export const onLan = (field: string, is: Shape, why: string): Field => ({ field, do: 'allow', zones: 'lan', is, why })
export const strip = (field: string, why: string, is: Shape = anything): Field => ({
  field,
  do: 'strip',
  zones: 'any',
  is,
  why,
})
export const forbid = (field: string, why: string): Field => ({
  field,
  do: 'refuse',
  zones: 'any',
  is: anything,
  why,
})

/** Cordon reads it and sends its own. */
export const set = (field: string, is: Shape, why: string): Field => ({ field, do: 'set', zones: 'any', is, why })
export const pseudonymise = (field: string, is: Shape, why: string): Field => ({
  field,
  do: 'pseudonymise',
  zones: 'any',
  is,
  why,
})

/** Some rows of a list, by name. Throws for a name that none of them has. */
export function rowsOf(rows: readonly Field[], names: readonly string[]): readonly Field[] {
  return names.map((name) => {
    const row = rows.find(({ field }) => field === name)
    if (row === undefined) throw new Error(`no field is called ${name}`)
    return row
  })
}

/** Every field that a shape names at any depth, with its name from the top. */
export function fieldsIn(shape: Shape, path = ''): readonly { readonly path: string; readonly row: Field }[] {
  const own = (shape.fields ?? []).flatMap((row) => {
    const name = path === '' ? row.field : `${path}.${row.field}`
    return [{ path: name, row }, ...fieldsIn(row.is, name)]
  })
  return [...own, ...(shape.inner ?? []).flatMap(({ as, shape: inner }) => fieldsIn(inner, path + as))]
}
