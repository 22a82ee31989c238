import type { Verification } from '../../contract/evidence.ts'
import { verdictSays } from '../lib/evidence-words.ts'
import { bytes, count, moment, plural } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { useJob } from '../lib/use-job.ts'
import { JobProgress } from './job-progress.tsx'
import { Word } from './word.tsx'

/** A check of every byte, made by Cordon itself; it goes on when the page is left. */
export function VerificationCard({ last }: { readonly last: Verification | null }) {
  const { work, start, drop } = useJob({ kind: 'verification', path: '/admin/evidence/verification', isKept: true })
  const isBusy = work.state === 'running' || work.state === 'starting'
  const shown = work.state === 'done' ? (work.job.result as Verification) : last
  return (
    <section class="card">
      <header>
        <h2>The whole ledger</h2>
        <button type="button" class="no-print" disabled={isBusy} onClick={() => start({})}>
          Check all of it
        </button>
      </header>
      <p class="hint">
        Every byte, every checkpoint, every signature: what <code>cordon audit verify</code> does. A large ledger takes
        a while; the page may be left.
      </p>
      <JobProgress work={work} says="Checking the ledger" onDrop={drop} />
      {shown === null ? (
        !isBusy && <p class="quiet">It was not checked since Cordon was started.</p>
      ) : (
        <Verified verification={shown} />
      )}
    </section>
  )
}

export function Verified({ verification: { made, report, says, notShown } }: { readonly verification: Verification }) {
  const { zone } = useSettings()
  const [tone, title] = verdictSays(report.verdict)
  const { firstBad, tornTail } = report
  return (
    <div class="verified">
      <p class={`notice row ${tone}`} role="status">
        <strong>{title}</strong>
        <span class="hint">checked {moment(made, zone)}</span>
      </p>
      {report.why !== null && (
        <p>
          <Word text={report.why} most={500} />
        </p>
      )}
      <ul class="said">
        {says.map((one) => (
          <li key={one}>
            <Word text={one} most={500} />
          </li>
        ))}
      </ul>
      {firstBad !== null && (
        <p>
          First bad record: {count(firstBad.seq)}, in <Word text={firstBad.segment} code />, line {count(firstBad.line)}
          : <Word text={firstBad.why} most={300} />
        </p>
      )}
      {tornTail !== null && (
        <p>
          A record at the end is torn: {bytes(tornTail.bytes)} in <Word text={tornTail.segment} code /> at{' '}
          {count(tornTail.offset)}.
        </p>
      )}
      <details>
        <summary>In numbers</summary>
        <dl class="pairs">
          <dt>Records</dt>
          <dd>
            {count(report.records)} in {plural(report.segments, 'file')}, {bytes(report.bytes)}
          </dd>
          <dt>Of these</dt>
          <dd>
            {Object.entries(report.types).map(([type, records]) => (
              <span key={type} class="type">
                <Word text={type} /> {count(records)}
              </span>
            ))}
          </dd>
          <dt>Checkpoints</dt>
          <dd>{count(report.checkpoints)}</dd>
          <dt>Not signed</dt>
          <dd>{count(report.unsigned)}</dd>
          <dt>Not witnessed</dt>
          <dd>{count(report.unwitnessed)}</dd>
          <dt>Without an outcome</dt>
          <dd>{count(report.open)}</dd>
          {report.root !== null && (
            <>
              <dt>Root</dt>
              <dd>
                <Word text={report.root} code />
              </dd>
            </>
          )}
        </dl>
      </details>
      <p class="hint">
        <Word text={notShown} most={600} />
      </p>
    </div>
  )
}
