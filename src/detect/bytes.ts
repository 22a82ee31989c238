import { isUtf8 } from 'node:buffer'
import { gunzipSync, inflateSync } from 'node:zlib'

/** Fewer bytes than this hold nothing that could be told from chance. */
const LEAST = 8

/**
 * What bytes say, if that is text: UTF-8 with few control characters, UTF-16 of mostly ASCII, or printed ASCII with little
 * else between. Null for bytes
 * that are none, such as a hash, a key or a picture. A few odd bytes do not make a text unreadable, as they would not for a
 * model.
 */
export function textIn(bytes: Buffer): string | null {
  if (bytes.length < LEAST) return null
  const wide = wideText(bytes)
  if (wide !== null) return wide
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8')
    if ((text.match(/[^\P{C}\s\p{Cf}]/gu)?.length ?? 0) * 8 <= text.length) return text
  }
  return isPrinted(bytes) ? bytes.toString('latin1') : null
}

/** More than three of four bytes are printed ASCII or white space; by chance it is three of eight. */
function isPrinted(bytes: Buffer): boolean {
  let printed = 0
  for (const byte of bytes) if ((byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13)) printed++
  return printed > bytes.length * 0.75
}

/** UTF-16 in either order, as PowerShell and Windows write it: every other byte is zero. */
function wideText(bytes: Buffer): string | null {
  if (!bytes.includes(0)) return null
  const zeros = [0, 0]
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [high = 0, low = 0] = zeros
  const most = bytes.length * 0.4
  if (low > most && high === 0) return bytes.toString('utf16le')
  const even = bytes.length - (bytes.length % 2)
  return high > most && low === 0 ? Buffer.from(bytes.subarray(0, even)).swap16().toString('utf16le') : null
}

/** What is read of anything compressed; what is longer is not read. */
const MOST_INFLATED = 65_536

/** What bytes say that are gzip (RFC 1952) or zlib (RFC 1950); null for all others. More than 64 KB is `unread`. */
export function inflated(bytes: Buffer, unread: () => void): string | null {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
  const isZlib = bytes[0] === 0x78 && bytes.length > 2 && bytes.readUInt16BE(0) % 31 === 0
  if (!isGzip && !isZlib) return null
  try {
    const plain = (isGzip ? gunzipSync : inflateSync)(bytes, { maxOutputLength: MOST_INFLATED })
    return textIn(plain)
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') unread() // and not damaged
    return null
  }
}
