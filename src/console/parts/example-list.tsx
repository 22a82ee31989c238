import type { PlaygroundExamples } from '../../contract/playground.ts'
import { fromExample } from '../lib/trial.ts'
import type { Trial } from '../lib/trial.ts'
import { Word } from './word.tsx'

type ExampleListParts = {
  readonly examples: PlaygroundExamples['examples']
  /** What was chosen, and by which button. */
  readonly onChoose: (trial: Trial, button: HTMLButtonElement) => void
  readonly class?: string
}

/** Requests to begin with. */
export const ExampleList = ({ examples, onChoose, ...more }: ExampleListParts) => (
  <ul {...more}>
    {examples.map((example) => (
      <li key={example.title}>
        <button type="button" onClick={({ currentTarget }) => onChoose(fromExample(example), currentTarget)}>
          <b>
            <Word text={example.title} />
          </b>
          <span class="hint">
            <Word text={example.says} most={200} />
          </span>
        </button>
      </li>
    ))}
  </ul>
)
