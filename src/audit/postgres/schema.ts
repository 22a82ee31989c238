import { COLUMNS } from '../export/columns.ts'
import type { ColumnKind } from '../export/columns.ts'

const TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  int: 'bigint',
  double: 'double precision',
  bool: 'boolean',
  time: 'timestamptz',
}

/** So that two commands that begin at once do not make the same table twice. */
const LOCK = 7_236_021

const columns = COLUMNS.filter(({ name }) => name !== 'seq').map(({ name, kind }) => `"${name}" ${TYPES[kind]}`)

/**
 * What makes the tables, or adds columns that an earlier version did not have; to be run in one transaction. `cordon.record` has the columns of
 * an export as CSV, and the whole record as `record`; `cordon.ledger` says how far each ledger has been loaded.
 */
export const SCHEMA: readonly string[] = [
  `select pg_advisory_xact_lock(${String(LOCK)})`,
  'create schema if not exists cordon',
  'create table if not exists cordon.ledger (origin text primary key, next bigint not null, head text, loaded timestamptz not null)',
  'create table if not exists cordon.record (origin text not null, seq bigint not null, record jsonb not null, primary key (origin, seq))',
  ...columns.map((column) => `alter table cordon.record add column if not exists ${column}`),
  'create index if not exists record_time on cordon.record ("time")',
  'create index if not exists record_request on cordon.record (request)',
  'create index if not exists record_caller on cordon.record (caller, "time")',
]
