import { useState } from 'preact/hooks'
import { moment } from '../lib/format.ts'
import { revealLines } from '../lib/inert.ts'
import { verifyProofFile } from '../lib/verify/proof-file.ts'
import type { ProofChecked } from '../lib/verify/proof-file.ts'
import type { Trusted } from '../lib/verify/step.ts'
import { Steps } from './steps.tsx'
import { Word } from './word.tsx'

/** Bytes: a record has at most 64 kB, and a path is short. */
const MOST = 1_000_000

/** A proof that somebody handed over, checked by this browser. The file goes nowhere. */
export function ProofDrop({ trusted }: { readonly trusted: Trusted }) {
  const [name, setName] = useState('')
  const [checked, setChecked] = useState<ProofChecked | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const check = async (file: File | undefined) => {
    setIsOver(false)
    if (file === undefined) return
    setChecked(null)
    setName(file.name)
    setWhy(file.size > MOST ? 'This file is too long for a proof.' : null)
    if (file.size <= MOST) setChecked(await verifyProofFile(await file.text(), trusted))
  }
  return (
    <section class={checked === null ? 'card no-print' : 'card'}>
      <h2>A proof that you have</h2>
      <p class="hint">
        That one record stands in the ledger: a file from the access log, or of <code>cordon audit prove</code>. It is
        read here, and goes nowhere.
      </p>
      <label
        class={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          void check(event.dataTransfer?.files[0])
        }}
      >
        <span>Drop a proof here, or choose a file</span>
        <input
          type="file"
          class="unseen"
          accept=".json,application/json"
          onChange={(event) => {
            void check(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </label>
      {name !== '' && (
        <p>
          <Word text={name} />
        </p>
      )}
      {why !== null && (
        <p class="notice bad" role="alert">
          {why}
        </p>
      )}
      {checked !== null && <Steps verdict={checked.verdict} steps={checked.steps} />}
      {checked !== null && checked.record !== null && (
        <details>
          <summary>
            What the record says: <Word text={checked.record.type} /> of {moment(checked.record.time)}
          </summary>
          <pre class="raw">{revealLines(JSON.stringify(checked.record.fields, null, 2))}</pre>
        </details>
      )}
    </section>
  )
}
