import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { askJson } from './api.ts'
import type { AskError } from './api.ts'
import { useSession } from './session.ts'

export type Answer<T> = {
  /** The last good answer; it stays while the next is asked for, so that a page does not jump. */
  readonly data: T | null
  readonly error: AskError | null
  readonly isLoading: boolean
  readonly again: () => void
}

/** Asks whenever `path` changes, and drops answers that come too late. Null: nothing to ask. */
export function useQuestion<T>(path: string | null): Answer<T> {
  const { lost } = useSession()
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ data: null, error: null, isLoading: path !== null })
  const [turn, setTurn] = useState(0)
  const asked = useRef<string | null>(null)

  useEffect(() => {
    if (path === null) return
    const stop = new AbortController()
    const isSame = asked.current === path
    asked.current = path
    setState(({ data }) => ({ data, error: null, isLoading: true }))
    askJson<T>(path, { signal: stop.signal }).then(
      (data) => setState({ data, error: null, isLoading: false }),
      (thrown: AskError) => {
        if (stop.signal.aborted) return
        if (thrown.status === 401) lost()
        setState(({ data }) => ({ data: isSame ? data : null, error: thrown, isLoading: false }))
      },
    )
    return () => stop.abort()
  }, [path, turn, lost])

  const again = useCallback(() => setTurn((count) => count + 1), [])
  return { ...state, again }
}

/** Calls `work` every `ms` while the page is looked at. */
export function useEvery(ms: number | null, work: () => void): void {
  const last = useRef(work)
  last.current = work
  useEffect(() => {
    if (ms === null) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') last.current()
    }, ms)
    return () => clearInterval(timer)
  }, [ms])
}
