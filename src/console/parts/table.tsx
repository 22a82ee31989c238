import { toChildArray } from 'preact'
import type { ComponentChildren, Ref } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { count } from '../lib/format.ts'
import type { Zone } from '../lib/format.ts'
import { reveal } from '../lib/inert.ts'

export type Head = string | { readonly says: ComponentChildren; readonly class: string }

/** A column of numbers: they stand under each other to the digit. */
export const numbers = (says: ComponentChildren): Head => ({ says, class: 'number' })

/** A column of times says of which zone they are: its cells do not. */
export const timeHead = (zone: Zone, says = 'Time'): Head => `${says} (${zone === 'utc' ? 'UTC' : 'local'})`

type TableParts = {
  readonly label: string
  readonly heads: readonly Head[]
  /** Its rows. */
  readonly children: ComponentChildren
  readonly class?: string
  /** So many rows are shown before somebody asks for more; paper has them all. */
  readonly most?: number
  readonly rows?: Ref<HTMLTableSectionElement>
  readonly onMouseLeave?: () => void
}

/** A table with a head. It scrolls by itself where it is wider than its place. */
export function Table({ label, heads, children, most, rows, onMouseLeave, ...more }: TableParts) {
  const [isWhole, setIsWhole] = useState(false)
  const all = toChildArray(children)
  // one row more is shown rather than spoken of
  const shown = most === undefined || isWhole || all.length <= most + 1 ? all.length : most
  return (
    <>
      <Scroll label={label} {...(onMouseLeave !== undefined && { onMouseLeave })}>
        <table {...more}>
          <thead>
            <tr>
              {heads.map((head, nth) => {
                const { says, class: tone } = typeof head === 'string' ? { says: head, class: undefined } : head
                return (
                  <th key={nth} scope="col" class={tone}>
                    {says}
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody {...(rows !== undefined && { ref: rows })}>{all.slice(0, shown)}</tbody>
          {shown < all.length && <tbody class="folded">{all.slice(shown)}</tbody>}
        </table>
      </Scroll>
      {most !== undefined && all.length > most + 1 && (
        <button type="button" class="plain no-print" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show ${count(all.length - shown)} more`}
        </button>
      )}
    </>
  )
}

type ScrollParts = {
  readonly label: string
  readonly children: ComponentChildren
  readonly class?: string
  readonly onMouseLeave?: () => void
}

/** What may be wider than its place. It is a stop of the Tab key only while there is something to scroll. */
export function Scroll({ label, class: tone, children, ...more }: ScrollParts) {
  const box = useRef<HTMLDivElement>(null)
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const { current } = box
    if (current === null) return
    const look = () => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = current
      setIsOver(scrollWidth > clientWidth || scrollHeight > clientHeight)
    }
    const observer = new ResizeObserver(look)
    for (const one of [current, ...current.children]) observer.observe(one)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={box}
      class={tone === undefined ? 'scroll' : `scroll ${tone}`}
      role="region"
      aria-label={reveal(label)}
      {...(isOver && { tabIndex: 0 })}
      {...more}
    >
      {children}
    </div>
  )
}
