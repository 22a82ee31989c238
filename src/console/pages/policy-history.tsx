import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import type { PolicyHistory, PolicyTold } from '../../contract/policy.ts'
import { withQuery } from '../lib/api.ts'
import { count, moment, plural, stamp } from '../lib/format.ts'
import { reveal } from '../lib/inert.ts'
import { useSettings } from '../lib/settings.ts'
import { useQuestion } from '../lib/use-question.ts'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { numbers, Table, timeHead } from '../parts/table.tsx'
import { Short, Word, Words } from '../parts/word.tsx'

/** Which policy was in force when. Any two that are kept can be compared. */
export function PolicyHistoryPage({ candidate }: { readonly candidate: PolicyTold | null }) {
  const { data, error, again } = useQuestion<PolicyHistory>('/admin/policy/history')
  if (error !== null) return <Failed error={error} again={again} />
  if (data === null) return <Loading says="Looking back" />
  return (
    <>
      <div class="title">
        <h1>History</h1>
        <p class="hint">Which policy was in force, and since when, as the ledger says.</p>
      </div>
      {data.versions.length === 0 ? (
        <Empty title="The ledger knows of no policy yet." />
      ) : (
        <Versions history={data} candidate={candidate} />
      )}
      <Refused times={data.refused.map(({ time }) => time)} />
    </>
  )
}

type VersionsParts = { readonly history: PolicyHistory; readonly candidate: PolicyTold | null }

function Versions({ history: { versions, more }, candidate }: VersionsParts) {
  const { zone } = useSettings()
  const [, go] = useLocation()
  const kept = versions.filter((version) => version.kept)
  const current = kept[0]?.digest ?? ''
  const [from, setFrom] = useState(kept.find(({ digest }) => digest !== current)?.digest ?? current)
  const [to, setTo] = useState(current)
  const compare = (event: SubmitEvent) => {
    event.preventDefault()
    go(withQuery('/policy/diff', { from, to }))
  }
  const choice = (side: 'from' | 'to', digest: string, label: string) => (
    <input
      type="radio"
      name={side}
      value={digest}
      checked={(side === 'from' ? from : to) === digest}
      onChange={() => (side === 'from' ? setFrom : setTo)(digest)}
      aria-label={`${reveal(label)} as the ${side === 'from' ? 'old' : 'new'} one`}
    />
  )
  return (
    <form class="card" onSubmit={compare}>
      <header>
        <h2>{plural(versions.length, 'time')} that a policy came into force</h2>
        <button type="submit" class="main no-print" disabled={from === to || from === '' || to === ''}>
          Compare the two chosen
        </button>
      </header>
      <Table
        label="Policies that were in force"
        class="versions"
        heads={[
          { says: 'Old', class: 'no-print' },
          { says: 'New', class: 'no-print' },
          'Policy',
          timeHead(zone, 'In force from'),
          'Until',
          numbers('Decisions'),
          'Approved by',
          'SHA-256',
        ]}
      >
        {candidate !== null && (
          <tr>
            <td class="no-print" />
            <td class="no-print">{choice('to', candidate.digest, 'The candidate')}</td>
            <th scope="row">
              <Word text={candidate.name} /> <Word text={candidate.version} /> <span class="badge warn">candidate</span>
            </th>
            <td colSpan={4} class="quiet">
              not in force: tried beside the one that is
            </td>
            <td>
              <Short digest={candidate.digest} most={16} />
            </td>
          </tr>
        )}
        {versions.map(({ name, version, digest, from: since, until, kept: isKept, approved, decisions }) => (
          <tr key={since}>
            <td class="no-print">{isKept && choice('from', digest, `${version} of ${since}`)}</td>
            <td class="no-print">{isKept && choice('to', digest, `${version} of ${since}`)}</td>
            <th scope="row">
              <Word text={name} /> <Word text={version} /> {until === null && <span class="badge good">in force</span>}
            </th>
            <td>
              <time dateTime={since}>{stamp(since, zone)}</time>
            </td>
            <td>{until === null ? 'now' : <time dateTime={until}>{stamp(until, zone)}</time>}</td>
            <td class="number">{count(decisions)}</td>
            <td>{approved === null ? <span class="none">–</span> : <Words of={approved.approvers} most={40} />}</td>
            <td>
              <Short digest={digest} most={16} />
              {!isKept && <span class="hint"> not kept: only its digest is known</span>}
            </td>
          </tr>
        ))}
      </Table>
      {more && <p class="hint">There are older ones; the ledger has them all.</p>}
    </form>
  )
}

function Refused({ times }: { readonly times: readonly string[] }) {
  const { zone } = useSettings()
  if (times.length === 0) return null
  return (
    <section class="card">
      <h2>Reloads that were refused</h2>
      <p class="hint">The file was not valid, or not approved, and the policy before it stayed in force.</p>
      <ul class="times">
        {times.map((time) => (
          <li key={time}>
            <time dateTime={time}>{moment(time, zone)}</time>
          </li>
        ))}
      </ul>
    </section>
  )
}
