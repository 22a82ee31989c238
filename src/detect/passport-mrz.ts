import type { Detector, Spotted } from '../terms/finding.ts'
import { icaoCheck } from './code-checks-europe.ts'
import { spot } from './spot.ts'

const FILLER = '<<'
const BREAK = '(?:\\r?\\n|\\\\n| )'
/** ICAO Doc 9303: passports of two lines of 44, visas and cards of two of 36, cards of three of 30. */
const FORMS: readonly { readonly shape: RegExp; readonly passes: (lines: readonly string[]) => number }[] = [
  {
    shape: new RegExp(
      `[PV][A-Z<][A-Z<]{3}[A-Z<]{39}${BREAK}[A-Z0-9<]{9}[0-9O<][A-Z<]{3}[0-9OIBS]{7}[MFX<][A-Z0-9<]{23}(?![A-Z0-9<])`,
      'y',
    ),
    passes: ([, second = '']) =>
      rightIn(second, [
        [0, 9],
        [13, 19],
        [21, 27],
      ]),
  },
  {
    shape: new RegExp(
      `[ACIPV][A-Z<][A-Z<]{3}[A-Z<]{31}${BREAK}[A-Z0-9<]{9}[0-9O<][A-Z<]{3}[0-9OIBS]{7}[MFX<][A-Z0-9<]{15}(?![A-Z0-9<])`,
      'y',
    ),
    passes: ([, second = '']) =>
      rightIn(second, [
        [0, 9],
        [13, 19],
        [21, 27],
      ]),
  },
  {
    shape: new RegExp(
      `[ACI][A-Z<][A-Z<]{3}[A-Z0-9<]{25}${BREAK}[0-9OIBS]{7}[MFX<][A-Z0-9<]{22}${BREAK}[A-Z<]{30}(?![A-Z0-9<])`,
      'y',
    ),
    passes: ([first = '', second = '']) =>
      rightIn(first, [[5, 14]]) +
      rightIn(second, [
        [0, 6],
        [8, 14],
      ]),
  },
]
const LONGEST_HEAD = 44

/** Machine-readable zones of travel documents. Each of three fields has a check digit; what a scanner misread may fail one. */
export const passportMrz: Detector = {
  id: 'passport-mrz',
  types: ['PASSPORT_MRZ'],
  mayHold: (text) => text.includes(FILLER),
  detect: (text) => {
    const found: Spotted[] = []
    for (let at = text.indexOf(FILLER); at !== -1; at = text.indexOf(FILLER, at)) {
      const zone = zoneAround(text, at)
      if (zone !== null) found.push(...spot('PASSPORT_MRZ', zone.score, zone.start, zone.end))
      at = zone?.end ?? at + 1
      while (text.charAt(at) === '<' && zone === null) at++
    }
    return found
  },
}

type Zone = { readonly start: number; readonly end: number; readonly score: number }

/** The zone whose first line holds a place, if there is one. */
function zoneAround(text: string, at: number): Zone | null {
  let start = at
  while (start > 0 && at - start < LONGEST_HEAD && /[A-Z0-9<]/.test(text.charAt(start - 1))) start--
  for (const { shape, passes } of FORMS) {
    shape.lastIndex = start
    const zone = shape.exec(text)?.[0]
    if (zone === undefined) continue
    const right = passes(zone.split(/\r?\n|\\n| /))
    return { start, end: start + zone.length, score: right === 3 ? 1 : right === 2 ? 0.85 : 0.5 }
  }
  return null
}

/** How many fields have the check digit behind them that they should have. */
const rightIn = (line: string, fields: readonly (readonly [number, number])[]): number =>
  fields.filter(([from, to]) => String(icaoCheck(line.slice(from, to))) === line.charAt(to).replace('<', '0')).length
