import { useMemo, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { EvidenceState } from '../../contract/evidence.ts'
import type { Overview, Totals } from '../../contract/overview.ts'
import type { StatusView } from '../../contract/status.ts'
import { withQuery } from '../lib/api.ts'
import { toQuery, withValue, writeFilters } from '../lib/filters.ts'
import type { FilterName, Filters } from '../lib/filters.ts'
import { count, dollars, roughly, share, took } from '../lib/format.ts'
import { levelClass, Level, Place } from '../parts/chips.tsx'
import { Chart } from '../parts/chart.tsx'
import type { Layer } from '../parts/chart.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { LedgerCard } from '../parts/ledger-card.tsx'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { NodesCard } from '../parts/nodes-card.tsx'
import { Choice } from '../parts/shell.tsx'
import { Word } from '../parts/word.tsx'
import { reveal } from '../lib/inert.ts'
import { ownOf } from '../lib/own.ts'
import { useFilters } from '../lib/use-filters.ts'
import { useEvery, useQuestion } from '../lib/use-question.ts'
import { useSession } from '../lib/session.ts'
import { useTitle } from '../lib/use-title.ts'

const USUAL = '24h'
/** Milliseconds between two looks. Each leaves a record, so they are few. */
const LOOK_EVERY = 60_000

type By = 'level' | 'destination' | 'outcome'

/** What happened: how much, how sensitive, where it went, how it ended, who answered how fast, and whether the books are in order. */
export function OverviewPage() {
  useTitle('Overview')
  const { view } = useSession()
  const [filters, setFilters] = useFilters(USUAL)
  const [now, setNow] = useState(Date.now)
  const [by, setBy] = useState<By>('level')
  useEvery(filters.last === null ? null : LOOK_EVERY, () => setNow(Date.now()))
  const query = useMemo(() => ({ until: new Date(Math.ceil(now / 60_000) * 60_000).toISOString(), ...toQuery(filters, now) }), [filters, now]) // prettier-ignore
  const { data, error, isLoading, again } = useQuestion<Overview>(withQuery('/admin/overview', query))
  const status = useQuestion<StatusView>('/admin/status')
  const evidence = useQuestion<EvidenceState>('/admin/evidence')
  const change = (next: Filters) => {
    setNow(Date.now())
    setFilters(next)
  }

  return (
    <div class="page" aria-busy={isLoading}>
      <div class="title">
        <h1>Overview</h1>
        <p class="hint">{view.may.allRecords ? 'All requests' : 'The requests that you may read about'}</p>
      </div>
      <FilterBar filters={filters} onChange={change}>
        <button type="button" onClick={() => setNow(Date.now())} disabled={isLoading}>
          {isLoading ? 'Looking…' : 'Look again'}
        </button>
      </FilterBar>
      {error !== null && <Failed error={error} again={again} />}
      {data === null ? (
        error === null && <Loading says="Adding up" />
      ) : (
        <>
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
                const [since, until] = [data.series.at[nth], data.series.at[nth + 1] ?? data.until]
                if (since !== undefined) change({ ...filters, last: null, since, until })
              }}
            />
          </section>
          <div class="columns">
            <Left of={data.left} filters={filters} />
            {data.entities !== null && <Found of={data.entities} all={data.totals.requests} filters={filters} />}
          </div>
          <Services of={data.services} />
        </>
      )}
      <div class="columns">
        {status.error !== null ? <Failed error={status.error} /> : <NodesCard status={status.data} />}
        {evidence.error !== null ? <Failed error={evidence.error} /> : <LedgerCard evidence={evidence.data} />}
      </div>
    </div>
  )
}

/** The address of the access log with these filters and one more. */
const logOf = (filters: Filters, name?: FilterName, value?: string): string => {
  const more = name === undefined || value === undefined ? filters : withValue(filters, name, value)
  return withQuery('/records', writeFilters(more))
}

const MEANS: Readonly<Record<string, string>> = {
  'Held to the LAN': 'of a level that stays inside, whatever a rule says',
  'Left for the cloud': 'permitted, and sent to a cloud destination first',
  'Failed local': 'something in it could not be read, or a detector failed: so it was held to the LAN',
  'No node for it': 'held to the LAN, and no node there served it: the caller got 503',
}

type FigureParts = { readonly now: Totals; readonly before: Totals; readonly filters: Filters }

function Figures({ now, before, filters }: FigureParts) {
  const figures = [
    { says: 'Requests', value: now.requests, old: before.requests, to: logOf(filters) },
    { says: 'Held to the LAN', value: now.pinned, old: before.pinned, to: withQuery('/records', { ...writeFilters(filters), pinned: 'held,unread,unserved' }) }, // prettier-ignore
    { says: 'Left for the cloud', value: now.cloud, old: before.cloud, to: logOf(filters, 'to', 'cloud') },
    { says: 'Denied', value: now.denied, old: before.denied, to: logOf(filters, 'effect', 'deny') },
    { says: 'Failed local', value: now.failed_local, old: before.failed_local, to: logOf(filters, 'pinned', 'unread') },
    {
      says: 'No node for it',
      value: now.unserved,
      old: before.unserved,
      to: logOf(filters, 'pinned', 'unserved'),
      tone: now.unserved > 0 ? 'warn' : '',
    },
  ]
  return (
    <ul class="figures">
      {figures.map(({ says, value, old, to, tone }) => (
        <li key={says} class={tone}>
          <Link to={to} class="says" title={MEANS[says]}>
            {says}
          </Link>
          <span class="value">{roughly(value)}</span>
          <span class="hint">
            {says === 'Requests' ? versus(value, old) : `${share(value, now.requests)} of all · ${versus(value, old)}`}
          </span>
        </li>
      ))}
      <li>
        <span class="says">Cost</span>
        <span class="value">{dollars(now.cost)}</span>
        <span class="hint">
          {roughly(now.tokens_in + now.tokens_out)} tokens · median {took(now.p50)}
        </span>
      </li>
    </ul>
  )
}

