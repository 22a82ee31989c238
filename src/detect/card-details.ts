import type { Detector, Spotted } from '../terms/finding.ts'
import { atDigits } from './at-digits.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import type { Phrases } from './fold.ts'
import { digitGroups } from './digit-groups.ts'
import { alphabetOf, hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'
import { spot } from './spot.ts'

const CVV_WORDS = phrases(
  'ccv,cvn,card verification number,cvv,cvv2,cvc,cvc2,csc,cid,card security code,card verification,card verification code,card verification value,card code,security code,',
  'prufziffer,kartenprufnummer,prufnummer,sicherheitscode,kartenprufziffer,cryptogramme,cryptogramme visuel,code de securite,codigo de seguridad,',
  'codice di sicurezza,codigo de seguranca,veiligheidscode,kod cvv,kod cvc,kod bezpieczenstwa',
)
const EXPIRY_WORDS = phrases(
  'exp,expiry,expires,expiration,exp date,expiry date,expiration date,valid thru,valid through,valid until,good thru,mm yy,card expiry,card exp,',
  'gultig bis,gueltig bis,ablaufdatum,gultig,verfallsdatum,date d expiration,expire,expire le,valable jusqu,caducidad,fecha de caducidad,vencimiento,vence,',
  'scadenza,data di scadenza,validade,data de validade,geldig tot,vervaldatum,wazna do,data waznosci',
)
const KEYS = keysOf(CVV_WORDS, EXPIRY_WORDS)
const CVV_KEYS = keysOf(CVV_WORDS)
const EXPIRY_KEYS = keysOf(EXPIRY_WORDS)
const SHORT = /(?<![\w./-])\d{3,4}(?![\w%-]|[./]\d)/y
const MONTH = /(?<![\w./-])(?:0[1-9]|1[0-2])(?:\s?[/-]\s?(?:20)?)?[2-4]\d(?![\w/-]|\.\d)/y
/** How far from a card, or a word that says card, its date and code are. */
const NEAR = 64
const CARD =
  /card|karte|carte|tarjeta|carta|cartão|cartao|kaart|kart[aąy]|visa|master|amex|cv[vc]|(?:\d[ -]?){12,18}\d/i

/** Codes and dates of payment cards: after their label, or directly behind a number that has a card's length. */
export const cardDetails: Detector = {
  id: 'card-details',
  types: ['CARD_CVV', 'CARD_EXPIRY'],
  mayHold: (text, segment) => hasDigit(text) && (mentions(text, segment, KEYS) || hasLongNumber(text)),
  detect: (text, segment) => {
    const found: Spotted[] = []
    const context = contextOf(text, segment)
    const isLabelled = (start: number, end: number, words: Phrases) =>
      evidence(context.around(start, end), words) === 'label'
    const [maySayExpiry, maySayCode] = [mentions(text, segment, EXPIRY_KEYS), mentions(text, segment, CVV_KEYS)]
    for (const { index, match } of atDigits(text, MONTH)) {
      const end = index + match[0].length
      const isBehind = match[0].length > 4 && isBehindCard(text, index) // four digits need a label
      if (!isBehind && !(maySayExpiry && CARD.test(text.slice(Math.max(0, index - NEAR), end + NEAR)))) continue
      const score = isBehind ? 0.7 : isLabelled(index, end, EXPIRY_WORDS) ? 0.85 : 0
      found.push(...spot('CARD_EXPIRY', score, index, end))
    }
    for (const { index, match } of atDigits(text, SHORT)) {
      const end = index + match[0].length
      const isCode = maySayCode && isLabelled(index, end, CVV_WORDS)
      found.push(...spot('CARD_CVV', isCode ? 0.85 : isBehindDate(text, index) ? 0.6 : 0, index, end))
    }
    return found
  },
}

/** True when twelve digits stand in a row somewhere, with at most one space or hyphen between two. */
function hasLongNumber(text: string): boolean {
  const { count, starts, ends } = digitGroups(text)
  let digits = 0
  for (let i = 0; i < count; i++) {
    const [start, end] = [starts[i] ?? 0, ends[i] ?? 0]
    const gap = start - (ends[i - 1] ?? -9)
    const isNear = gap === 1 && (text.charCodeAt(start - 1) === 32 || text.charCodeAt(start - 1) === 45)
    digits = end - start + (isNear ? digits : 0)
    if (digits >= 12) return true
  }
  return false
}

const PARTS = alphabetOf(' \t\n\v\f\r,;|')
/** Whether something stands before a place that may part it from a number; a question to ask before longer ones. */
const isParted = (text: string, start: number): boolean => {
  const code = text.charCodeAt(start - 1)
  return code > 127 || PARTS[code] === 1
}

/** True when the last thing before a place is a number of 13 to 19 digits. */
const isBehindCard = (text: string, start: number): boolean =>
  isParted(text, start) &&
  /(?:^|[^\d-])(?:\d[ -]?){12,18}\d[\s,;|]{1,3}$/.test(text.slice(Math.max(0, start - 30), start))

/** `4… 12/29 123`, as cards are read out. */
const isBehindDate = (text: string, start: number): boolean =>
  isParted(text, start) &&
  /(?:\d[ -]?){12,18}\d[\s,;|]{1,3}(?:0[1-9]|1[0-2])\/\d{2,4}[\s,;|]{1,3}$/.test(
    text.slice(Math.max(0, start - 40), start),
  )
