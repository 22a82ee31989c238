import type { Random } from '../random.ts'

/** How values of a type are made. */
export type Maker = {
  readonly type: string
  /** Whether one changed character makes it wrong. Only those have near misses. */
  readonly checked: boolean
  /** Whether people write it without saying what it is, and it can be told from its shape and its check. */
  readonly alone: boolean
  readonly make: (random: Random) => string
}

/** Cuts characters into groups, as they are printed. */
export function grouped(chars: string, sizes: readonly number[], separator: string): string {
  let from = 0
  return sizes.map((size) => chars.slice(from, (from += size))).join(separator)
}

/** Draws again until a rule holds: for schemes that do not issue every number. */
export function until<T>(make: () => T, holds: (value: T) => boolean): T {
  for (let tries = 0; tries < 10_000; tries++) {
    const value = make()
    if (holds(value)) return value
  }
  throw new Error('no value obeys this rule')
}

/** The same value with another last letter or digit: what a slip of the finger leaves. */
export function slipped(value: string): string {
  const at = value.search(/[0-9A-Za-z](?=[^0-9A-Za-z]*$)/)
  const last = value[at] ?? ''
  const next = /\d/.test(last) ? String((Number(last) + 1) % 10) : /[zZ]/.test(last) ? 'A' : after(last)
  return value.slice(0, at) + next + value.slice(at + 1)
}

const after = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 1)

const row =
  (checked: boolean, alone: boolean) =>
  (type: string, make: Maker['make']): Maker => ({ type, checked, alone, make })

/** A check and a shape that stand by themselves. */
export const strong = row(true, true)
/** A check, and too little of a shape: it needs to be said what it is. */
export const labelled = row(true, false)
/** No check that is public. */
export const unchecked = row(false, false)
