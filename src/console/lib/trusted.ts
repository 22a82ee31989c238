import { useCallback, useState } from 'preact/hooks'

const NAME = 'cordon.vkeys'

/** The ledger's keys as the reader was given them, kept in this browser; null: what this Cordon tells has to do, and that is said. */
export function useTrusted(): readonly [string | null, (keys: string | null) => void] {
  const [keys, setKeys] = useState<string | null>(read)
  const change = useCallback((next: string | null) => {
    setKeys(next)
    try {
      if (next === null) localStorage.removeItem(NAME)
      else localStorage.setItem(NAME, next)
    } catch {
      // a browser that keeps nothing still uses it for now
    }
  }, [])
  return [keys, change]
}

function read(): string | null {
  try {
    const kept = localStorage.getItem(NAME)
    return kept === null || kept.trim() === '' ? null : kept
  } catch {
    return null
  }
}
