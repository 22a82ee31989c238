import { useEffect, useRef } from 'preact/hooks'

/** Keys to what they do: one key (`j`), or two after each other (`g r`). */
export type Keys = Readonly<Record<string, () => void>>

/** Milliseconds between the two keys of a pair. */
const PAIR = 1_200

/** Listens while the page is there. Never while somebody writes, nor with a modifier that belongs to the browser. */
export function useKeys(keys: Keys): void {
  const last = useRef(keys)
  last.current = keys
  useEffect(() => {
    let before = { key: '', at: -Infinity }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event.target)) return
      const pair = event.timeStamp - before.at < PAIR ? `${before.key} ${event.key}` : ''
      const work = last.current[pair] ?? last.current[event.key]
      before = { key: event.key, at: event.timeStamp }
      if (work === undefined) return
      event.preventDefault()
      work()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, dialog[open]') !== null)
