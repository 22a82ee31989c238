import type { Spotted } from '../terms/finding.ts'
import { DOUBTFUL_NAMES, FIRST_NAMES } from './first-names.ts'
import { phrases } from './fold.ts'
import { keywordsIn, keywordsOf } from './keywords.ts'
import { RELATIONS, saidBefore } from './name-contexts.ts'
import { keyOf } from './name-runs.ts'
import { isShapedLikeSurname } from './name-shapes.ts'
import { COMMON, SHARED } from './name-words.ts'
import { spot } from './spot.ts'
import { SURNAMES } from './surnames.ts'
import { wordSetOf } from './word-set.ts'
import { wordNumber, wordStarts } from './word-starts.ts'

const AFTER_TRIGGER =
  /\b(?:my name is|my name's|name is|ich hei(?:ß|ss)e|mein name ist|je m'appelle|me llamo|mi nombre es|mi chiamo|(?:o )?meu nome (?:é|eh|e)|je m'?appell?e|me yamo|chamo-me|me chamo|ik heet|mijn naam is|nazywam si[eę]|mam na imi[eę]|jag heter|jeg heter|jeg hedder|jmenuji se|m[aă] numesc|m[aă] cheam[aă]|ad[ıi]m) ([a-z\u00df-\u017f][a-z\u00df-\u017f'-]{1,20})(?: ([a-z\u00df-\u017f][a-z\u00df-\u017f'-]{1,20}))?/g
const PAIR =
  /(?<![0-9A-Za-z\u00c0-\u024f_./@-])([a-z\u00df-\u017f]{3,14}) (?=([a-z\u00df-\u017f]{3,16})(?![0-9A-Za-z\u00c0-\u024f_/@-]))/y
/** Surnames that are words as well: in lower case they are those. */
const ORDINARY = new Set(
  'ball banks barber bell berry bishop black bloom bond brown bush butler cannon carpenter carter church cook cooper cross day dean drew fields fisher fox frank freeman fuller gardener gardner grant gray graves green greens hall hardy hart hill hodges holt horn hunt hunter knight lake lamb lane law lee little long love low lowe mann marsh mason may mercer miller mills moss nash newman noble page park parks parker parsons pope porter powers price prince reed rice rich rivers rose sage short silva small snow soto stark stone street strong swan tan testa turner walker ward waters weaver welch wells west white wise wolf wood woods wright young paul beech bland bowler chamberlain crane draper haddock nightingale paisley pickles spooner squires stamper summers shears taverner wester windle'.split(
    ' ',
  ),
)

/** Names in lower case, as people type them: after words that only a name follows, and pairs that are both listed. */
export function lowerCaseNames(text: string): readonly Spotted[] {
  return [
    ...afterTriggers(text),
    ...hurried(text),
    ...titled(text),
    ...relatives(text),
    ...pairs(text),
    ...addressed(text),
  ]
}

/** `herr schlüter`, `lg tanja`, `ich bin yamila`, `hallo bernd,`: what stands before, and whether a surname is enough. */
const ADDRESSED: readonly (readonly [before: RegExp, by: 'surname' | 'first'])[] = [
  [
    /(?<![\p{L}\p{N}])(?:herrn?|frau|hr\.|monsieur|madame|mme|mlle|señora?|senora?|sr\.|sra\.|sig\.?|sig\.?ra|signora?|signorina|meneer|mevrouw|mevr\.?|dhr\.?|mw\.?|senhora?|pani|panem|panu|dottor|dottoressa|doctora?|dona|seu|dott\.|dott\.ssa) /gu,
    'surname',
  ],
  [
    /(?<![\p{L}\p{N}])(?:ich bin(?: die| der)?|hier ist(?: die| der)?|je suis|c'est|(?:slt|salut|bonjour|coucou|hello|moi),? c|soy|sono|sou [oa]|aqui é [oa]|ik ben|jestem|tu) /gu,
    'first',
  ],
  [
    /(?<![\p{L}\p{N}])(?:lg|vg|glg|mfg|gru(?:ß|ss)|grüße|gruesse|liebe grüße|viele grüße|bisous|biz|bises|cordialement|merci|cdlt|saludos|un saludo|gracias|abrazos?|besos|ciao|baci|saluti|grazie|abraços?|bjs|beijos|obrigad[oa]|groet(?:jes|en)?|gr|liefs|pozdro|pozdrawiam|pzdr|dzięki|dzieki)[,!.]?[ \n]{1,2}(?=[\p{Ll}]{3,16}(?: [\p{Ll}]{3,20})?\s*(?:["'»”.!]|\n|$))/gu,
    'first',
  ],
  [
    /(?:^|[\n"'«„]|[:.!?] )(?:hallo|hi|hey|liebe[rs]?|hola|salut|slt|coucou|bonjour|ciao|oi|olá|ola|hej|cześć|czesc|siema|hoi|beste|moin|servus|grüezi) (?=[\p{Ll}]{3,16}(?: [\p{Ll}]{3,20})?[,!\n])/gu,
    'first',
  ],
]
const ADDRESSEE = /(\p{Ll}{3,16})(?: (\p{Ll}{3,20}))?(?![\p{L}\p{N}_@-])/uy

const MAY_BE_ADDRESSED = keywordsIn(
  (
    'herr herrn frau hr monsieur madame mme mlle senor senora sr sra sig signor signora signorina meneer mevrouw mevr dhr mw senhor senhora ' +
    'pani panem panu dott dottor dottoressa doctor doctora dona seu bin hier suis soy sono sou aqui ben jestem tu lg vg glg mfg gruß gruss gruße grusse gruesse bisous biz bises ' +
    'cordialement merci cdlt moi hello saludos saludo gracias abrazo abrazos besos ciao baci saluti grazie abraco abracos bjs beijos obrigado obrigada groet groetjes ' +
    'groeten gr liefs pozdro pozdrawiam pzdr dzieki hallo hi hey liebe lieber liebes hola salut slt coucou bonjour oi ola hej czesc siema hoi beste moin servus gruezi'
  ).split(' '),
)

function addressed(text: string): readonly Spotted[] {
  if (!MAY_BE_ADDRESSED.isIn(text)) return []
  return ADDRESSED.flatMap(([before, by]) =>
    [...text.matchAll(before)].flatMap(({ index, 0: said }) => {
      const start = index + said.length
      ADDRESSEE.lastIndex = start
      const [, first = '', second = ''] = ADDRESSEE.exec(text) ?? []
      const [key, surname] = [keyOf(first), keyOf(second)]
      const isFull = SURNAMES.has(surname) && !ORDINARY.has(surname) && !COMMON.has(surname)
      const isName = FIRST_NAMES.has(key) && (!DOUBTFUL_NAMES.has(key) || isFull) && !COMMON.has(key)
      const isAlone = by === 'surname' && !COMMON.has(key) && (SURNAMES.has(key) || isShapedLikeSurname(key))
      if (!isName && !isAlone) return []
      const isPair = isName && second !== '' && (isShapedLikeSurname(surname) || isFull)
      return spot('PERSON', 0.6, start, start + first.length + (isPair ? 1 + second.length : 0))
    }),
  )
}

/** A word of each of those triggers. */
const TRIGGERS = keywordsOf(
  phrases(
    'name,heisse,llamo,nombre,appelle,chiamo,nome,chamo,heet,naam,nazywam,imie,heter,mapelle,yamo,hedder,jmenuji,numesc,cheama,adim',
  ),
)

function afterTriggers(text: string): readonly Spotted[] {
  if (!TRIGGERS.isIn(text) && !wordStarts(text).isMixed) return []
  return [...text.matchAll(AFTER_TRIGGER)].flatMap(({ index, 0: all, 1: first = '', 2: second }) => {
    if (!FIRST_NAMES.has(keyOf(first))) return []
    const start = index + all.length - first.length - (second === undefined ? 0 : second.length + 1)
    const isPair = second !== undefined && !COMMON.has(keyOf(second))
    return spot('PERSON', 0.75, start, start + first.length + (isPair ? second.length + 1 : 0))
  })
}

const INTRODUCED = /(?:^|[\s,!])(?:it'?s|this is|i'?m|i am) $/i
const GOES_ON = /^(?: (?:from|here|at|in|with|and|again)(?![a-z])|[,.!\n]|$)/
const OF_OFFICE =
  /^ from (?:the )?(?:payroll|accounting|accounts|hr|it|sales|finance|legal|support|reception|marketing|front desk|office|helpdesk|upstairs|downstairs)(?![a-z])/

/** `hey its mike from accounting`, `jessica from payroll`: how people write in a hurry. Asked only where a first name stands. */
function hurried(text: string): readonly Spotted[] {
  return beginnings(text).flatMap((at) => {
    if (at > 0 && text.charCodeAt(at - 1) !== 32 && text.charCodeAt(at - 1) !== 10) return []
    let end = at
    while (isLower(text.charCodeAt(end)) && end - at < 15) end++
    const next = text.charCodeAt(end)
    if (end - at < 3 || (next !== 32 && !(next <= 46))) return []
    const after = text.slice(end, end + 24)
    const isOfOffice = OF_OFFICE.test(after)
    const isTold = isOfOffice || (GOES_ON.test(after) && INTRODUCED.test(text.slice(Math.max(0, at - 16), at)))
    const name = text.slice(at, end)
    const isName =
      isTold && FIRST_NAMES.has(name) && !DOUBTFUL_NAMES.has(name) && !COMMON.has(name) && !SHARED.has(name)
    return isName ? spot('PERSON', isOfOffice ? 0.6 : 0.65, at, end) : []
  })
}

const TITLED = /(?<![\p{L}\p{N}./@-])(?:dr|mr|mrs|ms|prof)\.? ([a-z]{3,15})(?: ([a-z]{3,15}))?(?![\p{L}\p{N}./@(-])/gu
const MAY_TITLE = keywordsIn('dr mr mrs ms prof'.split(' '))

/** `dr patel` */
function titled(text: string): readonly Spotted[] {
  if (!MAY_TITLE.isIn(text)) return []
  return [...text.matchAll(TITLED)].flatMap(({ index, 0: all, 1: first = '', 2: second }) => {
    const isName = (word: string) =>
      (SURNAMES.has(word) || FIRST_NAMES.has(word) || isShapedLikeSurname(word)) && !COMMON.has(word)
    const isPair = second !== undefined && isName(second) && !ORDINARY.has(second)
    const start = index + all.length - first.length - (second === undefined ? 0 : second.length + 1)
    return isName(first) ? spot('PERSON', 0.65, start, start + first.length + (isPair ? second.length + 1 : 0)) : []
  })
}

const WHOSE =
  /(?<!\p{L})(?:my|our|his|her|their|mein\p{Ll}{0,2}|unser\p{Ll}{0,2}|mon|ma|mi|mia|mio|meu|minha|mijn|mój|moja|moj\p{Ll}{1,3}) /gu
const RELATIVE = /(\p{Ll}{3,14}) (?:(?:is|was|called|named) )?(\p{Ll}{3,14})(?: (\p{Ll}{4,16}))?(?![\p{L}\p{N}])/uy

const MAY_BE_RELATIVE = keywordsIn(RELATIONS)

/** `my boss anna fischer`: after a word for somebody, a first name is enough. */
function relatives(text: string): readonly Spotted[] {
  if (!MAY_BE_RELATIVE.isIn(text) && !wordStarts(text).isMixed) return []
  return [...text.matchAll(WHOSE)].flatMap(({ index, 0: whose }) => {
    RELATIVE.lastIndex = index + whose.length
    const [all = '', word = '', first = '', second = ''] = RELATIVE.exec(text) ?? []
    const key = keyOf(first)
    if (saidBefore(` ${keyOf(word)} `) !== 'relation' || !FIRST_NAMES.has(key) || DOUBTFUL_NAMES.has(key)) return []
    const start = index + whose.length + all.length - first.length - (second === '' ? 0 : second.length + 1)
    const surname = keyOf(second)
    const isSurname = (SURNAMES.has(surname) && !ORDINARY.has(surname)) || isShapedLikeSurname(surname)
    return spot('PERSON', 0.65, start, start + first.length + (isSurname ? 1 + second.length : 0))
  })
}

function pairs(text: string): readonly Spotted[] {
  const found: Spotted[] = []
  for (const at of beginnings(text)) {
    if (!mayBePair(text, at)) continue
    PAIR.lastIndex = at
    const [, first = '', second = ''] = PAIR.exec(text) ?? []
    const key = keyOf(first)
    if (!FIRST_NAMES.has(key) || DOUBTFUL_NAMES.has(key) || COMMON.has(key)) continue
    const surname = keyOf(second)
    if (!SURNAMES.has(surname) || ORDINARY.has(surname) || COMMON.has(surname)) continue
    found.push(...spot('PERSON', 0.55, at, at + first.length + 1 + second.length))
  }
  return found
}

const FIRSTS = wordSetOf(FIRST_NAMES)

/** False for a word in ASCII that no list of first names has, or that no other in lower case follows; says nothing of others. */
function mayBePair(text: string, from: number): boolean {
  let at = from
  while (isLower(text.charCodeAt(at)) && at - from < 15) at++
  if (text.charCodeAt(at) > 127) return true
  const next = text.charCodeAt(at + 1)
  if (text.charCodeAt(at) !== 32 || !(isLower(next) || next > 127)) return false
  return FIRSTS.mayHave(wordNumber(text.slice(from, at)))
}

/** Where a lower-case first name may begin. In ASCII that is where a word does. */
function beginnings(text: string): readonly number[] {
  const { places, numbers, isMixed } = wordStarts(text)
  if (!isMixed) return places.filter((at, i) => FIRSTS.mayHave(numbers[i] as number) && isLower(text.charCodeAt(at)))
  const found: number[] = []
  for (let at = beginning(text, 0); at !== -1; at = beginning(text, at + 1)) found.push(at)
  return found
}

/** 1 for three letters that some first name begins with, so that most words of a text are told off at one look. */
const BEGINS = new Uint8Array(26 ** 3)
const letter = (text: string, at: number) => text.charCodeAt(at) - 97
const threeAt = (text: string, at: number) => (letter(text, at) * 26 + letter(text, at + 1)) * 26 + letter(text, at + 2)
for (const name of FIRST_NAMES) BEGINS[threeAt(name, 0)] = 1

/** The next place from `from` on where a lower-case first name may begin: after no letter, and with three that one begins with. */
function beginning(text: string, from: number): number {
  for (let at = from; at < text.length - 2; at += 1) {
    if (at > 0 && isLower(text.charCodeAt(at - 1))) continue
    if (isBeginning(text, at)) return at
  }
  return -1
}

function isBeginning(text: string, at: number): boolean {
  const isAscii = isLower(text.charCodeAt(at)) && isLower(text.charCodeAt(at + 1)) && isLower(text.charCodeAt(at + 2))
  return isAscii ? BEGINS[threeAt(text, at)] === 1 : hasMark(text, at)
}

const isLower = (code: number) => code >= 97 && code <= 122
/** Letters with marks are compared without them, so that they say nothing here. */
const hasMark = (text: string, at: number) =>
  text.charCodeAt(at) > 127 || text.charCodeAt(at + 1) > 127 || text.charCodeAt(at + 2) > 127
