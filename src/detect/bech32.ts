const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const BECH32 = 1
const BECH32M = 0x2bc830a3

/** True when the checksum of a Bech32 (BIP 173) or Bech32m (BIP 350) string is right; wrong ones pass 1 in 10^9. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase()
  if (text !== lower && text !== text.toUpperCase()) return false
  const split = lower.lastIndexOf('1')
  if (split < 1 || lower.length - split < 7 || lower.length > 90) return false
  const prefix = [...lower.slice(0, split)].map((char) => char.charCodeAt(0))
  const values = [...lower.slice(split + 1)].map((char) => ALPHABET.indexOf(char))
  if (values.includes(-1)) return false
  const sum = polymod([...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...values])
  return sum === BECH32 || sum === BECH32M
}

function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    GENERATOR.forEach((word, i) => {
      if ((top >> i) & 1) sum ^= word
    })
  }
  return sum >>> 0
}
