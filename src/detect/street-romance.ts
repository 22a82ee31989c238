import type { Spotted } from '../terms/finding.ts'
import { atWords } from './at-words.ts'
import { isDigit } from './chars.ts'
import { keywordsIn } from './keywords.ts'
import { nearDigits } from './near-digits.ts'
import { wordStarts } from './word-starts.ts'

export type Street = Pick<Spotted, 'start' | 'end' | 'score'>

/** French, Spanish, Portuguese, Italian, Polish: the street word comes first. */
const KINDS =
  'rue|ruelle|sentier|chaussée|avenue|av\\.|boulevard|bd|bld|place|chemin|impasse|allée|allee|quai|cours|route|passage|square|calle|c/|avenida|avda\\.?|av|plaza|paseo|carrera|cra\\.?|ronda|camino|travesía|pasaje|psje\\.?|carretera|ctra\\.?|glorieta|rambla|carrer|jirón|jr\\.|via|viale|piazza|piazzale|corso|largo|vicolo|strada|contrada|lungomare|rua|praceta|calçada|beco|rodovia|travessa|praça|praca|alameda|estrada|ul\\.|ulica|ulicy|al\\.|aleja|aleje|alei|pl\\.|plac|rondo|os\\.|v\\.le|p\\.zza|p\\.za|c\\.so|r\\.'
const SMALL_WORDS = 'de|du|des|del|della|delle|dei|degli|di|da|do|dos|das|la|las|los|lo|le|les|el|e|y|et'
const NAME_WORD = `(?:(?:[lLdD]')?\\p{Lu}[\\p{L}'.-]{1,24}|(?:${SMALL_WORDS}|san|santa|saint|sainte|gen\\.|dr\\.|św\\.)(?![\\p{L}])|[ld]'\\p{L}{2,24}|\\d{1,2}(?= (?:de|di|do) ))`
const ROMANCE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(\\d{1,4}(?: ?(?:bis|ter|[a-zA-Z]))?),? )?(${eitherCase(KINDS)}) ?(${NAME_WORD}(?: ${NAME_WORD}){0,6})(?:,? (?:[nN][.ºo°]{1,2} ?|[nN]úm\\.? ?|[nN]umero |[nN]r\\.? |#)?(\\d{1,5}(?:[-/]\\d{1,4})?(?: ?(?:bis|(?<! )[a-zA-Z](?!\\. ?\\d)|[A-Z](?!\\. ?\\d)))?)(?![\\p{L}\\p{N}]|[.,]\\d))?`,
  'uy',
)
/** Street words are written with a capital or without; the names after them are not. */
function eitherCase(words: string): string {
  return words.replace(/(^|\|)(\p{L})/gu, (_, bar: string, first: string) => `${bar}[${first.toUpperCase()}${first}]`)
}
const FRENCH =
  /^(?:rue|ruelle|sentier|chaussée|avenue|boulevard|bd|bld|place|chemin|impasse|all[ée]e|quai|cours|route|passage|square)$/i

/** Cheap questions to ask before the long one. */
const MAY_SAY_ROMANCE = keywordsIn(
  (
    'rue ruelle sentier chaussee avenue av boulevard bd bld place chemin impasse allee quai cours route passage square calle avda avenida plaza paseo carrera ' +
    'cra ronda camino travesia pasaje psje carretera ctra glorieta rambla carrer jiron jr via viale piazza piazzale corso largo vicolo strada contrada lungomare rua praceta calcada beco rodovia travessa praca alameda estrada ul ulic ulica plac rondo ' +
    'ulicy al aleja aleje alei pl os v p c r vle vzza vza vso ple pzza pza pso cle czza cza cso rle rzza rza rso'
  ).split(' '),
  'caseless',
)
const MAY_BE_ROMANCE =
  /\b(?:rue|ruelle|sentier|chauss[eé]e|avenue|av|boulevard|bd|bld|place|chemin|impasse|all[eé]e|quai|cours|route|passage|square|calle|avda|avenida|plaza|paseo|carrera|cra|ronda|camino|traves[ií]a|pasaje|psje|carretera|ctra|glorieta|rambla|carrer|jir[oó]n|jr|via|viale|piazza|piazzale|corso|largo|vicolo|strada|contrada|lungomare|rua|praceta|calçada|beco|rodovia|travessa|pra[cç]a|alameda|estrada|ul|ulic[ay]|al|alej[aei]|pl|os|[vpcr]\.?(?:le|zza|za|so)?\.)(?![\p{L}])|c\//iu

/** Whether a word for a street stands somewhere by itself. */
function isRomance(text: string): boolean {
  if (wordStarts(text).isMixed) return MAY_BE_ROMANCE.test(text)
  return !atWords(text, ROMANCE_KIND, (at) => mayBeRomance(text, at)).next().done
}

/** The letters of `v.le` and the like, which that finds without the dot as well. */
const SINGLE = [...'vpcr'].flatMap((letter) => [...'.lzs'].map((next) => letter + next))
const ROMANCE_KIND = new RegExp(MAY_BE_ROMANCE.source, 'iuy')

/** 1 for three characters that such a word begins with, in either letter case; the third may be any where it has two. */
const BEGINS_KIND = new Uint8Array(1 << 15)
const threeAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31)
for (const kind of [...KINDS.replaceAll(/\\|\?/g, '').split('|'), ...SINGLE])
  if (kind.length > 2) BEGINS_KIND[threeAt(kind, 0)] = 1
  else BEGINS_KIND.fill(1, threeAt(kind, 0), threeAt(kind, 0) + 32)

/** Whether a word begins as one for a street does, or as the number before one. */
function mayBeRomance(text: string, at: number): boolean {
  return isDigit(text.charCodeAt(at)) || BEGINS_KIND[threeAt(text, at)] === 1
}

const TOWN_AFTER = /^(?:,? ?(?:bte|boîte|bus|b\.) ?\d{1,4})?,? (?:[A-Z]{1,2}-)?\d{4} \p{Lu}/u

/** Streets whose word stands before the name, with a number; linear in the text. */
export function romanceStreets(text: string): readonly Street[] {
  if (!MAY_SAY_ROMANCE.isIn(text)) return []
  const mayBeNumbered = nearDigits(text)
  const found = [...atWords(text, ROMANCE, (at) => mayBeRomance(text, at) && mayBeNumbered(at))].flatMap(
    ({ index, 0: all, 1: before, 2: kind = '', 3: name, 4: after }) => {
      const isFrench = FRENCH.test(kind)
      // In Belgium and Switzerland the number comes last, in French too.
      const isLast =
        isFrench &&
        before === undefined &&
        after !== undefined &&
        TOWN_AFTER.test(text.slice(index + all.length, index + all.length + 48))
      const isNumbered = isLast || (isFrench ? before !== undefined : after !== undefined)
      if (name === undefined || !/\p{Lu}\p{L}/u.test(name) || !isNumbered) return []
      if (!isFrench && before !== undefined) return []
      const street =
        isFrench && after !== undefined && !isLast
          ? all.slice(0, all.lastIndexOf(after)).replace(/[,\s#]+(?:n\S{0,3})?$/iu, '')
          : all
      const trimmed = street.replace(/(?: (?:de|du|des|del|della|di|da|do|la|las|los|le|les|e|y|et))+$/iu, '')
      const isLoose = /^(?:place|square|passage|cours|route|largo|via|plaza|strada|ronda|av|pl\.|os\.|al\.)$/i.test(
        kind,
      )
      return [{ start: index, end: index + trimmed.length, score: isLoose ? 0.6 : 0.7 }]
    },
  )
  return found.length > 0 && isRomance(text) ? found : []
}
