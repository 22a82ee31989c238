import { isDate, isDay, twoAt } from './calendar.ts'
import { elevenMinus, passesLuhn, passesMod11_10, passesVerhoeff, remainder, weighted } from './checksums.ts'
import { phrases } from './fold.ts'
import type { Phrases } from './fold.ts'
import { AMERICAN_NUMBERS } from './number-rows-americas.ts'
import { PACIFIC_NUMBERS } from './number-rows-asia-pacific.ts'
import { EUROPEAN_NUMBERS } from './number-rows-europe.ts'

/** One identifier made of digits only. */
export type NumberRow = {
  readonly type: string
  readonly lengths: readonly number[]
  /** How it is printed, as groupings; empty when it is printed in one piece. */
  readonly printed: readonly string[]
  /** The separator that print has; any single one when absent. */
  readonly separator?: RegExp
  /** The check of its digits; null where there is none. Says nothing of whether it was issued. */
  readonly passes: ((digits: string) => boolean) | null
  /** Score without any word: as printed, and in one piece. 0 where only a label makes it more than chance. */
  readonly alone: readonly [printed: number, bare: number]
  readonly words: Phrases
  /** Labels in scripts that put no space between words. */
  readonly raw?: readonly string[]
  /** Score after a label; 1 when absent. Less where the check is no more than a range. */
  readonly labelled?: number
  /** True where the check was not compared with the issuer's own document: after a label, one that fails is found all the same. */
  readonly unsure?: true
}

const digitAt = (digits: string, at: number): number => digits.charCodeAt(at) - 48
const lastOf = (digits: string): number => digitAt(digits, digits.length - 1)
const passesEleven = (digits: string, weights: readonly number[]): boolean =>
  elevenMinus(digits, weights) === lastOf(digits)

/** The two weights lists of Brazil's CPF are 10…2 and 11…2; both remainders of 10 count as 0. */
const isCpf = (digits: string): boolean =>
  [9, 10].every((count) => {
    const weights = Array.from({ length: count }, (_, i) => count + 1 - i)
    return elevenMinus(digits, weights) % 10 === digitAt(digits, count)
  })

/** Exactly one digit comes twice or three times among the first ten, and the check of ISO 7064 MOD 11,10. */
function isGermanTaxId(digits: string): boolean {
  if (digits.startsWith('0') || !passesMod11_10(digits)) return false
  const counts = [...'0123456789'].map((digit) => digits.slice(0, 10).split(digit).length - 1)
  return counts.filter((count) => count > 1).length === 1 && counts.every((count) => count <= 3)
}

/** From 2000 on the number is read with a 2 in front. Months may be 20 or 40 higher (BIS), and 00 exists. */
function isBelgian(digits: string): boolean {
  const key = Number(digits.slice(9))
  const month = twoAt(digits, 2) % 20
  const isRight = [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some((head) => 97 - remainder(head, 97) === key)
  return isRight && month <= 12 && twoAt(digits, 4) <= 31
}

/** Months are 20 higher from 2000 on and 80 higher before 1900; nobody is born after this century's first third yet. */
function isPesel(digits: string): boolean {
  const month = twoAt(digits, 2)
  const sum = weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3])
  const isBorn = month < 20 || month > 80 || (month < 40 && twoAt(digits, 0) < 34)
  return (10 - (sum % 10)) % 10 === lastOf(digits) && isBorn && isDay(month % 20, twoAt(digits, 4))
}

function isNorwegian(digits: string): boolean {
  const day = twoAt(digits, 0) % 40
  const month = twoAt(digits, 2) % 40
  const k1 = elevenMinus(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2])
  const k2 = elevenMinus(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
  return k1 === digitAt(digits, 9) && k2 === digitAt(digits, 10) && isDay(month, day)
}

function isCnp(digits: string): boolean {
  const check = weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return (check === 10 ? 1 : check) === lastOf(digits) && isDay(twoAt(digits, 3), twoAt(digits, 5)) && digits[0] !== '0'
}

