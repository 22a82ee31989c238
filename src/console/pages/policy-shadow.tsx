import { useMemo } from 'preact/hooks'
import type { ShadowReport } from '../../contract/policy.ts'
import { withQuery } from '../lib/api.ts'
import { NO_FILTERS, toQuery } from '../lib/filters.ts'
import { count, moment, plural, share } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { useFilters } from '../lib/use-filters.ts'
import { useQuestion } from '../lib/use-question.ts'
import { Changes } from '../parts/changes.tsx'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { Window } from '../parts/window.tsx'
import { Short, Word } from '../parts/word.tsx'

type Tried = Omit<ShadowReport['rules'][number], 'rule' | 'says' | 'until'>

/** What rules that are only tried, and a candidate, would have changed. */
export function PolicyShadowPage() {
  const [filters, setFilters] = useFilters('7d')
  const query = useMemo(() => toQuery({ ...NO_FILTERS, last: filters.last, since: filters.since, until: filters.until }, Date.now()), [filters]) // prettier-ignore
  const { data, error, isLoading, again } = useQuestion<ShadowReport>(withQuery('/admin/policy/shadow', query))
  return (
    <>
      <div class="title">
        <h1>Shadow report</h1>
        <p class="hint">What rules that are only tried, and a candidate policy, would have changed.</p>
      </div>
      <div class="filters">
        <Window filters={filters} onChange={setFilters} hasAll={false} />
        <span class="hint">
          {data !== null && `${plural(data.decisions, 'decision')} in this time that you may read`}
        </span>
      </div>
      {error !== null && <Failed error={error} again={again} />}
      {data === null ? (
        error === null && <Loading says="Reading the ledger" />
      ) : (
        <Report report={data} isBusy={isLoading} />
      )}
    </>
  )
}

function Report({ report, isBusy }: { readonly report: ShadowReport; readonly isBusy: boolean }) {
  const { rules, candidates, damaged, cut } = report
  return (
    <div class="report" aria-busy={isBusy}>
      {damaged > 0 && (
        <p class="notice bad">{plural(damaged, 'line')} of the ledger could not be read, and are in no count.</p>
      )}
      {cut > 0 && (
        <p class="notice warn">
          {plural(cut, 'record was', 'records were')} too long, and may have lost what a shadow rule said.
        </p>
      )}
      {rules.length === 0 && candidates.length === 0 && (
        <Empty title="Nothing was tried in this time.">
          <p>
            A rule with <code>shadow: true</code>, or a candidate policy, is asked about every request and changes
            nothing. What it would have changed stands here.
          </p>
        </Empty>
      )}
      {rules.map(({ rule, says, until, ...tried }) => (
        <section key={rule} class="card">
          <header>
            <h2>
              The rule <Word text={rule} />
            </h2>
            <Share {...tried} />
          </header>
          {says !== null && (
            <p>
              <Word text={says} most={600} />
            </p>
          )}
          {until !== null && (
            <p class="hint">
              It is tried until <Word text={until} />.
            </p>
          )}
          <TriedParts tried={tried} label={`What the rule ${rule} would have changed`} />
        </section>
      ))}
      {candidates.map(({ policy, ...tried }) => (
        <section key={policy.digest} class="card">
          <header>
            <h2>
              The candidate <Word text={policy.name} /> <Word text={policy.version} /> <Short digest={policy.digest} />
            </h2>
            <Share {...tried} />
          </header>
          <TriedParts tried={tried} label={`What the candidate ${policy.version} would have changed`} />
        </section>
      ))}
    </div>
  )
}

const Share = ({ asked, changed }: Tried) => (
  <span class={`badge ${changed === 0 ? 'good' : 'warn'}`}>
    {changed === 0 ? 'changes nothing' : `changes ${share(changed, asked)}`}
  </span>
)

function TriedParts({
  tried: { asked, changed, first, last, changes },
  label,
}: {
  readonly tried: Tried
  readonly label: string
}) {
  const { zone } = useSettings()
  return (
    <>
      <p class="hint">
        Asked about {plural(asked, 'request')}
        {first !== null && last !== null && `, from ${moment(first, zone)} to ${moment(last, zone)}`}; {count(changed)}{' '}
        would have been decided otherwise.
      </p>
      {changes.length > 0 && <Changes label={label} changes={changes} />}
    </>
  )
}
