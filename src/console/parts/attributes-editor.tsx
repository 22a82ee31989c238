import { useId } from 'preact/hooks'
import { ATTRIBUTES } from '../lib/trial.ts'
import type { Attribute, AttributeRow } from '../lib/trial.ts'

type AttributesParts = {
  readonly rows: readonly AttributeRow[]
  readonly onChange: (rows: readonly AttributeRow[]) => void
  /** Values that the policy names. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

/** Who asks: rows of an attribute and its values. */
export function AttributesEditor({ rows, onChange, known }: AttributesParts) {
  const id = useId()
  const put = (at: number, row: AttributeRow) => onChange(rows.map((old, nth) => (nth === at ? row : old)))
  const next = ATTRIBUTES.find((name) => !rows.some((row) => row.name === name)) ?? 'role'
  return (
    <fieldset class="attributes">
      <legend>Caller</legend>
      {rows.map(({ name, value }, nth) => (
        <div key={nth} class="row">
          <select
            aria-label={`Attribute ${String(nth + 1)}`}
            value={name}
            onChange={(event) => put(nth, { name: event.currentTarget.value as Attribute, value })}
          >
            {ATTRIBUTES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <input
            type="text"
            aria-label={`Value of ${name}`}
            placeholder="none"
            list={`${id}-${name}`}
            autocomplete="off"
            spellcheck={false}
            value={value}
            onInput={(event) => put(nth, { name, value: event.currentTarget.value })}
          />
          <button
            type="button"
            class="plain"
            aria-label={`Take away ${name}`}
            onClick={() => onChange(rows.filter((_row, at) => at !== nth))}
          >
            ×
          </button>
        </div>
      ))}
      <button type="button" class="plain" onClick={() => onChange([...rows, { name: next, value: '' }])}>
        + attribute
      </button>
      {ATTRIBUTES.map((name) => (
        <datalist key={name} id={`${id}-${name}`}>
          {(known[name] ?? known[`caller.${name}`] ?? []).map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ))}
    </fieldset>
  )
}
