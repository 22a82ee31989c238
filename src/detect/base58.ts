import { createHash } from 'node:crypto'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/**
 * The payload of a Base58Check string, version byte included; null when the four check bytes are wrong (1 in 2^32) or a
 * character is not in the alphabet. Time grows with the square of the length, so texts over 112 characters are refused.
 */
export function fromBase58Check(text: string): Uint8Array | null {
  const bytes = text.length <= 112 ? fromBase58(text) : null
  if (bytes === null || bytes.length < 5) return null
  const payload = bytes.subarray(0, -4)
  const check = sha256(sha256(payload))
  return bytes.subarray(-4).every((byte, i) => byte === check[i]) ? payload : null
}

function fromBase58(text: string): Uint8Array | null {
  const bytes: number[] = [] // least significant first
  for (const char of text) {
    let carry = ALPHABET.indexOf(char)
    if (carry === -1) return null
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] ?? 0) * 58
      bytes[i] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes.reverse()])
}
