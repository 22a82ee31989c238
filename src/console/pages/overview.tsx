import { useMemo, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { EvidenceState } from '../../contract/evidence.ts'
import type { Overview } from '../../contract/overview.ts'
import type { StatusView } from '../../contract/status.ts'
import { withQuery } from '../lib/api.ts'
import { toQuery } from '../lib/filters.ts'
import type { Filters } from '../lib/filters.ts'
import { count, dollars, roughly, share, stamp } from '../lib/format.ts'
import { levelClass, Level, Place } from '../parts/chips.tsx'
import { Chart } from '../parts/chart.tsx'
import type { Layer } from '../parts/chart.tsx'
import { Figures } from '../parts/figures.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { LedgerCard } from '../parts/ledger-card.tsx'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { NodesCard } from '../parts/nodes-card.tsx'
import { Choice } from '../parts/shell.tsx'
import { ServicesCard } from '../parts/services-card.tsx'
import { numbers, Table } from '../parts/table.tsx'
import { Word } from '../parts/word.tsx'
import { reveal } from '../lib/inert.ts'
import { logPath } from '../lib/record-path.ts'
import { ownOf } from '../lib/own.ts'
import { useFilters } from '../lib/use-filters.ts'
import { useEvery, useQuestion } from '../lib/use-question.ts'
import { useSession } from '../lib/session.ts'
import { useSettings } from '../lib/settings.ts'
import { useTitle } from '../lib/use-title.ts'

const USUAL = '24h'
/** Milliseconds between two looks. Each leaves a record, so they are few. */
const LOOK_EVERY = 60_000

/** Rows of a table that are shown without being asked for. */
const FEW = 10

type By = 'level' | 'destination' | 'outcome'

/** What happened: how much, how sensitive, where it went, how it ended, who answered how fast, and whether the books are in order. */
export function OverviewPage() {
  useTitle('Overview')
  const { view } = useSession()
  const [filters, setFilters] = useFilters(USUAL)
  const [now, setNow] = useState(Date.now)
  const [by, setBy] = useState<By>('level')
  const query = useMemo(() => ({ until: new Date(Math.ceil(now / 60_000) * 60_000).toISOString(), ...toQuery(filters, now) }), [filters, now]) // prettier-ignore
  const overview = useQuestion<Overview>(withQuery('/admin/overview', query))
  const { data, error, isLoading } = overview
  const status = useQuestion<StatusView>('/admin/status')
  const evidence = useQuestion<EvidenceState>('/admin/evidence')
  // nodes and the ledger tell of now, whatever time is looked at
  const lookAround = () => {
    status.again()
    evidence.again()
  }
  // within a minute the question is the same, and is asked again all the same
  const look = () => {
    setNow(Date.now())
    overview.again()
    lookAround()
  }
  useEvery(LOOK_EVERY, filters.last === null ? lookAround : look)
  const change = (next: Filters) => {
    setNow(Date.now())
    setFilters(next)
  }

  return (
    <div class="page" aria-busy={isLoading}>
      <div class="title">
        <h1>Overview</h1>
        <p class="hint">
          {view.may.allRecords ? 'All requests' : 'The requests that you may read about'}
          {isBounded(filters) && ', beside the time before, just as long'}
        </p>
      </div>
      <FilterBar filters={filters} onChange={change}>
        <button type="button" onClick={look} disabled={isLoading}>
          {isLoading ? 'Looking…' : 'Look again'}
        </button>
      </FilterBar>
      {error !== null && <Failed error={error} again={look} />}
      {data === null ? (
        error === null && <Loading says="Adding up" />
      ) : (
        <>
          {data.counted !== null && <Part of={data.counted} />}
          <Figures now={data.totals} before={data.before} filters={filters} />
          {data.totals.requests === 0 && (
            <Empty title="No requests in this time.">
              <p>Choose a longer time, or take a filter away.</p>
            </Empty>
          )}
          <section class="card wide">
            <header>
              <h2>Requests over time</h2>
              <Choice says="By" of={['level', 'destination', 'outcome']} value={by} onChange={setBy} />
            </header>
            <Chart
              title={`Requests by ${by}`}
              at={data.series.at}
              layers={layersOf(data, by, view.levels)}
              onChoose={(nth) => {
                const [since, until] = [
                  data.series.at[nth],
                  data.series.at[nth + 1] ?? data.counted?.until ?? data.until,
                ]
                if (since !== undefined) change({ ...filters, last: null, since, until })
              }}
            />
          </section>
          <div class="columns">
            <Left of={data.left} filters={filters} />
            {data.entities !== null && <Found of={data.entities} all={data.totals.requests} filters={filters} />}
          </div>
          {data.services === null ? (
            <p class="hint">
              Who answered, and how fast, is not kept for these filters in so long a time: choose a shorter one.
            </p>
          ) : (
            <ServicesCard of={data.services} />
          )}
        </>
      )}
      <div class="columns">
        {status.error !== null ? (
          <Failed error={status.error} again={status.again} />
        ) : (
          <NodesCard status={status.data} />
        )}
        {evidence.error !== null ? (
          <Failed error={evidence.error} again={evidence.again} />
        ) : (
          <LedgerCard evidence={evidence.data} />
        )}
      </div>
    </div>
  )
}

/** What everything on the page is of, where it is not of all that was asked for. */
function Part({ of: { since, until } }: { readonly of: NonNullable<Overview['counted']> }) {
  const { zone } = useSettings()
  return (
    <p class="notice warn" role="status">
      Everything below is of {stamp(since, zone)} to {stamp(until, zone)} only. There is too much in the time that you
      chose to look through all of it for these filters: take one away, or choose a shorter time.
    </p>
  )
}

const OUTCOME_TONES: Readonly<Record<string, string>> = {
  answered: 'tone-good',
  denied: 'tone-bad',
  refused: 'tone-warn',
  failed: 'tone-fail',
  aborted: 'tone-off',
  open: 'tone-open',
  unknown: 'tone-off2',
  late: 'tone-fail2',
}

/** All time has no time before. */
const isBounded = ({ last, since }: Filters): boolean => last !== null || since !== null

function layersOf({ series }: Overview, by: By, levels: readonly string[]): readonly Layer[] {
  if (by === 'level') {
    const known = levels.flatMap((level) => series.levels.filter(({ name }) => name === level))
    const others = series.levels.filter(({ name }) => name === null || !levels.includes(name))
    return [...others, ...known].map(({ name, counts }) => ({
      ...{ name: name ?? 'no level', counts },
      tone: name === null ? 'tone-none' : levelClass(levels, name),
    }))
  }
  if (by === 'destination') {
    const seen = { lan: 0, cloud: 0, other: 0 }
    return series.destinations.slice(0, 8).map(({ name, zone, counts }) => {
      const kind = zone === 'lan' || zone === 'cloud' ? zone : 'other'
      return { name: name ?? 'nowhere', counts, tone: `tone-${kind}${String((seen[kind] += 1))}` }
    })
  }
  return series.endings.map(({ name, counts }) => ({
    ...{ name: name ?? 'open', counts },
    tone: ownOf(OUTCOME_TONES, name ?? 'open') ?? 'tone-none',
  }))
}

/** What left the network: to whom, where that is, and how sensitive it was. */
function Left({ of, filters }: { readonly of: Overview['left']; readonly filters: Filters }) {
  const cloud = of.filter(({ zone }) => zone !== 'lan')
  return (
    <section class="card">
      <h2>What left</h2>
      {cloud.length === 0 ? (
        <p class="quiet">Nothing left your network in this time.</p>
      ) : (
        <Table label="What left" most={FEW} heads={['To', 'Region', 'Level', numbers('Requests'), numbers('Cost')]}>
          {cloud.map((row) => (
            <tr
              key={`${row.destination ?? ''} ${row.zone ?? ''} ${row.provider ?? ''} ${row.region ?? ''} ${row.level ?? ''}`}
            >
              <td>
                <Link
                  to={row.destination === null ? logPath(filters) : logPath(filters, 'destination', row.destination)}
                >
                  <Place name={row.destination} provider={row.provider} zone={row.zone} />
                </Link>
              </td>
              <td>{row.region === null ? <span class="none">not said</span> : <Word text={row.region} most={20} />}</td>
              <td>
                <Level level={row.level} />
              </td>
              <td class="number">{count(row.requests)}</td>
              <td class="number">{dollars(row.cost)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}

function Found({
  of,
  all,
  filters,
}: {
  readonly of: NonNullable<Overview['entities']>
  readonly all: number
  readonly filters: Filters
}) {
  const most = Math.max(1, ...of.map(({ requests }) => requests))
  return (
    <section class="card">
      <h2>What was found</h2>
      {of.length === 0 ? (
        <p class="quiet">Nothing sensitive was found.</p>
      ) : (
        <ul class="bars">
          {of.slice(0, 10).map(({ type, requests }) => (
            <li key={type}>
              <Link to={logPath(filters, 'entity', type)}>
                <Word text={type} most={32} />
              </Link>
              <meter min={0} max={most} value={requests} aria-label={`${reveal(type)}: ${count(requests)}`} />
              <span class="number">
                {roughly(requests)} <span class="hint">{share(requests, all)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
