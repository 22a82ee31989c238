import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { StatementBody, StatementResult, StatedException } from '../../contract/evidence.ts'
import { becauseSays } from '../lib/evidence-words.ts'
import { bytes, count, moment, plural, stamp } from '../lib/format.ts'
import { recordPath } from '../lib/record-path.ts'
import { useSession } from '../lib/session.ts'
import { useSettings } from '../lib/settings.ts'
import { useJob } from '../lib/use-job.ts'
import { Level, Place } from './chips.tsx'
import { Copy } from './copy.tsx'
import { JobProgress } from './job-progress.tsx'
import { Period, periodOf } from './period.tsx'
import { Table, timeHead } from './table.tsx'
import { Verified } from './verification-card.tsx'
import { Word } from './word.tsx'

type Made = Extract<StatementResult, { readonly kind: 'made' }>
type Zone = StatementBody['to'][number]

/** A signed answer to one question: did a request of some level reach a zone? */
export function StatementCard() {
  const { levels } = useSession().view
  const { work, start, drop } = useJob({ kind: 'statement', path: '/admin/evidence/statement', isKept: true })
  const [level, setLevel] = useState(levels.at(-1) ?? '')
  const [to, setTo] = useState<readonly Zone[]>(['cloud'])
  const [days, setDays] = useState({ since: '', until: '' })
  const isBusy = work.state === 'running' || work.state === 'starting'
  const toggle = (zone: Zone) => setTo(to.includes(zone) ? to.filter((one) => one !== zone) : [...to, zone])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    start({ levels: [level], to, ...periodOf(days) })
  }
  return (
    <section class={work.state === 'done' ? 'card' : 'card no-print'}>
      <h2>A statement, signed</h2>
      <p class="hint">
        Did a request of a level reach a zone? The answer is signed with the ledger’s key, names every exception, and
        can be checked by whoever has the public key.
      </p>
      <form class="asking" onSubmit={submit}>
        <label>
          Requests of
          <select value={level} onChange={(event) => setLevel(event.currentTarget.value)}>
            {[...levels].reverse().map((one, nth) => (
              <option key={one} value={one}>
                {nth === 0 ? one : `${one} and above`}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>that reached</legend>
          {(['cloud', 'lan'] as const).map((zone) => (
            <label key={zone} class="check">
              <input type="checkbox" checked={to.includes(zone)} onChange={() => toggle(zone)} />{' '}
              {{ cloud: 'the cloud', lan: 'the LAN' }[zone]}
            </label>
          ))}
        </fieldset>
        <Period days={days} onChange={setDays} />
        <button type="submit" class="main" disabled={isBusy || to.length === 0 || level === ''}>
          Make it
        </button>
      </form>
      <JobProgress work={work} says="Counting, and signing" onDrop={drop} />
      {work.state === 'done' && (
        <>
          <Result
            result={work.job.result as StatementResult}
            path={`/admin/jobs/${encodeURIComponent(work.job.job)}/file`}
          />
          <button type="button" class="plain no-print" onClick={drop}>
            Drop this statement
          </button>
        </>
      )}
    </section>
  )
}

function Result({ result, path }: { readonly result: StatementResult; readonly path: string }) {
  if (result.kind === 'refused')
    return (
      <>
        <p class="notice bad" role="status">
          <strong>Nothing was signed.</strong> <span>Of a ledger that is not in order nothing can be stated.</span>
        </p>
        <Verified verification={result.verification} />
      </>
    )
  return <Statement made={result} path={path} />
}

function Statement({ made, path }: { readonly made: Made; readonly path: string }) {
  const { answer, says, saysNot, counts, exceptions, covers, leftOut, key, file } = made
  const { zone } = useSettings()
  return (
    <div class="statement">
      <p class={`notice row ${answer === 'none' ? 'good' : 'bad'}`} role="status">
        <strong>{answer === 'none' ? 'None did.' : `${plural(exceptions.count, 'exception')}.`}</strong>
        <a class="button no-print" href={path} download>
          Download the statement ({bytes(file.bytes)})
        </a>
      </p>
      <ul class="said">
        {says.map((one) => (
          <li key={one}>
            <Word text={one} most={600} />
          </li>
        ))}
      </ul>
      {exceptions.listed.length > 0 && <Exceptions listed={exceptions.listed} all={exceptions.count} />}
      <dl class="pairs">
        <dt>Covered</dt>
        <dd>
          {plural(covers.records, 'record')}, {moment(covers.from, zone)} to {moment(covers.to, zone)}
          {!covers.whole && <span class="badge warn">not the whole period</span>}
        </dd>
        <dt>Decisions</dt>
        <dd>
          {count(counts.decisions)}: {count(counts.permitted)} permitted, {count(counts.denied)} denied,{' '}
          {count(counts.refused)} refused
        </dd>
        <dt>Of the levels asked for</dt>
        <dd>
          {count(counts.asked.requests)}, {count(counts.asked.permitted)} of them permitted; reached: LAN{' '}
          {count(counts.asked.reached.lan)}, cloud {count(counts.asked.reached.cloud)}, not known{' '}
          {count(counts.asked.reached.unknown)}
        </dd>
        {leftOut.records > 0 && (
          <>
            <dt>Not counted</dt>
            <dd>{plural(leftOut.records, 'record')} that no checkpoint covers yet</dd>
          </>
        )}
        {covers.incidents.count > 0 && (
          <>
            <dt>Incidents</dt>
            <dd>
              {covers.incidents.listed.map(({ what, seq, time }) => (
                <p key={seq}>
                  <Word text={what} most={200} />{' '}
                  <span class="hint">
                    record {count(seq)}, {moment(time, zone)}
                  </span>
                </p>
              ))}
            </dd>
          </>
        )}
        <dt>Signed with</dt>
        <dd>
          <code>
            <Word text={key} most={400} />
          </code>{' '}
          <Copy text={key} says="Copy" />
        </dd>
      </dl>
      <details open>
        <summary>What it does not say</summary>
        <ul class="said">
          {saysNot.map((one) => (
            <li key={one}>
              <Word text={one} most={600} />
            </li>
          ))}
        </ul>
      </details>
      <p class="hint">
        To check it: <code>cordon audit verify-statement FILE --key KEY</code>, and with <code>--ledger COPY</code> to
        count again.
      </p>
    </div>
  )
}

function Exceptions({ listed, all }: { readonly listed: readonly StatedException[]; readonly all: number }) {
  const { zone } = useSettings()
  return (
    <>
      <Table label="Exceptions" heads={['Request', timeHead(zone), 'Level', 'To', 'Because']}>
        {listed.map(({ request, time, level, destination, because }) => (
          <tr key={request}>
            <td>
              <Link to={recordPath(request)}>
                <Word text={request} most={40} code />
              </Link>
            </td>
            <td>{stamp(time, zone)}</td>
            <td>
              <Level level={level} />
            </td>
            <td>
              <Place name={destination} />
            </td>
            <td>{because.map(becauseSays).join('; ')}</td>
          </tr>
        ))}
      </Table>
      {all > listed.length && <p class="hint">{count(all - listed.length)} more stand in the statement’s count.</p>}
    </>
  )
}
