import type { Detector } from '../terms/finding.ts'
import { addressesByPostcode } from './address-by-postcode.ts'
import { atDigits } from './at-digits.ts'
import { atWords } from './at-words.ts'
import { isLetter, isUpper, isWordAt, lineStart } from './chars.ts'
import { codeIn, isInCode } from './code.ts'
import { digitGroups } from './digit-groups.ts'
import { fold } from './fold.ts'
import { alphabetOf, hasDigit } from './has-run.ts'
import { keywordsIn } from './keywords.ts'
import { spot } from './spot.ts'
import { nearDigits } from './near-digits.ts'
import { addressCells, labelledAddresses } from './labelled-address.ts'
import { SAYS_WHERE, pastLabel, streetsElsewhere } from './street-elsewhere.ts'
import { lowerStreets } from './street-lower.ts'
import { romanceStreets } from './street-romance.ts'
import type { Street } from './street-romance.ts'
import { STATES, tailOf } from './address-tail.ts'
import { lastFrom } from './view.ts'
import { wordSetOf } from './word-set.ts'

/** Street words of USPS Publication 28, Appendix C1, that are most often something else. */
const RARE_KINDS = (
  'Bend Bluff Branch Bridge Brook Burg Bypass Camp Canyon Cape Causeway Center Chase Cliff Common Corner Corners Cove Coves Creek Croft Crest ' +
  'Crossroad Curve Dale Divide Drives Estate Estates Falls Ferry Field Fields Flats Ford Fords Forest Forge Fork Garden Gate Glen Glens Greens ' +
  'Harbor Haven Heights Hills Hollow Inlet Island Isle Junction Key Knoll Knolls Landing Lodge Manor Mead Meadow Meadows Mill Mills Motorway Mount ' +
  'Mountain Oaks Orchard Oval Parade Park Pass Passage Path Pine Pines Plain Plains Point Points Port Ports Ranch Rapids Rise River Roads Shoal Shore ' +
  'Shores Skyway Spring Springs Spur Squares Station Stravenue Stream Streets Summit Throughway Trace Track Tunnel Turn Underpass Union Vale Valley ' +
  'Via Viaduct View Views Village Ville Vista Walks Ways Well Wells Wharf Wynd Yard'
).split(' ')
/** English: number, one to five words, street word. */
const KINDS_BEHIND = (
  'Street Avenue Road Boulevard Lane Drive Court Place Way Terrace Circle Parkway Highway Square Close Crescent Gardens Grove Mews ' +
  'Row Hill Trail Loop Alley Plaza Broadway Turnpike Pike Run Ridge Crossing Walk Green Wharf Quay Expressway Freeway Extension St ' +
  'Ave Av Rd Blvd Ln Dr Ct Pl Ter Cir Pkwy Hwy Sq Cres Gdns Trl Aly Plz Tpke Expy Fwy STREET AVENUE ROAD BOULEVARD LANE HIGHWAY AVE ' +
  'RD BLVD'
)
  .split(' ')
  .concat(RARE_KINDS)
