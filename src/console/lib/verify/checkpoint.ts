import { plural } from '../format.ts'
import { utf8 } from './bytes.ts'
import { cryptoHere } from './crypto.ts'
import type { Crypto } from './crypto.ts'
import { readKeys } from './keys.ts'
import type { Key } from './keys.ts'
import type { Hash } from './merkle.ts'
import { readNote } from './note.ts'
import type { Note } from './note.ts'
import { cannot, failed, NO_MEANS, ok, verdictOf } from './step.ts'
import type { Step, Trusted, Verdict } from './step.ts'

export type CheckpointChecked = {
  readonly verdict: Verdict
  readonly steps: readonly Step[]
  /** What was read, whether or not it holds. */
  readonly note: Note | null
  /** The id of the key that signed it; null when none of these has. */
  readonly key: string | null
}

/** Says whether a checkpoint is signed with a key that the reader trusts. Never throws for what the texts say. */
export async function verifyCheckpoint(text: string, trusted: Trusted, crypto?: Crypto): Promise<CheckpointChecked> {
  const { sha256, verify } = crypto ?? (await cryptoHere())
  const note = readNote(text)
  if (note === null) return finished([failed('checkpoint', 'This is not a checkpoint.')], null, null)
  const { origin, size } = note
  const read = ok('checkpoint', `A checkpoint of ${origin} over ${plural(size, 'record')}.`)
  if (sha256 === null) return finished([read, NO_MEANS], note, null)
  const { steps, key } = await checkSignature(note, trusted, sha256, verify)
  return finished([read, ...steps], note, key)
}

const finished = (steps: readonly Step[], note: Note | null, key: string | null): CheckpointChecked => ({
  ...{ verdict: verdictOf(steps), steps, note, key },
})

/** The key, and its signature under the note. */
export async function checkSignature(
  note: Note,
  { keys: text, from }: Trusted,
  hash: Hash,
  verify: Crypto['verify'],
): Promise<{ readonly steps: readonly Step[]; readonly key: string | null }> {
  const read = await readKeys(hash, text, note.origin)
  if ('why' in read) return { steps: [failed('key', `The key cannot be used: ${read.why}.`)], key: null }
  const named = read.keys.filter((key) => note.signatures.some((signature) => isOf(signature, key)))
  const ids = read.keys.map(({ id }) => id).join(', ')
  const said = ok('key', from === 'given' ? `The key that you gave: ${ids}.` : `The key as told by this Cordon: ${ids}. Compare it with one that you were given elsewhere.`) // prettier-ignore
  if (named.length === 0)
    return {
      steps: [
        said,
        failed(
          'signature',
          `It is not signed with this key, but with ${note.signatures.map(({ id }) => id).join(', ')}.`,
        ),
      ],
      key: null,
    }
  if (verify === null) return { steps: [said, cannot('signature', NO_ED25519)], key: null }
  const signer = await signerOf(note, named, verify)
  const step = signer === null ? failed('signature', 'The signature does not hold: the checkpoint, or the signature, was changed.') : ok('signature', `The signature of key ${signer.id} holds.`) // prettier-ignore
  return { steps: [said, step], key: signer?.id ?? null }
}

const NO_ED25519 =
  'This browser has no Ed25519, so the signature cannot be checked here. Use cordon audit verify-proof, or a newer browser.'

async function signerOf(
  { signatures, body }: Note,
  keys: readonly Key[],
  verify: NonNullable<Crypto['verify']>,
): Promise<Key | null> {
  for (const key of keys)
    for (const signature of signatures)
      if (isOf(signature, key) && (await verify(key.bytes, signature.bytes, utf8(body)))) return key
  return null
}

const isOf = ({ name, id }: Note['signatures'][number], key: Key) => name === key.name && id === key.id
