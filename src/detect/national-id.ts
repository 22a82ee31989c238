import type { Detector, Spotted } from '../terms/finding.ts'
import { standsAlone } from './chars.ts'
import { CODE_ROWS } from './code-rows.ts'
import type { CodeRow } from './code-rows.ts'
import { codeStarts } from './code-starts.ts'
import { contextOf, evidence } from './context.ts'
import type { Context, Evidence, Surroundings } from './context.ts'
import { digitRuns } from './digit-runs.ts'
import type { DigitRun } from './digit-runs.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentioned } from './mentions.ts'
import type { Keys } from './mentions.ts'
import { NUMBER_ROWS } from './number-rows.ts'
import type { NumberRow } from './number-rows.ts'
import { spot } from './spot.ts'

/** Identifiers of people, made of digits, of every country at once: a PESEL in an English request is still a PESEL. */
export const nationalNumber: Detector = numbersOf(NUMBER_ROWS)

/** Identifiers of people that have letters in them, of every country at once. */
export const nationalCode: Detector = codesOf(CODE_ROWS)

/** Finds the numbers of some rows. A row that needs a label is asked only in texts that have one of its words. */
export function numbersOf(rows: readonly NumberRow[]): Detector {
  const lengths = new Set(rows.flatMap((row) => row.lengths))
  const asked = rows.map(askedFor)
  const ofLength = remembered((length) => asked.filter(({ row }) => row.lengths.includes(length)))
  return {
    id: 'national-number',
    types: [...new Set(rows.map(({ type }) => type))],
    mayHold: hasDigit,
    detect: (text, segment) => {
      const found: Spotted[] = []
      if (!/\d{4}|\d{2}\D{1,3}\d{2}/.test(text)) return found
      const context = contextOf(text, segment)
      const isMentioned = mentioned(text, segment)
      digitRuns(text, lengths, (run) => {
        const around = lazily(context, run.start, run.end)
        for (const { row, keys, needsLabel } of ofLength(run.digits.length)) {
          const maySay = row.raw !== undefined || isMentioned(keys)
          if (needsLabel && !maySay) continue
          const score = numberScore(row, run, { maySay, saying: () => saysOf(row, text, run.start, around()) })
          if (score > 0) found.push(...spot(row.type, score, run.start, run.end))
        }
      })
      return found
    },
  }
}

/** Finds the codes of some rows: each row whose number of letters fits is tried where a code may begin. */
export function codesOf(rows: readonly CodeRow[]): Detector {
  const asked = rows.map((row, index) => ({ ...askedFor(row), index, shape: shapeOf([row]) }))
  const labels = keysOf(...asked.flatMap(({ row, needsLabel }) => (needsLabel ? [row.words] : [])))
  const leading = remembered((letters) => {
    const mine = asked.filter(({ row }) => row.lead?.includes(letters) ?? true)
    return { mine, unlabelled: shapeOf(mine.flatMap(({ row, needsLabel }) => (needsLabel ? [] : [row]))) }
  })
  return {
    id: 'national-code',
    types: [...new Set(rows.map(({ type }) => type))],
    mayHold: hasDigit,
    detect: (text, segment) => {
      const found: Spotted[] = []
      if (!/\d[^\d\s]{0,8} ?\d/.test(text)) return found
      const context = contextOf(text, segment)
      const isMentioned = mentioned(text, segment)
      const hasLabels = isMentioned(labels)
      const done = new Map<number, number>()
      codeStarts(text, (start, letters) => {
        const { mine, unlabelled } = leading(letters)
        unlabelled.lastIndex = start
        const fitsSome = unlabelled.test(text)
        if (!fitsSome && !hasLabels) return
        for (const { row, keys, needsLabel, index, shape } of mine) {
          if (needsLabel ? !hasLabels || !isMentioned(keys) : !fitsSome) continue
          shape.lastIndex = start
          const code = start < (done.get(index) ?? 0) ? undefined : shape.exec(text)?.[0]
          if (code === undefined) continue
          const end = start + code.length
          done.set(index, end)
          if (!standsAlone(text, start, end)) continue
          const maySay = row.raw !== undefined || isMentioned(keys)
          const saying = () => saysOf(row, text, start, context.around(start, end))
          found.push(...spot(row.type, codeScore(row, code, { maySay, saying }), start, end))
        }
      })
      return found
    },
  }
}

/** A row with the words that speak for it, and whether a text has to have one of them; those of `raw` are parts of words. */
type Asked<Row> = { readonly row: Row; readonly keys: Keys; readonly needsLabel: boolean }

