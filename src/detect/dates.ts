import { isDate } from './calendar.ts'
import { isWordAt } from './chars.ts'

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan january januar janvier enero gennaio januari janeiro stycznia ene gen jänner tammikuuta ledna ianuarie január ocak января січня ιανουαρίου',
    'feb february februar février fevrier febrero febbraio februari fevereiro lutego fév fev helmikuuta února unora februarie február şubat subat февраля лютого φεβρουαρίου',
    'mar march märz maerz mars marzo maart março marca mär mrz mrt marts maaliskuuta března brezna martie március marcius mart марта березня μαρτίου',
    'apr april avril abril aprile kwietnia avr abr huhtikuuta dubna aprilie április aprilis nisan апреля квітня απριλίου',
    'may mai mayo maggio mei maio maja maj mag toukokuuta května kvetna május majus mayıs mayis мая травня μαΐου μαίου',
    'jun june juni juin junio giugno junho czerwca giu kesäkuuta června cervna iunie június junius haziran июня червня ιουνίου',
    'jul july juli juillet julio luglio julho lipca lug juil heinäkuuta července cervence iulie július julius temmuz июля липня ιουλίου',
    'aug august août aout agosto augustus sierpnia ago augusti elokuuta srpna augusztus ağustos agustos августа серпня αυγούστου',
    'sep sept september septembre septiembre settembre setembro września wrzesnia set syyskuuta září zari septembrie szeptember eylül eylul сентября вересня σεπτεμβρίου',
    'oct october oktober octobre octubre ottobre outubro października okt ott out lokakuuta října rijna octombrie október ekim октября жовтня οκτωβρίου',
    'nov november novembre noviembre novembro listopada marraskuuta listopadu noiembrie kasım kasim ноября листопада νοεμβρίου',
    'dec december dezember décembre decembre diciembre dicembre dezembro grudnia dez dic déc joulukuuta prosince decembrie aralık aralik декабря грудня δεκεμβρίου',
  ].flatMap((names, i) => names.split(' ').map((name) => [name, i + 1])),
)

/** Names of months, in the languages that are read. */
export const MONTH_NAMES: readonly string[] = Object.keys(MONTHS)

const NUMERIC =
  /(\d{1,4})([-/.])(\d{1,2})\2(\d{2,4})|(?:19|20)\d{2}年 ?\d{1,2}月 ?\d{1,2}日|(?:19|20)\d{2}년 ?\d{1,2}월 ?\d{1,2}일/y
/** `4. 3. 1988` and `1988. 03. 04.`, as in Czech and in Hungarian. */
const SPACED = /(\d{1,2})\. (\d{1,2})\. (\d{4})|(\d{4})\. (\d{1,2})\. (\d{1,2})/y
const DAY_FIRST =
  /(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?(?:\s|-){1,2}(?:of\s|de\s|di\s)?(\p{L}{3,12})\.?,?(?:\s|-){1,2}(?:de\s|del\s|of\s)?(\d{4}|['’]?\d{2})/uy
const MONTH_FIRST = /(\p{L}{3,12})\.?(?:\s|-)(\d{1,2})(?:st|nd|rd|th)?,?(?:\s|-){1,2}(\d{4})/uy
const YEAR_FIRST = /(\d{4})\.? (\p{L}{3,12}) (\d{1,2})(?:\.|(?!\d))/uy
const RUN_TOGETHER = /(\d{4})(\d{2})(\d{2})(?![-+]\d)/y

export type WrittenDate = { readonly start: number; readonly end: number }

/** Birthdays are in these years; later ones are plans. */
const isYear = (year: number): boolean => year >= 1880 && year <= 2099

/** The date that begins at a place, in digits or words, in any usual order; null when there is none. */
export function dateAt(text: string, start: number): WrittenDate | null {
  for (const [pattern, isRight] of FORMS) {
    pattern.lastIndex = start
    const match = pattern.exec(text)
    if (match !== null && isRight(match) && !isWordAt(text, pattern.lastIndex)) return { start, end: pattern.lastIndex }
  }
  return null
}

const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray) => boolean])[] = [
  [NUMERIC, ([, a, , b, c]) => a === undefined || isNumeric(a, b ?? '', c ?? '')],
  [DAY_FIRST, ([, day, month = '', year = '']) => isNamed(year, month, Number(day))],
  [MONTH_FIRST, ([, month = '', day, year = '']) => isNamed(year, month, Number(day))],
  [SPACED, ([, d, m, y, year, month, day]) => isDay(y ?? year, m ?? month, d ?? day)],
  [YEAR_FIRST, ([, year = '', month = '', day]) => isNamed(year, month, Number(day))],
  [RUN_TOGETHER, ([, year, month, day]) => isDay(year, month, day)],
]

const isDay = (year?: string, month?: string, day?: string): boolean =>
  isYear(Number(year)) && isDate(Number(year), Number(month), Number(day))

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
