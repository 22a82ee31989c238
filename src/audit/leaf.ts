import { hash } from 'node:crypto'

/**
 * The leaf hash of RFC 6962 §2.1, SHA-256(0x00 ‖ line), in base64. `line` is a record's exact bytes without its LF.
 * The first byte keeps a leaf from ever being taken for an inner node of the tree.
 */
export function leafHash(line: string | Uint8Array): string {
  if (typeof line === 'string') return hash('sha256', `\u0000${line}`, 'base64')
  const prefixed = new Uint8Array(line.length + 1)
  prefixed.set(line, 1)
  return hash('sha256', prefixed, 'base64')
}
