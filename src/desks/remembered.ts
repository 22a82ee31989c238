/** Answers that cost much to make. */
const MOST = 24

/** Remembers what was made, by what it was made of; the oldest is forgotten first, and what failed at once. Who asks meanwhile waits for the same. */
export function remembered<T>(): (about: readonly string[], make: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (about, make) => {
    const key = JSON.stringify(about)
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make()
    known.set(key, made)
    for (const old of known.keys()) if (known.size > MOST) known.delete(old)
    made.catch(() => known.get(key) === made && known.delete(key))
    return made
  }
}
