import { createHash, randomBytes } from 'node:crypto'

/** Things that are under way, each for one browser, which holds nothing but an id. */
export type PendingSignIns<T> = {
  /** Keeps something, and returns the id under which it is found once. */
  readonly add: (value: T) => string
  /** What was kept; null when there is none, it was taken before, or too long ago. */
  readonly take: (id: string) => T | null
}

/** As long as a sign-in may take. */
const LONGEST = 10 * 60_000
/** The oldest goes first. */
const MOST = 5000

/** Keeps sign-ins that have begun, in memory, each to be taken once. */
export function createPendingSignIns<T>(now: () => number): PendingSignIns<T> {
  const kept = new Map<string, { readonly value: T; readonly at: number }>()
  return {
    add: (value) => {
      const [oldest] = kept.size >= MOST ? kept.keys() : []
      if (oldest !== undefined) kept.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      kept.set(keyOf(id), { value, at: now() })
      return id
    },
    take: (id) => {
      const key = keyOf(id)
      const found = kept.get(key)
      kept.delete(key)
      return found !== undefined && now() >= found.at && now() - found.at < LONGEST ? found.value : null
    },
  }
}

const keyOf = (id: string) => createHash('sha256').update(id).digest('base64')
