import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { flag, number, object, objects, text, texts } from './fields.ts'

/** What a table knows of one record. `leaf`: its leaf hash in hex, which ties the row to the ledger. */
export type Row = { readonly record: JsonObject; readonly leaf: string }

export type ColumnKind = 'text' | 'int' | 'double' | 'bool' | 'time'
export type Cell = string | number | boolean | null

export type Column = { readonly name: string; readonly kind: ColumnKind; readonly of: (row: Row) => Cell }

type Read = (record: JsonObject) => JsonValue | undefined

const READ: Readonly<Record<ColumnKind, (value: JsonValue | undefined) => Cell>> = {
  text,
  int: number,
  double: number,
  bool: flag,
  time: number,
}

const column = (name: string, kind: ColumnKind, read: Read): Column => ({
  name,
  kind,
  of: ({ record }) => READ[kind](read(record)),
})

const list = (values: readonly (string | null)[]): string | null =>
  values.length === 0 ? null : values.map((value) => value ?? '').join(';')

const caller = (name: string) => (record: JsonObject) => object(record['caller'])[name]
const callers = (name: string) => (record: JsonObject) => list(texts(object(record['caller'])[name]))
const prompt = (name: string) => (record: JsonObject) => object(record['prompt'])[name]
const policy = (name: string) => (record: JsonObject) => object(record['policy'])[name]
const served = (name: string) => (record: JsonObject) => object(record['served'])[name]
const tokens = (name: string) => (record: JsonObject) => object(record['tokens'])[name]

/** `US_SSN×2;PERSON×1` */
const findings = (record: JsonObject) =>
  list(objects(record['findings']).map(({ type, count }) => `${text(type) ?? ''}×${String(number(count) ?? 0)}`))

/** `lan=permitted:allowed_by_rule` */
const considered = (record: JsonObject) =>
  list(
    objects(record['considered']).map(
      ({ to, permitted, ground }) =>
        `${text(to) ?? ''}=${permitted === true ? 'permitted' : 'refused'}:${text(ground) ?? ''}`,
    ),
  )

/**
 * The columns of a table of records, the same for CSV and Parquet. Lists are joined with `;`. New ones are added at the end; none is ever
 * taken away or given another meaning within one format version.
 */
export const COLUMNS: readonly Column[] = [
  column('seq', 'int', ({ seq }) => seq),
  column('time', 'time', ({ time }) => time),
  column('type', 'text', ({ type }) => type),
  column('request', 'text', ({ request }) => request),
  column('effect', 'text', ({ effect }) => effect),
  column('event', 'text', ({ event }) => event),
  column('received', 'time', ({ received }) => received),
  column('api', 'text', ({ api }) => api),
  column('caller', 'text', caller('id')),
  column('roles', 'text', callers('roles')),
  column('department', 'text', callers('department')),
  column('tenant', 'text', callers('tenant')),
  column('team', 'text', callers('team')),
  column('client', 'text', caller('client')),
  column('issuer', 'text', caller('issuer')),
  column('session', 'text', caller('session')),
  column('ip', 'text', caller('ip')),
  column('model', 'text', (record) => prompt('model')(record) ?? record['asked']),
  column('prompt_bytes', 'int', prompt('bytes')),
  column('stream', 'bool', prompt('stream')),
  column('level', 'text', ({ level }) => level),
  column('pinned', 'bool', ({ pinned }) => pinned),
  column('findings', 'text', findings),
  column('failed_detectors', 'text', ({ failed }) => list(objects(failed).map(({ detector }) => text(detector)))),
  column('policy', 'text', policy('id')),
  column('policy_version', 'text', policy('version')),
  column('policy_sha256', 'text', policy('sha256')),
  column('considered', 'text', considered),
  column('rule', 'text', ({ rule }) => rule),
  column('destination', 'text', (record) => record['destination'] ?? served('to')(record)),
  column('problem', 'text', ({ problem }) => problem),
  column('reason', 'text', ({ reason }) => reason),
  column('status', 'int', ({ status }) => status),
  column('result', 'text', ({ result }) => result),
  column('node', 'text', served('node')),
  column('peer', 'text', served('peer')),
  column('served_model', 'text', served('model')),
  column('provider', 'text', served('provider')),
  column('prompt_tokens', 'int', tokens('prompt')),
  column('completion_tokens', 'int', tokens('completion')),
  column('cost', 'double', ({ cost }) => cost),
  column('bytes_out', 'int', ({ bytes_out: out }) => out),
  column('ms', 'double', ({ ms }) => ms),
  column('recovered', 'bool', ({ recovered }) => recovered),
  { name: 'leaf', kind: 'text', of: ({ leaf }) => leaf },
]
