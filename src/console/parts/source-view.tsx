import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { LintNote } from '../../contract/policy.ts'
import { reveal } from '../lib/inert.ts'
import { yamlTokens } from '../lib/yaml-tokens.ts'
import type { YamlToken } from '../lib/yaml-tokens.ts'
import { Word } from './word.tsx'

export type Lines = { readonly from: number; readonly to: number }

type SourceParts = {
  readonly label: string
  readonly text: string
  readonly notes?: readonly LintNote[]
  /** The lines to point at. */
  readonly at?: Lines | null
  /** Lines that can be chosen, and what choosing does. */
  readonly told?: ReadonlySet<number>
  readonly onLine?: (line: number) => void
}

const NOTHING: ReadonlySet<number> = new Set()

/** A policy as it is written, with numbers and colours, and each remark under its line. It shows what `at` points at. */
export function SourceView({ label, text, notes = [], at = null, told = NOTHING, onLine }: SourceParts) {
  const list = useRef<HTMLOListElement>(null)
  const lines = useMemo(() => yamlTokens(text.replace(/\r?\n$/, '')), [text])
  const from = at?.from ?? null
  useEffect(() => {
    if (from !== null) bringIntoView(list.current, list.current?.children[from - 1])
  }, [from])
  // Of all the numbers, one is in the order of the Tab key; the arrow keys go from there.
  const stop = from !== null && told.has(from) ? from : Math.min(...told)
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLButtonElement)) return
    event.preventDefault()
    const sorted = [...told].sort((one, other) => one - other)
    const next = sorted[sorted.indexOf(Number(event.target.value)) + step]
    if (next === undefined) return
    onLine?.(next)
    list.current?.querySelector<HTMLButtonElement>(`button[value="${String(next)}"]`)?.focus()
  }
  return (
    <div class="source" role="region" aria-label={label} tabIndex={0} onKeyDown={onKey}>
      <ol ref={list}>
        {lines.map((tokens, nth) => {
          const number = nth + 1
          const isAt = at !== null && number >= at.from && number <= at.to
          const isTold = told.has(number)
          return (
            <li
              key={number}
              class={`${isAt ? 'at' : ''} ${isTold ? 'told' : ''}`}
              onClick={isTold ? () => onLine?.(number) : undefined}
            >
              {isTold ? (
                <button
                  type="button"
                  class="nr"
                  value={number}
                  tabIndex={number === stop ? 0 : -1}
                  aria-label={`Line ${String(number)}: what it says in words`}
                >
                  {number}
                </button>
              ) : (
                <span class="nr">{number}</span>
              )}
              <Line tokens={tokens} />
              {notes
                .filter(({ line }) => line === number)
                .map((note) => (
                  <Note key={`${note.code} ${String(note.column)} ${note.message}`} note={note} />
                ))}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

export const Line = ({ tokens }: { readonly tokens: readonly YamlToken[] }) => (
  <code class="yaml">
    {tokens.map(({ kind, text }, nth) =>
      kind === 'plain' ? (
        reveal(text)
      ) : (
        <span key={nth} class={`y-${kind}`}>
          {reveal(text)}
        </span>
      ),
    )}
  </code>
)

const Note = ({ note: { message, suggestion } }: { readonly note: LintNote }) => (
  <details class="line-note" onClick={(event) => event.stopPropagation()}>
    <summary>
      <Word text={message} most={600} />
    </summary>
    <Word text={suggestion} most={600} />
  </details>
)

/** Moves the box around a list, never the page. */
function bringIntoView(list: HTMLOListElement | null, line: Element | undefined): void {
  const box = list?.parentElement
  if (!(line instanceof HTMLElement) || box === null || box === undefined) return
  const [top, bottom] = [line.offsetTop, line.offsetTop + line.offsetHeight]
  if (top < box.scrollTop || bottom > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 3
}
