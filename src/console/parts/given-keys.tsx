import { useId, useState } from 'preact/hooks'
import type { LedgerKey } from '../../contract/evidence.ts'
import { count, moment } from '../lib/format.ts'
import { revealLines } from '../lib/inert.ts'
import { useSettings } from '../lib/settings.ts'
import { cryptoHere } from '../lib/verify/crypto.ts'
import { readKeys } from '../lib/verify/keys.ts'
import { Copy } from './copy.tsx'
import { Word } from './word.tsx'

type GivenKeysParts = {
  readonly told: readonly LedgerKey[]
  readonly origin: string
  readonly given: string | null
  readonly onGiven: (keys: string | null) => void
}

/** Characters of a file that may be keys. */
const MOST = 20_000

/** The keys that what is checked here is checked with: those that the reader was given, or for want of these what this Cordon tells. */
export function GivenKeys({ told, origin, given, onGiven }: GivenKeysParts) {
  const { zone } = useSettings()
  const id = useId()
  const [text, setText] = useState('')
  const [why, setWhy] = useState<string | null>(null)
  const use = async (written: string) => {
    const { sha256 } = await cryptoHere()
    if (sha256 === null)
      return setWhy('this browser cannot read keys here: it allows that by https, or on this machine')
    const read = await readKeys(sha256, written, origin)
    if ('why' in read) return setWhy(read.why)
    setWhy(null)
    setText('')
    onGiven(written)
  }
  const choose = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > MOST) return setWhy('this file is too long for keys')
    await use(await file.text())
  }
  return (
    <section class="card">
      <header>
        <h2>Keys</h2>
        <span class={`badge ${given === null ? 'warn' : 'good'}`}>
          {given === null ? 'told by this Cordon' : 'given by you'}
        </span>
      </header>
      {given === null ? (
        <>
          <p>
            What is checked here is checked with the keys that this Cordon tells. It could tell any: compare them with
            what you were given elsewhere, or better, give that.
          </p>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void use(text)
            }}
          >
            <label for={`${id}-key`}>A public key that you were given: a vkey, or PEM</label>
            <textarea
              id={`${id}-key`}
              class="mono"
              rows={3}
              spellcheck={false}
              autocomplete="off"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            {why !== null && (
              <p class="notice bad" role="alert">
                It cannot be used: <Word text={why} most={400} />.
              </p>
            )}
            <div class="buttons">
              <button type="submit" disabled={text.trim() === ''}>
                Use it
              </button>
              <label class="button file">
                Choose a file
                <input type="file" class="unseen" onChange={(event) => void choose(event.currentTarget.files?.[0])} />
              </label>
            </div>
          </form>
        </>
      ) : (
        <>
          <p>What is checked here is checked with these. They stay in this browser.</p>
          <pre class="raw">{revealLines(given)}</pre>
          <button type="button" onClick={() => onGiven(null)}>
            Forget them
          </button>
        </>
      )}
      <h3>What this Cordon tells</h3>
      {told.length === 0 && <p class="quiet">None: it signs nothing.</p>}
      <ul class="keys">
        {told.map(({ vkey, inForce, since, until, record }) => (
          <li key={vkey}>
            <code>
              <Word text={vkey} most={500} />
            </code>{' '}
            <Copy text={vkey} says="Copy" />
            <span class="hint">
              {inForce ? 'in force' : `until ${until === null ? 'another took its place' : moment(until, zone)}`}
              {since !== null && `, since ${moment(since, zone)}`}
              {record !== null && `, brought in by record ${count(record)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