/** Beside the time before, which was as long. */
function versus(value: number, old: number): string {
  if (old === 0) return value === 0 ? 'as before' : 'none before'
  const change = (value - old) / old
  if (Math.abs(change) < 0.005) return 'as before'
  return change > 9.99
    ? `${(value / old).toFixed(0)} times as many`
    : `${change > 0 ? '+' : '−'}${Math.abs(100 * change).toFixed(0)} %`
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
        <Scroll label="What left">
          <thead>
            <tr>
              <th scope="col">To</th>
              <th scope="col">Region</th>
              <th scope="col">Level</th>
              <th scope="col" class="number">
                Requests
              </th>
              <th scope="col" class="number">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {cloud.map((row) => (
              <tr
                key={`${row.destination ?? ''} ${row.zone ?? ''} ${row.provider ?? ''} ${row.region ?? ''} ${row.level ?? ''}`}
              >
                <td>
                  <Link to={row.destination === null ? logOf(filters) : logOf(filters, 'destination', row.destination)}>
                    <Place name={row.destination} provider={row.provider} zone={row.zone} />
                  </Link>
                </td>
                <td>
                  {row.region === null ? <span class="none">not said</span> : <Word text={row.region} most={20} />}
                </td>
                <td>
                  <Level level={row.level} />
                </td>
                <td class="number">{count(row.requests)}</td>
                <td class="number">{dollars(row.cost)}</td>
              </tr>
            ))}
          </tbody>
        </Scroll>
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
              <Link to={logOf(filters, 'entity', type)}>
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

/** Local and cloud side by side: how fast, how much, for how much. */
function Services({ of }: { readonly of: Overview['services'] }) {
  if (of.length === 0) return null
  const slowest = Math.max(1, ...of.map(({ p99 }) => p99 ?? 0))
  return (
    <section class="card wide">
      <h2>Who answered</h2>
      <Scroll label="Who answered">
        <thead>
          <tr>
            <th scope="col">Destination</th>
            <th scope="col">Model</th>
            <th scope="col" class="number">
              Requests
            </th>
            <th scope="col" class="number">
              Answered
            </th>
            <th scope="col" class="number">
              p50
            </th>
            <th scope="col" class="number">
              p95
            </th>
            <th scope="col" class="number">
              p99
            </th>
            <th scope="col">
              <span class="unseen">Latency, drawn</span>
            </th>
            <th scope="col" class="number">
              Tokens in / out
            </th>
            <th scope="col" class="number">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {of.map((row) => (
            <tr key={`${row.destination ?? ''} ${row.zone ?? ''} ${row.provider ?? ''} ${row.model ?? ''}`}>
              <td>
                <Place name={row.destination} provider={row.provider} zone={row.zone} />
              </td>
              <td>{row.model === null ? <span class="none">–</span> : <Word text={row.model} most={40} />}</td>
              <td class="number">{count(row.requests)}</td>
              <td class="number">{share(row.answered, row.requests)}</td>
              <td class="number">{took(row.p50)}</td>
              <td class="number">{took(row.p95)}</td>
              <td class="number">{took(row.p99)}</td>
              <td class="drawn">
                <Whisker of={row} slowest={slowest} />
              </td>
              <td class="number">
                {roughly(row.tokens_in)} / {roughly(row.tokens_out)}
              </td>
              <td class="number">{dollars(row.cost)}</td>
            </tr>
          ))}
        </tbody>
      </Scroll>
      <p class="hint">Percentiles are of answered requests, and approximate: from a histogram, off by 19 % at most.</p>
    </section>
  )
}

/** p50 to p95 as a bar and p99 as a line, on one logarithmic scale for all rows. */
function Whisker({ of: { p50, p95, p99 }, slowest }: { readonly of: Totals; readonly slowest: number }) {
  if (p50 === null || p95 === null || p99 === null) return null
  const x = (ms: number) => (100 * Math.log1p(ms)) / Math.log1p(slowest)
  return (
    <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2={x(p99)} y1="6" y2="6" />
      <rect x={x(p50)} width={Math.max(1, x(p95) - x(p50))} y="2" height="8" />
      <line class="end" x1={x(p99)} x2={x(p99)} y1="1" y2="11" />
    </svg>
  )
}

/** A table that scrolls by itself when it is wider than its place, with a mouse and with keys. */
export const Scroll = ({
  label,
  children,
}: {
  readonly label: string
  readonly children: preact.ComponentChildren
}) => (
  <div class="scroll" role="region" aria-label={label} tabIndex={0}>
    <table>{children}</table>
  </div>
)
