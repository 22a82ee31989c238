/**
 * Keccak-256 as Ethereum uses it: the padding of the Keccak submission, not that of FIPS 202, which is what `node:crypto`
 * has as sha3-256. For messages of up to 135 bytes (one block); that is all that a letter-case check needs.
 */
export function keccak256(message: Uint8Array): Uint8Array {
  if (message.length >= RATE) throw new RangeError('keccak256 here takes at most 135 bytes')
  const block = new Uint8Array(200)
  block.set(message)
  block[message.length] = 0x01
  block[RATE - 1] = (block[RATE - 1] ?? 0) | 0x80
  const view = new DataView(block.buffer)
  const lanes = Array.from({ length: 25 }, (_, i) => view.getBigUint64(i * 8, true))
  for (const constant of ROUND_CONSTANTS) round(lanes, constant)
  lanes.forEach((lane, i) => view.setBigUint64(i * 8, lane, true))
  return block.slice(0, 32)
}

const RATE = 136
const MASK = (1n << 64n) - 1n
const rotate = (lane: bigint, by: number): bigint => ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & MASK

/** Rotation offsets (rho), by lane x + 5y. */
const OFFSETS = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14]
/** The 24 round constants (iota), from the shift register of the specification: x^8 + x^6 + x^5 + x^4 + 1. */
const ROUND_CONSTANTS = roundConstants()

function roundConstants(): readonly bigint[] {
  let register = 1
  return Array.from({ length: 24 }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j++) {
      if (register & 1) constant |= 1n << BigInt((1 << j) - 1)
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1
    }
    return constant
  })
}

function round(lanes: bigint[], constant: bigint): void {
  const at = (i: number): bigint => lanes[i] ?? 0n
  const columns = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20))
  const column = (x: number): bigint => columns[x % 5] ?? 0n
  for (let i = 0; i < 25; i++) lanes[i] = at(i) ^ column((i % 5) + 4) ^ rotate(column((i % 5) + 1), 1)
  const moved = new Array<bigint>(25).fill(0n)
  for (let i = 0; i < 25; i++) {
    const [x, y] = [i % 5, Math.floor(i / 5)]
    moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(at(i), OFFSETS[i] ?? 0)
  }
  const from = (x: number, y: number): bigint => moved[(x % 5) + 5 * y] ?? 0n
  for (let i = 0; i < 25; i++) {
    const [x, y] = [i % 5, Math.floor(i / 5)]
    lanes[i] = from(x, y) ^ (~from(x + 1, y) & MASK & from(x + 2, y))
  }
  lanes[0] = at(0) ^ constant
}
