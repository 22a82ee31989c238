import type { Detector, Spotted } from '../terms/finding.ts'
import { isAlphanumeric, isLetter, isSpace, isWordAt } from './chars.ts'
import { mod97 } from './checksums.ts'
import { contextOf, evidence } from './context.ts'
import { digitGroups } from './digit-groups.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'

/** The length of each country's IBAN (ISO 13616 registry). It ends the match, so that the next word is not swallowed. */
const LENGTHS =
  'NO15 BE16 DK18 FI18 FO18 GL18 NL18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 ' +
  'GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 PT25 ST25 ' +
  'LY25 IS26 TR26 FR27 GR27 IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 HU28 LB28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 ' +
  'JO30 KW30 MU30 MT31 SC31 LC32 RU33'
const LENGTH_OF = new Map(LENGTHS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]))
export const WORDS = phrases(
  'iban,bank account,account,konto,kontonummer,bankverbindung,compte,rib,cuenta,conto,rekening,conta,konta',
)

/** International bank account numbers, in groups or not, in either case, over one line break. */
export const iban: Detector = {
  id: 'iban',
  types: ['IBAN_CODE'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    const context = contextOf(text, segment)
    for (const [start, head] of headsIn(text)) {
      if (isWordAt(text, start - 1) && !/iban$/i.test(text.slice(Math.max(0, start - 4), start))) continue
      const length = LENGTH_OF.get(head.slice(0, 2).toUpperCase())
      const taken = length === undefined ? null : take(text, start, length)
      if (taken === null) continue
      const isRight = mod97(taken.characters.slice(4) + taken.characters.slice(0, 4)) === 1
      const says = evidence(context.around(start, taken.end), WORDS)
      const isWord = /^(?![A-Z]{2})[A-Za-z]{2} /.test(head) && says !== 'label' // "is 12…", "no 34…"
      const alone = isWord ? 0 : 0.95
      const score = isRight ? (says === 'label' ? 1 : alone) : says === 'label' && taken.hasDigits ? 0.35 : 0
      found.push(...spot('IBAN_CODE', score, start, taken.end))
    }
    return found
  },
}

const HEAD = /[A-Za-z]{2} ?\d ?\d/y

/** Two letters and two digits, found by the digits. */
function* headsIn(text: string): Generator<readonly [start: number, head: string]> {
  const { count, starts } = digitGroups(text)
  for (let i = 0; i < count; i++) {
    const digit = starts[i] ?? 0
    const start = digit - (text.charCodeAt(digit - 1) === 32 ? 3 : 2)
    if (!isLetter(text.charCodeAt(start))) continue
    HEAD.lastIndex = start
    const head = HEAD.exec(text)?.[0]
    if (head !== undefined) yield [start, head]
  }
}

type Taken = { readonly characters: string; readonly end: number; readonly hasDigits: boolean }

/** So many letters and digits from here on, with at most two separators between any two. Null when they are not there. */
function take(text: string, start: number, length: number): Taken | null {
  let characters = ''
  let gap = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isAlphanumeric(code)) {
      characters += text.charAt(at)
      gap = 0
      if (characters.length === length) {
        const hasDigits = /\d{6}/.test(characters)
        return isWordAt(text, at + 1) ? null : { characters: characters.toUpperCase(), end: at + 1, hasDigits }
      }
    } else if (++gap > 2 || !(isSpace(code) || code === 45 || code === 46 || code === 0xa0)) return null
  }
  return null
}
