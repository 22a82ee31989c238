import { Link } from 'wouter-preact'
import type { Change } from '../../contract/policy.ts'
import { count } from '../lib/format.ts'
import { reveal } from '../lib/inert.ts'
import { recordPath } from '../lib/record-path.ts'
import { useSession } from '../lib/session.ts'
import { Place } from './chips.tsx'
import { numbers, Table } from './table.tsx'
import { Word } from './word.tsx'

/** Requests that would have gone elsewhere, one row for each way; and some of them to look at. */
export function Changes({ label, changes }: { readonly label: string; readonly changes: readonly Change[] }) {
  const { may } = useSession().view
  return (
    <Table
      label={label}
      class="changes"
      heads={[
        numbers('Requests'),
        ...['Could go', 'Would have gone', 'Because of', 'Level', 'Whose'],
        ...(may.records ? ['For example'] : []),
      ]}
    >
      {changes.map(({ from, to, count: requests, levels, rules, who, samples }) => (
        <tr key={`${from.join()} ${to.join()}`}>
          <td class="number">{count(requests)}</td>
          <td>
            <Places of={from} />
          </td>
          <td>
            <Places of={to} />
          </td>
          <td>
            <Counts of={rules} />
          </td>
          <td>
            <Counts of={levels} />
          </td>
          <td>
            {Object.entries(who).map(([name, values]) => (
              <p key={name}>
                <span class="hint">{reveal(name)}</span> <Counts of={values} isInline />
              </p>
            ))}
          </td>
          {may.records && (
            <td class="samples">
              {samples.map((request, nth) => (
                <Link key={request} to={recordPath(request)} title={reveal(request)}>
                  {nth + 1}
                  <span class="unseen"> of the examples: request {reveal(request)}</span>
                </Link>
              ))}
            </td>
          )}
        </tr>
      ))}
    </Table>
  )
}

function Places({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <span class="none">nowhere</span>
  return (
    <>
      {of.map((name) => (
        <p key={name}>
          <Place name={name} />
        </p>
      ))}
    </>
  )
}

/** How many of the values of a column are shown; the rest is counted. */
const MOST = 4

type CountsParts = { readonly of: Readonly<Record<string, number>>; readonly isInline?: boolean }

function Counts({ of, isInline = false }: CountsParts) {
  const sorted = Object.entries(of).sort(([, one], [, other]) => other - one)
  const rest = sorted.slice(MOST).length
  const Row = isInline ? 'span' : 'p'
  return (
    <>
      {sorted.slice(0, MOST).map(([value, requests], nth) => (
        <Row key={value}>
          {isInline && nth > 0 && ', '}
          <Word text={value} most={40} />
          {sorted.length > 1 && <span class="hint"> {count(requests)}</span>}
        </Row>
      ))}
      {rest > 0 && <Row class="hint"> and {rest} more</Row>}
    </>
  )
}
