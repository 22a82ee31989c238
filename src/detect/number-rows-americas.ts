import { passesLuhn, remainder, weighted } from './checksums.ts'
import { phrases } from './fold.ts'
import type { NumberRow } from './number-rows.ts'

const lastOf = (digits: string): number => digits.charCodeAt(digits.length - 1) - 48
const MIXED = /^[ ./-]$|^mixed$/

/** Prefixes that the IRS gives to its campuses and to the internet; the others are not in use. */
const isEin = (digits: string): boolean => !/^(?:00|0[789]|1[789]|2[89]|49|69|70|78|79|89|9[67])/.test(digits)

/** British Columbia's weights stand on digits 2 to 9 of a number that begins with 9. */
function isBritishColumbian(digits: string): boolean {
  const check = (11 - (weighted(digits.slice(1), [2, 4, 8, 5, 10, 9, 7, 3]) % 11)) % 11
  return digits.startsWith('9') && check === lastOf(digits)
}

const CNPJ_WEIGHTS = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
const noTen = (sum: number): number => (sum % 11 < 2 ? 0 : 11 - (sum % 11))

/** Characters count by their code less 48, so that letters have a place (Receita Federal, from July 2026). */
export const isCnpj = (code: string): boolean =>
  [12, 13].every((count) => {
    const sum = CNPJ_WEIGHTS.slice(13 - count).reduce((all, weight, i) => all + weight * (code.charCodeAt(i) - 48), 0)
    return noTen(sum) === code.charCodeAt(count) - 48
  })

