import type { PlaygroundFinding } from '../../contract/playground.ts'
import { numbers, Table } from './table.tsx'
import { Word } from './word.tsx'

const VIA: Readonly<Record<PlaygroundFinding['via'], string>> = {
  plain: '',
  normalised: 'after look-alikes were written plainly',
  decoded: 'in an encoded part',
  joined: 'over several parts',
}

type FindingsParts = { readonly findings: readonly PlaygroundFinding[]; readonly onPoint: (at: number | null) => void }

/** What was found: what, how sure, by which detector, and why it was believed. Pointing at a row points at the text. */
export function FindingsTable({ findings, onPoint }: FindingsParts) {
  if (findings.length === 0) return <p class="quiet">Nothing sensitive was found.</p>
  return (
    <Table label="What was found" onMouseLeave={() => onPoint(null)} heads={['Found', numbers('Score'), 'By', 'Why']}>
      {findings.map((finding, nth) => (
        <tr key={nth} onMouseEnter={() => onPoint(nth)}>
          <td>
            <b>
              <Word text={finding.type} />
            </b>{' '}
            {finding.says !== null && (
              <span class="hint">
                <Word text={finding.says} />
              </span>
            )}
          </td>
          <td class="number">{finding.score.toFixed(2)}</td>
          <td>
            <Word text={finding.detector} />
          </td>
          <td class="hint">
            <Why finding={finding} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Why({ finding: { evidence, via } }: { readonly finding: PlaygroundFinding }) {
  const { checksum, words } = evidence
  const reasons = [checksum === 'passed' && 'its check digits are right', checksum === 'failed' && 'its check digits are wrong', VIA[via]] // prettier-ignore
  const said = reasons.filter((one) => typeof one === 'string' && one !== '').join('; ')
  return (
    <>
      {words !== null && (
        <>
          {words.says === 'label' ? 'labelled ' : 'near '}
          <Word text={words.phrase} most={40} />
          {said !== '' && '; '}
        </>
      )}
      {said}
      {words === null && said === '' && 'its form'}
    </>
  )
}
