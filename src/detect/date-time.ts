import type { Detector, Spotted } from '../terms/finding.ts'
import { isWordAt } from './chars.ts'
import { dateAt, MONTH_NAMES } from './dates.ts'
import { phrases } from './fold.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'
import { spot } from './spot.ts'

/** Where a date of digits may begin, and one with the name of a month. */
const NUMERIC = /\d{1,4}(?=[./-]\d{1,2}[./-]\d)/g
const NAMED =
  /(?<![\p{L}\d])(?:\d{1,2}(?=(?:st|nd|rd|th|er|º|°|\.)?[ -](?:of |de |di )?\p{L}{3})|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?= \d))/giu
const MONTHS = keysOf(phrases(MONTH_NAMES.join(',')))

/** Dates in full. So low that no usual threshold counts them, and that they hide nothing: most dates are of nobody. */
export const dateTime: Detector = {
  id: 'date-time',
  types: ['DATE_TIME'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    const add = (starts: RegExp) => {
      let done = 0
      for (const { index } of text.matchAll(starts)) {
        if (index < done || isWordAt(text, index - 1)) continue
        if (/[./-]/.test(text.charAt(index - 1)) && isWordAt(text, index - 2)) continue
        const date = dateAt(text, index)
        if (date === null) continue
        done = date.end
        found.push(...spot('DATE_TIME', 0.4, date.start, date.end))
      }
    }
    add(NUMERIC)
    if (mentions(text, segment, MONTHS)) add(NAMED)
    return found
  },
}
