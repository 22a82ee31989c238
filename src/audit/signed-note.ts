import { createHash, createPublicKey, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { toHash } from './frontier.ts'

/** The algorithm of a key, as the first byte of its encoding: Ed25519 (C2SP signed-note). Another key type would get another. */
const ED25519 = 0x01
const ID_BYTES = 4
const SIGNATURE_BYTES = 64
/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410 §4). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Who may sign: a name and a public key, as a `vkey` of C2SP signed-note says it. */
export type NoteKey = { readonly name: string; readonly id: string; readonly publicKey: KeyObject }

export type Signer = NoteKey & { readonly privateKey: KeyObject }

/** What a checkpoint says: whose ledger, how many records, and the root of their tree (C2SP tlog-checkpoint). */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array }

type Signature = { readonly name: string; readonly id: string; readonly bytes: Uint8Array }

export type SignedNote = Checkpoint & { readonly signatures: readonly Signature[]; readonly text: string }

/** Makes a note key of a public key. Throws for one that is not Ed25519, and for a name that no note can have. */
export function noteKey(name: string, key: KeyObject): NoteKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('a key for checkpoints must be an Ed25519 key')
  if (!isName(name))
    throw new Error('the name of a key for checkpoints may have no space, no plus and no control character')
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const encoded = Buffer.concat([Buffer.of(ED25519), rawOf(publicKey)])
  const digest = createHash('sha256').update(`${name}\n`).update(encoded).digest()
  return { name, id: digest.subarray(0, ID_BYTES).toString('hex'), publicKey }
}

/** Makes a signer of a private key. Throws as `noteKey` does. */
export function noteSigner(name: string, privateKey: KeyObject): Signer {
  if (privateKey.type !== 'private')
    throw new Error('checkpoints are signed with a private key, and this one is public')
  return { ...noteKey(name, privateKey), privateKey }
}

/** `name+id+key`: the one line that an auditor pins. */
export function vkeyOf({ name, id, publicKey }: NoteKey): string {
  return `${name}+${id}+${Buffer.concat([Buffer.of(ED25519), rawOf(publicKey)]).toString('base64')}`
}

/** Reads a vkey; null for what is none, of another algorithm, or with an id that is not that of its key. */
export function readVkey(text: string): NoteKey | null {
  const [, name = '', id, encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== ED25519 || bytes.toString('base64') !== encoded) return null
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(1)]), format: 'der', type: 'spki' })
  const key = isName(name) ? noteKey(name, publicKey) : null
  return key?.id === id ? key : null
}

/** A checkpoint as a signed note, with one signature of each signer. */
export function signNote(checkpoint: Checkpoint, signers: readonly Signer[]): string {
  const body = bodyOf(checkpoint)
  return `${body}\n${signers.map((signer) => signatureLine(body, signer)).join('')}`
}

/** The line with which somebody signs a text, whatever it says: C2SP signed-note. */
export function signatureLine(body: string, { name, id, privateKey }: Signer): string {
  const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(body), privateKey)])
  return `— ${name} ${signature.toString('base64')}\n`
}

/** Reads a note that says a checkpoint, in its one spelling; null for anything else. It checks no signature. */
export function readNote(text: string): SignedNote | null {
  const [origin = '', count = '', hash = '', blank, ...rest] = text.split('\n')
  const root = toHash(hash)
  if (!isName(origin) || !/^(?:0|[1-9]\d{0,14})$/.test(count) || root === null || blank !== '') return null
  if (rest.length < 2 || rest.pop() !== '') return null
  const signatures = rest.map(readSignature).filter((signature) => signature !== null)
  return signatures.length === rest.length ? { origin, size: Number(count), root, signatures, text } : null
}

/** True when this key signed the note. */
export function isSignedBy(note: SignedNote, key: NoteKey): boolean {
  const body = bodyOf(note)
  return note.signatures.some((signature) => isSignature(signature, body, key))
}

/** True when `line`, without its LF, is this key's signature of the text. */
export function isSignatureLine(line: string, body: string, key: NoteKey): boolean {
  const signature = readSignature(line)
  return signature !== null && isSignature(signature, body, key)
}

/** True when the note has a line for this key, whether or not it holds. */
export function names(note: SignedNote, key: NoteKey): boolean {
  return note.signatures.some(({ name, id }) => name === key.name && id === key.id)
}

function bodyOf({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${String(size)}\n${Buffer.from(root).toString('base64')}\n`
}

const isSignature = ({ name, id, bytes }: Signature, body: string, key: NoteKey) =>
  name === key.name && id === key.id && verify(null, Buffer.from(body), key.publicKey, bytes)

function readSignature(line: string): Signature | null {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([A-Za-z0-9+/]{91}=)$/.exec(line) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (!isName(name) || bytes.length !== ID_BYTES + SIGNATURE_BYTES || bytes.toString('base64') !== encoded) return null
  return { name, id: bytes.subarray(0, ID_BYTES).toString('hex'), bytes: bytes.subarray(ID_BYTES) }
}

function rawOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length)
}

/** The names that a configuration allows for an origin are all of this kind. */
const isName = (name: string) => /^[!-*,-~]{1,400}$/.test(name)
