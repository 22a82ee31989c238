import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'
import type { Detector, Spotted } from '../terms/finding.ts'
import { isDigit, isWordAt } from './chars.ts'
import { isOneDigit } from './checksums.ts'
import { contextOf, evidence } from './context.ts'
import type { Context, Evidence } from './context.ts'
import { FIRST_NAMES } from './first-names.ts'
import { phrases } from './fold.ts'
import { keywordsOf } from './keywords.ts'
import { keyOf } from './name-runs.ts'
import { isAsLongAsIn, isOfRegion, isOfWorld } from './phone-plans.ts'
import { spot } from './spot.ts'
import { digitGroups } from './digit-groups.ts'
import type { DigitGroups } from './digit-groups.ts'
import { alphabetOf, hasDigit } from './has-run.ts'

export const WORDS = phrases(
  'phone,phones,telephone,tel,mobile,cell,cellphone,cell phone,fax,call,called,calling,dial,ring,text,sms,whatsapp,signal,hotline,',
  'contact number,contact no,reach me,reach me at,reach him,reach her,reach us,landline,home phone,work phone,voicemail,pager,',
  'handy,telefon,telefonnummer,handynummer,mobil,mobilnummer,festnetz,rufnummer,anrufen,durchwahl,ruf,fon,',
  'telephone portable,portable,appeler,appelez,joindre,numero de telephone,fixe,movil,telefono,celular,llamar,llame,llamame,',
  'cellulare,chiamare,chiama,telefonare,recapito,telefone,telemovel,bellen,telefoonnummer,mobiel,ext,extension,phonenumber,',
  'dzwonic,zadzwon,zadzwonic,oddzwonic,komorka,komorkowy,numer telefonu,nr tel,kom,ligar,ligue,liga,contactar,richiamare,richiama,rappeler,rappelez,rappel,zuruckrufen,terugbellen,llamarme,llamarnos,llamadme,llamenos,chiamarmi,chiamami,chiamatemi,chiamarci,contattare,contattarmi,appeler au,joignable,erreichbar,erreichen,melden,',
  'bereikbaar,bereiken,bel,dzwon,oddzwon,telefonisch,telefonicamente,reachable,ligar me,ligue me,atender,wa,whats app,marcar,fijo,oficina,fisso,fixo,',
  'telefonu,telefonem,telefony,komorke,komorkowego,komorkowe,kontaktu,kontaktowy,kontaktowac,dzwonienia,zadzwonie,zadzwonimy,zadzwoncie,dzwoncie,infolinia,infolinii,pod numerem,pod nr,smsa,',
  'telefonar,telefonema,telefones,contactos,contatos,tlm,tlf,telf,tfno,fone,chamada,ligar para,liga me,ligou,ligaram,ao numero,no numero,pelo numero,contacte,contate,',
  'telefonata,telefonami,telefonarmi,telefoni,chiamata,contattarci,contattateci,reperibile,al numero,centralino,numero di telefono,telefonos,llamada,llamo,contactame,contactarme,localizable,centralita,moviles,',
  'appel,appelle,appelle moi,contacter,contactez,au numero,gsm,standard,mobilnr,telefonnr,handynr,ruckruf,angerufen,hotlines,telnr,gebeld,belt,op nummer,unter der nummer,auf der nummer,',
  'call back,left a callback,callback number,handphone,hand phone,hp no,phoned,texted,direct line,switchboard,on this number,at this number,mob,cell no,tel no,phone no,ph,',
  'moj nr,meine nr,mon num,zap,zapzap,contactado,contactada,contatado,contatada,meu numero,natel,rufnr,telefonski,puhelin,puh,puhelinnumero,matkapuhelin,telefonszam,telefonszamom,mobilom,',
  'cep telefonu,cep tel,cep no,telefonum,telefon no,numaram,telefonul,telefonni,mobilni,tlfnr,tlfn,mobiltelefon,τηλ,τηλεφωνο,κινητο,τηλεφωνου,телефон,телефону,телефона,тел,моб,мобильный,мобильного,номер телефона,телефонен,',
  '电话,电话是,电话号码,联系电话,手机,手机号,手机号是,手机号码,手機,手機號碼,電話,電話は,電話番号,電話番号は,携帯,携帯は,携帯電話,携帯番号,連絡先,전화,전화는,전화번호,전화번호는,휴대폰,휴대폰은,휴대전화,핸드폰,연락처,연락처는,',
  'هاتف,هاتفي,الهاتف,جوال,جوالي,الجوال,موبايل,فون,फोन,फ़ोन,मोबाइल,मोबाइल नंबर,फोन नंबर,טלפון,נייד,โทร,โทรศัพท์,มือถือ,',
  'my number,meine nummer,mon numero,mi numero,mio numero,meu numero,mijn nummer,moj numer,contact,contacto,contato,contatto,kontakt,contacts',
)
/** Where there is none, a number that its print does not tell is not looked at twice. */
const MAY_SAY = keywordsOf(WORDS)
/** National numbers are tried as numbers of these countries; with a plus sign, any country counts. */
const REGIONS: readonly CountryCode[] = [
  'US',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'AT',
  'CH',
  'BE',
  'PL',
  'SE',
  'IE',
  'PT',
  'IN',
  'AU',
  'BR',
  'MX',
  'TR',
]
/** After a label, of these as well. */
const MORE_REGIONS: readonly CountryCode[] =
  'DK NO FI CZ SK GR HU RO BG HR SI RS LT LV EE LU IS MT CY UA TR IL AE SA EG MA ZA NG KE JP KR CN HK TW SG MY TH PH ID VN PK BD NZ AR CO CL PE'.split(
    ' ',
  ) as CountryCode[]
