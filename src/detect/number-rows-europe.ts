import { isDate, isDay, twoAt } from './calendar.ts'
import { elevenMinus, passesLuhn, passesVerhoeff, remainder, weighted } from './checksums.ts'
import { phrases } from './fold.ts'
import type { NumberRow } from './number-rows.ts'

const digitAt = (digits: string, at: number): number => digits.charCodeAt(at) - 48
const lastOf = (digits: string): number => digitAt(digits, digits.length - 1)
const MIXED = /^[ ./-]$|^mixed$/

/** The ten digits of a Scottish number are those of the NHS, and begin with the birthday. */
const isChi = (digits: string): boolean =>
  elevenMinus(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === lastOf(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0))

const isUtr = (digits: string): boolean =>
  '21987654321'.charAt(weighted(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) === digits.charAt(0)

/** Values from 2 on: two ways of counting, of 1973 and of 2010. */
export const isBritishVat = (digits: string): boolean =>
  [0, 42, 55].includes((weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9))) % 97)

/** Ten and eleven digits are a state's own writing; thirteen begin with the state and have a 0 in the fifth place. */
const isGermanTaxNumber = (digits: string): boolean =>
  digits.length < 13 || /^(?:1[01]|2[1-46-8]|3[0-2]|4[01]|5|9)\d{2,3}0/.test(digits.slice(0, 5))

const isLanr = (digits: string): boolean =>
  (10 - (weighted(digits, [4, 9, 4, 9, 4, 9]) % 10)) % 10 === digitAt(digits, 6)

/** All the post offices of France share a number, with another rule for their branches. */
const isSiret = (digits: string): boolean =>
  digits.startsWith('356000000')
    ? [...digits].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
    : passesLuhn(digits) && passesLuhn(digits.slice(0, 9))

/** Numbers below ten million are written without the zeros in front when they are checked. */
function isNuss(digits: string): boolean {
  const province = Number(digits.slice(0, 2))
  const number = Number(digits.slice(2, 10))
  const whole = number < 10_000_000 ? province * 10_000_000 + number : Number(digits.slice(0, 10))
  return province >= 1 && province <= 66 && whole % 97 === Number(digits.slice(10))
}

