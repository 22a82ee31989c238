import { atWords } from './at-words.ts'
import { isDigit } from './chars.ts'
import { keywordsIn } from './keywords.ts'
import { nearDigits } from './near-digits.ts'
import type { Street } from './street-romance.ts'
import { wordSetOf } from './word-set.ts'

/** Where words in lower case end, when nothing says so: at a sign, at a postcode, at the end. */
const CLOSED = '(?=,|[.;)]?(?:\\s*\\n|$)|[.;] | \\d{5}| à | - )'
const SMALL =
  "(?:(?:de la|de l'|de los|de las|de|del|della|dei|di|du|des|da|do|das|dos|d'|l'|la|le|les|el|los|santa|santo|san|saint|sainte|sw\\.|św\\.) ?){0,2}"
const WORD = "[\\p{Ll}'’-]{3,20}"

type Lower = {
  readonly set: ReturnType<typeof wordSetOf>
  readonly words: ReturnType<typeof keywordsIn>
  readonly pattern: RegExp
  readonly score: number
}

const lower = (words: string, source: string, score: number): Lower => ({
  set: wordSetOf(words.split(' ')),
  words: keywordsIn(words.split(' ')),
  pattern: new RegExp(`(?<![\\p{L}\\p{N}./-])(?:${source})(?![\\p{L}\\p{N}])`, 'uy'),
  score,
})

const number = (most: number) => `\\d{1,${String(most)}}(?:[a-z](?!\\p{L}))?(?:/\\d{1,4})?(?![.,:]\\d)`

const LOWER: readonly Lower[] = [
  lower(
    'rue avenue av boulevard bd bld chemin impasse allee quai',
    `\\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\\.?|boulevard|bd|bld|chemin|impasse|allée|allee|quai) ${SMALL}(?:${WORD}(?: ${SMALL}${WORD}){0,3}?${CLOSED}|${WORD})(?: \\d{5} ${WORD}|, \\d{5} ${WORD})?`,
    0.55,
  ),
  lower(
    'calle avenida avda rua travessa praca ul ulica viale piazza',
    `(?:calle|avenida|avda\\.?|rua|travessa|praça|ul\\.?|ulica|ulicy|viale|piazza) ${SMALL}(?:${WORD}|\\d{1,2} de ${WORD})(?: ${SMALL}${WORD}){0,3},? (?:n[.ºo°]{1,2} ?|n[úu]m(?:ero|\\.)? ?|nr ?)?${number(5)}`,
    0.55,
  ),
  // Words that are a street as rarely as not: something has to say that somebody lives there.
  lower(
    'via corso largo av al os',
    `(?:via|corso|largo|av\\.?|al\\.|os\\.) ${SMALL}${WORD}(?: ${SMALL}${WORD}){0,3},? (?:n[.ºo°]{1,2} ?)?${number(5)}`,
    0.35,
  ),
]

/** German and Dutch street words end a word, so that no list of words tells whether there is one. */
const COMPOUND =
  /(?<![\p{L}\p{N}./@-])\p{Ll}{3,24}?(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|straat|gracht|laan),? \d{1,3}(?: ?[a-e](?!\p{L}))?(?![\p{L}\p{N}]|[.,:]\d| ?[€%])/uy
const HAS_COMPOUND = /(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|straat|gracht|laan),? \d/
const NO_STREET = /^(?:arbeits|park|stell|sitz|steh|schlaf|studien|haupt)?platz|^(?:zurück|ein)gasse|^(?:verpl|gep)laan/

/** Streets as people type them into a chat, without a capital. */
export function lowerStreets(text: string): readonly Street[] {
  return [...romance(text), ...compound(text)]
}

function romance(text: string): readonly Street[] {
  return LOWER.filter(({ words }) => words.isIn(text)).flatMap(({ set, pattern, score }) => {
    const mayBeNumbered = nearDigits(text)
    const mayBegin = (at: number, number: number) =>
      (number === 0 || set.mayHave(number) || isDigit(text.charCodeAt(at))) && mayBeNumbered(at)
    return [...atWords(text, pattern, mayBegin)].map(({ index, 0: street }) => {
      return { start: index, end: index + street.length, score }
    })
  })
}

function compound(text: string): readonly Street[] {
  if (!HAS_COMPOUND.test(text)) return []
  return [...atWords(text, COMPOUND, nearDigits(text))].flatMap(({ index, 0: street }) =>
    NO_STREET.test(street) ? [] : [{ start: index, end: index + street.length, score: 0.55 }],
  )
}
