import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import type { FoundRequest, RecordsPage as Page } from '../../contract/records.ts'
import { AskError, askJson, withQuery } from '../lib/api.ts'
import { toQuery, withValue, writeFilters } from '../lib/filters.ts'
import type { FilterName, Filters } from '../lib/filters.ts'
import { count, stamp, took } from '../lib/format.ts'
import { reveal } from '../lib/inert.ts'
import { useKeys } from '../lib/keys.ts'
import { recordPath } from '../lib/record-path.ts'
import { withFresh, withNewest, withOlder } from '../lib/rows.ts'
import type { Rows } from '../lib/rows.ts'
import { useSession } from '../lib/session.ts'
import { useSettings } from '../lib/settings.ts'
import { useFilters } from '../lib/use-filters.ts'
import { useLive } from '../lib/use-live.ts'
import type { Heard } from '../lib/use-live.ts'
import { useTitle } from '../lib/use-title.ts'
import { useWrittenSearch } from '../lib/use-written-search.ts'
import { Level, Place, ResultBadge, resultOf } from '../parts/chips.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { Menu } from '../parts/menu.tsx'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { numbers, Table, timeHead } from '../parts/table.tsx'
import { Word, Words } from '../parts/word.tsx'

const USUAL = '7d'
const PAGE = 100
/** Rows that stay on the page: older ones are a click away, and a browser that holds a million rows is not quick. */
const MOST = 2_000

/** The request that was opened from the list, until somebody is back there. */
let lastOpened: string | null = null

/** The access log: who asked what, how sensitive it was, where it went and by which rule; newest first. */
export function RecordsPage() {
  useTitle('Access log')
  const [filters, setFilters] = useFilters(USUAL)
  const [, go] = useLocation()
  const search = useWrittenSearch()
  const { zone } = useSettings()
  const { rows, next, total, error, isLoading, older, again, heard } = useRows(filters)
  const [isLive, setIsLive] = useState(false)
  // by its id: rows come in above it
  const [at, setAt] = useState<string | null>(lastOpened)
  const live = useLive(isLive ? filters : null, heard)
  const body = useRef<HTMLTableSectionElement>(null)

  const nth = rows.findIndex(({ request }) => request === at)
  const focus = (row: number) => body.current?.rows[row]?.focus()
  // who comes back from a request goes on where it stands
  const isBack = useRef(lastOpened !== null)
  useEffect(() => {
    if (rows.length === 0 || !isBack.current) return
    isBack.current = false
    lastOpened = null
    if (nth !== -1) focus(nth)
  }, [rows, nth])
  const open = (request: string) => {
    lastOpened = request
    go(`${recordPath(request)}${search === '' ? '' : `?${search}`}`)
  }
  const move = (step: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, (nth === -1 && step < 0 ? rows.length : nth) + step))
    setAt(rows[to]?.request ?? null)
    focus(to)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    l: () => setIsLive((on) => !on),
    Enter: () => nth !== -1 && at !== null && open(at),
  })
  const add = (name: FilterName, value: string) => setFilters(withValue(filters, name, value))

  return (
    <div class="page" aria-busy={isLoading}>
      <div class="title">
        <h1>Access log</h1>
        <p class="hint" role="status">
          {total === null ? '' : `${total} ${total === '1' ? 'request' : 'requests'}`}
        </p>
      </div>
      <FilterBar filters={filters} onChange={setFilters}>
        <button
          type="button"
          aria-pressed={isLive}
          onClick={() => setIsLive(!isLive)}
          title="New requests come in by themselves (l)"
        >
          <span class={isLive && live === 'open' ? 'live on' : 'live'} aria-hidden="true" />{' '}
          {LIVE[isLive ? live : 'off']}
        </button>
        <Export filters={filters} />
      </FilterBar>
      {error !== null && <Failed error={error} again={again} />}
      {rows.length === 0 && error === null && isLoading && <Loading says="Looking" />}
      {rows.length === 0 && error === null && !isLoading && (
        <Empty title="No requests fit.">
          <p>Take a filter away, or choose a longer time. What you may not read is not counted here.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <div class="card log">
          <Table
            label="Requests, newest first"
            heads={[
              timeHead(zone),
              ...['Result', 'Level', 'Where', 'Decided by', 'Found', 'Who', 'Model'],
              numbers('Took'),
            ]}
            rows={body}
          >
            {rows.map((row) => (
              <Row key={row.request} row={row} isAt={row.request === at} onOpen={open} onAt={setAt} onAdd={add} />
            ))}
          </Table>
        </div>
      )}
      {rows.length > 0 && (
        <div class="more">
          {next !== null && rows.length < MOST && (
            <button type="button" onClick={older} disabled={isLoading}>
              {isLoading ? 'Looking…' : `Show ${String(PAGE)} older`}
            </button>
          )}
          <span class="hint">
            {next === null
              ? 'That is all of them.'
              : rows.length >= MOST
                ? 'These are many: choose an earlier time, or add a filter, to see older ones.'
                : `${count(rows.length)} shown`}
          </span>
        </div>
      )}
    </div>
  )
}

const LIVE: Readonly<Record<string, string>> = {
  off: 'Live',
  opening: 'Live…',
  open: 'Live',
  lost: 'Live, lost: trying',
}

type RowParts = {
  readonly row: FoundRequest
  readonly isAt: boolean
  readonly onOpen: (request: string) => void
  readonly onAt: (request: string) => void
  readonly onAdd: (name: FilterName, value: string) => void
}

