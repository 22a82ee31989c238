import { count } from '../format.ts'
import { isSame } from './bytes.ts'
import { continues } from './consistency.ts'
import { cryptoHere } from './crypto.ts'
import type { Crypto } from './crypto.ts'
import { readNote } from './note.ts'
import type { Note } from './note.ts'

/** Where a browser keeps things: `localStorage`, or anything like it. */
export type Shelf = {
  readonly getItem: (name: string) => string | null
  readonly setItem: (name: string, text: string) => void
  readonly removeItem: (name: string) => void
}

/**
 * `first`: this browser has seen none before. `same`, `extends`: all is in order. `older`: the ledger has fewer records than it had. `forked`: it
 * does not go on from what was there. `other`: it is another ledger. `cannot`: nothing could be compared.
 */
export type LookedBack = {
  readonly state: 'first' | 'same' | 'extends' | 'older' | 'forked' | 'other' | 'cannot'
  readonly says: string
  /** What this browser saw last time. */
  readonly before: Note | null
}

const NAME = 'cordon.checkpoint'

/** Keeps a checkpoint, so that a later one can be held against it. False when this browser keeps nothing. Check its signature first. */
export function remember(shelf: Shelf, note: Note): boolean {
  try {
    shelf.setItem(NAME, note.text)
    return shelf.getItem(NAME) === note.text
  } catch {
    return false // no room, or not allowed: then there is nothing to compare with next time
  }
}

/** The checkpoint that was kept; null when there is none. */
export function remembered(shelf: Shelf): Note | null {
  try {
    return readNote(shelf.getItem(NAME) ?? '')
  } catch {
    return null // not allowed
  }
}

export function forget(shelf: Shelf): void {
  try {
    shelf.removeItem(NAME)
  } catch {
    // not allowed: nothing was kept either
  }
}

/** Asks for the path of a proof between two sizes; null, or a failure, when there is none. */
export type AskPath = (from: number, to: number) => Promise<readonly string[] | null>

/**
 * Holds today's checkpoint against the one that this browser kept, and keeps today's when all is in order: so every reader is a small witness, of
 * what was shown to this reader. What is not in order stays until somebody says `forget`.
 */
export async function lookBack(shelf: Shelf, today: Note, ask: AskPath, crypto?: Crypto): Promise<LookedBack> {
  const before = remembered(shelf)
  const found = { ...(await compare(before, today, ask, crypto)), before }
  if (['first', 'same', 'extends'].includes(found.state)) remember(shelf, today)
  return found
}

async function compare(
  before: Note | null,
  today: Note,
  ask: AskPath,
  crypto: Crypto | undefined,
): Promise<Omit<LookedBack, 'before'>> {
  if (before === null) return { state: 'first', says: 'This browser sees this ledger for the first time.' }
  const [then, now] = [count(before.size), count(today.size)]
  if (before.origin !== today.origin) return { state: 'other', says: `Last time this was the ledger ${before.origin}.` }
  if (today.size < before.size) return { state: 'older', says: `Last time there was a checkpoint over ${then} records, and now the last is over ${now}.` } // prettier-ignore
  if (today.size === before.size)
    return isSame(today.root, before.root)
      ? { state: 'same', says: 'It is the checkpoint that this browser saw last time.' }
      : { state: 'forked', says: `Two checkpoints over ${now} records have different roots: there are two histories.` }
  const { sha256 } = crypto ?? (await cryptoHere())
  const path = sha256 === null ? null : await ask(before.size, today.size).catch(() => null)
  if (sha256 === null || path === null) return { state: 'cannot', says: `Whether it continues the checkpoint over ${then} records cannot be checked: there is no proof.` } // prettier-ignore
  return (await continues(sha256, before, today, path))
    ? { state: 'extends', says: `It continues the checkpoint over ${then} records that this browser saw last time.` }
    : { state: 'forked', says: `It does not continue the checkpoint over ${then} records that this browser saw last time.` } // prettier-ignore
}
