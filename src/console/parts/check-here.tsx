import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Checkpoint, Consistency } from '../../contract/evidence.ts'
import { askJson, withQuery } from '../lib/api.ts'
import { count, moment } from '../lib/format.ts'
import { revealLines } from '../lib/inert.ts'
import { useSettings } from '../lib/settings.ts'
import { verifyCheckpoint } from '../lib/verify/checkpoint.ts'
import type { CheckpointChecked } from '../lib/verify/checkpoint.ts'
import { verifyConsistency } from '../lib/verify/consistency.ts'
import type { ConsistencyChecked } from '../lib/verify/consistency.ts'
import { forget, lookBack } from '../lib/verify/remembered.ts'
import type { LookedBack } from '../lib/verify/remembered.ts'
import type { Trust } from '../lib/trust.ts'
import type { Trusted } from '../lib/verify/step.ts'
import { Copy } from './copy.tsx'
import { Steps } from './steps.tsx'
import { Word } from './word.tsx'

type CheckHereParts = { readonly checkpoint: Checkpoint; readonly recent: readonly number[]; readonly trust: Trust }

const consistencyOf = (from: number, to: number) =>
  askJson<Consistency>(withQuery('/admin/evidence/consistency', { from: String(from), to: String(to) }))

/** The last checkpoint, checked by this browser: who signed it, and that it continues the one that was here last time. */
export function CheckHere({ checkpoint, recent, trust }: CheckHereParts) {
  const { zone } = useSettings()
  const [checked, setChecked] = useState<CheckpointChecked | null>(null)
  const [back, setBack] = useState<LookedBack | null>(null)
  const turn = useRef(0)
  const { last: trusted, older, steps } = trust
  const { note: text } = checkpoint

  const check = useCallback(async () => {
    const mine = (turn.current += 1)
    setBack(null)
    const done = await verifyCheckpoint(text, { keys: trusted.keys, from: trusted.from })
    if (turn.current !== mine) return
    setChecked(done)
    // what is not signed by a key that is trusted is not worth remembering
    if (done.verdict !== 'holds' || done.note === null) return
    const looked = await lookBack(localStorage, done.note, async (from, to) => (await consistencyOf(from, to)).path)
    if (turn.current === mine) setBack(looked)
  }, [text, trusted.keys, trusted.from])
  useEffect(() => void check(), [check])

  return (
    <section class="card">
      <header>
        <h2>The last checkpoint</h2>
        <button type="button" class="no-print" onClick={() => void check()}>
          Check it again
        </button>
      </header>
      <dl class="pairs">
        <dt>Records</dt>
        <dd>{count(checkpoint.size)}</dd>
        <dt>Root of the tree</dt>
        <dd>
          <Word text={checkpoint.root} code />
        </dd>
        {checkpoint.at !== null && (
          <>
            <dt>Written</dt>
            <dd>
              {moment(checkpoint.at, zone)} <span class="hint">by the clock of the machine</span>
            </dd>
          </>
        )}
      </dl>
      <figure>
        <figcaption class="hint">
          The note, to the byte: this is what is signed, and what a witness keeps. <Copy text={text} says="Copy" />
        </figcaption>
        <pre class="raw">{revealLines(text)}</pre>
      </figure>
      <h3>Checked by this browser</h3>
      {checked === null ? (
        <p class="quiet">Checking…</p>
      ) : (
        <Steps verdict={checked.verdict} steps={[...steps, ...checked.steps]} />
      )}
      {back !== null && <Back back={back} onForget={() => void check()} />}
      {recent.length > 1 && <Compare recent={recent} trusted={older} />}
    </section>
  )
}

const TONES: Readonly<Record<LookedBack['state'], string>> = {
  first: '',
  same: 'good',
  extends: 'good',
  older: 'bad',
  forked: 'bad',
  other: 'warn',
  cannot: 'warn',
}

function Back({
  back: { state, says, before },
  onForget,
}: {
  readonly back: LookedBack
  readonly onForget: () => void
}) {
  const isAlarm = state === 'older' || state === 'forked' || state === 'other'
  return (
    <div class="look-back" role="status">
      <p class={`notice ${TONES[state]}`}>
        <Word text={says} most={600} />
        {state === 'first' && ' It keeps this checkpoint, and will hold the next one against it.'}
      </p>
      {isAlarm && before !== null && (
        <>
          <p>
            What this browser saw last time is kept until you say otherwise. It is evidence: copy it, and compare it
            with what the witnesses have.
          </p>
          <pre class="raw">{revealLines(before.text)}</pre>
          <div class="buttons">
            <Copy text={before.text} says="Copy" />
            <button
              type="button"
              onClick={() => {
                if (!confirm('Forget the checkpoint that this browser saw last time?')) return
                forget(localStorage)
                onForget()
              }}
            >
              Forget it
            </button>
          </div>
        </>
      )}
    </div>
  )
}

/** Two checkpoints of the reader's choice: does the later one continue the earlier? */
function Compare({ recent, trusted }: { readonly recent: readonly number[]; readonly trusted: Trusted }) {
  const [from, setFrom] = useState(recent.at(-1) ?? 0)
  const [to, setTo] = useState(recent[0] ?? 0)
  const [checked, setChecked] = useState<ConsistencyChecked | null>(null)
  const [error, setError] = useState<string | null>(null)
  const compare = async (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(null)
    setError(null)
    try {
      setChecked(await verifyConsistency(await consistencyOf(from, to), { from, to }, trusted))
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : 'That did not work.')
    }
  }
  const choice = (says: string, value: number, onChange: (size: number) => void) => (
    <label>
      {says}{' '}
      <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {recent.map((size) => (
          <option key={size} value={size}>
            {count(size)} records
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <details>
      <summary>Compare two checkpoints</summary>
      <form class="buttons" onSubmit={(event) => void compare(event)}>
        {choice('From', from, setFrom)}
        {choice('to', to, setTo)}
        <button type="submit" disabled={from >= to}>
          Does it continue?
        </button>
      </form>
      {error !== null && (
        <p class="notice bad" role="alert">
          <Word text={error} most={400} />
        </p>
      )}
      {checked !== null && <Steps verdict={checked.verdict} steps={checked.steps} />}
    </details>
  )
}
