import { scaleLinear } from 'd3-scale'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { count, roughly, stamp } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { numbers, Table, timeHead } from './table.tsx'
import { Word } from './word.tsx'

/** One colour of a stack: a count for each column. `tone` is a class that says which colour. */
export type Layer = { readonly name: string; readonly tone: string; readonly counts: readonly number[] }

type ChartParts = {
  readonly title: string
  /** Where each column begins, ISO 8601. */
  readonly at: readonly string[]
  /** The lowest first. */
  readonly layers: readonly Layer[]
  /** A column was chosen. */
  readonly onChoose?: (nth: number) => void
}

const HEIGHT = 220
const EDGE = { top: 8, right: 4, bottom: 24, left: 44 }

/** Counts over time as stacked columns. The same numbers stand in a table behind it, for whoever does not see it, and on paper. */
export function Chart({ title, at, layers, onChoose }: ChartParts) {
  const { zone } = useSettings()
  const [box, width] = useWidth()
  const [on, setOn] = useState<number | null>(null)
  const id = useId()
  const totals = at.map((_time, nth) => layers.reduce((sum, { counts }) => sum + (counts[nth] ?? 0), 0))
  const y = scaleLinear([0, Math.max(1, ...totals)], [HEIGHT - EDGE.bottom, EDGE.top]).nice(4)
  const step = (width - EDGE.left - EDGE.right) / Math.max(1, at.length)
  const gap = step > 6 ? 1.5 : step > 3 ? 0.75 : 0
  const x = (nth: number) => EDGE.left + nth * step
  const labels = labelled(at.length, Math.max(1, Math.floor((width - EDGE.left) / 110)))
  const isDays = at.length < 2 || Date.parse(at[1] ?? '') - Date.parse(at[0] ?? '') >= 86_400_000
  const says = (nth: number) =>
    isDays ? stamp(at[nth] ?? 0, zone).slice(0, 10) : stamp(at[nth] ?? 0, zone).slice(5, 16)

  const onKey = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (move !== undefined) {
      event.preventDefault()
      setOn((old) => Math.min(at.length - 1, Math.max(0, (old ?? (move === 1 ? -1 : at.length)) + move)))
    } else if (event.key === 'Enter' && on !== null) onChoose?.(on)
    else if (event.key === 'Escape') setOn(null)
  }
  const nthAt = (event: PointerEvent | MouseEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left
    const nth = Math.floor((event.clientX - left - EDGE.left) / step)
    return nth >= 0 && nth < at.length ? nth : null
  }

  return (
    <figure class="chart" ref={box} aria-labelledby={`${id}-title`}>
      <figcaption id={`${id}-title`} class="unseen">
        {title}
      </figcaption>
      <Legend layers={layers} nth={on} />
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${title}: ${count(totals.reduce((sum, one) => sum + one, 0))} in all. Arrow keys go through the columns.`}
        tabIndex={0}
        onKeyDown={onKey}
        onBlur={() => setOn(null)}
        onPointerMove={(event) => setOn(nthAt(event))}
        onPointerLeave={() => setOn(null)}
        onClick={(event) => {
          const nth = nthAt(event)
          if (nth !== null) onChoose?.(nth)
        }}
      >
        {y
          .ticks(4)
          .filter(Number.isInteger)
          .map((tick) => (
            <g key={tick} class="grid">
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(tick)} y2={y(tick)} />
              <text x={EDGE.left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
                {roughly(tick)}
              </text>
            </g>
          ))}
        {on !== null && (
          <rect class="here" x={x(on)} width={step} y={EDGE.top} height={HEIGHT - EDGE.top - EDGE.bottom} />
        )}
        {stacked(layers, at.length).map(({ tone, bars }) => (
          <path
            key={tone}
            class={tone}
            d={bars
              .map(([from, to], nth) =>
                to > from
                  ? `M${n(x(nth) + gap / 2)},${n(y(from))}V${n(y(to))}h${n(Math.max(0.5, step - gap))}V${n(y(from))}Z`
                  : '',
              ) // prettier-ignore
              .join('')}
          />
        ))}
        {labels.map((nth) => (
          <text
            key={nth}
            class="when"
            x={x(nth) + step / 2}
            y={HEIGHT - 6}
            text-anchor={nth === 0 ? 'start' : 'middle'}
          >
            {says(nth)}
          </text>
        ))}
      </svg>
      <p class="under" aria-live="polite">
        {on === null ? (
          <span class="hint">
            {zone === 'utc' ? 'Times are UTC.' : 'Times are local.'}
            {onChoose !== undefined && <span class="no-print"> A click on a column shows that time alone.</span>}
          </span>
        ) : (
          <>
            <strong>{stamp(at[on] ?? 0, zone).slice(0, 16)}</strong> {zone === 'utc' ? 'UTC' : 'local'}:{' '}
            {count(totals[on] ?? 0)} in all
          </>
        )}
      </p>
      <details class="as-table">
        <summary>As a table</summary>
        <Table
          label={`${title} as a table`}
          heads={[timeHead(zone, 'From'), ...layers.map(({ name }) => numbers(<Word text={name} most={32} />))]}
        >
          {at.map((time, nth) => (
            <tr key={time}>
              <th scope="row">{stamp(time, zone)}</th>
              {layers.map(({ name, counts }) => (
                <td key={name} class="number">
                  {count(counts[nth] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </details>
    </figure>
  )
}

/** Which colour is what; with the numbers of one column while it is looked at, else of all. */
function Legend({ layers, nth }: { readonly layers: readonly Layer[]; readonly nth: number | null }) {
  return (
    <ul class="legend">
      {[...layers].reverse().map(({ name, tone, counts }) => (
        <li key={name}>
          <span class={`swatch ${tone}`} aria-hidden="true" />
          <Word text={name} most={28} />{' '}
          <b>{roughly(nth === null ? counts.reduce((sum, one) => sum + one, 0) : (counts[nth] ?? 0))}</b>
        </li>
      ))}
    </ul>
  )
}

const n = (value: number) => value.toFixed(1)

type Stacked = { readonly tone: string; readonly bars: readonly (readonly [number, number])[] }

/** From where to where each layer goes, in each column. */
function stacked(layers: readonly Layer[], columns: number): readonly Stacked[] {
  const tops = Array.from({ length: columns }, () => 0)
  return layers.map(({ tone, counts }) => ({
    tone,
    bars: tops.map((from, nth) => [from, (tops[nth] = from + (counts[nth] ?? 0))] as const),
  }))
}

/** Which columns have their time written under them: at most so many, evenly. */
function labelled(columns: number, most: number): readonly number[] {
  const every = Math.ceil(columns / most)
  return Array.from({ length: Math.ceil(columns / every) }, (_label, nth) => nth * every).filter(
    (nth) => nth === 0 || columns - nth >= every / 2,
  )
}

function useWidth() {
  const box = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(720)
  useEffect(() => {
    const { current } = box
    if (current === null) return
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.max(240, Math.floor(entry?.contentRect.width ?? 720))),
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [box, width] as const
}