function isCcc(digits: string): boolean {
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

const isNiss = (digits: string): boolean =>
  /^[12]/.test(digits) && 9 - (weighted(digits, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10) === lastOf(digits)

const isBelgianCard = (digits: string): boolean =>
  (remainder(digits.slice(0, 10), 97) || 97) === Number(digits.slice(10))

export const isBelgianCompany = (digits: string): boolean =>
  /^[01]/.test(digits) && 97 - remainder(digits.slice(0, 8), 97) === Number(digits.slice(8))

/** A date, then a digit by Luhn and one by Verhoeff, both over the first eleven. */
function isLuxembourgish(digits: string): boolean {
  const year = Number(digits.slice(0, 4))
  const isBorn = year > 1880 && year < 2050 && isDate(year, twoAt(digits, 4), twoAt(digits, 6))
  return isBorn && passesLuhn(digits.slice(0, 12)) && passesVerhoeff(digits.slice(0, 11) + digits.slice(12))
}

export const isFinnishCompany = (digits: string): boolean =>
  elevenMinus(digits, [7, 9, 10, 5, 8, 4, 2]) === lastOf(digits)
export const isCvr = (digits: string): boolean =>
  digits[0] !== '0' && weighted(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
const isOrgnr = (digits: string): boolean => elevenMinus(digits, [3, 2, 7, 6, 5, 4, 3, 2]) === lastOf(digits)
const isNorwegianAccount = (digits: string): boolean =>
  elevenMinus(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) === lastOf(digits)

/** The ninth digit is the check, the tenth the century; companies have 40 added to the day. */
function isKennitala(digits: string): boolean {
  const check = elevenMinus(digits, [3, 2, 7, 6, 5, 4, 3, 2])
  return check === digitAt(digits, 8) && /[089]$/.test(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0) % 40)
}

/** A remainder of ten is not issued. */
export const isNip = (digits: string): boolean => weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === lastOf(digits)

function isRegon(digits: string): boolean {
  const nine = (weighted(digits, [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10 === digitAt(digits, 8)
  const all = (weighted(digits, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11) % 10 === lastOf(digits)
  return nine && (digits.length === 9 || all)
}

const isTaj = (digits: string): boolean => weighted(digits, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === lastOf(digits)
const isHungarianTax = (digits: string): boolean =>
  digits.startsWith('8') && weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === lastOf(digits)

/** Months are 20 higher for the nineteenth century, 40 for this one. */
function isEgn(digits: string): boolean {
  const check = (weighted(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10
  return check === lastOf(digits) && isDay(twoAt(digits, 2) % 20, twoAt(digits, 4))
}

/** The number of the former Yugoslavia, still in use. Three digits of the year: 985 is 1985, 003 is 2003. */
function isEmso(digits: string): boolean {
  const check = elevenMinus(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
  const year = Number(digits.slice(4, 7))
  return check === lastOf(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0)) && (year > 880 || year < 50)
}

const isAmka = (digits: string): boolean => passesLuhn(digits) && isDay(twoAt(digits, 2), twoAt(digits, 0))
export const isAfm = (digits: string): boolean =>
  (weighted(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === lastOf(digits)

/** Estonia and Lithuania share a check: a second row of weights where the first gives ten. */
function isBaltic(digits: string): boolean {
  const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
  const second = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11
  const check = first < 10 ? first : second % 10
  return check === lastOf(digits) && /^[1-8]/.test(digits) && isDay(twoAt(digits, 3), twoAt(digits, 5))
}

/** Numbers from 32 on carry no date. */
function isLatvian(digits: string): boolean {
  const check = ((1 + weighted(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10
  return check === lastOf(digits) && (/^3[2-9]/.test(digits) || isDay(twoAt(digits, 2), twoAt(digits, 0)))
}

/** Numbers of Europe that are not the first one of their country. */
export const EUROPEAN_NUMBERS: readonly NumberRow[] = [
  {
    type: 'UK_CHI',
    lengths: [10],
    printed: ['6-4', '3-3-4'],
    passes: isChi,
    alone: [0, 0],
    words: phrases('chi,chi number,chi no,community health index'),
  },
  {
    type: 'UK_UTR',
    lengths: [10],
    printed: ['5-5'],
    passes: isUtr,
    alone: [0, 0],
    words: phrases('utr,utr number,self assessment,unique taxpayer reference,unique taxpayer,taxpayer reference'),
  },
  {
    type: 'UK_BANK',
    lengths: [6, 14],
    printed: ['2-2-2', '2-2-2-8', '6-8'],
    separator: /^[ -]$|^mixed$/,
    passes: null,
    alone: [0, 0],
    words: phrases('sort code,sortcode,sort code and account,bank sort code,sort code account'),
  },
  {
    type: 'UK_VAT',
    lengths: [9, 12],
    printed: ['3-4-2', '3-4-2-3'],
    passes: isBritishVat,
    alone: [0, 0],
    words: phrases('vat,vat number,vat no,vat reg,vat registration,vat registration number'),
  },
  {
    type: 'UK_COMPANY',
    lengths: [8],
    printed: [],
    passes: null,
    alone: [0, 0],
    words: phrases('company number,company no,companies house,crn,company registration,company registration number'),
  },
  {
    type: 'DE_TAX_NUMBER',
    lengths: [10, 11, 13],
    printed: ['2-3-5', '3-3-5', '3-4-4', '5-5', '4-4-5'],
    separator: /^\/$/,
    passes: isGermanTaxNumber,
    labelled: 0.85,
    alone: [0.5, 0],
    words: phrases('steuernummer,steuer nr,st nr,stnr,steuernr,finanzamt,tax number'),
  },
  {
    type: 'DE_LANR',
    lengths: [9],
    printed: ['7-2'],
    passes: isLanr,
    alone: [0, 0],
    words: phrases('lanr,arztnummer,arzt nr,arztnr,lebenslange arztnummer'),
  },
  {
    type: 'DE_BSNR',
    lengths: [9],
    printed: ['2-7'],
    passes: null,
    alone: [0, 0],
    words: phrases('bsnr,betriebsstattennummer,betriebsstaettennummer,betriebsstatten nr,betriebsstatte,praxisnummer'),
  },
  {
    type: 'AT_TAX',
    lengths: [9],
    printed: ['2-3-4'],
    separator: MIXED,
    passes: passesLuhn,
    unsure: true,
    alone: [0, 0],
    words: phrases('abgabenkonto,abgabenkontonummer,steuernummer,st nr,steuer nr'),
  },
  {
    type: 'FR_CNI',
    lengths: [12],
    printed: [],
    passes: null,
    alone: [0, 0],
    words: phrases('carte d identite,cni,carte nationale d identite,carte identite,piece d identite'),
  },
  {
    type: 'FR_DRIVER_LICENSE',
    lengths: [12],
    printed: [],
    passes: null,
    alone: [0, 0],
    words: phrases('permis de conduire,permis,numero de permis'),
  },
  {
    type: 'FR_SIREN',
    lengths: [9],
    printed: ['3-3-3'],
    passes: passesLuhn,
    alone: [0, 0],
    words: phrases('siren,numero siren,rcs'),
  },
  {
    type: 'FR_SIRET',
    lengths: [14],
    printed: ['3-3-3-5', '9-5'],
    passes: isSiret,
    alone: [0.85, 0.5],
    words: phrases('siret,numero siret'),
  },
  {
    type: 'FR_RPPS',
    lengths: [11],
    printed: [],
    passes: passesLuhn,
    unsure: true,
    alone: [0, 0],
    words: phrases('rpps,numero rpps,medecin,identifiant rpps'),
  },
  {
    type: 'ES_NUSS',
    lengths: [12],
    printed: ['2-8-2', '2-10'],
    passes: isNuss,
    alone: [0.85, 0.4],
    words: phrases(
      'seguridad social,nuss,naf,numero de afiliacion,numero de seguridad social,numero de la seguridad social,nss',
    ),
  },
  {
    type: 'ES_CCC',
    lengths: [20],
    printed: ['4-4-2-10', '4-4-2-4-4-2', '4-4-4-4-4'],
    passes: isCcc,
    alone: [0.9, 0.7],
    words: phrases('ccc,cuenta,cuenta bancaria,numero de cuenta,codigo cuenta cliente'),
  },
  {
    type: 'IT_VAT_CODE',
    lengths: [11],
    printed: [],
    passes: isPartitaIva,
    alone: [0, 0],
    words: phrases('partita iva,p iva,piva,iva,vat,vat number,vat code'),
  },
  {
    type: 'PT_NISS',
    lengths: [11],
    printed: ['3-3-3-2', '3-4-4'],
    passes: isNiss,
    alone: [0, 0],
    words: phrases('niss,seguranca social,numero de seguranca social,numero da seguranca social'),
  },
  {
    type: 'PT_SNS',
    lengths: [9],
    printed: ['3-3-3'],
    passes: null,
    alone: [0, 0],
    words: phrases('utente,numero de utente,sns,utente sns,utente de saude,cartao de utente'),
  },
  {
    type: 'NL_DRIVER_LICENSE',
    lengths: [10],
    printed: [],
    passes: null,
    alone: [0, 0],
    words: phrases('rijbewijs,rijbewijsnummer,rijbewijs nr'),
  },
  {
    type: 'BE_EID',
    lengths: [12],
    printed: ['3-7-2'],
    passes: isBelgianCard,
    alone: [0.9, 0.4],
    words: phrases('identiteitskaart,identiteitskaartnummer,eid,carte d identite,kaartnummer,numero de carte,id card'),
  },
  {
    type: 'BE_VAT',
    lengths: [10],
    printed: ['4-3-3'],
    separator: /^[. ]$/,
    passes: isBelgianCompany,
    alone: [0.6, 0],
    words: phrases('ondernemingsnummer,kbo,bce,numero d entreprise,btw,tva,btw nummer,numero de tva,kbo nummer,vat'),
  },
  {
    type: 'LU_NID',
    lengths: [13],
    printed: ['8-5', '4-2-2-5', '4-4-5'],
    passes: isLuxembourgish,
    unsure: true,
    alone: [0.9, 0.7],
    words: phrases(
      'matricule,numero de matricule,matricule national,matricul,identification nationale,sozialversicherung',
    ),
  },
  {
    type: 'SE_ORGANISATIONSNUMMER',
    lengths: [10],
    printed: ['6-4'],
    separator: /^-$/,
    passes: (d) => passesLuhn(d) && digitAt(d, 2) >= 2,
    alone: [0.5, 0],
    words: phrases('orgnr,organisationsnummer,org nr,orgnummer,organisation number'),
  },
  {
    type: 'FI_BUSINESS_ID',
    lengths: [8],
    printed: ['7-1'],
    separator: /^-$/,
    passes: isFinnishCompany,
    alone: [0.5, 0],
    words: phrases('y tunnus,ytunnus,alv,alv numero,business id,fo nummer,liike ja yhteisotunnus'),
  },
  {
    type: 'DK_CVR',
    lengths: [8],
    printed: ['2-2-2-2', '4-4'],
    passes: isCvr,
    alone: [0, 0],
    words: phrases('cvr,cvr nr,cvr nummer,moms,se nr,virksomhedsnummer'),
  },
  {
    type: 'NO_ORGNR',
    lengths: [9],
    printed: ['3-3-3'],
    passes: isOrgnr,
    alone: [0, 0],
    words: phrases('orgnr,organisasjonsnummer,org nr,org nummer,foretaksnummer,mva'),
  },
  {
    type: 'NO_BANK',
    lengths: [11],
    printed: ['4-2-5'],
    separator: /^[. ]$/,
    passes: isNorwegianAccount,
    alone: [0.7, 0],
    words: phrases('konto,kontonummer,bankkonto,kontonr,konto nr,bankkontonummer'),
  },
  {
    type: 'IS_KENNITALA',
    lengths: [10],
    printed: ['6-4'],
    separator: /^-$/,
    passes: isKennitala,
    alone: [0.6, 0],
    words: phrases('kennitala,kt,kennitolu'),
  },
  {
    type: 'PL_NIP',
    lengths: [10],
    printed: ['3-3-2-2', '3-2-2-3'],
    separator: /^[- ]$/,
    passes: isNip,
    alone: [0.6, 0],
    words: phrases('nip,numer nip,nip nr,vat'),
  },
  {
    type: 'PL_REGON',
    lengths: [9, 14],
    printed: ['3-3-3'],
    passes: isRegon,
    alone: [0, 0],
    words: phrases('regon,numer regon'),
  },
  {
    type: 'HU_TAJ',
    lengths: [9],
    printed: ['3-3-3'],
    passes: isTaj,
    unsure: true,
    alone: [0, 0],
    words: phrases('taj,taj szam,tajszam,tarsadalombiztositasi azonosito'),
  },
  {
    type: 'HU_TAX',
    lengths: [10],
    printed: [],
    passes: isHungarianTax,
    unsure: true,
    alone: [0, 0],
    words: phrases('adoazonosito,adoazonosito jel,adoszam,ado'),
  },
  {
    type: 'BG_EGN',
    lengths: [10],
    printed: [],
    passes: isEgn,
    alone: [0, 0],
    words: phrases('egn,егн,единен граждански номер,edinen grazhdanski nomer'),
  },
  {
    type: 'SI_EMSO',
    lengths: [13],
    printed: [],
    passes: isEmso,
    alone: [0, 0.5],
    words: phrases('emso,jmbg,maticni broj,enotna maticna stevilka'),
  },
  {
    type: 'GR_AMKA',
    lengths: [11],
    printed: ['6-5'],
    passes: isAmka,
    alone: [0, 0.5],
    words: phrases('amka,αμκα'),
  },
  {
    type: 'GR_AFM',
    lengths: [9],
    printed: [],
    passes: isAfm,
    alone: [0, 0],
    words: phrases('afm,αφμ'),
  },
  {
    type: 'EE_IK',
    lengths: [11],
    printed: [],
    passes: isBaltic,
    alone: [0, 0.5],
    words: phrases('isikukood,ik,personal code,isikukoodi'),
  },
  {
    type: 'LT_AK',
    lengths: [11],
    printed: [],
    passes: isBaltic,
    alone: [0, 0.5],
    words: phrases('asmens kodas,asmens koda,ak,personal code'),
  },
  {
    type: 'LV_PK',
    lengths: [11],
    printed: ['6-5'],
    separator: /^-$/,
    passes: isLatvian,
    alone: [0.6, 0],
    words: phrases('personas kods,personas koda,pk,personal code'),
  },
]
