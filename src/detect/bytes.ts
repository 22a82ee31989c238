import { isUtf8 } from 'node:buffer'

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
