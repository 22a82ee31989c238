/** Chance that repeats itself: the same seed gives the same data on every machine. */
export type Random = {
  /** From 0 to `below`, without it. */
  readonly int: (below: number) => number
  /** From `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly chance: (probability: number) => boolean
  /** So many characters of an alphabet; decimal digits unless said otherwise. */
  readonly chars: (count: number, alphabet?: string) => string
}

export const DIGITS = '0123456789'
export const HEX = '0123456789abcdef'
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const LOWER = UPPER.toLowerCase()
export const ALNUM = DIGITS + UPPER + LOWER

/** Mulberry32 over a hash (FNV-1a) of the seed. Good enough to draw examples with, and for nothing else. */
export function createRandom(seed: string): Random {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(next() * below)
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[int(list.length)] as T
  }
  return {
    int,
    pick,
    between: (low, high) => low + int(high - low + 1),
    chance: (probability) => next() < probability,
    chars: (count, alphabet = DIGITS) =>
      Array.from({ length: count }, () => alphabet[int(alphabet.length)] ?? '').join(''),
  }
}
