import type { JsonObject } from '../../terms/json.ts'
import { cefLine } from '../export/cef.ts'
import type { Product } from '../export/cef.ts'
import { number, text } from '../export/fields.ts'
import { toOcsf } from '../export/ocsf.ts'
import { severityOf } from '../export/severity.ts'
import { leafHash } from '../leaf.ts'
import type { Followed } from './follow.ts'

/** `json`: the ledger's own line. `hec`: that line as an event of Splunk's HTTP Event Collector. */
export type DeliveryFormat = 'json' | 'ocsf' | 'cef' | 'hec'

/** One record as a receiver wants it: one line, without its end. */
export function messageOf({ line }: Followed, format: DeliveryFormat, product: Product): string {
  const own = line.toString('utf8')
  if (format === 'json') return own
  const record = JSON.parse(own) as JsonObject
  if (format === 'hec')
    return JSON.stringify({ time: (number(record['time']) ?? 0) / 1000, source: product.origin, sourcetype: 'cordon', event: record }) // prettier-ignore
  const row = { record, leaf: Buffer.from(leafHash(line), 'base64').toString('hex') }
  return format === 'ocsf' ? JSON.stringify(toOcsf(row, product)) : cefLine(row, product)
}

/** Facility 13, log audit (RFC 5424 §6.2.1). */
const FACILITY = 13
/** OCSF's severity as syslog has it: notice, warning and error for what somebody should look at, else informational. */
const SEVERITY: Readonly<Record<number, number>> = { 1: 6, 2: 5, 3: 4, 4: 3 }
const MOST_IDS = 2_147_483_647

/**
 * A record as an RFC 5424 message in the frame of RFC 5425 §4.3 (octet counting). `sequenceId` starts over at 2³¹ − 1 (RFC 5424 §7.3.1); the
 * record's number is in the message itself.
 */
export function syslogFrame(followed: Followed, format: DeliveryFormat, product: Product): Buffer {
  const record = JSON.parse(followed.line.toString('utf8')) as JsonObject
  const priority = FACILITY * 8 + (SEVERITY[severityOf(record)] ?? 6)
  const host = printable(product.origin.split(/[:/]/)[0] ?? '', 255)
  const data = `[meta sequenceId="${String((followed.seq % MOST_IDS) + 1)}"][origin software="Cordon" swVersion="${product.version}"]`
  const head = `<${String(priority)}>1 ${timeOf(record)} ${host} cordon - ${printable(text(record['type']) ?? '', 32)} ${data} `
  const message = Buffer.from(head + messageOf(followed, format, product))
  return Buffer.concat([Buffer.from(`${String(message.length)} `), message])
}

function timeOf(record: JsonObject): string {
  const date = new Date(number(record['time']) ?? NaN)
  return Number.isNaN(date.getTime()) ? '-' : date.toISOString()
}

/** PRINTUSASCII of RFC 5424 §6, or the nil value. */
const printable = (value: string, most: number) => value.replace(/[^\x21-\x7e]/g, '_').slice(0, most) || '-'