function isTurkish(digits: string): boolean {
  const odd = [0, 2, 4, 6, 8].reduce((sum, i) => sum + digitAt(digits, i), 0)
  const even = [1, 3, 5, 7].reduce((sum, i) => sum + digitAt(digits, i), 0)
  const ten = (((odd * 7 - even) % 10) + 10) % 10
  return digits[0] !== '0' && ten === digitAt(digits, 9) && (odd + even + ten) % 10 === digitAt(digits, 10)
}

/** EAN-13 over numbers that begin with Switzerland's country code. */
function isAhv(digits: string): boolean {
  const sum = weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3])
  return digits.startsWith('756') && (10 - (sum % 10)) % 10 === lastOf(digits)
}

function isAustrian(digits: string): boolean {
  const sum = weighted(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6])
  return sum % 11 === digitAt(digits, 3) && digits[0] !== '0' && twoAt(digits, 4) <= 31 && twoAt(digits, 6) <= 13
}

function isSouthAfrican(digits: string): boolean {
  return passesLuhn(digits) && /^.{10}[0-2]/.test(digits) && isDay(twoAt(digits, 2), twoAt(digits, 4))
}

/** The seventh digit is sex and century; 5 to 8 are foreigners. The check digit no longer holds since October 2020. */
function isKorean(digits: string): boolean {
  const century = { 9: 1800, 0: 1800, 1: 1900, 2: 1900, 3: 2000, 4: 2000 }[digitAt(digits, 6)]
  return century !== undefined && isDate(century + twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4))
}

const isSwedish = (digits: string): boolean => {
  const ten = digits.slice(-10)
  return passesLuhn(ten) && isDay(twoAt(ten, 2), twoAt(ten, 4) % 60)
}

const isNir = (digits: string): boolean => {
  const month = twoAt(digits, 3)
  const isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50
  return /^[123478]/.test(digits) && isMonth && 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13))
}

const isNhs = (digits: string): boolean => passesEleven(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2])
const isBsn = (digits: string): boolean =>
  (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) - lastOf(digits)) % 11 === 0 && digits !== '000000000'
const isTfn = (digits: string): boolean => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
const isAba = (digits: string): boolean =>
  /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(digits) &&
  weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0
const isAuMedicare = (digits: string): boolean =>
  /^[2-6]/.test(digits) && weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8)
