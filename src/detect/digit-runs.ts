import { isDigit, isWordAt } from './chars.ts'
import { alphabetOf } from './has-run.ts'
import { digitGroups } from './digit-groups.ts'
import type { DigitGroups } from './digit-groups.ts'
import { ofLastText } from './memo.ts'

/** Digits as they are written: in one piece, or in groups with separators between. */
export type DigitRun = {
  readonly start: number
  readonly end: number
  readonly digits: string
  /** Lengths of the groups, such as `3-2-4`. */
  readonly grouping: string
  /** What stands between the groups: `''` when in one piece, the separator when it is always the same, else `mixed`. */
  readonly separator: string
}

/** The longest number that anything here looks for. */
const MOST_DIGITS = 24
const MOST_GROUPS = 20
const SEPARATES = alphabetOf(' -./_*\t\r\n\u00a0')
const TIES = alphabetOf('-./_')

/**
 * Hands over every run of digits with one of the lengths asked for: each group, and neighbouring groups together while at
 * most three separator characters, with at most one line break, stand between. A run that touches a letter is none, nor one that a
 * hyphen, dot or slash ties to further digits, so that it is a part of something, nor one of a single digit again and again.
 * Visits at most 20 runs per group, so the cost is linear in the text.
 */
export function digitRuns(text: string, lengths: ReadonlySet<number>, visit: (run: DigitRun) => void): void {
  const groups = digitGroups(text)
  const { count, at } = groups
  const { opens, closes, goesOn, sameTo } = placesOf(text)
  const runs = runsOf(text)
  for (let from = 0; from < count; from++) {
    if (opens[from] !== 1) continue
    const first = at[from] as number
    const [same, most] = [sameTo[first] as number, Math.min(count, from + MOST_GROUPS)]
    for (let to = from; to < most; to++) {
      if (to > from && goesOn[to] !== 1) break
      const last = at[to + 1] as number
      if (last - first > MOST_DIGITS) break
      if (closes[to] !== 1 || same >= last || !lengths.has(last - first)) continue
      const key = from * MOST_GROUPS + (to - from)
      const known = runs.get(key)
      const run = known ?? runOf(text, groups, from, to)
      if (known === undefined) runs.set(key, run)
      visit(run)
    }
  }
}

/** What many ask of each group: whether a run may begin or end with it, whether it goes on from the group before, and how far the digits stay the same. */
const placesOf = ofLastText((text) => {
  const { count, starts, ends, digits } = digitGroups(text)
  const [opens, closes, goesOn] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)]
  for (let nth = 0; nth < count; nth++) {
    const [start, end] = [starts[nth] as number, ends[nth] as number]
    if (!isWordAt(text, start - 1) && !isTied(text, start - 1, start - 2)) opens[nth] = 1
    if (!isWordAt(text, end) && !isTied(text, end, end + 1)) closes[nth] = 1
    if (nth > 0 && separates(text, ends[nth - 1] as number, start)) goesOn[nth] = 1
  }
  const sameTo = new Int32Array(digits.length)
  for (let place = digits.length - 1; place >= 0; place--) {
    const isSame = digits.charCodeAt(place) === digits.charCodeAt(place + 1)
    sameTo[place] = isSame ? (sameTo[place + 1] as number) : place + 1
  }
  return { opens, closes, goesOn, sameTo }
})

/** The runs of the last text that somebody asked for. */
const runsOf = ofLastText(() => new Map<number, DigitRun>())

/** At most three separators, with at most one line break. */
function separates(text: string, from: number, to: number): boolean {
  if (to - from > 3) return false
  let breaks = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (SEPARATES[code] !== 1) return false
    if (code === 10) breaks++
  }
  return breaks < 2
}

function runOf(text: string, { starts, ends, digits, at }: DigitGroups, from: number, to: number): DigitRun {
  const start = starts[from] ?? 0
  const end = ends[to] ?? start
  let grouping = String((ends[from] ?? 0) - start)
  let separator = ''
  for (let i = from + 1; i <= to; i++) {
    const [before, after] = [ends[i - 1] ?? 0, starts[i] ?? 0]
    grouping += `-${String((ends[i] ?? 0) - after)}`
    if (i === from + 1) separator = text.slice(before, after)
    else if (separator !== 'mixed' && (after - before !== separator.length || !text.startsWith(separator, before)))
      separator = 'mixed'
  }
  return {
    start,
    end,
    digits: digits.slice(at[from], at[to + 1]),
    grouping,
    separator,
  }
}

const isTied = (text: string, at: number, beyond: number): boolean =>
  TIES[text.charCodeAt(at)] === 1 && isDigit(text.charCodeAt(beyond))
