import type { Spotted } from '../terms/finding.ts'

/** What an engine saw in a text: where and what, never the text. Keys are made by somebody else, and tell nothing of a text either. */
export type Remembered = {
  readonly get: (key: string) => readonly Spotted[] | undefined
  readonly set: (key: string, spotted: readonly Spotted[]) => void
}

/** Keeps at most `most` answers, those that were asked for last. */
export function createRemembered(most = 20_000): Remembered {
  const known = new Map<string, readonly Spotted[]>()
  const set = (key: string, spotted: readonly Spotted[]) => {
    known.delete(key)
    known.set(key, spotted)
    if (known.size > most) known.delete(known.keys().next().value ?? '')
  }
  return {
    get: (key) => {
      const spotted = known.get(key)
      if (spotted !== undefined) set(key, spotted)
      return spotted
    },
    set,
  }
}
