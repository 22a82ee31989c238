import { useState } from 'preact/hooks'
import type { ReportResult } from '../../contract/evidence.ts'
import { bytes, plural } from '../lib/format.ts'
import { useJob } from '../lib/use-job.ts'
import { JobProgress } from './job-progress.tsx'
import { Period, periodOf } from './period.tsx'
import { Verified } from './verification-card.tsx'

/** The report of a period, as a page of its own: for a file, a print or an e-mail. */
export function ReportCard() {
  const { work, start, drop } = useJob({ kind: 'report', path: '/admin/evidence/report', isKept: true })
  const [days, setDays] = useState({ since: '', until: '' })
  const isBusy = work.state === 'running' || work.state === 'starting'
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    start(periodOf(days))
  }
  return (
    <section class={work.state === 'done' ? 'card' : 'card no-print'}>
      <h2>A report of a period</h2>
      <p class="hint">
        What was asked, where it went, what was denied, and whether the ledger is in order: one page without scripts, to
        keep or to print.
      </p>
      <form class="asking" onSubmit={submit}>
        <Period days={days} onChange={setDays} />
        <button type="submit" class="main" disabled={isBusy}>
          Make it
        </button>
      </form>
      <JobProgress work={work} says="Writing the report" onDrop={drop} />
      {work.state === 'done' && (
        <>
          <Result result={work.job.result as ReportResult} job={encodeURIComponent(work.job.job)} />
          <button type="button" class="plain no-print" onClick={drop}>
            Drop this report
          </button>
        </>
      )}
    </section>
  )
}

function Result({ result, job }: { readonly result: ReportResult; readonly job: string }) {
  if (result.kind === 'refused')
    return (
      <>
        <p class="notice bad" role="status">
          <strong>There is no report.</strong> <span>The ledger is so damaged that nothing can be counted.</span>
        </p>
        <Verified verification={result.verification} />
      </>
    )
  const { requests, file, verification } = result
  return (
    <>
      <p class="notice row good" role="status">
        <strong>The report is there: {plural(requests, 'request')}.</strong>
        <span class="buttons">
          <a class="button" href={`/admin/evidence/report/${job}`} target="_blank" rel="noopener noreferrer">
            Look at it
          </a>
          <a class="button" href={`/admin/jobs/${job}/file`} download>
            Download ({bytes(file.bytes)})
          </a>
        </span>
      </p>
      <Verified verification={verification} />
    </>
  )
}