const isPtNif = (digits: string): boolean =>
  /^(?:[1235689]|45|7\d)/.test(digits) && elevenMinus(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 10 === lastOf(digits)
const isCzech = (digits: string): boolean =>
  remainder(digits.slice(0, 9), 11) % 10 === lastOf(digits) && isDay((twoAt(digits, 2) % 50) % 20, twoAt(digits, 4))

const DOT_DASH = /^[.-]$|^mixed$/

/** One row per identifier: shape, check, print and words. The sources are the issuers' own rules. */
export const NUMBER_ROWS: readonly NumberRow[] = [
  {
    type: 'UK_NHS',
    lengths: [10],
    printed: ['3-3-4'],
    passes: isNhs,
    alone: [0, 0],
    words: phrases('nhs,nhs number,nhs no,health service number'),
  },
  {
    type: 'CA_SIN',
    lengths: [9],
    printed: ['3-3-3'],
    passes: (d) => passesLuhn(d) && !d.startsWith('8'),
    alone: [0, 0],
    words: phrases('sin,social insurance,social insurance number,nas,assurance sociale'),
  },
  {
    type: 'DE_TAX_ID',
    lengths: [11],
    printed: ['2-3-3-3'],
    passes: isGermanTaxId,
    alone: [0.85, 0.75],
    words: phrases(
      'steuer id,steuerid,idnr,steueridentifikationsnummer,steuerliche identifikationsnummer,tax id,tin,steuer identifikationsnummer,identifikationsnummer,tax identification',
    ),
  },
  {
    type: 'FR_NIR',
    lengths: [15],
    printed: ['1-2-2-2-3-3-2', '13-2'],
    passes: isNir,
    alone: [0.9, 0.85],
    words: phrases('securite sociale,nir,insee,carte vitale,numero de secu,secu,social security'),
  },
  {
    type: 'FR_TAX_ID',
    lengths: [13],
    printed: ['2-2-3-3-3'],
    passes: (d) => /^[0-3]/.test(d) && remainder(d.slice(0, 10), 511) === Number(d.slice(10)),
    alone: [0.7, 0],
    words: phrases('numero fiscal,spi,fiscal,tax id,reference fiscale'),
  },
  {
    type: 'PT_NIF',
    lengths: [9],
    printed: ['3-3-3'],
    passes: isPtNif,
    alone: [0, 0],
    words: phrases('nif,contribuinte,numero de contribuinte,nipc'),
  },
  {
    type: 'NL_BSN',
    lengths: [9],
    printed: ['4-2-3', '3-3-3'],
    passes: isBsn,
    alone: [0, 0],
    words: phrases('bsn,burgerservicenummer,sofinummer,sofi,citizen service number'),
  },
  {
    type: 'BE_NRN',
    lengths: [11],
    printed: ['2-2-2-3-2', '6-3-2', '6-5'],
    separator: /^[ .-]$|^mixed$/,
    passes: isBelgian,
    alone: [0.9, 0.75],
    words: phrases(
      'rijksregister,rijksregisternummer,registre national,niss,insz,nationaal nummer,numero national,national number,national register',
    ),
  },
  {
    type: 'PL_PESEL',
    lengths: [11],
    printed: [],
    passes: isPesel,
    alone: [0, 0.5],
    words: phrases('pesel,numer pesel'),
  },
  {
    type: 'NO_FNR',
    lengths: [11],
    printed: ['6-5'],
    passes: isNorwegian,
    alone: [0.9, 0.8],
    words: phrases('fødselsnummer,fodselsnummer,personnummer,fnr,d nummer,birth number'),
  },
  {
    type: 'SE_PERSONNUMMER',
    lengths: [10, 12],
    printed: ['6-4', '8-4'],
    separator: /^[-+]$/,
    passes: isSwedish,
    alone: [0.6, 0],
    words: phrases('personnummer,samordningsnummer,personnr,pnr,personal identity number'),
  },
  {
    type: 'DK_CPR',
    lengths: [10],
    printed: ['6-4'],
    separator: /^[- ]$/,
    passes: (d) => isDay(twoAt(d, 2), twoAt(d, 0)),
    alone: [0.5, 0],
    words: phrases('cpr,cpr nummer,cpr nr,personnummer'),
  },
  {
    type: 'CZ_SK_RC',
    lengths: [10],
    printed: ['6-4'],
    separator: /^\/$/,
    passes: isCzech,
    alone: [0.8, 0],
    words: phrases('rodne cislo,rc,birth number'),
  },
  {
    type: 'AT_SVNR',
    lengths: [10],
    printed: ['4-6'],
    passes: isAustrian,
    alone: [0.7, 0],
    words: phrases(
      'svnr,sv nummer,e card,sozialversicherungsnummer,sozialversicherung,versicherungsnummer,sv nr,svnummer,sozialversicherungs nr,sozialversicherungsnr,versicherungs nr,vsnr,ecard',
    ),
  },
  {
    type: 'CH_AHV',
    lengths: [13],
    printed: ['3-4-4-2'],
    passes: isAhv,
    alone: [0.95, 0.75],
    words: phrases('ahv,avs,oasi,ahv nummer,sozialversicherungsnummer,numero avs'),
  },
  {
    type: 'RO_CNP',
    lengths: [13],
    printed: [],
    passes: isCnp,
    alone: [0, 0.5],
    words: phrases('cnp,cod numeric personal'),
  },
  {
    type: 'HR_OIB',
    lengths: [11],
    printed: [],
    passes: passesMod11_10,
    alone: [0, 0],
    words: phrases('oib,osobni identifikacijski broj'),
  },
  {
    type: 'TR_NATIONAL_ID',
    lengths: [11],
    printed: [],
    passes: isTurkish,
    alone: [0, 0.5],
    words: phrases('tckn,tc kimlik,kimlik,kimlik numarasi,t c,tc,turkish id'),
  },
  {
    type: 'BR_CPF',
    lengths: [11],
    printed: ['3-3-3-2'],
    separator: DOT_DASH,
    passes: isCpf,
    alone: [0.95, 0.4],
    words: phrases('cpf,contribuinte,cadastro de pessoas'),
  },
  {
    type: 'ZA_ID_NUMBER',
    lengths: [13],
    printed: ['6-4-3', '6-4-2-1'],
    passes: isSouthAfrican,
    alone: [0.5, 0],
    words: phrases('id number,rsa id,south african id,identity number,sa id,id no'),
  },
  {
    type: 'IN_AADHAAR',
    lengths: [12],
    printed: ['4-4-4'],
    passes: (d) => /^[2-9]/.test(d) && passesVerhoeff(d),
    alone: [0.6, 0],
    words: phrases('aadhaar,aadhar,adhaar,uidai,uid,आधार'),
  },
  {
    type: 'AU_TFN',
    lengths: [9, 8],
    printed: ['3-3-3', '3-3-2'],
    passes: isTfn,
    alone: [0, 0],
    words: phrases('tfn,tax file,tax file number'),
  },
  {
    type: 'AU_MEDICARE',
    lengths: [10, 11],
    printed: ['4-5-1', '4-5-1-1'],
    passes: isAuMedicare,
    alone: [0.6, 0],
    words: phrases('medicare,medicare number,medicare card'),
  },
  {
    type: 'KR_RRN',
    lengths: [13],
    printed: ['6-7'],
    separator: /^-$/,
    passes: isKorean,
    alone: [0.8, 0],
    words: phrases('rrn,resident registration,주민등록번호,주민번호'),
    raw: ['주민등록번호', '주민번호'],
  },
  {
    type: 'US_NPI',
    lengths: [10],
    printed: [],
    passes: (d) => /^[12]/.test(d) && passesLuhn(`80840${d}`),
    alone: [0, 0],
    words: phrases('npi,provider identifier,national provider'),
  },
  {
    type: 'ABA_ROUTING_NUMBER',
    lengths: [9],
    printed: ['4-4-1'],
    passes: isAba,
    alone: [0, 0],
    words: phrases('routing,routing number,aba,rtn,transit,transit number,wire'),
  },
  {
    type: 'US_BANK_NUMBER',
    lengths: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
    printed: [],
    passes: null,
    alone: [0, 0],
    words: phrases(
      'bank account,account number,account no,acct,acct no,acct number,checking,checking account,savings account,savings,account,bank acct,acct num,a c no,ac no,checking acct,savings acct,deposit account,direct deposit,account num,account ending,bank no,bank number,konto nr,kontonummer,numero de cuenta,numero de compte,numero di conto',
    ),
  },
  {
    type: 'IMEI',
    lengths: [15],
    printed: ['2-6-6-1'],
    passes: passesLuhn,
    alone: [0.6, 0],
    words: phrases('imei,imei number'),
  },
  {
    type: 'ICCID',
    lengths: [19, 20],
    printed: ['4-4-4-4-3', '4-4-4-4-4'],
    passes: (d) => d.startsWith('89') && passesLuhn(d),
    alone: [0, 0.6],
    words: phrases('iccid,sim,sim card,sim number,sim no'),
  },
  {
    type: 'IMSI',
    lengths: [15],
    printed: ['3-2-10', '3-3-9'],
    passes: null,
    alone: [0, 0],
    words: phrases('imsi,imsi number'),
  },
  ...AMERICAN_NUMBERS,
  ...EUROPEAN_NUMBERS,
  ...PACIFIC_NUMBERS,
]
