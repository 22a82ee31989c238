import { passesLuhn, weighted } from './checksums.ts'
import { isDatedAt } from './code-checks-europe.ts'
import type { CodeRow } from './code-rows.ts'
import { phrases } from './fold.ts'
import { isCnpj } from './number-rows-americas.ts'

/** Luhn to base 36: the check of the 14 characters before. The state is 01 to 38, 97 or 99. */
function isGstin(code: string): boolean {
  const sum = [...code.slice(0, 14)].reduce((all, char, i) => {
    const product = Number.parseInt(char, 36) * (1 + (i % 2))
    return all + Math.floor(product / 36) + (product % 36)
  }, 0)
  const state = Number(code.slice(0, 2))
  return (
    (36 - (sum % 36)) % 36 === Number.parseInt(code.charAt(14), 36) &&
    ((state > 0 && state < 39) || state === 97 || state === 99)
  )
}

/** Businesses, companies by year, and others; the check of the third kind is not public. */
function isUen(code: string): boolean {
  if (/^\d{8}[A-Z]$/.test(code)) return 'XMKECAWLJDB'[weighted(code, [10, 4, 9, 3, 8, 2, 7, 1]) % 11] === code[8]
  if (/^\d{9}[A-Z]$/.test(code)) return 'ZKCMDNERGWH'[weighted(code, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11] === code[9]
  return true
}

const NHI_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Letters count from A = 1 without I and O. Texts disagree on the modulus of the newer form, so that either counts. */
function isNhi(code: string): boolean {
  const sum = [...code.slice(0, 6)].reduce(
    (all, char, i) => all + (/\d/.test(char) ? Number(char) : NHI_LETTERS.indexOf(char) + 1) * (7 - i),
    0,
  )
  if (/\d$/.test(code)) return sum % 11 !== 0 && (11 - (sum % 11)) % 10 === Number(code[6])
  const last = NHI_LETTERS.indexOf(code.charAt(6)) + 1
  return 23 - (sum % 23) === last || 24 - (sum % 24) === last
}

const RFC_VALUES = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ '

/** The three-letter form of a company counts as one with a space in front. */
function isRfc(code: string): boolean {
  const sum = [...code.padStart(13, ' ').slice(0, 12)].reduce(
    (all, char, i) => all + RFC_VALUES.indexOf(char) * (13 - i),
    0,
  )
  const check = (11 - (sum % 11)) % 11
  return (check === 10 ? 'A' : String(check)) === code.at(-1) && isDatedAt(code, code.length - 9)
}

const CURRENT_STATES =
  'AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TN TR TS UK UP WB'
/** The states and territories of India, as vehicles and licences write them. */
export const INDIAN_STATES: ReadonlySet<string> = new Set(CURRENT_STATES.split(' '))

/** Codes with letters in them, of the Americas, Asia and the Pacific, that are not the first one of their country. */
export const WORLD_CODES: readonly CodeRow[] = [
  {
    type: 'US_PTIN',
    shape: 'P ?\\d{8}',
    lead: [1],
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases('ptin,preparer,preparer tax identification,tax preparer,preparer id'),
  },
  {
    type: 'CA_BN',
    shape: '\\d{9} ?R[CMPTZ] ?\\d{4}|\\d{5} \\d{4} R[CMPTZ] ?\\d{4}',
    lead: [0],
    passes: (code) => passesLuhn(code.slice(0, 9)),
    alone: 0.8,
    words: phrases('business number,cra business number,gst,hst,gst number,gst hst,numero d entreprise,tps'),
  },
  {
    type: 'CA_HEALTH',
    shape: '\\d{4}[- ]?\\d{3}[- ]?\\d{3}[- ]?[A-Z]{2}',
    lead: [0],
    passes: (code) => passesLuhn(code.slice(0, 10)),
    unsure: true,
    alone: 0.4,
    words: phrases('ohip,health card,health card number,ontario health,health number'),
  },
  {
    type: 'CA_HEALTH',
    shape: '[A-Z]{4} ?\\d{4} ?\\d{4}',
    lead: [4],
    passes: (code) => {
      const month = Number(code.slice(6, 8))
      return isDatedAt(
        `${code.slice(4, 6)}${String(month > 50 ? month - 50 : month).padStart(2, '0')}${code.slice(8)}`,
        0,
      )
    },
    labelled: 0.95,
    alone: 0.5,
    words: phrases('ramq,carte soleil,assurance maladie,carte d assurance maladie,nam,health card,health insurance'),
  },
  {
    type: 'CA_DRIVER_LICENSE',
    shape: '[A-Z]\\d{4}[- ]?\\d{5}[- ]?\\d{5}|[A-Z]\\d{4}[- ]?\\d{6}[- ]?\\d{2}',
    lead: [1],
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases(
      'driver s licence,drivers licence,driver licence,driver s license,drivers license,permis de conduire,permis,driving licence,ontario licence,dl',
    ),
  },
  {
    type: 'BR_CNPJ',
    shape: '[0-9A-Z]{2}\\.?(?=[0-9A-Z./]{0,11}[A-Z])[0-9A-Z]{3}\\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?\\d{2}',
    passes: isCnpj,
    alone: 0.6,
    cased: true,
    words: phrases('cnpj,cadastro nacional da pessoa juridica'),
  },
  {
    type: 'BR_RG',
    shape: '\\d{1,2}\\.?\\d{3}\\.?\\d{3}-?[0-9X]',
    lead: [0],
    passes: null,
    alone: 0,
    words: phrases('rg,registro geral,carteira de identidade,identidade'),
  },
  {
    type: 'MX_RFC',
    shape: '[A-Z]{3,4}[- ]?\\d{6}[- ]?[A-Z0-9]{2}[0-9A]',
    lead: [3, 4],
    passes: isRfc,
    unsure: true,
    alone: 0.6,
    cased: true,
    words: phrases('rfc,sat,registro federal,registro federal de contribuyentes'),
  },
  {
    type: 'MX_INE',
    shape: '[A-Z]{6}\\d{8}[HM]\\d{3}',
    lead: [6],
    passes: (code) => isDatedAt(code, 6),
    labelled: 0.95,
    alone: 0.85,
    words: phrases('clave de elector,ine,ife,credencial de elector,credencial para votar'),
  },
  {
    type: 'IN_GSTIN',
    shape: '\\d{2}[A-Z]{5}\\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]',
    lead: [0],
    passes: isGstin,
    alone: 0.95,
    words: phrases('gst,gstin,gst number,gst no'),
  },
  {
    type: 'IN_DRIVER_LICENSE',
    shape: '[A-Z]{2}[- ]?\\d{2}[- ]?(?:19|20)\\d{2}[- ]?\\d{7}',
    lead: [2],
    passes: (code) => INDIAN_STATES.has(code.slice(0, 2)),
    unsure: true,
    labelled: 0.9,
    alone: 0,
    words: phrases('dl,driving licence,driving license,dl no,dl number,driving licence number,driver license'),
  },
  {
    type: 'IN_VOTER',
    shape: '[A-Z]{3}/?\\d{7}',
    lead: [3],
    passes: null,
    labelled: 0.85,
    alone: 0,
    words: phrases('epic,voter,voter id,voter card,elector photo,epic no,voter id card'),
  },
  {
    type: 'SG_UEN',
    shape: '(?:19|20)\\d{7}[A-Z]|\\d{8}[A-Z]|[TSR]\\d{2}[A-Z]{2}\\d{4}[A-Z]',
    lead: [0, 1],
    passes: isUen,
    alone: 0.5,
    cased: true,
    words: phrases('uen,acra,unique entity number,business registration'),
  },
  {
    type: 'NZ_NHI',
    shape: '[A-HJ-NP-Z]{3}(?:\\d{4}|\\d{2}[A-HJ-NP-Z][A-HJ-NP-Z])',
    lead: [3],
    passes: isNhi,
    alone: 0.4,
    words: phrases('nhi,nhi number,national health index,patient'),
  },
  {
    type: 'NZ_DRIVER_LICENSE',
    shape: '[A-Z]{2}\\d{6}',
    lead: [2],
    passes: null,
    alone: 0,
    words: phrases(
      'nz driver licence,nz licence,nz driving licence,new zealand driver licence,driver licence,nzta,driver licence number',
    ),
  },
]
