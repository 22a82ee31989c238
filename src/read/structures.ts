import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Problem } from '../terms/problem.ts'
import type { Unread } from '../terms/prompt.ts'
import { fieldOf, paramOf } from './place.ts'
import type { Inside, Place } from './place.ts'
import { refuse } from './refuse.ts'
import type { Field, Notes, Shape } from './shape.ts'

/**
 * An object with exactly the fields of an allow-list: an unknown one is refused by name, whatever its value.
 * `null` stands for absent in every field that is not required. Names are compared exactly: `Model` is not `model`.
 */
export function object(fields: readonly Field[], required: readonly string[] = []): Shape {
  const rows = new Map(fields.map((row) => [row.field, row]))
  return {
    says: 'an object',
    fields,
    fits: (value, up, notes) => {
      if (!isJsonObject(value)) return false
      for (const name of required) if (!Object.hasOwn(value, name)) throw missing(up, value, name)
      for (const key of Object.keys(value)) {
        const row = rows.get(key)
        if (row === undefined) {
          if (!notes.lenient) throw unknownField(up, value, key)
          notes.stripped.add(fieldOf({ up, inside: value, key }))
          notes.drops.push({ at: { up, inside: value, key }, from: 'any' })
          continue
        }
        const at = { up, inside: value, key }
        if (value[key] !== null || required.includes(key)) checkRow(row, at, notes)
        if (row.do !== 'allow') notes.drops.push({ at, from: 'any' })
        else if (row.zones === 'lan') notes.drops.push({ at, from: 'cloud' })
      }
      return true
    },
  }
}

function checkRow(row: Field, at: Inside & { readonly inside: JsonObject; readonly key: string }, notes: Notes): void {
  if (row.do === 'refuse') throw refuse(paramOf(at), `${paramOf(at)} is not accepted: ${row.why}.`, 'field_refused')
  if (!row.is.fits(at.inside[at.key] ?? null, at, notes)) throw wrong(at, row.is)
  if (row.do === 'strip') notes.stripped.add(fieldOf(at))
}

/** A list of values of one shape. */
export function listOf(item: Shape, { least = 0, most = 50_000 }: { least?: number; most?: number } = {}): Shape {
  return {
    says: `a list${least > 0 ? ' that is not empty' : ''}${most < 50_000 ? ` of at most ${most}` : ''}`,
    inner: [{ as: '[]', shape: item }],
    fits: (inside, up, notes) => {
      if (!Array.isArray(inside) || inside.length < least || inside.length > most) return false
      inside.forEach((one: JsonValue, key) => {
        const at = { up, inside: inside as readonly JsonValue[], key }
        if (!item.fits(one, at, notes)) throw wrong(at, item)
      })
      return true
    },
  }
}

/**
 * An object whose shape its `type` names. One of an unknown type is refused, in the words of `otherwise`; or it is `unread`:
 * noted as an unknown part, which counts as the top level, and never sent to the cloud.
 */
export function byType(shapes: Readonly<Record<string, Shape>>, otherwise: Shape | 'unread'): Shape {
  const known = new Map(Object.entries(shapes))
  return {
    says: 'an object with a "type"',
    inner: Object.entries(shapes).map(([type, shape]) => ({ as: `<${type}>`, shape })),
    fits: (value, at, notes) => {
      if (!isJsonObject(value) || typeof value['type'] !== 'string') return false
      const shape = known.get(value['type'])
      if (shape !== undefined) return shape.fits(value, at, notes)
      if (otherwise !== 'unread') throw wrong({ up: at, inside: value, key: 'type' }, otherwise)
      if (at === null) return false
      notes.unread.push({ at, kind: 'unknown_part' })
      notes.drops.push({ at, from: 'cloud' })
      return true
    },
  }
}

/** A value that cannot be read, though its shape is known. An empty string hides nothing. */
export function opaque(kind: Unread['kind'], shape: Shape): Shape {
  return {
    ...shape,
    hides: kind,
    fits: (value, at, notes) => {
      if (!shape.fits(value, at, notes)) return false
      if (value !== '' && at !== null) notes.unread.push({ at, kind })
      return true
    },
  }
}

/** What is closed even where unknown fields are otherwise stripped: left out, one could make a request mean more than was asked. */
export const closed = (shape: Shape): Shape => ({
  ...shape,
  fits: (value, at, notes) => shape.fits(value, at, { ...notes, lenient: false }),
})

/** A value that is sent to local nodes only, and left out elsewhere. */
export function lanOnly(shape: Shape): Shape {
  return {
    ...shape,
    fits: (value, at, notes) => {
      if (!shape.fits(value, at, notes)) return false
      if (at !== null) notes.drops.push({ at, from: 'cloud' })
      return true
    },
  }
}

/** A value that is known, and refused for a reason. */
export function never(why: string): Shape {
  return {
    says: `left out: ${why}`,
    fits: (_value, at) => {
      throw refuse(paramOf(at), `${paramOf(at) ?? 'The body'} is not accepted: ${why}.`, 'field_refused')
    },
  }
}

function missing(at: Place, inside: JsonObject, name: string): Problem {
  const param = paramOf({ up: at, inside, key: name })
  return refuse(param, `${param} is missing.`, 'field_missing')
}

/** The name is quoted only if it looks like the name of a field: it is the caller's text. */
function unknownField(at: Place, inside: JsonObject, key: string): Problem {
  const quotable = /^[A-Za-z_][\w.-]{0,63}$/.test(key)
  const where = paramOf(at)
  const param = quotable ? paramOf({ up: at, inside, key }) : where
  const says = quotable
    ? `${param} is not a field that is accepted.`
    : `${where ?? 'The body'} has a field that is not accepted.`
  return refuse(param, says, 'field_unknown')
}

function wrong(at: Place, { says }: Shape): Problem {
  const param = paramOf(at)
  return refuse(param, `${param ?? 'The body'} must be ${says}.`, 'field_type')
}
