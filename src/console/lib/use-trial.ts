import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { PlaygroundAnswer, PlaygroundQuestion } from '../../contract/playground.ts'
import { AskError, askJson } from './api.ts'
import { useSession } from './session.ts'

export type Tried = {
  /** The last answer; it stays while the next is asked for. */
  readonly answer: PlaygroundAnswer | null
  readonly error: AskError | null
  readonly isLoading: boolean
  /** Asks at once, without a wait for more to be written. */
  readonly now: () => void
}

/** Milliseconds without a key before it is asked. */
const PAUSE = 400
const NOTHING = { answer: null, error: null, isLoading: false }

/** Asks what would be decided, whenever the question has been left alone for a moment. A question that comes later ends the one before. */
export function useTrial(question: PlaygroundQuestion | null): Tried {
  const { lost } = useSession()
  const [state, setState] = useState<Omit<Tried, 'now'>>(NOTHING)
  const [turn, setTurn] = useState(0)
  const asked = useRef(0)
  const body = question === null ? null : JSON.stringify(question)

  useEffect(() => {
    if (body === null) {
      setState(NOTHING)
      return
    }
    const stop = new AbortController()
    const isAtOnce = asked.current !== turn
    asked.current = turn
    const wait = setTimeout(
      () => {
        setState(({ answer }) => ({ answer, error: null, isLoading: true }))
        askJson<PlaygroundAnswer>('/admin/playground', {
          method: 'POST',
          body: JSON.parse(body) as unknown,
          signal: stop.signal,
        }).then(
          (answer) => setState({ answer, error: null, isLoading: false }),
          (thrown: unknown) => {
            if (stop.signal.aborted) return
            const error = thrown instanceof AskError ? thrown : new AskError(0, 'unknown', 'The answer was cut off.')
            if (error.status === 401) lost()
            setState({ answer: null, error, isLoading: false })
          },
        )
      },
      isAtOnce ? 0 : PAUSE,
    )
    return () => {
      clearTimeout(wait)
      stop.abort()
    }
  }, [body, turn, lost])

  const now = useCallback(() => setTurn((old) => old + 1), [])
  return { ...state, now }
}
