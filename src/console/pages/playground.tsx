import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PlaygroundAnswer, PlaygroundExamples, PlaygroundFinding } from '../../contract/playground.ts'
import type { PolicyPage } from '../../contract/policy.ts'
import { useBench } from '../lib/bench.ts'
import { saveText } from '../lib/save-text.ts'
import { toQuestion } from '../lib/trial.ts'
import type { Trial } from '../lib/trial.ts'
import { useQuestion } from '../lib/use-question.ts'
import { useTitle } from '../lib/use-title.ts'
import { useTrial } from '../lib/use-trial.ts'
import { DecisionView } from '../parts/decision-view.tsx'
import { DraftEditor } from '../parts/draft-editor.tsx'
import { ExampleList } from '../parts/example-list.tsx'
import { FindingsTable } from '../parts/findings-table.tsx'
import { MarkedText } from '../parts/marked-text.tsx'
import { Failed, Loading } from '../parts/notice.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Replay } from '../parts/replay.tsx'
import { TrialForm } from '../parts/trial-form.tsx'
import { Table } from '../parts/table.tsx'
import { Word, Words } from '../parts/word.tsx'

const UNDO = 'Take back all that you changed in the draft?'

/** What would be decided about a prompt, and why; and about another policy in place of the one in force. What is written stays on the bench. */
export function PlaygroundPage() {
  useTitle('Playground')
  const examples = useQuestion<PlaygroundExamples>('/admin/playground/examples')
  const [bench, put] = useBench()
  const { trial, isTrying, written } = bench
  const setTrial = (next: Trial) => put({ trial: next })
  const policy = useQuestion<PolicyPage>(isTrying ? '/admin/policy' : null)
  const source = policy.data?.policy.source?.text ?? null
  useEffect(() => {
    if (source !== null) put({ source })
  }, [source, put])
  const text = written ?? source ?? ''
  const asked = useMemo(() => toQuestion(trial, isTrying && text !== '' ? text : null), [trial, isTrying, text])
  const tried = useTrial(asked !== null && 'question' in asked ? asked.question : null)
  const isEdited = written !== null && written !== source
  const undo = () => {
    if (confirm(UNDO)) put({ written: null, saved: null })
  }
  const save = () => {
    saveText('policy-draft.yaml', text)
    put({ saved: text })
  }

  return (
    <div class="page" aria-busy={tried.isLoading}>
      <div class="title">
        <h1>Playground</h1>
        <p class="hint">
          What would be decided about a prompt, and why. Nothing is sent to a model, nor kept beyond this tab.
        </p>
        <span class="spring" />
        <button type="button" aria-pressed={isTrying} onClick={() => put({ isTrying: !isTrying })}>
          Draft policy
        </button>
      </div>
      <div class={isTrying ? 'playground trying' : 'playground'}>
        <div class="side">
          <TrialForm trial={trial} onChange={setTrial} examples={examples.data} onNow={tried.now} />
          {isTrying && (
            <section class="card">
              <header>
                <h2>Draft policy</h2>
                <div class="buttons">
                  <button type="button" class="plain" disabled={!isEdited || source === null} onClick={undo}>
                    As in force again
                  </button>
                  <button type="button" disabled={text === ''} onClick={save}>
                    Save as a file
                  </button>
                </div>
              </header>
              {policy.error !== null && <Failed error={policy.error} again={policy.again} />}
              {policy.data === null && policy.error === null && written === null ? (
                <Loading says="Reading the policy in force" />
              ) : (
                <>
                  {source === null && policy.data !== null && (
                    <p class="hint">The source of the policy in force is not at hand here. Write one, or paste it.</p>
                  )}
                  <DraftEditor
                    text={text}
                    onChange={(next) => put({ written: next })}
                    problems={tried.answer?.problems ?? []}
                    warnings={tried.answer?.warnings ?? []}
                  />
                </>
              )}
            </section>
          )}
        </div>
        <div class="side">
          {examples.error !== null && <Failed error={examples.error} again={examples.again} />}
          {tried.error !== null && <Failed error={tried.error} again={tried.now} />}
          {asked !== null && 'why' in asked && <p class="notice warn">{asked.why}</p>}
          {asked === null ? (
            <Begin examples={examples.data} isLoading={examples.isLoading} onChoose={setTrial} />
          ) : (
            <Outcome answer={tried.answer} isLoading={tried.isLoading} hasEngines={trial.engines} />
          )}
        </div>
      </div>
      {asked !== null && tried.answer !== null && <Both answer={tried.answer} />}
      {isTrying && text !== '' && <Replay draft={text} isValid={(tried.answer?.problems ?? []).length === 0} />}
    </div>
  )
}

