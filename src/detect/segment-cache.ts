import { hash, randomBytes } from 'node:crypto'
import type { Sight } from './sight.ts'

export type SegmentCache = {
  readonly get: (key: string) => readonly Sight[] | undefined
  readonly set: (key: string, sights: readonly Sight[]) => void
}

export type SegmentCacheOptions = {
  /** Texts; 50,000 unless said otherwise, which with their keys is about 10 MB. */
  readonly maxEntries?: number
  /** Findings of all texts together; 200,000 unless said otherwise, which is about 20 MB. */
  readonly maxFindings?: number
}

/**
 * Remembers what was seen in texts, by keys that nobody can compute or turn back (`createKeys`). Never holds more than it is
 * told to. What was not asked for since half of that came in is forgotten. Each call takes constant time.
 */
export function createSegmentCache({
  maxEntries = 50_000,
  maxFindings = 200_000,
}: SegmentCacheOptions = {}): SegmentCache {
  // Two generations: what is asked for moves to the young one; when that is half of what may be, it becomes the old one.
  let young = new Map<string, readonly Sight[]>()
  let old = young
  let findings = 0
  const set = (key: string, sights: readonly Sight[]): void => {
    if (sights.length > maxFindings / 2 || maxEntries < 2) return
    const before = young.get(key)?.length ?? 0
    if (young.size + 1 > maxEntries / 2 || findings + sights.length - before > maxFindings / 2) {
      old = young
      young = new Map()
      findings = 0
    }
    findings += sights.length - (young.get(key)?.length ?? 0)
    young.set(key, sights)
  }
  return {
    get: (key) => {
      const sights = young.get(key)
      if (sights !== undefined) return sights
      const older = old.get(key)
      if (older !== undefined) set(key, older)
      return older
    },
    set,
  }
}

/**
 * A function from all that a detector may look at to a key: SHA-256 under 32 random bytes that never leave it. The secret comes
 * first, in a block of its own, then the lengths of all parts, then the parts. So no input is the beginning of another, and the
 * plain hash is a pseudorandom function of them (Bellare, Canetti, Krawczyk, "Pseudorandom functions revisited", 1996); it
 * costs a thirtieth of `createHmac` for a short text.
 */
export function createKeys(): (parts: readonly string[]) => string {
  const secret = randomBytes(32).toString('hex')
  return (parts) => {
    const all = `${parts.map(({ length }) => String(length)).join(' ')}\n${parts.join('')}`
    // Halves of characters would all be the same in UTF-8; as JSON they are not.
    return hash('sha256', all.isWellFormed() ? `${secret}t${all}` : `${secret}j${JSON.stringify(all)}`, 'base64url')
  }
}
