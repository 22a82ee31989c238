import { Redirect } from 'wouter-preact'
import { useSession } from '../lib/session.ts'
import { useTitle } from '../lib/use-title.ts'
import { OverviewPage } from './overview.tsx'

/** Where one comes in: to the first page that there is for this reader. */
export function HomePage() {
  const { may } = useSession().view
  if (may.records) return <OverviewPage />
  return may.policy ? <Redirect to="/policy" replace /> : <NothingPage />
}

function NothingPage() {
  useTitle('Nothing to see')
  return (
    <div class="page">
      <h1>There is nothing that you may see</h1>
      <p>
        Your token is good, and it gives you no records and no policy to look at. Who may look at what is written under{' '}
        <code>audit.readers</code> in Cordon’s configuration.
      </p>
    </div>
  )
}
