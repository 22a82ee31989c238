import { isDigit, isWordAt } from './chars.ts'

/** Digits as they are written: in one piece, or in groups with separators between. */
export type DigitRun = {
  readonly start: number
  readonly end: number
  readonly digits: string
  /** Lengths of the groups, such as `3-2-4`. */
  readonly grouping: string
  /** What stands between the groups: `''` when in one piece, the separator when it is always the same, else `mixed`. */
  readonly separator: string
  /** True when a hyphen, dot or slash ties the run to further digits on one side, so that it is a part of something. */
  readonly isPart: boolean
}

/** The longest number that anything here looks for. */
const MOST_DIGITS = 24
const MOST_GROUPS = 20
const SEPARATORS = new Set([...' -./_*\t\r\n\u00a0'].map((char) => char.charCodeAt(0)))
const TIES = new Set([...'-./_'].map((char) => char.charCodeAt(0)))

/**
 * Hands over every run of digits with one of the lengths asked for: each group, and neighbouring groups together while at
 * most three separator characters, with at most one line break, stand between. A run that touches a letter is none.
 * Visits at most 20 runs per group, so the cost is linear in the text.
 */
export function digitRuns(text: string, lengths: ReadonlySet<number>, visit: (run: DigitRun) => void): void {
  const groups = groupsIn(text)
  groups.forEach((first, from) => {
    if (isWordAt(text, first.start - 1)) return
    let length = 0
    for (let to = from; to < groups.length && to < from + MOST_GROUPS; to++) {
      const group = groups[to] as Group
      if (to > from && !separates(text, (groups[to - 1] as Group).end, group.start)) return
      length += group.end - group.start
      if (length > MOST_DIGITS) return
      if (lengths.has(length) && !isWordAt(text, group.end)) visit(runOf(text, groups.slice(from, to + 1)))
    }
  })
}

type Group = { readonly start: number; readonly end: number }

function groupsIn(text: string): Group[] {
  const groups: Group[] = []
  for (const { index, 0: digits } of text.matchAll(/\d+/g)) groups.push({ start: index, end: index + digits.length })
  return groups
}

function separates(text: string, from: number, to: number): boolean {
  if (to - from > 3) return false
  let breaks = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (!SEPARATORS.has(code)) return false
    if (code === 10) breaks++
  }
  return breaks < 2
}

function runOf(text: string, groups: readonly Group[]): DigitRun {
  const start = groups[0]?.start ?? 0
  const end = groups.at(-1)?.end ?? start
  const between = groups.slice(1).map((group, i) => text.slice(groups[i]?.end, group.start))
  return {
    start,
    end,
    digits: groups.map((group) => text.slice(group.start, group.end)).join(''),
    grouping: groups.map((group) => group.end - group.start).join('-'),
    separator: between.every((one) => one === between[0]) ? (between[0] ?? '') : 'mixed',
    isPart: isTied(text, start - 1, start - 2) || isTied(text, end, end + 1),
  }
}

const isTied = (text: string, at: number, beyond: number): boolean =>
  TIES.has(text.charCodeAt(at)) && isDigit(text.charCodeAt(beyond))
