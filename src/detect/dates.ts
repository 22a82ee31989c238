import { isDate } from './calendar.ts'

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan january januar janvier enero gennaio januari janeiro stycznia ene gen jänner',
    'feb february februar février fevrier febrero febbraio februari fevereiro lutego fév fev',
    'mar march märz maerz mars marzo maart março marca mär mrz mrt',
    'apr april avril abril aprile kwietnia avr abr',
    'may mai mayo maggio mei maio maja maj mag',
    'jun june juni juin junio giugno junho czerwca giu',
    'jul july juli juillet julio luglio julho lipca lug juil',
    'aug august août aout agosto augustus sierpnia ago',
    'sep sept september septembre septiembre settembre setembro września wrzesnia set',
    'oct october oktober octobre octubre ottobre outubro października okt ott out',
    'nov november novembre noviembre novembro listopada',
    'dec december dezember décembre decembre diciembre dicembre dezembro grudnia dez dic déc',
  ].flatMap((names, i) => names.split(' ').map((name) => [name, i + 1])),
)

/** Names of months, in the languages that are read. */
export const MONTH_NAMES: readonly string[] = Object.keys(MONTHS)

const NUMERIC = /(\d{1,4})([-/.])(\d{1,2})\2(\d{2,4})|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日/y
const DAY_FIRST =
  /(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?(?:\s|-){1,2}(?:of\s|de\s|di\s)?(\p{L}{3,12})\.?,?(?:\s|-){1,2}(?:de\s|del\s|of\s)?(\d{4}|['’]?\d{2})/uy
const MONTH_FIRST = /(\p{L}{3,12})\.?(?:\s|-)(\d{1,2})(?:st|nd|rd|th)?,?(?:\s|-){1,2}(\d{4})/uy
const RUN_TOGETHER = /(\d{4})(\d{2})(\d{2})/y

export type WrittenDate = { readonly start: number; readonly end: number }

/** Birthdays are in these years; later ones are plans. */
const isYear = (year: number): boolean => year >= 1880 && year <= 2099

/** The date that begins at a place, in digits or words, in any usual order; null when there is none. */
export function dateAt(text: string, start: number): WrittenDate | null {
  for (const [pattern, isRight] of FORMS) {
    pattern.lastIndex = start
    const match = pattern.exec(text)
    if (match !== null && isRight(match) && !/[\d\p{L}]/u.test(text.charAt(pattern.lastIndex)))
      return { start, end: pattern.lastIndex }
  }
  return null
}

const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray) => boolean])[] = [
  [NUMERIC, ([, a, , b, c]) => a === undefined || isNumeric(a, b ?? '', c ?? '')],
  [DAY_FIRST, ([, day, month = '', year = '']) => isNamed(year, month, Number(day))],
  [MONTH_FIRST, ([, month = '', day, year = '']) => isNamed(year, month, Number(day))],
  [RUN_TOGETHER, ([, year, month, day]) => isYear(Number(year)) && isDate(Number(year), Number(month), Number(day))],
]

function isNumeric(a: string, b: string, c: string): boolean {
  if (a.length === 4) return c.length <= 2 && isYear(Number(a)) && isDate(Number(a), Number(b), Number(c))
  if (a.length > 2 || c.length === 3) return false
  const year = fullYear(c)
  return isYear(year) && (isDate(year, Number(b), Number(a)) || isDate(year, Number(a), Number(b)))
}

function isNamed(year: string, month: string, day: number): boolean {
  const number = MONTHS[month.toLowerCase()]
  const full = fullYear(year.replace(/\D/g, ''))
  return number !== undefined && isYear(full) && isDate(full, number, day)
}

const fullYear = (year: string): number =>
  year.length === 4 ? Number(year) : 1900 + Number(year) + (Number(year) < 30 ? 100 : 0)