type BeginParts = {
  readonly examples: PlaygroundExamples | null
  readonly isLoading: boolean
  readonly onChoose: (trial: Trial) => void
}

/** Before anything is written: something to begin with. */
function Begin({ examples, isLoading, onChoose }: BeginParts) {
  return (
    <section class="card begin">
      <h2>{examples === null ? 'Write a prompt' : 'Write a prompt, or begin with one of these'}</h2>
      {examples === null ? (
        isLoading && <Loading says="Looking for examples" />
      ) : (
        <ExampleList examples={examples.examples} onChoose={onChoose} />
      )}
    </section>
  )
}

type OutcomeParts = {
  readonly answer: PlaygroundAnswer | null
  readonly isLoading: boolean
  readonly hasEngines: boolean
}

function Outcome({ answer, isLoading, hasEngines }: OutcomeParts) {
  const [at, setAt] = useState<number | null>(null)
  if (answer === null) return isLoading ? <Loading says="Deciding" /> : null
  const { refused, segments, unread, stripped, decision, draft, differs, problems } = answer
  if (refused !== null) return <Refusal title="It would be refused before it was decided." refused={refused} />
  const findings = decision?.findings ?? []
  return (
    <>
      <section class="card">
        <h2>Read</h2>
        <MarkedText segments={segments} findings={findings} at={at} />
        {unread.map(({ path, kind }) => (
          <p key={path} class="notice warn">
            <span>
              Not read, and so of the highest level: <Word text={kind} /> at <Word text={path} code />
            </span>
          </p>
        ))}
        {stripped.length > 0 && (
          <p class="hint">
            Not sent on: <Words of={stripped} />
          </p>
        )}
        <FindingsTable findings={findings} onPoint={setAt} />
      </section>
      {draft !== null && <Differs differs={differs} />}
      {problems.length > 0 && (
        <p class="notice warn">The draft is not valid: this is what the policy in force says alone.</p>
      )}
      {draft === null && decision !== null && (
        <section class="card">
          <h2>Decided</h2>
          <DecisionView decision={decision} />
        </section>
      )}
      <p class="hint">
        {hasEngines
          ? 'Nothing was sent to a model, and nothing was kept. Engines that are configured got the text to look at.'
          : 'Nothing was sent, and nothing was kept.'}
      </p>
    </>
  )
}

/** What is decided, and what the draft decides, beside each other. */
function Both({ answer: { decision, draft } }: { readonly answer: PlaygroundAnswer }) {
  if (decision === null || draft === null) return null
  return (
    <div class="columns">
      <section class="card">
        <h2>In force</h2>
        <DecisionView decision={decision} />
      </section>
      <section class="card">
        <h2>Draft</h2>
        <DecisionView decision={draft} isDraft />
        <Alone title="Found with the draft alone" of={draft.findings} besides={decision.findings} />
        <Alone title="No longer found with the draft" of={decision.findings} besides={draft.findings} />
      </section>
    </div>
  )
}

type AloneParts = {
  readonly title: string
  readonly of: readonly PlaygroundFinding[]
  readonly besides: readonly PlaygroundFinding[]
}

/** A policy brings its own detectors along: what one of the two finds and the other does not. */
function Alone({ title, of, besides }: AloneParts) {
  const known = new Set(besides.map(keyOf))
  const alone = of.filter((finding) => !known.has(keyOf(finding)))
  if (alone.length === 0) return null
  return (
    <p>
      {title}: <Words of={[...new Set(alone.map(({ type, detector }) => `${type} (${detector})`))]} />
    </p>
  )
}

const keyOf = ({ segment, start, end, type }: PlaygroundFinding): string =>
  [segment, start, end, type].map(String).join(' ')

function Differs({ differs }: { readonly differs: PlaygroundAnswer['differs'] }) {
  if (differs.length === 0) return <p class="notice good">The draft decides the same about this request.</p>
  const isOpening = differs.some(({ opens }) => opens)
  return (
    <section
      class={`card differs ${isOpening ? 'opening' : ''}`}
      role="status"
      aria-label="What the draft decides otherwise"
    >
      <header>
        <h2>The draft decides otherwise</h2>
        {isOpening && <span class="badge bad">it opens something</span>}
      </header>
      <Table label="What differs" heads={['What', 'In force', 'Draft']}>
        {differs.map(({ what, now, draft, opens }) => (
          <tr key={what} class={opens ? 'opens' : ''}>
            <th scope="row">
              <Word text={what} />
            </th>
            <td>
              <Word text={now} most={200} />
            </td>
            <td>
              <Word text={draft} most={200} /> {opens && <span class="badge bad">opens</span>}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
