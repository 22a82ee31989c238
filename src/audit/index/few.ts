import type { DatabaseSync } from 'node:sqlite'
import { cellsOf, sourceOf } from './cells.ts'
import type { CellQuestion } from './cells.ts'
import { endsOf } from './ends.ts'
import { FILTERS, FILTER_NAMES } from './filter.ts'
import type { Filter } from './filter.ts'
import { piecesOf } from './pieces.ts'
import { audienceOf, HOUR, STEPS } from './roll-up-schema.ts'
import { isIndexed } from './schema.ts'
import { requestsWith } from './suggest.ts'
import type { Where } from './where.ts'

/** So many rows of a time may be looked through for an answer; and so many that are found one by one. */
export const MOST_ROWS = 100_000
const APART = 5

/*
 * Only what the reader may read is counted here, so that an answer, how much of a time it is of, and what it leaves out tell nothing else.
 */

/** Whether there are so few at that time that their rows may be read. */
export const isFewThen = (db: DatabaseSync, readable: Where, { since, until }: Filter, most: number): boolean =>
  countOf(db, readable, since, until) <= most

/** Whether so few have one of the values by which rows are found. */
export const isFewEver = (db: DatabaseSync, readable: Where, { named }: Filter, most: number): boolean =>
  FILTER_NAMES.some((name) => {
    const values = isIndexed(FILTERS[name]) ? named[name] : undefined
    return values !== undefined && requestsWith(db, readable, FILTERS[name], values) <= most / APART
  })

/** Of those of a few teams each lies by itself, and takes longer to read. */
export const mostFor = (readable: Where, most: number): number =>
  audienceOf(readable.columns) === 'team' ? most / APART : most

/** How many of a time fit. */
export function countOf(db: DatabaseSync, where: Where, since: number, until: number): number {
  let count = 0
  for (const { n } of cellsOf(db, { where, since, until, columns: [], bucket: null })) count += n
  return count
}

/** How many rows that may be read lie where lines do not reach: at both ends of a time. */
export function rowsAtEnds(db: DatabaseSync, readable: Where, asked: CellQuestion): number {
  const ends = piecesOf(asked.since, asked.until, sourceOf(asked)?.steps ?? []).filter(({ step }) => step === null)
  return ends.reduce((sum, { since, until }) => sum + countOf(db, readable, since, until), 0)
}

/** How many requests fit, where lines know it but for few rows at the ends of the time; null where they do not. */
export function knownCount(db: DatabaseSync, where: Where, readable: Where, filter: Filter): number | null {
  const { since, until } = endsOf(db, filter)
  const asked = { where, since, until, columns: [], bucket: null }
  const isKnown = sourceOf(asked) !== null && rowsAtEnds(db, readable, asked) <= MOST_ROWS
  return isKnown ? countOf(db, where, since, until) : null
}

/** Each is cut out of the one before. */
const LADDER = [STEPS.week, STEPS.day, HOUR, HOUR / 60]

/**
 * Where the newest part of a time begins that has no more than so many requests that may be read: with a minute, or a longer step. If the last
 * minute has more, it is the part.
 */
export function newestPart(db: DatabaseSync, readable: Where, since: number, until: number, most: number): number {
  let [from, to, left] = [since, until, most]
  for (const bucket of LADDER) {
    const counts = new Map<number, number>()
    for (const { at, n } of cellsOf(db, { where: readable, since: from, until: to, columns: [], bucket }))
      counts.set(at, (counts.get(at) ?? 0) + n)
    const newestFirst = [...counts].sort(([one], [other]) => other - one)
    const over = newestFirst.find(([, n]) => (left -= n) < 0)
    if (over === undefined) return from
    const [at, n] = over
    left += n
    ;[from, to] = [Math.max(from, at), Math.min(to, at + bucket)]
  }
  return to === until ? from : to
}
