const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const OK = Buffer.from('200')

/** True when an HTTP/1.1 answer is all there, by its length or its last chunk. */
export function isWhole(held: Buffer): boolean {
  const head = held.indexOf(HEAD_END)
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(held.toString('latin1', 0, head))?.[1]
  if (length !== undefined) return held.length >= head + 4 + Number(length)
  return held.subarray(-5).equals(LAST_CHUNK)
}

export const isOk = (held: Buffer): boolean => held.subarray(9, 12).equals(OK)