const LEAST_DIGITS = 7
const MOST_DIGITS = 15
const EXTENSION =
  /(?:\s{0,2}[,;]?\s{0,2}(?:x|ext\.?|extension|durchwahl|dw)\s{0,2}\.?\s{0,2}\d{1,6}|#\d{1,5})(?![\w-])/iy
const MOST_GROUPS = 7
const GAP = alphabetOf(' \u00a0()./-')

/** Telephone numbers, in international or national writing. `libphonenumber-js` says which exist; words and print say the rest. */
export const phoneNumber: Detector = {
  id: 'phone-number',
  types: ['PHONE_NUMBER'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    if (!/\d{2}/.test(text)) return found
    const context = contextOf(text, segment)
    const groups = digitGroups(text)
    const hasWords = MAY_SAY.isIn(text) || MAY_SAY.isIn(segment.path) || text.includes('@')
    for (let i = 0; i < groups.count;) {
      const best = candidatesAt(text, groups, i)
        .filter(({ print, start }) => hasWords || SCORES[print][0] > 0 || isByPerson(text, start))
        .map((candidate) => ({ ...candidate, score: scoreAt(text, context, candidate) }))
        .find(({ score }) => score > 0)
      if (best !== undefined) {
        EXTENSION.lastIndex = best.end
        found.push(
          ...spot('PHONE_NUMBER', best.score, best.start, EXTENSION.test(text) ? EXTENSION.lastIndex : best.end),
        )
      }
      i = best === undefined ? i + 1 : best.next
    }
    return found
  },
}

type Candidate = {
  readonly start: number
  readonly end: number
  readonly raw: string
  readonly print: Print
  readonly next: number
}
const NONE: readonly Candidate[] = []

/** How many characters before the first digit belong to a number: a plus sign, a bracket. */
function openingBefore(text: string, at: number): number {
  const before = text.charCodeAt(at - 1)
  const beyond = text.charCodeAt(at - 2)
  if (before === PLUS) return beyond === BRACKET ? 2 : 1
  if (before === BRACKET) return 1
  // With a space between, it may be a sum.
  return before === 32 && beyond === PLUS && !/[\d)]\s?$/.test(text.slice(Math.max(0, at - 5), at - 2)) ? 2 : 0
}
const PLUS = 43
const BRACKET = 40

function isGap(text: string, from: number, to: number): boolean {
  if (to - from < 1 || to - from > 3) return false
  for (let at = from; at < to; at++) if (GAP[text.charCodeAt(at)] !== 1) return false
  return true
}

/** What could be a number from a group of digits on, the best first: a print that is known, then the longest. */
function candidatesAt(text: string, { count, starts, ends }: DigitGroups, from: number): readonly Candidate[] {
  const first = starts[from] ?? 0
  if (isWordAt(text, first - 1)) return NONE
  const start = first - openingBefore(text, first)
  const candidates: Candidate[] = []
  let digits = 0
  for (let i = from; i < count && i < from + MOST_GROUPS; i++) {
    const [begin, end] = [starts[i] ?? 0, ends[i] ?? 0]
    if (i > from && !isGap(text, ends[i - 1] ?? 0, begin)) break
    digits += end - begin
    if (digits > MOST_DIGITS + 2) break
    if (digits < LEAST_DIGITS || isGlued(text, end) || isTied(text, start, end)) continue
    const opened = isLoneBracket(text, start, end) ? start + 1 : start
    const raw = text.slice(opened, end)
    const print = isOther(raw) ? null : printOf(raw)
    if (print !== null) candidates.unshift({ start: opened, end, raw, print, next: i + 1 })
  }
  if (candidates.length < 2) return candidates
  return candidates.sort((a, b) => Number(SCORES[a.print][0] === 0) - Number(SCORES[b.print][0] === 0))
}

