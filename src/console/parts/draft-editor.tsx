import { useId, useRef } from 'preact/hooks'
import type { PolicyProblem } from '../../contract/playground.ts'
import { offsetOf } from '../lib/trial.ts'
import { Word } from './word.tsx'

type DraftParts = {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly problems: readonly PolicyProblem[]
  readonly warnings: readonly PolicyProblem[]
}

const MOST_LISTED = 30

/** A policy to try, as text: numbers beside the lines, and what is wrong with it under it. Tab writes two spaces; after Escape it leaves. */
export function DraftEditor({ text, onChange, problems, warnings }: DraftParts) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLPreElement>(null)
  const isLeaving = useRef(false)
  const lines = text.split('\n').length
  const bad = new Set(problems.map(({ line }) => line))

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') isLeaving.current = true
    else if (event.key === 'Tab' && !event.shiftKey && !isLeaving.current && !event.ctrlKey) {
      event.preventDefault()
      const { current } = area
      if (current === null) return
      current.setRangeText('  ', current.selectionStart, current.selectionEnd, 'end')
      onChange(current.value)
    } else if (event.key !== 'Shift') isLeaving.current = false
  }
  const jump = (line: number, column: number) => {
    const { current } = area
    if (current === null) return
    const at = offsetOf(current.value, line, column)
    current.focus()
    current.setSelectionRange(at, at)
    current.scrollTop = (current.scrollHeight / Math.max(1, lines)) * Math.max(0, line - 6)
  }
  return (
    <>
      <div class="editor">
        <pre ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_line, nth) => (
            <span key={nth} class={bad.has(nth + 1) ? 'bad' : ''}>
              {nth + 1}
            </span>
          ))}
        </pre>
        <textarea
          ref={area}
          aria-label="The draft, as YAML"
          aria-describedby={`${id}-keys`}
          wrap="off"
          rows={22}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onKeyDown={onKey}
          onBlur={() => (isLeaving.current = false)}
          onInput={(event) => onChange(event.currentTarget.value)}
          onScroll={(event) => gutter.current?.scrollTo(0, event.currentTarget.scrollTop)}
        />
      </div>
      <p class="hint" id={`${id}-keys`}>
        <kbd>Tab</kbd> writes two spaces; <kbd>Esc</kbd> and then <kbd>Tab</kbd> leaves the text.
      </p>
      <Remarks title="What is wrong with it" tone="bad" remarks={problems} onJump={jump} />
      <Remarks title="What deserves a second look" tone="warn" remarks={warnings} onJump={jump} />
    </>
  )
}

type RemarksParts = {
  readonly title: string
  readonly tone: 'bad' | 'warn'
  readonly remarks: readonly PolicyProblem[]
  readonly onJump: (line: number, column: number) => void
}

function Remarks({ title, tone, remarks, onJump }: RemarksParts) {
  if (remarks.length === 0) return null
  const list = (
    <ul class="remarks">
      {remarks.slice(0, MOST_LISTED).map(({ line, column, message, suggestion }, nth) => (
        <li key={nth}>
          <button type="button" class="plain" onClick={() => onJump(line, column)}>
            <span class="unseen">Go to </span>
            {line}:{column}
          </button>
          <span>
            <Word text={message} most={300} />
            {suggestion !== '' && (
              <span class="hint">
                {' '}
                <Word text={suggestion} most={200} />
              </span>
            )}
          </span>
        </li>
      ))}
      {remarks.length > MOST_LISTED && <li class="hint">and {remarks.length - MOST_LISTED} more</li>}
    </ul>
  )
  return tone === 'bad' ? (
    <section class="notice bad draft-problems" role="status" aria-label={title}>
      <h3>{title}</h3>
      {list}
    </section>
  ) : (
    <details class="second-look">
      <summary>
        {title} ({remarks.length})
      </summary>
      {list}
    </details>
  )
}
