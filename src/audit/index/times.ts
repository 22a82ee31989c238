/**
 * How long requests took, as counts in slots of which each is a fourth of an octave wide: the limits of a slot lie 19 % apart (2^¼), so that a
 * percentile from them is at most 19 % beside the true one. Packed, it is the first slot in one byte and then the counts, each in as many bytes of
 * seven bits as it needs, lowest first; what is to be taken away is a count below zero, and the lowest bit says so.
 */
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
  let slot = packed[0] ?? 0
  let [written, worth] = [0, 1]
  for (let at = 1; at < packed.length; at += 1) {
    const byte = packed[at] ?? 0
    written += (byte & 0x7f) * worth
    worth *= 0x80
    if (byte >= 0x80) continue
    all[slot] = (all[slot] ?? 0) + (written % 2 === 0 ? written / 2 : -(written + 1) / 2)
    slot += 1
    ;[written, worth] = [0, 1]
  }
}

/** The counts from the first slot that has any to the last; null when none has. */
export function packTimes(all: Float64Array): Uint8Array | null {
  const first = all.findIndex((count) => count !== 0)
  if (first === -1) return null
  const last = all.findLastIndex((count) => count !== 0)
  const bytes = [first]
  for (let slot = first; slot <= last; slot += 1) {
    const count = all[slot] ?? 0
    let left = count < 0 ? -2 * count - 1 : 2 * count
    for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80)
    bytes.push(left)
  }
  return Uint8Array.from(bytes)
}

/** The same of slots that were counted one by one; what is below zero takes one away: -1 from the first slot, -2 from the next. */
export function packSlots(slots: readonly number[]): Uint8Array | null {
  const all = noTimes()
  for (const slot of slots) {
    const at = slot < 0 ? ~slot : slot
    all[at] = (all[at] ?? 0) + (slot < 0 ? -1 : 1)
  }
  return packTimes(all)
}

/** Two packed counts as one. */
export const mergeTimes = (one: Uint8Array | null, other: Uint8Array | null): Uint8Array | null =>
  one === null || other === null ? (one ?? other) : addedTimes([one, other])

/** Packed counts as one. */
export function addedTimes(some: readonly Uint8Array[]): Uint8Array | null {
  const [only] = some
  if (only !== undefined && only.length > 0 && some.length === 1) return only
  const all = noTimes()
  for (const times of some) addTimes(all, times)
  return packTimes(all)
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
