import { hash } from 'node:crypto'

/**
 * The leaf hash of RFC 6962 §2.1, SHA-256(0x00 ‖ line), in base64. `line` is a record's exact bytes without its LF.
 * The first byte keeps a leaf from ever being taken for an inner node of the tree.
 */
export function leafHash(line: string | Uint8Array): string {
  if (typeof line === 'string') return hash('sha256', `\u0000${line}`, 'base64')
  const prefixed = line.length < SCRATCH.length ? SCRATCH : new Uint8Array(line.length + 1)
  prefixed.set(line, 1)
  return hash('sha256', prefixed.subarray(0, line.length + 1), 'base64')
}

/** Room for any line: its first byte is the prefix, and stays zero. Made once, because a verifier hashes millions. */
const SCRATCH = new Uint8Array(1 << 16)
