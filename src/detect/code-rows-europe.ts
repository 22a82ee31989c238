import { isDay, twoAt } from './calendar.ts'
import { mod97, passesLuhn, passesMod11_10, remainder, weighted } from './checksums.ts'
import type { CodeRow } from './code-rows.ts'
import { phrases } from './fold.ts'
import {
  isAfm,
  isBelgianCompany,
  isBritishVat,
  isCvr,
  isFinnishCompany,
  isNip,
  isPartitaIva,
} from './number-rows-europe.ts'

const valueOf = (char: string): number => Number.parseInt(char, 36)

/** Weights 7, 3, 1 over digits and letters with A as 10 (ICAO Doc 9303-3). */
export const icaoCheck = (characters: string): number =>
  [...characters].reduce((sum, char, i) => sum + (char === '<' ? 0 : valueOf(char)) * ([7, 3, 1][i % 3] ?? 0), 0) % 10

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'
const isUpn = (code: string): boolean => {
  const sum = [...code.slice(1)].reduce(
    (all, char, i) => all + (i + 2) * (/\d/.test(char) ? Number(char) : UPN_LETTERS.indexOf(char)),
    0,
  )
  return UPN_LETTERS[sum % 23] === code[0]
}

/** Surname, decade, month (50 higher for women), day, year of the decade. The last two characters have no public check. */
const isBritishDriver = (code: string): boolean => {
  const month = Number(code.slice(6, 8))
  return isDay(month > 50 ? month - 50 : month, Number(code.slice(8, 10)))
}

