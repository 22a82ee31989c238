import type { Detector, Spotted } from '../terms/finding.ts'
import { standsAlone } from './chars.ts'
import { isOneDigit } from './checksums.ts'
import { CODE_ROWS } from './code-rows.ts'
import type { CodeRow } from './code-rows.ts'
import { contextOf, evidence } from './context.ts'
import type { Context, Evidence } from './context.ts'
import { digitRuns } from './digit-runs.ts'
import type { DigitRun } from './digit-runs.ts'
import { NUMBER_ROWS } from './number-rows.ts'
import type { NumberRow } from './number-rows.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'

const BY_LENGTH = new Map(
  [...new Set(NUMBER_ROWS.flatMap(({ lengths }) => lengths))].map((length) => [
    length,
    NUMBER_ROWS.filter(({ lengths }) => lengths.includes(length)),
  ]),
)
const LENGTHS = new Set(BY_LENGTH.keys())

/** Identifiers of people, made of digits, of every country at once: a PESEL in an English request is still a PESEL. */
export const nationalNumber: Detector = {
  id: 'national-number',
  types: [...new Set(NUMBER_ROWS.map(({ type }) => type))],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    if (!/\d{4}|\d{2}\D{1,3}\d{2}/.test(text)) return found
    const context = contextOf(text, segment)
    digitRuns(text, LENGTHS, (run) => {
      if (run.isPart || isOneDigit(run.digits)) return
      const around = lazily(context, run.start, run.end)
      for (const row of BY_LENGTH.get(run.digits.length) ?? [])
        found.push(...spot(row.type, numberScore(row, run, around), run.start, run.end))
    })
    return found
  },
}

/** Identifiers of people that have letters in them, of every country at once. */
export const nationalCode: Detector = {
  id: 'national-code',
  types: [...new Set(CODE_ROWS.map(({ type }) => type))],
  mayHold: hasDigit,
  detect: (text, segment) => {
    if (!/\d[^\d\s]{0,3} ?\d/.test(text)) return []
    const context = contextOf(text, segment)
    return SHAPES.flatMap(({ row, shape }) =>
      [...text.matchAll(shape)].flatMap(({ index, 0: code }) => {
        if (!standsAlone(text, index, index + code.length)) return []
        const says = evidence(context.around(index, index + code.length), row.words)
        return spot(row.type, codeScore(row, code, says), index, index + code.length)
      }),
    )
  },
}

// Upper case throughout or lower case throughout: mixed case is a word, or a hash.
const SHAPES = CODE_ROWS.map((row) => ({
  row,
  shape: new RegExp(`(?<![0-9A-Za-z])(?:${row.shape})(?![0-9A-Za-z])`, 'gi'),
}))

const lazily = (context: Context, start: number, end: number) => {
  let around: ReturnType<Context['around']> | null = null
  return () => (around ??= context.around(start, end))
}

function numberScore(row: NumberRow, run: DigitRun, around: () => ReturnType<Context['around']>): number {
  const isPrinted = row.printed.includes(run.grouping) && (row.separator ?? /^[ .\-/\u00a0]$/).test(run.separator)
  const isBare = run.separator === ''
  const passes = row.passes?.(run.digits) ?? true
  if (!isPrinted && !isBare && (!passes || row.passes === null)) return 0
  const alone = passes ? row.alone[isPrinted ? 0 : 1] * Number(isPrinted || isBare) : 0
  const says = evidence(around(), row.words)
  if (says === 'against') return Math.min(alone, 0.4)
  if (says === 'none') return alone
  if (!passes) return says === 'label' && (isPrinted || isBare) ? 0.35 : 0
  if (row.passes === null) return says === 'label' && isBare ? 0.65 : 0
  if (says === 'label') return isPrinted || isBare ? 1 : 0.85
  return Math.max(alone, isPrinted ? 0.8 : isBare ? 0.6 : 0)
}

function codeScore(row: CodeRow, code: string, says: Evidence): number {
  const bare = code.replace(/[ .-]/g, '')
  if (bare !== bare.toUpperCase() && bare !== bare.toLowerCase()) return 0
  const isUpper = bare === bare.toUpperCase()
  const canonical = row.type === 'FI_PERSONAL_IDENTITY_CODE' ? code.toUpperCase() : bare.toUpperCase()
  if (row.passes !== null && !row.passes(canonical)) return says === 'label' ? 0.35 : 0
  if (says === 'label') return row.passes === null ? (row.alone > 0 ? 0.9 : 0.65) : 1
  if (says === 'near') return Math.max(row.alone, row.alone > 0 ? 0.8 : 0)
  return says === 'against' ? Math.min(row.alone, 0.4) : isUpper ? row.alone : Math.min(row.alone, 0.5)
}
