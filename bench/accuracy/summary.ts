import { DETECTED } from './judge.ts'
import { KEYS_BY_PREFIX, NAMES_IN_PROSE } from './measure.ts'
import type { Alarms, Measured, Scores } from './measure.ts'
import { added, f2Of, precisionOf, recallOf } from './score.ts'
import type { Score } from './score.ts'
import type { Half } from './templates.ts'
import { MAKERS } from './values.ts'

/** One line of the scorecard: a type, over all languages or in one. */
export type Line = {
  readonly type: string
  /** Null for all of them. */
  readonly language: string | null
  /** How many there are to be found. */
  readonly count: number
  readonly ours: Score
  readonly theirs: Score
}

export type Target = {
  readonly what: string
  readonly wanted: string
  readonly figure: string
  readonly isMet: boolean
}

const partsOf = (key: string) => {
  const [half = '', language = '', ...type] = key.split(' ')
  return { half, language, type: type.join(' ') }
}

const sumOf = (scores: Scores, holds: (parts: ReturnType<typeof partsOf>) => boolean): Score =>
  added([...scores].filter(([key]) => holds(partsOf(key))).map(([, score]) => score))

/** Types that identify by a check digit and that something here looks for. */
export const isChecked = (type: string) => MAKERS.get(type)?.checked === true && DETECTED.has(type)

/** Types that are in the data although nothing here looks for them yet. */
export const isUnknown = (type: string) => /^[A-Z_]+$/.test(type) && !DETECTED.has(type)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A line for every type, over all languages. */
export function linesOf({ ours, theirs }: Measured, half: Half): readonly Line[] {
  const types = [...new Set([...ours.keys()].map((key) => partsOf(key).type))].sort(compare)
  return types.map((type) => lineOf(ours, theirs, { half, type, language: null }))
}

/** A line for every language in which a type is there to be found. */
export function languagesOf({ ours, theirs }: Measured, half: Half, type: string): readonly Line[] {
  const languages = [...new Set([...ours.keys()].map((key) => partsOf(key).language))].sort(compare)
  return languages.map((language) => lineOf(ours, theirs, { half, type, language })).filter(({ count }) => count > 0)
}

type Which = { readonly half: Half; readonly type: string; readonly language: string | null }

function lineOf(ours: Scores, theirs: Scores, { half, type, language }: Which): Line {
  const holds = (parts: ReturnType<typeof partsOf>) =>
    parts.half === half && parts.type === type && (language === null || parts.language === language)
  const mine = sumOf(ours, holds)
  return { type, language, count: mine.hit + mine.missed, ours: mine, theirs: sumOf(theirs, holds) }
}

/** Alarms over all clean texts of a half, and by kind of text. */
export function alarmsOf({ alarms }: Measured, half: Half): readonly (readonly [kind: string, alarms: Alarms])[] {
  const mine = [...alarms].filter(([key]) => key.startsWith(`${half} `)).sort(([a], [b]) => compare(a, b))
  const kinds = mine.map(([key, count]) => [key.slice(half.length + 1), count] as const)
  const all = { documents: 0, ours: 0, theirs: 0, replaced: 0 }
  for (const [, count] of kinds)
    for (const part of ['documents', 'ours', 'theirs', 'replaced'] as const) all[part] += count[part]
  return [['all', all], ...kinds]
}

/** What was aimed at, on the half that nothing was tuned on. */
export function targetsOf(measured: Measured): readonly Target[] {
  const half = 'held-out'
  const of = (holds: (type: string) => boolean) =>
    sumOf(measured.ours, (parts) => parts.half === half && holds(parts.type))
  const recall = (what: string, least: number, score: Score): Target => {
    const value = recallOf(score) ?? 0
    return { what, wanted: `recall ≥ ${String(least)}`, figure: decimals(value), isMet: value >= least }
  }
  const both = (what: string, least: readonly [number, number], score: Score): Target => {
    const [found, right] = [recallOf(score) ?? 0, precisionOf(score) ?? 0]
    const wanted = `recall ≥ ${String(least[0])}, precision ≥ ${String(least[1])}`
    return {
      what,
      wanted,
      figure: `${decimals(found)}, ${decimals(right)}`,
      isMet: found >= least[0] && right >= least[1],
    }
  }
  const all = alarmsOf(measured, half)[0]?.[1] ?? { documents: 1, ours: 1 }
  const rate = all.ours / all.documents
  return [
    both('identifiers with a check digit', [0.99, 0.97], of(isChecked)),
    recall(
      'e-mail addresses',
      0.995,
      of((type) => type === 'EMAIL_ADDRESS'),
    ),
    recall(
      'card numbers',
      0.995,
      of((type) => type === 'CREDIT_CARD'),
    ),
    recall(
      'IBANs',
      0.995,
      of((type) => type === 'IBAN_CODE'),
    ),
    recall(
      'secrets by prefix',
      0.995,
      of((type) => type === KEYS_BY_PREFIX),
    ),
    recall(
      'telephone numbers',
      0.95,
      of((type) => type === 'PHONE_NUMBER'),
    ),
    both(
      'names in prose',
      [0.85, 0.85],
      of((type) => type === NAMES_IN_PROSE),
    ),
    { what: 'alarms on clean texts', wanted: '≤ 1 %', figure: percent(rate), isMet: rate <= 0.01 },
  ]
}

export const decimals = (value: number | null, digits = 3) => (value === null ? '–' : value.toFixed(digits))
export const percent = (value: number) => `${(value * 100).toFixed(2)} %`
/** Recall, precision and F2; of a part of a type, only its recall means anything. */
export const cellsOf = (type: string, score: Score, digits = 3) => {
  const isPart = type.includes(' ') && type !== NAMES_IN_PROSE
  return [recallOf(score), ...(isPart ? [null, null] : [precisionOf(score), f2Of(score)])].map((value) =>
    decimals(value, digits),
  )
}
