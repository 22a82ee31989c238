import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { SignedIn } from '../../contract/session.ts'

export type Session = {
  readonly view: SignedIn
  /** The session is over, as an answer said. */
  readonly lost: () => void
  readonly signOut: () => void
}

export const SessionContext = createContext<Session | null>(null)

/** Only for what stands inside of a session. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('there is no session here')
  return session
}

/** A level's place in the policy's order, from 0 (least) to 1 (top); 1 for one that the policy does not know (any more). */
export function rankOf(levels: readonly string[], level: string): number {
  const at = levels.indexOf(level)
  return at === -1 || levels.length < 2 ? 1 : at / (levels.length - 1)
}