function askedFor<Row extends NumberRow | CodeRow>(row: Row): Asked<Row> {
  const standsAlone = typeof row.alone === 'number' ? row.alone > 0 : row.alone.some((score) => score > 0)
  return { row, keys: keysOf(row.words), needsLabel: !standsAlone && row.raw === undefined }
}

function remembered<T>(make: (number: number) => T): (number: number) => T {
  const made = new Map<number, T>()
  return (number) => {
    const known = made.get(number) ?? make(number)
    made.set(number, known)
    return known
  }
}

// Upper case throughout or lower case throughout: mixed case is a word, or a hash. Of several rows, what any of them fits.
function shapeOf(rows: readonly CodeRow[]): RegExp {
  const shapes = rows.map(({ shape }) => `(?:${shape})`).join('|')
  return new RegExp(`(?:${shapes === '' ? '(?!)' : shapes})(?![0-9A-Za-z])`, 'iy')
}

const lazily = (context: Context, start: number, end: number) => {
  let around: Surroundings | null = null
  return () => (around ??= context.around(start, end))
}

const RAW_REACH = 32
/** Without marks, which some scripts write vowels with, and which are taken out of a text before it is looked at. */
const unmarked = (text: string): string => text.normalize('NFKC').replace(/\p{M}/gu, '')

/** What the words around say. A script without spaces is read as it stands, back to the number before. */
function saysOf({ words, raw }: NumberRow | CodeRow, text: string, start: number, around: Surroundings): Evidence {
  return raw !== undefined && isRawLabel(raw, text, start) ? 'label' : evidence(around, words)
}

function isRawLabel(raw: readonly string[], text: string, start: number): boolean {
  const from = Math.max(0, start - RAW_REACH)
  if (!isMixed(text, from, start)) return false // none of these labels is in ASCII
  const before = text.slice(from, start)
  const near = before.slice(before.search(/\d\D*$/) + 1)
  const bare = unmarked(near)
  return raw.some((label) => bare.includes(unmarked(label)))
}

function isMixed(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 127) return true
  return false
}

/** What the words around say; `maySay` is false where no word of the row is in the text at all, so that there is no label. */
type Saying = { readonly maySay: boolean; readonly saying: () => Evidence }

function numberScore(row: NumberRow, run: DigitRun, { maySay, saying }: Saying): number {
  const isBare = run.separator === ''
  if (!isBare && row.passes === null && !row.printed.includes(run.grouping)) return 0
  const [printed, other] = row.alone
  if (printed === 0 && other === 0) {
    const says = saying()
    if (says === 'none' || says === 'against') return 0 // whatever its digits are
  }
  const isPrinted = row.printed.includes(run.grouping) && (row.separator ?? /^[ .\-/\u00a0]$/).test(run.separator)
  const passes = row.passes?.(run.digits) ?? true
  if (!isPrinted && !isBare && (!passes || row.passes === null)) return 0
  const alone = passes ? row.alone[isPrinted ? 0 : 1] * Number(isPrinted || isBare) : 0
  if (alone === 0 && !maySay) return 0
  const says = saying()
  if (says === 'against') return Math.min(alone, 0.4)
  if (says === 'none') return alone
  if (!passes) return says === 'label' && (isPrinted || isBare) ? (row.unsure === true ? 0.65 : 0.35) : 0
  if (row.passes === null) return says === 'label' ? Math.max(alone, row.labelled ?? 0.65) : alone
  if (says === 'label') return isPrinted || isBare ? (row.labelled ?? 1) : 0.85
  if (row.labelled !== undefined) return alone
  return Math.max(alone, isPrinted ? 0.8 : isBare ? 0.6 : 0)
}

function codeScore(row: CodeRow, code: string, { maySay, saying }: Saying): number {
  const bare = code.replace(/[ ./-]/g, '')
  if (bare !== bare.toUpperCase() && bare !== bare.toLowerCase()) return 0
  const isUpper = bare === bare.toUpperCase()
  const canonical = row.type === 'FI_PERSONAL_IDENTITY_CODE' ? code.toUpperCase() : bare.toUpperCase()
  const passes = row.passes?.(canonical) ?? true
  if (!maySay && (!passes || row.alone === 0)) return 0
  const says = saying()
  if (!passes) return says === 'label' ? (row.unsure === true ? 0.65 : 0.35) : 0
  if (says === 'label') return row.labelled ?? (row.passes !== null ? 1 : row.alone > 0 ? 0.9 : 0.65)
  if (says === 'near') return Math.max(row.alone, row.alone > 0 ? 0.8 : 0)
  if (says === 'against') return Math.min(row.alone, 0.4)
  return isUpper ? row.alone : Math.min(row.alone, row.cased === true ? 0.4 : 0.5)
}
