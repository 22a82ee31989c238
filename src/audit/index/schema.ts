import type { DatabaseSync } from 'node:sqlite'
import { dropRollUps, ROLL_UP_TABLES } from './roll-up-schema.ts'

/** The form of an index. One of another form is made anew: nothing is ever carried over. */
export const INDEX_VERSION = '6'

/** What a row says of a request in one word each, and NULL where its records say nothing. */
const SINGLE = [
  'effect',
  'caller',
  'client',
  'api',
  'level',
  'rule',
  'destination',
  'provider',
  'outcome',
  'model',
  'served_model',
  'policy',
  'problem',
  'zone',
  'region',
  'pinned',
] as const

/** What it says in several: each set that occurs is kept once, with its members, and a row names the set. */
const SETS = ['tenant', 'team', 'role', 'entity', 'considered', 'reached'] as const

export const COLUMNS = [...SINGLE, ...SETS] as const
export type Column = (typeof COLUMNS)[number]

export const NUMBERS = ['status', 'tokens_in', 'tokens_out', 'cost', 'ms'] as const
export type NumberColumn = (typeof NUMBERS)[number]

export const isSet = (column: Column): boolean => (SETS as readonly Column[]).includes(column)

/** Columns by which rare rows are found. The others are compared row by row, from the newest on. */
const INDEXED: readonly Column[] = [
  'caller',
  'level',
  'rule',
  'destination',
  'provider',
  'outcome',
  'model',
  'tenant',
  'team',
  'entity',
]

/** What limits readers: in the order of time, so that those of one set of teams, say, are walked through alone. */
const TIMED: readonly Column[] = ['tenant', 'team']

export const isIndexed = (column: Column): boolean => INDEXED.includes(column)
export const BY_TIME = 'by_time'
export const BY_REQUEST = 'by_request'
/** What ended after something else: for whoever looks on. */
export const BY_ENDED = 'by_ended'
/** What is most often asked, and should have no answer: a level, and a zone that it may have reached. Neither is rare by itself. */
export const BY_LEVEL_AND_REACHED = 'by_level_and_reached'
export const indexOf = (column: Column): string => (column === 'level' ? BY_LEVEL_AND_REACHED : `by_${column}`)

/** Whether an index has its rows in the order of time, and not in that of records. */
export const isTimed = (index: string): boolean => TIMED.some((column) => index === indexOf(column))

const TABLES = `
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE words (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, count INTEGER NOT NULL DEFAULT 0, UNIQUE (kind, text));
CREATE TABLE members (kind TEXT NOT NULL, text TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (kind, text, word)) WITHOUT ROWID;
CREATE TABLE requests (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, request TEXT NOT NULL, ended INTEGER,
  ${COLUMNS.map((name) => `${name} INTEGER`).join(', ')}, ${NUMBERS.map((name) => `${name} REAL`).join(', ')}, found TEXT);
CREATE INDEX ${BY_REQUEST} ON requests (request);
CREATE TABLE events (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, type TEXT NOT NULL, fields TEXT NOT NULL);
`

/**
 * How an index is written and read: what a power cut takes of it is made anew from the ledger. The cache, in KiB, is what keeps the lines of a day in
 * memory while they are added to.
 */
export function settle(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;') // prettier-ignore
}

/** Makes the tables of an empty index. */
export function createTables(db: DatabaseSync): void {
  db.exec(TABLES)
  db.exec(ROLL_UP_TABLES)
}

/** Makes what a first filling is quicker without; does nothing the second time. */
export function createIndexes(db: DatabaseSync): void {
  db.exec(`CREATE INDEX IF NOT EXISTS ${BY_TIME} ON requests (time);`)
  db.exec(`CREATE INDEX IF NOT EXISTS ${BY_ENDED} ON requests (ended) WHERE ended IS NOT NULL;`)
  db.exec(`CREATE INDEX IF NOT EXISTS ${BY_LEVEL_AND_REACHED} ON requests (level, reached, time);`)
  for (const name of INDEXED.filter((one) => one !== 'level')) {
    const columns = TIMED.includes(name) ? `${name}, time` : name
    db.exec(`CREATE INDEX IF NOT EXISTS ${indexOf(name)} ON requests (${columns}) WHERE ${name} IS NOT NULL;`)
  }
}

/** Takes everything away. */
export function dropAll(db: DatabaseSync): void {
  for (const table of ['about', 'words', 'members', 'requests', 'events']) db.exec(`DROP TABLE IF EXISTS ${table};`)
  dropRollUps(db)
}
