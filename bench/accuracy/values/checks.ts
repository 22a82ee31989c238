/**
 * Check digits, written for this bench from the issuers' rules and without a look at the detectors' own: a mistake in one of the
 * two shows as a miss, and is not made twice.
 */
const valueOf = (char: string): number => parseInt(char, 36)

/** The sum of each character's value times its weight. */
export const weighted = (chars: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * valueOf(chars[i] ?? '0'), 0)

/** The digit that makes a number pass Luhn's check (ISO/IEC 7812-1, annex B) when it is appended. */
export function luhnDigit(body: string): string {
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    const digit = valueOf(body[body.length - 1 - i] ?? '0')
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** The remainder of a long decimal number. */
export function remainder(digits: string, modulus: number): number {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % modulus
  return rest
}

/** ISO 7064 MOD 97-10 as ISO 13616 uses it: the two check digits of an IBAN. */
export function ibanDigits(country: string, account: string): string {
  const spelt = [...`${account}${country}00`].map((char) => String(valueOf(char.toLowerCase()))).join('')
  return String(98 - remainder(spelt, 97)).padStart(2, '0')
}

/** ISO 7064 MOD 11,10: the digit to append. */
export function mod1110(body: string): string {
  let product = 10
  for (const digit of body) {
    const sum = (Number(digit) + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return String((11 - product) % 10)
}

/** ISO 7064 MOD 11-2: the character to append, X for ten. */
export function mod112(body: string): string {
  let power = 0
  for (const digit of body) power = ((power + Number(digit)) * 2) % 11
  const check = (12 - power) % 11
  return check === 10 ? 'X' : String(check)
}

/** A product in the dihedral group of the pentagon: 0 to 4 turn, 5 to 9 turn and flip. */
function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5
}

const STEP = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

/** Verhoeff's check digit (1969). */
export function verhoeffDigit(body: string): string {
  let state = 0
  for (let i = 0; i < body.length; i++) {
    let digit = Number(body[body.length - 1 - i])
    for (let times = 0; times < (i + 1) % 8; times++) digit = STEP[digit] ?? 0
    state = dihedral(state, digit)
  }
  for (let check = 0; check < 10; check++) if (dihedral(state, check) === 0) return String(check)
  return '0'
}
