import { count, plural } from '../format.ts'
import type { Consistency } from '../../../contract/evidence.ts'
import { toHash } from './bytes.ts'
import { checkSignature } from './checkpoint.ts'
import { cryptoHere } from './crypto.ts'
import type { Crypto } from './crypto.ts'
import { isConsistent } from './merkle.ts'
import type { Hash } from './merkle.ts'
import { readNote } from './note.ts'
import type { Note } from './note.ts'
import { failed, NO_MEANS, ok, verdictOf } from './step.ts'
import type { Step, Trusted, Verdict } from './step.ts'

export type ConsistencyChecked = { readonly verdict: Verdict; readonly steps: readonly Step[] }

/**
 * Says whether the ledger of the later checkpoint begins with that of the earlier one, and both are signed. What was asked for is the
 * reader's: `from` and `to` are sizes, and an answer about others counts for nothing. Never throws for what the texts say.
 */
export async function verifyConsistency(
  { origin, from, to, path }: Consistency,
  asked: { readonly from: number; readonly to: number },
  trusted: Trusted,
  crypto?: Crypto,
): Promise<ConsistencyChecked> {
  const { sha256, verify } = crypto ?? (await cryptoHere())
  const [older, newer] = [readNote(from.note), readNote(to.note)]
  if (older?.origin !== origin || newer?.origin !== origin || older.size !== asked.from || newer.size !== asked.to)
    return finished([failed('checkpoint', 'These are not the two checkpoints that were asked for.')])
  const read = ok('checkpoint', `Two checkpoints of ${origin}, over ${count(older.size)} and ${plural(newer.size, 'record')}.`) // prettier-ignore
  if (sha256 === null) return finished([read, NO_MEANS])
  const [one, other] = [await checkSignature(older, trusted, sha256, verify), await checkSignature(newer, trusted, sha256, verify)] // prettier-ignore
  const signed = [...named('earlier', one.steps), ...named('later', other.steps)]
  return finished([read, ...signed, await checkPath(sha256, older, newer, path)])
}

const named = (which: string, steps: readonly Step[]): readonly Step[] =>
  steps.map((step) => ({ ...step, says: `The ${which} one: ${step.says}` }))

async function checkPath(hash: Hash, older: Note, newer: Note, path: readonly string[]): Promise<Step> {
  return (await continues(hash, older, newer, path))
    ? ok('tree', `The first ${plural(older.size, 'record')} are the same in both.`)
    : failed('tree', 'The later checkpoint does not continue the earlier one: there are two histories, or the path was changed.') // prettier-ignore
}

/** Whether a path shows that one checkpoint continues another. Who signed them is another question. */
export async function continues(hash: Hash, older: Note, newer: Note, path: readonly string[]): Promise<boolean> {
  const hashes = path.map(toHash).filter((one) => one !== null)
  return hashes.length === path.length && isConsistent(hash, older, newer, hashes)
}

const finished = (steps: readonly Step[]): ConsistencyChecked => ({ verdict: verdictOf(steps), steps })
