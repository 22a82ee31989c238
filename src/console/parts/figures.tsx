import { Link } from 'wouter-preact'
import type { Totals } from '../../contract/overview.ts'
import { withQuery } from '../lib/api.ts'
import { writeFilters } from '../lib/filters.ts'
import type { Filters } from '../lib/filters.ts'
import { dollars, roughly, share, took } from '../lib/format.ts'
import { logPath } from '../lib/record-path.ts'
import { NODE_COST } from './services-card.tsx'

const MEANS: Readonly<Record<string, string>> = {
  'Held to the LAN': 'of a level that stays inside, whatever a rule says',
  'Left for the cloud': 'permitted, and sent to a cloud destination first',
  'Failed local': 'something in it could not be read, or a detector failed: so it was held to the LAN',
  'No node for it': 'held to the LAN, and no node there served it: the caller got 503',
}

type FigureParts = { readonly now: Totals; readonly before: Totals | null; readonly filters: Filters }

/** What happened in numbers, beside the time before. Each leads to the requests that it counts. */
export function Figures({ now, before, filters }: FigureParts) {
  const figures = [
    { says: 'Requests', value: now.requests, old: before?.requests, to: logPath(filters) },
    { says: 'Held to the LAN', value: now.pinned, old: before?.pinned, to: withQuery('/records', { ...writeFilters(filters), pinned: 'held,unread,unserved' }) }, // prettier-ignore
    { says: 'Left for the cloud', value: now.cloud, old: before?.cloud, to: logPath(filters, 'to', 'cloud') },
    { says: 'Denied', value: now.denied, old: before?.denied, to: logPath(filters, 'effect', 'deny') },
    {
      says: 'Failed local',
      value: now.failed_local,
      old: before?.failed_local,
      to: logPath(filters, 'pinned', 'unread'),
    },
    {
      says: 'No node for it',
      value: now.unserved,
      old: before?.unserved,
      to: logPath(filters, 'pinned', 'unserved'),
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
            {[says === 'Requests' ? null : `${share(value, now.requests)} of all`, versus(value, old)]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </li>
      ))}
      <li>
        <span class="says" title={`what answers said that they cost, and what the time of nodes cost. ${NODE_COST}`}>
          Cost
        </span>
        <span class="value">{dollars(now.cost)}</span>
        <span class="hint">
          {roughly(now.tokens_in + now.tokens_out)} tokens{now.p50 !== null && ` · median ${took(now.p50)}`}
        </span>
      </li>
    </ul>
  )
}

/** Beside the time before, which was as long; null where that was not counted. */
function versus(value: number, old: number | undefined): string | null {
  if (old === undefined) return null
  if (old === 0) return value === 0 ? 'as before' : 'none before'
  const change = (value - old) / old
  if (Math.abs(change) < 0.005) return 'as before'
  return change > 9.99
    ? `${(value / old).toFixed(0)} times as many`
    : `${change > 0 ? '+' : '−'}${Math.abs(100 * change).toFixed(0)} %`
}
