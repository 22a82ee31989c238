import type { Detector, Spotted } from '../terms/finding.ts'
import { contextOf, evidence } from './context.ts'
import { digitRuns } from './digit-runs.ts'
import type { DigitRun } from './digit-runs.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import type { Scores } from './spot.ts'
import { hasDigit } from './has-run.ts'

const NINE = new Set([9])
export const SSN_WORDS = phrases(
  'ssn,ssns,social security,social security number,social sec,soc sec,social,ss,sozialversicherung usa',
  'social insurance usa',
  'numero de seguro social',
  'seguro social',
  'taxpayer id',
  'tin',
  'ssn last',
)
export const ITIN_WORDS = phrases(
  'itin,itins,taxpayer,taxpayer identification,individual taxpayer,tin,tax id,ssn,social security',
)
const ATIN_WORDS = phrases('atin,adoption,adoption taxpayer,taxpayer,taxpayer identification,tin,tax id')
const WORDS_OF = { US_ITIN: ITIN_WORDS, US_ATIN: ATIN_WORDS, US_SSN: SSN_WORDS } as const

/** Neither number has a check digit: what it can be is all in its ranges, its print and its label. */
const HYPHENS: Scores = { label: 0.95, near: 0.85, none: 0.6, against: 0.36 }
const SPACES: Scores = { label: 0.9, near: 0.75, none: 0.45, against: 0 }
const OTHER_PRINT: Scores = { label: 0.85, near: 0.65, none: 0, against: 0 }
const IN_ONE_PIECE: Scores = { label: 0.8, near: 0.6, none: 0, against: 0 }
const INVALID: Scores = { label: 0.35, near: 0, none: 0, against: 0 }

/** US social security numbers, and the taxpayer numbers that share their shape (SSA since 2011; IRS publication 1915). */
export const usSsn: Detector = {
  id: 'us-ssn',
  types: ['US_SSN', 'US_ITIN', 'US_ATIN'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    if (!/\d/.test(text)) return found
    const context = contextOf(text, segment)
    digitRuns(text, NINE, (run) => {
      const type = typeOf(run.digits)
      const says = evidence(context.around(run.start, run.end), WORDS_OF[type])
      const scores = type !== 'US_SSN' || isIssuable(run.digits) ? printOf(run) : INVALID
      found.push(...spot(type, scores[says], run.start, run.end))
    })
    return found
  },
}

function printOf({ grouping, separator }: DigitRun): Scores {
  if (grouping === '9') return IN_ONE_PIECE
  if (grouping !== '3-2-4') return OTHER_PRINT
  if (separator === '-') return HYPHENS
  return separator === ' ' || separator === '.' || separator === '\u00a0' ? SPACES : OTHER_PRINT
}

/** Areas 000, 666 and 900–999, group 00 and serial 0000 are never issued. */
const isIssuable = (digits: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits)

/** Numbers from 9 on are of taxpayers without a social security number; 93 in the middle is for a pending adoption. */
function typeOf(digits: string): keyof typeof WORDS_OF {
  if (/^9\d\d93/.test(digits)) return 'US_ATIN'
  return /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-2]|9[4-9])/.test(digits) ? 'US_ITIN' : 'US_SSN'
}
