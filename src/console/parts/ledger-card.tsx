import { Link } from 'wouter-preact'
import type { EvidenceState } from '../../contract/evidence.ts'
import { ago, count, plural } from '../lib/format.ts'
import { Loading } from './notice.tsx'
import { Word } from './word.tsx'

/** Whether the books are in order: what is signed, what a witness has, and what is neither. */
export function LedgerCard({ evidence }: { readonly evidence: EvidenceState | null }) {
  if (evidence === null) {
    return (
      <section class="card">
        <h2>The ledger</h2>
        <Loading />
      </section>
    )
  }
  const { checkpoint, witnesses, unwitnessed, whole, origin } = evidence
  const failing = witnesses.filter(({ state }) => state === 'failing')
  const [tone, says] = stateOf(evidence)
  return (
    <section class="card">
      <header>
        <h2>
          The ledger <Word text={origin} />
        </h2>
        <span class={`badge ${tone}`}>{says}</span>
      </header>
      {whole?.problems.map((problem) => (
        <p key={problem} class="notice bad">
          <Word text={problem} most={600} />
        </p>
      ))}
      <dl class="pairs">
        <dt>Last checkpoint</dt>
        <dd>
          {checkpoint === null ? (
            'none is signed yet'
          ) : (
            <>
              {plural(checkpoint.size, 'record')}
              {checkpoint.at !== null && (
                <span class="hint"> · {ago((Date.now() - Date.parse(checkpoint.at)) / 1_000)}</span>
              )}
              <br />
              <span class="hint" title="Root of the tree">
                <Word text={checkpoint.root} code />
              </span>
            </>
          )}
        </dd>
        {whole !== null && (
          <>
            <dt>Not signed yet</dt>
            <dd>{plural(whole.unsigned, 'record')}</dd>
          </>
        )}
        <dt>Not witnessed</dt>
        <dd>
          {unwitnessed === null
            ? 'there is no witness: whoever holds the disk and the key could rewrite it all'
            : unwitnessed.records === 0
              ? 'nothing: a witness has it all'
              : `${plural(unwitnessed.records, 'record')}, for ${ago(unwitnessed.seconds).replace(' ago', '')}`}
        </dd>
        {witnesses.length > 0 && (
          <>
            <dt>Witnesses</dt>
            <dd>
              {count(witnesses.length - failing.length)} of {count(witnesses.length)} in order
              {failing.map(({ name }) => (
                <span key={name} class="badge bad">
                  <Word text={name} most={24} /> fails
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
      <p>
        <Link to="/evidence">Check it yourself</Link>
      </p>
    </section>
  )
}

function stateOf({ checkpoint, unwitnessed, whole, witnesses }: EvidenceState): readonly [string, string] {
  if (whole !== null && whole.problems.length > 0) return ['bad', 'needs a look']
  if (witnesses.some(({ state }) => state === 'failing')) return ['warn', 'a witness fails']
  if (checkpoint === null) return ['warn', 'not signed yet']
  if (unwitnessed === null) return ['off', 'no witness']
  return ['good', 'in order']
}