/** `Becky (07700 900461)`: the bracket is none of the number. */
const isLoneBracket = (text: string, start: number, end: number): boolean =>
  text.charCodeAt(start) === BRACKET && !text.slice(start, end).includes(')')

function scoreAt(text: string, context: Context, { start, end, raw, print }: Candidate): number {
  const says = evidence(context.around(start, end), WORDS)
  return scoreOf(
    print,
    says === 'none' && (isByEmail(text, start, end) || isByPerson(text, start)) ? 'near' : says,
    (regions) => validity(raw, regions),
  )
}

/** True directly beside an e-mail address, as where both stand in a list of ways to reach somebody. */
const isByEmail = (text: string, start: number, end: number): boolean =>
  /^["')\]]?\s{0,2}[,;|/–-]?\s{0,2}["'<([]?[\w.+-]{1,40}@\w/.test(text.slice(end, end + 52)) ||
  /@[\w-]{1,40}(?:\.[\w-]{1,20}){1,4}["'>)\]]{0,2}\s{0,2}[,;|/–-]?\s{0,2}["']?$/.test(
    text.slice(Math.max(0, start - 96), start),
  )

/** True directly after a first name and a surname, or a first name and a colon: `Jan Nowak, 601 234 567`. */
function isByPerson(text: string, start: number): boolean {
  let at = start - 1
  while (at > start - 5 && BESIDE.includes(text.charAt(at))) at--
  if (at === start - 1 || !isWordAt(text, at)) return false
  const before = text.slice(Math.max(0, start - 64), start)
  const [, first = '', others = ''] =
    /(?<!\p{L})(\p{Lu}\p{L}{1,20})((?: \p{Lu}\p{L}{1,20}){0,2})[,;:|]?\s{1,2}[(–-]?\s?$/u.exec(before) ?? []
  if (others !== '' && FIRST_NAMES.has(keyOf(first))) return true
  return /:\s{1,2}$/.test(before) && FIRST_NAMES.has(keyOf(others.slice(others.lastIndexOf(' ') + 1) || first))
}
const BESIDE = ' ,;:|(–-'

/** True when a letter follows, other than the x of an extension. */
function isGlued(text: string, end: number): boolean {
  if (!isWordAt(text, end)) return false
  EXTENSION.lastIndex = end
  return !EXTENSION.test(text)
}

/** A part of a longer chain, a decimal, an amount of money, a hashtag. */
function isTied(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1)
  if (before === 36 || (before >= 0xa3 && /[£€¥]/.test(text.charAt(start - 1)))) return true
  if (TIES_BEFORE[before] === 1 && isDigit(text.charCodeAt(start - 2))) return true
  if ((before === 45 || before === 46 || before === 47 || before === 95) && isWordAt(text, start - 2)) return true
  if (text.charCodeAt(end) === COMMA) return /^,\d{1,3}(?!\d)/.test(text.slice(end, end + 5)) // the next cell is longer
  return TIES_AFTER[text.charCodeAt(end)] === 1 && isDigit(text.charCodeAt(end + 1))
}
const COMMA = 44
const TIES_BEFORE = alphabetOf('.-/_:')
const TIES_AFTER = alphabetOf('.,:-/_%')

type Print = 'international' | 'dialled' | 'north_american' | 'brazilian' | 'pairs' | 'trunk' | 'grouped' | 'bare'

/** How a number is written; null for what cannot be one. */
function printOf(raw: string): Print | null {
  const digits = raw.replace(/\D/g, '')
  if (digits.length < LEAST_DIGITS || digits.length > MOST_DIGITS + 2 || isOneDigit(digits)) return null
  if (/^00[1-9]\d*$/.test(raw)) return 'dialled'
  if (/^\(?\+|^00\s?[1-9]/.test(raw)) return digits.length >= 8 ? 'international' : null
  if (
    /^(?:1[\s.-]?)?\(\d{3}\)[\s.-]?\d{3}[\s.-]?\d{4}$|^(?:1[\s.-])?\d{3}([.-])\d{3}\1\d{4}$|^(?:1 )?\d{3} \d{3}[ -]\d{4}$/.test(
      raw,
    )
  )
    return 'north_american'
  if (/^\(0?[1-9]\d\) ?9?[ .]?\d{4}[ .-]\d{4}$/.test(raw)) return 'brazilian'
  if (/^0\d(?:([\s.-])\d\d)(?:\1\d\d){3}$/.test(raw)) return 'pairs'
  if (digits.length > (raw.startsWith('0') ? 13 : 12)) return null
  if (digits.length >= 9 && /^\(?0[1-9]\d{0,4}\)?[\s/-]{1,3}\d[\d\s/-]{3,}$/.test(raw)) return 'trunk'
  if (/^\d+$/.test(raw)) return 'bare'
  return 'grouped'
}

/** Dates, IP addresses, social security numbers, those of Sweden and Denmark, ISBNs, years and sums with separators. */
function isOther(raw: string): boolean {
  if (/^0\d(?:([\s.-])\d\d)(?:\1\d\d){3}$/.test(raw)) return false // in pairs, which begin as a date may
  return (
    /^(?:19|20)\d\d[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])(?:\D|$)/.test(raw) ||
    /^(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)?\d\d(?:\D|$)/.test(raw) ||
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(raw) ||
    /^\d{3}-\d{2}-\d{4}$|^\d{6}[-+]\d{4}$/.test(raw) ||
    /^97[89][- ]?\d/.test(raw) ||
    /^(?:19|20)\d\d\s?-\s?(?:19|20)\d\d$/.test(raw) ||
    /^(?:\d{1,2}|\d{3}\.\d{3})(?:[. ]\d{3}){2,}$/.test(raw) ||
    /^\d{4}([ -])\d{4}\1\d{4}/.test(raw) ||
    /^(?:\d ){6,}/.test(raw) ||
    /^\d\d(?:\s{1,2}\d\d){4,}$/.test(raw) ||
    /[^\d](?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(raw) ||
    /[^\d.][0-3]?\d\.[01]?\d\.(?:19|20)\d\d$/.test(raw)
  )
}

type Validity = 'valid' | 'possible' | 'none'

function validity(raw: string, regions: readonly CountryCode[]): Validity {
  const text = raw
    .replace(/^\(?00\s?(?=[1-9])/, '+')
    .replace(/^\(\+/, '+')
    .replace(/^\+\s/, '+')
  if (text.startsWith('+')) {
    const number = text.replace(/\(0\)/, '')
    const isValid = isOfWorld(number.replace(/\D/g, '')) ?? parsePhoneNumberFromString(number)?.isValid()
    return isValid === true ? 'valid' : 'possible'
  }
  const digits = text.replace(/\D/g, '')
  for (const region of regions) {
    const isValid = isOfRegion(digits, region) ?? parsePhoneNumberFromString(text, region)?.isValid()
    if (isValid === true) return 'valid'
  }
  const isPossible = regions.some(
    (region) => isAsLongAsIn(digits, region) ?? parsePhoneNumberFromString(text, region)?.isPossible(),
  )
  return isPossible ? 'possible' : 'none'
}

function regionsOf(print: Print, says: Evidence): readonly CountryCode[] {
  if (print === 'north_american') return ['US']
  if (print === 'brazilian' && says === 'none') return ['BR']
  if (print === 'pairs') return ['FR', 'BE']
  return says === 'label' ? [...REGIONS, ...MORE_REGIONS] : REGIONS
}

/** Score by print, for a number that exists, and for one that could. */
const SCORES: Readonly<Record<Print, readonly [valid: number, possible: number]>> = {
  international: [0.9, 0.6],
  dialled: [0.6, 0],
  north_american: [0.75, 0.55],
  /** The area in brackets, then four digits, or five for a mobile, and four (Anatel, Resolução 749/2022). */
  brazilian: [0.65, 0],
  pairs: [0.75, 0.4],
  trunk: [0.6, 0],
  grouped: [0, 0],
  bare: [0, 0],
}

function scoreOf(print: Print, says: Evidence, exists: (regions: readonly CountryCode[]) => Validity): number {
  const [valid, possible] = SCORES[print]
  if (says === 'against') return print === 'international' ? 0.45 : print === 'north_american' ? 0.4 : 0
  if (says === 'none' && valid === 0) return 0
  const how = exists(regionsOf(print, says))
  if (how === 'none') return says === 'label' && print !== 'bare' ? 0.5 : 0
  if (says === 'label') return how === 'valid' ? 0.95 : 0.7
  if (says === 'near')
    return how === 'valid' ? Math.max(0.7, valid + 0.05) : print === 'bare' ? 0 : Math.max(0.5, possible)
  return how === 'valid' ? valid : possible
}
