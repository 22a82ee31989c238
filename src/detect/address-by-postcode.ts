import { STATES } from './address-tail.ts'
import { isUpper } from './chars.ts'
import { digitGroups } from './digit-groups.ts'

/** Where an address begins and ends. */
export type Anchored = { readonly start: number; readonly end: number }

const LONGEST = 140
const UNIT =
  '(?:Flat|Unit|Apt\\.?|Apartment|Suite|Ste\\.?|Studio|Room|Rm\\.?|Plot|Shop|House|Blk\\.?|Block|Lot|Level|Floor|Office|Villa|No\\.?|Box|Highway|Hwy\\.?|Route|Road|Street|St|Avenue|Ave|Drive|Sector|Phase|Cross|Main)'
const NUMBER = '\\d{1,5}[A-Za-z]?(?:[-/](?:\\d{1,5}[A-Za-z]?|[A-Z])){0,3}'
/** A unit, a house number, or what the American post has for the country and for the forces. */
const OPENING = `(?:(?:${UNIT}|Plot No\\.?|Door No\\.?|H\\. ?No\\.?|Flat No\\.?|House No\\.?) ?#?${NUMBER}|[A-Z]-\\d{1,4}[A-Z]?|[NnSsEeWw]\\d{1,3}[NnSsEeWw]\\d{3,5}|\\d{1,6}[A-Za-z]?(?:[-/]\\d{1,5}[A-Za-z]?)?(?: 1/2)?|(?:PSC|CMR|RR|HC) \\d{1,5}|US(?:NS|NV|CGC|S)(?= \\p{Lu}))`
const WORD = `(?:(?:${UNIT})(?: No\\.?)? ?#?${NUMBER}|#\\d{1,5}[A-Za-z]?(?:-\\d{1,5})?|\\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)|\\p{Lu}[\\p{L}'’.-]{0,24})(?![\\p{L}\\p{N}])|(?:of|the|and|upon|on|la|de|del|le|in|&)(?= )`
const BODY = new RegExp(
  `(?<![\\p{L}\\p{N}.,/$€£#-])(?:${UNIT} ?#?${NUMBER}(?:,? \\p{Lu}[\\p{L}'’-]{1,24}){0,3}, ?)?${OPENING}[.,]? (?:(?:${WORD})(?:,? |,?\\r?\\n[ \\t]{0,4}|,| ?[-–] ?$|$)){1,14}$`,
  'u',
)

const STATE_BEFORE = new RegExp(`(?<![\\p{L}\\p{N}])(?:${STATES}|A[AEP])[,.]? {1,2}$`, 'u')
const AUSTRALIAN_BEFORE = /(?<![A-Z])(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? $/
/** The largest towns and states of India, which write no state before the postcode. */
const INDIAN_BEFORE =
  /(?<!\p{L})(?:Mumbai|Delhi|Bengaluru|Bangalore|Hyderabad|Chennai|Kolkata|Pune|Ahmedabad|Jaipur|Noida|Gurgaon|Gurugram|Lucknow|Surat|Nagpur|Indore|Bhopal|Patna|Kochi|Coimbatore|Chandigarh|Thane|Vadodara|Visakhapatnam|Haryana|Maharashtra|Karnataka|Telangana|Kerala|Gujarat|Rajasthan|Punjab|Bihar|Odisha|Assam|Goa|Pradesh|Bengal|Nadu)(?: ?[-–] ?|,? )$/u
const AMERICAN = /\d{5}(?:-\d{4})?(?![\w-])/y
const BRITISH = /(?<![A-Z\d])(?:[A-Z]{1,2}\d[A-Z\d]?) \d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z\d])/y
const CANADIAN = /(?<![A-Z\d])[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d(?![A-Za-z\d])/y
const IRISH = /(?<![A-Z\d])[AC-FHKNPRTV-Y](?:\d\d|6W) ?[AC-FHKNPRTV-Y\d]{4}(?![A-Za-z\d])/y
const YEAR = /(?:^|\W)(?:in|since|by|from|until|of|during|the|circa|year) $/i
const COUNTRY =
  /^,? (?:USA|U\.S\.A\.|US|United States(?: of America)?|UK|United Kingdom|England|Scotland|Wales|Canada|Australia|Ireland)(?![\p{L}])/u

/**
 * Addresses in American, British, Irish, Canadian, Australian and Singaporean writing by how they end: with a postcode of that print,
 * behind its state where one belongs to it; before that there are only words with capitals, back to a house number, a unit, or a box
 * of the country or the forces (USPS Publication 28). No word for street is needed then.
 */
export function addressesByPostcode(text: string): readonly Anchored[] {
  const { count, starts, ends } = digitGroups(text)
  const found: Anchored[] = []
  for (let i = 0; i < count; i++) {
    const postcode = postcodeAt(text, starts[i] as number, ends[i] as number)
    if (postcode === null) continue
    const from = Math.max(found.at(-1)?.end ?? 0, postcode.start - LONGEST)
    const match = BODY.exec(text.slice(from, postcode.start))
    if (match === null || isYear(text, from + match.index)) continue
    const country = COUNTRY.exec(text.slice(postcode.end, postcode.end + 28))?.[0].length ?? 0
    found.push({ start: from + match.index, end: postcode.end + country })
  }
  return found
}

/** A postcode, by its first or only digits. */
function postcodeAt(text: string, start: number, end: number): Anchored | null {
  const before = text.charCodeAt(start - 1)
  const length = end - start
  if (before === SPACE || (before === HYPHEN && length === 6)) {
    if (length === 5 && STATE_BEFORE.test(text.slice(Math.max(0, start - 18), start)))
      return matchAt(AMERICAN, text, start)
    if (length === 4 && AUSTRALIAN_BEFORE.test(text.slice(Math.max(0, start - 6), start))) return { start, end }
    if (length === 6 && INDIAN_BEFORE.test(text.slice(Math.max(0, start - 20), start))) return { start, end }
    return length === 6 && text.slice(Math.max(0, start - 10), start) === 'Singapore ' ? { start, end } : null
  }
  if (!isUpper(before) || length > 2) return null
  const from = start - (isUpper(text.charCodeAt(start - 2)) ? 2 : 1)
  return matchAt(BRITISH, text, from) ?? matchAt(CANADIAN, text, from) ?? matchAt(IRISH, text, from)
}

function matchAt(pattern: RegExp, text: string, at: number): Anchored | null {
  pattern.lastIndex = at
  return pattern.test(text) ? { start: at, end: pattern.lastIndex } : null
}

const SPACE = 32
const HYPHEN = 45

/** `In 2020 Sunset Boulevard …` is no house number. */
const isYear = (text: string, at: number): boolean =>
  /^(?:1[89]|20)\d\d /.test(text.slice(at, at + 5)) && YEAR.test(text.slice(Math.max(0, at - 12), at))
