import { isDay, twoAt } from './calendar.ts'
import { mod97, passesLuhn, passesMod11_10, remainder, weighted } from './checksums.ts'
import { isAfm, isFinnishCompany } from './number-checks-europe.ts'

/* The checks of Europe's codes: without separators, in upper case. */

const valueOf = (char: string): number => Number.parseInt(char, 36)

/** Weights 7, 3, 1 over digits and letters with A as 10 (ICAO Doc 9303-3). */
export const icaoCheck = (characters: string): number =>
  [...characters].reduce((sum, char, i) => sum + (char === '<' ? 0 : valueOf(char)) * ([7, 3, 1][i % 3] ?? 0), 0) % 10

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'
export const isUpn = (code: string): boolean => {
  const sum = [...code.slice(1)].reduce(
    (all, char, i) => all + (i + 2) * (/\d/.test(char) ? Number(char) : UPN_LETTERS.indexOf(char)),
    0,
  )
  return UPN_LETTERS[sum % 23] === code[0]
}

/** Surname, decade, month (50 higher for women), day, year of the decade. The last two characters have no public check. */
export const isBritishDriver = (code: string): boolean => {
  const month = Number(code.slice(6, 8))
  return isDay(month > 50 ? month - 50 : month, Number(code.slice(8, 10)))
}

export const isIrishVat = (code: string): boolean => {
  const body = code.slice(2)
  const second = body.length === 9 ? body.charCodeAt(8) - 64 : 0
  const sum = weighted(body, [8, 7, 6, 5, 4, 3, 2]) + 9 * (second === 23 ? 0 : second)
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === body[7]
}

/** The routing keys that An Post has given out, by letter. */
const EIRCODES =
  'A41 A42 A45 A63 A67 A75 A81 A82 A83 A84 A85 A86 A91 A92 A94 A96 A98 C15 D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 D11 D12 D13 ' +
  'D14 D15 D16 D17 D18 D20 D22 D24 D6W E21 E25 E32 E34 E41 E45 E53 E91 F12 F23 F26 F28 F31 F35 F42 F45 F52 F56 F91 F92 F93 F94 ' +
  'H12 H14 H16 H18 H23 H53 H54 H62 H65 H71 H91 K32 K34 K36 K45 K56 K67 K78 N37 N39 N41 N91 P12 P14 P17 P24 P25 P31 P32 P36 P43 ' +
  'P47 P51 P56 P61 P67 P72 P75 P81 P85 R14 R21 R32 R35 R42 R45 R51 R56 R93 R95 T12 T23 T34 T45 T56 V14 V15 V23 V31 V35 V42 V92 ' +
  'V93 V94 V95 W12 W23 W34 W91 X35 X42 X91 Y14 Y21 Y25 Y34 Y35'
export const EIRCODE_KEYS: ReadonlySet<string> = new Set(EIRCODES.split(' '))

/** The tenth character is the check of the nine before; cards are printed without it as often. */
export const isGermanCard = (code: string): boolean =>
  icaoCheck(code.slice(0, 9)) === Number(code[9]) && code.replace(/\D/g, '').length >= 4 && /[A-Z].*[A-Z]/.test(code)

export const isAustrianVat = (code: string): boolean => {
  const sum = [...code.slice(3, 10)].reduce((all, char, i) => {
    const value = Number(char) * (1 + (i % 2))
    return all + (value > 9 ? value - 9 : value)
  }, 0)
  return (96 - sum) % 10 === Number(code[10])
}

export const isSwissCompany = (code: string): boolean => {
  const check = 11 - (weighted(code.slice(3), [5, 4, 3, 2, 7, 6, 5, 4]) % 11)
  return (check === 11 ? 0 : check) === Number(code[11])
}

/** A key of two digits follows from the SIREN; one with letters is given out otherwise. */
export const isFrenchVat = (code: string): boolean => {
  const key = code.slice(2, 4)
  const siren = code.slice(4)
  return passesLuhn(siren) && (/\D/.test(key) || Number(key) === (12 + 3 * remainder(siren, 97)) % 97)
}

/** Luhn's digit, or the letter that stands for it, as the kind of organisation asks for. */
export const isCif = (code: string): boolean => {
  const check = '0123456789'.split('').findIndex((digit) => passesLuhn(code.slice(1, 8) + digit))
  const isDigit = code[8] === String(check)
  const isLetter = code[8] === 'JABCDEFGHI'[check]
  return /^[NPQRSW]/.test(code) ? isLetter : /^[ABEH]/.test(code) ? isDigit : isDigit || isLetter
}

/** Luhn over values to base 36, where a doubled one above 9 counts nine less. */
export const isPortugueseCard = (code: string): boolean =>
  [...code].reduce((sum, char, i) => {
    const value = valueOf(char) * (2 - (i % 2))
    return sum + (i % 2 === 0 && value > 9 ? value - 9 : value)
  }, 0) %
    10 ===
  0

/** Numbers of sole traders since 2020 have a check of their own, over all of it. */
export const isDutchVat = (code: string): boolean => {
  const nine = code.slice(2, 11)
  const asBsn = (weighted(nine, [9, 8, 7, 6, 5, 4, 3, 2]) - Number(nine[8])) % 11 === 0
  return asBsn || mod97(code) === 1
}

export const isPolishCard = (code: string): boolean => {
  const letters = [...code.slice(0, 3)].reduce((sum, char, i) => sum + valueOf(char) * ([7, 3, 1][i] ?? 0), 0)
  return (letters + weighted(code.slice(4), [7, 3, 1, 7, 3])) % 10 === Number(code[3])
}

const elevenTen = (sum: number): number => (sum % 11) % 10

/** VAT numbers whose country has no row of its own: the check of each, on what follows the prefix. CY, CZ, LT and RO: shape alone. */
const VAT_CHECKS: Readonly<Record<string, (rest: string) => boolean>> = {
  BG: () => true,
  EE: (d) => (10 - (weighted(d, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10 === Number(d[8]),
  EL: isAfm,
  FI: isFinnishCompany,
  HR: passesMod11_10,
  HU: (d) => (10 - (weighted(d, [9, 7, 3, 1, 9, 7, 3]) % 10)) % 10 === Number(d[7]),
  LU: (d) => remainder(d.slice(0, 6), 89) === Number(d.slice(6)),
  MT: (d) => 37 - (weighted(d, [3, 4, 6, 7, 8, 9]) % 37) === Number(d.slice(6)),
  SI: (d) => elevenTen(11 - (weighted(d, [8, 7, 6, 5, 4, 3, 2]) % 11)) === Number(d[7]),
  SK: (d) => remainder(d, 11) === 0,
}
export const isEuropeanVat = (code: string): boolean => VAT_CHECKS[code.slice(0, 2)]?.(code.slice(2)) ?? true

/** Day and month of a code that writes a date with the year first. */
export const isDatedAt = (code: string, at: number): boolean => isDay(twoAt(code, at + 2), twoAt(code, at + 4))
