import { Link, useLocation } from 'wouter-preact'
import type { PolicyPage as Page, PolicyTold } from '../../contract/policy.ts'
import { withQuery } from '../lib/api.ts'
import { moment } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { useQuestion } from '../lib/use-question.ts'
import { useTitle } from '../lib/use-title.ts'
import { Copy } from '../parts/copy.tsx'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { Word, Words } from '../parts/word.tsx'
import { MissingPage } from './missing.tsx'
import { PolicyDiffPage } from './policy-diff.tsx'
import { PolicyHistoryPage } from './policy-history.tsx'
import { PolicyShadowPage } from './policy-shadow.tsx'
import { PolicyTestsPage } from './policy-tests.tsx'
import { PolicyWords } from './policy-words.tsx'

const TABS = [
  { to: '/policy', says: 'In force', title: 'Policy' },
  { to: '/policy/candidate', says: 'Candidate', title: 'Candidate policy' },
  { to: '/policy/tests', says: 'Tests', title: 'Policy tests' },
  { to: '/policy/history', says: 'History', title: 'Policy history' },
  { to: '/policy/shadow', says: 'Shadow report', title: 'Shadow report' },
] as const

/** The policy: what it says, whether it does what its tests ask, what it was before, and what is tried beside it. */
export function PolicyPage() {
  const [path] = useLocation()
  const { data, error, again } = useQuestion<Page>('/admin/policy')
  useTitle(path === '/policy/diff' ? 'Two policies' : (TABS.find(({ to }) => to === path)?.title ?? 'Policy'))
  const tabs = TABS.filter(
    ({ to }) => to !== '/policy/candidate' || (data !== null && data.candidate !== null) || path === to,
  )
  const isHere = (to: string) => path === to || (to === '/policy/history' && path === '/policy/diff')
  return (
    <div class="page policy">
      <nav class="tabs no-print" aria-label="About the policy">
        {tabs.map(({ to, says }) => (
          <Link key={to} to={to} aria-current={isHere(to) ? 'page' : undefined}>
            {says}
          </Link>
        ))}
      </nav>
      <SubPage path={path} page={data} error={error !== null && <Failed error={error} again={again} />} />
    </div>
  )
}

type SubPageParts = { readonly path: string; readonly page: Page | null; readonly error: preact.ComponentChildren }

function SubPage({ path, page, error }: SubPageParts) {
  if (path === '/policy/tests') return <PolicyTestsPage />
  if (path === '/policy/history') return <PolicyHistoryPage candidate={page?.candidate ?? null} />
  if (path === '/policy/diff') return <PolicyDiffPage />
  if (path === '/policy/shadow') return <PolicyShadowPage />
  if (path !== '/policy' && path !== '/policy/candidate') return <MissingPage />
  if (error !== false) return <>{error}</>
  if (page === null) return <Loading says="Reading the policy" />
  if (path === '/policy') return <InForce page={page} />
  if (page.candidate === null) return <Empty title="No policy is tried beside the one in force." />
  return <Candidate page={page} candidate={page.candidate} />
}

function InForce({ page: { policy, approved, since } }: { readonly page: Page }) {
  const { zone } = useSettings()
  return (
    <>
      <Head policy={policy}>
        {since !== null && (
          <>
            <dt>In force</dt>
            <dd>
              since <time dateTime={since}>{moment(since, zone)}</time>
            </dd>
          </>
        )}
        <dt>Approved</dt>
        <dd>
          {approved === null ? (
            <span class="quiet">no approval is asked for</span>
          ) : (
            <>
              by <Words of={approved.approvers} />; written by <Word text={approved.author} />, number {approved.serial}
            </>
          )}
        </dd>
      </Head>
      <PolicyWords policy={policy} />
    </>
  )
}

type CandidateParts = { readonly page: Page; readonly candidate: PolicyTold }

function Candidate({ page: { policy, candidateUntil }, candidate }: CandidateParts) {
  return (
    <>
      <p class="notice row warn">
        <span>
          This policy is not in force. It is asked about every request beside the one that is, and what it says is
          recorded and changes nothing
          {candidateUntil !== null && (
            <>
              , until <Word text={candidateUntil} />
            </>
          )}
          .
        </span>
        <span class="buttons">
          <Link class="button" to={withQuery('/policy/diff', { from: policy.digest, to: candidate.digest })}>
            What it changes
          </Link>
          <Link class="button" to="/policy/shadow">
            What it would have changed
          </Link>
        </span>
      </p>
      <Head policy={candidate} />
      <PolicyWords policy={candidate} />
    </>
  )
}

type HeadParts = { readonly policy: PolicyTold; readonly children?: preact.ComponentChildren }

/** Which policy this is, and whose. */
function Head({ policy: { name, version, digest, owners }, children }: HeadParts) {
  return (
    <>
      <div class="title">
        <h1>
          <Word text={name} />{' '}
          <span class="version">
            <Word text={version} />
          </span>
        </h1>
      </div>
      <dl class="pairs facts">
        <dt>Owners</dt>
        <dd>
          <Words of={owners} />
        </dd>
        {children}
        <dt>SHA-256</dt>
        <dd>
          <Word text={digest} code /> <Copy text={digest} says="Copy" />
        </dd>
      </dl>
    </>
  )
}
