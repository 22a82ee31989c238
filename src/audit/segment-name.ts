/** Where the segments lie, below the ledger's directory. */
export const SEGMENTS = 'seg'

const SEGMENT = /^(\d{12})\.jsonl$/
const TORN = /^(\d{12})\.(\d{1,15})\.[0-9a-f]{8}\.torn$/

/** A segment is named by its first record's number, twelve digits. */
export function segmentName(firstSeq: number): string {
  return `${String(firstSeq).padStart(12, '0')}.jsonl`
}

/** What a closed segment's name ends with when its bytes are kept compressed (RFC 1952). Its hashes are over the bytes before that. */
export const GZ = '.gz'

/** The number of the first record, or null when this is not the name of a segment. */
export function firstSeqOf(name: string): number | null {
  const digits = SEGMENT.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The file that holds what was cut from a segment's end at start-up: segment, offset, and a part of its SHA-256. */
export function tornName(segment: string, offset: number, sha256: string): string {
  return `${segment.slice(0, 12)}.${String(offset)}.${sha256.slice(0, 8)}.torn`
}

/** The segment a torn file was cut from, and where; null when this is not the name of one. */
export function tornFrom(name: string): { readonly segment: string; readonly offset: number } | null {
  const [, digits, offset] = TORN.exec(name) ?? []
  return digits === undefined || offset === undefined ? null : { segment: `${digits}.jsonl`, offset: Number(offset) }
}
