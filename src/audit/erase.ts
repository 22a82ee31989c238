import { holdsOn } from './holds.ts'
import type { Ledger } from './ledger.ts'
import { ERASED } from './open-sealed.ts'
import type { SealStore } from './seal-store.ts'

export type Erasing = {
  readonly dir: string
  readonly ledger: Pick<Ledger, 'append'>
  readonly store: SealStore
  /** Pseudonyms of one person: more than one where the ledger's key was changed. */
  readonly callers: readonly string[]
  readonly basis: string
  readonly by: string
}

/** `keys` were destroyed, and record `seq` says so; or holds forbid it, which is recorded too. */
export type Erased =
  | { readonly kind: 'erased'; readonly caller: string; readonly keys: number; readonly seq: number }
  | { readonly kind: 'held'; readonly caller: string; readonly holds: readonly string[]; readonly seq: number }

/**
 * Destroys every data key of a person, so that nobody can open what was sealed of them, here or in a copy of the content. The records stay,
 * with the pseudonym. Under a legal hold nothing is destroyed, of any of the pseudonyms. What was begun stands in the ledger before the first
 * key goes: a crash leaves it there, and the command is given again.
 */
export async function erase({ dir, ledger, store, callers, basis, by }: Erasing): Promise<readonly Erased[]> {
  const held: Erased[] = []
  for (const caller of callers) {
    const holds = (await holdsOn(dir, caller)).map(({ hold }) => hold)
    if (holds.length === 0) continue
    const { seq } = await ledger.append({ type: 'audit.refused', what: 'erase', caller, holds, basis, by })
    held.push({ kind: 'held', caller, holds, seq })
  }
  if (held.length > 0) return held
  const done: Erased[] = []
  for (const caller of callers) {
    await ledger.append({ type: 'audit.erasing', caller, basis, by })
    const keys = await store.destroyKeys(caller)
    const { seq } = await ledger.append({ type: ERASED, caller, keys, basis, by })
    done.push({ kind: 'erased', caller, keys, seq })
  }
  return done
}
