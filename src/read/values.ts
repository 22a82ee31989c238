import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import type { Shape } from './shape.ts'

const shape = (says: string, is: (value: JsonValue) => boolean): Shape => ({ says, fits: (value) => is(value) })

export const text = shape('a string', (value) => typeof value === 'string')
export const flag = shape('true or false', (value) => typeof value === 'boolean')
/** An object whose keys and values are the caller's own, such as a JSON Schema. */
export const freeObject = shape('an object', isJsonObject)
/** A name that ends up in a program: a function's, a schema's. */
export const identifier = matching('1 to 128 letters, digits, "_", "-" or "."', /^[\w.-]{1,128}$/)

export function number(least: number, most: number): Shape {
  return shape(
    `a number from ${least} to ${most}`,
    (value) => typeof value === 'number' && value >= least && value <= most,
  )
}

/** An integer. Without `most`, any that a double keeps exactly. */
export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): Shape {
  const says =
    most === Number.MAX_SAFE_INTEGER ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`
  return shape(says, (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most)
}

export function oneOf(...words: readonly string[]): Shape {
  const says = words.map((word) => `"${word}"`).join(' or ')
  return { ...shape(says, (value) => typeof value === 'string' && words.includes(value)), words }
}

export function exactly(only: boolean): Shape {
  return shape(String(only), (value) => value === only)
}

/** A string of a given form. The pattern must be anchored and take linear time. */
export function matching(says: string, pattern: RegExp): Shape {
  return shape(says, (value) => typeof value === 'string' && pattern.test(value))
}

/** An object in which every key and every value has a given form. */
export function mapOf(says: string, { keys, values, most }: { keys: RegExp; values: Shape; most: number }): Shape {
  return {
    says,
    fits: (value, at, notes) => {
      if (!isJsonObject(value)) return false
      const names = Object.keys(value)
      if (names.length > most) return false
      return names.every((name) => keys.test(name) && values.fits(value[name] ?? null, at, notes))
    },
  }
}

/** An object whose values are texts under keys of the caller's own, such as environment variables. */
export const textMap = shape(
  'an object of strings',
  (value) => isJsonObject(value) && Object.values(value).every((inner) => typeof inner === 'string'),
)

/** The first of some shapes that fits. A shape that throws inside must come last: its fault is then the one to name. */
export function either(...shapes: readonly Shape[]): Shape {
  return {
    says: shapes.map(({ says }) => says).join(', or '),
    inner: shapes.map((one) => ({ as: '', shape: one })),
    fits: (value, at, notes) => shapes.some((one) => one.fits(value, at, notes)),
  }
}
