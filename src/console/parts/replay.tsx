import { useState } from 'preact/hooks'
import type { ReplayReport } from '../../contract/playground.ts'
import { count, moment, plural, share } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { useJob } from '../lib/use-job.ts'
import { Changes } from './changes.tsx'
import { JobProgress } from './job-progress.tsx'
import { Word } from './word.tsx'

const DAYS = [
  [1, 'Yesterday and today'],
  [7, "Last week's decisions"],
  [30, "Last month's decisions"],
  [90, 'Three months of decisions'],
] as const

/** What a draft would have done with requests that are recorded. The work ends, and its result goes, with the page. */
export function Replay({ draft, isValid }: { readonly draft: string; readonly isValid: boolean }) {
  const { work, start, drop } = useJob({ kind: 'replay', path: '/admin/playground/replay', isKept: false })
  const [days, setDays] = useState<number>(7)
  const [tried, setTried] = useState<string | null>(null)
  const isBusy = work.state === 'running' || work.state === 'starting'
  const go = () => {
    setTried(draft)
    start({ draft, since: new Date(Date.now() - days * 86_400_000).toISOString() })
  }
  return (
    <section class="card">
      <header>
        <h2>Try the draft on what was decided</h2>
        <div class="buttons">
          <select
            aria-label="Which decisions"
            value={days}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          >
            {DAYS.map(([value, says]) => (
              <option key={value} value={value}>
                {says}
              </option>
            ))}
          </select>
          <button type="button" class="main" disabled={isBusy || !isValid} onClick={go}>
            Try it
          </button>
        </div>
      </header>
      <p class="hint">
        Each recorded request that you may read is decided again with what its record says. Prompts are not recorded, so
        what a detector would find otherwise cannot be told, and such requests are counted apart.
      </p>
      <JobProgress work={work} says="Deciding again" onDrop={drop} />
      {work.state === 'done' && (
        <>
          {tried !== draft && <p class="notice warn">The draft has been changed since this was tried.</p>}
          <Report report={work.job.result as ReplayReport} />
        </>
      )}
    </section>
  )
}

function Report({ report }: { readonly report: ReplayReport }) {
  const { zone } = useSettings()
  const { problems, decisions, changed, same, undecidable, notAsked, levelOnly, toCloud, fromCloud } = report
  if (report.policy === null)
    return (
      <p class="notice bad">
        The draft is not valid: <Word text={problems[0]?.message ?? 'it cannot be read'} most={300} />
      </p>
    )
  const period = report.since === null || report.until === null ? '' : `, ${moment(report.since, zone)} to ${moment(report.until, zone)}` // prettier-ignore
  return (
    <div class="report">
      <p class={`notice row ${toCloud > 0 ? 'bad' : changed > 0 || decisions === 0 ? 'warn' : 'good'}`} role="status">
        <strong>
          {decisions === 0
            ? 'There is no decision of that time that could be tried again.'
            : changed === 0
              ? 'It would have changed nothing.'
              : `It would have changed ${count(changed)} of ${plural(decisions, 'decision')} (${share(changed, decisions)}).`}
        </strong>
        {toCloud > 0 && <span>{plural(toCloud, 'request')} could have gone to the cloud that could not.</span>}
      </p>
      <dl class="pairs">
        <dt>Decisions</dt>
        <dd>
          {count(decisions)}
          <span class="hint">{period}</span>
        </dd>
        <dt>The same</dt>
        <dd>
          {count(same)}
          {levelOnly > 0 && (
            <span class="hint"> of these {count(levelOnly)} with another level, which changes nothing</span>
          )}
        </dd>
        <dt>No longer to the cloud</dt>
        <dd>{count(fromCloud)}</dd>
        <dt>Cannot be told</dt>
        <dd>
          {count(undecidable)}
          {Object.entries(report.open).map(([what, requests]) => (
            <span key={what} class="hint">
              {' '}
              · <Word text={what} most={80} /> {count(requests)}
            </span>
          ))}
        </dd>
        {notAsked > 0 && (
          <>
            <dt>Never asked about</dt>
            <dd>
              {count(notAsked)} <span class="hint">refused before any policy was asked</span>
            </dd>
          </>
        )}
      </dl>
      {report.damaged > 0 && (
        <p class="notice bad">{plural(report.damaged, 'line')} of the ledger could not be read, and are in no count.</p>
      )}
      {report.changes.length > 0 && <Changes label="What the draft would have changed" changes={report.changes} />}
    </div>
  )
}
