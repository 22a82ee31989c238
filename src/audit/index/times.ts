/**
 * How long requests took, as counts in slots of which each is a fourth of an octave wide: the limits of a slot lie 19 % apart (2^¼), so that a
 * percentile from them is at most 19 % beside the true one. It is a run of numbers, the first slot and then the counts, so that two can be added.
 */
export type Times = Int32Array

const PER_OCTAVE = 4
/** From a quarter of a millisecond to three days; what lies beyond counts in the last slot at that end. */
const [LOWEST, SLOTS] = [-8, 128]

/** The slot of a time in milliseconds. */
export function slotOf(ms: number): number {
  const slot = Math.floor(Math.log2(Math.max(ms, 0.001)) * PER_OCTAVE) - LOWEST
  return Math.min(SLOTS - 1, Math.max(0, slot))
}

/** The counts of all slots, to be filled. */
export const noTimes = (): Float64Array => new Float64Array(SLOTS)

/** Adds packed counts to those of all slots. */
export function addTimes(all: Float64Array, packed: Uint8Array): void {
  const times = toTimes(packed)
  const first = times[0] ?? 0
  for (let at = 1; at < times.length; at += 1) {
    const slot = first + at - 1
    all[slot] = (all[slot] ?? 0) + (times[at] ?? 0)
  }
}

/** The counts from the first slot that has any to the last; null when none has. */
export function packTimes(all: Float64Array): Uint8Array | null {
  const first = all.findIndex((count) => count !== 0)
  if (first === -1) return null
  const last = all.findLastIndex((count) => count !== 0)
  const times: Times = Int32Array.of(first, ...all.subarray(first, last + 1))
  return new Uint8Array(times.buffer)
}

/** The same of a few slots. */
export function packSlots(slots: ReadonlyMap<number, number>): Uint8Array | null {
  const some = [...slots].filter(([, count]) => count !== 0)
  if (some.length === 0) return null
  const numbers = some.map(([slot]) => slot)
  const first = Math.min(...numbers)
  const times: Times = new Int32Array(Math.max(...numbers) - first + 2)
  times[0] = first
  for (const [slot, count] of some) times[slot - first + 1] = count
  return new Uint8Array(times.buffer)
}

/** Two packed counts as one. */
export function mergeTimes(one: Uint8Array | null, other: Uint8Array | null): Uint8Array | null {
  if (one === null || other === null) return one ?? other
  const slots = new Map<number, number>()
  for (const times of [toTimes(one), toTimes(other)]) {
    for (let at = 1; at < times.length; at += 1) {
      const slot = (times[0] ?? 0) + at - 1
      slots.set(slot, (slots.get(slot) ?? 0) + (times[at] ?? 0))
    }
  }
  return packSlots(slots)
}

/** The time that this share of requests did not exceed, in milliseconds: as if those of a slot lay evenly in it. Null without any. */
export function percentile(all: Float64Array, share: number): number | null {
  const total = all.reduce((sum, count) => sum + count, 0)
  if (total <= 0) return null
  let left = share * total
  for (const [slot, count] of all.entries()) {
    if (count > 0 && left <= count) return round(startOf(slot) * 2 ** (left / count / PER_OCTAVE))
    left -= count
  }
  return round(startOf(SLOTS))
}

const startOf = (slot: number) => 2 ** ((slot + LOWEST) / PER_OCTAVE)
const round = (ms: number) => Number(ms.toPrecision(3))

/** Blobs of SQLite may begin anywhere. */
const toTimes = (packed: Uint8Array): Times =>
  packed.byteOffset % 4 === 0
    ? new Int32Array(packed.buffer, packed.byteOffset, packed.byteLength >> 2)
    : new Int32Array(Uint8Array.from(packed).buffer)
