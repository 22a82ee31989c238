import type { Detector, Spotted } from '../terms/finding.ts'
import { passesLuhn } from './checksums.ts'
import { contextOf, evidence } from './context.ts'
import { digitRuns } from './digit-runs.ts'
import type { DigitRun } from './digit-runs.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'

/** Who issues which prefix at which lengths (ISO/IEC 7812-1 IINs). `common` has one length that nearly all cards have. */
const ISSUERS: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [16, 13, 19] }, // Visa
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16, 19] }, // Discover
  { prefix: /^(?:30[0-5]|36|3[89])/, lengths: [14] }, // Diners Club
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16] }, // JCB
  { prefix: /^62/, lengths: [16, 17, 18, 19] }, // UnionPay
  { prefix: /^(?:50|5[6-9]|6[0-9])/, lengths: [16, 12, 13, 14, 15, 17, 18, 19] }, // Maestro
]
const LENGTHS = new Set([12, 13, 14, 15, 16, 17, 18, 19])
/** How cards print their numbers. */
const PRINTED = new Set(['4-4-4-4', '4-6-5', '4-6-4', '4-4-4-4-3', '8-8', '6-13', '16', '15', '14'])
export const WORDS = phrases(
  'card,credit,debit,visa,mastercard,amex,american express,discover,diners,maestro,cc,ccn,pan,expiry,expires,exp,cvv,cvc,',
  'creditcard,cardnumber,karte,kreditkarte,kartennummer,carte,carte bancaire,tarjeta,carta,carta di credito,cartao,kort,karta,kaart',
)

/** Payment cards: a known issuer's prefix and length, and the check digit. It does not mean that the card exists. */
export const paymentCard: Detector = {
  id: 'payment-card',
  types: ['CREDIT_CARD'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    if (!/\d{4}|\d\D{1,3}\d\D{1,3}\d/.test(text)) return found
    const context = contextOf(text, segment)
    digitRuns(text, LENGTHS, (run) => {
      const base = looks(run)
      if (base === 0 || (base < 0.5 && !passesLuhn(run.digits))) return
      const says = evidence(context.around(run.start, run.end), WORDS)
      found.push(...spot('CREDIT_CARD', scoreOf(run, base, says), run.start, run.end))
    })
    return found
  },
}

/** How much a run looks like a card before its words and its check digit are asked. */
function looks({ digits, grouping, separator }: DigitRun): number {
  const first = digits.charCodeAt(0) - 48
  if (first < 2 || first > 6) return 0
  const issuer = ISSUERS.find(({ prefix, lengths }) => prefix.test(digits) && lengths.includes(digits.length))
  if (issuer === undefined || isCounting(digits, grouping)) return 0
  const isUsual = issuer.lengths[0] === digits.length
  const isPrinted = PRINTED.has(grouping) && separator !== 'mixed'
  if (isPrinted) return isUsual ? 0.9 : 0.5
  return isUsual && grouping.split('-').every((length) => length === '1' || length === '2' || length === '4')
    ? 0.7
    : 0.36
}

/** True for `53 54 55 56 …`: a list that goes up from number to number, but for one place at most. */
function isCounting(digits: string, grouping: string): boolean {
  const lengths = grouping.split('-').map(Number)
  let [at, last, falls] = [0, -1, 0]
  for (const length of lengths) {
    const number = Number(digits.slice(at, at + length))
    if (number <= last) falls++
    at += length
    last = number
  }
  return lengths.length >= 7 && falls <= 1
}

function scoreOf(run: DigitRun, base: number, says: ReturnType<typeof evidence>): number {
  if (!passesLuhn(run.digits)) return says === 'label' && base >= 0.5 ? 0.35 : 0
  if (says === 'label') return 1
  if (says === 'near') return Math.max(0.85, base)
  return says === 'against' ? Math.min(base, run.separator === '' ? 0.4 : 0.6) : base
}
