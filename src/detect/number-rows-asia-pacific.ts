import { isDate, twoAt } from './calendar.ts'
import { elevenMinus, passesLuhn, passesVerhoeff, weighted } from './checksums.ts'
import { phrases } from './fold.ts'
import type { NumberRow } from './number-rows.ts'

const lastOf = (digits: string): number => digits.charCodeAt(digits.length - 1) - 48
const HYPHEN = /^-$/

/** The first digit counts as one less. */
const isAbn = (digits: string): boolean =>
  digits[0] !== '0' && (weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0
const isAcn = (digits: string): boolean =>
  (10 - (weighted(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === lastOf(digits)

/** From ten million to 150 million; a second row of weights where the first gives ten. */
function isIrd(digits: string): boolean {
  const nine = digits.padStart(9, '0')
  const first = elevenMinus(nine, [3, 2, 7, 6, 5, 4, 3, 2])
  const check = first === 10 ? elevenMinus(nine, [7, 4, 3, 2, 5, 2, 7, 6]) : first
  return Number(nine) >= 10_000_000 && Number(nine) <= 150_000_000 && check === lastOf(nine)
}

/** A foreigner's seventh digit is 5 to 8. The check digit no longer holds since October 2020. */
const isKoreanForeigner = (digits: string): boolean =>
  /^.{6}[5-8]/.test(digits) &&
  isDate((/^.{6}[78]/.test(digits) ? 2000 : 1900) + twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4))

/** The tens of the last product count once more. */
function isBrn(digits: string): boolean {
  const tens = Math.floor(((digits.charCodeAt(8) - 48) * 5) / 10)
  return (10 - ((weighted(digits, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + tens) % 10)) % 10 === lastOf(digits)
}

const isMyNumber = (digits: string): boolean =>
  elevenMinus(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 10 === lastOf(digits)
const isJapaneseCompany = (digits: string): boolean =>
  9 - (weighted(digits.slice(1), [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 9) === digits.charCodeAt(0) - 48

const isThai = (digits: string): boolean =>
  /^[1-8]/.test(digits) && elevenMinus(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 10 === lastOf(digits)

/** The check is the ninth digit; what follows is the branch. */
const isPhilippine = (digits: string): boolean =>
  weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === digits.charCodeAt(8) - 48

/** Numbers of Asia and the Pacific that are not the first one of their country. */
export const PACIFIC_NUMBERS: readonly NumberRow[] = [
  {
    type: 'IN_AADHAAR',
    lengths: [16],
    printed: ['4-4-4-4'],
    passes: passesVerhoeff,
    alone: [0, 0],
    words: phrases('vid,virtual id,aadhaar,aadhaar vid,uidai'),
  },
  {
    type: 'IN_UAN',
    lengths: [12],
    printed: ['4-4-4'],
    passes: null,
    alone: [0, 0],
    words: phrases('uan,epf,epfo,universal account number,pf'),
  },
  {
    type: 'IN_ABHA',
    lengths: [14],
    printed: ['2-4-4-4'],
    passes: null,
    alone: [0, 0],
    words: phrases('abha,health id,abha number,abdm,ayushman bharat'),
  },
  {
    type: 'AU_IHI',
    lengths: [16],
    printed: ['4-4-4-4', '6-10'],
    passes: (d) => d.startsWith('800360') && passesLuhn(d),
    alone: [0.95, 0.9],
    words: phrases('ihi,individual healthcare identifier,healthcare identifier'),
  },
  {
    type: 'AU_ABN',
    lengths: [11],
    printed: ['2-3-3-3'],
    passes: isAbn,
    alone: [0.85, 0.4],
    words: phrases('abn,australian business number'),
  },
  {
    type: 'AU_ACN',
    lengths: [9],
    printed: ['3-3-3'],
    passes: isAcn,
    alone: [0, 0],
    words: phrases('acn,australian company number'),
  },
  {
    type: 'AU_BSB',
    lengths: [6],
    printed: ['3-3'],
    separator: /^[- ]$/,
    passes: null,
    alone: [0, 0],
    words: phrases('bsb,bsb number'),
  },
  {
    type: 'AU_DRIVER_LICENSE',
    lengths: [8, 9, 10],
    printed: ['3-3-3'],
    passes: null,
    alone: [0, 0],
    words: phrases(
      'driver licence,driver licence number,nsw licence,victorian licence,vic licence,qld licence,queensland licence,',
      'wa licence,australian driver licence,australian licence',
    ),
  },
  {
    type: 'NZ_IRD',
    lengths: [8, 9],
    printed: ['2-3-3', '3-3-3'],
    passes: isIrd,
    alone: [0, 0],
    words: phrases('ird,ird number,inland revenue,inland revenue number'),
  },
  {
    type: 'NZ_BANK',
    lengths: [15, 16],
    printed: ['2-4-7-2', '2-4-7-3'],
    separator: HYPHEN,
    passes: null,
    alone: [0.6, 0],
    words: phrases('bank account,account number,account,acct,bank account number'),
  },
  {
    type: 'KR_FRN',
    lengths: [13],
    printed: ['6-7'],
    separator: HYPHEN,
    passes: isKoreanForeigner,
    alone: [0.8, 0],
    words: phrases('frn,arc,alien registration,foreigner registration,외국인등록번호,외국인번호'),
    raw: ['외국인등록번호', '외국인번호'],
  },
  {
    type: 'KR_BRN',
    lengths: [10],
    printed: ['3-2-5'],
    separator: HYPHEN,
    passes: isBrn,
    alone: [0.6, 0],
    words: phrases('brn,business registration,business registration number,사업자등록번호,사업자번호'),
    raw: ['사업자등록번호', '사업자번호'],
  },
  {
    type: 'KR_DRIVER_LICENSE',
    lengths: [12],
    printed: ['2-2-6-2'],
    separator: HYPHEN,
    passes: (d) => /^(?:1[1-9]|2[0-8])/.test(d),
    labelled: 0.85,
    alone: [0, 0],
    words: phrases('korean driver license,korean driving licence,driver license,driving licence,운전면허,면허번호'),
    raw: ['운전면허', '면허번호'],
  },
  {
    type: 'JP_MY_NUMBER',
    lengths: [12],
    printed: ['4-4-4'],
    passes: isMyNumber,
    alone: [0, 0],
    words: phrases('my number,mynumber,individual number,kojin bango,マイナンバー,個人番号'),
    raw: ['マイナンバー', '個人番号'],
  },
  {
    type: 'JP_CORPORATE',
    lengths: [13],
    printed: ['1-4-4-4'],
    passes: isJapaneseCompany,
    alone: [0, 0],
    words: phrases('corporate number,houjin bango,hojin bango,法人番号'),
    raw: ['法人番号'],
  },
  {
    type: 'JP_DRIVER_LICENSE',
    lengths: [12],
    printed: ['4-4-4'],
    passes: null,
    alone: [0, 0],
    words: phrases('japanese driver license,japanese driving licence,運転免許,免許証番号'),
    raw: ['運転免許', '免許証番号'],
  },
  {
    type: 'TH_TNIN',
    lengths: [13],
    printed: ['1-4-5-2-1'],
    passes: isThai,
    alone: [0.9, 0.4],
    words: phrases(
      'thai id,thai national id,thai citizen id,tnin,national id,เลขประจำตัวประชาชน,บัตรประชาชน,เลขบัตรประชาชน',
    ),
    raw: ['เลขประจำตัวประชาชน', 'บัตรประชาชน', 'เลขบัตรประชาชน'],
  },
  {
    type: 'PH_TIN',
    lengths: [9, 12],
    printed: ['3-3-3', '3-3-3-3', '3-3-3-5'],
    passes: isPhilippine,
    unsure: true,
    alone: [0, 0],
    words: phrases('tin,bir,bir tin,philippine tin,tin number'),
  },
]
