import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32, as in a ULID
let pool = randomBytes(0)
let at = 0

/** 80 random bits without a system call for each request. */
function random10(): Uint8Array {
  if (at + 10 > pool.length) {
    pool = randomBytes(10 * 256)
    at = 0
  }
  at += 10
  return pool.subarray(at - 10, at)
}

/** A request id that sorts by time: `req_` and a ULID (48 bits of milliseconds, 80 random bits). */
export function newRequestId(nowMs: number): string {
  let time = ''
  for (let rest = nowMs, i = 0; i < 10; i += 1) {
    time = ALPHABET.charAt(rest % 32) + time
    rest = Math.floor(rest / 32)
  }
  let bits = 0
  let held = 0
  let random = ''
  for (const byte of random10()) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      random += ALPHABET.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return `req_${time}${random}`
}
