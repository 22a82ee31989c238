import type { DatabaseSync } from 'node:sqlite'
import type { ReadScope } from '../../terms/reading.ts'
import { CLOSED, FILTERS } from './filter.ts'
import type { FilterName } from './filter.ts'
import { audienceOf, FLOW_LINES, HOUR, KINDS, SEEN_COLUMNS, STEPS } from './roll-up-schema.ts'
import type { Column } from './schema.ts'
import { textsOf } from './texts.ts'
import { membersOf, toWhere } from './where.ts'
import type { Where } from './where.ts'

export type Suggestion = { readonly value: string; readonly requests: number }

export type SuggestQuestion = {
  readonly scope: ReadScope
  readonly name: FilterName
  /** What the values hold, whatever the case of its letters; empty: all. */
  readonly text: string
}

const MOST = 20

/**
 * Values of a filter that hold a text, those that begin with it before the others, and of these the most frequent first. They, and how often they
 * are counted, are of requests that may be read, and of nothing else.
 */
export function suggest(db: DatabaseSync, { scope, name, text }: SuggestQuestion): readonly Suggestion[] {
  const where = toWhere(db, { since: -Infinity, until: Infinity, named: {} }, scope)
  if (where === null) return []
  const wanted = text.toLowerCase()
  const column = FILTERS[name]
  const textOf = textsOf(db)
  const counts = new Map<string, number>()
  for (const { word, n } of wordsSeen(db, where, column)) {
    for (const value of membersOf(column, textOf(word))) {
      if (value.toLowerCase().includes(wanted)) counts.set(value, (counts.get(value) ?? 0) + n)
    }
  }
  const isFirst = (value: string) => Number(value.toLowerCase().startsWith(wanted))
  return [...counts]
    .filter(([value, requests]) => requests > 0 && CLOSED[name]?.includes(value) !== false)
    .map(([value, requests]) => ({ value, requests }))
    .sort(
      (one, other) =>
        isFirst(other.value) - isFirst(one.value) ||
        other.requests - one.requests ||
        (one.value < other.value ? -1 : 1),
    ) // prettier-ignore
    .slice(0, MOST)
}

/** How often each word of a column stands in requests that fit: of the names that a decision gave, or from the longest lines. */
export function wordsSeen(db: DatabaseSync, { timeless, columns }: Where, column: Column) {
  const isWho = column === 'tenant' || column === 'team'
  const seen = SEEN_COLUMNS.findIndex((name) => name === (isWho ? 'effect' : column))
  const audience = audienceOf(isWho ? [...columns, column] : columns)
  if (seen !== -1) {
    const word = isWho ? column : 'word'
    return read(
      db,
      `SELECT ${word} AS word, sum(n) AS n FROM whos CROSS JOIN seen ON who = whos.id
        WHERE audience = ? AND seen.kind = ? AND ${word} > 0 AND ${timeless} GROUP BY 1`,
      [audience, seen],
    )
  }
  if (column === 'entity') {
    return read(
      db,
      `SELECT word, sum(n) AS n FROM whos CROSS JOIN kinds ON who = whos.id CROSS JOIN shapes ON shapes.id = shape
        WHERE audience = ? AND kinds.kind = ? AND word > 0 AND n > 0 AND ${timeless} GROUP BY 1`,
      [audience, KINDS.indexOf(column)],
    )
  }
  return read(
    db,
    `SELECT ${column} AS word, sum(n) AS n FROM whos CROSS JOIN flows ON who = whos.id CROSS JOIN shapes ON shapes.id = shape
      WHERE audience = ? AND step = ? AND ${column} > 0 AND n > 0 AND ${timeless} GROUP BY 1`,
    [audience, STEPS[FLOW_LINES[audience].at(-1) ?? 'day'] / HOUR],
  )
}

/** How many requests that fit have one of these values, ever. */
export function requestsWith(db: DatabaseSync, where: Where, column: Column, values: readonly string[]): number {
  const textOf = textsOf(db)
  const having = wordsSeen(db, where, column).filter(({ word }) => membersOf(column, textOf(word)).some((value) => values.includes(value))) // prettier-ignore
  return having.reduce((sum, { n }) => sum + n, 0)
}

function read(db: DatabaseSync, sql: string, params: readonly (string | number)[]) {
  const rows = db.prepare(sql).all(...params)
  return rows.map((row) => ({ word: Number(row['word']), n: Number(row['n']) }))
}
