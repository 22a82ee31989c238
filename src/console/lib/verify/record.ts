import { utf8 } from './bytes.ts'

/** A record, as its line says it. */
export type ReadRecord = {
  readonly seq: number
  readonly type: string
  readonly time: number
  readonly fields: Readonly<Record<string, unknown>>
}

const MAX_LINE = 65_535
/** `,"crc":"xxxxxxxx"}` */
const CRC_LENGTH = 18

/** Reads a line as the ledger writes it, or says what is wrong with it. Another spelling of the same JSON is not the same record. */
export function readRecord(line: string): ReadRecord | { readonly why: string } {
  const bytes = utf8(line)
  if (bytes.length > MAX_LINE) return { why: 'the line is longer than any record' }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) // a mark at the beginning is part of the line
  const value = parsed(text)
  if (value === undefined) return { why: 'the line is not a JSON object' }
  if (JSON.stringify(value) !== text) return { why: 'the line is not spelt the way Cordon writes' }
  const { v, type, seq, prev, time, mono_us: mono, boot, writer, crc } = value
  const sum = crc32(bytes.subarray(0, -CRC_LENGTH)).toString(16).padStart(8, '0')
  if (crc !== sum || !text.endsWith(`,"crc":"${sum}"}`)) return { why: 'the check sum of the line does not match' }
  const isWhole = [type, prev, boot, writer].every((text) => typeof text === 'string')
  if (v !== 1 || !isWhole || ![seq, time, mono].every(Number.isSafeInteger))
    return { why: 'a field that every record has is missing' }
  return { seq: Number(seq), type: String(type), time: Number(time), fields: value }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined // said by whoever asked
  }
}

/** CRC-32 as gzip has it (RFC 1952 §8), bit by bit: a line is short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
