import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { SealedContent as Content } from '../../contract/sealed.ts'
import { AskError, askJson } from '../lib/api.ts'
import { plural } from '../lib/format.ts'
import { revealLines } from '../lib/inert.ts'
import { CannotOpen, openSealed } from '../lib/open-sealed.ts'
import type { Opened, OpenedPart } from '../lib/open-sealed.ts'
import { recordPath } from '../lib/record-path.ts'
import { useSession } from '../lib/session.ts'
import { Word } from './word.tsx'

type Sealed = Extract<Content, { readonly state: 'sealed' }>
type State =
  | { readonly at: 'closed' }
  | { readonly at: 'asking' }
  | { readonly at: 'answered'; readonly content: Content }
  | { readonly at: 'opened'; readonly opened: Opened }

const CLOSED: State = { at: 'closed' }
/** Bytes: a private key in PEM is much shorter. */
const MOST_KEY = 20_000

/**
 * What was sealed of a request. Asking for it takes a reason, which is recorded; opening it takes an auditor's private key, which is read by
 * this browser and goes nowhere. What was opened is dropped when it is closed, and when the page is left.
 */
export function SealedContent({ request }: { readonly request: string }) {
  const { view } = useSession()
  // what was opened of one request never stands under another
  return view.may.sealed ? <SealedCard key={request} request={request} /> : null
}

function SealedCard({ request }: { readonly request: string }) {
  const { lost } = useSession()
  const [state, setState] = useState<State>(CLOSED)
  const [why, setWhy] = useState<string | null>(null)
  const dialog = useRef<HTMLDialogElement>(null)
  const close = () => {
    setState(CLOSED)
    setWhy(null)
  }
  // a page that is left may be kept whole by the browser, and come back with everything on it
  useEffect(() => {
    addEventListener('pagehide', close)
    return () => removeEventListener('pagehide', close)
  }, [])

  const askFor = (reason: string) => {
    dialog.current?.close()
    setWhy(null)
    setState({ at: 'asking' })
    askJson<Content>(`/admin${recordPath(request)}/sealed`, { method: 'POST', body: { reason } }).then(
      (content) => setState({ at: 'answered', content }),
      (thrown: unknown) => {
        if (thrown instanceof AskError && thrown.status === 401) lost()
        setState(CLOSED)
        setWhy(thrown instanceof Error ? thrown.message : 'That did not work.')
      },
    )
  }
  const open = async (content: Sealed, file: File | undefined) => {
    if (file === undefined) return
    setWhy(null)
    try {
      if (file.size > MOST_KEY) throw new CannotOpen('This file is too long for a private key.')
      const opened = await openSealed(content, await file.text())
      setState({ at: 'opened', opened })
    } catch (thrown) {
      setWhy(thrown instanceof CannotOpen ? thrown.message : 'It could not be opened in this browser.')
    }
  }
  return (
    <section class="card sealed no-print">
      <header>
        <h2>Sealed content</h2>
        {state.at !== 'closed' && state.at !== 'asking' && (
          <button type="button" onClick={close}>
            Close it
          </button>
        )}
      </header>
      {(state.at === 'closed' || state.at === 'asking') && (
        <>
          <p>Prompt and answer were sealed for the auditors. Neither this page nor Cordon can read them.</p>
          <button type="button" disabled={state.at === 'asking'} onClick={() => dialog.current?.showModal()}>
            {state.at === 'asking' ? 'Asking…' : 'Ask for it'}
          </button>
        </>
      )}
      {state.at === 'answered' && <Answered content={state.content} onKey={open} />}
      {why !== null && (
        <p class="notice bad" role="alert">
          <Word text={why} most={400} />
        </p>
      )}
      {state.at === 'opened' && (
        <>
          <p class="notice good" role="status">
            Opened here. It is in the memory of this page alone; closing it, or leaving the page, drops it.
          </p>
          <Part title="Prompt" part={state.opened.prompt} />
          {state.opened.answer === null ? (
            <p class="quiet">No answer was sealed: there was none, it is not there yet, or it is lost.</p>
          ) : (
            <Part title="Answer" part={state.opened.answer} />
          )}
        </>
      )}
      <dialog ref={dialog} aria-labelledby="sealed-title">
        <Reason onAsk={askFor} onCancel={() => dialog.current?.close()} />
      </dialog>
    </section>
  )
}

type ReasonParts = { readonly onAsk: (reason: string) => void; readonly onCancel: () => void }

function Reason({ onAsk, onCancel }: ReasonParts) {
  const [reason, setReason] = useState('')
  const id = useId()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setReason('')
    onAsk(reason.trim())
  }
  return (
    <form onSubmit={submit}>
      <h2 id="sealed-title">Why do you have to read it?</h2>
      <p>The reason is recorded in the ledger with your pseudonym, before anything is answered.</p>
      <label for={id} class="unseen">
        Reason
      </label>
      <input
        id={id}
        class="reason"
        type="text"
        required
        maxLength={500}
        autocomplete="off"
        placeholder="Case number, complaint, legal request…"
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="buttons">
        <button type="submit" class="main" disabled={reason.trim() === ''}>
          Record it, and ask
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

type AnsweredParts = {
  readonly content: Content
  readonly onKey: (content: Sealed, file: File | undefined) => Promise<void>
}

function Answered({ content, onKey }: AnsweredParts) {
  if (content.state === 'none') return <p>Nothing was sealed of this request.</p>
  if (content.state === 'gone')
    return <p>The key of it was destroyed, or a file is lost: nobody can read it any more.</p>
  return (
    <>
      <p>
        It is here, still sealed, for {plural(content.recipients.length, 'key')}. Choose the private key of one of them.
        The file is read by this browser; it is not sent anywhere, and not kept.
      </p>
      <ul class="recipients hint">
        {content.recipients.map((one) => (
          <li key={one}>
            <Word text={one} most={60} code />
          </li>
        ))}
      </ul>
      <label class="button file">
        Choose the private key
        <input
          type="file"
          class="unseen"
          onChange={(event) => {
            void onKey(content, event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </label>
    </>
  )
}

const Part = ({ title, part: { text, cut } }: { readonly title: string; readonly part: OpenedPart }) => (
  <figure>
    <figcaption>
      <h3>{title}</h3>
    </figcaption>
    <pre class="raw" tabIndex={0} aria-label={title}>
      <bdi>{revealLines(text)}</bdi>
    </pre>
    {cut && <p class="hint">This is the beginning: the rest was not kept.</p>}
  </figure>
)
