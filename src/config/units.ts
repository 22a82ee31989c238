/** A quantity that was read, or why it could not be: a sentence that goes after the key. */
export type Measured = { readonly value: number } | { readonly wrong: string }

export type Range = { readonly from: string; readonly to: string }

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const BYTES: Readonly<Record<string, number>> = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 }

/** Milliseconds from `250ms`, `60s`, `5m` or `1h`, within bounds that are included. */
export const duration = (text: string, range: Range) =>
  measure(text, range, MILLISECONDS, 'a time, such as 250ms or 60s')

/** Bytes from `64kb`, `10mb` or `1gb`, in steps of 1024, within bounds that are included. */
export const size = (text: string, range: Range) => measure(text, range, BYTES, 'a size, such as 512kb or 10mb')

function measure(text: string, { from, to }: Range, units: Readonly<Record<string, number>>, what: string): Measured {
  const value = quantity(text, units)
  if (value === null) return { wrong: `needs ${what}: a whole number and one of ${Object.keys(units).join(', ')}` }
  const [least, most] = [quantity(from, units), quantity(to, units)]
  if (least === null || most === null) throw new Error(`not a range: ${from} to ${to}`)
  return value < least || value > most ? { wrong: `must be from ${from} to ${to}` } : { value }
}

function quantity(text: string, units: Readonly<Record<string, number>>): number | null {
  const [, digits = '', unit = ''] = /^(0|[1-9]\d{0,8})([a-z]+)$/.exec(text) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  return factor === undefined ? null : Number(digits) * factor
}
