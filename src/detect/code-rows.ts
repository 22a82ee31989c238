import { isDay, twoAt } from './calendar.ts'
import { remainder, weighted } from './checksums.ts'
import { EUROPEAN_CODES } from './code-rows-europe.ts'
import { WORLD_CODES } from './code-rows-world.ts'
import { phrases } from './fold.ts'
import type { Phrases } from './fold.ts'

/** One identifier that has letters in it. */
export type CodeRow = {
  readonly type: string
  /** Its shape, with the separators people type. Without anchors, bounded, with no repetition inside another. */
  readonly shape: string
  /** The check, on the characters without separators, in upper case; null where there is none. */
  readonly passes: ((code: string) => boolean) | null
  /** Score without any word; 0 where only a label makes it more than chance. */
  readonly alone: number
  readonly words: Phrases
  /** How many letters may come before its first digit; any number when absent. */
  readonly lead?: readonly number[]
  /** True where lower case is more often a hash: then it needs a word. */
  readonly cased?: true
  /** Labels in scripts that put no space between words. */
  readonly raw?: readonly string[]
  /** Score after a label; 1 with a check and 0.9 without when absent, or 0.65 where only a label makes it more than chance. */
  readonly labelled?: number
  /** True where the check was not compared with the issuer's own document: after a label, one that fails is found all the same. */
  readonly unsure?: true
}

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const DIGIT_LETTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'

/** Places 1, 3, 5 … of an Italian fiscal code, for A–Z; digits count as A–J. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function isFiscalCode(code: string): boolean {
  const sum = [...code.slice(0, 15)].reduce((total, char, i) => {
    const value = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65
    return total + (i % 2 === 0 ? (ODD[value] ?? 0) : value)
  }, 0)
  return (sum % 26) + 65 === code.charCodeAt(15)
}

const isNif = (code: string): boolean => NIF_LETTERS[Number(code.slice(0, 8)) % 23] === code[8]
const isNie = (code: string): boolean => isNif(`${'XYZ'.indexOf(code.charAt(0))}${code.slice(1)}`)

function isPpsn(code: string): boolean {
  const second = code.length === 9 ? code.charCodeAt(8) - 64 : 0
  const sum = weighted(code, [8, 7, 6, 5, 4, 3, 2]) + 9 * (second === 23 ? 0 : second)
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === code[7]
}

function isHetu(code: string): boolean {
  const digits = code.slice(0, 6) + code.slice(7, 10)
  return DIGIT_LETTERS[remainder(digits, 31)] === code[10] && isDay(twoAt(code, 2), twoAt(code, 0))
}

const digitSum = (number: number): number => Math.floor(number / 10) + (number % 10)
/** The letter counts as two digits, A = 01; each product counts by the sum of its digits. */
function crossSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + digitSum(weight * (digits.charCodeAt(i) - 48)), 0)
}
const letterAsDigits = (letter: string): string => String(letter.charCodeAt(0) - 64).padStart(2, '0')

