import { useState } from 'preact/hooks'
import type { EvidenceState } from '../../contract/evidence.ts'
import type { WholeRecord } from '../../contract/records.ts'
import { ask, askJson } from '../lib/api.ts'
import { count } from '../lib/format.ts'
import { verifyProofFile } from '../lib/verify/proof-file.ts'
import type { ProofChecked } from '../lib/verify/proof-file.ts'
import { trustOf } from '../lib/trust.ts'
import { recordPath } from '../lib/record-path.ts'
import { useTrusted } from '../lib/trusted.ts'
import { Steps } from './steps.tsx'
import { Word } from './word.tsx'

/** Where a record stands in the ledger, checked here and now by this browser; and the proof, to check elsewhere. */
export function ProofCheck({ record: { found, place, proof } }: { readonly record: WholeRecord }) {
  const [trusted] = useTrusted()
  const [checked, setChecked] = useState<ProofChecked | null>(null)
  const [error, setError] = useState<string | null>(null)
  const path = `/admin${recordPath(found.request)}/proof`

  const check = async () => {
    setError(null)
    setChecked(null)
    try {
      const text = await (await ask(path)).text()
      const { older, steps } = await trustOf(trusted, await askJson<EvidenceState>('/admin/evidence'))
      const done = await verifyProofFile(text, older)
      setChecked({ ...done, steps: [...steps, ...done.steps] })
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : 'That did not work.')
    }
  }
  return (
    <section class="card">
      <h2>In the ledger</h2>
      <p>
        The decision is record {count(found.seq)}
        {found.ended === null ? '; there is no outcome yet.' : `, the outcome record ${count(found.ended)}.`}
      </p>
      {place !== null && (
        <p class="hint">
          {place.size === null
            ? `Leaf ${count(place.index)} of the tree`
            : `Leaf ${count(place.index)} of a tree of ${count(place.size)}`}
          ; <Word text={place.segment} code />, line {count(place.line)}
        </p>
      )}
      {proof === null ? (
        <p class="quiet">No checkpoint covers it yet: there is a proof within a minute or so.</p>
      ) : (
        <div class="buttons">
          <button type="button" onClick={() => void check()}>
            Check it in this browser
          </button>
          <a class="button" href={path} download>
            Download the proof
          </a>
        </div>
      )}
      {error !== null && (
        <p class="notice bad" role="alert">
          <Word text={error} most={400} />
        </p>
      )}
      {checked !== null && <Steps verdict={checked.verdict} steps={checked.steps} />}
      <p class="hint">
        Elsewhere: <code>cordon audit verify-proof FILE --key KEY</code>, or the stand-alone verifier in{' '}
        <code>docs/</code>.
      </p>
    </section>
  )
}
