import { isIPv4Text } from './ip-text.ts'
import type { Row } from './columns.ts'
import { number, object, objects, text, texts } from './fields.ts'
import { severityOf } from './severity.ts'

export type Product = { readonly name: string; readonly version: string; readonly origin: string }

type Value = string | number | null

/** How grave a record is, from 0 to 10 as CEF has it, by OCSF's severity. */
const SEVERITY: Readonly<Record<number, number>> = { 1: 2, 2: 4, 3: 5, 4: 8 }

const TITLES: Readonly<Record<string, string>> = {
  'decision.permit': 'Request permitted',
  'decision.deny': 'Request denied by policy',
  'decision.refuse': 'Request refused',
  outcome: 'Request ended',
  listing: 'Models listed',
  'checkpoint.pre': 'Checkpoint announced',
  'key.rotate': 'Signing key changed',
  'sink.poisoned': 'Disk failed under the ledger',
  'audit.gap_accepted': 'Broken end of the ledger given up',
  'audit.mirror': 'Mirror of the ledger',
}

/** One record as one line of CEF (ArcSight Common Event Format, version 0), without its LF. A translation: `externalId` names the record. */
export function cefLine({ record }: Row, { name, version, origin }: Product): string {
  const kind = kindOf(record)
  const title = TITLES[kind] ?? kind
  const head = ['CEF:0', name, name, version, kind, title, String(SEVERITY[severityOf(record)] ?? 2)]
  const pairs = extension({ record, leaf: '' }, origin).flatMap(([key, value]) =>
    value === null || value === '' ? [] : [`${key}=${escapeValue(String(value))}`],
  )
  return `${head.map((part, at) => (at === 0 ? part : escapeHead(part))).join('|')}|${pairs.join(' ')}`
}

function kindOf(record: Row['record']): string {
  const type = text(record['type']) ?? 'unknown'
  const more = text(record['effect']) ?? text(record['event'])
  return more === null ? type : `${type}.${more}`
}

function extension({ record }: Row, origin: string): readonly (readonly [string, Value])[] {
  const caller = object(record['caller'])
  const served = object(record['served'])
  const policy = object(record['policy'])
  const ip = text(caller['ip'])
  const findings = objects(record['findings']).map(
    ({ type, count }) => `${text(type) ?? ''}×${String(number(count) ?? 0)}`,
  )
  return [
    ['rt', number(record['time'])],
    ['externalId', number(record['seq'])],
    ['deviceExternalId', origin],
    ['act', text(record['effect'])],
    ['outcome', text(record['result'])],
    ['reason', text(record['problem']) ?? text(record['reason'])],
    ['suid', text(caller['id'])],
    ['spriv', texts(caller['roles']).join(';')],
    ['src', ip !== null && isIPv4Text(ip) ? ip : null],
    ...labelled('c6a2', ip !== null && !isIPv4Text(ip) ? ip : null, 'Source IPv6 Address'),
    ['requestClientApplication', text(caller['client'])],
    ['app', text(record['api'])],
    ['destinationServiceName', text(record['destination']) ?? text(served['to'])],
    ...labelled('cs1', text(record['request']), 'request'),
    ...labelled('cs2', text(record['level']), 'level'),
    ...labelled('cs3', text(record['rule']), 'rule'),
    ...labelled('cs4', text(policy['sha256']), 'policySha256'),
    ...labelled('cs5', findings.join(';'), 'findings'),
    ...labelled('cs6', text(object(record['prompt'])['model']) ?? text(record['asked']), 'model'),
    ...labelled('cn1', number(record['status']), 'status'),
    ...labelled('cn2', number(object(record['tokens'])['prompt']), 'promptTokens'),
    ...labelled('cn3', number(object(record['tokens'])['completion']), 'completionTokens'),
  ]
}

const labelled = (key: string, value: Value, label: string): readonly (readonly [string, Value])[] =>
  value === null || value === '' ? [] : [[key, value] as const, [`${key}Label`, label] as const]

/** In the head a pipe and a backslash are escaped, and there are no lines. */
const escapeHead = (value: string) => value.replace(/[\\|]/g, '\\$&').replace(/[\r\n]/g, ' ')

/** In an extension an equals sign and a backslash are escaped, and line ends are written as `\n` and `\r`. */
const escapeValue = (value: string) => value.replace(/[\\=]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