function Row({ row, isAt, onOpen, onAt, onAdd }: RowParts) {
  const { zone } = useSettings()
  const { entity, destination, rule, problem, model } = row
  const who = [...row.team, ...row.tenant]
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('button, a') !== null) return
    onAt(row.request)
    if (getSelection()?.toString() === '') onOpen(row.request)
  }
  return (
    <tr aria-selected={isAt} tabIndex={isAt ? 0 : -1} onClick={onClick}>
      <td>
        <a
          href={`${recordPath(row.request)}${location.search}`}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            onOpen(row.request)
          }}
        >
          <time dateTime={row.time}>{stamp(row.time, zone)}</time>
        </a>
      </td>
      <td>
        <ResultBadge result={resultOf(row)} />
      </td>
      <td>
        <Level level={row.level} />
      </td>
      <td>
        {row.effect === 'permit' ? (
          <Place name={destination} provider={row.provider} zone={row.zone} />
        ) : (
          <span class="none">nowhere</span>
        )}
      </td>
      <td>
        {rule !== null ? (
          <Word text={rule} most={36} />
        ) : problem !== null ? (
          <Word text={problem} most={36} />
        ) : (
          <span class="none">–</span>
        )}
      </td>
      <td>
        {entity.length === 0 ? (
          <span class="none">nothing</span>
        ) : (
          <>
            <Words of={entity.slice(0, 2)} most={24} />
            {entity.length > 2 && <span class="hint"> +{entity.length - 2}</span>}
          </>
        )}
      </td>
      <td>
        {row.caller === null ? (
          <span class="none">nobody known</span>
        ) : (
          <button
            type="button"
            class="plain"
            title={`Only requests of ${reveal(row.caller)}`}
            onClick={() => onAdd('caller', row.caller ?? '')}
          >
            <code>{reveal(row.caller.replace(/^ps1_/, '').slice(0, 6))}</code>
          </button>
        )}{' '}
        {who.length > 0 && <Words of={who.slice(0, 2)} most={16} />}
      </td>
      <td>{model === null ? <span class="none">–</span> : <Word text={model} most={30} />}</td>
      <td class="number">{took(row.ms)}</td>
    </tr>
  )
}

/** What is shown, as a file; the same filters, and all of them, not only the rows on the page. */
function Export({ filters }: { readonly filters: Filters }) {
  const query = toQuery(filters, Date.now())
  return (
    <Menu says="Export" label="All that fits" align="end">
      <ul class="list">
        {(['csv', 'jsonl'] as const).map((format) => (
          <li key={format}>
            <a class="button plain" href={withQuery('/admin/export', { ...query, format })} download>
              {{ csv: 'CSV, for a spreadsheet', jsonl: 'JSON Lines, for a program' }[format]}
            </a>
          </li>
        ))}
      </ul>
      <p class="hint">
        Up to 100,000 requests, newest first. For a copy that can be verified, use <code>cordon audit export</code>.
      </p>
      <button type="button" onClick={() => window.print()}>
        Print these rows
      </button>
    </Menu>
  )
}

/** Pages of rows under one set of filters; a change of filters begins anew. */
function useRows(filters: Filters) {
  const { lost } = useSession()
  const key = useMemo(() => JSON.stringify(writeFilters(filters)), [filters])
  const [state, setState] = useState<State>(NOTHING)
  const [turn, setTurn] = useState(0)
  const running = useRef<AbortController | null>(null)

  const ask = useCallback(
    (after: string | null, add: (list: Rows, page: Page, top: FoundRequest | null) => Rows) => {
      running.current?.abort()
      const stop = new AbortController()
      running.current = stop
      setState((old) => ({ ...old, isLoading: true, error: null, top: listOf(old, key).rows[0] ?? null }))
      const query = {
        ...toQuery(filters, Date.now()),
        limit: String(PAGE),
        ...(after === null ? { total: 'yes' } : { after }),
      }
      askJson<Page>(withQuery('/admin/records', query), { signal: stop.signal }).then(
        (page) =>
          setState((old) => ({
            ...add(listOf(old, key), page, old.top),
            top: null,
            of: key,
            total: page.total === null ? old.total : said(page.total),
            error: null,
            isLoading: false,
          })),
        (thrown: unknown) => {
          if (stop.signal.aborted) return
          const error = thrown instanceof AskError ? thrown : new AskError(0, 'unknown', 'That did not work.')
          if (error.status === 401) lost()
          setState((old) => ({
            ...listOf(old, key),
            top: null,
            of: key,
            total: old.of === key ? old.total : null,
            error,
            isLoading: false,
          }))
        },
      )
    },
    [key, lost],
  )
  useEffect(() => {
    ask(null, withNewest)
    return () => running.current?.abort()
  }, [ask, turn])

  const heard = useMemo<Heard>(
    () => ({
      onBegin: () => ask(null, withNewest),
      onFresh: (fresh) => setState((old) => (old.of === key ? { ...old, ...withFresh(old, fresh, MOST) } : old)),
    }),
    [ask, key],
  )
  const older = () => ask(state.next, (old, page) => withOlder(old, state.next, page))
  return { ...state, older, again: () => setTurn((old) => old + 1), heard }
}

type State = Rows & {
  /** The filters that the rows fit, which are shown until there are others. */
  readonly of: string
  /** The first row when more was asked for. */
  readonly top: FoundRequest | null
  readonly total: string | null
  readonly error: AskError | null
  readonly isLoading: boolean
}
const NOTHING: State = { of: '', rows: [], next: null, top: null, total: null, error: null, isLoading: true }

const listOf = ({ of, rows, next }: State, key: string): Rows => (of === key ? { rows, next } : NOTHING)

const said = ({ count: found, isExact }: NonNullable<Page['total']>): string => `${count(found)}${isExact ? '' : '+'}`
