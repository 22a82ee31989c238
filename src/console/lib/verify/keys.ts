import { fromBase64, fromHex, isSame, joined, toHex, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import type { Hash } from './merkle.ts'
import { isName } from './note.ts'

/** A public key, and the name that it signs under. */
export type Key = { readonly name: string; readonly id: string; readonly bytes: Bytes }

export type KeysRead = { readonly keys: readonly Key[] } | { readonly why: string }

/** The algorithm, as the first byte of a key: Ed25519 (C2SP signed-note). */
const ED25519 = 0x01
/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410 §4). */
const SPKI = fromHex('302a300506032b6570032100')

/**
 * Reads what an auditor was given: a public key in PEM, which has no name and gets the origin's; or vkeys, one a line, with `#` before remarks.
 * One line that is neither, and nothing of it counts. A private key is refused: it has no business in a browser.
 */
export async function readKeys(hash: Hash, text: string, origin: string): Promise<KeysRead> {
  if (text.includes('PRIVATE KEY'))
    return { why: 'this is a private key: it belongs to the ledger alone. Give the public one' }
  if (text.includes('-----BEGIN')) {
    const bytes = readPem(text)
    if (bytes === null || !isName(origin)) return { why: 'this is no Ed25519 public key in PEM' }
    return { keys: [await namedKey(hash, origin, bytes)] }
  }
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')) // prettier-ignore
  const read = await Promise.all(lines.map((line) => readVkey(hash, line)))
  const keys = read.filter((key) => key !== null)
  if (keys.length !== read.length) return { why: 'a line of it is no Ed25519 vkey' }
  return keys.length === 0 ? { why: 'there is no key in it' } : { keys }
}

/** `name+id+key` (C2SP signed-note); null for what is none, of another algorithm, or with an id that is not that of its key. */
async function readVkey(hash: Hash, text: string): Promise<Key | null> {
  const [, name = '', id = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? []
  const bytes = fromBase64(encoded)
  if (!isName(name) || bytes?.length !== 33 || bytes[0] !== ED25519) return null
  const key = await namedKey(hash, name, bytes.slice(1))
  return key.id === id ? key : null
}

async function namedKey(hash: Hash, name: string, bytes: Bytes): Promise<Key> {
  const digest = await hash(joined(utf8(`${name}\n`), Uint8Array.of(ED25519), bytes))
  return { name, id: toHex(digest.subarray(0, 4)), bytes }
}

function readPem(text: string): Bytes | null {
  const [, body = ''] = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(text) ?? []
  const der = fromBase64(body.replaceAll(/\s/g, ''))
  if (der?.length !== SPKI.length + 32 || !isSame(der.subarray(0, SPKI.length), SPKI)) return null
  return der.slice(SPKI.length)
}
