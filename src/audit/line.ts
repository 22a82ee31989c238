import { isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'

/** The format of a line, and of the LOG file. */
export const FORMAT_VERSION = 1

/** The longest line, in bytes without its LF. A C2SP tile entry has a uint16 for its length. */
export const MAX_LINE = 65_535

/** Names that the ledger itself writes into every line. A record may not bring them. */
export const RESERVED: ReadonlySet<string> = new Set([
  'v',
  'type',
  'seq',
  'prev',
  'time',
  'mono_us',
  'boot',
  'writer',
  'crc',
])

/** What a line says of its place: the same for every type of record. */
export type Place = {
  readonly seq: number
  /** Leaf hash of the line before, base64. For record 0 that of the LOG file's line, which binds the ledger to its origin. */
  readonly prev: string
}

export type Stamp = {
  /** Wall clock, milliseconds since 1970. */
  readonly time: number
  /** Microseconds of a clock that never goes back, from an arbitrary start that is fixed for one `boot`. */
  readonly monoUs: number
}

/** One record as it was read back. */
export type Line = Place & { readonly type: string; readonly time: number; readonly fields: JsonObject }

/** `,"crc":"xxxxxxxx"}` */
const CRC_LENGTH = 18

/** The part of a line that is the same for all lines of one writer's run; JSON, without braces. */
export function identity(boot: string, writer: string): string {
  return `"boot":${JSON.stringify(boot)},"writer":${JSON.stringify(writer)}`
}

/**
 * One line without its LF. `body` is the record's other fields as JSON.stringify gives them.
 * Its last field is a CRC-32 of all before: it shows damage in the last line, which no later line covers yet. It is no
 * protection against intent; that is what `prev` is for.
 */
export function formatLine(type: string, place: Place, stamp: Stamp, who: string, body: string): string {
  const head = `{"v":${String(FORMAT_VERSION)},"type":${JSON.stringify(type)},"seq":${String(place.seq)},"prev":"${place.prev}"`
  const when = `"time":${String(Math.round(stamp.time))},"mono_us":${String(Math.round(stamp.monoUs))}`
  const open = `${head},${when},${who}${body === '{}' ? '' : `,${body.slice(1, -1)}`}`
  return `${open},"crc":"${crcOf(open)}"}`
}

/** A line's content, or one sentence about what is wrong with it. It does not check `seq` and `prev` against other lines. */
export function readLine(bytes: Uint8Array): Line | { readonly why: string } {
  if (bytes.length > MAX_LINE) return { why: `the line is longer than ${String(MAX_LINE)} bytes` }
  if (!isUtf8(bytes)) return { why: 'the line is not valid UTF-8' }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const value = parsed(text)
  if (value === undefined) return { why: 'the line is not JSON' }
  if (!isJsonObject(value)) return { why: 'the line is not a JSON object' }
  // Our writer's text is what JSON.stringify gives. Duplicate keys, spaces and other spellings of a value do not survive this.
  if (JSON.stringify(value) !== text)
    return { why: 'the line has a duplicate key or is not written the way Cordon writes' }
  if (value['crc'] !== crcOf(bytes.subarray(0, -CRC_LENGTH)) || !text.endsWith(`,"crc":"${value['crc']}"}`)) {
    return { why: 'the check sum does not match: bytes of this line were changed' }
  }
  return lineOf(value)
}

/** The beginning of a decision or an outcome, as `formatLine` and the records write it. It runs on 512 bytes, and cannot go back far. */
const BEGINNING =
  /^\{"v":1,"type":"(decision|outcome)","seq":(\d{1,15}),"prev":"([A-Za-z0-9+/]{43}=)","time":(\d{1,15}),"mono_us":\d{1,16},"boot":"[A-Za-z0-9+/=]{1,64}","writer":"[^"\\]{0,128}"(?:,"effect":"(permit|deny|refuse)","request":"([^"\\]{1,64})",|,"request":"([^"\\]{1,64})","status":)/

/**
 * What the chain has to know of a line, from its first bytes alone: for lines whose every byte is under a signature. It does not check
 * that the rest is JSON. Null for lines that do not begin like most; `readLine` knows them all.
 */
export function readBeginning(bytes: Uint8Array): Line | null {
  if (bytes.length > MAX_LINE) return null
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1')
  const [found, type, seq, prev, time, effect, decided, ended] = BEGINNING.exec(text) ?? []
  const request = type === 'decision' ? decided : ended
  if (found === undefined || type === undefined || prev === undefined || request === undefined) return null
  const fields: JsonObject = effect === undefined ? { request } : { request, effect }
  return { type, seq: Number(seq), prev, time: Number(time), fields }
}

function lineOf(value: JsonObject): Line | { readonly why: string } {
  const { v, type, seq, prev, time, mono_us, boot, writer, crc, ...fields } = value
  if (v !== FORMAT_VERSION) return { why: `the format version is not ${String(FORMAT_VERSION)}` }
  const texts = [type, prev, boot, writer, crc].every((text) => typeof text === 'string')
  const numbers = [seq, time, mono_us].every((number) => Number.isSafeInteger(number))
  if (!texts || !numbers) return { why: 'a field that every record has is missing or of the wrong type' }
  return { type: String(type), seq: Number(seq), prev: String(prev), time: Number(time), fields }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller names it: a line that is not JSON
  }
}

function crcOf(covered: string | Uint8Array): string {
  return crc32(covered).toString(16).padStart(8, '0')
}
