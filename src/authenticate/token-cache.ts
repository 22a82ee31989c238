import { hash } from 'node:crypto'
import type { Caller } from '../terms/caller.ts'
import type { KeySet } from './key-set.ts'

/** A verified token: whose it is, and the very key set that it was verified with. */
export type Verified = { readonly caller: Caller; readonly keys: KeySet; readonly from: number; readonly until: number }

/** Remembers verified tokens, and only those. */
export type TokenCache = {
  readonly find: (token: string, at: number) => Verified | null
  readonly add: (token: string, caller: Caller, keys: KeySet, at: number) => void
  readonly size: () => number
}

const MAX_ENTRIES = 10_000
const KEEP = 30_000

/**
 * Remembers a verified token for at most 30 s and never beyond its `exp`, by the SHA-256 of all of it, signature
 * included. The oldest goes first when it is full. Times are in milliseconds since 1970; a clock set back forgets.
 */
export function createTokenCache(maxEntries = MAX_ENTRIES): TokenCache {
  const entries = new Map<string, Verified>()

  function find(token: string, at: number): Verified | null {
    const key = keyOf(token)
    const found = entries.get(key)
    if (found === undefined) return null
    if (at >= found.from && at < found.until) return found
    entries.delete(key)
    return null
  }

  function add(token: string, caller: Caller, keys: KeySet, at: number): void {
    const until = Math.min(at + KEEP, caller.expires * 1000)
    if (until <= at) return
    const key = keyOf(token)
    entries.delete(key) // so that it moves to the end: the order is by age
    entries.set(key, { caller, keys, from: at, until })
    const oldest = entries.keys().next()
    if (entries.size > maxEntries && oldest.done !== true) entries.delete(oldest.value)
  }

  return { find, add, size: () => entries.size }
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64')
}
