import { atDigits } from './at-digits.ts'
import { atWords } from './at-words.ts'
import { isDigit, isUpper } from './chars.ts'
import { fold } from './fold.ts'
import { keywordsIn, wordsIn } from './keywords.ts'
import type { Keywords } from './keywords.ts'
import { nearDigits } from './near-digits.ts'
import type { Street } from './street-romance.ts'
import { wordSetOf } from './word-set.ts'

type Grammar = {
  /** Words of which one has to be in the text. */
  readonly words: Keywords
  /** Sticky, bounded; begins where a word does. */
  readonly pattern: RegExp
  readonly score: number
  /** Whether a street may begin at a word, by its number. */
  readonly mayBegin: (text: string, at: number, number: number) => boolean
}

type Beginning = Grammar['mayBegin']
const withOneOf = (words: string): Beginning => {
  const set = wordSetOf(words.split(' '))
  return (_, __, number) => number === 0 || set.mayHave(number)
}
const withCapital: Beginning = (text, at) => isUpper(text.charCodeAt(at)) || text.charCodeAt(at) > 127
const withCapitalOrDigit: Beginning = (text, at, number) =>
  isDigit(text.charCodeAt(at)) || withCapital(text, at, number)

const grammar = (words: string, source: string, score: number, mayBegin: Beginning = withOneOf(words)): Grammar => ({
  words: keywordsIn(words.split(' '), 'caseless'),
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'uy'),
  score,
  mayBegin,
})

const NAME = "\\p{Lu}[\\p{L}'.-]{1,24}"
const NUMBER = '\\d{1,4}(?: ?[a-zA-Z])?(?:[/-]\\d{1,4}[a-z]?)?'

const GRAMMARS: readonly Grammar[] = [
  // Colombia: a street by its number, the next one by its, and the metres from there.
  grammar(
    'carrera cra cr kra kr calle cll cl diagonal dg diag transversal tv transv avenida av autopista circular',
    '(?:[Cc]arrera|[Cc]ra|[Cc]r|[Kk]ra?|[Cc]alle|[Cc]ll?|[Dd]iagonal|[Dd]iag|[Dd]g|[Tt]ransversal|[Tt]ransv|[Tt]v|[Aa]venida|[Aa]v|[Aa]utopista|[Cc]ircular)\\.? (?:(?:[Cc]alle|[Cc]arrera) )?\\d{1,3} ?[A-Za-z]{0,2}(?: [Bb]is)?(?: (?:[Ss]ur|[Nn]orte|[Ee]ste|[Oo]este))? ?(?:#|[Nn][oº°]\\.?|-)? ?\\d{1,3} ?[A-Za-z]{0,2} ?[-–] ?\\d{1,3}(?: (?:[Ss]ur|[Nn]orte|[Ee]ste|[Oo]este))?',
    0.75,
  ),
  grammar(
    'calle avenida av',
    '(?:[Cc]alle|[Aa]v(?:enida)?\\.?) \\d{1,3} ?[A-Z]?,? (?:#|[Nn]o\\.?|[Nn][úu]m\\.?|[Nn]úmero)? ?\\d{1,4} ?[A-Z]?(?: (?:x|por|entre) \\d{1,3} ?[A-Z]?(?: y \\d{1,3} ?[A-Z]?)?)?',
    0.65,
  ),
  grammar(
    'sugarut ut utca u ter korut krt koz setany rakpart',
    `${NAME}(?: ${NAME}){0,2} (?:út|útja|sugárút|utca|u\\.|tér|tere|körút|krt\\.?|köz|sétány|rakpart) ${NUMBER}\\.?(?: ?(?:[IVX]{1,4}|\\d{1,2})\\.? ?/ ?\\d{1,3})?(?: (?:[IVX]{1,4}|\\d{1,2})\\. em(?:elet|\\.)(?: \\d{1,3}\\.?)?)?`,
    0.65,
    withCapital,
  ),
  grammar(
    'mah mahallesi sok sokak sokagi sk cad caddesi cd bulvari blv',
    `(?:${NAME}(?: ${NAME}){0,2} (?:Mahallesi|Mah\\.?|mahallesi|mah\\.),? )?(?:${NAME}|\\d{1,4}\\.?)(?: ${NAME}){0,2} (?:Sokağı|Sokak|Sok\\.?|Sk\\.?|Caddesi|Cad\\.?|Cd\\.?|Bulvarı|Blv\\.?),? (?:[Nn]o ?[:.]? ?)?\\d{1,4}(?:/[A-Z\\d]{1,3}|[A-Z])?(?:,? (?:[Kk]at|[Dd]aire|[Dd]|[Kk]) ?[:.]? ?\\d{1,3}){0,2}(?:,? ${NAME} ?/ ?${NAME})?`,
    0.75,
    withCapitalOrDigit,
  ),
  grammar(
    'str strada bd b calea aleea splaiul intrarea',
    `(?:[Ss]tr\\.|[Ss]trada|[Bb]d\\.|[Bb]-dul|[Cc]alea|[Aa]leea|[Șș]os\\.|[Șș]oseaua|[Ss]plaiul|[Ii]ntrarea) ${NAME}(?: ${NAME}){0,3},? [Nn]r\\.? ?\\d{1,4}[A-Za-z]?(?:, ?(?:bl|sc|et|ap|sector)\\.? ?[A-Z]?\\d{0,4}[A-Z]?){0,5}`,
    0.75,
  ),
]

