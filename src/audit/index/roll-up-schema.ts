import type { DatabaseSync } from 'node:sqlite'

const HOUR = 3_600_000

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
export const LINES: Readonly<Record<'flows' | 'kinds', Readonly<Record<Audience, readonly Step[]>>>> = {
  flows: { all: ['hour', 'day', 'week'], tenant: ['hour', 'day', 'week'], team: ['day'] },
  kinds: { all: ['day'], tenant: ['day'], team: ['day'] },
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
] as const

/** The same for what was found. */
export const KIND_COLUMNS = [
  'entity',
  'level',
  'destination',
  'zone',
  'region',
  'effect',
  'outcome',
  'pinned',
  'reached',
] as const

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
] as const

const SUMS = 'n INTEGER NOT NULL, tokens_in REAL NOT NULL, tokens_out REAL NOT NULL, cost REAL NOT NULL'
const PLACE = 'step INTEGER NOT NULL, who INTEGER NOT NULL, start INTEGER NOT NULL'

/** A column that says nothing is 0: what a key is made of cannot be NULL. */
const rollUp = (name: string, columns: readonly string[], more = '') =>
  `CREATE TABLE ${name} (${PLACE}, ${columns.map((column) => `${column} INTEGER NOT NULL`).join(', ')}, ${SUMS}${more},
    PRIMARY KEY (step, who, start, ${columns.join(', ')})) WITHOUT ROWID;`

/** `step` is its length; `times` are those of answered requests, see `times.ts`. */
export const ROLL_UP_TABLES: string = `
CREATE TABLE whos (id INTEGER PRIMARY KEY, audience TEXT NOT NULL, tenant INTEGER NOT NULL, team INTEGER NOT NULL,
  UNIQUE (audience, tenant, team));
${rollUp('flows', FLOW_COLUMNS, ', times BLOB')}
${rollUp('kinds', KIND_COLUMNS)}
CREATE TABLE seen (who INTEGER NOT NULL, kind TEXT NOT NULL, level INTEGER NOT NULL, word INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (who, kind, level, word)) WITHOUT ROWID;
`

export function dropRollUps(db: DatabaseSync): void {
  for (const table of ['whos', 'flows', 'kinds', 'seen']) db.exec(`DROP TABLE IF EXISTS ${table};`)
}