const STREET = new RegExp(`(?<![\\p{L}\\p{N}])(?:${KINDS_BEHIND.join('|')})(?![\\p{L}\\p{N}])\\.?`, 'uy')
const BEFORE_STREET =
  /(?<![\p{L}\p{N}.,/$€£-])(\d{1,6}(?:[-/]\d{1,5})?[A-Za-z]?(?: 1\/2)?),? ((?:(?:\p{Lu}[\p{L}'.-]{0,24}|\d{1,3}(?:st|nd|rd|th)|of|the|la|de|le|el) ){0,5})$/u
const LOWER_STREET =
  /(?<![\p{L}\p{N}.,/$-])\d{1,5}[a-z]? (?:(?:[nsew]|north|south|east|west)\.? )?(?:[a-z]{3,16}|\d{1,3}(?:st|nd|rd|th)) (?:[a-z]{3,16} )?(?:street|avenue|road|boulevard|drive|ave|blvd|rd|lane|ln|court|ct|close|crescent|terrace|place|pl|way|circle|cir|st|dr|pkwy|hwy|grove|square)(?![\p{L}\p{N}])/uy
/** Cheap questions to ask before the long ones. */
const MAY_BE_BOX = /box|\bp\.?o|postfach|postbus|apartado|casella|bo[iî]te|caixa|skrytka/i

const MAY_SAY_BOX = keywordsIn(
  'p po pob post postfach postbus apartado casella boite caixa skrytka'.split(' '),
  'caseless',
)

/** Words that can be a street word and are often something else: they need more than a number before them. */
const LOOSE = new Set(
  'way place court run green walk row hill close loop drive square circle ridge crossing pike extension'.split(' '),
)

const RARE = new Set(RARE_KINDS.map((kind) => kind.toLowerCase()))

/** German, Dutch and Nordic street words are the end of a name; the number follows. */
const COMPOUND =
  /(?<![\p{L}\p{N}])(?:(?:\p{Lu}[\p{L}.]{1,24}[ -]){0,3}(?:\p{Lu}\p{L}{1,28}?(?:stra(?:ß|ss)e|str\.|str|gasse|weg|platz|allee|ring|damm|ufer|steig|chaussee|markt|hof|straat|laan|plein|gracht|kade|singel|dijk|dreef|gatan|gata|vägen|vagen|veien|vej|gade|plads|allé|torget|katu|tie|kuja|gaten)|(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Ring|Gasse|Am|An der|Auf der|Im|Zum|Zur|Unter den|Alte|Neue)(?: \p{Lu}\p{L}{2,20}){0,2})),? (?:Nr\.? ?)?\d{1,4}(?: [A-H] \d{1,3}(?=[,.\n])| ?[a-zA-Z])?(?:[-/]\d{1,4}[a-z]?){0,3}(?![\p{L}\p{N}]|[.,:]\d)/uy
/** German words that end like a street and are none. */
const NO_STREET =
  /^(?:Umweg|Ausweg|Fortschritt|Beitrag|Hinweg|Irrweg|Rückweg|Lernweg|Parkplatz|Arbeitsplatz|Studienplatz|Marktplatz|Bahnhof|Tie|Im|Am|An der|Auf der|Zum|Zur|Alte|Neue|Ring|Weg|Platz|Allee)$/

const BOX =
  /(?<![\p{L}\p{N}])(?:P\. ?O\. ?Box|PO Box|P\.?O\.? ?B\.?|Post Office Box|Postfach|Postbus|Apartado(?: de Correos)?|Casella Postale|Boîte Postale|Boite Postale|Caixa Postal|Skrytka Pocztowa)(?: #| no\.?| Nr\.?)? ?\d{1,3}(?: ?\d{2,3}){0,2}(?!\d)/giu
const TRIGGER =
  /(?: lives at| live at| living at| lived at| reside at| resides at| residing at| located at| ship to| ship it to| shipped to| deliver to| deliver it to| delivered to| send to| send it to| mail to| mail it to| bill to| billing address| shipping address| home address| delivery address| mailing address| postal address| street address| address| address is| addr| moved to| moving to| property at| house at| residence| wohnt in| wohnhaft| wohnhaft in| wohne in| anschrift| adresse| lieferadresse| rechnungsadresse| habite au| habite| domicilie| domicile| demeurant| vive en| direccion| domicilio| reside en| abita in| residente in| indirizzo| adres| woont op| morada| endereco| zamieszkaly| adresse est| street)(?: is| at| ist| es| e| in| to| am| der)? $/

/** Postal addresses by grammar: a street with a number, or a post box, and what follows of town, postcode and country. */
export const streetAddress: Detector = {
  id: 'street-address',
  types: ['STREET_ADDRESS'],
  detect: (text) => {
    if (!hasDigit(text)) return []
    const code = codeIn(text)
    const anchored = [...addressesByPostcode(text), ...addressCells(text)].sort((a, b) => a.start - b.start)
    const found = [
      ...english(text),
      ...lowerCase(text),
      ...compound(text),
      ...romanceStreets(text),
      ...beforePostcode(text),
      ...streetsElsewhere(text),
      ...lowerStreets(text),
      ...boxes(text),
      ...labelledAddresses(text),
    ]
    const isPart = (start: number) => start < (lastFrom(anchored, start)?.end ?? 0)
    return found
      .filter(({ start }) => !isInCode(text, code, start) && !isPart(start))
      .flatMap(({ start: from, end, score }) => {
        const start = pastLabel(text, from + (NO_PART.exec(text.slice(from, end))?.[0].length ?? 0))
        const tail = tailOf(text, end)
        const says = fold(text.slice(Math.max(0, start - 48), start))
        const isTold = TRIGGER.test(says) || SAYS_WHERE.test(says)
        const more = (tail.hasPostcode ? 0.2 : tail.hasTown ? 0.1 : 0) + (isTold ? 0.2 : 0)
        const unit = UNIT_BEFORE.exec(text.slice(Math.max(0, start - 48), start))?.[0].length ?? 0
        return spot('STREET_ADDRESS', Math.min(0.95, Math.round((score + more) * 100) / 100), start - unit, tail.end)
      })
      .filter(({ score }) => score >= 0.5)
      .concat(
        anchored.flatMap(({ start, end }) =>
          isInCode(text, code, start) ? [] : spot('STREET_ADDRESS', 0.9, start, end),
        ),
      )
  },
}

/** Nouns before a street, which German writes with a capital too. */
const NO_PART =
  /^(?:Haus|Wohnhaus|Wohnung|Firma|Filiale|Büro|Praxis|Standort|Objekt|Grundstück|Gebäude|Lager|Werk|Kita|Schule|Ecke|Nähe|Anwesen|Immobilie|Treffpunkt|Lieferung|Hausnummer|Sitz) (?=\p{Lu})/u

/** `Flat 3, 27 Queen's Road`; `1090 Wien, Alser Straße 47`. */
const UNIT_BEFORE =
  /(?<![\p{L}])(?:Flat|Unit|Apt\.?|Apartment|Suite) \d{1,4}[A-Za-z]?, ?$|(?<![\p{L}\p{N}.,/-])(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d )\d{4,5} \p{Lu}[\p{L}-]{2,20}(?: \p{Lu}[\p{L}-]{2,20})?, ?$/u

const MAY_BE_KIND = wordSetOf(KINDS_BEHIND)

function english(text: string): readonly Street[] {
  return [...atWords(text, STREET, (_, number) => MAY_BE_KIND.mayHave(number))].flatMap(({ index, 0: word }) => {
    const line = lineStart(text, index, 120)
    const before = text.slice(line, index)
    const match = /\d/.test(before) ? BEFORE_STREET.exec(before) : null
    if (match === null || isYear(text.slice(line, line + match.index), match[1])) return []
    const [, , names = ''] = match
    const key = word.replace('.', '').toLowerCase()
    if ((names === '' && key !== 'broadway') || (NO_NAME.test(names) && /^ ?$/.test(names.replace(NO_NAME, ''))))
      return []
    const direction = directionAfter(text, index + word.length)
    const isStop =
      word.endsWith('.') &&
      direction === 0 &&
      (!ABBREVIATED.test(key) || !/^ \p{L}|^,/u.test(text.slice(index + word.length, index + word.length + 2)))
    const end = index + word.length + direction - Number(isStop)
    const score = RARE.has(key)
      ? 0.3
      : LOOSE.has(key)
        ? 0.55
        : key === 'st' || key === 'dr' || key === 'ct' || key === 'pl'
          ? 0.65
          : 0.7
    return [{ start: line + match.index, end, score }]
  })
}

/** `In 2020 Sunset Boulevard …` is no house number. */
const isYear = (before: string, number: string | undefined): boolean =>
  /^(?:1[89]|20)\d\d$/.test(number ?? '') &&
  /(?:^|\W)(?:in|since|by|from|until|of|during|the|circa|year) $/i.test(before)

/** What a number counts, and what is no street: `100 Day Drive`. */
const NO_NAME = /^(?:Years?|Days?|Hours?|Weeks?|Months?|Minutes?|Way|Points?|Steps?|Stars?|Percent|Miles?)(?= )/

const ABBREVIATED = /^(?:st|ave?|rd|blvd|ln|dr|ct|pl|ter|cir|pkwy|hwy|sq|cres|gdns|trl|aly|plz|tpke|expy|fwy)$/

/** `NW`, `South` after the street word. */
const directionAfter = (text: string, at: number): number =>
  /^ (?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?/.exec(text.slice(at, at + 7))?.[0].length ?? 0

function lowerCase(text: string): readonly Street[] {
  const mayBegin = (_: number, end: number) =>
    text.charCodeAt(end) === SPACE || (isLetter(text.charCodeAt(end)) && text.charCodeAt(end + 1) === SPACE)
  return [...atDigits(text, LOWER_STREET, 0, mayBegin)].flatMap(({ index, match: [street] }) => {
    const isWay = / (?:minute|min|hour|hr|mile|km|day|lane|way|dirt|gravel|city|long|short|new|old)s? /.test(street)
    if (isWay) return []
    const end = index + street.length
    LOWER_TAIL.lastIndex = end
    const tail = LOWER_TAIL.exec(text)?.[0].length ?? 0
    const isLoose = LOOSE_IN_LOWER.test(street)
    if (isLoose && tail === 0) return []
    return [{ start: index, end: end + tail, score: tail > 0 ? 0.65 : street.endsWith('drive') ? 0.4 : 0.5 }]
  })
}

const LOOSE_IN_LOWER =
  / (?:lane|ln|court|ct|close|crescent|terrace|place|pl|way|circle|cir|st|dr|pkwy|hwy|grove|square)$/
const LOWER_UNIT = '(?:,? (?:apt|apartment|unit|suite|ste|flat)\\.? ?#?[0-9a-z]{1,5}|,? #\\d{1,5}[a-z]?)'
/** A unit, or a town with a state and a postcode in small letters; at least one of them. */
const LOWER_TAIL = new RegExp(
  `(?:${LOWER_UNIT})?,? [a-z]{3,15}(?: [a-z]{3,15}){0,2},? (?:(?:${STATES}),? \\d{5}(?!\\d)|[a-z]{1,2}\\d[a-z\\d]? ?\\d[a-z]{2}(?![a-z\\d]))|${LOWER_UNIT}(?![a-z\\d])`,
  'iy',
)

/** Whether a number stands behind a word with a capital, or one of `An der`, somewhere; `Nr.` may stand between. */
function isAfterName(text: string): boolean {
  const { count, starts } = digitGroups(text)
  for (let i = 0; i < count; i++) {
    const start = starts[i] as number
    if (BEFORE_NUMBER[text.charCodeAt(start - 1)] !== 1) continue
    const before = wordBefore(text, start)
    const word = /^nr/i.test(before.word) ? wordBefore(text, before.start).word : before.word
    if (/^(?:[A-Z]|de[rn]$)|[^\0-\x7f]/.test(word)) return true
  }
  return false
}

const SPACE = 32
/** A space, or the end of `Nr.` */
const BEFORE_NUMBER = alphabetOf(' .rR')
const BETWEEN = alphabetOf(' .,')
const MOST_WORD = 64

/** The word before a place, over commas, dots and spaces. */
function wordBefore(text: string, at: number): { readonly word: string; readonly start: number } {
  let end = at
  while (at - end < 4 && BETWEEN[text.charCodeAt(end - 1)] === 1) end--
  let start = end
  while (end - start < MOST_WORD && (isWordAt(text, start - 1) || text.charCodeAt(start - 1) > 127)) start--
  return { word: text.slice(start, end), start }
}

function compound(text: string): readonly Street[] {
  if (!isAfterName(text)) return []
  const mayBeNumbered = nearDigits(text)
  const mayBegin = (at: number) => (isUpper(text.charCodeAt(at)) || text.charCodeAt(at) > 127) && mayBeNumbered(at)
  return [...atWords(text, COMPOUND, mayBegin)].flatMap(({ index, 0: street }) => {
    const name = street.replace(/,? (?:Nr\.? ?)?\d.*$/u, '')
    if (NO_STREET.test(name.split(' ').at(-1) ?? '') && !/ /.test(name)) return []
    if (/(?:tie|hof|markt|ring|kuja|damm|singel|str|weg|vej|gata)$/i.test(name) && name.length < 6) return []
    const isClear =
      /(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|straat|laan|gracht|gatan|vägen|vej|katu|chaussee|ufer|weg|\p{L}{4}(?:gade|gata|tie|kuja|gaten))$/iu.test(
        name,
      )
    return [{ start: index, end: index + street.length, score: isClear ? 0.7 : 0.4 }]
  })
}

const POSTCODE_LINE =
  /(?<=[\p{L}.],? )(\d{1,4}(?: ?[a-zA-Z](?![\p{L}]))?(?:[/-]\d{1,4})?)(?:, ?| - |\n) ?(?:[A-Z]{1,2}-)?(?:\d{5}|\d{4} ?[A-Z]{2}|(?!19|20)\d{4}|\d{3} \d{2}(?= \p{Lu})|\d{2}-\d{3}|\d{4}-\d{3}) \p{Lu}\p{L}/uy
const NAME_BEFORE =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}.'-]{1,24}(?: (?:\p{Lu}[\p{L}.'-]{1,24}|van|de|den|der|het|von|dem|zum|zur)){0,3},? $/u
/** Months and words for parts and versions: what stands before a number and is no street. */
const NO_STREET_NAME =
  /(?:^|\s)(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mai|Juni|Juli|Okt|Dez)\p{L}{0,6}\.?,? $|(?:^|\s)(?:No|Nr|Page|Seite|Section|Chapter|Version|Room|Line|Figure|Table|Order|Item|Part|Step|Phase|Windows|Total|Table|Zone|Kapitel|Artikel|Article)\.?,? $/iu

/** Any words with capitals, where a house number and then a postcode and a town follow: streets without a word for street. */
function beforePostcode(text: string): readonly Street[] {
  const mayBegin = (start: number) => text.charCodeAt(start - 1) === SPACE
  return [...atDigits(text, POSTCODE_LINE, 0, mayBegin)].flatMap(({ index, match: { 1: number = '' } }) => {
    const before = text.slice(Math.max(0, index - 80), index)
    const name = NAME_BEFORE.exec(before)
    if (name === null || NO_STREET_NAME.test(name[0])) return []
    return [{ start: index - before.length + name.index, end: index + number.length, score: 0.5 }]
  })
}

function boxes(text: string): readonly Street[] {
  if (!MAY_SAY_BOX.isIn(text) || !MAY_BE_BOX.test(text)) return []
  return [...text.matchAll(BOX)].flatMap(({ index, 0: box }) =>
    isWordAt(text, index + box.length) ? [] : [{ start: index, end: index + box.length, score: 0.7 }],
  )
}
