import type { EvidenceState } from '../../contract/evidence.ts'
import { ask } from './api.ts'
import { followRotations } from './verify/rotation.ts'
import type { Step, Trusted } from './verify/step.ts'

/** What is trusted: for the last checkpoint, and for proofs and checkpoints that may be older than a change of the key. */
export type Trust = {
  readonly last: Trusted
  readonly older: Trusted
  /** How changes of the key were followed from the one that the reader gave; none where there was nothing to follow. */
  readonly steps: readonly Step[]
}

/** The keys that the reader gave, with those that they vouch for; or, where none were given, what this Cordon tells. */
export async function trustOf(
  given: string | null,
  { keys, origin }: Pick<EvidenceState, 'keys' | 'origin'>,
): Promise<Trust> {
  const told = keys.map(({ vkey }) => vkey).join('\n')
  if (given === null) return { last: { keys: told, from: 'told' }, older: { keys: told, from: 'told' }, steps: [] }
  const proofOf = async (record: number) => (await ask(`/admin/evidence/rotations/${String(record)}`)).text()
  const followed = keys.length < 2 ? null : await followRotations(given, keys, origin, proofOf)
  const { newest, keys: all, steps } = followed ?? { newest: given, keys: given, steps: [] }
  return { last: { keys: newest, from: 'given' }, older: { keys: all, from: 'given' }, steps }
}
