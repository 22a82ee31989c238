import { useId } from 'preact/hooks'
import type { PlaygroundExamples } from '../../contract/playground.ts'
import { reveal } from '../lib/inert.ts'
import { APIS } from '../lib/trial.ts'
import type { Trial } from '../lib/trial.ts'
import { AttributesEditor } from './attributes-editor.tsx'
import { ExampleList } from './example-list.tsx'
import { Menu } from './menu.tsx'
import { Choice } from './shell.tsx'

type TrialFormParts = {
  readonly trial: Trial
  readonly onChange: (trial: Trial) => void
  readonly examples: PlaygroundExamples | null
  /** Ctrl and Enter: now. */
  readonly onNow: () => void
}

/** A request, and who sends it. Nothing of it is spell-checked, completed or kept by the browser. */
export function TrialForm({ trial, onChange, examples, onNow }: TrialFormParts) {
  const id = useId()
  const put = (more: Partial<Trial>) => onChange({ ...trial, ...more })
  const field = trial.form === 'prompt' ? 'prompt' : 'body'
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onNow()
  }
  return (
    <form class="card trial" autocomplete="off" onKeyDown={onKey} onSubmit={(event) => event.preventDefault()}>
      <header>
        <h2>
          <label for={`${id}-text`}>{trial.form === 'prompt' ? 'Prompt' : 'Request, as JSON'}</label>
        </h2>
        {examples !== null && examples.examples.length > 0 && (
          <Menu says="Examples" label="Examples to begin with" align="end">
            <ExampleList
              class="list examples"
              examples={examples.examples}
              onChoose={(chosen, button) => {
                button.closest('details')?.removeAttribute('open')
                onChange(chosen)
              }}
            />
          </Menu>
        )}
      </header>
      <textarea
        id={`${id}-text`}
        class={trial.form === 'body' ? 'mono' : ''}
        rows={9}
        autocomplete="off"
        spellcheck={false}
        placeholder={
          trial.form === 'prompt'
            ? 'What somebody would send. Made-up data is enough.'
            : '{ "model": …, "messages": [ … ] }'
        }
        value={trial[field]}
        onInput={(event) => put({ [field]: event.currentTarget.value })}
      />
      <Choice
        says="Written as"
        of={['prompt', 'whole request']}
        value={trial.form === 'prompt' ? 'prompt' : 'whole request'}
        onChange={(value) => put({ form: value === 'prompt' ? 'prompt' : 'body' })}
      />
      <div class="fields">
        <label>
          API
          <select value={trial.api} onChange={(event) => put({ api: event.currentTarget.value as Trial['api'] })}>
            {APIS.map((api) => (
              <option key={api}>{api}</option>
            ))}
          </select>
        </label>
        {trial.form === 'prompt' && (
          <label>
            Model
            <input
              type="text"
              list={`${id}-models`}
              placeholder={reveal(examples?.models[0] ?? '')}
              autocomplete="off"
              spellcheck={false}
              value={trial.model}
              onInput={(event) => put({ model: event.currentTarget.value })}
            />
          </label>
        )}
        <label>
          <span>
            Level <code class="hint">x-cordon-level</code>
          </span>
          <input
            type="text"
            list={`${id}-levels`}
            placeholder="none"
            autocomplete="off"
            spellcheck={false}
            value={trial.level}
            onInput={(event) => put({ level: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>
            Reason <code class="hint">x-cordon-reason</code>
          </span>
          <input
            type="text"
            placeholder="none"
            autocomplete="off"
            spellcheck={false}
            value={trial.reason}
            onInput={(event) => put({ reason: event.currentTarget.value })}
          />
        </label>
      </div>
      <AttributesEditor
        rows={trial.attributes}
        onChange={(attributes) => put({ attributes })}
        known={examples?.attributes ?? {}}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={trial.engines}
          onChange={(event) => put({ engines: event.currentTarget.checked })}
        />
        <span>
          Let the engines look too, where some are configured <span class="hint">(they get the text)</span>
        </span>
      </label>
      <datalist id={`${id}-models`}>
        {examples?.models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <datalist id={`${id}-levels`}>
        {examples?.levels.map((level) => (
          <option key={level} value={level} />
        ))}
      </datalist>
      <p class="hint">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> asks at once; else it is asked when you pause.
      </p>
    </form>
  )
}
