import { describe, expect, test } from '@jest/globals'
import { cefLine } from '../../../src/audit/export/cef.ts'
import { COLUMNS } from '../../../src/audit/export/columns.ts'
import { CSV_HEAD, csvRow } from '../../../src/audit/export/csv.ts'
import { toOcsf } from '../../../src/audit/export/ocsf.ts'
import { isJsonObject } from '../../../src/terms/json.ts'
import type { JsonObject, JsonValue } from '../../../src/terms/json.ts'
import { RECORDS } from './a-rich-ledger.ts'

const PRODUCT = { name: 'Cordon', version: '0.1.0', origin: 'test.example/one' }
const rowOf = (record: JsonObject, seq = 7) => ({
  record: { v: 1, seq, time: 1_790_000_000_123, ...record },
  leaf: 'ab'.repeat(32),
})

describe('CSV', () => {
  test('has as many cells as its head names', () => {
    expect(CSV_HEAD.trimEnd().split(',')).toEqual(COLUMNS.map(({ name }) => name))
    expect(
      csvRow(rowOf({ type: 'outcome' }))
        .trimEnd()
        .split(','),
    ).toHaveLength(COLUMNS.length)
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['one\ntwo', '"one\ntwo"'],
    ['="x",1', '"\'=""x"",1"'],
    ['plain', 'plain'],
  ])('writes %j as %j', (rule, cell) => {
    expect(csvRow(rowOf({ rule }))).toContain(`,${cell},`)
  })

  test('writes numbers as numbers and times in UTC', () => {
    const row = csvRow(rowOf({ cost: -0.5 }))
    expect(row).toContain(',-0.5,')
    expect(row).toContain('2026-09-21T14:13:20.123Z')
  })

  test('keeps a time that no calendar has as a number', () => {
    expect(csvRow(rowOf({ received: 1e18 }))).toContain(',1000000000000000000,')
  })
})

describe('CEF', () => {
  test.each([
    { name: 'an equals sign', rule: 'a=b', says: 'cs3=a\\=b ' },
    { name: 'a backslash', rule: 'a\\b', says: 'cs3=a\\\\b ' },
    { name: 'a pipe, which only the head escapes', rule: 'a|b', says: 'cs3=a|b ' },
    { name: 'the ends of lines', rule: 'a\r\nb', says: 'cs3=a\\r\\nb ' },
  ])('writes $name', ({ rule, says }) => {
    const line = cefLine(rowOf({ type: 'decision', effect: 'deny', rule }), PRODUCT)
    expect(line).toContain(says)
    expect(line).not.toMatch(/[\r\n]/)
  })

  test('escapes its head', () => {
    const line = cefLine(rowOf({ type: 'a|b\\c\nd' }), PRODUCT)
    expect(line).toMatch(/^CEF:0\|Cordon\|Cordon\|0\.1\.0\|a\\\|b\\\\c d\|/)
  })

  test.each([
    { ip: '192.0.2.7', says: 'src=192.0.2.7' },
    { ip: '2001:db8::1', says: 'c6a2=2001:db8::1 c6a2Label=Source IPv6 Address' },
  ])('puts $ip where its kind belongs', ({ ip, says }) => {
    expect(cefLine(rowOf({ type: 'decision', caller: { ip } }), PRODUCT)).toContain(says)
  })
})

/** What OCSF 1.8.0 requires of each class, and of the objects that are used; `|` is "at least one of". */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  '*': ['metadata.version', 'metadata.product.vendor_name', 'category_uid', 'class_uid', 'activity_id', 'type_uid', 'time', 'severity_id'], // prettier-ignore
  '6003': ['actor.user|actor.session|actor.app_uid', 'api.operation', 'src_endpoint.ip|src_endpoint.name'],
  '3002': ['user.uid|user.name', 'service.name|dst_endpoint'],
  '3004': ['entity.name|entity.uid'],
  '6002': ['app.name'],
  '6008': [],
}
const ALLOWED: Readonly<Record<string, readonly number[]>> = {
  '6003': [0, 1, 2, 3, 4, 99],
  '3002': [1],
  '3004': [10, 11],
  '6002': [3, 4, 99],
  '6008': [1],
}

const at = (event: JsonValue | undefined, path: string): JsonValue | undefined =>
  path.split('.').reduce<JsonValue | undefined>((value, key) => (isJsonObject(value) ? value[key] : undefined), event)

const EVERY = [
  ...RECORDS,
  { type: 'lifecycle', event: 'start', policy: 'acme' },
  { type: 'lifecycle', event: 'stop' },
  { type: 'key.rotate', from: 'a', to: 'b' },
  { type: 'checkpoint.pre', cause: 'time' },
  { type: 'sink.poisoned', segment: '000000000000.jsonl', from: 3 },
  { type: 'something.new', more: 1 },
] as readonly JsonObject[]

describe('OCSF', () => {
  test.each(
    EVERY.map(
      (record) => [`${String(record['type'])} ${String(record['effect'] ?? record['event'] ?? '')}`, record] as const,
    ),
  )('of %s has what its class requires', (_name, record) => {
    const event = toOcsf(rowOf(record), PRODUCT)
    const uid = Number(event['class_uid'])
    const missing = [...(REQUIRED['*'] ?? []), ...(REQUIRED[String(uid)] ?? ['no such class'])].filter((paths) =>
      paths.split('|').every((path) => at(event, path) === undefined),
    )
    expect(missing).toEqual([])
    expect(ALLOWED[String(uid)]).toContain(event['activity_id'])
    expect(event['type_uid']).toBe(uid * 100 + Number(event['activity_id']))
    expect(event['category_uid']).toBe(Math.floor(uid / 1000))
    expect([1, 2, 3, 4]).toContain(event['severity_id'])
    expect(JSON.stringify({ ...event, unmapped: {} })).not.toContain('null')
  })

  test.each([
    { at: 0, path: 'class_uid', is: 6003 },
    { at: 0, path: 'action_id', is: 1 },
    { at: 0, path: 'metadata.correlation_uid', is: 'r1' },
    { at: 0, path: 'metadata.uid', is: 'test.example/one#7' },
    { at: 0, path: 'ai_model.name', is: 'local/qwen' },
    { at: 0, path: 'unmapped.cordon.policy.sha256', is: 'ab12' },
    { at: 1, path: 'dst_endpoint.port', is: 8443 },
    { at: 1, path: 'message_context.prompt_tokens', is: 41 },
    { at: 2, path: 'disposition_id', is: 2 },
    { at: 3, path: 'class_uid', is: 3002 },
    { at: 3, path: 'disposition_id', is: 26 },
    { at: 5, path: 'class_uid', is: 3004 },
    { at: 5, path: 'activity_id', is: 10 },
    { at: 6, path: 'status_id', is: 2 },
    { at: 8, path: 'status_id', is: 0 },
  ])('says $path of record $at', ({ at: index, path, is }) => {
    expect(at(toOcsf(rowOf(RECORDS[index] as JsonObject), PRODUCT), path)).toBe(is)
  })

  test('leaves no field of a record out', () => {
    for (const record of EVERY) {
      const all = JSON.stringify(toOcsf(rowOf(record), PRODUCT))
      for (const value of leaves(record)) expect(all).toContain(JSON.stringify(value).replaceAll('"', ''))
    }
  })
})

/** Texts and numbers of a record that are plain enough to be looked for. */
const leaves = (value: JsonValue): readonly (string | number)[] => {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => leaves(item))
  if (isJsonObject(value)) return Object.values(value).flatMap(leaves)
  return typeof value === 'number' || (typeof value === 'string' && /^\w+$/.test(value)) ? [value] : []
}
