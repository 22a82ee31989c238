import { count, plural } from '../format.ts'
import type { ProofFile } from '../../../contract/evidence.ts'
import { isSame, toHash } from './bytes.ts'
import { checkSignature } from './checkpoint.ts'
import { cryptoHere } from './crypto.ts'
import type { Crypto } from './crypto.ts'
import { leafHash, rootOfInclusion } from './merkle.ts'
import type { Hash } from './merkle.ts'
import { readNote } from './note.ts'
import type { Note } from './note.ts'
import { readRecord } from './record.ts'
import type { ReadRecord } from './record.ts'
import { failed, NO_MEANS, ok, verdictOf } from './step.ts'
import type { Step, Trusted, Verdict } from './step.ts'

export type ProofChecked = {
  readonly verdict: Verdict
  readonly steps: readonly Step[]
  /** What was read, whether or not it holds. */
  readonly proof: ProofFile | null
  readonly record: ReadRecord | null
}

/**
 * Says whether a proof file shows that its record stands in a ledger which a trusted key has signed: all that `cordon audit verify-proof`
 * checks, with nothing but this file and the key. Every step is made, also after one that failed. Never throws for what the texts say.
 */
export async function verifyProofFile(text: string, trusted: Trusted, crypto?: Crypto): Promise<ProofChecked> {
  const { sha256, verify } = crypto ?? (await cryptoHere())
  const proof = readProof(text)
  if (proof === null) return finished([failed('file', 'This is not a proof.')], null, null)
  const file = ok('file', `A proof of record ${count(proof.index)} of ${proof.origin}.`)
  const note = readNote(proof.checkpoint)
  if (note?.origin !== proof.origin || note.size !== proof.size)
    return finished(
      [file, failed('checkpoint', 'The checkpoint in it is not one of this ledger and size.')],
      proof,
      null,
    )
  const covers = ok('checkpoint', `Its checkpoint covers ${plural(note.size, 'record')}.`)
  if (sha256 === null) return finished([file, covers, NO_MEANS], proof, null)
  const signed = await checkSignature(note, trusted, sha256, verify)
  const tree = await checkTree(proof, note, sha256)
  const { step, record } = checkRecord(proof)
  return finished([file, covers, ...signed.steps, tree, step], proof, record)
}

const finished = (steps: readonly Step[], proof: ProofFile | null, record: ReadRecord | null): ProofChecked => ({
  ...{ verdict: verdictOf(steps), steps, proof, record },
})

async function checkTree({ line, index, size, path }: ProofFile, note: Note, hash: Hash): Promise<Step> {
  const hashes = path.map(toHash).filter((one) => one !== null)
  const isWhole = hashes.length === path.length
  const root = isWhole ? await rootOfInclusion(hash, await leafHash(hash, line), index, size, hashes) : null
  if (root === null || !isSame(root, note.root))
    return failed('tree', 'The record is not in the tree of the checkpoint: its text, place or path was changed.')
  return ok('tree', `The record's hash and ${plural(path.length, 'other')} lead to the root that was signed.`)
}

function checkRecord({ line, index }: ProofFile): { readonly step: Step; readonly record: ReadRecord | null } {
  const record = readRecord(line)
  if ('why' in record) return { step: failed('record', `The record cannot be read: ${record.why}.`), record: null }
  if (record.seq !== index) return { step: failed('record', 'The record has another number than the proof.'), record }
  return { step: ok('record', `It is a record of the type ${record.type}, with the number ${count(index)}.`), record }
}

function readProof(text: string): ProofFile | null {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { format, origin, index, size, line, path, checkpoint } = value as Readonly<Record<string, unknown>>
  if (format !== 'cordon-proof/1' || typeof index !== 'number' || typeof size !== 'number') return null
  if (typeof origin !== 'string' || typeof line !== 'string' || typeof checkpoint !== 'string') return null
  if (!Array.isArray(path) || !path.every((one) => typeof one === 'string')) return null
  return { format, origin, index, size, line, path, checkpoint }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // the caller says that it is not a proof
  }
}
