import type { Overview, Totals } from '../../contract/overview.ts'
import { count, dollars, roughly, share, took } from '../lib/format.ts'
import { Place } from './chips.tsx'
import { numbers, Table } from './table.tsx'
import { Word } from './word.tsx'

/** When a node costs anything here. */
export const NODE_COST = 'A node costs its share of “pricePerHour”, where the configuration names that.'
/** Rows that are shown without being asked for. */
const FEW = 12

type CostParts = { readonly of: { readonly zone: string | null; readonly cost: number } }

/** What the cloud said that it cost, or the time of a node. Where no price is known there is nothing to say, and that is not $0. */
const Cost = ({ of: { zone, cost } }: CostParts) =>
  cost === 0 && zone !== 'cloud' ? (
    <span class="none" title={NODE_COST}>
      no price
    </span>
  ) : (
    <>{dollars(cost)}</>
  )

/** Local and cloud side by side: how fast, how much, for how much. */
export function ServicesCard({ of }: { readonly of: NonNullable<Overview['services']> }) {
  if (of.length === 0) return null
  const [fastest, slowest] = [Math.min(...of.map(({ p50 }) => p50 ?? Infinity)), Math.max(...of.map(({ p99 }) => p99 ?? 0))] // prettier-ignore
  return (
    <section class="card wide">
      <h2>Who answered</h2>
      <Table
        label="Who answered"
        most={FEW}
        heads={[
          'Destination',
          'Model',
          numbers('Requests'),
          numbers('Answered'),
          numbers('p50'),
          numbers('p95'),
          numbers('p99'),
          { says: <span class="unseen">Latency, drawn</span>, class: '' },
          numbers('Tokens in / out'),
          numbers('Cost'),
        ]}
      >
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
              <Whisker of={row} fastest={fastest} slowest={slowest} />
            </td>
            <td class="number">
              {roughly(row.tokens_in)} / {roughly(row.tokens_out)}
            </td>
            <td class="number">
              <Cost of={row} />
            </td>
          </tr>
        ))}
      </Table>
      <p class="hint">
        Times from the request to the end of the answer, of those that were answered: half of them (p50), 95 and 99 of a
        hundred were as fast or faster. They are approximate, off by 19 % at most. {NODE_COST}
      </p>
    </section>
  )
}

type WhiskerParts = { readonly of: Totals; readonly fastest: number; readonly slowest: number }

/** p50 to p95 as a bar and p99 as a line, on one logarithmic scale for all rows. */
function Whisker({ of: { p50, p95, p99 }, fastest, slowest }: WhiskerParts) {
  if (p50 === null || p95 === null || p99 === null) return null
  // 0 is where nothing takes any time; the fastest row is a little way off
  const x = (ms: number) => 5 + (94 * Math.log((1 + ms) / (1 + fastest))) / Math.log((2 + slowest) / (1 + fastest))
  return (
    <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2={x(p99)} y1="6" y2="6" />
      <rect x={x(p50)} width={Math.max(1, x(p95) - x(p50))} y="2" height="8" />
      <line class="end" x1={x(p99)} x2={x(p99)} y1="1" y2="11" />
    </svg>
  )
}