const isCns = (digits: string): boolean =>
  /^[12789]/.test(digits) && weighted(digits, [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0

const isPis = (digits: string): boolean => noTen(weighted(digits, [3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) === lastOf(digits)

/** Each product counts by its last digit. */
function isClabe(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += ((digits.charCodeAt(i) - 48) * ([3, 7, 1][i % 3] ?? 0)) % 10
  return (10 - (sum % 10)) % 10 === lastOf(digits)
}

/** Brazil's driving licence: two digits, the second of which depends on whether the first was ten. */
function isCnh(digits: string): boolean {
  const first = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11
  const second = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11
  const less = first > 9 ? 2 : 0
  const shown = first > 9 ? 0 : first
  const other = second - less < 0 ? second - less + 11 : second - less
  return Number(digits.slice(9)) === shown * 10 + (other > 9 ? 0 : other)
}

/** Brazil's voter's number: the state stands in digits 9 and 10. */
function isTitulo(digits: string): boolean {
  const first = (weighted(digits, [2, 3, 4, 5, 6, 7, 8, 9]) % 11) % 10
  const second = (weighted(digits.slice(8), [7, 8, 9]) % 11) % 10
  return Number(digits.slice(10)) === first * 10 + second && Number(digits.slice(8, 10)) <= 28
}

/** Canada, the United States, Brazil and Mexico. */
export const AMERICAN_NUMBERS: readonly NumberRow[] = [
  {
    type: 'US_EIN',
    lengths: [9],
    printed: ['2-7'],
    separator: /^-$/,
    passes: isEin,
    labelled: 0.85,
    alone: [0, 0],
    words: phrases(
      'ein,fein,employer id,employer identification,employer identification number,federal tax id,tax id,federal ein,ein number,fein number,employer id no,employer number,federal id,federal id number,federal employer identification number',
    ),
  },
  {
    type: 'CA_HEALTH',
    lengths: [9, 10, 12],
    printed: ['4-3-3', '4-4-4', '3-3-3'],
    passes: (d) => d.length !== 10 || isBritishColumbian(d) || passesLuhn(d),
    unsure: true,
    labelled: 0.9,
    alone: [0, 0],
    words: phrases(
      'ohip,health card,health card number,phn,personal health number,ramq,msp,carte sante,carte d assurance maladie,',
      'assurance maladie,ahcip,hcn',
    ),
  },
  {
    type: 'CA_BN',
    lengths: [9],
    printed: ['5-4', '3-3-3'],
    passes: passesLuhn,
    alone: [0, 0],
    words: phrases('business number,cra business number,gst,hst,gst number,gst hst,numero d entreprise,tps'),
  },
  {
    type: 'BR_CNPJ',
    lengths: [14],
    printed: ['2-3-3-4-2'],
    separator: /^mixed$/,
    passes: isCnpj,
    alone: [0.95, 0.5],
    words: phrases('cnpj,cadastro nacional da pessoa juridica'),
  },
  {
    type: 'BR_CNS',
    lengths: [15],
    printed: ['3-4-4-4'],
    passes: isCns,
    alone: [0.7, 0],
    words: phrases('cns,sus,cartao sus,cartao nacional de saude,cartao do sus'),
  },
  {
    type: 'BR_PIS',
    lengths: [11],
    printed: ['3-5-2-1'],
    separator: MIXED,
    passes: isPis,
    alone: [0, 0],
    words: phrases('pis,pasep,pis pasep,nis,nit'),
  },
  {
    type: 'BR_CNH',
    lengths: [11],
    printed: [],
    passes: isCnh,
    unsure: true,
    alone: [0, 0],
    words: phrases('cnh,carteira de motorista,carteira de habilitacao,habilitacao,carteira nacional de habilitacao'),
  },
  {
    type: 'BR_TITULO',
    lengths: [12],
    printed: ['4-4-4'],
    passes: isTitulo,
    unsure: true,
    alone: [0, 0],
    words: phrases('titulo de eleitor,titulo eleitoral,titulo,voter id'),
  },
  {
    type: 'MX_NSS',
    lengths: [11],
    printed: ['2-2-2-4-1'],
    passes: passesLuhn,
    alone: [0, 0],
    words: phrases('nss,imss,numero de seguridad social,numero de seguro social,seguro social'),
  },
  {
    type: 'MX_CLABE',
    lengths: [18],
    printed: ['3-3-11-1'],
    passes: isClabe,
    alone: [0.6, 0],
    words: phrases('clabe,clabe interbancaria,cuenta clabe,interbancaria'),
  },
  {
    type: 'ZA_TAX',
    lengths: [10],
    printed: ['4-3-3'],
    passes: (d) => /^[01239]/.test(d) && passesLuhn(d),
    alone: [0, 0],
    words: phrases('sars,sars tax,tax number,tax reference,income tax,tax ref,tax no,sars reference'),
  },
  {
    type: 'NG_NIN',
    lengths: [11],
    printed: ['4-3-4'],
    passes: null,
    alone: [0, 0],
    words: phrases('nin,nimc,national identification number,national identity number,national id,nin slip,nin number'),
  },
  {
    type: 'NG_BVN',
    lengths: [11],
    printed: [],
    passes: (d) => d.startsWith('22'),
    labelled: 0.85,
    alone: [0, 0],
    words: phrases('bvn,bank verification,bank verification number'),
  },
  {
    type: 'TR_VKN',
    lengths: [10],
    printed: ['3-3-4'],
    passes: isVkn,
    alone: [0, 0],
    words: phrases('vergi,vkn,vergi no,vergi numarasi,vergi kimlik,vergi kimlik no,vergi kimlik numarasi'),
  },
  {
    type: 'IL_ID',
    lengths: [9],
    printed: ['8-1', '1-7-1'],
    passes: passesLuhn,
    alone: [0, 0],
    words: phrases('teudat zehut,israeli id,mispar zehut,id israel,תעודת זהות,מספר זהות,ת ז'),
  },
  {
    type: 'AE_ID',
    lengths: [15],
    printed: ['3-4-7-1'],
    passes: (d) => d.startsWith('784') && /^(?:19|20)/.test(d.slice(3)) && passesLuhn(d),
    unsure: true,
    alone: [0.9, 0.6],
    words: phrases('emirates id,emirates id number,eid,uae id,الهوية'),
  },
]

/** Turkey's tax number: a power of two for each place, modulo nine. */
function isVkn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < 9; i++) {
    const place = 9 - i
    const shifted = (digits.charCodeAt(i) - 48 + place) % 10
    if (shifted !== 0) sum += remainder(String(shifted * 2 ** place), 9) || 9
  }
  return (10 - (sum % 10)) % 10 === lastOf(digits)
}
