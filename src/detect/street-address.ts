import type { Detector, Spotted } from '../terms/finding.ts'
import { isWordAt, lineStart } from './chars.ts'
import { codeIn, isInCode } from './code.ts'
import { fold } from './fold.ts'
import { spot } from './spot.ts'
import { tailOf } from './address-tail.ts'

/** English: number, one to five words, street word. */
const STREET =
  /(?<![\p{L}\p{N}])(?:Street|Avenue|Road|Boulevard|Lane|Drive|Court|Place|Way|Terrace|Circle|Parkway|Highway|Square|Close|Crescent|Gardens|Grove|Mews|Row|Hill|Trail|Loop|Alley|Plaza|Broadway|Turnpike|Pike|Run|Ridge|Crossing|Walk|Green|Wharf|Quay|Expressway|Freeway|Extension|St|Ave|Av|Rd|Blvd|Ln|Dr|Ct|Pl|Ter|Cir|Pkwy|Hwy|Sq|Cres|Gdns|Trl|Aly|Plz|Tpke|Expy|Fwy|STREET|AVENUE|ROAD|BOULEVARD|LANE|HIGHWAY|AVE|RD|BLVD)(?![\p{L}\p{N}])\.?/gu
const BEFORE_STREET =
  /(?<![\p{L}\p{N}.,/$€£-])(\d{1,6}(?:[-/]\d{1,5})?[A-Za-z]?(?: 1\/2)?),? ((?:(?:\p{Lu}[\p{L}'.-]{0,24}|\d{1,3}(?:st|nd|rd|th)|of|the|la|de|le|el) ){0,5})$/u
const LOWER_STREET =
  /(?<![\p{L}\p{N}.,/$-])\d{1,5}[a-z]? (?:(?:[nsew]|north|south|east|west)\.? )?(?:[a-z]{3,16}|\d{1,3}(?:st|nd|rd|th)) (?:[a-z]{3,16} )?(?:street|avenue|road|boulevard|drive|ave|blvd|rd)(?![\p{L}\p{N}])/gu
/** Cheap questions to ask before the long ones. */
const MAY_BE_COMPOUND =
  /(?:str\.|stra|str|gasse|weg|platz|allee|ring|damm|ufer|steig|chaussee|markt|hof|laan|plein|gracht|kade|singel|dijk|dreef|gatan|gata|v[aä]gen|veien|vej|gade|plads|allé|torget|katu|tie|kuja|Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Ring|Gasse|Ufer|Damm|Am|An|Auf|Im|Zum|Zur|Unter|Alte|Neue)[^.!?\d]{0,44} (?:Nr\.? ?)?\d/
const MAY_BE_ROMANCE =
  /\b(?:rue|avenue|av|boulevard|bd|bld|place|chemin|impasse|all[eé]e|quai|cours|route|passage|square|calle|avda|avenida|plaza|paseo|carrera|cra|ronda|camino|traves[ií]a|via|viale|piazza|piazzale|corso|largo|vicolo|strada|rua|travessa|pra[cç]a|alameda|estrada|ul|ulic[ay]|al|alej[aei]|pl|os|[vpcr]\.?(?:le|zza|za|so)?\.)(?![\p{L}])|c\//iu
const MAY_BE_BOX = /box|\bp\.?o|postfach|postbus|apartado|casella|bo[iî]te|caixa|skrytka/i

/** Words that can be a street word and are often something else: they need more than a number before them. */
const LOOSE = new Set(
  'way place court run green walk row hill close loop drive square circle ridge crossing pike extension'.split(' '),
)

/** German, Dutch and Nordic street words are the end of a name; the number follows. */
const COMPOUND =
  /(?<![\p{L}\p{N}])(?:(?:\p{Lu}[\p{L}.]{1,24}[ -]){0,3}(?:\p{Lu}\p{L}{1,28}?(?:stra(?:ß|ss)e|str\.|str|gasse|weg|platz|allee|ring|damm|ufer|steig|chaussee|markt|hof|straat|laan|plein|gracht|kade|singel|dijk|dreef|gatan|gata|vägen|vagen|veien|vej|gade|plads|allé|torget|katu|tie|kuja)|(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Ring|Gasse|Am|An der|Auf der|Im|Zum|Zur|Unter den|Alte|Neue)(?: \p{Lu}\p{L}{2,20}){0,2})),? (?:Nr\.? ?)?\d{1,4} ?[a-zA-Z]?(?:[-/]\d{1,4}[a-z]?)?(?![\p{L}\p{N}]|[.,:]\d)/gu
/** German words that end like a street and are none. */
const NO_STREET =
  /^(?:Umweg|Ausweg|Fortschritt|Beitrag|Hinweg|Irrweg|Rückweg|Lernweg|Parkplatz|Arbeitsplatz|Studienplatz|Marktplatz|Bahnhof|Tie|Im|Am|An der|Auf der|Zum|Zur|Alte|Neue|Ring|Weg|Platz|Allee)$/

/** French, Spanish, Portuguese, Italian, Polish: the street word comes first. */
const KINDS =
  'rue|avenue|av\\.|boulevard|bd|bld|place|chemin|impasse|allée|allee|quai|cours|route|passage|square|calle|c/|avenida|avda\\.?|av|plaza|paseo|carrera|cra\\.?|ronda|camino|travesía|via|viale|piazza|piazzale|corso|largo|vicolo|strada|rua|travessa|praça|praca|alameda|estrada|ul\\.|ulica|ulicy|al\\.|aleja|aleje|alei|pl\\.|os\\.|v\\.le|p\\.zza|p\\.za|c\\.so|r\\.'
const SMALL_WORDS = 'de|du|des|del|della|delle|dei|degli|di|da|do|dos|das|la|las|los|lo|le|les|el|e|y|et'
const NAME_WORD = `(?:(?:[lLdD]')?\\p{Lu}[\\p{L}'.-]{1,24}|(?:${SMALL_WORDS}|san|santa|saint|sainte|gen\\.|dr\\.|św\\.)(?![\\p{L}])|[ld]'\\p{L}{2,24}|\\d{1,2}(?= (?:de|di|do) ))`
const ROMANCE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(\\d{1,4}(?: ?(?:bis|ter|[a-zA-Z]))?),? )?(${eitherCase(KINDS)}) ?(${NAME_WORD}(?: ${NAME_WORD}){0,6})(?:,? (?:[nN][.ºo°]{1,2} ?|[nN]úm\\.? ?|[nN]umero |[nN]r\\.? |#)?(\\d{1,5}(?:[-/]\\d{1,4})?(?: ?(?:bis|[a-zA-Z](?!\\. ?\\d)))?)(?![\\p{L}\\p{N}]|[.,]\\d))?`,
  'gu',
)
/** Street words are written with a capital or without; the names after them are not. */
function eitherCase(words: string): string {
  return words.replace(/(^|\|)(\p{L})/gu, (_, bar: string, first: string) => `${bar}[${first.toUpperCase()}${first}]`)
}
const FRENCH = /^(?:rue|avenue|boulevard|bd|bld|place|chemin|impasse|all[ée]e|quai|cours|route|passage|square)$/i

const BOX =
  /(?<![\p{L}\p{N}])(?:P\. ?O\. ?Box|PO Box|P\.?O\.? ?B\.?|Post Office Box|Postfach|Postbus|Apartado(?: de Correos)?|Casella Postale|Boîte Postale|Boite Postale|Caixa Postal|Skrytka Pocztowa)(?: #| no\.?| Nr\.?)? ?\d{1,3}(?: ?\d{2,3}){0,2}(?!\d)/giu
const TRIGGER =
  /(?: lives at| live at| living at| lived at| reside at| resides at| residing at| located at| ship to| ship it to| shipped to| deliver to| deliver it to| delivered to| send to| send it to| mail to| mail it to| bill to| billing address| shipping address| home address| delivery address| mailing address| postal address| street address| address| address is| addr| moved to| moving to| property at| house at| residence| wohnt in| wohnhaft| wohnhaft in| wohne in| anschrift| adresse| lieferadresse| rechnungsadresse| habite au| habite| domicilie| domicile| demeurant| vive en| direccion| domicilio| reside en| abita in| residente in| indirizzo| adres| woont op| morada| endereco| zamieszkaly| adresse est| street)(?: is| at| ist| es| e| in| to| am| der)? $/

/** Postal addresses by grammar: a street with a number, or a post box, and what follows of town, postcode and country. */
export const streetAddress: Detector = {
  id: 'street-address',
  types: ['STREET_ADDRESS'],
  detect: (text) => {
    if (!/\d/.test(text)) return []
    const code = codeIn(text)
    const found = [
      ...english(text),
      ...lowerCase(text),
      ...compound(text),
      ...romance(text),
      ...beforePostcode(text),
      ...boxes(text),
    ]
    return found
      .filter(({ start }) => !isInCode(text, code, start))
      .flatMap(({ start, end, score }) => {
        const tail = tailOf(text, end)
        const isTold = TRIGGER.test(fold(text.slice(Math.max(0, start - 48), start)))
        const more = (tail.hasPostcode ? 0.2 : tail.hasTown ? 0.1 : 0) + (isTold ? 0.2 : 0)
        const unit = UNIT_BEFORE.exec(text.slice(Math.max(0, start - 24), start))?.[0].length ?? 0
        return spot('STREET_ADDRESS', Math.min(0.95, Math.round((score + more) * 100) / 100), start - unit, tail.end)
      })
      .filter(({ score }) => score >= 0.5)
  },
}

/** `Flat 3, 27 Queen's Road`. */
const UNIT_BEFORE = /(?<![\p{L}])(?:Flat|Unit|Apt\.?|Apartment|Suite) \d{1,4}[A-Za-z]?, ?$/u

type Street = Pick<Spotted, 'start' | 'end' | 'score'>

function english(text: string): readonly Street[] {
  return [...text.matchAll(STREET)].flatMap(({ index, 0: word }) => {
    const line = lineStart(text, index, 120)
    const match = BEFORE_STREET.exec(text.slice(line, index))
    if (match === null || isYear(text.slice(line, line + match.index), match[1])) return []
    const [, , names = ''] = match
    const key = word.replace('.', '').toLowerCase()
    if (names === '' && key !== 'broadway') return []
    const direction = directionAfter(text, index + word.length)
    const isStop =
      word.endsWith('.') &&
      direction === 0 &&
      (!ABBREVIATED.test(key) || !/^ \p{L}|^,/u.test(text.slice(index + word.length, index + word.length + 2)))
    const end = index + word.length + direction - Number(isStop)
    const score = LOOSE.has(key) ? 0.55 : key === 'st' || key === 'dr' || key === 'ct' || key === 'pl' ? 0.65 : 0.7
    return [{ start: line + match.index, end, score }]
  })
}

/** `In 2020 Sunset Boulevard …` is no house number. */
const isYear = (before: string, number: string | undefined): boolean =>
  /^(?:1[89]|20)\d\d$/.test(number ?? '') &&
  /(?:^|\W)(?:in|since|by|from|until|of|during|the|circa|year) $/i.test(before)

const ABBREVIATED = /^(?:st|ave?|rd|blvd|ln|dr|ct|pl|ter|cir|pkwy|hwy|sq|cres|gdns|trl|aly|plz|tpke|expy|fwy)$/

/** `NW`, `South` after the street word. */
const directionAfter = (text: string, at: number): number =>
  /^ (?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?/.exec(text.slice(at, at + 7))?.[0].length ?? 0

function lowerCase(text: string): readonly Street[] {
  return [...text.matchAll(LOWER_STREET)].flatMap(({ index, 0: street }) => {
    const isWay = / (?:minute|min|hour|hr|mile|km|day|lane|way|dirt|gravel|city|long|short|new|old)s? /.test(street)
    return isWay ? [] : [{ start: index, end: index + street.length, score: street.endsWith('drive') ? 0.4 : 0.5 }]
  })
}

function compound(text: string): readonly Street[] {
  if (!MAY_BE_COMPOUND.test(text)) return []
  return [...text.matchAll(COMPOUND)].flatMap(({ index, 0: street }) => {
    const name = street.replace(/,? (?:Nr\.? ?)?\d.*$/u, '')
    if (NO_STREET.test(name.split(' ').at(-1) ?? '') && !/ /.test(name)) return []
    if (/(?:tie|hof|markt|ring|kuja|damm|singel|str|weg|vej|gata)$/i.test(name) && name.length < 6) return []
    const isClear =
      /(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|straat|laan|gracht|gatan|vägen|vej|katu|chaussee|ufer|weg)$/i.test(name)
    return [{ start: index, end: index + street.length, score: isClear ? 0.7 : 0.4 }]
  })
}

function romance(text: string): readonly Street[] {
  if (!MAY_BE_ROMANCE.test(text)) return []
  return [...text.matchAll(ROMANCE)].flatMap(({ index, 0: all, 1: before, 2: kind = '', 3: name, 4: after }) => {
    const isFrench = FRENCH.test(kind)
    const isNumbered = isFrench ? before !== undefined : after !== undefined
    if (name === undefined || !/\p{Lu}\p{L}/u.test(name) || !isNumbered) return []
    if (!isFrench && before !== undefined) return []
    const street =
      isFrench && after !== undefined
        ? all.slice(0, all.lastIndexOf(after)).replace(/[,\s#]+(?:n\S{0,3})?$/iu, '')
        : all
    const trimmed = street.replace(/(?: (?:de|du|des|del|della|di|da|do|la|las|los|le|les|e|y|et))+$/iu, '')
    const isLoose = /^(?:place|square|passage|cours|route|largo|via|plaza|strada|ronda|av|pl\.|os\.|al\.)$/i.test(kind)
    return [{ start: index, end: index + trimmed.length, score: isLoose ? 0.6 : 0.7 }]
  })
}

const POSTCODE_LINE =
  /(?<=[\p{L}.],? )(\d{1,4}(?: ?[a-zA-Z](?![\p{L}]))?(?:[/-]\d{1,4})?)(?:, ?| - |\n) ?(?:[A-Z]{1,2}-)?(?:\d{5}|\d{4} ?[A-Z]{2}|(?!19|20)\d{4}|\d{2}-\d{3}|\d{4}-\d{3}) \p{Lu}\p{L}/gu
const NAME_BEFORE =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}.'-]{1,24}(?: (?:\p{Lu}[\p{L}.'-]{1,24}|van|de|den|der|het|von|dem|zum|zur)){0,3},? $/u
/** Months and words for parts and versions: what stands before a number and is no street. */
const NO_STREET_NAME =
  /(?:^|\s)(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mai|Juni|Juli|Okt|Dez)\p{L}{0,6}\.?,? $|(?:^|\s)(?:No|Nr|Page|Seite|Section|Chapter|Version|Room|Line|Figure|Table|Order|Item|Part|Step|Phase|Windows|Total|Table|Zone|Kapitel|Artikel|Article)\.?,? $/iu

/** Any words with capitals, where a house number and then a postcode and a town follow: streets without a word for street. */
function beforePostcode(text: string): readonly Street[] {
  return [...text.matchAll(POSTCODE_LINE)].flatMap(({ index, 1: number = '' }) => {
    const before = text.slice(Math.max(0, index - 80), index)
    const name = NAME_BEFORE.exec(before)
    if (name === null || NO_STREET_NAME.test(name[0])) return []
    return [{ start: index - before.length + name.index, end: index + number.length, score: 0.5 }]
  })
}

function boxes(text: string): readonly Street[] {
  if (!MAY_BE_BOX.test(text)) return []
  return [...text.matchAll(BOX)].flatMap(({ index, 0: box }) =>
    isWordAt(text, index + box.length) ? [] : [{ start: index, end: index + box.length, score: 0.7 }],
  )
}
