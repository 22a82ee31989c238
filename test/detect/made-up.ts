/** Values that were never issued, put together when tests run: no secret and nobody's number stands in a file. */

/** ISO/IEC 7812-1 annex B. */
export function withLuhn(head: string): string {
  const sum = [...head].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return head + String((10 - (sum % 10)) % 10)
}

/** The ending that makes a check pass, tried out; throws when there is none. */
export function completed(
  head: string,
  passes: (whole: string) => boolean,
  endings: readonly string[] = DIGITS,
): string {
  const ending = endings.find((one) => passes(head + one))
  if (ending === undefined) throw new Error(`no ending completes ${head}`)
  return head + ending
}

const DIGITS = [...'0123456789']
export const TWO_DIGITS = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'))
export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** ISO 13616: the check digits of ISO 7064 MOD 97-10. */
export function madeIban(country: string, account: string): string {
  const numeric = [...`${account}${country}00`].map((char) => String(Number.parseInt(char, 36))).join('')
  const rest = [...numeric].reduce((left, digit) => (left * 10 + Number(digit)) % 97, 0)
  return `${country}${String(98 - rest).padStart(2, '0')}${account}`
}

/** A repeatable mixture of letters and digits. */
export function mixed(count: number, alphabet = 'aB3dE5gH7jK9mN2pQ4rS6tU8vW1xYz'): string {
  return Array.from({ length: count }, (_, i) => alphabet.charAt((i * 7 + (i >> 2)) % alphabet.length)).join('')
}

/** The same text with one digit changed, at the given digit. */
export function oneDigitOff(text: string, which: number): string {
  let seen = -1
  return text.replace(/\d/g, (digit) => (++seen === which ? String((Number(digit) + 1) % 10) : digit))
}
