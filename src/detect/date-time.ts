import type { Detector, Spotted } from '../terms/finding.ts'
import { isWordAt } from './chars.ts'
import { dateStarts } from './date-starts.ts'
import { dateAt } from './dates.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'

/** Where a date may begin: at digits with something of a date behind them, or at a word of the calendar. */
const START =
  /(?<![\p{L}\d])(?:\d{1,2}(?=[./-]\d{1,2}[./-]\d|(?:st|nd|rd|th|er|º|°|\.)?[ -](?:of |de |di )?\p{L}{3})|\d{4}(?=-\d{1,2}-\d{1,2}|[./]\d{1,2}[./]\d)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?= \d))/iuy

/** Dates in full. So low that no usual threshold counts them, and that they hide nothing: most dates are of nobody. */
export const dateTime: Detector = {
  id: 'date-time',
  types: ['DATE_TIME'],
  mayHold: hasDigit,
  detect: (text) => {
    const found: Spotted[] = []
    let done = 0
    for (const index of dateStarts(text, START)) {
      if (index < done || (/[./-]/.test(text.charAt(index - 1)) && isWordAt(text, index - 2))) continue
      const date = dateAt(text, index)
      if (date === null) continue
      done = date.end
      found.push(...spot('DATE_TIME', 0.4, date.start, date.end))
    }
    return found
  },
}
