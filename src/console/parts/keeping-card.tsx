import type { WholeLedger } from '../../contract/evidence.ts'
import { bytes, count, moment, plural, stamp } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { Table, timeHead } from './table.tsx'
import { Word, Words } from './word.tsx'

/** What is kept, for how long, what is gone, and why. */
export function KeepingCard({ whole }: { readonly whole: WholeLedger }) {
  const { zone } = useSettings()
  const { records, segments, pruned, gaps, holds, retention } = whole
  return (
    <section class="card">
      <h2>What is kept</h2>
      <dl class="pairs">
        <dt>Records</dt>
        <dd>
          {count(records)} in {plural(segments.files, 'file')}, {segments.packed} of them packed;{' '}
          {bytes(segments.bytes)}
        </dd>
        <dt>Pruned</dt>
        <dd>
          {pruned === null ? (
            'nothing: all that was ever written is there'
          ) : (
            <>
              the records before {count(pruned.before)} are gone, as a signed record says
              {pruned.at !== null && `, since ${moment(pruned.at, zone)}`}
              {pruned.by !== null && (
                <>
                  , by <Word text={pruned.by} />
                </>
              )}
              {pruned.retain !== null && (
                <>
                  {' '}
                  (kept for <Word text={pruned.retain} />)
                </>
              )}
            </>
          )}
        </dd>
        <dt>To be kept at least</dt>
        <dd>
          {retention.length === 0 && 'the policy in force asks for no time'}
          {retention.map(({ obligation, retain, because }) => (
            <p key={obligation}>
              <Word text={retain} /> for <Word text={obligation} />:{' '}
              <span class="hint">
                <Word text={because} most={200} />
              </span>
            </p>
          ))}
        </dd>
        <dt>Gaps</dt>
        <dd>
          {gaps.length === 0 && 'none was ever accepted'}
          {gaps.map(({ from, record, by, reason }) => (
            <p key={record}>
              from record {count(from)} on, accepted in record {count(record)} by <Word text={by} />:{' '}
              <Word text={reason} most={200} />
            </p>
          ))}
        </dd>
      </dl>
      <h3>Legal holds</h3>
      {holds.length === 0 ? (
        <p class="quiet">None is in force.</p>
      ) : (
        <Table label="Legal holds" heads={['Hold', 'Covers', timeHead(zone, 'Period'), 'Because', 'By']}>
          {holds.map(({ hold, callers, tenant, from, to, because, by }) => (
            <tr key={hold}>
              <th scope="row">
                <Word text={hold} />
              </th>
              <td>
                {callers === null && tenant === null && 'everybody'}
                {callers !== null && <Words of={callers} most={24} />}
                {tenant !== null && (
                  <>
                    {' '}
                    tenant <Word text={tenant} />
                  </>
                )}
              </td>
              <td>
                {from === null ? '…' : stamp(from, zone).slice(0, 10)} –{' '}
                {to === null ? '…' : stamp(to, zone).slice(0, 10)}
              </td>
              <td>
                <Word text={because} most={200} />
              </td>
              <td>
                <Word text={by} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
