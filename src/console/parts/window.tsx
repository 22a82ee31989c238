import { useState } from 'preact/hooks'
import type { Filters } from '../lib/filters.ts'
import { moment } from '../lib/format.ts'
import type { Zone } from '../lib/format.ts'
import { inert } from '../lib/inert.ts'
import { useSettings } from '../lib/settings.ts'
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

/** As an address has it: a time to the minute, as the rest of the page tells times; a day, or whatever else it is, as it is. */
function told(written: string | null, zone: Zone): string {
  if (written === null) return '…'
  const isTime = /T.*Z$/.test(written) && !Number.isNaN(Date.parse(written))
  return isTime ? moment(written, zone).replace(/:\d\d (?=\S+$)/, ' ') : inert(written, 40).shown
}

type WindowParts = { readonly filters: Filters; readonly onChange: (next: Filters) => void; readonly hasAll?: boolean }

/** Which time: one that moves with the clock, or fixed days. Days are UTC, as everywhere in the ledger. */
export function Window({ filters, onChange, hasAll = true }: WindowParts) {
  const { last, since, until } = filters
  const { zone } = useSettings()
  const says =
    WINDOWS.find(([value]) => value === last)?.[1] ??
    (last !== null
      ? `Last ${last}`
      : since === null && until === null
        ? 'All time'
        : `${told(since, zone)} – ${told(until, zone)}`)
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
      <FixedDays key={`${since ?? ''} ${until ?? ''}`} filters={filters} onChange={onChange} />
    </Menu>
  )
}

/** The day that a filter names, if it does: a field for a day takes nothing else. */
const dayIn = (written: string | null): string => /^\d{4}-\d\d-\d\d/.exec(written ?? '')?.[0] ?? ''

function FixedDays({ filters, onChange }: WindowParts) {
  const [from, setFrom] = useState(dayIn(filters.since))
  const [to, setTo] = useState(dayIn(filters.until))
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onChange({ ...filters, last: null, since: from === '' ? null : from, until: to === '' ? null : to })
  }
  return (
    <form class="between" onSubmit={submit}>
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
  )
}
