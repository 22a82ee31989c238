import type { KeyObject } from 'node:crypto'
import { openLedger } from './ledger.ts'
import type { LedgerOptions } from './ledger.ts'
import { noteSigner, vkeyOf } from './signed-note.ts'
import { ROTATE } from './verify-checkpoints.ts'

/**
 * Puts a new key in the place of a ledger's key: a record names both, and the checkpoint that covers it is signed with both. Resolves with
 * their vkeys when that is on disk. Nobody else may be writing; the old key is needed for the last time.
 */
export async function rotateKey(
  options: Omit<LedgerOptions, 'signers'>,
  old: KeyObject,
  next: KeyObject,
): Promise<{ readonly from: string; readonly to: string }> {
  const [from, to] = [vkeyOf(noteSigner(options.origin, old)), vkeyOf(noteSigner(options.origin, next))]
  if (from === to) throw new Error('the new key is the old one')
  const ledger = await openLedger({ ...options, signers: [old, next] })
  try {
    await ledger.append({ type: ROTATE, from, to })
  } finally {
    await ledger.close()
  }
  const { signed, records } = ledger.state()
  if (signed !== records)
    throw new Error('the checkpoint that both keys sign could not be written: the old key stays in force')
  return { from, to }
}
