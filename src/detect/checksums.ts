/** Check digits. Passing one does not mean that a number was ever issued; each says how few wrong ones it lets through. */

/** ISO/IEC 7812-1 annex B; finds every single wrong digit. Digits only. */
export function passesLuhn(digits: string): boolean {
  return luhnSum(digits) % 10 === 0
}

function luhnSum(digits: string): number {
  let sum = 0
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = digits.charCodeAt(i) - 48
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum
}

/** The remainder by a number up to 2^20, of any number of digits. */
export function remainder(digits: string, modulus: number): number {
  let left = 0
  for (let i = 0; i < digits.length; i++) left = (left * 10 + digits.charCodeAt(i) - 48) % modulus
  return left
}

/** ISO 7064 MOD 97-10 over letters (A = 10 … Z = 35) and digits: 1 when right. Upper case only. */
export function mod97(characters: string): number {
  let left = 0
  for (let i = 0; i < characters.length; i++) {
    const code = characters.charCodeAt(i)
    left = code >= 65 ? (left * 100 + code - 55) % 97 : (left * 10 + code - 48) % 97
  }
  return left
}

/** ISO 7064 MOD 11,10, with the check digit last. */
export function passesMod11_10(digits: string): boolean {
  let product = 10
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digits.charCodeAt(i) - 48 + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === digits.charCodeAt(digits.length - 1) - 48
}

/** The sum of digit × weight. Weights beyond the digits, or digits beyond the weights, do not count. */
export function weighted(digits: string, weights: readonly number[]): number {
  const count = Math.min(weights.length, digits.length)
  let sum = 0
  for (let i = 0; i < count; i++) sum += (weights[i] ?? 0) * (digits.charCodeAt(i) - 48)
  return sum
}

/** The check digit 11 − (sum mod 11); 10 stands for "not issued" and 11 becomes 0, as most registers do. */
export function elevenMinus(digits: string, weights: readonly number[]): number {
  return (11 - (weighted(digits, weights) % 11)) % 11
}

const D5 = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const PERMUTATION = '1576283094'

/** Verhoeff's check over the dihedral group; finds every wrong digit and every swap of neighbours. Check digit last. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48
    for (let turns = i % 8; turns > 0; turns--) digit = PERMUTATION.charCodeAt(digit) - 48
    check = (D5[check]?.charCodeAt(digit) ?? 48) - 48
  }
  return check === 0
}

/** True for `0000` and `7777`: no register issues them, and every hand types them. */
export const isOneDigit = (digits: string): boolean => /^(\d)\1*$/.test(digits)