/** Russian, Ukrainian, Bulgarian; Japanese, Chinese, Korean. */
const SCRIPTS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])(?:\d{6}, ?)?(?:(?:г|гор|город)\.? ?\p{Lu}[\p{L}-]{2,24},? )?(?:ул|улица|улице|пр|пр-т|просп|проспект|проспекте|пер|переулок|бул|бульвар|наб|набережная|шоссе|пл|площадь|вул|вулиця)\.? ?[\p{Lu}\d][\p{L}\d-]{1,24}(?: [\p{L}-]{2,24}){0,2},? ?(?:д\.? ?|дом |буд\. ?|№ ?)?\d{1,4}[а-яА-Я]?(?:[/-]\d{1,4})?(?:,? ?(?:корп|к|стр|с)\.? ?\d{1,3})?(?:,? ?(?:кв|квартира|оф|офис|ап)\.? ?\d{1,4})?(?![\p{L}\p{N}])/uy,
  /(?:〒?\d{3}-\d{4} ?)?(?:東京都|北海道|(?:京都|大阪)府|\p{sc=Han}{2,3}県)[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ーヶ]{2,24}?\d{1,4}(?:(?:丁目|番地?|号|-)\d{0,4}){0,5}/uy,
  /(?<=^|[^\p{sc=Han}]|住址|地址|住在|居住|住|位于|是|为)(?!住|住址|地址|住在|居住|位于)(?:(?![省市区县])\p{sc=Han}){1,8}[省市区县](?:(?:(?![省市区县])\p{sc=Han}){1,8}[省市区县]){0,3}(?:(?![路街道巷弄])\p{sc=Han}){1,12}[路街道巷弄]\d{1,5}[号號弄](?:\p{sc=Han}{0,8}?\d{1,4}(?:号楼|栋|幢|单元|室|层|楼|号)){0,4}/uy,
  /(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\p{sc=Hangul}{0,5} (?:\p{sc=Hangul}{1,6}[시군구] ){1,2}(?:\p{sc=Hangul}{1,6}[읍면동] )?\p{sc=Hangul}{1,10}(?:\d{1,3}번?)?(?:로|길|가|동)(?:\d{1,3}번?길)? ?\d{1,5}(?:-\d{1,4})?(?:(?:,? )\d{1,4}(?:동|호|층)){0,3}/uy,
]
const HAS_SCRIPT = /[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/

/** A house number, and what may stand between a street and it. */
const HOUSE =
  /((?!(?:19|20)\d\d(?!\d))\d{1,5}(?: ?[a-zA-Z](?![\p{L}]))?(?:\/\d{1,4}[a-z]?)?(?: ?[-–] ?\d{1,3}[a-z]?)?)(?=[.,;)"|<]|\s*(?:\n|$)| \d{4,5} | - | [A-H] \d)/uy
/** Words with a number behind them that are no street, whatever stands before. */
const NO_NAME =
  /(?:^|\s)(?:IP|IPv|MAC|Line|Zeile|Linea|Línea|Linha|Ligne|Regel|Port|Version|Nr|Seite|Page|Step|Level)\.?,? $/iu
const TOLD_NAME =
  /(?:(?<![\p{L}\p{N}])|(?<=[\p{Ll}]\.))\p{Lu}[\p{L}'’.-]{1,28}(?: (?:\p{Lu}[\p{L}'’.-]{0,24}|van|de|den|der|het|von|dem|zum|zur|la|el|los|las|do|da|dos|di|del|della|du|des|og|och|\d{1,2}\.?)){0,4}(?:,? (?:[nN][.ºo°r]{1,2}|č\.? ?p\.|#|№))?,? $/u
export const SAYS_WHERE =
  /(?: jhabite| habito| osoite| osoitteeni| asun| adresse| adressen| adresa| adresu| adresi| adresim| adress| bytem| trvale bytem| bydliste| bydlim| lakcim| lakcime| lakcimem| lakik| bor| bor i| bor pa| bopael| bosatt| bopæl| domiciliat| domiciliata| domiciliul| locuiesc| anschrift| wohnhaft| wohnadresse| wohne| wohnt| woon| woont| woonadres| adres| zam| zamieszkaly| zamieszkala| zameldowany| zameldowana| mieszkam| mieszka| habite| habitant| domicilie| domiciliee| demeurant| domicilio| direccion| vivo| vive| resido| reside| residente| abito| abita| indirizzo| residenza| domiciliato| moro| mora| morada| endereco| residente| διευθυνση| κατοικος| μενω| hem| hjemme| ikamet| oturuyorum)(?: (?:in|i|pa|on|er|je|is|ist|es|e|en|a|an|na|v|ve|w|przy|im|am|der|dem|la|el|al|rua|no|op|aan|de|het|eu|mein|meine|moje|din|su|mi|mio|is|στην|στη))*? $/
const MAY_SAY_WHERE = keywordsIn(
  (
    'osoite osoitteeni asun adresse adressen adresa adresu adresi adresim adress bytem bydliste bydlim lakcim lakcime lakcimem lakik bor ' +
    'bopael bosatt domiciliat domiciliata domiciliul locuiesc anschrift wohnhaft wohnadresse wohne wohnt woon woont woonadres adres zam ' +
    'zamieszkaly zamieszkala zameldowany zameldowana mieszkam mieszka habite habitant domicilie domiciliee demeurant domicilio direccion ' +
    'vivo vive resido reside residente abito abita indirizzo residenza domiciliato moro mora morada endereco διευθυνση κατοικος ' +
    'μενω hjemme ikamet oturuyorum bopal'
  ).split(' '),
)
const TOLD_BEFORE = 80

/** Streets of other countries, by their own grammar; and any name and number that words call somebody's address. */
export function streetsElsewhere(text: string): readonly Street[] {
  return [...byGrammar(text), ...inScripts(text), ...told(text)]
}

function byGrammar(text: string): readonly Street[] {
  return GRAMMARS.filter(({ words }) => words.isIn(text)).flatMap(({ pattern, score, mayBegin }) => {
    const mayBeNumbered = nearDigits(text)
    const may = (at: number, number: number) => mayBegin(text, at, number) && mayBeNumbered(at)
    return [...atWords(text, pattern, may)].map(({ index, 0: street }) => {
      return { start: index, end: index + street.replace(/\.$/, '').length, score }
    })
  })
}

function inScripts(text: string): readonly Street[] {
  if (!wordsIn(text).isForeign || !HAS_SCRIPT.test(text)) return []
  return SCRIPTS.flatMap((pattern) => {
    const mayBeNumbered = nearDigits(text)
    const mayBegin = (at: number) => text.charCodeAt(at) > 127 && mayBeNumbered(at)
    return [...atAny(text, pattern, mayBegin)].map(({ index, 0: street }) => {
      return { start: index, end: index + street.length, score: 0.75 }
    })
  })
}

/** Scripts without spaces: a street may begin at any letter behind a sign. */
function* atAny(text: string, pattern: RegExp, mayBegin: (at: number) => boolean): Generator<RegExpExecArray> {
  let done = 0
  for (let at = 0; at < text.length; at++) {
    if (at < done || !mayBegin(at)) continue
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) continue
    done = pattern.lastIndex
    yield match
  }
}

/** A label may have a capital too: `Bosatt Storgata 17`. Where the name begins then. */
export function pastLabel(text: string, start: number): number {
  const [first = ''] = /^[\p{L}'’]{1,20}:? /u.exec(text.slice(start, start + 22)) ?? []
  return first !== '' && SAYS_WHERE.test(fold(first)) ? start + first.length : start
}

function told(text: string): readonly Street[] {
  if (!MAY_SAY_WHERE.isIn(text)) return []
  const mayBegin = (start: number) => text.charCodeAt(start - 1) === SPACE || text.charCodeAt(start - 1) === SIGN
  return [...atDigits(text, HOUSE, 0, mayBegin)].flatMap(({ index, match: { 1: number = '' } }) => {
    const from = Math.max(0, index - TOLD_BEFORE)
    const name = TOLD_NAME.exec(text.slice(from, index))
    if (name === null || NO_NAME.test(name[0])) return []
    const start = from + name.index
    const says = fold(text.slice(Math.max(0, start - 40), start))
    return SAYS_WHERE.test(says) ? [{ start, end: index + number.length, score: 0.55 }] : []
  })
}
const SPACE = 32
const SIGN = 35
