import type { ComponentChildren } from 'preact'
import type { AskError } from '../lib/api.ts'
import { ownOf } from '../lib/own.ts'
import { Mark } from './mark.tsx'
import { Word } from './word.tsx'

type FailedParts = { readonly error: AskError; readonly again?: () => void; readonly isPage?: boolean }

/** What went wrong, in Cordon's own words, and what can be done. */
export function Failed({ error, again, isPage = false }: FailedParts) {
  const box = (
    <div class="notice row bad" role="alert">
      <p>
        <strong>{ownOf(TITLES, error.code) ?? 'That did not work.'}</strong> <Word text={error.message} most={600} />
      </p>
      {again !== undefined && !FINAL.has(error.status) && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  )
  if (!isPage) return box
  return (
    <main class="alone">
      <h1>
        <Mark /> Cordon
      </h1>
      {box}
    </main>
  )
}

/** The same question will have the same answer. */
const FINAL: ReadonlySet<number> = new Set([400, 403, 404])

const TITLES: Readonly<Record<string, string>> = {
  policy_denied: 'Not for you.',
  audit_unavailable: 'Not shown:',
  invalid_request: 'Not understood.',
  not_found: 'Not there.',
  rate_limited: 'Busy.',
  unreachable: 'No answer.',
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="notice empty">
      <p>
        <strong>{title}</strong>
      </p>
      {children}
    </div>
  )
}

/** Said once, politely, and drawn as a thin line: a page that blinks is not quiet. */
export const Loading = ({ says = 'Loading' }: { readonly says?: string }) => (
  <div class="loading" role="status">
    <span>{says}…</span>
  </div>
)