function isGermanPension(code: string): boolean {
  const digits = code.slice(0, 8) + letterAsDigits(code.charAt(8)) + code.slice(9, 11)
  const day = twoAt(code, 2)
  const isRight = crossSum(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === Number(code[11])
  return isRight && isDay(twoAt(code, 4), day > 50 ? day - 50 : day)
}

const isGermanHealth = (code: string): boolean =>
  crossSum(letterAsDigits(code.charAt(0)) + code.slice(1, 9), [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === Number(code[9])

const CURP_VALUES = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ'
function isCurp(code: string): boolean {
  const sum = [...code.slice(0, 17)].reduce((total, char, i) => total + CURP_VALUES.indexOf(char) * (18 - i), 0)
  return (10 - (sum % 10)) % 10 === Number(code[17]) && isDay(twoAt(code, 6), twoAt(code, 8))
}

function isNric(code: string): boolean {
  const offset = { T: 4, G: 4, M: 3 }[code.charAt(0)] ?? 0
  const letters = { S: 'JZIHGFEDCBA', T: 'JZIHGFEDCBA', M: 'XWUTRQPNJLK' }[code.charAt(0)] ?? 'XWUTRQPNMLK'
  return letters[(weighted(code.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11] === code[8]
}

/** ISO 7064 MOD 11-2 over the first 17 digits, and a real date. */
function isChinese(code: string): boolean {
  const sum = weighted(code.slice(0, 17), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
  return '10X98765432'[sum % 11] === code[17] && isDay(twoAt(code, 10), twoAt(code, 12)) && /^.{6}(?:19|20)/.test(code)
}

const isDea = (code: string): boolean => {
  const d = [...code.slice(2)].map(Number)
  const at = (i: number): number => d[i] ?? 0
  return (at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5))) % 10 === at(6)
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
function isVin(code: string): boolean {
  const value = (char: string) =>
    /\d/.test(char) ? Number(char) : Number('12345678012345070923456789'[char.charCodeAt(0) - 65])
  const check = [...code].reduce((sum, char, i) => sum + value(char) * (VIN_WEIGHTS[i] ?? 0), 0) % 11
  return (check === 10 ? 'X' : String(check)) === code[8] && /[A-Z]/.test(code) && /\d/.test(code)
}

/** A social security number of somebody born in Corsica: its department has a letter. */
const isCorsican = (code: string): boolean =>
  97 - remainder(code.slice(0, 13).replace('2A', '19').replace('2B', '18'), 97) === Number(code.slice(13))

const NINO = '(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][ -]?\\d\\d[ -]?\\d\\d[ -]?\\d\\d[ -]?[ABCD]'
const CF_DIGIT = '[0-9LMNPQRSTUV]'

/** One row per identifier: shape, check and words. The sources are the issuers' own rules. */
export const CODE_ROWS: readonly CodeRow[] = [
  {
    type: 'UK_NINO',
    shape: NINO,
    lead: [2],
    passes: null,
    alone: 0.6,
    words: phrases('ni number,nino,national insurance,ni no,nin'),
  },
  {
    type: 'IE_PPSN',
    shape: '\\d{7} ?[A-W][ABHWTX]?',
    lead: [0],
    passes: isPpsn,
    alone: 0.5,
    words: phrases('pps,ppsn,pps number,revenue'),
  },
  {
    type: 'ES_NIF',
    shape: '\\d{2}\\.?\\d{3}\\.?\\d{3}[- ]?[A-HJ-NP-TV-Z]',
    lead: [0],
    passes: isNif,
    alone: 0.85,
    words: phrases('dni,nif,identidad,documento nacional,documento de identidad'),
  },
  {
    type: 'ES_NIE',
    shape: '[XYZ][- ]?\\d{7}[- ]?[A-HJ-NP-TV-Z]',
    lead: [1],
    passes: isNie,
    alone: 0.9,
    words: phrases('nie,extranjero,identidad de extranjero'),
  },
  {
    type: 'IT_FISCAL_CODE',
    shape: `[A-Z]{3} ?[A-Z]{3} ?${CF_DIGIT}{2}[ABCDEHLMPRST]${CF_DIGIT}{2} ?[A-Z]${CF_DIGIT}{3}[A-Z]`,
    passes: isFiscalCode,
    alone: 0.95,
    words: phrases('codice fiscale,cf,c f,cod fisc,fiscal code'),
  },
  {
    type: 'FI_PERSONAL_IDENTITY_CODE',
    shape: '\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y]',
    lead: [0],
    passes: isHetu,
    alone: 0.85,
    words: phrases('hetu,henkilotunnus,personbeteckning,personal identity code'),
  },
  {
    type: 'DE_SOCIAL_SECURITY',
    shape: '\\d{2} ?\\d{6} ?[A-Z] ?\\d{2} ?\\d',
    lead: [0],
    passes: isGermanPension,
    alone: 0.85,
    words: phrases(
      'rentenversicherung,rentenversicherungsnummer,svnr,rvnr,sozialversicherungsnummer,sv nummer,versicherungsnummer',
    ),
  },
  {
    type: 'DE_HEALTH_INSURANCE',
    shape: '[A-Z]\\d{9}',
    lead: [1],
    passes: isGermanHealth,
    alone: 0.5,
    words: phrases(
      'kvnr,krankenkasse,krankenversicherung,krankenversichertennummer,egk,versichertennummer,krankenversichertennr',
    ),
  },
  {
    type: 'MX_CURP',
    shape: '[A-Z][AEIOUX][A-Z]{2}\\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\\d',
    lead: [4],
    passes: isCurp,
    alone: 0.95,
    words: phrases('curp,clave unica'),
  },
  {
    type: 'IN_PAN',
    shape: '[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]',
    lead: [5],
    passes: (code) => !code.includes('0000'),
    alone: 0.5,
    words: phrases('pan,pan card,pan number,permanent account,income tax'),
  },
  {
    type: 'SG_NRIC_FIN',
    shape: '[STFGM]\\d{7}[A-Z]',
    lead: [1],
    passes: isNric,
    alone: 0.85,
    words: phrases('nric,fin,identity card'),
  },
  {
    type: 'CN_RIC',
    shape: '[1-9]\\d{16}[0-9X]',
    lead: [0],
    passes: isChinese,
    alone: 0.9,
    words: phrases('resident identity,id card,身份证,居民身份证,公民身份号码'),
    raw: ['身份证', '居民身份证', '公民身份号码'],
  },
  {
    type: 'US_MBI',
    shape:
      '[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y]{2}\\d{2}',
    lead: [0],
    passes: null,
    alone: 0.6,
    words: phrases('medicare,mbi,beneficiary,medicare id,medicare number'),
  },
  {
    type: 'MEDICAL_LICENSE',
    shape: '[ABCDEFGHJKLMPRSTUX][A-Z9]\\d{7}',
    lead: [1, 2],
    passes: isDea,
    alone: 0.5,
    words: phrases('dea,dea number,dea no,prescriber'),
  },
  {
    type: 'VIN',
    shape: '[A-HJ-NPR-Z0-9]{17}',
    passes: isVin,
    alone: 0.6,
    words: phrases(
      'vin,vin number,chassis,vehicle identification,fahrgestellnummer,fahrgestell,fin,fahrzeug identifizierungsnummer,bastidor,telaio',
    ),
  },
  {
    type: 'US_DRIVER_LICENSE',
    shape: '(?:[A-Z]{1,2}[- ]?)?\\d{3,4}[- ]?\\d{3,4}[- ]?\\d{1,6}',
    lead: [0, 1, 2],
    passes: null,
    alone: 0,
    words: phrases(
      'driver license,drivers license,driver s license,driving license,driving licence,driver licence,driver s licence,dl,dl number,license number,licence number,license no,licence no,drivers lic,driver lic,driver s lic,dln,dl no,operator license,driver id,dmv,cdl,oln,dl nr,operator s license,fuhrerschein,fuhrerscheinnummer,permis de conduire,permiso de conducir,patente',
    ),
  },
  {
    type: 'FR_NIR',
    shape: '[123478] ?\\d\\d ?\\d\\d ?2[AB] ?\\d{3} ?\\d{3} ?\\d\\d',
    lead: [0],
    passes: isCorsican,
    alone: 0.95,
    words: phrases('securite sociale,nir,insee,carte vitale'),
  },
  ...EUROPEAN_CODES,
  ...WORLD_CODES,
]
