import { useEffect, useRef, useState } from 'preact/hooks'
import type { Session, SignedOut } from '../../contract/session.ts'
import { AskError, askJson } from '../lib/api.ts'
import { ownOf } from '../lib/own.ts'
import { useTitle } from '../lib/use-title.ts'
import { Mark } from '../parts/mark.tsx'
import { Word } from '../parts/word.tsx'

type SignInParts = {
  readonly ways: SignedOut['ways']
  /** A session was here, and is over. */
  readonly isOver: boolean
  readonly onSignedIn: (view: Session) => void
}

/** The way in: through the identity provider where one is configured, or with a token. */
export function SignInPage({ ways, isOver, onSignedIn }: SignInParts) {
  const [token, setToken] = useState('')
  const [error, setError] = useState<string | null>(failureIn(location.search))
  const [isBusy, setIsBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useTitle('Sign in')
  // where there is one thing to do, one can do it at once
  useEffect(() => {
    if (ways.oidc === null) field.current?.focus()
  }, [ways])

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setIsBusy(true)
    setError(null)
    askJson<Session>('/admin/session', { method: 'POST', body: { token: token.trim() } }).then(
      (view) => {
        setToken('')
        onSignedIn(view)
      },
      (thrown: unknown) => {
        setIsBusy(false)
        setError(thrown instanceof AskError ? thrown.message : 'That did not work.')
      },
    )
  }
  const back = location.pathname === '/sign-in' ? '/' : `${location.pathname}${location.search}`
  return (
    <main class="alone sign-in">
      <h1>
        <Mark /> Cordon
      </h1>
      {isOver && (
        <p class="notice" role="status">
          Your session is over. Sign in again to go on where you were.
        </p>
      )}
      {error !== null && (
        <p class="notice bad" role="alert">
          <Word text={error} most={400} />
        </p>
      )}
      {ways.oidc !== null && (
        <a class="button main" href={`/admin/sign-in?return=${encodeURIComponent(back)}`}>
          Sign in with <Word text={ways.oidc.label} />
        </a>
      )}
      {ways.token && (
        <form onSubmit={submit}>
          {ways.oidc !== null && <p class="or">or</p>}
          <label for="token">Access token</label>
          <input
            ref={field}
            id="token"
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            value={token}
            placeholder="eyJ…"
            onInput={(event) => setToken(event.currentTarget.value)}
          />
          <button type="submit" class={ways.oidc === null ? 'main' : ''} disabled={isBusy || token.trim() === ''}>
            {isBusy ? 'Checking…' : 'Sign in with a token'}
          </button>
          <p class="hint">
            The token goes to this Cordon once and is kept out of reach of scripts. In the demo, <code>npm start</code>{' '}
            prints an auditor’s.
          </p>
        </form>
      )}
      <p class="hint">What you see is what your token lets you see, and each look at records leaves a record.</p>
    </main>
  )
}

/** What the identity provider's way back may say; nothing of it is shown as it came. */
const FAILURES: Readonly<Record<string, string>> = {
  denied: 'The identity provider did not let you in.',
  expired: 'That took too long. Start again.',
  failed: 'Signing in did not work. Start again; if it happens again, whoever runs Cordon finds the reason in its log.',
}

const failureIn = (query: string): string | null => {
  const why = new URLSearchParams(query).get('failed')
  return why === null ? null : (ownOf(FAILURES, why) ?? FAILURES['failed'] ?? null)
}
