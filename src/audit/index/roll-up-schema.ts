import type { DatabaseSync } from 'node:sqlite'
import type { Column } from './schema.ts'

export const HOUR = 3_600_000

/** How long one line of a roll-up is, in milliseconds. Days and weeks are those of UTC, and a week begins on a Thursday, as 1970 did. */
export const STEPS = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR } as const
export type Step = keyof typeof STEPS

/**
 * For whom lines are kept: for everybody together, by the set of tenants, and by the sets of tenants and teams; so that whoever may read
 * those of some alone asks those alone.
 */
export const AUDIENCES = ['all', 'tenant', 'team'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Which lines there are, shortest first. Each costs time when records are taken in, so that there are only those that save more later. */
export const FLOW_LINES: Readonly<Record<Audience, readonly Step[]>> = {
  all: ['hour', 'day', 'week'],
  tenant: ['hour', 'day', 'week'],
  team: ['day'],
}

/** The lines that tell apart what is asked by these columns, and no more than that. */
export function audienceOf(columns: readonly string[]): Audience {
  if (columns.includes('team')) return 'team'
  return columns.includes('tenant') ? 'tenant' : 'all'
}

/** What lines tell requests apart by, besides the time and the audience. */
export const FLOW_COLUMNS = [
  'level',
  'destination',
  'zone',
  'region',
  'provider',
  'served_model',
  'effect',
  'outcome',
  'pinned',
  'reached',
  'problem',
] as const satisfies readonly Column[]

/** What those of a kind tell apart, besides it: less, as there are many kinds. */
export const KIND_SHAPE: readonly (typeof FLOW_COLUMNS)[number][] = [
  'level',
  'destination',
  'zone',
  'region',
  'effect',
  'outcome',
  'pinned',
  'reached',
]

/** The columns of which there are lines by day for each word: one of them at a time. In the order of their numbers in the index. */
export const KINDS = ['entity', 'rule', 'client', 'model', 'role', 'considered', 'api'] as const satisfies readonly Column[] // prettier-ignore
export type Kind = (typeof KINDS)[number]

export const isKind = (column: Column): column is Kind => (KINDS as readonly Column[]).includes(column)

/** Whose lines of a kind there are. Teams are many, so that theirs are of what an overview shows alone. */
export const hasKind = (kind: Kind, audience: Audience): boolean => audience !== 'team' || kind === 'entity'

/** Names that a decision alone gives, of which people want to be reminded; by level, which may limit who reads. Each has an effect. */
export const SEEN_COLUMNS = [
  'caller',
  'client',
  'api',
  'rule',
  'model',
  'role',
  'considered',
  'policy',
  'effect',
] as const satisfies readonly Column[]

const SUMS = 'n INTEGER NOT NULL, tokens_in REAL NOT NULL, tokens_out REAL NOT NULL, cost REAL NOT NULL'

/**
 * A shape is what a line tells apart, as one number; a column that says nothing is 0. `step` and `start` are in hours, `times` those of answered
 * requests, see `times.ts`. `kind` is the place of a column in `KINDS`, or in `SEEN_COLUMNS`; `word` is 0 where it says nothing.
 */
export const ROLL_UP_TABLES: string = `
CREATE TABLE whos (id INTEGER PRIMARY KEY, audience TEXT NOT NULL, tenant INTEGER NOT NULL, team INTEGER NOT NULL,
  UNIQUE (audience, tenant, team));
CREATE TABLE shapes (id INTEGER PRIMARY KEY, ${FLOW_COLUMNS.map((name) => `${name} INTEGER NOT NULL`).join(', ')},
  UNIQUE (${FLOW_COLUMNS.join(', ')}));
CREATE TABLE flows (step INTEGER NOT NULL, who INTEGER NOT NULL, start INTEGER NOT NULL, shape INTEGER NOT NULL, ${SUMS}, times BLOB,
  PRIMARY KEY (step, who, start, shape)) WITHOUT ROWID;
CREATE TABLE kinds (who INTEGER NOT NULL, kind INTEGER NOT NULL, word INTEGER NOT NULL, start INTEGER NOT NULL, shape INTEGER NOT NULL, ${SUMS},
  PRIMARY KEY (who, kind, word, start, shape)) WITHOUT ROWID;
CREATE TABLE seen (who INTEGER NOT NULL, kind INTEGER NOT NULL, level INTEGER NOT NULL, word INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (who, kind, level, word)) WITHOUT ROWID;
`

export function dropRollUps(db: DatabaseSync): void {
  for (const table of ['whos', 'shapes', 'flows', 'kinds', 'seen']) db.exec(`DROP TABLE IF EXISTS ${table};`)
}
