import { isDate, isDay, twoAt } from './calendar.ts'
import { elevenMinus, passesLuhn, passesVerhoeff, remainder, weighted } from './checksums.ts'

/* The checks of Europe's numbers: digits only, in the length of their row. */

const digitAt = (digits: string, at: number): number => digits.charCodeAt(at) - 48
const lastOf = (digits: string): number => digitAt(digits, digits.length - 1)

/** The ten digits of a Scottish number are those of the NHS, and begin with the birthday. */
export const isChi = (digits: string): boolean =>
  elevenMinus(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === lastOf(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0))

export const isUtr = (digits: string): boolean =>
  '21987654321'.charAt(weighted(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) === digits.charAt(0)

/** Values from 2 on: two ways of counting, of 1973 and of 2010. */
export const isBritishVat = (digits: string): boolean =>
  [0, 42, 55].includes((weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9))) % 97)

/** Ten and eleven digits are a state's own writing; thirteen begin with the state and have a 0 in the fifth place. */
export const isGermanTaxNumber = (digits: string): boolean =>
  digits.length < 13 || /^(?:1[01]|2[1-46-8]|3[0-2]|4[01]|5|9)\d{2,3}0/.test(digits.slice(0, 5))

export const isLanr = (digits: string): boolean =>
  (10 - (weighted(digits, [4, 9, 4, 9, 4, 9]) % 10)) % 10 === digitAt(digits, 6)

/** All the post offices of France share a number, with another rule for their branches. */
export const isSiret = (digits: string): boolean =>
  digits.startsWith('356000000')
    ? [...digits].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
    : passesLuhn(digits) && passesLuhn(digits.slice(0, 9))

/** Numbers below ten million are written without the zeros in front when they are checked. */
export function isNuss(digits: string): boolean {
  const province = Number(digits.slice(0, 2))
  const number = Number(digits.slice(2, 10))
  const whole = number < 10_000_000 ? province * 10_000_000 + number : Number(digits.slice(0, 10))
  return province >= 1 && province <= 66 && whole % 97 === Number(digits.slice(10))
}

export function isCcc(digits: string): boolean {
  const checkOf = (ten: string) => {
    const check = 11 - (weighted(ten, [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11)
    return check === 11 ? 0 : check === 10 ? 1 : check
  }
  const account = checkOf(digits.slice(10))
  return checkOf(`00${digits.slice(0, 8)}`) === digitAt(digits, 8) && account === digitAt(digits, 9)
}

/** The three digits before the check are the office that issued it. */
export function isPartitaIva(digits: string): boolean {
  const office = Number(digits.slice(7, 10))
  const isOffice = (office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office)
  return passesLuhn(digits) && isOffice && !/^0{7}/.test(digits)
}

export const isNiss = (digits: string): boolean =>
  /^[12]/.test(digits) && 9 - (weighted(digits, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10) === lastOf(digits)

export const isBelgianCard = (digits: string): boolean =>
  (remainder(digits.slice(0, 10), 97) || 97) === Number(digits.slice(10))

export const isBelgianCompany = (digits: string): boolean =>
  /^[01]/.test(digits) && 97 - remainder(digits.slice(0, 8), 97) === Number(digits.slice(8))

/** A date, then a digit by Luhn and one by Verhoeff, both over the first eleven. */
export function isLuxembourgish(digits: string): boolean {
  const year = Number(digits.slice(0, 4))
  const isBorn = year > 1880 && year < 2050 && isDate(year, twoAt(digits, 4), twoAt(digits, 6))
  return isBorn && passesLuhn(digits.slice(0, 12)) && passesVerhoeff(digits.slice(0, 11) + digits.slice(12))
}

export const isFinnishCompany = (digits: string): boolean =>
  elevenMinus(digits, [7, 9, 10, 5, 8, 4, 2]) === lastOf(digits)
export const isCvr = (digits: string): boolean =>
  digits[0] !== '0' && weighted(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
export const isOrgnr = (digits: string): boolean => elevenMinus(digits, [3, 2, 7, 6, 5, 4, 3, 2]) === lastOf(digits)
export const isNorwegianAccount = (digits: string): boolean =>
  elevenMinus(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) === lastOf(digits)

/** The ninth digit is the check, the tenth the century; companies have 40 added to the day. */
export function isKennitala(digits: string): boolean {
  const check = elevenMinus(digits, [3, 2, 7, 6, 5, 4, 3, 2])
  return check === digitAt(digits, 8) && /[089]$/.test(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0) % 40)
}

/** A remainder of ten is not issued. */
export const isNip = (digits: string): boolean => weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === lastOf(digits)

export function isRegon(digits: string): boolean {
  const nine = (weighted(digits, [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10 === digitAt(digits, 8)
  const all = (weighted(digits, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11) % 10 === lastOf(digits)
  return nine && (digits.length === 9 || all)
}

export const isTaj = (digits: string): boolean => weighted(digits, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === lastOf(digits)
export const isHungarianTax = (digits: string): boolean =>
  digits.startsWith('8') && weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === lastOf(digits)

/** Months are 20 higher for the nineteenth century, 40 for this one. */
export function isEgn(digits: string): boolean {
  const check = (weighted(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10
  return check === lastOf(digits) && isDay(twoAt(digits, 2) % 20, twoAt(digits, 4))
}

/** The number of the former Yugoslavia, still in use. Three digits of the year: 985 is 1985, 003 is 2003. */
export function isEmso(digits: string): boolean {
  const check = elevenMinus(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
  const year = Number(digits.slice(4, 7))
  return check === lastOf(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0)) && (year > 880 || year < 50)
}

export const isAmka = (digits: string): boolean => passesLuhn(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0))
export const isAfm = (digits: string): boolean =>
  (weighted(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === lastOf(digits)

/** Estonia and Lithuania share a check: a second row of weights where the first gives ten. */
export function isBaltic(digits: string): boolean {
  const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
  const second = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11
  const check = first < 10 ? first : second % 10
  return check === lastOf(digits) && /^[1-8]/.test(digits) && isDay(twoAt(digits, 3), twoAt(digits, 5))
}

/** Numbers from 32 on carry no date. */
export function isLatvian(digits: string): boolean {
  const check = ((1 + weighted(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10
  return check === lastOf(digits) && (/^3[2-9]/.test(digits) || isDay(twoAt(digits, 2), twoAt(digits, 0)))
}

/** The third digit tells companies from persons, whose month stands there. */
export const isSwedishCompany = (digits: string): boolean => passesLuhn(digits) && digitAt(digits, 2) >= 2