const isIrishVat = (code: string): boolean => {
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
const EIRCODE_KEYS = new Set(EIRCODES.split(' '))

/** The tenth character is the check of the nine before; cards are printed without it as often. */
const isGermanCard = (code: string): boolean =>
  icaoCheck(code.slice(0, 9)) === Number(code[9]) && code.replace(/\D/g, '').length >= 4 && /[A-Z].*[A-Z]/.test(code)

const isAustrianVat = (code: string): boolean => {
  const sum = [...code.slice(3, 10)].reduce((all, char, i) => {
    const value = Number(char) * (1 + (i % 2))
    return all + (value > 9 ? value - 9 : value)
  }, 0)
  return (96 - sum) % 10 === Number(code[10])
}

const isSwissCompany = (code: string): boolean => {
  const check = 11 - (weighted(code.slice(3), [5, 4, 3, 2, 7, 6, 5, 4]) % 11)
  return (check === 11 ? 0 : check) === Number(code[11])
}

/** A key of two digits follows from the SIREN; one with letters is given out otherwise. */
const isFrenchVat = (code: string): boolean => {
  const key = code.slice(2, 4)
  const siren = code.slice(4)
  return passesLuhn(siren) && (/\D/.test(key) || Number(key) === (12 + 3 * remainder(siren, 97)) % 97)
}

/** Luhn's digit, or the letter that stands for it, as the kind of organisation asks for. */
const isCif = (code: string): boolean => {
  const check = '0123456789'.split('').findIndex((digit) => passesLuhn(code.slice(1, 8) + digit))
  const isDigit = code[8] === String(check)
  const isLetter = code[8] === 'JABCDEFGHI'[check]
  return /^[NPQRSW]/.test(code) ? isLetter : /^[ABEH]/.test(code) ? isDigit : isDigit || isLetter
}

/** Luhn over values to base 36, where a doubled one above 9 counts nine less. */
const isPortugueseCard = (code: string): boolean =>
  [...code].reduce((sum, char, i) => {
    const value = valueOf(char) * (2 - (i % 2))
    return sum + (i % 2 === 0 && value > 9 ? value - 9 : value)
  }, 0) %
    10 ===
  0

/** Numbers of sole traders since 2020 have a check of their own, over all of it. */
const isDutchVat = (code: string): boolean => {
  const nine = code.slice(2, 11)
  const asBsn = (weighted(nine, [9, 8, 7, 6, 5, 4, 3, 2]) - Number(nine[8])) % 11 === 0
  return asBsn || mod97(code) === 1
}

const isPolishCard = (code: string): boolean => {
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
const isEuropeanVat = (code: string): boolean => VAT_CHECKS[code.slice(0, 2)]?.(code.slice(2)) ?? true
const EU_VAT =
  'CY ?\\d{8}[A-Z]|CZ ?\\d{8,10}|EE ?\\d{9}|EL ?\\d{9}|HR ?\\d{11}|HU ?\\d{8}|LT ?\\d{9}(?:\\d{3})?|LU ?\\d{8}|' +
  'LV ?\\d{11}|MT ?\\d{8}|RO ?\\d{6,10}|SI ?\\d{8}|SK ?\\d{10}|BG ?\\d{9,10}|FI ?\\d{8}'

const VAT_WORDS =
  'vat,vat number,vat no,vat id,vat reg,vat registration,ust id,ust idnr,ust id nr,ustid,umsatzsteuer id,umsatzsteuer identifikationsnummer,' +
  'uid,uid nummer,mwst,tva,numero de tva,tva intracommunautaire,iva,nif iva,partita iva,p iva,btw,btw nummer,btw id,moms,momsnummer,alv,alv numero,dph'

/** Codes with letters in them, of Europe, that are not the first one of their country. */
export const EUROPEAN_CODES: readonly CodeRow[] = [
  {
    type: 'UK_DRIVING_LICENCE',
    shape:
      '(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9999) ?\\d[0156]\\d[0-3]\\d\\d ?[A-Z][A-Z9]\\d ?[A-Z0-9]{2}',
    lead: [1, 2, 3, 4, 5],
    passes: isBritishDriver,
    alone: 0.85,
    words: phrases('dvla,driving licence,driving licence number,driver number,licence number,driving license'),
  },
  {
    type: 'UK_VAT',
    shape: 'GB ?\\d{3} ?\\d{4} ?\\d{2}(?: ?\\d{3})?',
    lead: [2],
    passes: (code) => isBritishVat(code.slice(2)),
    alone: 0.7,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'UK_COMPANY',
    shape: '(?:SC|NI|OC|SO|NC|FC|LP|SL) ?\\d{6}',
    lead: [2],
    passes: null,
    alone: 0,
    words: phrases('company number,company no,companies house,crn,company registration,company registration number'),
  },
  {
    type: 'UK_UPN',
    shape: '[A-HJ-NP-RT-Z]\\d{11}[0-9A-HJ-NP-RT-Z]',
    lead: [1],
    passes: isUpn,
    alone: 0.7,
    cased: true,
    words: phrases('upn,pupil number,unique pupil number,pupil'),
  },
  {
    type: 'IE_VAT',
    shape: 'IE ?\\d{7}[A-W][A-I]?',
    lead: [2],
    passes: isIrishVat,
    alone: 0.7,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'IE_EIRCODE',
    shape: '(?:[AC-FHKNPRTV-Y]\\d\\d|D6W) ?(?=[AC-FHKNPRTV-Y0-9]{0,3}\\d)[AC-FHKNPRTV-Y0-9]{4}',
    lead: [1],
    passes: (code) => EIRCODE_KEYS.has(code.slice(0, 3)),
    unsure: true,
    alone: 0.5,
    cased: true,
    words: phrases('eircode,postcode,address'),
  },
  {
    type: 'DE_VAT_ID',
    shape: 'DE ?\\d{3} ?\\d{3} ?\\d{3}',
    lead: [2],
    passes: (code) => passesMod11_10(code.slice(2)),
    unsure: true,
    alone: 0.6,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'DE_ID_CARD',
    shape: '[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\\d',
    passes: isGermanCard,
    alone: 0.5,
    cased: true,
    words: phrases('personalausweis,ausweis,personalausweisnummer,ausweisnummer,ausweis nr,personalausweis nr,id card'),
  },
  {
    type: 'DE_ID_CARD',
    shape: '[CFGHJKLMNPRTVWXYZ](?=[A-Z]*\\d)[CFGHJKLMNPRTVWXYZ0-9]{8}',
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases('personalausweis,ausweis,personalausweisnummer,ausweisnummer,ausweis nr,personalausweis nr'),
  },
  {
    type: 'DE_FUEHRERSCHEIN',
    shape: '[A-Z0-9]\\d{2}[A-Z0-9]{6}[0-9X][0-9A-Z]',
    lead: [0, 1],
    passes: null,
    alone: 0,
    words: phrases(
      'fuhrerschein,fuehrerschein,fuhrerscheinnummer,fuehrerscheinnummer,fuhrerschein nr,fahrerlaubnis,feld 5,driving licence',
    ),
  },
  {
    type: 'DE_HANDELSREGISTER',
    shape: 'HR[AB] ?\\d{1,6}',
    lead: [3],
    passes: null,
    alone: 0.6,
    words: phrases('amtsgericht,handelsregister,registergericht,ag,handelsregisternummer'),
  },
  {
    type: 'AT_VAT',
    shape: 'ATU ?\\d{8}',
    lead: [3],
    passes: isAustrianVat,
    alone: 0.8,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'CH_UID',
    shape: 'CHE[- ]?\\d{3}\\.?\\d{3}\\.?\\d{3}(?: (?:MWST|TVA|IVA))?',
    lead: [3],
    passes: isSwissCompany,
    alone: 0.8,
    words: phrases(VAT_WORDS, 'ide,idi,unternehmens identifikationsnummer,unternehmensnummer'),
  },
  {
    type: 'FR_CNI',
    shape: '(?=[A-Z]*\\d)[A-Z0-9]{9}',
    passes: null,
    alone: 0,
    words: phrases('carte d identite,cni,carte nationale d identite,carte identite,piece d identite'),
  },
  {
    type: 'FR_DRIVER_LICENSE',
    shape: '\\d{2}[A-Z]{2}\\d{5}',
    lead: [0],
    passes: null,
    alone: 0,
    words: phrases('permis de conduire,permis,numero de permis'),
  },
  {
    type: 'FR_VAT',
    shape: 'FR ?[0-9A-HJ-NP-Z]{2} ?\\d{3} ?\\d{3} ?\\d{3}',
    lead: [2, 3, 4],
    passes: isFrenchVat,
    alone: 0.8,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'ES_CIF',
    shape: '[ABCDEFGHJNPQRSUVW]-?\\d{7}-?[0-9A-J]',
    lead: [1],
    passes: isCif,
    alone: 0.5,
    cased: true,
    words: phrases('cif,nif,identificacion fiscal,nif iva'),
  },
  {
    type: 'IT_VAT_CODE',
    shape: 'IT ?\\d{11}',
    lead: [2],
    passes: (code) => isPartitaIva(code.slice(2)),
    alone: 0.7,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'IT_IDENTITY_CARD',
    shape: 'C[A-Z]\\d{5}[A-Z]{2}|[A-Z]{2} ?\\d{7}|\\d{7}[A-Z]{2}',
    lead: [0, 2],
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases('carta d identita,carta identita,cie,documento d identita,carta di identita,id card,identity card'),
  },
  {
    type: 'IT_DRIVER_LICENSE',
    shape: '[A-Z]{2}\\d{7}[A-Z]|U1[A-Z0-9]{8}',
    lead: [1, 2],
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases('patente,patente di guida,numero patente,driving licence,driver license'),
  },
  {
    type: 'PT_CC',
    shape: '\\d{8} ?\\d ?(?:[A-Z][A-Z0-9]|\\d[A-Z]) ?\\d',
    lead: [0],
    passes: isPortugueseCard,
    alone: 0.6,
    words: phrases('cartao de cidadao,cc,cartao do cidadao,bilhete de identidade,numero de documento,citizen card'),
  },
  {
    type: 'NL_VAT',
    shape: 'NL ?\\d{3}\\.?\\d{3}\\.?\\d{3}\\.?B\\.?\\d{2}',
    lead: [2],
    passes: isDutchVat,
    alone: 0.8,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'NL_ID',
    shape: '[A-NP-Z]{2}[A-NP-Z0-9]{6}\\d',
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases(
      'identiteitskaart,id kaart,id bewijs,identiteitsbewijs,paspoort,paspoortnummer,documentnummer,identiteitskaartnummer',
    ),
  },
  {
    type: 'BE_VAT',
    shape: 'BE ?[01]\\d{3}\\.?\\d{3}\\.?\\d{3}',
    lead: [2],
    passes: (code) => isBelgianCompany(code.slice(2)),
    alone: 0.85,
    words: phrases(VAT_WORDS, 'ondernemingsnummer,kbo,bce,numero d entreprise'),
  },
  {
    type: 'SE_VAT',
    shape: 'SE ?\\d{10}01',
    lead: [2],
    passes: (code) => passesLuhn(code.slice(2, 12)),
    alone: 0.7,
    words: phrases(VAT_WORDS),
  },
  {
    type: 'DK_CVR',
    shape: 'DK ?\\d{2} ?\\d{2} ?\\d{2} ?\\d{2}',
    lead: [2],
    passes: (code) => isCvr(code.slice(2)),
    alone: 0.6,
    words: phrases(VAT_WORDS, 'cvr,cvr nr'),
  },
  {
    type: 'PL_NIP',
    shape: 'PL ?\\d{10}',
    lead: [2],
    passes: (code) => isNip(code.slice(2)),
    alone: 0.7,
    words: phrases(VAT_WORDS, 'nip,nip ue'),
  },
  {
    type: 'PL_ID_CARD',
    shape: '[A-Z]{3} ?\\d{6}',
    lead: [3],
    passes: isPolishCard,
    alone: 0.5,
    cased: true,
    words: phrases(
      'dowod osobisty,dowod,dowodu,dowodu osobistego,nr dowodu,seria i numer,numer dowodu,dowod tozsamosci',
    ),
  },
  {
    type: 'EU_VAT',
    shape: EU_VAT,
    lead: [2],
    passes: isEuropeanVat,
    alone: 0.5,
    cased: true,
    words: phrases(VAT_WORDS, 'afm,pvn,pvm,kmkr,ico dph,ic dph,dic,ddv,adoszam,cif,oib,fpa'),
  },
]

/** Day and month of a code that writes a date with the year first. */
export const isDatedAt = (code: string, at: number): boolean => isDay(twoAt(code, at + 2), twoAt(code, at + 4))
