import type { PlaygroundAnswer } from '../../contract/playground.ts'
import { Word } from './word.tsx'

type RefusalParts = { readonly title: string; readonly refused: NonNullable<PlaygroundAnswer['refused']> }

/** Why a request would not be served, and what its caller would be told. */
export const Refusal = ({ title, refused: { says, status, code, param } }: RefusalParts) => (
  <p class="notice bad" role="status">
    <span>
      <strong>{title}</strong> <Word text={says} most={400} />{' '}
      <span class="hint">
        The caller gets {status} <Word text={code} code />
        {param !== null && (
          <>
            {' '}
            about <Word text={param} />
          </>
        )}
        .
      </span>
    </span>
  </p>
)
