import { fromBase64, toHash, toHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/** A checkpoint as a signed note (C2SP signed-note and tlog-checkpoint): whose ledger, how many records, their root, who signed. */
export type Note = {
  readonly origin: string
  readonly size: number
  readonly root: Bytes
  readonly signatures: readonly NoteSignature[]
  /** What is signed. */
  readonly body: string
  readonly text: string
}

/** `id`: eight hex digits, made of the key's name and the key. */
export type NoteSignature = { readonly name: string; readonly id: string; readonly bytes: Bytes }

const ID_BYTES = 4
const SIGNATURE_BYTES = 64

/** Reads a note that says a checkpoint, in its one spelling; null for anything else. It checks no signature. */
export function readNote(text: string): Note | null {
  const [origin = '', count = '', hash = '', blank, ...rest] = text.split('\n')
  const root = toHash(hash)
  if (!isName(origin) || !/^(?:0|[1-9]\d{0,14})$/.test(count) || root === null || blank !== '') return null
  if (rest.length < 2 || rest.at(-1) !== '') return null
  const signatures = rest.slice(0, -1).map(readSignature)
  const known = signatures.filter((signature) => signature !== null)
  if (known.length !== signatures.length) return null
  return { origin, size: Number(count), root, signatures: known, body: `${origin}\n${count}\n${hash}\n`, text }
}

/** What a key or an origin may be called. */
export const isName = (name: string): boolean => /^[!-*,-~]{1,400}$/.test(name)

function readSignature(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([A-Za-z0-9+/]{91}=)$/.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (!isName(name) || bytes?.length !== ID_BYTES + SIGNATURE_BYTES) return null
  return { name, id: toHex(bytes.subarray(0, ID_BYTES)), bytes: bytes.slice(ID_BYTES) }
}
