import { useState } from 'preact/hooks'
import type { Filters } from '../lib/filters.ts'
import { Menu } from './menu.tsx'

const WINDOWS = [
  ['15m', 'Last 15 minutes'],
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
  ['90d', 'Last 90 days'],
  ['365d', 'Last year'],
] as const

type WindowParts = { readonly filters: Filters; readonly onChange: (next: Filters) => void; readonly hasAll?: boolean }

/** Which time: one that moves with the clock, or fixed days. Days are UTC, as everywhere in the ledger. */
export function Window({ filters, onChange, hasAll = true }: WindowParts) {
  const { last, since, until } = filters
  const [from, setFrom] = useState(since?.slice(0, 10) ?? '')
  const [to, setTo] = useState(until?.slice(0, 10) ?? '')
  const says =
    WINDOWS.find(([value]) => value === last)?.[1] ??
    (last !== null
      ? `Last ${last}`
      : since === null && until === null
        ? 'All time'
        : `${since ?? '…'} – ${until ?? '…'}`)
  const fixed = (event: SubmitEvent) => {
    event.preventDefault()
    onChange({ ...filters, last: null, since: from === '' ? null : from, until: to === '' ? null : to })
  }
  return (
    <Menu says={<span class="window">{says}</span>} label="Time">
      <ul class="list">
        {WINDOWS.map(([value, name]) => (
          <li key={value}>
            <button
              type="button"
              aria-pressed={value === last}
              onClick={(event) => {
                event.currentTarget.closest('details')?.removeAttribute('open')
                onChange({ ...filters, last: value, since: null, until: null })
              }}
            >
              {name}
            </button>
          </li>
        ))}
        {hasAll && (
          <li>
            <button
              type="button"
              aria-pressed={last === null && since === null && until === null}
              onClick={() => onChange({ ...filters, last: null, since: null, until: null })}
            >
              All time
            </button>
          </li>
        )}
      </ul>
      <form class="between" onSubmit={fixed}>
        <label>
          From <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          To <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={from === '' && to === ''}>
          Show these days
        </button>
        <p class="hint">Days are UTC, both included.</p>
      </form>
    </Menu>
  )
}
