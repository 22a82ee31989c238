import { useCallback, useEffect, useState } from 'preact/hooks'
import { Route, Switch } from 'wouter-preact'
import type { Left, Session, SignedOut } from '../contract/session.ts'
import { askJson } from './lib/api.ts'
import type { AskError } from './lib/api.ts'
import { claimBench, useUnsaved } from './lib/bench.ts'
import { SessionContext } from './lib/session.ts'
import { useLeaveWarning } from './lib/use-leave-warning.ts'
import { Failed } from './parts/notice.tsx'
import { Shell } from './parts/shell.tsx'
import { EvidencePage } from './pages/evidence.tsx'
import { HomePage } from './pages/home.tsx'
import { MissingPage } from './pages/missing.tsx'
import { PlaygroundPage } from './pages/playground.tsx'
import { PolicyPage } from './pages/policy.tsx'
import { RecordPage } from './pages/record.tsx'
import { RecordsPage } from './pages/records.tsx'
import { SignInPage } from './pages/sign-in.tsx'

/** Ways in, as far as they are known; what the server says replaces it. */
const NO_WAYS: SignedOut = { signedIn: false, ways: { token: true, oidc: null } }

/** Finds out who is here, and shows the pages to them, or the way in. */
export function App() {
  const [view, setView] = useState<Session | null>(null)
  const [error, setError] = useState<AskError | null>(null)
  const [isOver, setIsOver] = useState(false)

  useLeaveWarning(useUnsaved())

  const enter = useCallback((next: Session) => {
    if (next.signedIn) claimBench(next.caller.id)
    setView(next)
  }, [])
  const look = useCallback(() => {
    setError(null)
    askJson<Session>('/admin/session').then(enter, setError)
  }, [enter])
  useEffect(look, [look])
  const lost = useCallback(() => {
    setIsOver(true)
    askJson<Session>('/admin/session').then(enter, () => setView(NO_WAYS))
  }, [enter])
  const signOut = useCallback(() => {
    setIsOver(false)
    askJson<Left>('/admin/session', { method: 'DELETE' }).then(({ leaveAt }) => (leaveAt === null ? look() : window.location.assign(leaveAt)), look) // prettier-ignore
  }, [look])

  if (error !== null) return <Failed error={error} again={look} isPage />
  if (view === null) return <p class="starting">Cordon</p>
  if (!view.signedIn) return <SignInPage ways={view.ways} isOver={isOver} onSignedIn={enter} />
  return (
    <SessionContext.Provider value={{ view, lost, signOut }}>
      <Shell>
        <Switch>
          <Route path="/" component={HomePage} />
          <Route path="/sign-in" component={HomePage} />
          <Route path="/records" component={RecordsPage} />
          <Route path="/records/:request" component={RecordPage} />
          <Route path="/policy/playground" component={PlaygroundPage} />
          <Route path="/policy/*?" component={PolicyPage} />
          <Route path="/evidence" component={EvidencePage} />
          <Route component={MissingPage} />
        </Switch>
      </Shell>
    </SessionContext.Provider>
  )
}
