import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Suggestions } from '../../contract/records.ts'
import { askJson, withQuery } from '../lib/api.ts'
import { FILTER_NAMES, FILTER_WORDS, withoutValue, withValue } from '../lib/filters.ts'
import type { FilterName, Filters } from '../lib/filters.ts'
import { roughly } from '../lib/format.ts'
import { useKeys } from '../lib/keys.ts'
import { Window } from './window.tsx'
import { Word } from './word.tsx'

type FilterBarParts = {
  readonly filters: Filters
  readonly onChange: (next: Filters) => void
  /** What else stands in the bar. */
  readonly children?: preact.ComponentChildren
}

/** Which records: a time, and names with values. Each value is a chip that can be taken away. */
export function FilterBar({ filters, onChange, children }: FilterBarParts) {
  const chips = FILTER_NAMES.flatMap((name) => (filters.named[name] ?? []).map((value) => [name, value] as const))
  return (
    <div class="filters" role="search" aria-label="Filters">
      <Window filters={filters} onChange={onChange} />
      <AddFilter onAdd={(name, value) => onChange(withValue(filters, name, value))} />
      {chips.map(([name, value]) => (
        <button
          key={`${name} ${value}`}
          type="button"
          class="chip filter"
          onClick={() => onChange(withoutValue(filters, name, value))}
        >
          <span class="unseen">Take away the filter </span>
          <span class="what">{FILTER_WORDS[name]}</span> <Word text={value} most={32} />{' '}
          <span aria-hidden="true">×</span>
        </button>
      ))}
      {chips.length > 1 && (
        <button type="button" class="plain" onClick={() => onChange({ ...filters, named: {} })}>
          Clear
        </button>
      )}
      <span class="spring" />
      {children}
    </div>
  )
}

const isName = (text: string): text is FilterName => (FILTER_NAMES as readonly string[]).includes(text)

/** First a name, then a value out of those that the records have. A combobox (ARIA APG) over a list. */
function AddFilter({ onAdd }: { readonly onAdd: (name: FilterName, value: string) => void }) {
  const [name, setName] = useState<FilterName | null>(null)
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [at, setAt] = useState(0)
  const [found, setFound] = useState<Suggestions['suggestions']>([])
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useKeys({ '/': () => input.current?.focus() })

  useEffect(() => {
    if (name === null || !isOpen) return
    const stop = new AbortController()
    const wait = setTimeout(
      () => {
        askJson<Suggestions>(withQuery('/admin/suggestions', { name, text }), { signal: stop.signal }).then(
          ({ suggestions }) => setFound(suggestions),
          () => {}, // a value can be written without any suggestion
        )
      },
      text === '' ? 0 : 250, // each question leaves a record
    )
    return () => {
      stop.abort()
      clearTimeout(wait)
    }
  }, [name, text, isOpen])

  const names = FILTER_NAMES.filter((one) => FILTER_WORDS[one].toLowerCase().includes(text.trim().toLowerCase()))
  // What is known already is narrowed at once; what else there may be comes with the answer.
  const values = found.filter(({ value }) => value.toLowerCase().includes(text.trim().toLowerCase()))
  const rows = name === null ? names : values.map(({ value }) => value)
  const reset = () => {
    setName(null)
    setText('')
    setFound([])
    setAt(0)
  }
  const choose = (value: string) => {
    if (name === null) {
      if (!isName(value)) return
      setName(value)
      setText('')
      setFound([])
      setAt(0)
      input.current?.focus()
      return
    }
    if (value.trim() === '') return
    onAdd(name, value.trim())
    reset()
    setIsOpen(false)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setIsOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((old) => (rows.length === 0 ? 0 : (old + step + rows.length) % rows.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(rows[at] ?? (name === null ? '' : text))
    } else if (event.key === 'Backspace' && text === '' && name !== null) {
      reset()
    } else if (event.key === 'Escape') {
      if (isOpen || name !== null) event.preventDefault()
      reset()
      setIsOpen(false)
    }
  }
  const isShown = isOpen && rows.length > 0
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at, isShown])
  return (
    <div
      class="add-filter"
      onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setIsOpen(false)}
    >
      {name !== null && <span class="what">{FILTER_WORDS[name]}</span>}
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={name === null ? 'Add a filter' : `Value of ${FILTER_WORDS[name]}`}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown ? `${id}-${String(at)}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={name === null ? 'Add a filter  /' : 'Value'}
        value={text}
        onFocus={() => setIsOpen(true)}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
          setIsOpen(true)
        }}
        onKeyDown={onKey}
      />
      <ul ref={list} class="options" id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={!isShown}>
        {rows.map((value, index) => (
          <li
            key={value}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault()
              choose(value)
            }}
          >
            {name === null && isName(value) ? FILTER_WORDS[value] : <Word text={value} most={60} />}
            {name !== null && <span class="number">{roughly(values[index]?.requests ?? 0)}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
