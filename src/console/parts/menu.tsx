import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

type MenuParts = {
  readonly says: ComponentChildren
  readonly label: string
  readonly align?: 'start' | 'end'
  readonly children: ComponentChildren
}

/** A panel under a button; `label` is for whoever does not see where it stands. Escape and a click elsewhere close it, and the focus goes back to where it was opened. */
export function Menu({ says, label, align = 'start', children }: MenuParts) {
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (isBack: boolean) => {
      if (box.current?.open !== true) return
      box.current.open = false
      if (isBack) box.current.querySelector('summary')?.focus()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close(box.current?.contains(document.activeElement) ?? false)
    }
    const onDown = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) close(false)
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onDown)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onDown)
    }
  }, [])
  return (
    <details class={`menu ${align}`} ref={box}>
      <summary>
        <span class="unseen">{label}: </span>
        {says}
      </summary>
      <div class="panel">{children}</div>
    </details>
  )
}
